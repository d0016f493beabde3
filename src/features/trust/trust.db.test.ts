import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addPerson, addSchool, sampleRecord } from '../../../test/people.ts';
import { smallSchool } from '../../../test/small-school.ts';
import { readLibrary } from '../../app/services.ts';

const library = readLibrary();
const broadband = (endsOn: string) => ({
  id: 'line',
  title: 'The line',
  type: 'broadband',
  annualCostPence: 120_000,
  startsOn: '2022-09-01',
  endsOn,
  renewal: 'automatic',
  renewalMonths: 12,
  noticeCount: 3,
  noticeUnit: 'months',
});

onEachEngine('A shared fund', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  let owner: { personId: string; organisationId: string };
  let admin: TestBrowser;
  const ids: string[] = [];
  const at = (path: string, organisation = owner.organisationId) => `/organisations/${organisation}${path}`;

  before(async () => {
    database = await open();
    site = await buildTestApp(database);
    owner = await addPerson(database.db);
    for (const [k, name] of ['Ash School', 'Birch School', 'Cedar School'].entries()) {
      const school = { ...sampleRecord().school, key: `10000${k + 1}`, urn: null, name, pupils: 100 * (k + 1) };
      const contracts = [broadband(`202${7 + k}-08-31`)] as never;
      const { schoolId } = await addSchool(database.db, owner, smallSchool(library, undefined, { school, contracts }));
      ids.push(schoolId);
    }
    admin = await site.signedIn(owner.personId);
  });
  after(() => site.close());

  const amounts = (capital: string, revenue: string) =>
    Object.fromEntries(
      ['2026-27', '2027-28', '2028-29', '2029-30', '2030-31', '2031-32'].flatMap((year) => [
        [`capital-${year}`, capital],
        [`revenue-${year}`, revenue],
      ]),
    );

  test('is offered where several schools belong together', async () => {
    const { body } = await admin.get('/');
    assert.match(body, /Pat Bursar’s organisation: share a fund/);
    const page = await admin.get(at('/fund'));
    assert.equal(page.status, 200);
    assert.match(page.body, /No fund is written down yet/);
    assert.equal((await admin.post(at('/fund/share'))).location, at('/fund/change'), 'asks for the fund first');
  });

  test('is written down, with what cannot be read said beside it', async () => {
    const form = await admin.get(at('/fund/change'));
    assert.match(form.body, /Capital in 2027/);
    const wrong = await admin.post(at('/fund/change'), { version: '0', ...amounts('much', '2,000') });
    assert.equal(wrong.status, 422);
    assert.match(wrong.body, /must be an amount in pounds/);
    const saved = await admin.post(at('/fund/change'), {
      version: '0',
      'carry-forward': 'yes',
      ...amounts('4000', '2,000'),
    });
    assert.equal(saved.location, `${at('/fund')}?done=saved`);
    const { body } = await admin.get(at('/fund'));
    assert.match(body, /£4,000/);
    await admin.get(at('/fund/change'));
    const stale = await admin.post(at('/fund/change'), { version: '0', ...amounts('1', '1') });
    assert.equal(stale.status, 409);
    assert.match(stale.body, /Somebody else has changed the fund/);
  });

  test('is shared out in the background: who is worse off, what each is given, what more would bring', async () => {
    await admin.get(at('/fund'));
    const { status, location } = await admin.post(at('/fund/share'));
    assert.deepEqual([status, location], [303, `${at('/fund')}?done=shared`]);
    await site.services.trustRunner.drain();
    const { body } = await admin.get(at('/fund'));
    assert.match(body, /No school is worse off|would do better with/);
    assert.match(body, /3 schools are few for sharing a fund/);
    assert.match(body, /It is proven that no sharing|Another could at most/);
    assert.match(body, /What £10,000 more would bring/);
    assert.doesNotMatch(body, /Still being/);
    const { state } = JSON.parse((await admin.get(at('/fund/state.json'))).body) as { state: string };
    assert.match(state, /ready/);
    const school = await admin.get(at(`/fund/schools/${ids[0]}`));
    assert.match(school.body, /Ash School and the shared fund/);
    assert.match(school.body, /The plan by term/);
    assert.match(school.body, /href="\/schools\/100001\/plan"/);
    assert.equal((await admin.get(at('/fund/schools/none'))).status, 404);
  });

  test('goes on without a school that keeps its own share, and says what that means for the others', async () => {
    await admin.get(at('/fund'));
    assert.equal((await admin.post(at(`/fund/schools/${ids[2]}/out`))).location, `${at('/fund')}?done=out`);
    await site.services.trustRunner.drain();
    const { body } = await admin.get(at('/fund'));
    assert.match(body, /Keeps its own share/);
    assert.match(body, /What it means for the others/);
    const row = await database.db.as(owner.personId, (tx) =>
      tx
        .selectFrom('trust_sharing_school')
        .innerJoin('trust_sharing', 'trust_sharing.id', 'trust_sharing_school.sharing_id')
        .select('given')
        .where('school_id', '=', ids[2]!)
        .orderBy('entered', 'desc')
        .executeTakeFirstOrThrow(),
    );
    const cedar = row.given as { isOut: boolean; grantPence: number[] };
    assert.deepEqual([cedar.isOut, cedar.grantPence[0]], [true, 200_000]);
    assert.equal((await admin.post(at(`/fund/schools/${ids[2]}/in`))).status, 303);
    await site.services.trustRunner.drain();
  });

  test('tries whether what is cheaper together is bought by enough', async () => {
    const { body } = await admin.get(at('/fund'));
    const option = /<option value="([^"]*(?:line|broadband)[^"]*)"/.exec(body)?.[1] ?? assert.fail('no option');
    const wrong = await admin.post(at('/fund/pools'), { option, year: '2027-28', schools: '9', price: '10' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.body, /must be from 2 to 3/);
    const added = await admin.post(at('/fund/pools'), { option, year: '2027-28', schools: '3', price: '10' });
    assert.equal(added.status, 303);
    await admin.get(at('/fund'));
    await admin.post(at('/fund/share'));
    await site.services.trustRunner.drain();
    const shown = (await admin.get(at('/fund'))).body;
    assert.match(shown, /Reached by Ash School, Birch School and Cedar School\. It saves|Not reached/);
    const pool = /\/fund\/pools\/([^/"]+)\/remove/.exec(shown)?.[1] ?? assert.fail('no pool');
    assert.equal((await admin.post(at(`/fund/pools/${pool}/remove`))).status, 303);
    assert.equal((await admin.post(at(`/fund/pools/${pool}/remove`))).status, 404);
  });

  test('shows what it takes to let contracts end on one day', async () => {
    const { status, body } = await admin.get(at('/ends?type=broadband&saving=20'));
    assert.equal(status, 200);
    assert.match(body, /the day that costs least/);
    assert.match(body, /31 August 2027/);
    assert.match(body, /saves £720 a year/);
    assert.equal((await admin.get(at('/ends?saving=lots'))).status, 422);
  });

  test('is called what its administrator calls it', async () => {
    await admin.get(at('/name'));
    assert.equal((await admin.post(at('/name'), { name: '' })).status, 422);
    assert.equal((await admin.post(at('/name'), { name: 'The Arboretum Trust' })).status, 303);
    assert.match((await admin.get(at('/fund'))).body, /A shared fund for The Arboretum Trust/);
  });

  const routes = () => site.app.routeList.filter(({ url }) => url.startsWith('/organisations/:organisation'));
  const fill = (url: string, organisation: string) =>
    url.replace(':organisation', organisation).replace(':school', ids[0]!).replace(':pool', 'p');

  test('is kept as a table: what each is given, begins and plans', async () => {
    const csv = await admin.get(at('/fund/shares.csv'));
    assert.equal(csv.status, 200);
    const lines = csv.body.split('\r\n');
    assert.match(lines[0]!, /School,How it fares,Year,Row,What for,What is done/);
    for (const name of ['Ash School', 'Birch School', 'Cedar School'])
      for (const row of ['Given', 'Its share by pupils', 'Plan by term'])
        assert.ok(
          lines.some((line) => line.startsWith(name) && line.includes(`,${row},`)),
          `${name} ${row}`,
        );
  });

  test('is read, and not changed, by whoever may only read all of the schools', async () => {
    for (const role of ['reader', 'editor'] as const) {
      const browser = await site.signedIn(await addMember(database.db, owner.organisationId, role));
      assert.match((await browser.get('/')).body, /Pat Bursar’s organisation: share a fund|The Arboretum Trust/);
      const page = await browser.get(at('/fund'));
      assert.match(page.body, /How it is shared out/);
      assert.doesNotMatch(page.body, /Share it out|Keep its own share|Change the fund|Add it|Take it out|Add a school/);
      for (const { method, url } of routes()) {
        const address = fill(url, owner.organisationId);
        const { status } = await (method === 'GET' ? browser.get(address) : browser.post(address));
        const mayRead = method === 'GET' && !/\/(change|name)$/.test(url);
        assert.equal(status, mayRead ? 200 : 403, `${role} ${method} ${url}`);
      }
    }
    const reader = await addMember(database.db, owner.organisationId, 'reader');
    const touched = await database.db.as(reader, async (tx) => [
      await tx.updateTable('trust_fund').set({ capital_carries_forward: false }).executeTakeFirst(),
      await tx.updateTable('trust_sharing').set({ state: 'failed' }).executeTakeFirst(),
      await tx.updateTable('trust_sharing_school').set({ plan: null }).executeTakeFirst(),
    ]);
    assert.deepEqual(
      touched.map(({ numUpdatedRows }) => Number(numUpdatedRows)),
      [0, 0, 0],
    );
    const removed = await database.db.as(reader, (tx) => tx.deleteFrom('trust_sharing_school').executeTakeFirst());
    assert.equal(Number(removed.numDeletedRows), 0);
  });

  test('is seen by nobody who does not see all of the schools, nor is whether it exists', async () => {
    const { organisationId } = owner;
    const others = [
      await addMember(database.db, organisationId, 'administrator', ids[0]),
      await addMember(database.db, organisationId, 'reader', ids[0]),
      (await addPerson(database.db)).personId,
    ];
    assert.ok(routes().length >= 13, JSON.stringify(routes()));
    for (const personId of others) {
      const browser = await site.signedIn(personId);
      await browser.get('/');
      for (const { method, url } of routes()) {
        const ask = (address: string) => (method === 'GET' ? browser.get(address) : browser.post(address));
        const theirs = await ask(fill(url, organisationId));
        const none = await ask(fill(url, 'none'));
        assert.deepEqual([method, url, theirs.status, theirs.body], [method, url, 403, none.body]);
      }
      const seen = await database.db.as(personId, async (tx) => ({
        funds: await tx.selectFrom('trust_fund').selectAll().execute(),
        sharings: await tx.selectFrom('trust_sharing').select('id').execute(),
        shares: await tx.selectFrom('trust_sharing_school').select('school_id').execute(),
        renamed: await tx
          .updateTable('organisation')
          .set({ name: 'x' })
          .where('organisation_id', '=', organisationId)
          .execute(),
      }));
      assert.deepEqual([seen.funds, seen.sharings, seen.shares], [[], [], []]);
      assert.equal(Number(seen.renamed[0]?.numUpdatedRows), 0);
    }
  });

  test('names no school that has left since, nor anything of another organisation’s', async () => {
    const stranger = await addPerson(database.db);
    const { schoolId } = await addSchool(database.db, stranger, smallSchool(library));
    const own = await admin.get(at(`/fund/schools/${schoolId}`));
    assert.equal(own.status, 404);
    assert.equal((await admin.post(at(`/fund/schools/${schoolId}/out`))).status, 404);
    assert.doesNotMatch((await admin.get(at('/fund'))).body, new RegExp(schoolId));
  });

  test('is taken up again where the work was broken off', async () => {
    const { db } = database;
    await db.as(owner.personId, (tx) =>
      tx.updateTable('trust_sharing').set({ state: 'working', result: null, progress: null }).execute(),
    );
    assert.match((await admin.get(at('/fund'))).body, /data-refresh=/);
    await site.services.trustRunner.drain();
    assert.match((await admin.get(at('/fund'))).body, /How it is shared out/);
  });

  test('was served without a failure', () => {
    assert.deepEqual(site.failures(), []);
  });
});
