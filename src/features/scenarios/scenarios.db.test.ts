import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool } from '../../../test/people.ts';
import { smallSchool } from '../../../test/small-school.ts';
import { checkPlan } from '../../planner/index.ts';
import { currentPlanMade } from '../plan/index.ts';
import { whatIfFacts } from '../../needs/index.ts';
import { comparePlans } from './scenarios.rules.ts';
import { resumeScenarios } from './index.ts';
import { listScenarios, replaceChanges, selectStudies, updateScenario } from './scenarios.queries.ts';

const base = '/schools/100001';

onEachEngine('What if', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  let browser: TestBrowser & { personId: string; organisationId: string };
  let reader: TestBrowser;
  let stranger: TestBrowser & { personId: string };
  let school: { organisationId: string; schoolId: string };

  before(async () => {
    database = await open();
    site = await buildTestApp(database);
    browser = await site.signedIn();
    const added = await addSchool(database.db, browser, smallSchool(site.services.library));
    school = { organisationId: browser.organisationId, schoolId: added.schoolId };
    reader = await site.signedIn(await addMember(database.db, browser.organisationId, 'reader'));
    stranger = await site.signedIn();
    await browser.get('/');
  });
  after(() => site.close());

  const settle = async () => {
    await site.services.planRunner.drain();
    await site.services.scenarioRunner.drain();
  };
  const scenariosOf = () => database.db.as(browser.personId, (tx) => listScenarios(tx, school));
  const made = async () => {
    const found = await database.db.as(browser.personId, (tx) => currentPlanMade(tx, school));
    return found ?? assert.fail('there is no plan');
  };
  const add = async (kind: string, form: Record<string, string> = {}) => {
    await browser.get(`${base}/scenarios/new?kind=${kind}`);
    const response = await browser.post(`${base}/scenarios/new?kind=${kind}`, form);
    await settle();
    return response;
  };

  test('needs a plan first, and says so', async () => {
    const { status, body } = await browser.get(`${base}/scenarios`);
    assert.equal(status, 200);
    assert.match(body, /There is no plan yet to compare with/);
    assert.equal((await browser.get(`${base}/scenarios/new?kind=money`)).status, 404);
    assert.match((await browser.get(`${base}/scenarios/prices`)).body, /There is no plan yet/);
    await browser.get(`${base}/plan`);
    await browser.post(`${base}/plan`);
    await settle();
  });

  test('a form that asks something says how to mend what was typed', async () => {
    assert.equal((await browser.get(`${base}/scenarios/new?kind=other`)).status, 404);
    const { status, body } = await add('money', { way: 'less', percent: '0', pot: 'both', year: 'all' });
    assert.equal(status, 422);
    assert.match(body, /Give a whole number of per cent from 1 to 100, like 20/);
    assert.deepEqual(await scenariosOf(), []);
  });

  test('less money is planned, holds every limit, and stands beside the plan with its changes and their causes', async () => {
    const { status, location } = await add('money', { way: 'less', percent: '100', pot: 'both', year: 'all' });
    assert.deepEqual([status, location], [303, `${base}/scenarios#compared`]);
    const [scenario] = await scenariosOf();
    assert.ok(scenario?.plan);
    assert.deepEqual([scenario.name, scenario.state], ['100% less money', 'ready']);
    const plan = await made();
    const facts = whatIfFacts(plan.problem, site.services.library);
    const [, compared] = comparePlans(plan, [scenario], facts);
    assert.ok(compared);
    assert.deepEqual(checkPlan(compared.problem, compared.plan).faults, []);
    assert.ok(compared.changes.length > 0);
    // No money at all is left for the plan.
    assert.ok(compared.years.every((year) => year.capitalFreePence === 0 && year.capitalPence <= 0));
    for (const { needId, causes } of scenario.causes ?? []) {
      const parts = scenario.changes.flatMap((change) => change.parts);
      assert.ok(
        causes.every((cause) => 'part' in cause && parts[cause.part]?.kind === 'budget'),
        needId,
      );
    }
    const page = (await browser.get(`${base}/scenarios`)).body;
    assert.match(page, /100% less money/);
    assert.match(page, /It changes \d+ things? in the plan/);
    assert.match(page, /Because of (?:“|several of the changes together|the budgets|£)/);
    assert.equal(page.match(/<svg class="cairn-chart/g)?.length, 2);
  });

  test('up to four stand beside the plan', async () => {
    await add('cloud');
    await add('keep');
    await add('price', { what: 'all', percent: '20' });
    assert.deepEqual(
      (await scenariosOf()).map(({ name, state }) => [name, state]),
      [
        ['100% less money', 'ready'],
        ['Cloud first', 'ready'],
        ['Keep what we have', 'ready'],
        ['Everything 20% dearer', 'ready'],
      ],
    );
    assert.equal((await add('late', { what: 'all', terms: '2' })).location, `${base}/scenarios?done=full`);
    assert.equal((await scenariosOf()).length, 4);
    const { body } = await browser.get(`${base}/scenarios`);
    assert.match(body, /Four stand beside the plan: remove one/);
  });

  test('one that is removed is gone, and a late delivery can take its place', async () => {
    const [, cloud] = await scenariosOf();
    assert.ok(cloud);
    const { location } = await browser.post(`${base}/scenarios/${cloud.id}/remove`);
    assert.equal(location, `${base}/scenarios?done=removed`);
    await add('late', { what: 'all', terms: '2' });
    const last = (await scenariosOf()).at(-1);
    assert.deepEqual([last?.name, last?.state], ['Everything 2 terms late', 'ready']);
  });

  test('a scenario holds several changes together, made, mended and left out one by one', async () => {
    const late = (await scenariosOf()).at(-1) ?? assert.fail('no scenario');
    const address = `${base}/scenarios/${late.id}/changes`;
    const page = await browser.get(address);
    assert.match(page.body, /What “Everything 2 terms late” supposes/);
    assert.doesNotMatch(page.body, /Leave out/);
    assert.match((await browser.get(`${address}/new?kind=money`)).body, /Together with: Everything 2 terms late/);
    const refused = await browser.post(`${address}/new?kind=money`, {
      way: 'less',
      percent: '0',
      pot: 'both',
      year: 'all',
    });
    assert.equal(refused.status, 422);
    const less = { way: 'less', percent: '50', pot: 'capital', year: 'all' };
    const { status, location } = await browser.post(`${address}/new?kind=money`, less);
    assert.deepEqual([status, location], [303, `${base}/scenarios#compared`]);
    await settle();
    const both = (await scenariosOf()).at(-1) ?? assert.fail('no scenario');
    assert.deepEqual(
      [both.id, both.name, both.state],
      [late.id, 'Everything 2 terms late + 50% less capital', 'ready'],
    );
    const plan = await made();
    const compared = comparePlans(plan, [both], whatIfFacts(plan.problem, site.services.library))[1];
    assert.deepEqual(checkPlan(compared?.problem ?? plan.problem, both.plan ?? plan.plan).faults, []);
    assert.ok(
      compared?.problem.years.every(
        (year, y) => year.capitalPence * 2 <= (plan.problem.years[y]?.capitalPence ?? 0) + 1,
      ),
    );

    const again = await browser.post(`${address}/new?kind=money`, { ...less, percent: '10' });
    assert.equal(again.status, 422);
    assert.match(again.body, /“50% less capital” changes the capital of [^ ]+ already/);

    const money = both.changes[1]?.id ?? '';
    const form = (await browser.get(`${address}/${money}`)).body;
    assert.match(form, /name="percent"[^>]*value="50"|value="50"[^>]*name="percent"/);
    await browser.post(`${address}/${money}`, { ...less, percent: '60' });
    await settle();
    const mended = (await scenariosOf()).at(-1);
    assert.deepEqual([mended?.name, mended?.state], ['Everything 2 terms late + 60% less capital', 'ready']);
    assert.equal((await browser.get(`${address}/${money}`)).status, 404);

    await browser.post(`${address}/${mended?.changes[1]?.id}/remove`);
    await settle();
    const alone = (await scenariosOf()).at(-1);
    assert.deepEqual([alone?.name, alone?.state], ['Everything 2 terms late', 'ready']);
    const last = await browser.post(`${address}/${alone?.changes[0]?.id}/remove`);
    assert.equal(last.status, 409);
    assert.match(last.body, /This is all that it supposes/);
  });

  test('one whose work was broken off goes on in the process that starts next', async () => {
    const left = (await scenariosOf()).at(-1) ?? assert.fail('no scenario');
    const nothing = { planId: null, plan: null, causes: null, error: null };
    await database.db.as(browser.personId, (tx) =>
      updateScenario(tx, school, left, { ...nothing, state: 'planning', at: new Date('2026-11-20') }),
    );
    const next = await buildTestApp(database);
    assert.equal(await resumeScenarios(next.services), 1);
    await next.services.scenarioRunner.drain();
    assert.deepEqual((await scenariosOf()).at(-1), left);
    assert.equal(await resumeScenarios(next.services), 0);
    await next.close();
  });

  test('what is worked out for a scenario that supposes something else by then is not written', async () => {
    const [first] = await scenariosOf();
    assert.ok(first?.plan);
    const other = { ...first, changes: first.changes.map((change) => ({ ...change, id: 'another' })) };
    const found = { planId: 'x', state: 'failed', plan: null, causes: null, error: 'x', at: new Date() } as const;
    await database.db.as(browser.personId, (tx) => updateScenario(tx, school, other, found));
    assert.deepEqual((await scenariosOf())[0], first);
  });

  test('one of before, which holds the parts of one change alone, is worked out again and left as it is', async () => {
    const old = (await scenariosOf()).at(-1) ?? assert.fail('no scenario');
    const parts = old.changes.flatMap((change) => change.parts);
    await database.db.as(browser.personId, (tx) =>
      replaceChanges(tx, school, { ...old, changes: parts as never }, new Date()),
    );
    assert.equal((await scenariosOf()).at(-1)?.changes[0]?.id, 'first');
    await browser.get(`${base}/scenarios`);
    await settle();
    const again = (await scenariosOf()).at(-1);
    assert.deepEqual([again?.state, again?.plan?.hash], ['ready', old.plan?.hash]);
    assert.equal((await browser.get(`${base}/scenarios/${old.id}/changes/first`)).status, 404);
    assert.match((await browser.get(`${base}/scenarios/${old.id}/changes`)).body, /2 terms late/);
  });

  test('readers see everything and change nothing; strangers see nothing', async () => {
    const page = await reader.get(`${base}/scenarios`);
    assert.equal(page.status, 200);
    assert.match(page.body, /100% less money/);
    assert.doesNotMatch(page.body, /Take this one|<button[^>]*>\s*Remove|What would change\?/);
    const [first] = await scenariosOf();
    for (const address of [
      `${first?.id}/changes/new?kind=keep`,
      `new?kind=keep`,
      'again',
      `${first?.id}/remove`,
      `${first?.id}/take`,
      'prices',
    ]) {
      assert.equal((await reader.post(`${base}/scenarios/${address}`)).status, 403, address);
    }
    const theirs = await database.db.as(stranger.personId, (tx) => listScenarios(tx, school));
    assert.deepEqual(theirs, []);
    assert.equal((await scenariosOf()).length, 4);
  });

  test('what prices and money would change is worked out when asked for', async () => {
    assert.match((await browser.get(`${base}/scenarios/prices`)).body, /This has not been worked out yet/);
    const { location } = await browser.post(`${base}/scenarios/prices`);
    assert.equal(location, `${base}/scenarios/prices`);
    await settle();
    const plan = await made();
    const studies = await database.db.as(browser.personId, (tx) => selectStudies(tx, school, plan.id));
    assert.deepEqual([studies.prices?.state, studies.money?.state], ['ready', 'ready']);
    assert.equal(studies.money?.answer?.length, 2 * plan.problem.years.length);
    assert.ok((studies.prices?.answer?.prices.length ?? 0) > 0);
    const { body } = await reader.get(`${base}/scenarios/prices`);
    assert.match(body, /The prices that would change the plan/);
    assert.match(body, /Eight times in ten the plan comes to £/);
    assert.doesNotMatch(body, /not been worked out/);
    assert.equal((await browser.get(`${base}/scenarios/prices/state.json`)).body, '{"state":"ready ready"}');
  });

  test('taking one says first what it changes, then changes budgets and plans again', async () => {
    const [less] = await scenariosOf();
    assert.ok(less);
    const address = `${base}/scenarios/${less.id}/take`;
    const shown = (await browser.get(address)).body;
    assert.match(shown, /Budgets that change/);
    const stale = await browser.post(address, { version: '0' });
    assert.equal(stale.status, 409);
    assert.match(stale.body, /Someone else changed/);
    const version = /name="version" value="(\d+)"/.exec(shown)?.[1] ?? '';
    const { status, location } = await browser.post(address, { version });
    assert.deepEqual([status, location], [303, `${base}/plan?done=planned`]);
    await settle();
    const after = await made();
    assert.ok(after.problem.years.every(({ capitalPence }) => capitalPence === 0));
    assert.deepEqual(after.problem.locks, []);
    // The plan is the one that was shown.
    const placed = (plan: { placements: { needId: string; term: number }[] } | null) =>
      plan?.placements.map(({ needId, term }) => [needId, term]);
    assert.deepEqual(placed(after.plan), placed(less.plan));
  });

  test('the others then stand beside an earlier plan, until they are worked out again', async () => {
    assert.match((await browser.get(`${base}/scenarios`)).body, /The plan has changed since these were worked out/);
    await browser.post(`${base}/scenarios/again`);
    await settle();
    const plan = await made();
    const all = await scenariosOf();
    assert.equal(all.length, 3);
    assert.ok(all.every(({ planId, state }) => planId === `${plan.id} ${plan.plan.hash}` && state === 'ready'));
  });

  test('one that supposes more than money fixes what it changed when it is taken', async () => {
    const plan = await made();
    const facts = whatIfFacts(plan.problem, site.services.library);
    for (const scenario of await scenariosOf()) {
      const compared = comparePlans(plan, [scenario], facts)[1];
      if (!compared || compared.changes.length === 0) continue;
      const address = `${base}/scenarios/${scenario.id}/take`;
      const shown = (await browser.get(address)).body;
      assert.match(shown, /What is fixed from then on/);
      const version = /name="version" value="(\d+)"/.exec(shown)?.[1] ?? '';
      await browser.post(address, { version });
      await settle();
      const { problem } = await made();
      const changed = compared.changes.map(({ needId }) => needId).sort();
      assert.deepEqual(problem.locks.map(({ needId }) => needId).sort(), changed);
      return;
    }
    assert.fail('no scenario changes anything');
  });

  test('was served without a failure', () => assert.deepEqual(site.failures(), []));
});
