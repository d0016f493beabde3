import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { HtmlValidate, type ConfigData } from 'html-validate';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool, sampleRecord, TEST_NOW } from '../../../test/people.ts';
import { SqlError } from '../../platform/database/index.ts';
import { listItemChanges } from '../registers/index.ts';
import { changeTask } from './find-out.commands.ts';
import { listTasks } from './find-out.queries.ts';
import { taskOf } from './find-out.rules.ts';

const validator = new HtmlValidate(
  JSON.parse(readFileSync(new URL('../../../.htmlvalidate.json', import.meta.url), 'utf8')) as ConfigData,
);

onEachEngine('To find out', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  let owner: TestBrowser & { personId: string; organisationId: string };

  before(async () => {
    database = await open();
    site = await buildTestApp(database);
    owner = await site.signedIn();
  });
  after(() => site.close());

  let made = 0;
  const newSchool = async (parts: object = {}) => {
    made += 1;
    const key = String(300_000 + made);
    const school = { ...sampleRecord().school, key, urn: key };
    const { schoolId } = await addSchool(database.db, owner, { ...parts, school });
    return { base: `/schools/${key}`, scope: { organisationId: owner.organisationId, schoolId } };
  };
  type School = Awaited<ReturnType<typeof newSchool>>;
  const tasksIn = (school: School) => database.db.as(owner.personId, (tx) => listTasks(tx, school.scope));
  const answer = async (school: School, questionId: string, choice: string) => {
    const address = `${school.base}/questions/${questionId}`;
    const page = await owner.get(address);
    const version = /name="version" value="(\d+)"/.exec(page.body)?.[1] ?? '';
    assert.equal((await owner.post(address, { choice, note: '', version, from: '' })).status, 303);
  };
  const valid = async (markup: string) => {
    const report = await validator.validateString(markup);
    assert.deepEqual(
      report.results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)),
      [],
    );
  };

  test('“not sure” makes a task, once; an answer closes it; “not sure” opens it again', async () => {
    const school = await newSchool();
    await answer(school, 'cyber-training', 'not-sure');
    const [task, ...others] = await tasksIn(school);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [task?.questionId, task?.askedRole, task?.state, task?.dueOn, task?.version],
      ['cyber-training', 'School business manager', 'open', '2026-12-14', 1],
    );
    const list = await owner.get(`${school.base}/find-out`);
    assert.match(list.body, /<h2>School business manager<\/h2>/);
    await valid(list.body);
    await answer(school, 'cyber-training', 'staff');
    assert.deepEqual(
      (await tasksIn(school)).map(({ state }) => state),
      ['done'],
    );
    assert.match((await owner.get(`${school.base}/find-out`)).body, /Nothing is left to find out/);
    await answer(school, 'cyber-training', 'not-sure');
    assert.deepEqual(
      (await tasksIn(school)).map(({ state, version }) => [state, version]),
      [['open', 3]],
    );
    const history = await database.db.as(owner.personId, (tx) =>
      listItemChanges(tx, school.scope, 'find_out_task', 'cyber-training'),
    );
    assert.deepEqual(
      history.map(({ after: is }) => is?.['state']),
      ['To find out', 'Found out', 'To find out'],
    );
    const shown = await owner.get(`${school.base}/history?table=find_out_task`);
    assert.match(shown.body, new RegExp(`href="${school.base}/find-out/cyber-training"`));
  });

  test('taking an answer back keeps its task', async () => {
    const school = await newSchool();
    await answer(school, 'cyber-rules', 'not-sure');
    await owner.get(`${school.base}/questions/cyber-rules`);
    assert.equal((await owner.post(`${school.base}/questions/cyber-rules/clear`, { version: '1' })).status, 303);
    assert.deepEqual(
      (await tasksIn(school)).map(({ state }) => state),
      ['open'],
    );
  });

  test('a “not sure” that came with a file is listed, and is written down when somebody is asked', async () => {
    const school = await newSchool({
      answers: [{ questionId: 'filter-roles', choice: 'not-sure', answeredOn: '2026-11-02', note: null }],
    });
    assert.deepEqual(await tasksIn(school), []);
    const address = `${school.base}/find-out/filter-roles`;
    const page = await owner.get(address);
    assert.match(page.body, /value="20 November 2026"/);
    await valid(page.body);
    const saved = await owner.post(address, {
      version: '0',
      ownerName: 'Alex <DSL>',
      ownerEmail: 'alex@school.example',
      dueOn: '1/12/2026',
      note: 'Back on Monday',
    });
    assert.equal(saved.location, `${school.base}/find-out?done=saved`);
    const history = await owner.get(`${school.base}/history`);
    assert.match(history.body, /Alex &lt;DSL&gt;/);
    assert.doesNotMatch(history.body, /alex@/, 'the history is never altered, so it holds no address');
    const list = await owner.get(saved.location ?? '');
    assert.match(list.body, /<h2>Alex &lt;DSL&gt;<\/h2>/);
    const letter = await owner.get(`${address}/letter`);
    assert.match(letter.body, /Alex &lt;DSL&gt;/);
    assert.match(letter.body, /To know by 1 December 2026/);
    assert.match(letter.body, /href="mailto:alex@school\.example\?subject=/);
    await valid(letter.body);
  });

  test('what cannot be read is said, and somebody else’s change is not overwritten unseen', async () => {
    const school = await newSchool();
    await answer(school, 'cyber-mfa', 'not-sure');
    const address = `${school.base}/find-out/cyber-mfa`;
    await owner.get(address);
    const wrong = await owner.post(address, {
      version: '1',
      ownerEmail: 'not an address',
      dueOn: 'soon',
      ownerName: 'Sam',
    });
    assert.equal(wrong.status, 422);
    assert.match(wrong.body, /Enter an email address like[\s\S]*value="Sam"/);
    await valid(wrong.body);
    assert.equal((await owner.post(address, { version: '1', dueOn: '1/12/2026', note: 'x'.repeat(4001) })).status, 422);
    assert.equal((await owner.post(address, { version: '1', dueOn: '1/12/2026', ownerName: 'First' })).status, 303);
    const stale = await owner.post(address, { version: '1', dueOn: '2/12/2026', ownerName: 'Second' });
    assert.equal(stale.status, 409);
    assert.match(stale.body, /It now says: First, by 1 December 2026[\s\S]*value="Second"/);
    await valid(stale.body);
    const again = await owner.post(address, { version: '2', dueOn: '2/12/2026', ownerName: 'Second' });
    assert.equal(again.status, 303);
    assert.equal((await owner.post(`${address}/drop`, { version: '2' })).status, 409);
    assert.equal((await owner.post(`${address}/drop`, { version: '3' })).status, 303);
    assert.equal((await owner.get(`${address}/letter`)).status, 404);
    await owner.get(address);
    assert.equal((await owner.post(`${address}/reopen`, { version: '4' })).status, 303);
    assert.deepEqual(
      (await tasksIn(school)).map(({ state, ownerName }) => [state, ownerName]),
      [['open', 'Second']],
    );
  });

  test('two who write the first word of a task at once: one does, the other is told', async () => {
    const school = await newSchool({
      answers: [{ questionId: 'cyber-rules', choice: 'not-sure', answeredOn: '2026-11-02', note: null }],
    });
    const question = site.services.library.editions.at(-1)?.questions.find(({ id }) => id === 'cyber-rules');
    assert.ok(question);
    const seen = taskOf(question, '2026-11-02', { terms: [], holidays: [], bankHolidays: [] });
    const results = await Promise.all(
      ['One', 'Other'].map((ownerName) =>
        database.db.as(owner.personId, (tx) =>
          changeTask(
            { tx, scope: school.scope, personId: owner.personId, now: TEST_NOW, today: '2026-11-24' },
            question,
            seen,
            { ownerName },
          ),
        ),
      ),
    );
    assert.deepEqual(results.map(({ outcome }) => outcome).toSorted(), ['done', 'stale']);
  });

  test('readers read the list and the letters, and change nothing; others see nothing', async () => {
    const school = await newSchool();
    await answer(school, 'cyber-training', 'not-sure');
    const readerId = await addMember(database.db, owner.organisationId, 'reader');
    const reader = await site.signedIn(readerId);
    const list = await reader.get(`${school.base}/find-out`);
    assert.equal(list.status, 200);
    assert.doesNotMatch(/<main[\s\S]*<\/main>/.exec(list.body)?.[0] ?? '', /Change|method="post"|asking/);
    assert.equal((await reader.get(`${school.base}/find-out/cyber-training/letter`)).status, 200);
    assert.equal((await reader.get(`${school.base}/find-out/cyber-training`)).status, 403);
    assert.equal((await reader.post(`${school.base}/find-out/cyber-training/drop`, { version: '1' })).status, 403);
    const stranger = await site.signedIn();
    assert.equal((await stranger.get(`${school.base}/find-out/cyber-training/letter`)).status, 403);
    assert.deepEqual(await database.db.as(stranger.personId, (tx) => listTasks(tx, school.scope)), []);
    const question = site.services.library.editions.at(-1)?.questions.find(({ id }) => id === 'cyber-rules');
    assert.ok(question);
    await assert.rejects(
      database.db.as(readerId, (tx) =>
        changeTask(
          { tx, scope: school.scope, personId: readerId, now: TEST_NOW, today: '2026-11-24' },
          question,
          taskOf(question, '2026-11-24', { terms: [], holidays: [], bankHolidays: [] }),
          { note: 'x' },
        ),
      ),
      SqlError,
    );
    assert.equal((await owner.get(`${school.base}/find-out/favourite-colour`)).status, 404);
    assert.equal((await owner.get(`${school.base}/find-out/cyber-rules`)).status, 404);
  });

  test('was served without a failure', () => assert.deepEqual(site.failures(), []));
});
