import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { HtmlValidate, type ConfigData } from 'html-validate';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool, sampleRecord, TEST_NOW } from '../../../test/people.ts';
import { createWeb } from '../../app/web.ts';
import { answerSchema, equipmentSchema, type Answer, type SchoolRecord } from '../../domain/record.ts';
import { editionOf, type Edition, type Library } from '../../library/index.ts';
import { startSession } from '../../platform/sessions/index.ts';
import { makeReport } from './report.rules.ts';
import { insertReport, listReports, selectReport } from './reports.queries.ts';

const validator = new HtmlValidate(
  JSON.parse(readFileSync(new URL('../../../.htmlvalidate.json', import.meta.url), 'utf8')) as ConfigData,
);
const OLD = '2025-03';
const NEW = '2026-09';

/** 200 answers: one to each question of the edition, the rest to questions that no edition asks any more. */
function answersTo({ questions }: Edition, total = 200): Answer[] {
  return Array.from({ length: total }, (_, i) => {
    const question = questions[i];
    const choices = question?.choices ?? [];
    return answerSchema.parse({
      questionId: question?.id ?? `earlier-${i}`,
      choice: choices[i % choices.length]?.id ?? 'yes',
      answeredOn: '2025-11-20',
      note: i % 3 === 0 ? `Note ${i}` : null,
    });
  });
}

onEachEngine('A report', (open) => {
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
    const key = String(420_000 + made);
    const school = { ...sampleRecord().school, key, urn: key };
    const { schoolId } = await addSchool(database.db, owner, { ...parts, school });
    return { base: `/schools/${key}`, scope: { organisationId: owner.organisationId, schoolId } };
  };
  const withAnswers = () => {
    const equipment = [
      equipmentSchema.parse({ id: 'a', name: 'Hall switch', kind: 'access-switch', supportEndsOn: '2026-07-31' }),
    ];
    return newSchool({ edition: OLD, answers: answersTo(editionOf(app.services.library, OLD)), equipment });
  };
  const reportsOf = (scope: { organisationId: string; schoolId: string }) =>
    database.db.as(owner.personId, (tx) => listReports(tx, scope));
  const valid = async (body: string) => {
    const report = await validator.validateString(body);
    assert.deepEqual(
      report.results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)),
      [],
    );
  };

  test('under the old edition is made again byte for byte after the school has moved and answered anew', async () => {
    const { base, scope } = await withAnswers();
    assert.match((await owner.get(`${base}/standards`)).body, /Make a report of today/);
    const sent = await owner.post(`${base}/reports`);
    assert.equal(sent.status, 303);
    const address = (sent.location ?? '').replace(/\?.*/, '');
    const page = await owner.get(sent.location ?? '');
    assert.match(page.body, /The report is made and kept/);
    assert.match(page.body, /as at 24 November 2026|on 24 November 2026/);
    assert.match(page.body, /the same to the letter as the one made then/);
    await valid(page.body);
    const files = ['report.json', 'report.csv', 'record.json'];
    const read = () => Promise.all(files.map(async (file) => (await owner.get(`${address}/${file}`)).body));
    const then = await read();
    const { edition, requirements } = JSON.parse(then[0] ?? '') as { edition: { id: string }; requirements: unknown[] };
    assert.equal(edition.id, OLD);
    assert.equal(requirements.length, editionOf(app.services.library, OLD).requirements.length);

    await owner.get(`${base}/edition`);
    assert.equal((await owner.post(`${base}/edition`, { from: OLD, to: NEW })).status, 303);
    await owner.get(`${base}/questions/network-support`);
    const answered = await owner.post(`${base}/questions/network-support`, {
      choice: 'neither',
      note: '',
      version: '1',
    });
    assert.equal(answered.status, 303);

    assert.deepEqual(await read(), then);
    const again = await owner.get(address);
    assert.match(again.body, /the same to the letter as the one made then/);
    assert.match(again.body, new RegExp(editionOf(app.services.library, OLD).title));
    const rows = await reportsOf(scope);
    assert.deepEqual(
      rows.map(({ why, edition: of, asAt }) => [why, of, asAt]),
      [['asked', OLD, '2026-11-24']],
      'the move keeps no second report where nothing has changed since the first',
    );
  });

  test('is made by itself when the school moves, under the edition that it leaves', async () => {
    const { base, scope } = await withAnswers();
    await owner.get(`${base}/edition`);
    await owner.post(`${base}/edition`, { from: OLD, to: NEW });
    const [row, ...others] = await reportsOf(scope);
    assert.deepEqual([row?.why, row?.edition, others.length], ['edition-moved', OLD, 0]);
    const list = await owner.get(`${base}/reports`);
    assert.match(list.body, /The school moved to another edition/);
    await valid(list.body);
    const kept = await database.db.as(owner.personId, (tx) => selectReport(tx, scope, row?.id ?? ''));
    assert.equal((JSON.parse(kept?.record ?? '') as SchoolRecord).answers.length, 200);
    assert.match((await owner.get(`${base}/history`)).body, /Report/);
    await owner.post(`${base}/edition`, { from: OLD, to: NEW });
    assert.equal((await reportsOf(scope)).length, 1, 'a move that does not happen makes none');
  });

  test('asked for twice with nothing changed between is the same one; after a change another', async () => {
    const { base, scope } = await newSchool();
    await owner.get(`${base}/standards`);
    const first = await owner.post(`${base}/reports`);
    const second = await owner.post(`${base}/reports`);
    assert.match(second.location ?? '', /done=there$/);
    assert.equal(second.location?.replace(/\?.*/, ''), first.location?.replace(/\?.*/, ''));
    await owner.get(`${base}/contracts/new`);
    await owner.post(`${base}/contracts/new`, { title: 'Lifts' });
    await owner.get(`${base}/standards`);
    await owner.post(`${base}/reports`);
    assert.equal((await reportsOf(scope)).length, 2);
  });

  test('says which requirements the library has put right since, and keeps what was said then', async () => {
    const { base } = await withAnswers();
    await owner.get(`${base}/standards`);
    const address = ((await owner.post(`${base}/reports`)).location ?? '').replace(/\?.*/, '');
    const then = (await owner.get(`${address}/report.json`)).body;
    const ask = async (library: Library, path: string) => {
      const other = await createWeb({ ...app.services, library }, { logTo: { write: () => undefined } });
      const session = await database.db.asSystem((tx) => startSession(tx, owner.personId, TEST_NOW));
      const { body } = await other.inject({ method: 'GET', url: path, cookies: { cairn_session: session } });
      await other.close();
      return body;
    };
    const { library } = app.services;
    const changed = (change: (edition: Edition) => Edition): Library => ({
      ...library,
      editions: library.editions.map((edition) => (edition.id === OLD ? change(edition) : edition)),
    });
    const reworded = changed((edition) => ({
      ...edition,
      requirements: edition.requirements.map((one, i) =>
        i === 3 ? { ...one, text: 'Something else is asked.' } : one,
      ),
    }));
    const page = await ask(reworded, address);
    assert.match(page, /made again from the same record, 1 requirement would read otherwise/);
    assert.match(page, /It reads: Something else is asked\./);
    await valid(page);
    assert.equal(await ask(reworded, `${address}/report.json`), then);

    const harmless = changed((edition) => ({
      ...edition,
      requirements: edition.requirements.map((one) => ({ ...one, weight: one.weight + 1 })),
    }));
    assert.match(await ask(harmless, address), /put right since, in ways that change nothing in it/);

    const without = { ...library, editions: library.editions.filter(({ id }) => id !== OLD) };
    assert.match(await ask(without, address), /the library no longer has that edition/);
    assert.equal(await ask(without, `${address}/report.json`), then);
  });

  test('is read by readers, made by editors, changed by nobody, and strangers see none', async () => {
    const { base, scope } = await newSchool();
    await owner.get(`${base}/standards`);
    const address = ((await owner.post(`${base}/reports`)).location ?? '').replace(/\?.*/, '');
    const readerId = await addMember(database.db, owner.organisationId, 'reader');
    const reader = await app.signedIn(readerId);
    const page = await reader.get(address);
    assert.equal(page.status, 200);
    assert.doesNotMatch((await reader.get(`${base}/reports`)).body, /Make a report of today/);
    assert.equal((await reader.post(`${base}/reports`)).status, 403);
    const report = {
      ...makeReport(sampleRecord(), app.services.library),
      id: 'x',
      why: 'asked' as const,
      at: TEST_NOW,
    };
    for (const personId of [readerId, (await app.signedIn()).personId]) {
      await assert.rejects(database.db.as(personId, (tx) => insertReport(tx, scope, { ...report, personId })));
    }
    await assert.rejects(
      database.db.as(owner.personId, (tx) => insertReport(tx, scope, { ...report, personId: readerId })),
      'nobody reports in another’s name',
    );
    for (const change of [
      (tx: Parameters<Parameters<typeof database.db.as>[1]>[0]) =>
        tx.updateTable('status_report').set({ result: '{}' }).execute(),
      (tx: Parameters<Parameters<typeof database.db.as>[1]>[0]) => tx.deleteFrom('status_report').execute(),
    ]) {
      await assert.rejects(database.db.as<unknown>(owner.personId, change));
    }
    const stranger = await app.signedIn();
    assert.deepEqual(await database.db.as(stranger.personId, (tx) => listReports(tx, scope)), []);
    assert.equal((await stranger.get(address)).status, 403);
    assert.equal((await owner.get(`${base}/reports/none`)).status, 404);
  });

  test('never failed', () => assert.deepEqual(app.failures(), []));
});
