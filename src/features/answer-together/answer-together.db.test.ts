import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askingSite } from '../../../test/asking.ts';
import { onEachEngine } from '../../../test/database.ts';
import { addMember } from '../../../test/people.ts';
import { SqlError } from '../../platform/database/index.ts';
import { listTasks } from '../find-out/index.ts';
import { listItemChanges } from '../registers/index.ts';
import { listRequests } from './asking.queries.ts';

onEachEngine('Answering together', (open) => {
  const asking = askingSite(open);
  const { newSchool, link, valid, makeLink, answersOf, versionIn, seenIn, give } = asking;
  before(asking.start);
  after(asking.stop);

  test('a firm answers by a link, comes back, and sends; the school accepts; the answer is theirs', async () => {
    const school = await newSchool();
    const form = await asking.owner.get(`${school.base}/asking/new`);
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
    assert.match((await asking.owner.get(review)).body, /Waiting for answers/);
    assert.equal((await link('POST', `${path}/send`)).location, path);
    const sent = await link('GET', `${path}/all`);
    assert.match(sent.body, /Thank you: Elm Lane Primary has your answers[\s\S]*See the bill of May/);
    await valid(sent.body);

    const shown = await asking.owner.get(review);
    assert.match(shown.body, /To review/);
    assert.match(shown.body, /Sam of Fibre &amp; Co says/);
    await valid(shown.body);
    const accepted = await asking.owner.post(`${review}/questions/broadband-fibre`, {
      decision: 'accepted',
      'seen[]': seenIn(shown.body, 'broadband-fibre'),
    });
    assert.equal(accepted.location, `${review}?done=accepted#q-broadband-fibre`);
    const declined = await asking.owner.post(`${review}/questions/cyber-mfa`, {
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
    const done = await asking.owner.get(review);
    assert.match(done.body, /Reviewed/);
    await valid(done.body);
    const history = await asking.owner.get(`${school.base}/history`);
    assert.match(history.body, /Sam of Fibre &amp; Co<\/td>/, 'who sent it is named');
    const changes = await asking.database.db.as(asking.owner.personId, (tx) =>
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
    const seen = seenIn((await asking.owner.get(review)).body, 'broadband-fibre');
    await asking.owner.post(`${review}/questions/broadband-fibre`, { decision: 'accepted', 'seen[]': seen });
    const tasks = await asking.database.db.as(asking.owner.personId, (tx) => listTasks(tx, school.scope));
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
    const page = await asking.owner.get(review);
    assert.match(page.body, /Goes against your registers/);
    assert.match(page.body, /href="\/schools\/\d+\/connections\/line">Main line/);
    assert.match(page.body, /shown by more than somebody’s word/);
    assert.match(page.body, /Accept the 2 that go against nothing/);
    assert.match(page.body, /They left it empty/);
    await valid(page.body);
    const all = [...page.body.matchAll(/name="seen\[\]" value="([^"]+)"/g)].map((found) => found[1] ?? '');
    // A form that names more than the page did as plain gets no more.
    const done = await asking.owner.post(`${review}/accept-all`, { 'seen[]': all });
    assert.equal(done.location, `${review}?accepted=2`);
    assert.match((await asking.owner.get(done.location ?? '')).body, /2 answers are taken over/);
    const answers = new Map((await answersOf(school)).map((one) => [one.questionId, one.choice]));
    assert.deepEqual(
      asked.map((id) => answers.get(id) ?? null),
      [null, 'staff', 'yes', null, null, 'full'],
    );
  });

  test('two who review at once: the second is told; so is one whose answer changed meanwhile', async () => {
    const school = await newSchool();
    const colleague = await asking.site.signedIn(
      await addMember(asking.database.db, asking.owner.organisationId, 'editor'),
    );
    const { path, review } = await makeLink(school, ['cyber-mfa', 'cyber-rules']);
    await give(path, 'cyber-mfa', 'admins');
    await give(path, 'cyber-rules', 'no');
    await link('POST', `${path}/send`);
    const mine = await asking.owner.get(review);
    const theirs = await colleague.get(review);
    const address = `${review}/questions/cyber-mfa`;
    assert.equal(
      (await asking.owner.post(address, { decision: 'declined', 'seen[]': seenIn(mine.body, 'cyber-mfa') })).status,
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
    assert.equal((await asking.owner.post(address, { decision: 'declined', 'seen[]': again })).status, 409);
    // The answer itself changes after the page was opened.
    const rules = seenIn(late.body, 'cyber-rules');
    await asking.owner.get(`${school.base}/questions/cyber-rules`);
    await asking.owner.post(`${school.base}/questions/cyber-rules`, {
      choice: 'some',
      note: '',
      version: '0',
      from: '',
    });
    const stale = await colleague.post(`${review}/questions/cyber-rules`, { decision: 'accepted', 'seen[]': rules });
    assert.equal(stale.status, 409);
    const changed = (await answersOf(school)).find(({ questionId }) => questionId === 'cyber-rules');
    assert.equal(changed?.choice, 'some');
  });

  test('is made with care: a name, questions, a day that is to come; and not too often', async () => {
    const school = await newSchool();
    await asking.owner.get(`${school.base}/asking/new`);
    const wrong = await asking.owner.post(`${school.base}/asking`, {
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
    const one = await asking.owner.get(`${school.base}/asking/new?question=filter-roles`);
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
    const reader = await asking.site.signedIn(
      await addMember(asking.database.db, asking.owner.organisationId, 'reader'),
    );
    const list = await reader.get(`${school.base}/asking`);
    assert.match(list.body, /Sam of Fibre/);
    assert.doesNotMatch(/<main[\s\S]*<\/main>/.exec(list.body)?.[0] ?? '', /asking\/new|method="post"/);
    const page = await reader.get(review);
    assert.equal(page.status, 200);
    assert.doesNotMatch(/<main[\s\S]*<\/main>/.exec(page.body)?.[0] ?? '', /method="post"/);
    const posted = await reader.post(`${review}/questions/cyber-mfa`, { decision: 'accepted' });
    assert.equal(posted.status, 403);
    const stranger = await asking.site.signedIn();
    assert.equal((await stranger.get(review)).status, 403);
    assert.deepEqual(await asking.database.db.as(stranger.personId, (tx) => listRequests(tx, school.scope)), []);
    const hash = asking.database.db.as(asking.owner.personId, (tx) =>
      tx.selectFrom('answer_request').select('token_hash').execute(),
    );
    await assert.rejects(hash, SqlError, 'not even the school reads the hash');
  });

  test('was served without a failure', () => assert.deepEqual(asking.site.failures(), []));
});
