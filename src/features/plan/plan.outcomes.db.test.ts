/** What the page says where the planner breaks down, runs out of work or of time, or is asked something odd. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addSchool } from '../../../test/people.ts';
import { smallSchool } from '../../../test/small-school.ts';
import type { PlanningProblem } from '../../domain/planning.ts';
import { checkPlan, planInWorker, problemHash, type WorkerOptions } from '../../planner/index.ts';
import { fixedClock } from '../../platform/clock.ts';
import { createPlanRunner, type Planner } from './plan.jobs.ts';
import { currentPlanMade } from './index.ts';
import { insertPlan, listPlans } from './plan.queries.ts';
import { workerPlanner } from './plan.work.ts';

const base = '/schools/100001';

onEachEngine('The page of a plan', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  let browser: TestBrowser & { personId: string };
  let school: { organisationId: string; schoolId: string };
  let asked: PlanningProblem;

  before(async () => {
    database = await open();
    site = await buildTestApp(database);
    const bursar = await site.signedIn();
    browser = bursar;
    const { schoolId } = await addSchool(database.db, bursar, smallSchool(site.services.library));
    school = { organisationId: bursar.organisationId, schoolId };
    await browser.get(`${base}/plan`);
    await browser.post(`${base}/plan`);
    await site.services.planRunner.drain();
    asked = (await database.db.as(browser.personId, (tx) => listPlans(tx, school, 1)))[0]?.problem ?? assert.fail();
  });
  after(() => site.close());

  const failures: string[] = [];
  /** Plans with a planner that does what the test says, and gives the page. */
  const pageWith = async (planner: Partial<Planner>, problem: PlanningProblem = asked): Promise<string> => {
    const id = randomUUID();
    await database.db.as(browser.personId, (tx) =>
      insertPlan(tx, {
        ...school,
        id,
        asAt: '2026-11-24',
        problem,
        problemHash: problemHash(problem),
        createdBy: browser.personId,
        createdAt: new Date('2026-11-24T09:00:00Z'),
      }),
    );
    const runner = createPlanRunner({
      db: database.db,
      clock: fixedClock('2026-11-24T09:00:00Z'),
      planner: { ...workerPlanner, ...planner },
      onFailure: (_, error) => void failures.push(error instanceof Error ? error.message : String(error)),
    });
    runner.enqueue({ ...school, planId: id, personId: browser.personId });
    await runner.drain();
    return (await browser.get(`${base}/plan`)).body.replace(/\s+/g, ' ');
  };
  /** The real planner in its thread, which throws over a problem without needs. */
  const throwing: Planner['plan'] = (problem, options) => planInWorker({ ...problem, needs: null as never }, options);

  test('says that the planner broke down before it had a plan, never that none fits', async () => {
    const page = await pageWith({ plan: throwing });
    assert.match(page, /The planner broke down before it had a plan\./);
    assert.match(page, /Nothing that you wrote down is lost\. Plan again/);
    assert.doesNotMatch(page, /No plan fits|That has been proved/);
    assert.equal(failures.length, 1);
    failures.length = 0;
  });

  test('shows the best plan found with its gap where the planner breaks down later', async () => {
    const broken: Planner['plan'] = async (problem, options) => {
      const { best } = await firstOf(problem);
      options?.onProgress?.(best);
      return { ...best, certificate: { ...best.certificate, stopped: 'solver' } };
    };
    const page = await pageWith({ plan: broken });
    assert.match(page, /This plan fits your limits\. (?:On|How close)/);
    assert.match(page, /The planner broke down before that; this is the best plan it had found\./);
    assert.doesNotMatch(page, /That has been proved/);
    const { problem, plan } =
      (await database.db.as(browser.personId, (tx) => currentPlanMade(tx, school))) ?? assert.fail();
    assert.deepEqual(checkPlan(problem, plan).faults, []);
    // Asked for again, it is made again: nothing has changed but that it broke down.
    const { location } = await browser.post(`${base}/plan`);
    assert.equal(location, `${base}/plan?done=planned`);
    await site.services.planRunner.drain();
    assert.match((await browser.get(`${base}/plan`)).body, /That has been proved, not estimated/);
  });

  test('shows the best plan found with its gap where the time is over', async () => {
    const { best } = await firstOf(asked);
    const late: Planner['plan'] = async () => ({ ...best, certificate: { ...best.certificate, stopped: 'time' } });
    const page = await pageWith({ plan: late });
    assert.match(page, /that it is the best has not been proved|is not known yet/);
    assert.match(page, /The time that a plan may take was over before that\./);
  });

  test('shows the best plan found with its gap where all the work allowed is used up', async () => {
    const { best } = await firstOf(asked);
    const used: Planner['plan'] = async () => ({ ...best, certificate: { ...best.certificate, stopped: 'work' } });
    const page = await pageWith({ plan: used });
    assert.match(page, /All the work that a plan may take was used up before that\./);
    assert.doesNotMatch(page, /That has been proved/);
  });

  test('names the numbers that cannot be added up', async () => {
    const [first] = asked.years;
    const years = asked.years.with(0, { ...(first ?? assert.fail()), capitalPence: 1e300 });
    const page = await pageWith({}, { ...asked, years });
    assert.match(page, /No plan can be made with some of the numbers that are written down\./);
    assert.match(page, /The numbers of “[^”]+” cannot be added up to the penny/);
    assert.doesNotMatch(page, /No plan fits/);
    failures.length = 0;
  });

  test('says that none was found where that none fits is not proved', async () => {
    const { NoPlanFoundError } = await import('../../planner/index.ts');
    const page = await pageWith({ plan: () => Promise.reject(new NoPlanFoundError()), conflict: async () => null });
    assert.match(page, /No plan was found that fits all your limits and what you fixed\. There may be one\./);
    assert.deepEqual(failures, []);
  });

  /** The first plan that the planner hands out, not proved. */
  async function firstOf(problem: PlanningProblem) {
    const { promise, resolve } = Promise.withResolvers<Parameters<NonNullable<WorkerOptions['onProgress']>>[0]>();
    const done = await planInWorker(problem, { onProgress: resolve });
    const levels = done.certificate.levels.map((level) => ({ ...level, proven: false, bound: level.value - 1 }));
    const made = { ...done, certificate: { ...done.certificate, status: 'gap' as const, gap: 0.01, levels } };
    resolve(made);
    const best = await promise;
    return { best: best.certificate.status === 'proven' ? made : best };
  }

  test('was served without a failure', () => assert.deepEqual(site.failures(), []));
});
