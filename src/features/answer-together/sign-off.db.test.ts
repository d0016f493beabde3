import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askingSite } from '../../../test/asking.ts';
import { onEachEngine } from '../../../test/database.ts';
import { addMember } from '../../../test/people.ts';
import { SqlError } from '../../platform/database/index.ts';

onEachEngine('Signing off', (open) => {
  const asking = askingSite(open);
  const { newSchool, valid } = asking;
  before(asking.start);
  after(asking.stop);

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
    const page = await asking.owner.get(address);
    assert.match(page.body, /2 of \d+ questions answered/);
    await valid(page.body);
    const signed = await asking.owner.post(address, { category: 'cyber', seen: digestIn(page.body, 'cyber') });
    assert.equal(signed.location, `${address}?done=signed`);
    const after = await asking.owner.get(signed.location ?? '');
    assert.match(after.body, /Signed off by Pat Bursar on 24 November 2026\.<\/strong> No answer has changed since/);
    await asking.owner.get(`${school.base}/questions/cyber-mfa`);
    await asking.owner.post(`${school.base}/questions/cyber-mfa`, {
      choice: 'not-sure',
      note: '',
      version: '1',
      from: '',
    });
    const changed = await asking.owner.get(address);
    assert.match(changed.body, /Changed since:<\/p><ul[^>]*><li>[^<]*Now “Not sure”; it was “/);
    await valid(changed.body);
    // What was on the page before is not signed now.
    const stale = await asking.owner.post(address, { category: 'cyber', seen: digestIn(page.body, 'cyber') });
    assert.equal(stale.status, 409);
    assert.match(stale.body, /Nothing was signed/);
    const all = /name="seen" value="([\w-]+)"/.exec(stale.body)?.[1] ?? '';
    assert.equal((await asking.owner.post(address, { seen: all })).status, 303);
    const whole = await asking.owner.get(address);
    assert.match(whole.body, /on 24 November 2026, with all areas/);
    assert.doesNotMatch(whole.body, /Changed since/);
    const takeBack = /action="([^"]+\/take-back)"/.exec(whole.body)?.[1] ?? '';
    assert.equal((await asking.owner.post(takeBack)).status, 303);
    assert.match((await asking.owner.get(address)).body, /Changed since/, 'the one before counts again');
    const history = await asking.owner.get(`${school.base}/history?table=sign_off`);
    assert.match(history.body, /Answers on all areas/);
  });

  test('is for administrators', async () => {
    const school = await newSchool();
    const editor = await asking.site.signedIn(
      await addMember(asking.database.db, asking.owner.organisationId, 'editor'),
    );
    const page = await editor.get(`${school.base}/sign-off`);
    assert.match(page.body, /Only administrators of this school can sign off/);
    assert.equal((await editor.post(`${school.base}/sign-off`, { seen: 'x' })).status, 403);
    await assert.rejects(
      asking.database.db.as(editor.personId, (tx) =>
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
    await asking.owner.get(`${school.base}/sign-off`);
    assert.equal(
      (await asking.owner.post(`${school.base}/sign-off`, { category: 'gardening', seen: 'x' })).status,
      404,
    );
  });

  test('was served without a failure', () => assert.deepEqual(asking.site.failures(), []));
});
