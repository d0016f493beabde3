import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp } from './app.ts';
import { onEachEngine, type TestDatabase } from './database.ts';
import { addMember, addPerson, addSchool } from './people.ts';

/** Pages for everyone; each other page needs somebody who may see it. */
const OPEN = new Set([
  '/',
  '/sign-in',
  '/sign-in/:token',
  '/healthz',
  '/glossary',
  '/look-around',
  '/look-around-trust',
  '/sign-out',
  '/assets/*',
  '/calendar/:file',
  '/reminders/confirm/:token',
  '/reminders/stop/:token',
  '/answer/:token',
  '/answer/:token/all',
  '/answer/:token/check',
  '/answer/:token/questions/:question',
]);
/** Links that people are sent: the secret in the address is what they need, and a wrong one changes nothing. */
const SECRET_IN_ADDRESS = new Set([
  '/reminders/confirm/:token',
  '/reminders/stop/:token',
  '/answer/:token/all',
  '/answer/:token/questions/:question',
  '/answer/:token/send',
]);
/** What readers may change, because it is their own: whether mails go to them. */
const OWN = new Set(['/schools/:key/reminders', '/schools/:key/reminders/again', '/schools/:key/reminders/stop']);

onEachEngine('Every route', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  let routes: TestApp['app']['routeList'];
  let owner: { personId: string; organisationId: string };
  let key: string;

  before(async () => {
    database = await open();
    site = await buildTestApp(database, { LOG_LEVEL: 'error' });
    routes = site.app.routeList;
    owner = await addPerson(database.db);
    ({ key } = await addSchool(database.db, owner, {
      contracts: [{ id: 'c1', title: 'The secret contract' }] as never,
    }));
  });
  after(() => site.close());

  const inSchool = () => routes.filter(({ url }) => url.startsWith('/schools/:key'));
  const addressOf = (url: string, school: string): string =>
    url.replace(':key', school).replace(/:\w+/g, 'c1').replace('*', 'x');

  test('of a school is found by this test', () => {
    assert.ok(inSchool().filter(({ method }) => method === 'GET').length >= 12, JSON.stringify(routes));
    assert.ok(inSchool().filter(({ method }) => method === 'POST').length >= 8);
  });

  test('that is not open leads visitors who have not signed in to do so', async () => {
    for (const { method, url } of routes) {
      if (OPEN.has(url) || method === 'POST') continue;
      const { status, location } = await site.visitor().get(addressOf(url, key));
      assert.deepEqual([url, status, location?.startsWith('/sign-in')], [url, 303, true]);
    }
  });

  test('of a school gives strangers the same page as one of no school', async () => {
    const stranger = await site.signedIn();
    await stranger.get('/');
    for (const { method, url } of inSchool()) {
      const ask = (address: string) => (method === 'GET' ? stranger.get(address) : stranger.post(address));
      const theirs = await ask(addressOf(url, key));
      const none = await ask(addressOf(url, '999999'));
      assert.deepEqual([method, url, theirs.status], [method, url, 403]);
      assert.equal(theirs.body, none.body);
      assert.ok(!theirs.body.includes('secret'));
      assert.deepEqual(Object.keys(theirs.headers).toSorted(), Object.keys(none.headers).toSorted());
    }
  });

  test('that changes something refuses a form without its token', async () => {
    const { headers } = await site.app.inject({ method: 'GET', url: '/' });
    assert.ok(headers);
    for (const { url, method } of routes) {
      if (method !== 'POST') continue;
      const response = await site.app.inject({
        method,
        url: addressOf(url, key),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'title=x',
      });
      assert.deepEqual([url, response.statusCode], [url, SECRET_IN_ADDRESS.has(url) ? 410 : 403]);
    }
  });

  test('that changes something refuses readers', async () => {
    const reader = await site.signedIn(await addMember(database.db, owner.organisationId, 'reader'));
    await reader.get('/');
    for (const { url, method } of inSchool()) {
      if (method !== 'POST' || OWN.has(url)) continue;
      const { status } = await reader.post(addressOf(url, key));
      assert.deepEqual([url, status], [url, 403]);
    }
  });

  test('was served without a failure', () => {
    assert.deepEqual(site.log, []);
  });
});
