import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addSchool, sampleRecord } from '../../../test/people.ts';
import { readRecord } from '../schools/index.ts';

const sample = readFileSync(new URL('../../../test/samples/payments.csv', import.meta.url));
const base = '/schools/100001/payments';

onEachEngine('payments', (open) => {
  let database: TestDatabase;
  let app: TestApp;
  let browser: TestBrowser & { personId: string; organisationId: string };
  let schoolId: string;

  before(async () => {
    database = await open();
    app = await buildTestApp(database);
    browser = await app.signedIn();
    ({ schoolId } = await addSchool(database.db, browser, { contracts: sampleRecord().contracts }));
  });
  after(() => app.close());

  const send = async (bytes: Uint8Array): Promise<string> => {
    await browser.get(`${base}/import`);
    const { status, location } = await browser.upload(`${base}/import`, { field: 'file', name: 'payments.csv', bytes });
    assert.equal(status, 303);
    return (location ?? '').replace(/\/columns$/, '');
  };
  const headings = async (): Promise<string[]> =>
    [...(await browser.get(base)).body.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, text]) => text ?? '');

  test('without payments the page says what to bring', async () => {
    const { status, body } = await browser.get(base);
    assert.equal(status, 200);
    assert.match(body, /No payments are here yet/);
    assert.match(body, /left out before anything is stored/);
  });

  test('a file comes in by the import, and nothing of people is in the database', async () => {
    const batch = await send(sample);
    assert.match((await browser.get(batch)).body, /3 cannot become a payment, or must not be kept/);
    assert.equal((await browser.post(`${batch}/finish`)).status, 303);
    // Payments have no pages of their own, so that nothing leads to one.
    assert.doesNotMatch((await browser.get(batch)).body, /\/payments\/import-/);
    assert.deepEqual(await headings(), ['Northmoor Broadband Ltd', 'Smoothwall', 'CPOMS']);
    const { body } = await browser.get(base);
    assert.match(body, /3 rows of the files were left out/);
    assert.match(body, /About £4,800 a year/);
    assert.match(body, /each quarter/);
    const stored = await database.db.as(browser.personId, async (tx) => ({
      payments: await tx.selectFrom('payment').selectAll().execute(),
      rows: await tx.selectFrom('import_row').selectAll().execute(),
    }));
    assert.equal(stored.payments.length, 16);
    assert.equal(stored.rows.length, 19);
    assert.doesNotMatch(JSON.stringify(stored), /jane|mrs|piano|payroll|45000/i);
  });

  test('a row that was left out stays so when the columns are corrected', async () => {
    const batch = await send(sample);
    const { body } = await browser.get(`${batch}/columns`);
    const form = Object.fromEntries([...body.matchAll(/name="(column-\d+)"/g)].map(([, name]) => [name ?? '', '']));
    form['column-0'] = 'paidOn';
    form['column-1'] = 'supplier';
    assert.equal((await browser.post(`${batch}/columns`, form)).status, 303);
    const shown = (await browser.get(batch)).body;
    assert.match(shown, /Nothing of it is kept: it looked like a payment to a person/);
    assert.doesNotMatch(shown, /jane|mrs|payroll|45000/i);
    await browser.post(`${base}/import/forget`);
  });

  test('a row that turns out to be of a person once its column is known is emptied in the database too', async () => {
    const rows =
      'Made for Mrs J Example,,,\nDate paid,Payee,Net amount,Sparte\n14/09/2025,Fernhill Ltd,20,Staff Salaries\n14/09/2025,BT,30,E20A\n';
    const batch = await send(Buffer.from(rows));
    assert.match((await browser.get(batch)).body, /1 line before the headings[^]*Fernhill Ltd/);
    const table = await database.db.as(browser.personId, (tx) =>
      tx.selectFrom('import_batch').select('mapping').execute(),
    );
    assert.doesNotMatch(JSON.stringify(table), /Mrs J/);
    const form = { 'column-0': 'paidOn', 'column-1': 'supplier', 'column-2': 'amountPence', 'column-3': 'account' };
    assert.equal((await browser.post(`${batch}/columns`, form)).status, 303);
    assert.match((await browser.get(batch)).body, /it is booked as pay, pension or expenses/);
    const stored = await database.db.as(browser.personId, (tx) =>
      tx
        .selectFrom('import_row')
        .selectAll()
        .where('batch_id', '=', batch.split('/').at(-1) ?? '')
        .execute(),
    );
    assert.doesNotMatch(JSON.stringify(stored), /Fernhill|Salaries/);
    assert.match(JSON.stringify(stored), /E20A/);
    await browser.post(`${base}/import/forget`);
  });

  test('the same file again changes nothing', async () => {
    const batch = await send(sample);
    assert.match((await browser.get(batch)).body, /would change nothing/);
    await browser.post(`${batch}/finish`);
    const count = await database.db.as(browser.personId, (tx) => tx.selectFrom('payment').select('id').execute());
    assert.equal(count.length, 16);
  });

  test('a suggestion fills in a contract’s form; what is left as it was is noted as from payments', async () => {
    const form = await browser.get(`${base}/contract?supplier=smoothwall`);
    assert.equal(form.status, 200);
    assert.match(form.body, /value="Smoothwall"/);
    assert.match(form.body, /value="2,?520(?:\.00)?"/);
    const empty = await browser.post(`${base}/contract?supplier=smoothwall`, { title: '' });
    assert.equal(empty.status, 422);
    const { status, location } = await browser.post(`${base}/contract?supplier=smoothwall`, {
      title: 'Web filter',
      supplier: 'Smoothwall',
      annualCostPence: '2520',
      type: 'filtering',
      endsOn: '31/8/2027',
    });
    assert.deepEqual([status, /\/contracts\/[\w-]+\?done=added$/.test(location ?? '')], [303, true]);
    const { contracts } = await database.db.as(browser.personId, (tx) => readRecord(tx, schoolId, '2026-11-24'));
    const made = contracts.find(({ title }) => title === 'Web filter');
    assert.deepEqual(
      [made?.supplier, made?.annualCostPence, made?.endsOn, made?.type],
      ['Smoothwall', 252_000, '2027-08-31', 'filtering'],
    );
    assert.deepEqual(
      [
        made?.sources['supplier']?.note,
        made?.sources['annualCostPence']?.from,
        made?.sources['title'],
        made?.sources['*']?.from,
      ],
      ['payments to Smoothwall', 'import', undefined, 'typed'],
    );
    assert.deepEqual(await headings(), ['Northmoor Broadband Ltd', 'CPOMS']);
    const gone = await browser.get(`${base}/contract?supplier=smoothwall`);
    assert.deepEqual([gone.status, gone.location], [303, base]);
  });

  test('a supplier is set aside, once, and can be suggested again', async () => {
    for (let n = 0; n < 2; n++) {
      assert.equal((await browser.post(`${base}/dismiss`, { supplier: 'northmoor broadband' })).status, 303);
    }
    assert.deepEqual(await headings(), ['CPOMS']);
    assert.match((await browser.get(base)).body, /Set aside as no contract[^]*Northmoor Broadband/);
    assert.equal((await browser.post(`${base}/recall`, { supplier: 'northmoor broadband' })).status, 303);
    assert.deepEqual(await headings(), ['Northmoor Broadband Ltd', 'CPOMS']);
    await browser.post(`${base}/dismiss`, { supplier: 'nobody\0' });
    assert.doesNotMatch((await browser.get(base)).body, /Set aside as no contract/);
  });

  test('undoing the import takes the payments out, and what they suggested', async () => {
    const { body } = await browser.get(`${base}/import`);
    const batches = [...new Set([...body.matchAll(/\/payments\/import\/([\w-]{36})/g)].map(([, id]) => id))];
    for (const id of batches) await browser.post(`${base}/import/${id}/undo`);
    assert.deepEqual(await headings(), []);
    assert.match((await browser.get(base)).body, /No payments are here yet/);
  });
});
