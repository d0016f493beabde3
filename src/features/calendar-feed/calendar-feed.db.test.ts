import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import ICAL from 'ical.js';
import { buildTestApp, type TestApp } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addPerson, addSchool, TEST_NOW } from '../../../test/people.ts';
import { hashOfToken } from '../../platform/sessions/index.ts';

onEachEngine('A calendar feed', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  let owner: { personId: string; organisationId: string };
  let key: string;

  before(async () => {
    database = await open();
    site = await buildTestApp(database);
    owner = await addPerson(database.db);
    ({ key } = await addSchool(database.db, owner, {
      contracts: [
        {
          id: 'c1',
          title: 'Copier, 2nd floor',
          endsOn: '2027-08-31',
          renewal: 'automatic',
          renewalMonths: 12,
          noticeCount: 3,
          noticeUnit: 'months',
        },
      ] as never,
    }));
  });
  after(() => site.close());

  /** A calendar program: no cookies. */
  const fetchFeed = async (address: string, headers: Record<string, string> = {}) => {
    const response = await site.app.inject({ method: 'GET', url: new URL(address).pathname, headers });
    return { status: response.statusCode, body: response.body, headers: response.headers };
  };
  const titlesIn = (file: string): string[] =>
    new ICAL.Component(ICAL.parse(file) as unknown[])
      .getAllSubcomponents('vevent')
      .map((event) => new ICAL.Event(event).summary);
  const addressIn = (body: string): string => /<code class="cairn-address">([^<]+)<\/code>/.exec(body)?.[1] ?? '';
  const stopIn = (body: string): string => /action="(\/calendar-feed\/[^"]+\/stop)"/.exec(body)?.[1] ?? '';

  test('is made, fetched without a sign-in, and stopped', async () => {
    const browser = await site.signedIn(owner.personId);
    const page = `/schools/${key}/calendar-feed`;
    assert.match((await browser.get(`/schools/${key}/decisions`)).body, new RegExp(`href="${page}"`));
    await browser.get(page);
    const made = await browser.post('/calendar-feed', { school: key, label: 'Outlook at work' });
    assert.equal(made.status, 200);
    const address = addressIn(made.body);
    assert.match(address, /^http:\/\/[^/]+\/calendar\/[\w-]{43}\.ics$/);
    assert.ok(made.body.includes(address.replace('http:', 'webcal:')));
    assert.match(made.body, /Outlook at work[\s\S]*Never yet/);

    const first = await fetchFeed(address);
    assert.equal(first.status, 200);
    assert.equal(first.headers['content-type'], 'text/calendar; charset=utf-8');
    assert.equal(first.headers['set-cookie'], undefined);
    assert.ok(titlesIn(first.body).includes('Last day to give notice on “Copier, 2nd floor”'));
    const again = await browser.get(page);
    assert.ok(!again.body.includes(address), 'the address is not shown again');
    assert.match(again.body, /24 November 2026 at 9:00am[\s\S]*24 November 2026 at 9:00am/);

    await browser.post(stopIn(again.body), { school: key });
    assert.match((await browser.get(`${page}?done=stopped`)).body, /The address no longer works/);
    assert.equal((await fetchFeed(address)).status, 410);
  });

  test('answers "not modified" until something in it changes', async () => {
    const address = await make({ school: key });
    const first = await fetchFeed(address);
    const etag = String(first.headers['etag']);
    const same = await fetchFeed(address, { 'if-none-match': etag });
    assert.deepEqual([same.status, same.body, same.headers['etag']], [304, '', etag]);
    const browser = await site.signedIn(owner.personId);
    const form = await browser.get(`/schools/${key}/contracts/c1/edit`);
    const version = /name="version" value="(\d+)"/.exec(form.body)?.[1] ?? '';
    const saved = await browser.post(`/schools/${key}/contracts/c1/edit`, { version, title: 'Copier, moved' });
    assert.equal(saved.status, 303);
    const changed = await fetchFeed(address, { 'if-none-match': etag });
    assert.equal(changed.status, 200);
    assert.ok(titlesIn(changed.body).some((title) => title.includes('Copier, moved')));
    assert.match(changed.body, /SEQUENCE:1\r\n/);
  });

  test('of a person holds all the schools that they may see, and loses one with their membership', async () => {
    const other = await addPerson(database.db, 'Other School');
    await addSchool(database.db, other, {
      school: {
        key: '100002',
        urn: null,
        name: 'Oak Lane Primary',
        phase: 'primary',
        pupils: 100,
        governance: 'maintained',
        localAuthority: null,
        hasSixthForm: null,
        sites: null,
        isExample: false,
      },
      contracts: [{ id: 'c9', title: 'Their phones', endsOn: '2027-08-31', renewal: 'none' }] as never,
    });
    const personId = await addMember(database.db, owner.organisationId, 'reader');
    await database.db.asSystem((tx) =>
      tx
        .insertInto('membership')
        .values({ organisation_id: other.organisationId, person_id: personId, role: 'reader', created_at: TEST_NOW })
        .execute(),
    );
    const all = await make({}, personId);
    const one = await make({ school: '100002' }, personId);
    const both = titlesIn((await fetchFeed(all)).body);
    assert.ok(both.includes('Oak Lane Primary: “Their phones” ends'));
    assert.ok(both.some((title) => title.startsWith('Elm Lane Primary: ')));
    assert.deepEqual(
      titlesIn((await fetchFeed(one)).body).filter((title) => title.includes('Elm Lane')),
      [],
    );

    await database.db.asSystem((tx) =>
      tx
        .deleteFrom('membership')
        .where('organisation_id', '=', other.organisationId)
        .where('person_id', '=', personId)
        .execute(),
    );
    const left = await fetchFeed(all);
    assert.ok(!left.body.includes('Their phones') && !left.body.includes('Oak Lane'));
    assert.ok(titlesIn(left.body).length > 0);
    const gone = await fetchFeed(one);
    assert.equal(gone.status, 404);
    assert.ok(!gone.body.includes('Oak Lane'));
  });

  test('cannot be made for, seen in or stopped from outside', async () => {
    const stranger = await site.signedIn();
    await stranger.get('/');
    assert.equal((await stranger.get(`/schools/${key}/calendar-feed`)).status, 403);
    assert.equal((await stranger.post('/calendar-feed', { school: key })).status, 403);
    const browser = await site.signedIn(owner.personId);
    await make({ school: key });
    const stop = stopIn((await browser.get('/calendar-feed')).body);
    assert.equal((await stranger.post(stop)).status, 404);
    assert.equal((await stranger.post('/calendar-feed/no-such/stop')).status, 404);
    assert.ok((await browser.get('/calendar-feed')).body.includes(stop));
    for (const file of ['x.ics', `${'a'.repeat(43)}.ics`, 'a'.repeat(43), '%00.ics']) {
      assert.equal((await fetchFeed(`http://localhost/calendar/${file}`)).status, 404);
    }
  });

  test('is stored and logged without its secret', async () => {
    const address = await make({ school: key });
    await fetchFeed(address);
    const secret = /([\w-]{43})\.ics$/.exec(address)?.[1] ?? '';
    const rows = await database.db.asSystem((tx) => tx.selectFrom('calendar_feed').selectAll().execute());
    assert.ok(rows.some((row) => row.token_hash === hashOfToken(secret)));
    assert.ok(!JSON.stringify(rows).includes(secret));
    assert.ok(site.log.some((line) => line.includes('/calendar/:file')));
    assert.ok(!site.log.some((line) => line.includes(secret)));
    assert.deepEqual(site.failures(), []);
  });

  test('is limited: so many addresses for a person, so many fetches in a while', async () => {
    const personId = await addMember(database.db, owner.organisationId, 'reader');
    const browser = await site.signedIn(personId);
    await browser.get('/calendar-feed');
    for (let count = 0; count < 20; count += 1) assert.equal((await browser.post('/calendar-feed')).status, 200);
    const more = await browser.post('/calendar-feed', { label: 'One more' });
    assert.equal(more.status, 422);
    assert.match(more.body, /You have 20 addresses already[\s\S]*value="One more"/);
    const statuses = new Set<number>();
    for (let count = 0; count < 130; count += 1) {
      const { statusCode } = await site.app.inject({
        method: 'GET',
        url: '/calendar/x.ics',
        remoteAddress: '192.0.2.7',
      });
      statuses.add(statusCode);
    }
    assert.deepEqual([...statuses].toSorted(), [404, 429]);
  });

  async function make(form: Record<string, string>, personId = owner.personId): Promise<string> {
    const browser = await site.signedIn(personId);
    await browser.get('/calendar-feed');
    const { body, status } = await browser.post('/calendar-feed', form);
    assert.equal(status, 200);
    return addressIn(body);
  }
});
