import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { HtmlValidate, type ConfigData } from 'html-validate';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { AS_SAID } from '../../../test/small-school.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool, sampleRecord, TEST_NOW } from '../../../test/people.ts';
import type { Answer, SchoolRecord } from '../../domain/record.ts';
import { editionOf, type Edition } from '../../library/index.ts';
import { statusOn } from '../../status/index.ts';
import { readRecord } from '../schools/index.ts';
import { useEdition } from './edition.commands.ts';

const validator = new HtmlValidate(
  JSON.parse(readFileSync(new URL('../../../.htmlvalidate.json', import.meta.url), 'utf8')) as ConfigData,
);
const TO = { from: '2025-03', to: '2026-09' };

/** 200 answers: one to each question of the edition, the rest to questions that no edition asks any more. */
function answersTo({ questions }: Edition, total = 200): Answer[] {
  return Array.from({ length: total }, (_, i): Answer => {
    const question = questions[i];
    const choices = question?.choices ?? [];
    return {
      questionId: question?.id ?? `earlier-${i}`,
      choice: choices[i % choices.length]?.id ?? 'yes',
      answeredOn: '2025-11-20',
      note: i % 3 === 0 ? `Note ${i}` : null,
      ...AS_SAID,
    };
  });
}

onEachEngine('A school’s edition', (open) => {
  let database: TestDatabase;
  let app: TestApp;
  let owner: TestBrowser & { personId: string; organisationId: string };
  let early: Edition;
  let made = 0;

  before(async () => {
    database = await open();
    app = await buildTestApp(database);
    owner = await app.signedIn();
    early = editionOf(app.services.library, '2025-03');
  });
  after(() => app.close());

  const newSchool = async (parts: Partial<SchoolRecord>) => {
    made += 1;
    const key = String(300_000 + made);
    const school = { ...sampleRecord().school, key, urn: key };
    const { schoolId } = await addSchool(database.db, owner, { ...parts, school });
    return { schoolId, base: `/schools/${key}`, scope: { organisationId: owner.organisationId, schoolId } };
  };
  const recordOf = (schoolId: string) => database.db.as(owner.personId, (tx) => readRecord(tx, schoolId, '2026-11-24'));
  const rowsIn = (body: string) => [...body.matchAll(/<th scope="row"[^>]*>([\s\S]*?)<\/th>/g)].map(([, text]) => text);

  test('with 200 answers moves to the new one with all 200, and exactly the changed requirements are listed', async () => {
    const answers = answersTo(early);
    const school = await newSchool({ edition: '2025-03', answers });
    const before = await recordOf(school.schoolId);
    assert.deepEqual(before.answers, answers);

    const page = await owner.get(`${school.base}/edition`);
    assert.equal(page.status, 200);
    assert.match(page.body, /judged by the March 2025 edition\. There is a newer one: September 2026\./);
    assert.match(page.body, /You have given 200 answers/);
    assert.match(page.body, /3 requirements are different and 24 are new to you/);
    assert.match(page.body, /66 of your answers count there too/);
    assert.match(page.body, /134 answers kept that the September 2026 edition does not use/);
    const { changes, editions } = app.services.library;
    const wanted = editions
      .at(-1)
      ?.requirements.filter(({ id }) => changes.at(-1)?.changed.some((one) => one.id === id));
    assert.deepEqual(
      rowsIn(page.body),
      wanted?.map(({ text }) => text),
    );
    assert.equal(wanted?.length, 3);
    assert.match(page.body, /Use the September 2026 edition\s*<\/button>/);

    const moved = await owner.post(`${school.base}/edition`, TO);
    assert.deepEqual([moved.status, moved.location], [303, `${school.base}/edition?done=moved`]);
    const now = await recordOf(school.schoolId);
    assert.deepEqual(now, { ...before, edition: '2026-09' });

    const after = await owner.get(`${school.base}/edition?done=moved`);
    assert.match(after.body, /All answers are kept/);
    assert.match(after.body, /27 requirements of the September 2026 edition are still to be looked at/);
    for (const { text } of wanted ?? []) assert.ok(rowsIn(after.body).includes(text), text);
    const report = await validator.validateString(after.body);
    assert.deepEqual(
      report.results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)),
      [],
    );
    assert.match((await owner.get(`${school.base}/standards`)).body, /September 2026/);
    assert.match((await owner.get(`${school.base}/history`)).body, /2026-09 <span[^>]*>\(was: 2025-03\)/);
  });

  test('moved back gives every result that it had, so that an earlier report can be made again', async () => {
    const school = await newSchool({ edition: '2025-03', answers: answersTo(early, early.questions.length) });
    const results = (record: SchoolRecord) => statusOn(record, editionOf(app.services.library, record.edition));
    const before = results(await recordOf(school.schoolId));
    await owner.get(`${school.base}/edition`);
    await owner.post(`${school.base}/edition`, TO);
    assert.notDeepEqual(results(await recordOf(school.schoolId)), before);
    const page = await owner.get(`${school.base}/edition`);
    assert.match(page.body, /Go back to the March 2025 edition/);
    assert.match(page.body, /28 requirements that the March 2025 edition does not ask/);
    await owner.post(`${school.base}/edition`, { from: '2026-09', to: '2025-03' });
    assert.deepEqual(results(await recordOf(school.schoolId)), before);
  });

  test('a requirement that has been looked at again leaves the list', async () => {
    const school = await newSchool({ edition: '2025-03', answers: answersTo(early, early.questions.length) });
    await owner.get(`${school.base}/edition`);
    await owner.post(`${school.base}/edition`, TO);
    const { questions, requirements } = editionOf(app.services.library, '2026-09');
    const generation = requirements.find(({ id }) => id === 'wireless-1.generation');
    const question = questions.find(({ id }) => id === generation?.question?.id);
    assert.ok(generation && question);
    const address = `${school.base}/questions/${question.id}`;
    const sectionOf = (body: string) => /<h2>Look again[\s\S]*?<h2>/.exec(body)?.[0] ?? '';
    const listed = sectionOf((await owner.get(`${school.base}/edition`)).body);
    assert.ok(listed.includes(`href="${address}"`));
    await owner.get(address);
    const saved = await owner.post(address, { choice: 'wifi-6e', note: '', version: '1' });
    assert.equal(saved.status, 303);
    const left = sectionOf((await owner.get(`${school.base}/edition`)).body);
    assert.ok(!left.includes(`href="${address}"`));
    assert.match(left, /are still to be looked at/);
  });

  test('a move sent twice, overtaken, or to an edition that is not there changes nothing', async () => {
    const school = await newSchool({ edition: '2025-03' });
    await owner.get(`${school.base}/edition`);
    assert.equal((await owner.post(`${school.base}/edition`, { from: '2025-03', to: '1999-01' })).status, 422);
    assert.equal((await owner.post(`${school.base}/edition`, {})).status, 422);
    const overtaken = await owner.post(`${school.base}/edition`, { from: '2024-03', to: '2026-09' });
    assert.equal(overtaken.location, `${school.base}/edition?done=overtaken`);
    assert.equal((await recordOf(school.schoolId)).edition, '2025-03');
    for (let i = 0; i < 2; i++) await owner.post(`${school.base}/edition`, TO);
    const lines = await database.db.as(owner.personId, (tx) =>
      tx
        .selectFrom('change')
        .select('id')
        .where('school_id', '=', school.schoolId)
        .where('table_name', '=', 'school')
        .where('before', 'is not', null)
        .execute(),
    );
    assert.equal(lines.length, 1);
  });

  test('a reader sees the page without the button, and may not move the school; nor may a stranger', async () => {
    const school = await newSchool({ edition: '2025-03' });
    const personId = await addMember(database.db, owner.organisationId, 'reader');
    const reader = await app.signedIn(personId);
    const page = await reader.get(`${school.base}/edition`);
    assert.equal(page.status, 200);
    assert.ok(!page.body.includes('Use the September 2026 edition'));
    assert.equal((await reader.post(`${school.base}/edition`, TO)).status, 403);
    const stranger = await app.signedIn();
    await stranger.get('/');
    assert.equal((await stranger.post(`${school.base}/edition`, TO)).status, 403);
    const by = { personId, at: TEST_NOW };
    const moved = await database.db.as(personId, (tx) => useEdition(tx, school.scope, TO, by)).catch(() => false);
    assert.equal(moved, false);
    assert.equal((await recordOf(school.schoolId)).edition, '2025-03');
  });
});
