import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser, type TestResponse } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool, sampleRecord } from '../../../test/people.ts';
import { terminal } from '../../../test/terminal.ts';
import { recordSchema, type SchoolRecord } from '../../domain/record.ts';
import { schoolsImportCommand } from './index.ts';

const register = fileURLToPath(new URL('../../../test/samples/edubasealldata-sample.csv', import.meta.url));
const typed = { name: 'Oak & Ash School', urn: '', phase: 'secondary', pupils: '1,100', governance: 'academy' };

/** A record with something in each of its lists. */
const sources = { '*': { from: 'import', on: '2026-10-01', note: 'register.csv, row 2' } };
const whole: SchoolRecord = recordSchema.parse({
  ...sampleRecord(),
  school: { ...sampleRecord().school, key: '100077', urn: '100077', localAuthority: 'Ashbrook' },
  contracts: [{ id: 'c1', title: 'Broadband “fast”', endsOn: '2027-08-31', unread: { startsOn: 'TBC' }, sources }],
  systems: [
    { id: 's1', name: 'Files', kind: 'files', contractId: 'c1', equipmentId: 'e1', backupOffSite: false, sources },
  ],
  equipment: [{ id: 'e1', name: 'Server', kind: 'server', boughtYear: 2019, sources }],
  connections: [{ id: 'l1', name: 'Main line', technology: 'fttp', downMbps: 900, contractId: 'c1', sources }],
  answers: [{ questionId: 'cyber-assessment', choice: 'not-sure', answeredOn: '2026-10-01', note: 'Ask Sam' }],
  limits: {
    budgets: [{ year: '2026-27', capitalPence: 100_050, revenuePence: 0 }],
    staffDaysByTerm: { '2027-spring': 3 },
    holidays: [{ name: 'Half term', startsOn: '2027-02-15', endsOn: '2027-02-19' }],
    governorsMeetings: ['2027-03-02'],
  },
  quotes: [{ optionId: 'o1', oneOffPence: 99 }],
});
const file = (content: unknown) => ({
  field: 'file',
  name: 'school.json',
  bytes: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
});
const keyIn = ({ status, location, body }: TestResponse): string => {
  assert.equal(status, 303, body);
  return /^\/schools\/([^/?]+)\?done=started$/.exec(location ?? '')?.[1] ?? assert.fail(String(location));
};

onEachEngine('Starting a school', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  let bursar: Awaited<ReturnType<TestApp['signedIn']>>;
  const recordOf = async (browser: TestBrowser, key: string) =>
    JSON.parse((await browser.get(`/schools/${key}/school.json`)).body) as SchoolRecord;

  before(async () => {
    database = await open();
    site = await buildTestApp(database);
    bursar = await site.signedIn();
    await bursar.get('/start');
  });
  after(() => site.close());

  test('with five answers leads to its front page, where it is the only one', async () => {
    const { location } = await bursar.post('/start', typed);
    const { status, body } = await bursar.get(location ?? '');
    assert.equal(status, 200);
    assert.match(body, /Your school is here/);
    assert.match(body, /Oak &amp; Ash School/);
    const record = await recordOf(bursar, /schools\/([^?]+)/.exec(location ?? '')?.[1] ?? '');
    assert.deepEqual([record.school.pupils, record.school.urn, record.edition], [1100, null, '2026-09']);
    assert.match((await bursar.get('/')).body, /Oak &amp; Ash School/);
  });

  test('with answers that cannot be used keeps them and says how to mend them', async () => {
    await bursar.get('/start');
    const { status, body } = await bursar.post('/start', { ...typed, urn: '12', pupils: 'about "400"' });
    assert.equal(status, 422);
    assert.match(body, /<title>Error: /);
    assert.match(body, /A URN has six digits.*must be a whole number/s);
    assert.match(body, /value="about &quot;400&quot;"/);
    assert.match(body, /value="Oak &amp; Ash School"/);
    assert.match(body, /value="secondary" selected/);
  });

  test('without the national register asks for no URN to look up', async () => {
    assert.doesNotMatch((await bursar.get('/start')).body, /Find it by URN/);
  });

  test('the national register is counted without a database, then read into it', async () => {
    const dry = terminal([schoolsImportCommand({ openDatabase: () => Promise.reject(new Error('No database')) })]);
    const counted = await dry.json<{ rows: number; read: number; left: number; dryRun: boolean }>(
      'schools',
      'import',
      register,
      '--dry-run',
    );
    assert.deepEqual([counted.rows, counted.read, counted.left, counted.dryRun], [12, 11, 1, true]);
    // The command closes what it opens; the test's database stays open.
    const openDatabase = async () => ({ ...database.db, close: async () => undefined });
    const real = terminal([schoolsImportCommand({ openDatabase })]);
    for (let time = 0; time < 2; time++) {
      assert.equal(await real.run('schools', 'import', register), 0, real.printed.err);
      assert.match(real.printed.out, /^11 schools of 12 rows are in the register/);
    }
    const rows = await database.db.asSystem((tx) => tx.selectFrom('establishment').select('urn').execute());
    assert.equal(rows.length, 11);
  });

  test('a register that is none, or is not there, changes nothing and ends with 1', async () => {
    const openDatabase = async () => ({ ...database.db, close: async () => undefined });
    const { printed, run } = terminal([schoolsImportCommand({ openDatabase })]);
    assert.equal(await run('schools', 'import', '/nowhere.csv'), 1);
    assert.equal(printed.err, 'cairn: There is no file /nowhere.csv.\n');
    const contracts = fileURLToPath(new URL('../../../test/samples/contracts-register.csv', import.meta.url));
    assert.equal(await run('schools', 'import', contracts), 1);
    assert.equal(printed.err.split('\n').length, 2, printed.err);
    assert.equal(await run('schools', 'import', '/'), 1, 'a folder');
    assert.equal(printed.err.split('\n').length, 2, printed.err);
    assert.equal(await run('schools', 'import'), 2);
    const rows = await database.db.asSystem((tx) => tx.selectFrom('establishment').select('urn').execute());
    assert.equal(rows.length, 11);
  });

  test('by URN fills the form from the register; one that is not in it says so', async () => {
    const { body } = await bursar.get('/start?look-up=990003');
    assert.match(body, /value="Larkrise Academy"/);
    assert.match(body, /value="1104"/);
    assert.match(body, /value="academy"[^>]*checked|checked[^>]*value="academy"/);
    assert.match(body, /<input[^>]*name="hasSixthForm"[^>]*value="yes"[^>]*checked/);
    assert.match((await bursar.get('/start?look-up=990008')).body, /The register lists it as: Closed/);
    for (const urn of ['123456', '12', '<b>']) {
      const { status, body: unknown } = await bursar.get(`/start?look-up=${encodeURIComponent(urn)}`);
      assert.equal(status, 200);
      assert.match(unknown, /No school with the URN/);
      assert.doesNotMatch(unknown, /<b>/);
    }
    const key = keyIn(await bursar.post('/start', { ...typed, name: 'Larkrise Academy', urn: '990003' }));
    assert.equal(key, '990003');
    // Twice the same school has two addresses, and two people may each have it.
    assert.notEqual(keyIn(await bursar.post('/start', { ...typed, urn: '990003' })), '990003');
    const other = await site.signedIn();
    await other.get('/start');
    assert.equal(keyIn(await other.post('/start', { ...typed, urn: '990003' })), '990003');
  });

  test('from a file, and saved again, is the same record', async () => {
    await addSchool(database.db, bursar, whole);
    const saved = await bursar.get('/schools/100077/school.json');
    assert.match(String(saved.headers['content-disposition']), /cairn-100077\.json/);
    assert.deepEqual(JSON.parse(saved.body), whole);
    const other = await site.signedIn();
    await other.get('/start');
    assert.equal(keyIn(await other.upload('/start/file', file(saved.body))), '100077');
    assert.deepEqual(await recordOf(other, '100077'), whole);
    // Beside itself it gets a key of its own, and is otherwise the same.
    const key = keyIn(await other.upload('/start/file', file(saved.body)));
    assert.deepEqual(await recordOf(other, key), { ...whole, school: { ...whole.school, key } });
  });

  test('from a file that names no sources says that everything came from a file', async () => {
    const owner = await site.signedIn();
    await owner.get('/start');
    const equipment = [
      { id: 'e1', name: 'Server', kind: 'server' },
      { ...whole.equipment[0], id: 'e2' },
    ];
    const key = keyIn(await owner.upload('/start/file', file({ ...whole, systems: [], equipment })));
    const kept = (await recordOf(owner, key)).equipment.map((item) => item.sources);
    assert.deepEqual(kept, [{ '*': { from: 'file', on: '2026-11-24', note: null } }, sources]);
  });

  test('from a file that is none says what it is, and brings nothing in', async () => {
    await bursar.get('/start');
    const before = (await bursar.get('/')).body;
    const cases: readonly [unknown, RegExp][] = [
      ['', /Choose a school file/],
      ['Title,Supplier\nMIS,Quill', /not a school file.*spreadsheet/s],
      [{ ...whole, format: 'other' }, /cannot be used: format/],
      [{ ...whole, contracts: [{ id: 'c1', title: 'x', endsOn: '2027-02-30' }] }, /contracts › 0 › endsOn/],
      [{ ...whole, contracts: [] }, /names the contract “c1”/],
      [{ ...whole, equipment: [...whole.equipment, ...whole.equipment] }, /“e1” twice/],
    ];
    for (const [content, words] of cases) {
      const { status, body } = await bursar.upload('/start/file', file(content));
      assert.equal(status, 422);
      assert.match(body, words);
    }
    assert.equal((await bursar.post('/start/file', {})).status, 422);
    assert.equal((await bursar.get('/')).body.match(/\/schools\//g)?.length, before.match(/\/schools\//g)?.length);
  });

  test('from a file under an edition that the library lacks is refused rather than broken', async () => {
    await bursar.get('/start');
    const { status, body } = await bursar.upload('/start/file', file({ ...whole, edition: '1999-01' }));
    assert.equal(status, 422);
    assert.match(body, /1999-01/);
  });

  test('its details are changed, with history; two people at once see it', async () => {
    await addSchool(database.db, bursar, { school: { ...sampleRecord().school, key: '100088', urn: null } });
    const base = '/schools/100088';
    const { body: form } = await bursar.get(`${base}/details`);
    assert.match(form, /name="version" value="1"/);
    const details = { ...typed, name: 'Elm Lane School', phase: 'primary', pupils: '421' };
    const done = await bursar.post(`${base}/details`, { ...details, version: '1' });
    assert.deepEqual([done.status, done.location], [303, `${base}?done=details`]);
    assert.match((await bursar.get(done.location ?? '')).body, /Details saved/);
    const onRecord = async () => {
      const file = JSON.parse((await bursar.get(`${base}/school.json`)).body) as SchoolRecord;
      return [file.school.hasSixthForm, file.school.sites];
    };
    assert.deepEqual(await onRecord(), [null, null]);
    const secondary = { ...details, phase: 'secondary', hasSixthForm: 'no', sites: '3', version: '2' };
    assert.equal((await bursar.post(`${base}/details`, secondary)).status, 303);
    assert.deepEqual(await onRecord(), [false, 3]);
    assert.match((await bursar.get(`${base}/details`)).body, /name="sites"[^>]*value="3"|value="3"[^>]*name="sites"/);
    assert.equal((await bursar.post(`${base}/details`, { ...secondary, sites: '0', version: '3' })).status, 422);
    // Of a primary it is not asked, so nothing is kept.
    const primary = { ...details, hasSixthForm: 'yes', version: '3' };
    assert.equal((await bursar.post(`${base}/details`, primary)).status, 303);
    assert.deepEqual(await onRecord(), [null, null]);
    const mine = await bursar.post(`${base}/details`, { ...details, name: 'My name', version: '1' });
    assert.equal(mine.status, 409);
    assert.match(mine.body, /now “Elm Lane School”, primary, 421 pupils/);
    assert.match(mine.body, /value="My name"/);
    assert.match(mine.body, /name="version" value="4"/);
    const wrong = await bursar.post(`${base}/details`, { ...details, pupils: '-3', version: '1' });
    assert.equal(wrong.status, 422);
    // What was not seen stays not seen, however often the form comes back.
    assert.match(wrong.body, /name="version" value="1"/);
    for (const version of ['', 'x', '1.5', '99999999999999999999']) {
      assert.equal((await bursar.post(`${base}/details`, { ...details, version })).status, 409, version);
    }
    assert.match((await bursar.get(`${base}/history`)).body, /Elm Lane School/);
    const reader = await site.signedIn(await addMember(database.db, bursar.organisationId, 'reader'));
    assert.equal((await reader.get(`${base}/details`)).status, 403);
    assert.equal((await reader.post(`${base}/details`, details)).status, 403);
    assert.equal((await reader.get(`${base}/school.json`)).status, 200);
  });

  test('was served without a failure', () => {
    assert.deepEqual(site.failures(), []);
  });
});
