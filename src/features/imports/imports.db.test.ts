import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addPerson, addSchool, sampleRecord } from '../../../test/people.ts';
import { readRecord } from '../schools/index.ts';

const sample = readFileSync(new URL('../../../test/samples/contracts-register.csv', import.meta.url));
const council = new URL('../../../../shared/data/contracts/salford_contracts_register_2022-07.csv', import.meta.url);
const base = '/schools/100001/contracts';

onEachEngine('import of contracts', (open) => {
  let database: TestDatabase;
  let app: TestApp;
  let browser: TestBrowser & { personId: string; organisationId: string };
  let schoolId: string;

  before(async () => {
    database = await open();
    app = await buildTestApp(database);
    browser = await app.signedIn();
    const { contracts } = sampleRecord({ contracts: [{ id: 'own', title: 'Written by hand' }] as never });
    ({ schoolId } = await addSchool(database.db, browser, { contracts }));
  });
  after(() => app.close());

  const contracts = async () =>
    (await database.db.as(browser.personId, (tx) => readRecord(tx, schoolId, '2026-11-24'))).contracts;
  const send = async (name: string, bytes: Uint8Array): Promise<string> => {
    await browser.get(`${base}/import`);
    const { status, location } = await browser.upload(`${base}/import`, { field: 'file', name, bytes });
    assert.equal(status, 303);
    return (location ?? '').replace(/\/columns$/, '');
  };

  test('a file waits, its columns are shown, and nothing is in the register yet', async () => {
    const batch = await send('register.csv', sample);
    const { status, body } = await browser.get(`${batch}/columns`);
    assert.equal(status, 200);
    assert.match(body, /Known heading/);
    assert.match((await browser.get(batch)).body, /No row is lost/);
    assert.equal((await contracts()).length, 1);
    assert.match((await browser.get(`${base}/import`)).body, /Not brought in yet/);
  });

  test('it comes in whole, again changes nothing, and goes out again but for what was touched', async () => {
    const batch = await send('register.csv', sample);
    const { body: preview } = await browser.get(batch);
    const offered = Number(/Bring in (\d+) contracts?/.exec(preview)?.[1]);
    assert.ok(offered > 2);
    assert.equal((await browser.post(`${batch}/finish`)).status, 303);
    const imported = (await contracts()).filter(({ id }) => id !== 'own');
    assert.equal(imported.length, offered);

    await browser.post(`${batch}/finish`);
    assert.equal((await contracts()).length, offered + 1);

    const again = await send('the same under another name.csv', sample);
    assert.match((await browser.get(again)).body, /would change nothing/);
    await browser.post(`${again}/finish`);
    assert.equal((await contracts()).length, offered + 1);

    const { body: history } = await browser.get(`/schools/100001/history?item=${imported[0]?.id}`);
    assert.match(history, /Pat Bursar/);

    await browser.post(`${base}/${imported[0]?.id}/edit`, { version: '1', title: 'Changed by hand' });
    assert.equal((await browser.post(`${batch}/undo`)).status, 303);
    const left = await contracts();
    assert.deepEqual(left.map(({ title }) => title).sort(), ['Changed by hand', 'Written by hand']);
    assert.match((await browser.get(batch)).body, /1 stayed/);

    await browser.post(`${batch}/reopen`);
    await browser.post(`${batch}/finish`);
    assert.equal((await contracts()).length, offered + 1);
  });

  test('columns can be corrected; two for the same thing are refused with what was chosen', async () => {
    const batch = await send('plain.csv', Buffer.from('Thing,Firm,When\nPhones,Acme,1/9/2027\nTotals,,\n,,soon\n'));
    const page = await browser.get(`${batch}/columns`);
    assert.match(page.body, /Not recognised/);
    const clash = await browser.post(`${batch}/columns`, {
      'column-0': 'title',
      'column-1': 'title',
      'column-2': 'endsOn',
    });
    assert.equal(clash.status, 422);
    assert.match(clash.body, /taken for the same thing/);
    const right = { 'column-0': 'title', 'column-1': 'supplier', 'column-2': 'endsOn' };
    assert.equal((await browser.post(`${batch}/columns`, right)).status, 303);
    const { body } = await browser.get(batch);
    assert.match(body, /1 September 2027/);
    const kept = await browser.get(`${batch}/kept.csv`);
    assert.match(kept.body, /Totals/);
    assert.match(kept.body, /soon/);
  });

  test('a corrected contract is not overwritten by columns that are corrected later', async () => {
    const batch = await send('late.csv', Buffer.from('Contract,Ends\nPhones,1/9/2027\n'));
    await browser.post(`${batch}/finish`);
    const before = await contracts();
    assert.equal((await browser.post(`${batch}/columns`, { 'column-1': 'startsOn' })).status, 303);
    assert.deepEqual(await contracts(), before);
  });

  test('a row of a contract that is there fills what was not known, and undoing empties it again', async () => {
    const file = Buffer.from('Contract,Supplier,Ends\nWritten by hand,,1/9/2027\nQuite new,Acme,1/9/2027\n');
    const batch = await send('twins.csv', file);
    const { body } = await browser.get(batch);
    assert.match(body, /Bring in 1 contract and take the changes of 1/);
    assert.match(body, /End date: Not known → 1 September 2027/);
    await browser.post(`${batch}/finish`);
    const own = async () => (await contracts()).find(({ id }) => id === 'own');
    assert.equal((await own())?.endsOn, '2027-09-01');
    assert.deepEqual((await own())?.sources['endsOn'], {
      from: 'import',
      on: '2026-11-24',
      note: 'twins.csv, row 2',
    });
    assert.match((await browser.get(batch)).body, /1 contract came into the register; 1 was changed/);
    await browser.post(`${batch}/undo`);
    assert.deepEqual([(await own())?.endsOn, (await own())?.sources['endsOn']], [null, undefined]);
    assert.match((await browser.get(batch)).body, /1 is as it was before/);
  });

  test('a row that cannot be told from two contracts is left out, unless a person says otherwise', async () => {
    const named = async () => (await contracts()).filter(({ title }) => title === 'Copiers').length;
    for (const start of ['2024-01-01', '2025-01-01']) {
      await browser.get(`${base}/new`);
      await browser.post(`${base}/new`, { title: 'Copiers', supplier: 'Print Co', startsOn: start });
    }
    assert.equal(await named(), 2);
    const file = Buffer.from('Contract,Supplier,Ends\nCopiers,Print Co,1/9/2027\n');
    const batch = await send('alike.csv', file);
    assert.match((await browser.get(batch)).body, /Looks like one you have: left out/);
    await browser.post(`${batch}/finish`);
    assert.equal(await named(), 2);
    assert.match((await browser.get(batch)).body, /1 looked like what you have/);
    const again = await send('alike.csv', file);
    await browser.get(again);
    await browser.post(`${again}/finish`, { alike: 'yes' });
    assert.equal(await named(), 3);
  });

  test('what cannot be read says how to mend it and loses nothing that was typed', async () => {
    await browser.get(`${base}/import`);
    const empty = await browser.post(`${base}/import`, { pasted: '  ' });
    assert.equal(empty.status, 422);
    assert.match(empty.body, /Choose a file, or paste rows/);
    const headings = await browser.post(`${base}/import`, { pasted: 'Contract\tSupplier\n' });
    assert.equal(headings.status, 422);
    assert.match(headings.body, /Contract\tSupplier/);
    const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
    const { status, body } = await browser.upload(`${base}/import`, { field: 'file', name: 'old.xls', bytes: old });
    assert.equal(status, 422);
    assert.match(body, /Save as/);
    const pasted = await browser.post(`${base}/import`, { pasted: 'Contract\tSupplier\nPhones\tAcme\n' });
    assert.equal(pasted.status, 303);
  });

  test('another organisation sees neither the batch nor its rows', async () => {
    const batch = await send('register.csv', sample);
    const stranger = await app.signedIn((await addPerson(database.db, 'Stranger')).personId);
    assert.equal((await stranger.get(batch)).status, 403);
    assert.equal((await stranger.get(`${batch}/kept.csv`)).status, 403);
  });

  // The file is not the project's to pass on: the test is there where the file is.
  if (existsSync(council)) {
    test('the real council register comes in with no row lost', async () => {
      const batch = await send('council.csv', readFileSync(council));
      const { body } = await browser.get(batch);
      assert.match(body, /360 rows/);
      const before = (await contracts()).length;
      await browser.post(`${batch}/finish`);
      const after = await contracts();
      assert.equal(after.length, before + 360);
      const texts = after.flatMap(({ unread }) => Object.values(unread));
      assert.ok(texts.some((text) => text.includes('22/04/222')));
      assert.ok(texts.some((text) => text.includes('TBC')));
    });
  }
});
