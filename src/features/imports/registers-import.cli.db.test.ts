import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addSchool, TEST_NOW } from '../../../test/people.ts';
import { fixedClock } from '../../platform/clock.ts';
import { runCommandLine } from '../../platform/command-line/index.ts';
import { ensureOperator, foundOrganisation } from '../people/index.ts';
import { importCommands } from './import.cli.ts';

const sample = (name: string): string => fileURLToPath(new URL(`../../../test/samples/${name}`, import.meta.url));

onEachEngine('the other registers and payments from the command line', (open) => {
  let database: TestDatabase;
  before(async () => {
    database = await open();
    const { personId } = await database.db.asSystem((tx) => ensureOperator(tx, TEST_NOW));
    const organisationId = await database.db.asSystem((tx) =>
      foundOrganisation(tx, { name: 'A trust', personId, at: TEST_NOW }),
    );
    await addSchool(database.db, { personId, organisationId });
  });

  async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
    const printed = { out: '', err: '' };
    // The command closes what it opens; the test's database stays open for the next run.
    const openDatabase = async () => ({ ...database.db, close: async () => undefined });
    const code = await runCommandLine(words, {
      name: 'cairn',
      version: '1',
      purpose: 'plans',
      commands: importCommands({ openDatabase, clock: fixedClock(TEST_NOW.toISOString()) }),
      folder: '/',
      stdout: (text) => (printed.out += text),
      stderr: (text) => (printed.err += text),
    });
    return { code, ...printed };
  }

  for (const [path, file, added] of [
    ['equipment', 'equipment-register.csv', 11],
    ['systems', 'systems-register.csv', 9],
    ['connections', 'connections-register.csv', 3],
    ['payments', 'payments.csv', 16],
  ] as const) {
    test(`${path} come in, and again change nothing`, async () => {
      const first = await run(path, 'import', sample(file), '--school', '100001', '--json');
      assert.equal(first.code, 0, first.err);
      assert.equal((JSON.parse(first.out) as { imported: { added: number } }).imported.added, added);
      const again = await run(path, 'import', sample(file), '--school', '100001', '--json');
      assert.equal(again.code, 0, again.err);
      const { imported } = JSON.parse(again.out) as { imported: Record<string, number> };
      assert.deepEqual([imported['added'], imported['changed'], imported['already']], [0, 0, added]);
    });
  }

  test('a line is tied to the router that its cell names, by name, tag or serial number', async () => {
    const { personId } = await database.db.asSystem((tx) => ensureOperator(tx, TEST_NOW));
    const rows = await database.db.as(personId, (tx) =>
      tx.selectFrom('connection').select(['name', 'router_id', 'contract_id', 'unread']).execute(),
    );
    const line = (name: string) => rows.find((row) => row.name === name);
    assert.match(line('Main line')?.router_id ?? '', /^import-/);
    assert.deepEqual(
      [line('4G backup')?.contract_id, line('4G backup')?.unread],
      [null, { contractId: 'Mobile data' }],
    );
  });

  test('payments to people are named nowhere, and counted', async () => {
    const { code, out } = await run('payments', 'import', sample('payments.csv'), '--dry-run');
    assert.equal(code, 0);
    assert.match(out, /19 rows\. 15 whole, 1 in part, 3 kept aside\./);
    assert.match(out, /Nothing of it is kept: the payee looks like a person/);
    assert.doesNotMatch(out, /jane|mrs|payroll/i);
  });
});
