import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { HtmlValidate, type ConfigData } from 'html-validate';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { madePlan } from '../../../test/made-plan.ts';
import { smallSchool } from '../../../test/small-school.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool, sampleRecord, TEST_NOW } from '../../../test/people.ts';
import { contractSchema, equipmentSchema, type SchoolRecord } from '../../domain/record.ts';
import { listPlans, startPlan } from '../plan/index.ts';
import { updatePlan } from '../plan/plan.queries.ts';
import { readLists, readRecord } from '../schools/index.ts';
import { readExamples } from '../../app/example-files.ts';
import { startSession } from '../../platform/sessions/index.ts';
import { insertSetAside, listSetAside, selectLastChange } from './checks.queries.ts';

const validator = new HtmlValidate(
  JSON.parse(readFileSync(new URL('../../../.htmlvalidate.json', import.meta.url), 'utf8')) as ConfigData,
);
const rolling = { renewal: 'automatic', renewalMonths: 12, startsOn: '2024-09-01', endsOn: '2027-08-31' };
const copier = contractSchema.parse({ id: 'copier', title: 'Copier lease', ...rolling });
const SENTENCE = /The contract “Copier lease” has no notice period/;

onEachEngine('Checks', (open) => {
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
    const key = String(410_000 + made);
    const school = { ...sampleRecord().school, key, urn: key };
    const { schoolId } = await addSchool(database.db, owner, { ...parts, school });
    return { base: `/schools/${key}`, scope: { organisationId: owner.organisationId, schoolId } };
  };
  const noticeIn = (body: string) => /id="notice-title"[\s\S]*?<\/div><\/section>/.exec(body)?.[0] ?? null;
  const valid = async (body: string) => {
    const report = await validator.validateString(body);
    assert.deepEqual(
      report.results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)),
      [],
    );
  };
  /** Sends a form and follows where it leads. */
  const save = async (address: string, form: Record<string, string>) => {
    const sent = await owner.post(address, form);
    assert.equal(sent.status, 303, sent.body.slice(0, 400));
    return owner.get(sent.location ?? '');
  };

  test('are said on the page after the save that brought them about, once, and are gone after the fix', async () => {
    const { base } = await newSchool();
    await owner.get(`${base}/contracts/new`);
    const added = await save(`${base}/contracts/new`, {
      title: 'Copier lease',
      renewal: 'automatic',
      renewalMonths: '12',
      endsOn: '31/8/2027',
    });
    const notice = noticeIn(added.body);
    assert.match(notice ?? '', SENTENCE);
    await valid(added.body);
    const fix = /href="([^"]+\/edit)"/.exec(notice ?? '')?.[1] ?? '';
    assert.match(fix, /\/contracts\/[\w-]+\/edit$/);
    assert.equal(noticeIn((await owner.get(fix)).body), null);
    assert.match((await owner.get(`${base}/checks`)).body, SENTENCE);
    assert.match((await owner.get(base)).body, /1 check to look at/);
    const page = await owner.get(fix);
    const version = /name="version" value="(\d+)"/.exec(page.body)?.[1] ?? '';
    const mended = await save(fix, {
      title: 'Copier lease',
      renewal: 'automatic',
      renewalMonths: '12',
      endsOn: '31/8/2027',
      noticeCount: '3',
      noticeUnit: 'months',
      version,
    });
    assert.equal(noticeIn(mended.body), null);
    const checks = await owner.get(`${base}/checks`);
    assert.match(checks.body, /Nothing in your record contradicts/);
    assert.doesNotMatch((await owner.get(base)).body, /to look at/);
    await valid(checks.body);
  });

  test('that were there before are not said again', async () => {
    const { base } = await newSchool({ contracts: [copier] });
    await owner.get(`${base}/contracts/new`);
    const added = await save(`${base}/contracts/new`, { title: 'Lifts', renewal: 'none', endsOn: '31/8/2027' });
    assert.equal(noticeIn(added.body), null);
    assert.match((await owner.get(`${base}/checks`)).body, SENTENCE);
  });

  test('are said after an answer, too, and not in another school', async () => {
    const switches = equipmentSchema.parse({
      id: 'a',
      name: 'Hall switch',
      kind: 'access-switch',
      supportEndsOn: '2026-07-31',
    });
    const { base } = await newSchool({ equipment: [switches] });
    const other = await newSchool();
    await owner.get(`${base}/questions/network-support`);
    const sent = await owner.post(`${base}/questions/network-support`, {
      choice: 'supported-managed',
      note: '',
      version: '0',
    });
    assert.equal(sent.status, 303);
    assert.equal(noticeIn((await owner.get(other.base)).body), null);
    const next = noticeIn((await owner.get(sent.location ?? '')).body) ?? '';
    assert.match(next, /Hall switch is past the end of its support/);
    assert.match(next, /href="[^"]+\/equipment\/a"/);
  });

  test('that somebody put right before the next page is shown are not said', async () => {
    const { base, scope } = await newSchool();
    await owner.get(`${base}/contracts/new`);
    const sent = await owner.post(`${base}/contracts/new`, {
      title: 'Copier lease',
      renewal: 'automatic',
      renewalMonths: '12',
      endsOn: '31/8/2027',
    });
    await database.db.as(owner.personId, (tx) =>
      tx
        .updateTable('contract')
        .set({ notice_count: 3, notice_unit: 'months' })
        .where('school_id', '=', scope.schoolId)
        .execute(),
    );
    assert.equal(noticeIn((await owner.get(sent.location ?? '')).body), null);
  });

  test('can be set aside for a reason and a time, and are taken up again', async () => {
    const { base, scope } = await newSchool({ contracts: [copier] });
    const address = `${base}/checks/${encodeURIComponent('contract-no-notice:copier')}`;
    const form = await owner.get(address);
    assert.equal(form.status, 200);
    assert.match(form.body, SENTENCE);
    await valid(form.body);
    const refused = await owner.post(address, { reason: '', until: '1/1/2020' });
    assert.equal(refused.status, 422);
    assert.match(refused.body, /Give a day after today/);
    const aside = await save(address, { reason: 'The lease is in dispute', until: '31/8/2027' });
    assert.match(aside.body, /Nothing in your record contradicts/);
    assert.match(aside.body, /until 31 August 2027: The lease is in dispute/);
    await valid(aside.body);
    assert.match((await owner.get(base)).body, /1 check set aside<\/a>/);
    assert.match((await owner.get(`${base}/history`)).body, /The lease is in dispute/);
    const kept = await database.db.as(owner.personId, (tx) => listSetAside(tx, scope));
    assert.deepEqual(
      kept.map(({ checkId, until, personName }) => [checkId, until, personName]),
      [['contract-no-notice:copier', '2027-08-31', 'Pat Bursar']],
    );
    await owner.get(`${base}/checks`);
    const back = await save(`${address}/back`, {});
    assert.match(back.body, /It is open again/);
    assert.doesNotMatch(back.body, /in dispute/);
  });

  test('that are set aside come back when the facts change, and are said after that save', async () => {
    const { base } = await newSchool({ contracts: [copier] });
    const address = `${base}/checks/${encodeURIComponent('contract-no-notice:copier')}`;
    await owner.get(address);
    await save(address, { reason: 'Asked', until: '31/8/2027' });
    const edit = await owner.get(`${base}/contracts/copier/edit`);
    const version = /name="version" value="(\d+)"/.exec(edit.body)?.[1] ?? '';
    await save(`${base}/contracts/copier/edit`, {
      title: 'Copier lease',
      renewal: 'automatic',
      renewalMonths: '12',
      endsOn: '31/8/2028',
      version,
    });
    assert.match((await owner.get(`${base}/checks`)).body, /set it aside/);
  });

  test('read after a save only what its lines of history name, and that is what a whole reading gives', async () => {
    for (const [index, example] of readExamples().entries()) {
      const school = { ...example.school, key: `43000${index}`, urn: null };
      const { schoolId } = await addSchool(database.db, owner, { ...example, school });
      const scope = { organisationId: owner.organisationId, schoolId };
      const names = ['contracts', 'systems', 'equipment', 'connections', 'answers', 'evidence', 'quotes'] as const;
      const [whole, lists, none] = await database.db.as(owner.personId, async (tx) => [
        await readRecord(tx, schoolId, '2026-11-24'),
        await readLists(tx, scope, names),
        await readLists(tx, scope, []),
      ]);
      assert.deepEqual(lists, Object.fromEntries(names.map((name) => [name, whole[name]])));
      assert.ok(lists.equipment.length > 5);
      assert.deepEqual(none, {});
    }
  });

  test('are said after something is removed that others hang on, and after many are changed at once', async () => {
    const server = equipmentSchema.parse({ id: 'fs', name: 'File server', kind: 'server' });
    const { base } = await newSchool({ contracts: [copier], equipment: [server] });
    await owner.get(`${base}/questions/server-cover`);
    const sent = await owner.post(`${base}/questions/server-cover`, { choice: 'no-servers', note: '', version: '0' });
    assert.equal(sent.status, 303, sent.body.slice(0, 300));
    assert.match(
      noticeIn((await owner.get(sent.location ?? '')).body) ?? '',
      /File server is in the register as servers in use/,
    );
    await owner.get(`${base}/equipment/fs`);
    const removed = await save(`${base}/equipment/fs/remove`, {});
    assert.equal(noticeIn(removed.body), null);
    assert.doesNotMatch((await owner.get(`${base}/checks`)).body, /File server/);
    const restored = await save(`${base}/equipment/fs/restore`, {});
    assert.match(noticeIn(restored.body) ?? '', /File server/);
  });

  test('are said of a plan that no longer fits after a dearer contract, and not where it fits still', async () => {
    const { library, clock } = app.services;
    const record = smallSchool(library);
    const { base, scope } = await newSchool({ answers: record.answers, limits: record.limits });
    const asker = { personId: owner.personId, at: clock.now(), today: clock.today() };
    await database.db.as(owner.personId, async (tx) => {
      const { planId } = await startPlan(tx, library, scope, asker);
      const [started] = await listPlans(tx, scope, 1);
      assert.ok(started);
      const starts = started.problem.needs.flatMap(({ id, candidates }) => {
        if (candidates.length === 0) return [];
        const first = candidates.reduce((a, b) => (b.term < a.term ? b : a));
        return [[id, { option: first.optionId, term: first.term }] as const];
      });
      const plan = madePlan(started.problem, Object.fromEntries(starts));
      const found = { state: 'ready', plan, progress: { stage: 'done' }, error: null, at: asker.at } as const;
      await updatePlan(tx, { ...scope, id: planId }, found);
    });
    await owner.get(`${base}/contracts/new`);
    const contract = { startsOn: '1/4/2026', endsOn: '31/3/2034', renewal: 'none' };
    const small = await save(`${base}/contracts/new`, { ...contract, title: 'Small', annualCostPence: '1' });
    assert.equal(noticeIn(small.body), null);
    await owner.get(`${base}/contracts/new`);
    const dear = await save(`${base}/contracts/new`, { ...contract, title: 'Dear', annualCostPence: '19,990' });
    assert.match(
      noticeIn(dear.body) ?? '',
      /the plan spends £[\d,.]+ of revenue, which is £[\d,.]+ more than is free\. <a[^>]*href="[^"]+\/plan">Plan again/,
    );
    const checks = await owner.get(`${base}/checks`);
    assert.match(checks.body, /more than is free/);
    assert.match(checks.body, /The plan is older than the record/);
  });

  test('that are gone lead back to the page of all', async () => {
    const { base } = await newSchool();
    for (const ask of [
      () => owner.get(`${base}/checks/none`),
      () => owner.post(`${base}/checks/none`),
      () => owner.post(`${base}/checks/none/back`),
    ]) {
      const { status, location } = await ask();
      assert.deepEqual([status, location], [303, `${base}/checks?done=gone`]);
    }
    assert.match((await owner.get(`${base}/checks?done=gone`)).body, /put right meanwhile/);
  });

  test('are read by readers, set aside by editors, and nobody’s business beside', async () => {
    const { base, scope } = await newSchool({ contracts: [copier] });
    const readerId = await addMember(database.db, owner.organisationId, 'reader');
    const reader = await app.signedIn(readerId);
    const page = await reader.get(`${base}/checks`);
    assert.match(page.body, SENTENCE);
    assert.doesNotMatch(page.body, /set it aside/);
    const one = { checkId: 'x', facts: '', reason: 'x', until: '2027-01-01', personId: readerId, at: TEST_NOW };
    await assert.rejects(database.db.as(readerId, (tx) => insertSetAside(tx, scope, one)));
    const stranger = await app.signedIn();
    const theirs = { ...one, personId: stranger.personId };
    await assert.rejects(database.db.as(stranger.personId, (tx) => insertSetAside(tx, scope, theirs)));
    await assert.rejects(
      database.db.as(owner.personId, (tx) => insertSetAside(tx, scope, one)),
      'nobody sets aside in another’s name',
    );
    await database.db.as(owner.personId, (tx) => insertSetAside(tx, scope, { ...one, personId: owner.personId }));
    assert.deepEqual(await database.db.as(stranger.personId, (tx) => listSetAside(tx, scope)), []);
    assert.equal(await database.db.as(stranger.personId, (tx) => selectLastChange(tx, scope)), 0);
  });

  test('that a browser asks for by a cookie of its own making are only the school’s own', async () => {
    const { base } = await newSchool({ contracts: [copier] });
    const key = base.split('/').at(-1);
    const session = await database.db.asSystem((tx) => startSession(tx, owner.personId, TEST_NOW));
    for (const [found, isSaid] of [
      [JSON.stringify([key, 'contract-no-notice:copier', 'none', 3]), true],
      [JSON.stringify([key, 'contract-no-notice:another']), false],
      [JSON.stringify(['999999', 'contract-no-notice:copier']), false],
      ['not JSON', false],
      ['{}', false],
    ] as const) {
      const { body, statusCode } = await app.app.inject({
        method: 'GET',
        url: `${base}/contracts`,
        cookies: { cairn_session: session, cairn_found: found },
      });
      assert.equal(statusCode, 200);
      assert.deepEqual([found, noticeIn(body) !== null], [found, isSaid]);
    }
  });

  test('never failed', () => assert.deepEqual(app.failures(), []));
});
