/** What a school takes out and brings into an empty installation asks for the same plan, to the last digit of its hash. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { recordSchema, type SchoolRecord, type ValueSource } from '../src/domain/record.ts';
import { connectionRegister } from '../src/features/connections/index.ts';
import { contractRegister, contractsTable, toContract } from '../src/features/contracts/index.ts';
import { equipmentRegister } from '../src/features/equipment/index.ts';
import { importAtOnce, openImportTable } from '../src/features/imports/index.ts';
import { importables } from '../src/features/imports/importables.ts';
import { problemOf } from '../src/features/plan/index.ts';
import { listItems, registerTable, selectLinkNames, tableCsv, type Register } from '../src/features/registers/index.ts';
import { importRecord, readRecord } from '../src/features/schools/index.ts';
import { systemRegister } from '../src/features/systems/index.ts';
import { planHash, problemHash, solvePlan } from '../src/planner/index.ts';
import { readLibrary } from '../src/app/services.ts';
import { buildTestApp } from './app.ts';
import { onEachEngine, type TestDatabase } from './database.ts';
import { addPerson, TEST_NOW } from './people.ts';
import { smallSchool } from './small-school.ts';

const TODAY = '2026-11-24';
const library = readLibrary();

const examples = ['primary', 'secondary'].map((name) =>
  recordSchema.parse(JSON.parse(readFileSync(new URL(`../examples/${name}.json`, import.meta.url), 'utf8'))),
);

/** Sources, as people, spreadsheets and presets leave them. */
function withSources(record: SchoolRecord): SchoolRecord {
  const typed: ValueSource = { from: 'typed', on: '2026-05-03', note: null };
  const other: ValueSource = { from: 'import', on: '2026-09-01', note: 'contracts.csv, row 12' };
  const sourced = <T extends { sources: Record<string, ValueSource> }>(items: T[], field: string): T[] =>
    items.map((item, index) => ({
      ...item,
      sources: index % 3 === 0 ? { '*': typed, [field]: other } : { '*': other },
    }));
  return {
    ...record,
    contracts: sourced(record.contracts, 'endsOn'),
    systems: sourced(record.systems, 'hosting'),
    equipment: sourced(record.equipment, 'boughtYear'),
    connections: sourced(record.connections, 'downMbps'),
  };
}

onEachEngine('the same plan elsewhere', (open) => {
  let here: TestDatabase;
  let elsewhere: TestDatabase;

  before(async () => {
    here = await open();
    elsewhere = await open();
  });

  /** Puts a record into a database; gives back what is read from there. */
  async function keep(database: TestDatabase, record: SchoolRecord) {
    const who = await addPerson(database.db);
    const { schoolId } = await database.db.as(who.personId, (tx) => importRecord(tx, { ...who, record, at: TEST_NOW }));
    const read = () => database.db.as(who.personId, (tx) => readRecord(tx, schoolId, TODAY));
    return { who, schoolId, read, scope: { organisationId: who.organisationId, schoolId } };
  }

  for (const example of [...examples, smallSchool(library)]) {
    test(`by the school file: ${example.school.name}`, async () => {
      const first = await keep(here, withSources(example));
      const app = await buildTestApp(here);
      const browser = await app.signedIn(first.who.personId);
      const { body } = await browser.get(`/schools/${example.school.key}/school.json`);
      await app.close();
      const file = recordSchema.parse(JSON.parse(body));
      assert.deepEqual(
        file.contracts.map(({ sources }) => sources),
        withSources(example).contracts.map(({ sources }) => sources),
      );

      const second = await keep(elsewhere, file);
      const [one, other] = [await first.read(), await second.read()];
      assert.deepEqual(other, one);
      assert.equal(problemHash(problemOf(library, other)), problemHash(problemOf(library, one)));
    });
  }

  test('a plan of it is the same plan', async () => {
    const first = await keep(here, {
      ...smallSchool(library),
      school: { ...smallSchool(library).school, key: '100002' },
    });
    const file = recordSchema.parse(JSON.parse(JSON.stringify(await first.read())));
    const second = await keep(elsewhere, file);
    const hashes = [];
    for (const { read } of [first, second]) {
      const problem = problemOf(library, await read());
      const plan = await solvePlan(problem);
      assert.equal(plan.hash, planHash(problem, plan.placements));
      hashes.push(plan.hash);
    }
    assert.equal(hashes[0], hashes[1]);
  });

  for (const example of examples) {
    test(`by the four registers as CSV: ${example.school.name}`, async () => {
      const key = `${example.school.key}-csv`;
      const first = await keep(here, { ...example, school: { ...example.school, key } });
      const nothing = { contracts: [], systems: [], equipment: [], connections: [] };
      const second = await keep(elsewhere, { ...example, ...nothing, school: { ...example.school, key } });
      // What is pointed to comes in first: links are found by name.
      for (const register of [contractRegister, equipmentRegister, systemRegister, connectionRegister] as Register[]) {
        const csv = await here.db.as(first.who.personId, async (tx) => {
          const items = await listItems(tx, first.scope, register);
          if (register === contractRegister) return tableCsv(contractsTable(items.map(toContract)));
          return tableCsv(registerTable(register, items, await selectLinkNames(tx, first.scope, register)));
        });
        const importable = importables.find(({ table }) => table === register.table);
        assert.ok(importable);
        const table = await openImportTable(importable, Buffer.from(csv), `${register.path}.csv`);
        await elsewhere.db.as(second.who.personId, (tx) =>
          importAtOnce({ tx, scope: second.scope, personId: second.who.personId, now: TEST_NOW }, importable, table),
        );
      }
      const [one, other] = [byName(await first.read()), byName(await second.read())];
      assert.deepEqual(other, one);
      assert.equal(problemHash(problemOf(library, other)), problemHash(problemOf(library, one)));
    });
  }
});

/**
 * A spreadsheet has no ids and no sources: an import gives items new ids, in whose order they then stand. With names in
 * the place of ids, and in order of them, both are the same; so the format carries everything else that a plan is made of.
 */
function byName(record: SchoolRecord): SchoolRecord {
  const { contracts, systems, equipment, connections } = record;
  const names = (items: readonly { id: string; title?: string; name?: string }[]): Map<string, string> => {
    const named = new Map(items.map(({ id, title, name }) => [id, title ?? name ?? '']));
    assert.equal(new Set(named.values()).size, items.length, 'names tell the items apart');
    return named;
  };
  const contract = names(contracts);
  const piece = names(equipment);
  const pointers = { contractId: contract, equipmentId: piece, routerId: piece };
  const rename = <T extends { id: string }>(items: readonly T[]): T[] => {
    const own = names(items);
    const renamed = items.map((item) => {
      const copy: Record<string, unknown> = { ...item, id: own.get(item.id), sources: {} };
      for (const [key, named] of Object.entries(pointers)) {
        if (typeof copy[key] === 'string') copy[key] = named.get(copy[key]) ?? 'nothing';
      }
      return copy as T;
    });
    return renamed.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  };
  return {
    ...record,
    contracts: rename(contracts),
    systems: rename(systems),
    equipment: rename(equipment),
    connections: rename(connections),
  };
}
