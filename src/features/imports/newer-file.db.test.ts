import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addSchool } from '../../../test/people.ts';
import { LARGEST_UPLOAD_BYTES } from '../../platform/web/form-body.ts';
import { readRecord } from '../schools/index.ts';

const base = '/schools/100001/contracts';
const first =
  'Contract,Supplier,Ends,Annual cost\nMIS,Quill,31/8/2027,£900\nPhones,Acme,1/9/2027,£300\nCopier,Print Co,1/1/2028,£50\n';

onEachEngine('a newer file of a register', (open) => {
  let database: TestDatabase;
  let app: TestApp;
  let browser: TestBrowser & { personId: string; organisationId: string };
  let schoolId: string;

  before(async () => {
    database = await open();
    app = await buildTestApp(database);
    browser = await app.signedIn();
    ({ schoolId } = await addSchool(database.db, browser));
  });
  after(() => app.close());

  const record = () => database.db.as(browser.personId, (tx) => readRecord(tx, schoolId, '2026-11-24'));
  const contract = async (title: string) => (await record()).contracts.find((item) => item.title === title);
  const send = async (text: string, path = 'contracts', name = 'register.csv'): Promise<string> => {
    const address = `/schools/100001/${path}/import`;
    await browser.get(address);
    const { location } = await browser.upload(address, { field: 'file', name, bytes: Buffer.from(text) });
    return (location ?? '').replace(/\/columns$/, '');
  };
  const text = async (address: string) => (await browser.get(address)).body.replace(/\s+/g, ' ');

  test('shows what changed, takes it, leaves alone what a person typed, tells what is missing, and goes out again', async () => {
    const start = await send(first);
    await browser.post(`${start}/finish`);
    assert.equal((await record()).contracts.length, 3);
    const mis = await contract('MIS');
    assert.deepEqual(mis?.sources, { '*': { from: 'import', on: '2026-11-24', note: 'register.csv, row 2' } });
    await browser.get(`${base}/${mis?.id}/edit`);
    await browser.post(`${base}/${mis?.id}/edit`, { version: '1', title: 'MIS', annualCostPence: '950' });

    const newer =
      'Contract,Supplier,Ends,Annual cost\nMIS,Quill,31/8/2028,£999\nPhones,Acme,1/9/2027,£300\nTablets,Acme,,\n';
    const batch = await send(newer, 'contracts', 'newer.csv');
    const preview = await text(batch);
    assert.match(preview, /Bring in 1 contract and take the changes of 1/);
    assert.match(preview, /1 row says what is in the register already/);
    assert.match(preview, /1 contract is no longer in the file.*Copier/);
    assert.match(preview, /somebody has changed a value here too/);
    const changes = await text(`${batch}/changes`);
    assert.match(changes, /End date: 31 August 2027 → 31 August 2028/);
    assert.match(changes, /Cost a year: £950.* → £999/);
    assert.equal(changes.match(/type="checkbox"[^>]*checked/g)?.length, 1);

    await browser.post(`${batch}/finish`);
    const changed = await contract('MIS');
    assert.deepEqual([changed?.endsOn, changed?.annualCostPence], ['2028-08-31', 95_000]);
    assert.deepEqual(changed?.sources['endsOn'], { from: 'import', on: '2026-11-24', note: 'newer.csv, row 2' });
    assert.equal((await record()).contracts.length, 4);
    assert.match(await text(`/schools/100001/history?item=${mis?.id}`), /31 August 2028/);

    const again = await send(newer, 'contracts', 'newer.csv');
    assert.match(await text(again), /Bringing the file in would change nothing/);

    await browser.post(`${batch}/undo`);
    const back = await contract('MIS');
    assert.deepEqual([back?.endsOn, back?.annualCostPence, back?.sources['endsOn']], ['2027-08-31', 95_000, undefined]);
    assert.equal(await contract('Tablets'), undefined);
  });

  test('what is not ticked stays, what is ticked is taken, and undoing keeps what somebody changed since', async () => {
    const batch = await send(
      'Contract,Supplier,Ends,Annual cost\nPhones,Acme,1/9/2029,£333\n',
      'contracts',
      'third.csv',
    );
    await browser.get(`${batch}/changes`);
    const row = '2';
    await browser.post(`${batch}/changes`, { 'row[]': row, [`take-${row}[]`]: ['annualCostPence'] });
    assert.match(await text(batch), /End date: 1 September 2027 → 1 September 2029 \(stays as it is\)/);
    await browser.post(`${batch}/finish`);
    const phones = await contract('Phones');
    assert.deepEqual([phones?.endsOn, phones?.annualCostPence], ['2027-09-01', 33_300]);
    await browser.get(`${base}/${phones?.id}/edit`);
    await browser.post(`${base}/${phones?.id}/edit`, { version: '2', title: 'Phones', annualCostPence: '400' });
    await browser.post(`${batch}/undo`);
    assert.equal((await contract('Phones'))?.annualCostPence, 40_000);
    assert.match(await text(batch), /1 stayed/);
  });

  test('an item that was removed here is not brought back without being asked for', async () => {
    const copier = await contract('Copier');
    await browser.post(`${base}/${copier?.id}/remove`);
    const batch = await send(first);
    assert.match(await text(batch), /1 row came in before and was removed from the register since/);
    await browser.post(`${batch}/finish`);
    assert.equal(await contract('Copier'), undefined);
  });

  test('a row that could not be read is mended after the rest is in, and goes out with it', async () => {
    const batch = await send('Contract,Supplier,Ends\nScanner,Acme,31/2/2027\n,,1/9/2027\n', 'contracts', 'broken.csv');
    await browser.post(`${batch}/finish`);
    assert.deepEqual((await contract('Scanner'))?.unread, { endsOn: '31/2/2027' });
    const page = await text(`${batch}/rows/2`);
    assert.match(page, /Not read: /);
    assert.match((await browser.get(`${batch}/partial.csv`)).body, /31\/2\/2027/);

    assert.equal((await browser.post(`${batch}/rows/2`, { 'cell-2': '28/2/2027' })).status, 303);
    const scanner = await contract('Scanner');
    assert.deepEqual([scanner?.endsOn, scanner?.unread], ['2027-02-28', {}]);

    const still = await browser.post(`${batch}/rows/3`, { 'cell-1': '' });
    assert.equal(still.status, 422);
    assert.match(still.body, /still cannot become a contract/);
    assert.equal((await browser.post(`${batch}/rows/3`, { 'cell-0': 'Lift' })).status, 303);
    assert.equal((await contract('Lift'))?.endsOn, '2027-09-01');
    assert.match(await text(batch), /2 contracts came into the register/);

    const same = await send('Contract,Supplier,Ends\nScanner,Acme,31/2/2027\n,,1/9/2027\n', 'contracts', 'broken.csv');
    assert.match(await text(same), /Bringing the file in would change nothing/);
    await browser.post(`${batch}/undo`);
    assert.deepEqual([await contract('Scanner'), await contract('Lift')], [undefined, undefined]);
  });

  test('what a heading means is remembered for the next file, until it is forgotten', async () => {
    const odd = 'Sorte,Firma,Wert\nFilter,Fernhill,400\n';
    const batch = await send(odd);
    const right = { 'column-0': 'title', 'column-1': 'supplier', 'column-2': 'annualCostPence' };
    await browser.get(`${batch}/columns`);
    assert.equal((await browser.post(`${batch}/columns`, right)).status, 303);
    const next = await send('Wert,Sorte,Firma\n500,Other filter,Fernhill\n', 'contracts', 'next.csv');
    assert.equal((await text(`${next}/columns`)).match(/As you chose last time/g)?.length, 3);
    assert.match(await text(next), /Other filter.*Fernhill.*£500/);
    assert.match(await text(`${base}/import`), /chosen for 3 headings/);
    await browser.post(`${base}/import/forget`);
    assert.doesNotMatch(await text(`${base}/import`), /chosen for/);
    assert.match(await text(`${await send(odd)}/columns`), /Not recognised/);
  });

  test('a file that is larger than a page takes is refused beside its field, with what to do', async () => {
    await browser.get(`${base}/import`);
    const bytes = Buffer.alloc(LARGEST_UPLOAD_BYTES + 1, 'a,b\n');
    const { status, body } = await browser.upload(`${base}/import`, { field: 'file', name: 'big.csv', bytes });
    assert.equal(status, 422);
    assert.match(body, /cairn contracts import &quot;big.csv&quot; --school 100001/);
    assert.match(body, /Elm Lane Primary/);
  });

  test('the other registers come in the same way, tied to each other by name', async () => {
    const things = await send(
      'Name,Type,Qty,Serial\nServer 1,Server,1,SRV-10001\nLaptops,Laptop,31,\n',
      'equipment',
      'kit.csv',
    );
    await browser.post(`${things}/finish`);
    const { equipment } = await record();
    assert.deepEqual(
      equipment.map(({ name, kind, quantity }) => [name, kind, quantity]),
      [
        ['Server 1', 'server', 1],
        ['Laptops', 'laptop', 31],
      ],
    );
    const moved = await send(
      'Name,Type,Qty,Serial\nServer one,Server,1,SRV-10001\nLaptops,Laptop,29,\n',
      'equipment',
      'kit.csv',
    );
    assert.match(await text(moved), /Take the changes of 2/);
    await browser.post(`${moved}/finish`);
    assert.deepEqual(
      (await record()).equipment.map(({ name, quantity }) => [name, quantity]),
      [
        ['Server one', 1],
        ['Laptops', 29],
      ],
    );
    await browser.post(`${moved}/undo`);
    assert.deepEqual(
      (await record()).equipment.map(({ name, quantity }) => [name, quantity]),
      [
        ['Server 1', 1],
        ['Laptops', 31],
      ],
    );
    const file = 'System,Contract,Server\nArbor,mis,server  1\nOld files,Nobody knows,Server 1\n';
    const systems = await send(file, 'systems', 'systems.csv');
    assert.match(await text(systems), /the register has no one entry of this name/);
    await browser.post(`${systems}/finish`);
    const found = await record();
    const server = found.equipment[0]?.id;
    assert.deepEqual(
      found.systems.map(({ name, contractId, equipmentId, unread }) => [name, contractId, equipmentId, unread]),
      [
        ['Arbor', (await contract('MIS'))?.id, server, {}],
        ['Old files', null, server, { contractId: 'Nobody knows' }],
      ],
    );
  });
});
