import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { HtmlValidate, type ConfigData } from 'html-validate';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool, sampleRecord } from '../../../test/people.ts';
import { recordSchema, type SchoolRecord } from '../../domain/record.ts';
import { SqlError } from '../../platform/database/index.ts';
import { listItemChanges } from '../registers/index.ts';
import { readRecord } from '../schools/index.ts';
import { listEvidence } from './evidence.queries.ts';

const validator = new HtmlValidate(
  JSON.parse(readFileSync(new URL('../../../.htmlvalidate.json', import.meta.url), 'utf8')) as ConfigData,
);
const HOSTILE = '"><script>alert(1)</script>';
const PDF = Buffer.from('%PDF-1.7\nsigned');

async function assertValid(markup: string): Promise<void> {
  const report = await validator.validateString(markup);
  const faults = report.results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`),
  );
  assert.deepEqual(faults, []);
}

onEachEngine('Evidence', (open) => {
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

  const newSchool = async (parts: object = {}) => {
    made += 1;
    const key = String(500_000 + made);
    const record = { ...parts, school: { ...sampleRecord().school, key, urn: key } } as Partial<SchoolRecord>;
    const { schoolId } = await addSchool(database.db, owner, record);
    return { schoolId, base: `/schools/${key}`, scope: { organisationId: owner.organisationId, schoolId } };
  };
  type School = Awaited<ReturnType<typeof newSchool>>;
  const evidenceOf = (school: School) => database.db.as(owner.personId, (tx) => listEvidence(tx, school.scope));
  const recordOf = (school: School) =>
    database.db.as(owner.personId, (tx) => readRecord(tx, school.schoolId, '2026-11-24'));
  const paper = { title: 'Strategy, signed', effectiveOn: '1/9/2026', expiresOn: '31/8/2027', note: '' };
  const about = { question: 'strategy', from: 'standards/leadership-4', version: '0' };
  const answered = {
    answers: [{ questionId: 'strategy', choice: 'written', answeredOn: '2026-09-01', basis: 'document' }],
  };

  test('is added as a link, shown on the standard’s page, changed and removed, and put back, with its history', async () => {
    const school = await newSchool(answered);
    const add = await owner.get(`${school.base}/evidence/new?question=strategy&from=standards/leadership-4`);
    assert.equal(add.status, 200);
    await assertValid(add.body);
    const url = 'https://example.org/strategy?a=1&b=2';
    const saved = await owner.post(`${school.base}/evidence/new`, { ...about, ...paper, url });
    assert.equal(saved.location, `${school.base}/standards/leadership-4?done=evidence`);
    const page = await owner.get(saved.location ?? '');
    assert.match(page.body, /Evidence saved/);
    assert.match(page.body, /href="https:\/\/example\.org\/strategy\?a=1&amp;b=2" rel="noreferrer noopener"/);
    assert.match(page.body, /Document, 1 September 2026, until 31 August 2027\./);
    await assertValid(page.body);

    const [one] = await evidenceOf(school);
    const address = `${school.base}/evidence/${one?.id ?? ''}`;
    await assertValid((await owner.get(address)).body);
    const changed = { ...about, ...paper, url, expiresOn: '30/9/2026', version: '1' };
    assert.equal((await owner.post(address, changed)).status, 303);
    // It lapsed on 30 September: the result changes by itself.
    const lapsed = await owner.get(`${school.base}/standards/leadership-4`);
    assert.match(lapsed.body, /The evidence “Strategy, signed” expired on 30 September 2026\./);
    assert.match(lapsed.body, /Expired/);
    const again = await owner.get(`${school.base}/questions/strategy`);
    assert.match(again.body, /Answer again: the evidence “Strategy, signed” expired on 30 September 2026\./);
    assert.match(again.body, /value="written" checked/);

    const stale = await owner.post(address, { ...changed, title: 'My words', version: '1' });
    assert.equal(stale.status, 409);
    assert.match(stale.body, /value="My words"/);
    assert.match(stale.body, /Theirs: “Strategy, signed”/);
    await assertValid(stale.body);
    assert.equal((await owner.post(`${address}/remove`, { version: '1' })).status, 409);

    const removed = await owner.post(`${address}/remove`, { version: '2', from: about.from });
    assert.equal((await evidenceOf(school)).length, 0);
    const list = await owner.get(removed.location ?? '');
    assert.match(list.body, /Evidence removed.*Undo: put it back/s);
    await assertValid(list.body);
    const back = await owner.post(`${address}/restore`, { from: about.from });
    assert.equal(back.location, `${school.base}/standards/leadership-4?done=evidence`);
    const [restored] = await evidenceOf(school);
    assert.deepEqual([restored?.title, restored?.expiresOn, restored?.version], ['Strategy, signed', '2026-09-30', 3]);
    const changes = await database.db.as(owner.personId, (tx) =>
      listItemChanges(tx, school.scope, 'evidence', one?.id ?? ''),
    );
    assert.deepEqual(
      changes.map(({ before: was, after: is }) => [was?.['expiresOn'] ?? null, is?.['expiresOn'] ?? null]),
      [
        [null, '2026-09-30'],
        ['2026-09-30', null],
        ['2027-08-31', '2026-09-30'],
        [null, '2027-08-31'],
      ],
    );
    assert.match((await owner.get(`${school.base}/history?table=evidence`)).body, /Strategy, signed/);
  });

  test('can be a file, which comes and goes with it', async () => {
    const school = await newSchool();
    await owner.get(`${school.base}/evidence/new?question=strategy`);
    const file = { field: 'file', name: 'strategy.pdf', bytes: PDF };
    const saved = await owner.upload(`${school.base}/evidence/new`, file, { ...about, ...paper, url: '' });
    assert.equal(saved.status, 303);
    const [one] = await evidenceOf(school);
    assert.deepEqual([one?.file?.name, one?.version], ['strategy.pdf', 1]);
    const document = `${school.base}/documents/${one?.file?.id ?? ''}`;
    assert.equal((await owner.get(document)).status, 200);
    assert.match((await owner.get(`${school.base}/evidence`)).body, new RegExp(`href="${document}" download`));

    const address = `${school.base}/evidence/${one?.id ?? ''}`;
    const newer = { field: 'file', name: 'newer.pdf', bytes: Buffer.from('%PDF-1.7\nnewer') };
    await owner.get(address);
    await owner.upload(address, newer, { ...about, ...paper, url: '', version: '1' });
    const [second] = await evidenceOf(school);
    assert.deepEqual([second?.file?.name, second?.version], ['newer.pdf', 2]);
    assert.equal((await owner.get(document)).status, 404);
    await owner.post(`${address}/remove`, { version: '2' });
    assert.equal((await owner.get(`${school.base}/documents/${second?.file?.id ?? ''}`)).status, 404);
    await owner.post(`${address}/restore`, {});
    assert.equal((await evidenceOf(school))[0]?.file?.name, 'newer.pdf');

    const bad = { field: 'file', name: 'page.pdf', bytes: Buffer.from('<script>') };
    await owner.get(`${school.base}/evidence/new?question=strategy`);
    const refused = await owner.upload(`${school.base}/evidence/new`, bad, { ...about, ...paper, url: '' });
    assert.equal(refused.status, 422);
    assert.match(refused.body, /must be a PDF/);
    assert.equal((await evidenceOf(school)).length, 1);
  });

  test('leads nobody astray: hostile titles are words, and only web addresses are links', async () => {
    const school = await newSchool();
    const hostile = { ...about, ...paper, title: HOSTILE, url: 'javascript:alert(1)' };
    const refused = await owner.post(`${school.base}/evidence/new`, hostile);
    assert.equal(refused.status, 422);
    assert.match(refused.body, /must be a web address/);
    assert.doesNotMatch(refused.body, /href="javascript/);
    await owner.post(`${school.base}/evidence/new`, { ...hostile, url: 'https://example.org', from: '//example.org' });
    const [one] = await evidenceOf(school);
    assert.equal(one?.title, HOSTILE);
    for (const path of [
      '/evidence',
      `/evidence/${one.id}`,
      '/standards/leadership-4',
      '/questions/strategy',
      '/history',
    ])
      assert.doesNotMatch((await owner.get(`${school.base}${path}`)).body, /<script>alert/, path);
    await assert.rejects(
      database.db.as(owner.personId, (tx) =>
        tx.updateTable('evidence').set({ url: 'javascript:alert(1)' }).where('id', '=', one.id).execute(),
      ),
      SqlError,
    );
    const file = { format: 'cairn.school/1', asAt: '2026-11-24', edition: '2026-09', school: sampleRecord().school };
    const evidence = { id: 'e', questionId: 'strategy', title: 'x', effectiveOn: '2026-09-01' };
    assert.equal(recordSchema.safeParse({ ...file, evidence: [{ ...evidence, url: 'javascript:x' }] }).success, false);
    assert.equal(recordSchema.safeParse({ ...file, evidence: [evidence] }).success, true);
    assert.equal(recordSchema.safeParse({ ...file, evidence: [{ ...evidence, requirementId: 'y' }] }).success, false);
  });

  test('goes with the school’s file and comes back from one', async () => {
    const evidence = [
      {
        id: 'e1',
        questionId: 'strategy',
        requirementId: null,
        title: 'Signed',
        url: 'https://example.org/',
        documentId: 'kept-elsewhere',
        effectiveOn: '2026-09-01',
        expiresOn: '2027-08-31',
        note: 'In the safe',
      },
    ];
    const answers = [
      {
        questionId: 'strategy',
        choice: 'written',
        answeredOn: '2026-09-01',
        note: null,
        basis: 'seen-by-peer',
        by: 'Jo Smith, Ashfield Primary',
        holdsUntil: '2027-08-31',
      },
    ];
    const school = await newSchool({ evidence, answers });
    const record = await recordOf(school);
    assert.deepEqual([record.evidence, record.answers], [evidence, answers]);
    const page = await owner.get(`${school.base}/standards/leadership-4`);
    assert.match(page.body, /Seen by a peer, by Jo Smith, Ashfield Primary, 1 September 2026, until 31 August 2027\./);
  });

  test('says what lapses within 90 days and what has lapsed, and asks again', async () => {
    const school = await newSchool({
      answers: [
        { questionId: 'strategy', choice: 'written', answeredOn: '2025-09-01', holdsUntil: '2026-08-31' },
        { questionId: 'cyber-training', choice: 'staff', answeredOn: '2026-01-15', holdsUntil: '2027-01-14' },
      ],
    });
    const list = await owner.get(`${school.base}/evidence`);
    assert.match(list.body, /1 thing will stop counting within 90 days, and 1 thing has lapsed/);
    await assertValid(list.body);
    const standards = await owner.get(`${school.base}/standards`);
    assert.match(
      standards.body,
      new RegExp(`href="${school.base}/evidence">1 answer no longer counts</a> and is asked again`),
    );
    // Whoever goes on is led to it first.
    assert.match(standards.body, new RegExp(`href="${school.base}/questions/strategy"[^>]*class="govuk-button`));
    const question = await owner.get(`${school.base}/questions/strategy`);
    assert.match(question.body, /Answer again: the answer of 1 September 2025 held until 31 August 2026\./);
    await assertValid(question.body);
    const check = await owner.get(`${school.base}/standards/check`);
    assert.match(check.body, /Answer again: the answer of 1 September 2025 held until 31 August 2026\./);
    await assertValid(check.body);
  });

  test('a reader sees it and changes nothing; another school’s person sees nothing', async () => {
    const school = await newSchool();
    await owner.post(`${school.base}/evidence/new`, { ...about, ...paper, url: 'https://example.org' });
    const [one] = await evidenceOf(school);
    const address = `${school.base}/evidence/${one?.id ?? ''}`;
    const reader = await app.signedIn(await addMember(database.db, owner.organisationId, 'reader'));
    const page = await reader.get(address);
    assert.equal(page.status, 200);
    assert.doesNotMatch(page.body, /<form[^>]*\/evidence\//);
    assert.equal((await reader.get(`${school.base}/evidence/new?question=strategy`)).status, 403);
    const stranger = await app.signedIn();
    assert.equal((await stranger.get(address)).status, 403);
    assert.deepEqual(await database.db.as(stranger.personId, (tx) => listEvidence(tx, school.scope)), []);
    assert.equal((await owner.get(`${school.base}/evidence/new?question=none`)).status, 404);
    assert.deepEqual(app.failures(), []);
  });
});
