import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool } from '../../../test/people.ts';
import { smallSchool } from '../../../test/small-school.ts';
import { currentPlanMade, resumePlans } from './index.ts';
import { updatePlan } from './plan.queries.ts';

const base = '/schools/100001';

onEachEngine('A plan whose work was broken off', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  let browser: TestBrowser & { personId: string };
  let reader: TestBrowser;
  let school: { organisationId: string; schoolId: string };

  before(async () => {
    database = await open();
    site = await buildTestApp(database);
    const bursar = await site.signedIn();
    browser = bursar;
    const { schoolId } = await addSchool(database.db, bursar, smallSchool(site.services.library));
    school = { organisationId: bursar.organisationId, schoolId };
    reader = await site.signedIn(await addMember(database.db, bursar.organisationId, 'reader'));
    await browser.get(`${base}/plan`);
    await browser.post(`${base}/plan`);
    await site.services.planRunner.drain();
  });
  after(() => site.close());

  const made = async () => {
    const found = await database.db.as(browser.personId, (tx) => currentPlanMade(tx, school));
    return found ?? assert.fail('there is no plan');
  };
  /** As a process that is killed in the middle of the proof leaves it. */
  const breakOff = async (): Promise<string> => {
    const { id, plan } = await made();
    const left = { ...plan, reasons: [], certificate: { ...plan.certificate, status: 'gap' as const } };
    await database.db.as(browser.personId, (tx) =>
      updatePlan(
        tx,
        { ...school, id },
        { state: 'planning', plan: left, progress: { stage: 'proving' }, error: null, at: new Date('2026-11-20') },
      ),
    );
    return plan.hash;
  };
  const isFinished = async (hash: string): Promise<void> => {
    const { state, plan } = await made();
    assert.deepEqual([state, plan.certificate.status, plan.hash], ['ready', 'proven', hash]);
    assert.equal(plan.reasons.length, plan.placements.length);
  };

  test('is shown at once with what it has, and taken up again when somebody who may edit looks at it', async () => {
    const hash = await breakOff();
    assert.match((await reader.get(`${base}/plan`)).body, /Better plans, and the proof, are still being looked for/);
    await site.services.planRunner.drain();
    assert.equal((await made()).state, 'planning', 'a reader’s look changes nothing');

    assert.match((await browser.get(`${base}/plan`)).body, /Better plans, and the proof, are still being looked for/);
    await site.services.planRunner.drain();
    await isFinished(hash);
    const { body } = await browser.get(`${base}/plan`);
    assert.match(body, /This is the best plan that fits your limits\. That has been proved, not estimated\./);
    assert.doesNotMatch(body, /still being looked for/);
  });

  test('goes on by itself in the process that starts next', async () => {
    const hash = await breakOff();
    const next = await buildTestApp(database);
    assert.equal(await resumePlans(next.services), 1);
    await next.services.planRunner.drain();
    await isFinished(hash);
    assert.equal(await resumePlans(next.services), 0);
    await next.close();
  });

  test('was served without a failure', () => assert.deepEqual(site.failures(), []));
});
