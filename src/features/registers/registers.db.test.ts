import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addPerson, addSchool, sampleRecord, TEST_NOW } from '../../../test/people.ts';
import { SqlError, type Transaction } from '../../platform/database/index.ts';
import { contractRegister } from '../contracts/index.ts';
import { equipmentRegister } from '../equipment/index.ts';
import { systemRegister } from '../systems/index.ts';
import { addItem, changeItem, listItemChanges, removeItem, restoreItem, selectItem } from './index.ts';
import type { Acting } from './index.ts';
import { listPageOfItems } from './list.queries.ts';

onEachEngine('registers', (open) => {
  let database: TestDatabase;
  let scope: Acting['scope'];
  let personId: string;

  before(async () => {
    database = await open();
    const who = await addPerson(database.db);
    personId = who.personId;
    const { contracts, systems } = sampleRecord({
      contracts: [{ id: 'c1', title: 'Copier lease', unread: { endsOn: 'TBC' } }] as never,
      systems: [{ id: 's1', name: 'Copiers', kind: 'print', contractId: 'c1' }] as never,
    });
    const { schoolId } = await addSchool(database.db, who, { contracts, systems });
    scope = { organisationId: who.organisationId, schoolId };
  });

  const as = <T>(work: (acting: Acting) => Promise<T>, who = personId): Promise<T> =>
    database.db.as(who, (tx: Transaction) => work({ tx, scope, personId: who, now: TEST_NOW }));

  test('an added item is there, with its history and with a value where a column needs one', async () => {
    const id = await as((acting) =>
      addItem(acting, equipmentRegister, { name: 'Laptops', kind: null, quantity: null }),
    );
    const item = await as(({ tx }) => selectItem(tx, scope, equipmentRegister, id));
    assert.equal(item?.version, 1);
    assert.equal(item?.values['quantity'], 1);
    assert.equal(item?.values['kind'], 'other');
    const changes = await as(({ tx }) => listItemChanges(tx, scope, 'equipment', id));
    assert.equal(changes.length, 1);
    assert.equal(changes[0]?.before, null);
    assert.equal(changes[0]?.after?.['name'], 'Laptops');
    assert.equal(changes[0]?.personName, 'Pat Bursar');
  });

  test('a change needs the present version, keeps what it does not name, and clears original text once known', async () => {
    const first = await as((acting) => changeItem(acting, contractRegister, 'c1', 1, { supplier: 'Copy Ltd' }));
    assert.equal(first.outcome, 'done');
    const stale = await as((acting) => changeItem(acting, contractRegister, 'c1', 1, { supplier: 'Other Ltd' }));
    assert.equal(stale.outcome, 'stale');
    assert.equal(stale.outcome === 'stale' && stale.latest.values['supplier'], 'Copy Ltd');
    const known = await as((acting) => changeItem(acting, contractRegister, 'c1', 2, { endsOn: '2027-08-31' }));
    assert.equal(known.outcome, 'done');
    const item = await as(({ tx }) => selectItem(tx, scope, contractRegister, 'c1'));
    assert.deepEqual(item?.unread, {});
    assert.equal(item?.values['supplier'], 'Copy Ltd');
    assert.equal(item?.version, 3);
  });

  test('every value says where it came from: typed at first, and again when it is changed', async () => {
    const id = await as((acting) => addItem(acting, contractRegister, { title: 'Line', cashByYear: { '2026-27': 5 } }));
    const at = (tx: Transaction, at: Date) => ({ tx, scope, personId, now: at });
    await database.db.as(personId, (tx) =>
      changeItem(at(tx, new Date('2026-12-24T10:00:00Z')), contractRegister, id, 1, {
        title: 'Line',
        supplier: 'Fibre Ltd',
        cashByYear: { '2026-27': 5 },
      }),
    );
    const item = await as(({ tx }) => selectItem(tx, scope, contractRegister, id));
    assert.deepEqual(item?.values['cashByYear'], { '2026-27': 5 });
    assert.deepEqual(Object.keys(item?.sources ?? {}).sort(), ['*', 'supplier']);
    assert.deepEqual(item?.sources['supplier'], { from: 'typed', on: '2026-12-24', note: null });
  });

  test('text that could not be read stays beside a known value until that value is typed', async () => {
    const { contracts } = sampleRecord({
      contracts: [{ id: 'c2', title: 'MIS', endsOn: '2028-08-31', unread: { endsOn: 'or TBC' } }] as never,
    });
    const who = await addPerson(database.db);
    const { schoolId } = await addSchool(database.db, who, { contracts });
    const acting = (tx: Transaction): Acting => ({
      tx,
      scope: { organisationId: who.organisationId, schoolId },
      personId: who.personId,
      now: TEST_NOW,
    });
    const change = (version: number, values: object) =>
      database.db.as(who.personId, async (tx) => {
        await changeItem(acting(tx), contractRegister, 'c2', version, { ...values });
        return (await selectItem(tx, acting(tx).scope, contractRegister, 'c2'))?.unread;
      });
    assert.deepEqual(await change(1, { supplier: 'A', endsOn: '2028-08-31' }), { endsOn: 'or TBC' });
    assert.deepEqual(await change(2, { endsOn: '2029-08-31' }), {});
  });

  test('saving what is there already changes nothing, even from an old page', async () => {
    const before = await as(({ tx }) => listItemChanges(tx, scope, 'contract', 'c1'));
    const result = await as((acting) => changeItem(acting, contractRegister, 'c1', 1, { supplier: 'Copy Ltd' }));
    assert.equal(result.outcome, 'done');
    assert.deepEqual(await as(({ tx }) => listItemChanges(tx, scope, 'contract', 'c1')), before);
  });

  test('a removed item comes back as it was, and so do the links to it', async () => {
    const was = await as(({ tx }) => selectItem(tx, scope, contractRegister, 'c1'));
    assert.notEqual(await as((acting) => removeItem(acting, contractRegister, 'c1')), null);
    assert.equal(await as(({ tx }) => selectItem(tx, scope, contractRegister, 'c1')), null);
    const untied = await as(({ tx }) => selectItem(tx, scope, systemRegister, 's1'));
    assert.equal(untied?.values['contractId'], null);
    assert.equal(await as((acting) => restoreItem(acting, contractRegister, 'c1')), true);
    const is = await as(({ tx }) => selectItem(tx, scope, contractRegister, 'c1'));
    assert.deepEqual(is?.values, was?.values);
    const tied = await as(({ tx }) => selectItem(tx, scope, systemRegister, 's1'));
    assert.equal(tied?.values['contractId'], 'c1');
    const changes = await as(({ tx }) => listItemChanges(tx, scope, 'system', 's1'));
    assert.deepEqual(
      changes.map(({ before, after }) => [before?.['contractId'], after?.['contractId']]),
      [
        [null, 'c1'],
        ['c1', null],
      ],
    );
  });

  test('the list can be searched; signs that mean something to SQL mean themselves', async () => {
    await as((acting) => addItem(acting, contractRegister, { title: '50% off_line', supplier: "O'Neil" }));
    const find = (q: string) =>
      as(async ({ tx }) =>
        (await listPageOfItems(tx, scope, contractRegister, { q }, null, { limit: 50, offset: 0 })).map(
          ({ values }) => values['title'],
        ),
      );
    assert.deepEqual(await find('50%'), ['50% off_line']);
    assert.deepEqual(await find("off_line o'neil"), ['50% off_line']);
    assert.deepEqual(await find('f%l'), []);
    assert.deepEqual(await find('copier'), ['Copier lease']);
  });

  test('a reader cannot change, and a stranger sees nothing', async () => {
    const reader = await addMember(database.db, scope.organisationId, 'reader');
    assert.notEqual(await as(({ tx }) => selectItem(tx, scope, contractRegister, 'c1'), reader), null);
    await assert.rejects(
      as((acting) => addItem(acting, contractRegister, { title: 'Not mine to add' }), reader),
      SqlError,
    );
    const { personId: stranger } = await addPerson(database.db, 'Stranger');
    assert.equal(await as(({ tx }) => selectItem(tx, scope, contractRegister, 'c1'), stranger), null);
    assert.deepEqual(await as(({ tx }) => listItemChanges(tx, scope, 'contract', 'c1'), stranger), []);
    assert.deepEqual(await as((acting) => changeItem(acting, contractRegister, 'c1', 1, { title: 'X' }), stranger), {
      outcome: 'gone',
    });
    await assert.rejects(
      as((acting) => addItem(acting, contractRegister, { title: 'Smuggled in' }), stranger),
      SqlError,
    );
  });
});
