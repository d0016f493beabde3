import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool } from '../../../test/people.ts';

onEachEngine('The letter that gives notice', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  let browser: TestBrowser & { personId: string; organisationId: string };
  const copier = '/schools/100001/contracts/c1';

  before(async () => {
    database = await open();
    site = await buildTestApp(database);
    browser = await site.signedIn();
    await addSchool(database.db, browser, {
      contracts: [
        {
          id: 'c1',
          title: 'Copier <lease>',
          endsOn: '2027-08-31',
          renewal: 'automatic',
          renewalMonths: 12,
          noticeCount: 3,
          noticeUnit: 'months',
          noticeTo: 'notices@copy.example',
        },
        { id: 'c2', title: 'Website', endsOn: '2027-08-31', renewal: 'none' },
      ] as never,
      limits: {
        terms: [{ id: 't1', name: 'Summer term', startsOn: '2027-04-12', endsOn: '2027-07-21' }],
        holidays: [{ name: 'Half term', startsOn: '2027-05-31', endsOn: '2027-06-04' }],
      } as never,
    });
  });
  after(() => site.close());

  test('is offered where notice can be given, for the safe day by the school’s calendar', async () => {
    assert.match((await browser.get(copier)).body, new RegExp(`href="${copier}/notice-letter"`));
    const { status, body } = await browser.get(`${copier}/notice-letter`);
    assert.equal(status, 200);
    assert.match(body, /Send it by 28 May 2027/);
    assert.match(body, /notices@copy\.example/);
    assert.match(body, /<mark>\[the supplier’s name\]<\/mark>/);
    assert.match(body, /Copier &lt;lease&gt;/);
    assert.match(body, /value="24 November 2026"/);
    assert.doesNotMatch((await browser.get('/schools/100001/contracts/c2')).body, /notice-letter/);
    assert.match((await browser.get('/schools/100001/contracts/c2/notice-letter')).body, /There is no notice to give/);
  });

  test('is read by a reader, without the form', async () => {
    const reader = await site.signedIn(await addMember(database.db, browser.organisationId, 'reader'));
    const { status, body } = await reader.get(`${copier}/notice-letter`);
    assert.equal(status, 200);
    assert.doesNotMatch(body, /Notice is given/);
  });

  test('the day is refused where it cannot be read or lies ahead, and kept where another person changed the contract', async () => {
    const version = versionIn((await browser.get(`${copier}/notice-letter`)).body);
    const ahead = await browser.post(`${copier}/notice-letter`, { version, noticeGivenOn: '25/11/2026' });
    assert.equal(ahead.status, 422);
    assert.match(ahead.body, /must be today or earlier[\s\S]*value="25\/11\/2026"/);
    assert.equal((await browser.post(`${copier}/notice-letter`, { version, noticeGivenOn: 'soon' })).status, 422);
    const stale = await browser.post(`${copier}/notice-letter`, { version: '0', noticeGivenOn: '23/11/2026' });
    assert.equal(stale.status, 409);
    assert.match(stale.body, /Someone changed this contract[\s\S]*value="23\/11\/2026"/);
  });

  test('the day is written down, and taken back', async () => {
    const version = versionIn((await browser.get(`${copier}/notice-letter`)).body);
    const sent = await browser.post(`${copier}/notice-letter`, { version, noticeGivenOn: '23/11/2026' });
    assert.deepEqual([sent.status, sent.location], [303, `${copier}?done=notice-given`]);
    const { body } = await browser.get(sent.location ?? '');
    assert.match(body, /The day on which you gave notice is written down\./);
    assert.match(body, /Notice was given on 23 November 2026; it ends on 31 August 2027\./);
    assert.match((await browser.get(`${copier}/notice-letter`)).body, /There is no notice to give/);
    await browser.get(copier);
    const undone = await browser.post(`${copier}/notice-letter/undo`);
    assert.equal(undone.location, `${copier}?done=notice-not-given`);
    assert.match((await browser.get(copier)).body, new RegExp(`href="${copier}/notice-letter"`));
  });

  test('was served without a failure', () => assert.deepEqual(site.failures(), []));
});

function versionIn(body: string): string {
  return /name="version" value="(\d+)"/.exec(body)?.[1] ?? '';
}
