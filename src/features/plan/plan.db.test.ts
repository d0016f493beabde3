import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool } from '../../../test/people.ts';
import { smallSchool } from '../../../test/small-school.ts';
import { terminal } from '../../../test/terminal.ts';
import { checkPlan } from '../../planner/index.ts';
import { planCommand, type PlanFile, readPlanFile } from './index.ts';

const base = '/schools/100001';

onEachEngine('A plan', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  let browser: TestBrowser;
  let reader: TestBrowser;

  before(async () => {
    database = await open();
    site = await buildTestApp(database);
    const bursar = await site.signedIn();
    browser = bursar;
    await addSchool(database.db, bursar, smallSchool(site.services.library));
    reader = await site.signedIn(await addMember(database.db, bursar.organisationId, 'reader'));
  });
  after(() => site.close());

  /** The plan as anyone may save it, once nothing more is being worked on. */
  const savedPlan = async (): Promise<PlanFile> => {
    await site.services.planRunner.drain();
    const read = readPlanFile(JSON.parse((await browser.get(`${base}/plan.json`)).body));
    return 'file' in read ? read.file : assert.fail(read.message);
  };
  /** Sends a form and gives the plan that it led to. */
  const planned = async (address: string, form: Record<string, string> = {}): Promise<PlanFile> => {
    const { status, location } = await browser.post(address, form);
    assert.deepEqual([status, location], [303, `${base}/plan?done=planned`]);
    return savedPlan();
  };
  const startOf = ({ plan }: PlanFile, needId: string) => plan.placements.find((one) => one.needId === needId);
  /** A start other than the planned one, as the form writes it, as late as it may be. */
  const otherStart = (
    { problem, plan }: PlanFile,
    needId: string,
  ): { value: string; term: number; optionId: string } => {
    const placed = plan.placements.find((one) => one.needId === needId);
    const candidate = problem.needs
      .find(({ id }) => id === needId)
      ?.candidates.filter(({ optionId, term }) => optionId === placed?.optionId && term !== placed.term)
      .reduce((latest, one) => (one.term > latest.term ? one : latest));
    assert.ok(candidate);
    const { term, optionId } = candidate;
    return { value: `${problem.terms[term]?.id}|${optionId}`, term, optionId };
  };
  const changeCapital = async (pounds: string, next: 'stay' | 'plan') => {
    const version = /name="version" value="(\d+)"/.exec((await browser.get(`${base}/budgets`)).body)?.[1] ?? '';
    const form = { version, 'capital-2026-27': pounds, 'revenue-2026-27': '20000', next };
    return next === 'plan' ? planned(`${base}/budgets`, form) : browser.post(`${base}/budgets`, form);
  };

  test('is not there until it is asked for; then it is proved, and can be checked', async () => {
    assert.match((await browser.get(`${base}/plan`)).body, /There is no plan yet/);
    assert.equal((await browser.get(`${base}/plan.json`)).status, 404);
    assert.equal((await browser.get(`${base}/plan/state.json`)).body, '{"state":"none"}');
    const { problem, plan } = await planned(`${base}/plan`);
    assert.equal(plan.placements.length, 4);
    assert.deepEqual(checkPlan(problem, plan).faults, []);
    assert.deepEqual([plan.certificate.status, plan.reasons.length], ['proven', 4]);
    const { body } = await browser.get(`${base}/plan?done=planned`);
    assert.match(body, /Planned again/);
    assert.match(body, /best plan that fits your limits/);
    for (const { name } of problem.needs) assert.ok(body.includes(name), name);
    assert.doesNotMatch(body, /data-refresh|The record has changed/);
    assert.doesNotMatch(body, /outside the core six/);
    const { state } = JSON.parse((await browser.get(`${base}/plan/state.json`)).body) as { state: string };
    assert.ok(state.startsWith(`ready:`) && state.includes(plan.hash), state);
  });

  test('names what waits for a day that nobody knows, one by one; that makes no plan old', async () => {
    const question = `${base}/questions/cabling-copper`;
    const answer = async (choice: string) => {
      const version = /name="version" value="(\d+)"/.exec((await browser.get(question)).body)?.[1] ?? '';
      const saved = await browser.post(question, { choice, note: '', version, from: '' });
      assert.equal(saved.status, 303);
      return (await browser.get(`${base}/plan`)).body;
    };
    const body = await answer('not-sure');
    assert.equal(body.match(/8 requirements outside the core six are not known to be met/g)?.length, 1);
    assert.match(body, /Copper network cables are Cat 6A\. Nobody has said whether it is met\. Not due until/);
    assert.ok(body.includes(`href="${base}/standards#others"`));
    assert.doesNotMatch(body, /The record has changed/);
    assert.doesNotMatch(await answer('full'), /outside the core six/);
  });

  test('asked for again with nothing changed is the same', async () => {
    const before = await savedPlan();
    const { location } = await browser.post(`${base}/plan`);
    assert.equal(location, `${base}/plan?done=same`);
    assert.match((await browser.get(location)).body, /Nothing has changed since the last plan/);
    assert.deepEqual(await savedPlan(), before);
  });

  test('says so when the record has moved on, and what changed once it is made again', async () => {
    const before = await savedPlan();
    await changeCapital('0', 'stay');
    assert.match((await browser.get(`${base}/plan`)).body, /The record has changed since this plan was made/);
    const after = await planned(`${base}/plan`);
    assert.notEqual(after.plan.hash, before.plan.hash);
    assert.deepEqual(
      after.problem.agreed.map(({ needId, term }) => [needId, term]).toSorted(),
      before.plan.placements.map(({ needId, term }) => [needId, term]).toSorted(),
    );
    const { body } = await browser.get(`${base}/plan`);
    assert.doesNotMatch(body, /The record has changed/);
    assert.match(body, /id="changes">What changed/);
    const moved =
      after.plan.placements.length < before.plan.placements.length ? /No longer planned/ : /since the last plan/;
    assert.match(body, moved);
    assert.match(body, /Capital free in [^:]+: £0, before £20,000/);
    const back = await changeCapital('20000', 'plan');
    assert.ok('plan' in back);
    assert.deepEqual(back.plan.placements, before.plan.placements);
  });

  test('holds a start that was fixed, or a need decided against, until it is freed', async () => {
    const before = await savedPlan();
    const needId = 'cyber-risk';
    const chosen = otherStart(before, needId);
    const { body } = await browser.get(`${base}/plan/${needId}`);
    assert.ok(body.includes(`value="${chosen.value}"`));
    assert.doesNotMatch(body, /Free it/);
    const fixed = await planned(`${base}/plan/${needId}/fix`, { start: chosen.value });
    const { term, locked } = startOf(fixed, needId) ?? {};
    assert.deepEqual([term, locked], [chosen.term, true]);
    assert.deepEqual(checkPlan(fixed.problem, fixed.plan).faults, []);
    const item = (await browser.get(`${base}/plan/${needId}`)).body;
    assert.match(item, /You fixed it here/);
    assert.match(item, /Free it and plan again/);
    const changed = (await browser.get(`${base}/plan`)).body;
    assert.match(changed, /Moved/);
    assert.match(changed, /You fixed “/);
    assert.match((await browser.get(`${base}/history`)).body, new RegExp(needId));
    const decided = await planned(`${base}/plan/${needId}/fix`, { start: 'nothing' });
    assert.equal(startOf(decided, needId), undefined);
    assert.match((await browser.get(`${base}/plan/${needId}`)).body, /You decided to do nothing about this/);
    const freed = await planned(`${base}/plan/${needId}/free`);
    assert.equal(startOf(freed, needId)?.locked, false);
  });

  test('is not made from a start that cannot be: the form comes back, and nothing moves', async () => {
    const before = await savedPlan();
    await browser.get(`${base}/plan/cyber-risk`);
    for (const start of ['', '2027-spring|no-such-option', '1999-autumn|x', 'constructor']) {
      const { status, body } = await browser.post(`${base}/plan/cyber-risk/fix`, { start });
      assert.equal(status, 422, start);
      assert.match(body, /<title>Error: /);
      assert.match(body, /href="#start"/);
    }
    assert.deepEqual(await savedPlan(), before);
    assert.equal((await browser.get(`${base}/plan/no-such-need`)).status, 404);
    assert.equal((await browser.post(`${base}/plan/no-such-need/fix`, { start: 'nothing' })).status, 404);
    assert.equal((await browser.post(`${base}/plan/no-such-need/free`)).status, 404);
  });

  test('that cannot be says which limits cannot all hold, and comes back once one is relaxed', async () => {
    const before = await savedPlan();
    const dear = before.problem.needs
      .flatMap(({ id, candidates }) => candidates.map((candidate) => ({ id, candidate })))
      .find(({ candidate }) => candidate.capitalPence.some((pence) => pence > 0));
    assert.ok(dear);
    const { id, candidate } = dear;
    const start = `${before.problem.terms[candidate.term]?.id}|${candidate.optionId}`;
    await changeCapital('0', 'stay');
    await browser.get(`${base}/plan/${id}`);
    const { location } = await browser.post(`${base}/plan/${id}/fix`, { start });
    assert.equal(location, `${base}/plan?done=planned`);
    await site.services.planRunner.drain();
    const { status, body } = await browser.get(`${base}/plan`);
    assert.equal(status, 200);
    assert.match(body, /No plan fits all your limits/);
    assert.match(body, /At the least, this would have to give way[^]*capital budget of/);
    assert.ok(body.includes(`${base}/plan/${id}`));
    assert.equal((await browser.get(`${base}/plan.json`)).status, 404);
    assert.equal((await browser.get(`${base}/plan/${id}`)).status, 200);
    assert.equal((await browser.get(`${base}/pack`)).status, 200);
    const freed = await planned(`${base}/plan/${id}/free`);
    assert.deepEqual(checkPlan(freed.problem, freed.plan).faults, []);
  });

  test('from the school’s file is the same plan as on the page, fixed starts and all', async () => {
    await changeCapital('20000', 'stay');
    const { problem } = await savedPlan();
    const need = problem.needs.find(({ id }) => id === 'cyber-risk');
    const last = need?.candidates.at(-1);
    const onPage = await planned(`${base}/plan/cyber-risk/fix`, {
      start: `${problem.terms[last?.term ?? 0]?.id}|${last?.optionId}`,
    });
    const folder = await mkdtemp(join(tmpdir(), 'cairn-plan-'));
    try {
      await writeFile(join(folder, 'school.json'), (await browser.get(`${base}/school.json`)).body);
      const { printed, json } = terminal([planCommand({ readLibrary: () => site.services.library })], folder);
      const fromFile = await json<{ hash: string; status: string }>('plan', 'school.json', '--no-reasons');
      assert.equal(fromFile.hash, onPage.plan.hash, printed.err);
      assert.equal(fromFile.status, 'proven');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('is for readers to see, not to make', async () => {
    const { status, body } = await reader.get(`${base}/plan`);
    assert.equal(status, 200);
    assert.doesNotMatch(body, /Plan again/);
    const item = await reader.get(`${base}/plan/cyber-risk`);
    assert.equal(item.status, 200);
    assert.doesNotMatch(item.body, /Fix it|Free it/);
    assert.equal((await reader.get(`${base}/plan.json`)).status, 200);
    const before = await savedPlan();
    for (const path of ['/plan', '/plan/cyber-risk/fix', '/plan/cyber-risk/free']) {
      assert.equal((await reader.post(`${base}${path}`, { start: 'nothing' })).status, 403, path);
    }
    assert.deepEqual(await savedPlan(), before);
  });

  test('was served without a failure', () => {
    assert.deepEqual(site.failures(), []);
  });
});
