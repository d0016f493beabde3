import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { HtmlValidate, type ConfigData } from 'html-validate';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { madePlan } from '../../../test/made-plan.ts';
import { addSchool, sampleRecord } from '../../../test/people.ts';
import { equipmentSchema, type SchoolRecord } from '../../domain/record.ts';
import { listPlans, startPlan } from '../plan/index.ts';
import { updatePlan } from '../plan/plan.queries.ts';

const validator = new HtmlValidate(
  JSON.parse(readFileSync(new URL('../../../.htmlvalidate.json', import.meta.url), 'utf8')) as ConfigData,
);

/** The page's own part, of a page that is valid. */
async function mainOf({ status, body }: { status: number; body: string }): Promise<string> {
  assert.equal(status, 200);
  const report = await validator.validateString(body);
  assert.deepEqual(
    report.results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)),
    [],
  );
  return /<main[\s\S]*<\/main>/.exec(body)?.[0] ?? '';
}

const accessPoints = equipmentSchema.parse({
  id: 'ap',
  name: 'Access points',
  kind: 'access-point',
  quantity: 20,
  wifiGeneration: '6',
  supportEndsOn: '2028-07-31',
});

onEachEngine('Pages of a standard and an area', (open) => {
  let database: TestDatabase;
  let app: TestApp;
  let owner: TestBrowser & { personId: string; organisationId: string };
  let made = 0;

  before(async () => {
    database = await open();
    app = await buildTestApp(database);
    owner = await app.signedIn();
  });
  after(() => app.close());

  const newSchool = async (parts: Partial<SchoolRecord> = {}) => {
    made += 1;
    const key = String(520_000 + made);
    const record = { ...parts, school: { ...sampleRecord().school, key, urn: key } };
    const { schoolId } = await addSchool(database.db, owner, record);
    return { base: `/schools/${key}`, scope: { organisationId: owner.organisationId, schoolId } };
  };

  /** A plan that starts what meets the Wi-Fi's generation, as early as it may. */
  const planWifi = async (scope: { organisationId: string; schoolId: string }): Promise<string> => {
    const { library, clock } = app.services;
    const asker = { personId: owner.personId, at: clock.now(), today: clock.today() };
    return database.db.as(owner.personId, async (tx) => {
      const { planId } = await startPlan(tx, library, scope, asker);
      const [started] = await listPlans(tx, scope, 1);
      assert.ok(started);
      const [need, start] =
        started.problem.needs
          .map(
            (one) =>
              [one, one.candidates.find(({ satisfies }) => satisfies.includes('wireless-1.generation'))] as const,
          )
          .find(([, candidate]) => candidate !== undefined) ?? assert.fail('nothing meets the generation');
      assert.ok(start);
      const plan = madePlan(started.problem, { [need.id]: { option: start.optionId, term: start.term } });
      const found = { state: 'ready', plan, progress: { stage: 'done' }, error: null, at: asker.at } as const;
      await updatePlan(tx, { ...scope, id: planId }, found);
      return need.id;
    });
  };

  test('a standard’s page says how it goes on, what it may cost and which rule answers it, with a plan and without', async () => {
    const { base, scope } = await newSchool({ equipment: [accessPoints] });
    const without = await mainOf(await owner.get(`${base}/standards/wireless-1`));
    assert.match(without, /There is no plan yet/);
    assert.doesNotMatch(without, /With the plan</);
    assert.match(
      without,
      new RegExp(`Your registers: <a[^>]*href="${base}/equipment\\?kind=access-point">Equipment</a>`),
    );
    assert.match(without, /The rule: met where all access points are of the generation asked for\./);
    assert.match(without, /No register tells: only your answer does\./);
    assert.match(without, /These are prices for a school of \d+ pupils/);
    assert.match(without, /Where it is from[\s\S]*?We worked this out from the page/);
    assert.match(without, /Due from 1 August 2028|Not due until 31 July 2028/);
    assert.match(without, /The day on which it is due: Support of Access points ends on 31 July 2028\./);

    const needId = await planWifi(scope);
    const planned = await mainOf(await owner.get(`${base}/standards/wireless-1`));
    assert.match(planned, />With the plan</);
    assert.match(planned, new RegExp(`In your plan, over its five years:[\\s\\S]*?href="${base}/plan/${needId}">`));
    assert.match(planned, /The plan: [^<]+ is in place\./);
    assert.match(planned, /Without it<\/td>[\s\S]*?With it<\/td>/);
  });

  test('the strip of all fifty is seen with the plan by a link, and without a plan there is nothing to choose', async () => {
    const { base, scope } = await newSchool({ equipment: [accessPoints] });
    const none = await mainOf(await owner.get(`${base}/standards?plan=with`));
    assert.match(none, /All 50 standards by term, as things stand/);
    assert.doesNotMatch(none, /What the picture shows/);
    await planWifi(scope);
    const standing = await mainOf(await owner.get(`${base}/standards`));
    assert.match(standing, new RegExp(`href="${base}/standards\\?plan=with#all">With the plan</a>`));
    assert.match(standing, new RegExp(`href="${base}/standards#all" aria-current="page">`));
    const withPlan = await mainOf(await owner.get(`${base}/standards?plan=with`));
    assert.match(withPlan, /All 50 standards by term, with the plan/);
    assert.match(withPlan, new RegExp(`href="${base}/standards\\?plan=with#all" aria-current="page">`));
    // Every cell of the picture has its word in the table: 50 standards and 12 areas by term.
    const table =
      /<table[\s\S]*?<\/table>/.exec(withPlan.slice(withPlan.indexOf('id="all-standards-title"')))?.[0] ?? '';
    const rows = table.match(/<tr class="govuk-table__row"><th scope="row"[\s\S]*?<\/tr>/g) ?? [];
    assert.equal(rows.length, 62);
    const cells = rows.flatMap(
      (row) => row.match(/<td[^>]*>(Met|Not met|Not due|Not known|Does not apply)<\/td>/g) ?? [],
    );
    assert.equal(cells.length, rows.length * (table.match(/<th scope="col"/g)?.length ?? 0) - rows.length);
  });

  test('an area’s page has the area and its standards over time; what is none is not found', async () => {
    const { base } = await newSchool({ equipment: [accessPoints] });
    const list = await mainOf(await owner.get(`${base}/standards`));
    assert.match(list, new RegExp(`href="${base}/standards/area/wireless">`));
    const area = await mainOf(await owner.get(`${base}/standards/area/wireless`));
    assert.match(area, /The whole area/);
    assert.match(area, /A date in your registers: Support of Access points ends on 31 July 2028\. \([^)]+\)/);
    assert.match(area, new RegExp(`href="${base}/standards/wireless-1"`));
    assert.match(area, new RegExp(`href="${base}/standards/area/wireless/check">`));
    for (const path of ['area/gardening', 'area/gardening/check', 'gardening-1/history'])
      assert.equal((await owner.get(`${base}/standards/${path}`)).status, 404, path);
  });

  test('the answers of an area stand on one page, those that no longer count first, and changing one comes back', async () => {
    const said = { basis: 'asserted', by: null, note: null } as const;
    const { base } = await newSchool({
      answers: [
        {
          ...said,
          questionId: 'cyber-assessment',
          choice: 'yearly',
          answeredOn: '2025-10-01',
          holdsUntil: '2026-09-30',
        },
        { ...said, questionId: 'cyber-rules', choice: 'not-sure', answeredOn: '2026-10-01', holdsUntil: null },
      ],
    });
    const address = `${base}/standards/area/cyber/check`;
    const page = await mainOf(await owner.get(address));
    const headings = [...page.matchAll(/<h2>([^<]+)<\/h2>/g)].map(([, text]) => text);
    assert.deepEqual(headings, ['No longer counts: answer again', 'To find out', 'Not answered yet']);
    assert.match(page, /Said, 1 October 2025, until 30 September 2026/);
    const question = `${base}/questions/cyber-assessment`;
    assert.match(page, new RegExp(`href="${question}\\?from=check-cyber">`));
    const form = (await owner.get(`${question}?from=check-cyber`)).body;
    const choice = /name="choice" type="radio" value="([\w-]+)"/.exec(form)?.[1] ?? '';
    const version = /name="version" value="(\d+)"/.exec(form)?.[1] ?? '';
    const saved = await owner.post(question, { choice, note: '', version, from: 'check-cyber' });
    assert.equal(saved.location, `${address}?done=answered`);
    const again = await mainOf(await owner.get(saved.location ?? ''));
    assert.doesNotMatch(again, /No longer counts/);
    assert.match(again, /Answered, or known from your registers/);
    const strange = await owner.post(`${base}/questions/cyber-rules`, {
      choice: 'not-sure',
      version: '1',
      from: 'check-x',
    });
    assert.doesNotMatch(strange.location ?? '', /check-x|area/);
  });

  test('a standard’s history has its answers, evidence, sign-offs and register entries, and nothing of others', async () => {
    const { base } = await newSchool();
    const address = `${base}/standards/wireless-1/history`;
    assert.match(await mainOf(await owner.get(address)), /Nothing of it has been changed yet/);
    const answer = async (questionId: string) => {
      const form = (await owner.get(`${base}/questions/${questionId}`)).body;
      const choice = /name="choice" type="radio" value="([\w-]+)"/.exec(form)?.[1] ?? '';
      const saved = await owner.post(`${base}/questions/${questionId}`, { choice, note: '', version: '0', from: '' });
      assert.equal(saved.status, 303);
    };
    await answer('wifi-generation');
    await answer('cyber-rules');
    for (const [name, kind] of [
      ['Old access point', 'access-point'],
      ['Some laptop', 'laptop'],
    ]) {
      await owner.get(`${base}/equipment/new`);
      const added = await owner.post(`${base}/equipment/new`, { name: name ?? '', kind: kind ?? '', quantity: '1' });
      assert.equal(added.status, 303);
    }
    for (const [questionId, title] of [
      ['wifi-generation', 'Wi-Fi survey'],
      ['cyber-rules', 'Cyber policy'],
    ]) {
      await owner.get(`${base}/evidence/new?question=${questionId}`);
      const evidence = {
        question: questionId ?? '',
        title: title ?? '',
        effectiveOn: '1/10/2026',
        note: 'In the office',
      };
      assert.equal((await owner.post(`${base}/evidence/new`, evidence)).status, 303);
    }
    for (const category of ['wireless', 'cyber']) {
      const seen = new RegExp(`name="category" value="${category}"[\\s\\S]*?name="seen" value="([^"]+)"`);
      const digest = seen.exec((await owner.get(`${base}/sign-off`)).body)?.[1] ?? '';
      assert.equal((await owner.post(`${base}/sign-off`, { category, seen: digest })).status, 303, category);
    }
    const page = await mainOf(await owner.get(address));
    for (const own of ['Old access point', 'Wi-Fi survey', 'Answers on Wireless network', 'Which kind of Wi-Fi do yo'])
      assert.ok(page.includes(own), own);
    for (const other of ['Some laptop', 'Cyber policy', 'Answers on Cyber security'])
      assert.ok(!page.includes(other), other);
    const standard = await mainOf(await owner.get(`${base}/standards/wireless-1`));
    assert.match(standard, new RegExp(`href="${address}">`));
    const reader = await app.signedIn();
    assert.equal((await reader.get(address)).status, 403);
  });
});
