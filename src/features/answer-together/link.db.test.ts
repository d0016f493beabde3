import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askingSite } from '../../../test/asking.ts';
import { onEachEngine } from '../../../test/database.ts';
import { SqlError } from '../../platform/database/index.ts';
import { hashOfToken } from '../../platform/sessions/index.ts';
import { listItemChanges } from '../registers/index.ts';

onEachEngine('A link to questions', (open) => {
  const asking = askingSite(open);
  const { newSchool, link, valid, makeLink, requestsOf, versionIn, give } = asking;
  before(asking.start);
  after(asking.stop);

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
    const stored = await asking.database.db.asLink({ tokenHash: hashOfToken(secret), today: '2026-11-24' }, (tx) =>
      tx.selectFrom('answer_request').select(['id', 'token_hash']).execute(),
    );
    assert.deepEqual(
      stored.map(({ token_hash: hash }) => hash),
      [hashOfToken(secret)],
    );
    assert.ok(!asking.site.log.some((line) => line.includes(secret)));
    assert.ok(asking.site.log.some((line) => line.includes('/answer/:token')));
    const again = await asking.owner.get(`${school.base}/asking`);
    assert.ok(!again.body.includes(secret), 'it is not shown again');
  });

  test('that was guessed, cut, has ended or was stopped does nothing, and says the same', async () => {
    const school = await newSchool();
    const ended = await makeLink(school, ['cyber-mfa'], { expiresOn: '24/11/2026' });
    const lasting = await makeLink(school, ['cyber-mfa'], { expiresOn: '25/11/2026' });
    assert.equal((await link('GET', ended.path)).status, 200, 'its last day is a day');
    const stopped = await makeLink(school, ['cyber-mfa']);
    await asking.owner.get(stopped.review);
    assert.equal((await asking.owner.post(`${stopped.review}/stop`)).location, `${stopped.review}?done=stopped`);
    const guesses = ['x', 'a'.repeat(43), '%00', `${lasting.path.split('/').at(-1) ?? ''}x`, '..%2f..'];
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
      asking.database.db.asLink({ tokenHash, today }, async (tx) => {
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
    await asking.owner.get(review);
    const sends = await Promise.all([link('POST', `${path}/send`), link('POST', `${path}/send`)]);
    assert.ok(sends.every(({ status }) => status === 303 || status === 409));
    const changes = await asking.database.db.as(asking.owner.personId, (tx) =>
      listItemChanges(tx, school.scope, 'answer_request', review.split('/').at(-1) ?? ''),
    );
    assert.equal(changes.length, 2, 'made, and sent once');
    const late = await link('POST', `${path}/questions/cyber-mfa`, {
      'version-cyber-mfa': versionIn(open.body, 'cyber-mfa'),
      'choice-cyber-mfa': 'not-sure',
    });
    assert.equal(late.status, 409);
    assert.match(late.body, /has your answers/);
    assert.equal((await asking.owner.post(`${review}/stop`)).status, 409);
    const [stored] = await requestsOf(school);
    assert.deepEqual(
      stored?.items.map(({ choice }) => choice),
      ['admins'],
    );
    // The database itself says the same.
    const tokenHash = hashOfToken(path.split('/').at(-1) ?? '');
    const updated = await asking.database.db.asLink({ tokenHash, today: '2026-11-24' }, (tx) =>
      tx.updateTable('answer_request_item').set({ choice: 'not-sure' }).executeTakeFirst(),
    );
    assert.equal(Number(updated.numUpdatedRows), 0);
  });

  test('reaches nothing else in the database, whatever is asked in its role', async () => {
    const school = await newSchool({ contracts: [{ id: 'c1', title: 'Secret' }] });
    const mine = await makeLink(school, ['cyber-mfa']);
    const theirs = await makeLink(school, ['cyber-rules']);
    const asLink = <T>(work: Parameters<typeof asking.database.db.asLink<T>>[1]) =>
      asking.database.db.asLink(
        { tokenHash: hashOfToken(mine.path.split('/').at(-1) ?? ''), today: '2026-11-24' },
        work,
      );
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
    await assert.rejects(line(own, 'answer_request', asking.owner.personId), SqlError, 'in a person’s name');
    await assert.rejects(
      asking.database.db.asLink({ tokenHash: "x'; drop table answer; --", today: '2026-11-24' }, async () => undefined),
    );
  });

  test('is limited: so many tries in a while from one address of the internet', async () => {
    const statuses = new Set<number>();
    for (let count = 0; count < 310; count += 1) {
      const { statusCode } = await asking.site.app.inject({
        method: 'GET',
        url: '/answer/guess',
        remoteAddress: '192.0.2.9',
      });
      statuses.add(statusCode);
    }
    assert.deepEqual([...statuses].toSorted(), [410, 429]);
  });

  test('was served without a failure', () => assert.deepEqual(asking.site.failures(), []));
});
