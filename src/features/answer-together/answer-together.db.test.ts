import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { HtmlValidate, type ConfigData } from 'html-validate';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool, sampleRecord } from '../../../test/people.ts';
import { SqlError } from '../../platform/database/index.ts';
import { hashOfToken } from '../../platform/sessions/index.ts';
import { listTasks } from '../find-out/index.ts';
import { listItemChanges } from '../registers/index.ts';
import { listAnswers } from '../standards/index.ts';
import { listRequests } from './asking.queries.ts';

const validator = new HtmlValidate(
  JSON.parse(readFileSync(new URL('../../../.htmlvalidate.json', import.meta.url), 'utf8')) as ConfigData,
);

onEachEngine('Answering together', (open) => {
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
    const key = String(400_000 + made);
    const school = { ...sampleRecord().school, key, urn: key, name: 'Elm Lane Primary' };
    const { schoolId } = await addSchool(database.db, owner, { ...parts, school } as never);
    return { key, base: `/schools/${key}`, scope: { organisationId: owner.organisationId, schoolId } };
  };
  type School = Awaited<ReturnType<typeof newSchool>>;

  /** Somebody without an account or a cookie, each time. */
  const link = async (method: 'GET' | 'POST', url: string, form?: Record<string, string>) => {
    const response = await site.app.inject({
      method,
      url,
      ...(form && {
        payload: String(new URLSearchParams(form)),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    });
    const { location } = response.headers;
    return { status: response.statusCode, body: response.body, headers: response.headers, location };
  };

  const valid = async (markup: string) => {
    const report = await validator.validateString(markup);
    assert.deepEqual(
      report.results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)),
      [],
    );
  };

  /** Makes a link as the school does, and gives its path. */
  const makeLink = async (school: School, questions: string[], parts: Record<string, string> = {}) => {
    await owner.get(`${school.base}/asking/new`);
    const page = await owner.post(`${school.base}/asking`, {
      personName: 'Sam of Fibre & Co',
      message: '',
      expiresOn: '15/12/2026',
      'question[]': questions,
      ...parts,
    });
    assert.equal(page.status, 200, page.body);
    const address = /<code class="cairn-address">([^<]+)<\/code>/.exec(page.body)?.[1] ?? '';
    assert.match(address, /^http:\/\/[^/]+\/answer\/[\w-]{43}$/);
    const review = /href="(\/schools\/\d+\/asking\/[\w-]{36})"/.exec(page.body)?.[1] ?? '';
    return { path: new URL(address).pathname, page, review };
  };
  const requestsOf = (school: School) => database.db.as(owner.personId, (tx) => listRequests(tx, school.scope));
  const answersOf = (school: School) => database.db.as(owner.personId, (tx) => listAnswers(tx, school.scope));
  const versionIn = (body: string, questionId: string) =>
    new RegExp(`name="version-${questionId}" value="(\\d+)"`).exec(body)?.[1] ?? '';
  const seenIn = (body: string, questionId: string) =>
    new RegExp(`name="seen\\[\\]" value="(${questionId}:\\d+:\\d+)"`).exec(body)?.[1] ?? '';
  /** Answers one question by the link. */
  const give = async (path: string, questionId: string, choice: string, note = '') => {
    const address = `${path}/questions/${questionId}`;
    const version = versionIn((await link('GET', address)).body, questionId);
    return link('POST', address, {
      [`version-${questionId}`]: version,
      [`choice-${questionId}`]: choice,
      [`note-${questionId}`]: note,
    });
  };

  test('a firm answers by a link, comes back, and sends; the school accepts; the answer is theirs', async () => {
    const school = await newSchool();
    const form = await owner.get(`${school.base}/asking/new`);
    assert.match(form.body, /value="15 December 2026"/, '21 days ahead');
    assert.match(form.body, /<option value="IT support" selected/);
    await valid(form.body);
    const { path, page, review } = await makeLink(school, ['broadband-fibre', 'cyber-mfa'], { message: 'Hello\nSam' });
    await valid(page.body);
    const start = await link('GET', path);
    assert.equal(start.status, 200);
    assert.match(start.body, /2 questions from Elm Lane Primary/);
    assert.match(start.body, /Hello<br>Sam/);
    await valid(start.body);
    const first = await give(path, 'broadband-fibre', 'fibre', 'See the bill');
    assert.equal(first.location, `${path}/questions/cyber-mfa`);
    // They come back another day, by the same link.
    assert.match((await link('GET', path)).body, /Continue/);
    const all = await link('GET', `${path}/all`);
    assert.match(all.body, /value="fibre" checked/);
    await valid(all.body);
    const saved = await link('POST', `${path}/all`, {
      'version-broadband-fibre': versionIn(all.body, 'broadband-fibre'),
      'choice-broadband-fibre': 'fibre',
      'note-broadband-fibre': 'See the bill of May',
      'version-cyber-mfa': versionIn(all.body, 'cyber-mfa'),
      'choice-cyber-mfa': 'not-sure',
    });
    assert.equal(saved.location, `${path}/check`);
    const check = await link('GET', `${path}/check`);
    assert.match(check.body, /See the bill of May/);
    await valid(check.body);
    assert.equal((await answersOf(school)).length, 0, 'nothing is answered by it');
    assert.match((await owner.get(review)).body, /Waiting for answers/);
    assert.equal((await link('POST', `${path}/send`)).location, path);
    const sent = await link('GET', `${path}/all`);
    assert.match(sent.body, /Thank you: Elm Lane Primary has your answers[\s\S]*See the bill of May/);
    await valid(sent.body);

    const shown = await owner.get(review);
    assert.match(shown.body, /To review/);
    assert.match(shown.body, /Sam of Fibre &amp; Co says/);
    await valid(shown.body);
    const accepted = await owner.post(`${review}/questions/broadband-fibre`, {
      decision: 'accepted',
      'seen[]': seenIn(shown.body, 'broadband-fibre'),
    });
    assert.equal(accepted.location, `${review}?done=accepted#q-broadband-fibre`);
    const declined = await owner.post(`${review}/questions/cyber-mfa`, {
      decision: 'declined',
      'seen[]': seenIn(shown.body, 'cyber-mfa'),
    });
    assert.equal(declined.status, 303);
    const [answer, ...others] = await answersOf(school);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [answer?.questionId, answer?.choice, answer?.note, answer?.by, answer?.basis, answer?.answeredOn],
      ['broadband-fibre', 'fibre', 'See the bill of May', 'Sam of Fibre & Co', 'asserted', '2026-11-24'],
    );
    const done = await owner.get(review);
    assert.match(done.body, /Reviewed/);
    await valid(done.body);
    const history = await owner.get(`${school.base}/history`);
    assert.match(history.body, /Sam of Fibre &amp; Co<\/td>/, 'who sent it is named');
    const changes = await database.db.as(owner.personId, (tx) =>
      listItemChanges(tx, school.scope, 'answer_request', review.split('/').at(-1) ?? ''),
    );
    assert.deepEqual(
      changes.map(({ personName, after: is }) => [personName, is?.['decision'] ?? is?.['state']]),
      [
        ['Pat Bursar', 'Declined “Not sure”'],
        ['Pat Bursar', 'Accepted “Yes, full fibre or a leased line”'],
        ['Sam of Fibre & Co', 'Sent: 2 of 2 answered'],
        ['Pat Bursar', 'Waiting for answers'],
      ],
    );
  });

  test('accepted “not sure” is to be found out; what closes a task closes it here too', async () => {
    const school = await newSchool({
      answers: [{ questionId: 'cyber-mfa', choice: 'not-sure', answeredOn: '2026-11-02', note: null }],
    });
    const { path, review } = await makeLink(school, ['broadband-fibre', 'broadband-speed']);
    await give(path, 'broadband-fibre', 'not-sure');
    await link('POST', `${path}/send`);
    const seen = seenIn((await owner.get(review)).body, 'broadband-fibre');
    await owner.post(`${review}/questions/broadband-fibre`, { decision: 'accepted', 'seen[]': seen });
    const tasks = await database.db.as(owner.personId, (tx) => listTasks(tx, school.scope));
    assert.deepEqual(
      tasks.map(({ questionId, state }) => [questionId, state]),
      [['broadband-fibre', 'open']],
    );
  });

  test('all that go against nothing are accepted at once: no fact, no better proof, no step back', async () => {
    const school = await newSchool({
      connections: [{ id: 'line', name: 'Main line', technology: 'adsl', downMbps: 20, upMbps: 2 }],
      answers: [
        {
          questionId: 'cyber-training',
          choice: 'staff',
          answeredOn: '2026-10-01',
          note: null,
          basis: 'document',
          by: 'Pat',
        },
        { questionId: 'cyber-passwords', choice: 'no', answeredOn: '2026-10-01', note: null },
      ],
    });
    const asked = ['broadband-fibre', 'cyber-training', 'cyber-passwords', 'cyber-mfa', 'cyber-rules', 'strategy'];
    const { path, review } = await makeLink(school, asked);
    await give(path, 'broadband-fibre', 'fibre'); // Against the register: the line is ADSL.
    await give(path, 'cyber-training', 'everyone'); // Against a document.
    await give(path, 'cyber-passwords', 'yes');
    await give(path, 'cyber-mfa', 'not-sure'); // A step back.
    await give(path, 'strategy', 'full');
    await link('POST', `${path}/send`);
    const page = await owner.get(review);
    assert.match(page.body, /Goes against your registers/);
    assert.match(page.body, /href="\/schools\/\d+\/connections\/line">Main line/);
    assert.match(page.body, /shown by more than somebody’s word/);
    assert.match(page.body, /Accept the 2 that go against nothing/);
    assert.match(page.body, /They left it empty/);
    await valid(page.body);
    const all = [...page.body.matchAll(/name="seen\[\]" value="([^"]+)"/g)].map((found) => found[1] ?? '');
    // A form that names more than the page did as plain gets no more.
    const done = await owner.post(`${review}/accept-all`, { 'seen[]': all });
    assert.equal(done.location, `${review}?accepted=2`);
    assert.match((await owner.get(done.location ?? '')).body, /2 answers are taken over/);
    const answers = new Map((await answersOf(school)).map((one) => [one.questionId, one.choice]));
    assert.deepEqual(
      asked.map((id) => answers.get(id) ?? null),
      [null, 'staff', 'yes', null, null, 'full'],
    );
  });

  test('two who review at once: the second is told; so is one whose answer changed meanwhile', async () => {
    const school = await newSchool();
    const colleague = await site.signedIn(await addMember(database.db, owner.organisationId, 'editor'));
    const { path, review } = await makeLink(school, ['cyber-mfa', 'cyber-rules']);
    await give(path, 'cyber-mfa', 'admins');
    await give(path, 'cyber-rules', 'no');
    await link('POST', `${path}/send`);
    const mine = await owner.get(review);
    const theirs = await colleague.get(review);
    const address = `${review}/questions/cyber-mfa`;
    assert.equal(
      (await owner.post(address, { decision: 'declined', 'seen[]': seenIn(mine.body, 'cyber-mfa') })).status,
      303,
    );
    const late = await colleague.post(address, { decision: 'accepted', 'seen[]': seenIn(theirs.body, 'cyber-mfa') });
    assert.equal(late.status, 409);
    assert.match(late.body, /Nothing was changed: somebody else decided/);
    assert.match(late.body, /Declined by Pat Bursar/);
    await valid(late.body);
    assert.equal((await answersOf(school)).length, 0);
    // Having looked, they may.
    const again = seenIn(late.body, 'cyber-mfa');
    assert.equal((await colleague.post(address, { decision: 'accepted', 'seen[]': again })).status, 303);
    assert.equal((await owner.post(address, { decision: 'declined', 'seen[]': again })).status, 409);
    // The answer itself changes after the page was opened.
    const rules = seenIn(late.body, 'cyber-rules');
    await owner.get(`${school.base}/questions/cyber-rules`);
    await owner.post(`${school.base}/questions/cyber-rules`, { choice: 'some', note: '', version: '0', from: '' });
    const stale = await colleague.post(`${review}/questions/cyber-rules`, { decision: 'accepted', 'seen[]': rules });
    assert.equal(stale.status, 409);
    const changed = (await answersOf(school)).find(({ questionId }) => questionId === 'cyber-rules');
    assert.equal(changed?.choice, 'some');
  });

  describe('a link', () => {
    test('gives away the school’s name and its questions alone, sets no cookie, and is found and told by nobody', async () => {
      const school = await newSchool({
        contracts: [{ id: 'c1', title: 'The secret contract' }],
        answers: [{ questionId: 'cyber-mfa', choice: 'admins', answeredOn: '2026-10-01', note: 'The secret note' }],
      });
      const { path } = await makeLink(school, ['cyber-mfa']);
      for (const address of [path, `${path}/all`, `${path}/check`, `${path}/questions/cyber-mfa`]) {
        const { status, body, headers } = await link('GET', address);
        assert.equal(status, 200);
        assert.doesNotMatch(body, /secret|Pat Bursar|\/schools\/|checked/);
        assert.equal(headers['set-cookie'], undefined);
        assert.equal(headers['x-robots-tag'], 'noindex, nofollow');
        assert.equal(headers['cache-control'], 'no-store');
        assert.equal(headers['referrer-policy'], 'no-referrer');
      }
      const secret = path.split('/').at(-1) ?? '';
      const stored = await database.db.asLink({ tokenHash: hashOfToken(secret), today: '2026-11-24' }, (tx) =>
        tx.selectFrom('answer_request').select(['id', 'token_hash']).execute(),
      );
      assert.deepEqual(
        stored.map(({ token_hash: hash }) => hash),
        [hashOfToken(secret)],
      );
      assert.ok(!site.log.some((line) => line.includes(secret)));
      assert.ok(site.log.some((line) => line.includes('/answer/:token')));
      const again = await owner.get(`${school.base}/asking`);
      assert.ok(!again.body.includes(secret), 'it is not shown again');
    });

    test('that was guessed, cut, has ended or was stopped does nothing, and says the same', async () => {
      const school = await newSchool();
      const ended = await makeLink(school, ['cyber-mfa'], { expiresOn: '24/11/2026' });
      const lasting = await makeLink(school, ['cyber-mfa'], { expiresOn: '25/11/2026' });
      assert.equal((await link('GET', ended.path)).status, 200, 'its last day is a day');
      const stopped = await makeLink(school, ['cyber-mfa']);
      await owner.get(stopped.review);
      assert.equal((await owner.post(`${stopped.review}/stop`)).location, `${stopped.review}?done=stopped`);
      const guesses = ['x', `${'a'.repeat(43)}`, '%00', `${lasting.path.split('/').at(-1) ?? ''}x`, '..%2f..'];
      const bodies = new Set<string>();
      for (const path of [stopped.path, ...guesses.map((guess) => `/answer/${guess}`)]) {
        for (const rest of ['', '/all', '/check', '/questions/cyber-mfa']) {
          const { status, body } = await link('GET', `${path}${rest}`);
          assert.equal(status, 410, path);
          bodies.add(body);
        }
        for (const rest of ['/all', '/send', '/questions/cyber-mfa']) {
          const form = { 'version-cyber-mfa': '1', 'choice-cyber-mfa': 'admins' };
          assert.equal((await link('POST', `${path}${rest}`, form)).status, 410, path);
        }
      }
      assert.equal(bodies.size, 1);
      const [stored] = await requestsOf(school);
      assert.deepEqual(
        stored?.items.map(({ choice }) => choice),
        [null],
      );
    });

    test('that ended yesterday is dead in the database too', async () => {
      const school = await newSchool();
      const { path } = await makeLink(school, ['cyber-mfa'], { expiresOn: '25/11/2026' });
      const tokenHash = hashOfToken(path.split('/').at(-1) ?? '');
      const count = (today: string) =>
        database.db.asLink({ tokenHash, today }, async (tx) => {
          const requests = await tx.selectFrom('answer_request').select('id').execute();
          const items = await tx.selectFrom('answer_request_item').select('question_id').execute();
          return [requests.length, items.length];
        });
      assert.deepEqual(await count('2026-11-25'), [1, 1]);
      assert.deepEqual(await count('2026-11-26'), [0, 0]);
    });

    test('takes nothing for a question that is not its own, and nothing that is no answer of it', async () => {
      const school = await newSchool();
      const { path } = await makeLink(school, ['cyber-mfa', 'cyber-rules']);
      assert.equal((await link('GET', `${path}/questions/strategy`)).status, 404);
      assert.equal((await link('POST', `${path}/questions/strategy`, { 'version-strategy': '1' })).status, 404);
      const other = await link('POST', `${path}/all`, { 'version-strategy': '1', 'choice-strategy': 'full' });
      assert.equal(other.status, 303);
      const wrong = await give(path, 'cyber-mfa', 'nonsense', 'My <note>');
      assert.equal(wrong.status, 422);
      assert.match(wrong.body, /<title>Error: [\s\S]*Choose one of the answers[\s\S]*My &lt;note&gt;/);
      await valid(wrong.body);
      const huge = await give(path, 'cyber-mfa', 'admins', 'x'.repeat(4001));
      assert.equal(huge.status, 422);
      assert.match(huge.body, /must be 4,000 characters or fewer/);
      assert.equal((await give(path, 'cyber-mfa', 'admins', 'x'.repeat(2_000_000))).status, 413);
      assert.equal((await give(path, 'cyber-mfa', 'admins', 'a\0b')).status, 303);
      const [stored] = await requestsOf(school);
      assert.deepEqual(
        stored?.items.map(({ choice, note }) => [choice, note]),
        // In the order in which they are asked.
        [
          [null, null],
          ['admins', 'ab'],
        ],
      );
    });

    test('in two windows: the second is shown what the first kept, and nothing is lost', async () => {
      const school = await newSchool();
      const { path } = await makeLink(school, ['cyber-mfa', 'cyber-rules']);
      const address = `${path}/all`;
      const both = await link('GET', address);
      const form = (choice: string, rules: string) => ({
        'version-cyber-mfa': versionIn(both.body, 'cyber-mfa'),
        'choice-cyber-mfa': choice,
        'note-cyber-mfa': `I chose ${choice}`,
        'version-cyber-rules': versionIn(both.body, 'cyber-rules'),
        'choice-cyber-rules': rules,
      });
      assert.equal((await link('POST', address, form('admins', ''))).status, 303);
      const second = await link('POST', address, form('not-sure', 'no'));
      assert.equal(second.status, 409);
      assert.match(second.body, /Kept from the other window:<\/strong> “[^”]+”, with the note “I chose admins”/);
      assert.match(second.body, />I chose not-sure<\/textarea>/);
      assert.match(second.body, /value="no" checked/);
      await valid(second.body);
      const again = await link('POST', address, {
        ...form('not-sure', 'no'),
        'version-cyber-mfa': versionIn(second.body, 'cyber-mfa'),
      });
      assert.equal(again.status, 303);
      const [stored] = await requestsOf(school);
      assert.deepEqual(
        stored?.items.map(({ choice }) => choice),
        ['no', 'not-sure'],
      );
    });

    test('that was sent takes nothing more, and cannot be stopped or sent again', async () => {
      const school = await newSchool();
      const { path, review } = await makeLink(school, ['cyber-mfa']);
      assert.equal((await link('POST', `${path}/send`)).location, `${path}/check`, 'there is nothing to send');
      const open = await link('GET', `${path}/questions/cyber-mfa`);
      await give(path, 'cyber-mfa', 'admins');
      await owner.get(review);
      const sends = await Promise.all([link('POST', `${path}/send`), link('POST', `${path}/send`)]);
      assert.ok(sends.every(({ status }) => status === 303 || status === 409));
      const changes = await database.db.as(owner.personId, (tx) =>
        listItemChanges(tx, school.scope, 'answer_request', review.split('/').at(-1) ?? ''),
      );
      assert.equal(changes.length, 2, 'made, and sent once');
      const late = await link('POST', `${path}/questions/cyber-mfa`, {
        'version-cyber-mfa': versionIn(open.body, 'cyber-mfa'),
        'choice-cyber-mfa': 'not-sure',
      });
      assert.equal(late.status, 409);
      assert.match(late.body, /has your answers/);
      assert.equal((await owner.post(`${review}/stop`)).status, 409);
      const [stored] = await requestsOf(school);
      assert.deepEqual(
        stored?.items.map(({ choice }) => choice),
        ['admins'],
      );
      // The database itself says the same.
      const tokenHash = hashOfToken(path.split('/').at(-1) ?? '');
      const updated = await database.db.asLink({ tokenHash, today: '2026-11-24' }, (tx) =>
        tx.updateTable('answer_request_item').set({ choice: 'not-sure' }).executeTakeFirst(),
      );
      assert.equal(Number(updated.numUpdatedRows), 0);
    });

    test('reaches nothing else in the database, whatever is asked in its role', async () => {
      const school = await newSchool({ contracts: [{ id: 'c1', title: 'Secret' }] });
      const mine = await makeLink(school, ['cyber-mfa']);
      const theirs = await makeLink(school, ['cyber-rules']);
      const asLink = <T>(work: Parameters<typeof database.db.asLink<T>>[1]) =>
        database.db.asLink({ tokenHash: hashOfToken(mine.path.split('/').at(-1) ?? ''), today: '2026-11-24' }, work);
      const items = await asLink((tx) => tx.selectFrom('answer_request_item').select('question_id').execute());
      assert.deepEqual(items, [{ question_id: 'cyber-mfa' }]);
      for (const table of ['contract', 'school', 'answer', 'person', 'change', 'find_out_task', 'sign_off'] as const) {
        await assert.rejects(
          asLink((tx) => tx.selectFrom(table).selectAll().execute()),
          SqlError,
          table,
        );
      }
      for (const values of [{ decision: 'accepted' as const }, { question: '{}' }, { question_id: 'strategy' }]) {
        await assert.rejects(
          asLink((tx) => tx.updateTable('answer_request_item').set(values).execute()),
          SqlError,
        );
      }
      await assert.rejects(
        asLink((tx) => tx.updateTable('answer_request').set({ expires_on: '2099-01-01' }).execute()),
        SqlError,
      );
      const line = (rowId: string, table = 'answer_request', personId = `link:${rowId}`) =>
        asLink((tx) =>
          tx
            .insertInto('change')
            .values({
              organisation_id: school.scope.organisationId,
              school_id: school.scope.schoolId,
              table_name: table,
              row_id: rowId,
              before: null,
              after: null,
              person_id: personId,
              at: new Date('2026-11-24T09:00:00Z'),
            })
            .execute(),
        );
      const own = mine.review.split('/').at(-1) ?? '';
      await line(own);
      await assert.rejects(line(theirs.review.split('/').at(-1) ?? ''), SqlError, 'of another link');
      await assert.rejects(line(own, 'answer'), SqlError, 'of another table');
      await assert.rejects(line(own, 'answer_request', owner.personId), SqlError, 'in a person’s name');
      await assert.rejects(
        database.db.asLink({ tokenHash: "x'; drop table answer; --", today: '2026-11-24' }, async () => undefined),
      );
    });
  });

  test('is made with care: a name, questions, a day that is to come; and not too often', async () => {
    const school = await newSchool();
    await owner.get(`${school.base}/asking/new`);
    const wrong = await owner.post(`${school.base}/asking`, {
      personName: '',
      message: 'Keep <this>',
      expiresOn: '1/1/2020',
      role: 'Headteacher',
      'question[]': 'favourite-colour',
    });
    assert.equal(wrong.status, 422);
    assert.match(wrong.body, /Enter who answers[\s\S]*The link must work until a day from today/);
    assert.match(wrong.body, /Tick at least one question/);
    assert.match(wrong.body, /Keep &lt;this&gt;[\s\S]*Questions for Headteacher/);
    await valid(wrong.body);
    const one = await owner.get(`${school.base}/asking/new?question=filter-roles`);
    assert.match(one.body, /Questions for Designated safeguarding lead/);
    assert.deepEqual(
      [...one.body.matchAll(/value="([\w-]+)" checked/g)].map((found) => found[1]),
      ['filter-roles'],
    );
    await valid(one.body);
  });

  test('readers look on; strangers see nothing', async () => {
    const school = await newSchool();
    const { path, review } = await makeLink(school, ['cyber-mfa']);
    await give(path, 'cyber-mfa', 'admins');
    await link('POST', `${path}/send`);
    const reader = await site.signedIn(await addMember(database.db, owner.organisationId, 'reader'));
    const list = await reader.get(`${school.base}/asking`);
    assert.match(list.body, /Sam of Fibre/);
    assert.doesNotMatch(/<main[\s\S]*<\/main>/.exec(list.body)?.[0] ?? '', /asking\/new|method="post"/);
    const page = await reader.get(review);
    assert.equal(page.status, 200);
    assert.doesNotMatch(/<main[\s\S]*<\/main>/.exec(page.body)?.[0] ?? '', /method="post"/);
    const posted = await reader.post(`${review}/questions/cyber-mfa`, { decision: 'accepted' });
    assert.equal(posted.status, 403);
    const stranger = await site.signedIn();
    assert.equal((await stranger.get(review)).status, 403);
    assert.deepEqual(await database.db.as(stranger.personId, (tx) => listRequests(tx, school.scope)), []);
    const hash = database.db.as(owner.personId, (tx) => tx.selectFrom('answer_request').select('token_hash').execute());
    await assert.rejects(hash, SqlError, 'not even the school reads the hash');
  });

  describe('signing off', () => {
    const digestIn = (body: string, category: string) =>
      new RegExp(`name="category" value="${category}"><input type="hidden" name="seen" value="([\\w-]+)"`).exec(
        body,
      )?.[1] ?? '';

    test('puts a name to the answers, and says what has changed since', async () => {
      const school = await newSchool({
        answers: [
          { questionId: 'cyber-mfa', choice: 'admins', answeredOn: '2026-10-01', note: null },
          { questionId: 'cyber-training', choice: 'staff', answeredOn: '2026-10-01', note: null },
        ],
      });
      const address = `${school.base}/sign-off`;
      const page = await owner.get(address);
      assert.match(page.body, /2 of \d+ questions answered/);
      await valid(page.body);
      const signed = await owner.post(address, { category: 'cyber', seen: digestIn(page.body, 'cyber') });
      assert.equal(signed.location, `${address}?done=signed`);
      const after = await owner.get(signed.location ?? '');
      assert.match(after.body, /Signed off by Pat Bursar on 24 November 2026\.<\/strong> No answer has changed since/);
      await owner.get(`${school.base}/questions/cyber-mfa`);
      await owner.post(`${school.base}/questions/cyber-mfa`, { choice: 'not-sure', note: '', version: '1', from: '' });
      const changed = await owner.get(address);
      assert.match(changed.body, /Changed since:<\/p><ul[^>]*><li>[^<]*Now “Not sure”; it was “/);
      await valid(changed.body);
      // What was on the page before is not signed now.
      const stale = await owner.post(address, { category: 'cyber', seen: digestIn(page.body, 'cyber') });
      assert.equal(stale.status, 409);
      assert.match(stale.body, /Nothing was signed/);
      const all = /name="seen" value="([\w-]+)"/.exec(stale.body)?.[1] ?? '';
      assert.equal((await owner.post(address, { seen: all })).status, 303);
      const whole = await owner.get(address);
      assert.match(whole.body, /on 24 November 2026, with all areas/);
      assert.doesNotMatch(whole.body, /Changed since/);
      const takeBack = /action="([^"]+\/take-back)"/.exec(whole.body)?.[1] ?? '';
      assert.equal((await owner.post(takeBack)).status, 303);
      assert.match((await owner.get(address)).body, /Changed since/, 'the one before counts again');
      const history = await owner.get(`${school.base}/history?table=sign_off`);
      assert.match(history.body, /Answers on all areas/);
    });

    test('is for administrators', async () => {
      const school = await newSchool();
      const editor = await site.signedIn(await addMember(database.db, owner.organisationId, 'editor'));
      const page = await editor.get(`${school.base}/sign-off`);
      assert.match(page.body, /Only administrators of this school can sign off/);
      assert.equal((await editor.post(`${school.base}/sign-off`, { seen: 'x' })).status, 403);
      await assert.rejects(
        database.db.as(editor.personId, (tx) =>
          tx
            .insertInto('sign_off')
            .values({
              organisation_id: school.scope.organisationId,
              school_id: school.scope.schoolId,
              id: 's',
              category_id: null,
              signed_on: '2026-11-24',
              person_id: editor.personId,
              person_name: 'An editor',
              answers: '{}',
              created_at: new Date('2026-11-24T09:00:00Z'),
            })
            .execute(),
        ),
        SqlError,
      );
      await owner.get(`${school.base}/sign-off`);
      assert.equal((await owner.post(`${school.base}/sign-off`, { category: 'gardening', seen: 'x' })).status, 404);
    });
  });

  test('was served without a failure', () => assert.deepEqual(site.failures(), []));
});
