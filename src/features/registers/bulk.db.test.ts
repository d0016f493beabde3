import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool, sampleRecord, TEST_NOW } from '../../../test/people.ts';
import { contractRegister } from '../contracts/index.ts';
import { equipmentRegister } from '../equipment/index.ts';
import { systemRegister } from '../systems/index.ts';
import {
  addItem,
  applyBulk,
  changeItem,
  chooseItems,
  listItemChanges,
  listItems,
  removeItem,
  selectItem,
  undoBulk,
  type Acting,
} from './index.ts';

onEachEngine('changing many items', (open) => {
  let database: TestDatabase;
  let app: TestApp;
  let browser: TestBrowser;
  let organisationId: string;
  let scope: Acting['scope'];
  let personId: string;
  const base = '/schools/100001';

  before(async () => {
    database = await open();
    app = await buildTestApp(database);
    const who = await app.signedIn();
    browser = who;
    ({ personId, organisationId } = who);
    const guess = { from: 'assumed', on: '2026-09-01', note: null };
    const parts = sampleRecord({
      contracts: [
        { id: 'c1', title: 'Line', owner: 'Head', unread: { noticeTo: '??' }, sources: { '*': guess } },
        { id: 'c2', title: 'Phones', owner: 'Bursar' },
        { id: 'c3', title: 'Copiers' },
        { id: 'c4', title: 'Website', howBought: 'framework', frameworkName: 'Everything Web' },
      ] as never,
      systems: [{ id: 's1', name: 'Print', kind: 'print', contractId: 'c3' }] as never,
      equipment: [
        { id: 'e1', name: 'Laptops', kind: 'laptop', quantity: 30 },
        { id: 'e2', name: 'Wi-Fi', kind: 'access-point', wifiGeneration: '5', quantity: 12 },
      ] as never,
    });
    const { schoolId } = await addSchool(database.db, who, parts);
    scope = { organisationId, schoolId };
  });
  after(() => app.close());

  const as = <T>(work: (acting: Acting) => Promise<T>, at = TEST_NOW): Promise<T> =>
    database.db.as(personId, (tx) => work({ tx, scope, personId, now: at }));
  const item = (id: string) => as(({ tx }) => selectItem(tx, scope, contractRegister, id));
  const later = (minutes: number) => new Date(TEST_NOW.getTime() + minutes * 60_000);

  /** Ticks rows of a list, as its form does; gives back the address that follows. */
  async function choose(register: string, form: Record<string, string | string[]>): Promise<string> {
    await browser.get(`${base}/${register}`);
    const { status, location } = await browser.post(`${base}/${register}/bulk`, form);
    assert.equal(status, 303);
    return location ?? '';
  }

  test('ticked rows are shown as they will be, changed with a line of history each, and put back', async () => {
    const address = await choose('contracts', { 'pick[]': ['c1', 'c2', 'c3'], of: 'sort=title' });
    assert.match((await browser.get(address)).body, /Change 3 contracts/);
    assert.match((await browser.get(`${address}?what=set&field=owner`)).body, /Who looks after it: 3 contracts/);
    const { body } = await browser.get(`${address}?what=set&field=owner&value=Bursar&show=yes`);
    assert.match(body, /Who looks after it: 2 contracts will change/);
    assert.match(body, /1 contract hold that already/);
    assert.match(body, /<td[^>]*>Head<\/td><td[^>]*>Bursar<\/td>/);
    assert.match(body, /<td[^>]*>Not known<\/td><td[^>]*>Bursar<\/td>/);
    const { location } = await browser.post(`${address}/apply`, { what: 'set', field: 'owner', value: 'Bursar' });
    const done = await browser.get(location ?? '');
    assert.match(done.body, /<h1>2 contracts changed<\/h1>/);
    assert.match(done.body, /href="\/schools\/100001\/contracts\?sort=title">Back to the list/);
    const changed = await item('c1');
    assert.deepEqual(
      [changed?.version, changed?.values['owner'], changed?.sources['owner']?.from],
      [2, 'Bursar', 'typed'],
    );
    assert.equal((await item('c2'))?.version, 1);
    const [line] = await as(({ tx }) => listItemChanges(tx, scope, 'contract', 'c1'));
    assert.deepEqual(
      [line?.before?.['owner'], line?.after?.['owner'], line?.after?.['version']],
      ['Head', 'Bursar', 2],
    );

    // Sending the form again does nothing; undoing puts back values, sources and unread text.
    await browser.post(`${address}/apply`, { what: 'remove' });
    assert.equal((await item('c1'))?.version, 2);
    await browser.post(`${address}/undo`);
    assert.match((await browser.get(address)).body, /Undone: 2 contracts as before/);
    const back = await item('c1');
    assert.deepEqual([back?.version, back?.values['owner'], back?.sources['owner']], [3, 'Head', undefined]);
    assert.equal((await item('c3'))?.values['owner'], null);
    await browser.post(`${address}/undo`);
    assert.equal((await item('c1'))?.version, 3);
  });

  test('rows that someone changed meanwhile are named and left alone, in doing and in undoing', async () => {
    const address = await choose('contracts', { 'pick[]': ['c1', 'c2'] });
    await as((acting) => changeItem(acting, contractRegister, 'c2', 1, { notes: 'Mind the fax' }));
    assert.match(
      (await browser.get(`${address}?what=set&field=owner&value=Caretaker&show=yes`)).body,
      /1 contract changed after you chose/,
    );
    await browser.post(`${address}/apply`, { what: 'set', field: 'owner', value: 'Caretaker' });
    const { body } = await browser.get(address);
    assert.match(body, /1 contract changed/);
    assert.match(body, /Left alone: someone changed or removed them.*>Phones<\/a>/s);
    assert.equal((await item('c2'))?.values['owner'], 'Bursar');

    const version = (await item('c1'))?.version ?? 0;
    await as((acting) => changeItem(acting, contractRegister, 'c1', version, { notes: 'Mine' }));
    await browser.post(`${address}/undo`);
    assert.match((await browser.get(address)).body, /Changed again since.*>Line<\/a>/s);
    assert.deepEqual([(await item('c1'))?.values['owner'], (await item('c1'))?.values['notes']], ['Caretaker', 'Mine']);
  });

  test('guesses are confirmed without changing what they say', async () => {
    const address = await choose('contracts', { all: 'yes', of: 'guesses=yes' });
    const { body } = await browser.get(`${address}?what=confirm`);
    assert.match(body, /Confirm the guesses of 1 contract/);
    await browser.post(`${address}/apply`, { what: 'confirm' });
    const confirmed = await item('c1');
    assert.equal(confirmed?.sources['*']?.from, 'typed');
    assert.equal(confirmed?.values['title'], 'Line');
    assert.match((await browser.get(`${base}/contracts/c1`)).body, /No longer a guess: What the contract is for/);
    await browser.post(`${address}/undo`);
    assert.equal((await item('c1'))?.sources['*']?.from, 'assumed');
  });

  test('removed rows come back with what hung on them', async () => {
    const address = await choose('contracts', { 'pick[]': ['c3', 'c4'] });
    await browser.post(`${address}/apply`, { what: 'remove' });
    assert.match((await browser.get(address)).body, /2 contracts removed/);
    assert.equal(await item('c3'), null);
    const system = () => as(({ tx }) => selectItem(tx, scope, systemRegister, 's1'));
    assert.equal((await system())?.values['contractId'], null);
    await browser.post(`${address}/undo`);
    assert.match((await browser.get(address)).body, /Undone: 2 contracts as before/);
    assert.equal((await item('c4'))?.values['frameworkName'], 'Everything Web');
    assert.equal((await system())?.values['contractId'], 'c3');
    assert.match((await browser.get(`${base}/history`)).body, />Put back</);
  });

  test('a field that does not apply is passed over, and one that applies no more is emptied', async () => {
    const wifi = await choose('equipment', { 'pick[]': ['e1', 'e2'] });
    assert.match(
      (await browser.get(`${wifi}?what=set&field=wifiGeneration&value=6&show=yes`)).body,
      /1 item will change.*does not apply to 1 item/s,
    );
    const kind = await choose('contracts', { 'pick[]': ['c4'] });
    await browser.post(`${kind}/apply`, { what: 'set', field: 'howBought', value: 'tender' });
    assert.deepEqual(
      [(await item('c4'))?.values['howBought'], (await item('c4'))?.values['frameworkName']],
      ['tender', null],
    );
    await browser.post(`${kind}/undo`);
    assert.equal((await item('c4'))?.values['frameworkName'], 'Everything Web');
  });

  test('what can’t be done is said, and nothing hostile passes', async () => {
    const none = await choose('contracts', { of: 'q=x' });
    assert.equal(none, `${base}/contracts?q=x&done=none-ticked`);
    assert.match((await browser.get(none)).body, /Tick the rows to change first|Nothing fits/);
    const address = await choose('contracts', { 'pick[]': ['c1', 'nothing', "'; drop table contract"] });
    assert.match((await browser.get(`${address}?what=set&field=`)).body, /Choose which field to give a value/);
    assert.match((await browser.get(`${address}?what=over&value=soon&show=yes`)).body, /must be a real date/);
    assert.match((await browser.get(`${address}?what=over&value=&show=yes`)).body, /Enter ended on/);
    for (const form of [
      { what: 'set', field: 'title', value: 'Owned' },
      { what: 'set', field: 'id', value: 'x' },
      { what: 'set', field: 'type', value: 'constructor' },
      { what: 'set', field: 'annualCostPence', value: '1e400' },
      { what: 'destroy' },
    ]) {
      assert.equal((await browser.post(`${address}/apply`, form as unknown as Record<string, string>)).status, 303);
    }
    assert.equal((await item('c1'))?.values['title'], 'Line');
    assert.match((await browser.get(address)).body, /Change 1 contract/);
    // The choice belongs to its register and its school.
    assert.equal((await browser.get(address.replace('/contracts/', '/equipment/'))).status, 404);
    assert.equal((await browser.post(`${base}/contracts/bulk/%00/apply`)).status, 404);
    const reader = await app.signedIn(await addMember(database.db, organisationId, 'reader'));
    assert.doesNotMatch(
      (await reader.get(`${base}/contracts`)).body,
      /Change ticked rows|type="checkbox" name="pick\[\]"/,
    );
    assert.equal((await reader.get(address)).status, 403);
    assert.deepEqual(app.failures(), []);
  });

  test('five thousand rows are changed in one go, and put back', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => ({
      id: `m${index}`,
      name: `Laptop ${index}`,
      kind: 'laptop',
    }));
    const who = await app.signedIn();
    const { equipment } = sampleRecord({ equipment: rows as never });
    const { schoolId } = await addSchool(database.db, who, { equipment });
    const mine = { organisationId: who.organisationId, schoolId };
    await who.get(`${base}/equipment`);
    const { location } = await who.post(`${base}/equipment/bulk`, { all: 'yes', of: '' });
    const address = location ?? '';
    await who.post(`${address}/apply`, { what: 'over', value: '31/8/2026' });
    const { body } = await who.get(address);
    assert.match(body, /5,000 items changed/);
    const all = () => database.db.as(who.personId, (tx) => listItems(tx, mine, equipmentRegister));
    assert.ok((await all()).every(({ values, version }) => values['disposedOn'] === '2026-08-31' && version === 2));
    await who.post(`${address}/undo`);
    assert.ok((await all()).every(({ values, version }) => values['disposedOn'] === null && version === 3));
  });

  test('what was chosen and never done is forgotten after a week', async () => {
    const choice = (at: Date) =>
      as((acting) => chooseItems(acting, contractRegister, [{ id: 'c1', version: 1 }], ''), at);
    const old = await choice(later(0));
    const young = await choice(later(60 * 24 * 6));
    await choice(later(60 * 24 * 8));
    const action = { kind: 'set', field: 'owner', value: 'X' } as const;
    assert.equal(await as((acting) => applyBulk(acting, contractRegister, old, action, '')), null);
    assert.notEqual(await as((acting) => applyBulk(acting, contractRegister, young, action, '')), null);
  });

  test('a link that is gone since is not put back', async () => {
    const contract = await as((acting) => addItem(acting, contractRegister, { title: 'Short' }));
    const equipment = await as((acting) =>
      addItem(acting, equipmentRegister, { name: 'Projector', contractId: contract }),
    );
    const id = await as((acting) => chooseItems(acting, equipmentRegister, [{ id: equipment, version: 1 }], ''));
    const action = { kind: 'set', field: 'contractId', value: null } as const;
    await as((acting) => applyBulk(acting, equipmentRegister, id, action, ''), later(1));
    await as((acting) => removeItem(acting, contractRegister, contract));
    const outcome = await as((acting) => undoBulk(acting, equipmentRegister, id), later(2));
    assert.deepEqual(outcome?.undone, { restored: 1, stayed: [] });
    const now = await as(({ tx }) => selectItem(tx, scope, equipmentRegister, equipment));
    assert.equal(now?.values['contractId'], null);
  });
});
