import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { buildTestApp, type TestApp } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addPerson, addSchool, sampleRecord, TEST_NOW } from '../../../test/people.ts';
import type { Clock } from '../../platform/clock.ts';
import { SESSION_DAYS } from '../../platform/sessions/index.ts';
import { inSchool, NotAllowedError, type WebServices } from '../../platform/web/index.ts';
import { ensureOperator, foundOrganisation, makeSignInLink, tidyPeople } from './index.ts';

onEachEngine('People', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  before(async () => {
    database = await open();
    site = await buildTestApp(database);
  });
  after(() => site.close());

  const newLink = async (): Promise<string> => {
    const { personId } = await addPerson(database.db);
    return `/sign-in/${await database.db.asSystem((tx) => makeSignInLink(tx, personId, TEST_NOW))}`;
  };

  describe('sign in with a link', () => {
    test('that works once, after a button', async () => {
      const link = await newLink();
      const browser = site.visitor();
      const seen = await browser.get(link);
      assert.equal(seen.status, 200);
      assert.match(seen.body, /<button/);
      assert.equal((await browser.get(link)).status, 200, 'looking does not use it up');
      const done = await browser.post(link);
      assert.deepEqual([done.status, done.location], [303, '/']);
      const cookie = String(
        [done.headers['set-cookie']].flat().find((text) => String(text).startsWith('cairn_session=')),
      );
      assert.match(cookie, /HttpOnly/);
      assert.match(cookie, /SameSite=Lax/);
      assert.equal((await browser.get('/sign-in')).status, 303, 'already signed in');
      const again = site.visitor();
      assert.equal((await again.get(link)).status, 410);
    });

    test('of which one of two at once wins', async () => {
      const link = await newLink();
      const browsers = [site.visitor(), site.visitor()];
      for (const browser of browsers) await browser.get(link);
      const results = await Promise.all(browsers.map((browser) => browser.post(link)));
      assert.deepEqual(results.map(({ status }) => status).toSorted(), [303, 410]);
    });

    test('not after a day, nor after a newer one was made', async () => {
      const { personId } = await addPerson(database.db);
      const make = (at: Date) => database.db.asSystem((tx) => makeSignInLink(tx, personId, at));
      const old = await make(new Date(TEST_NOW.getTime() - 24 * 3_600_000));
      assert.equal((await site.visitor().get(`/sign-in/${old}`)).status, 410);
      const first = await make(TEST_NOW);
      await make(TEST_NOW);
      assert.equal((await site.visitor().get(`/sign-in/${first}`)).status, 410);
      assert.equal((await site.visitor().get('/sign-in/nonsense')).status, 410);
    });

    test('and come to the page they asked for, on this site only', async () => {
      for (const [next, expected] of [
        ['/schools/100001/plan?by=term', '/schools/100001/plan?by=term'],
        ['https://elsewhere.example/', '/'],
        ['//elsewhere.example/', '/'],
        ['/\\elsewhere.example', '/'],
      ] as const) {
        const browser = site.visitor();
        await browser.get(`/sign-in?next=${encodeURIComponent(next)}`);
        const link = await newLink();
        await browser.get(link);
        assert.equal((await browser.post(link)).location, expected);
      }
    });

    test('and out again', async () => {
      const browser = await site.signedIn();
      await browser.get('/nowhere');
      assert.equal((await browser.post('/sign-out')).status, 303);
      assert.equal((await browser.get('/sign-in')).status, 200);
    });
  });

  describe('are kept from what is not theirs', () => {
    test('with the same page, whether it exists or not', async () => {
      const owner = await addPerson(database.db);
      const { key } = await addSchool(database.db, owner);
      const request = (personId: string | null, which: string) =>
        inSchool(
          site.services as WebServices,
          {
            visitor: {
              person: personId && { id: personId, name: '', isGuest: false, isOperator: false },
              csrf: '',
              sessionId: null,
            },
            params: { key: which },
          } as never,
          'read',
          async ({ school }) => school.name,
        );
      assert.equal(await request(owner.personId, key), 'Elm Lane Primary');
      const stranger = await addPerson(database.db);
      for (const which of [key, 'no-such-school'])
        await assert.rejects(request(stranger.personId, which), NotAllowedError);
    });
  });

  describe('who send forms', () => {
    test('need the token of their own browser', async () => {
      const link = await newLink();
      const browser = site.visitor();
      assert.equal((await browser.post(link)).status, 403, 'no token');
      await browser.get(link);
      assert.equal((await browser.post(link, { _csrf: 'x' })).status, 403, 'a list of tokens');
      const other = site.visitor();
      await other.get(link);
      const stolen = /name="_csrf" value="([^"]+)"/.exec((await browser.get(link)).body)?.[1] ?? '';
      const response = await site.app.inject({
        method: 'POST',
        url: link,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          cookie: 'cairn_form=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
        },
        payload: `_csrf=${stolen}`,
      });
      assert.equal(response.statusCode, 403);
      assert.equal((await browser.post(link)).status, 303);
    });

    test('too often, are told to wait', async () => {
      const limited = await buildTestApp(database);
      const browser = limited.visitor();
      await browser.get('/sign-in/x');
      const statuses = [];
      for (let n = 0; n < 32; n++) statuses.push((await browser.post('/sign-in/x')).status);
      assert.equal(statuses.at(-1), 429);
      await limited.close();
    });
  });

  test('who look around get examples of their own, for three days after they were last seen', async () => {
    const examples = [sampleRecord(), sampleRecord({ school: { ...sampleRecord().school, key: 'EX2', urn: null } })];
    Object.assign(site.services, { examples });
    const guests = [];
    for (let n = 0; n < 2; n++) {
      const browser = site.visitor();
      await browser.get('/sign-in/x');
      const token = await newLink();
      await browser.get(token);
      const response = await browser.post('/look-around');
      assert.deepEqual([response.status, response.location], [303, '/schools/100001']);
      guests.push(browser);
    }
    const counts = async () =>
      database.db.asSystem(async (tx) => ({
        guests: (await tx.selectFrom('person').select('id').where('is_guest', '=', true).execute()).length,
        copies: (await tx.selectFrom('organisation').select('name').where('is_guest', '=', true).execute()).length,
      }));
    assert.deepEqual(await counts(), { guests: 2, copies: 2 });
    const clock = site.services.clock as Clock & { set(instant: string): void };
    const hoursLater = (hours: number) => new Date(TEST_NOW.getTime() + hours * 3_600_000);
    const tidy = (hours: number) => database.db.asSystem((tx) => tidyPeople(tx, hoursLater(hours)));
    assert.deepEqual(await tidy(71), { guestsRemoved: 0 });
    clock.set(hoursLater(50).toISOString());
    await guests[0]?.get('/sign-in');
    clock.set(TEST_NOW.toISOString());
    assert.deepEqual(await tidy(73), { guestsRemoved: 1 }, 'the one who did not come back');
    assert.deepEqual(await counts(), { guests: 1, copies: 1 });

    const [own] = await database.db.asSystem((tx) =>
      tx.selectFrom('person').select('id').where('is_guest', '=', true).execute(),
    );
    assert.ok(own);
    const founded = { name: 'Our school', personId: own.id, isGuest: true, at: TEST_NOW };
    await database.db.asSystem((tx) => foundOrganisation(tx, founded));
    assert.deepEqual(await tidy(50 + 73), { guestsRemoved: 0 }, 'the one with a school of their own');
    assert.deepEqual(await tidy(50 + SESSION_DAYS * 24 + 1), { guestsRemoved: 1 });
    assert.deepEqual(await counts(), { guests: 0, copies: 0 });
  });

  test('who look after the installation are made once', async () => {
    const first = await database.db.asSystem((tx) => ensureOperator(tx, TEST_NOW));
    const second = await database.db.asSystem((tx) => ensureOperator(tx, TEST_NOW));
    assert.deepEqual([first.isNew, second.isNew, second.personId], [true, false, first.personId]);
  });
});
