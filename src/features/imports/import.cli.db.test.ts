import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { before, test } from 'node:test';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addSchool, TEST_NOW } from '../../../test/people.ts';
import { DatabaseUnavailableError } from '../../platform/database/index.ts';
import { fixedClock } from '../../platform/clock.ts';
import { runCommandLine } from '../../platform/command-line/index.ts';
import { ensureOperator, foundOrganisation } from '../people/index.ts';
import { importCommands, type ImportServices } from './import.cli.ts';

const register = fileURLToPath(new URL('../../../test/samples/contracts-register.csv', import.meta.url));

function terminal(openDatabase: ImportServices['openDatabase'], noun = 'contracts') {
  const printed = { out: '', err: '' };
  const clock = fixedClock(TEST_NOW.toISOString());
  const run = (...words: string[]) =>
    runCommandLine([noun, 'import', ...words], {
      name: 'cairn',
      version: '1',
      purpose: 'plans',
      commands: importCommands({ openDatabase, clock }),
      folder: '/',
      stdout: (text) => (printed.out += text),
      stderr: (text) => (printed.err += text),
    });
  return { printed, run };
}

const noDatabase = () => Promise.reject(new Error('A dry run opens no database'));

test('a dry run needs no database and its fates add up to its rows', async () => {
  const { printed, run } = terminal(noDatabase);
  assert.equal(await run(register, '--dry-run', '--json'), 0);
  const result = JSON.parse(printed.out) as { rows: number; fates: Record<string, number>; dryRun: boolean };
  assert.ok(result.rows > 0);
  assert.deepEqual(Object.keys(result.fates), ['whole', 'partial', 'kept']);
  assert.equal(
    Object.values(result.fates).reduce((sum, count) => sum + count, 0),
    result.rows,
  );
  assert.equal(result.dryRun, true);
});

test('what is not understood ends with 2, what cannot be done with 1, each in words', async () => {
  const wrong = terminal(noDatabase);
  assert.equal(await wrong.run(), 2);
  assert.equal(await wrong.run(register, '--colour'), 2);
  assert.equal(await wrong.run(register, 'another.csv'), 2);
  const missing = terminal(noDatabase);
  assert.equal(await missing.run('/nowhere/register.csv', '--dry-run'), 1);
  assert.equal(missing.printed.err, 'cairn: There is no file /nowhere/register.csv.\n');
  const help = terminal(noDatabase);
  assert.equal(await help.run('--help'), 0);
  assert.match(help.printed.out, /--dry-run/);
});

test('a data folder that a running Cairn holds is refused in one line', async () => {
  const { printed, run } = terminal(() => Promise.reject(new DatabaseUnavailableError('The data folder is in use.')));
  assert.equal(await run(register, '--school', 'any'), 1);
  assert.equal(printed.err, 'cairn: The data folder is in use.\n');
});

onEachEngine('contracts from the command line', (open) => {
  let database: TestDatabase;
  before(async () => {
    database = await open();
    const { personId } = await database.db.asSystem((tx) => ensureOperator(tx, TEST_NOW));
    const organisationId = await database.db.asSystem((tx) =>
      foundOrganisation(tx, { name: 'A trust', personId, at: TEST_NOW }),
    );
    await addSchool(database.db, { personId, organisationId });
  });

  test('come into the only school, and again change nothing', async () => {
    // The command closes what it opens; the test's database stays open for the next run.
    const { printed, run } = terminal(async () => ({ ...database.db, close: async () => undefined }));
    assert.equal(await run(register), 0, printed.err);
    assert.match(printed.out, /contracts came into Elm Lane Primary; 0 were there already/);
    const again = terminal(async () => ({ ...database.db, close: async () => undefined }));
    assert.equal(await again.run(register, '--school', '100001', '--json'), 0);
    const { imported } = JSON.parse(again.printed.out) as { imported: { added: number; already: number } };
    assert.equal(imported.added, 0);
    assert.ok(imported.already > 0);
  });

  test('of other registers come in likewise, and a newer file changes what it says', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-import-'));
    const file = join(folder, 'file.csv');
    const run = async (noun: string, text: string) => {
      writeFileSync(file, text);
      const { printed, run: type } = terminal(async () => ({ ...database.db, close: async () => undefined }), noun);
      assert.equal(await type(file, '--school', '100001', '--json'), 0, printed.err);
      const { fates, imported } = JSON.parse(printed.out) as { fates: unknown; imported: Record<string, unknown> };
      return [fates, imported['added'], imported['changed'], imported['already']];
    };
    const whole = (rows: number) => ({ whole: rows, partial: 0, kept: 0 });
    assert.deepEqual(await run('systems', 'System,Users\nArbor,40\nCPOMS,12\n'), [whole(2), 2, 0, 0]);
    assert.deepEqual(await run('systems', 'System,Users\nArbor,41\nCPOMS,12\n'), [whole(2), 0, 1, 1]);
    assert.deepEqual(await run('equipment', 'Name,Type,Qty\nLaptops,Laptop,31\n'), [whole(1), 1, 0, 0]);
    assert.deepEqual(await run('connections', 'Line,Supplier\nMain line,Fibre Co\n'), [whole(1), 1, 0, 0]);
    rmSync(folder, { recursive: true });
  });

  test('for a school that is not there are refused, with those that are', async () => {
    const { printed, run } = terminal(async () => ({ ...database.db, close: async () => undefined }));
    assert.equal(await run(register, '--school', '999999'), 1);
    assert.match(printed.err, /No school has the reference 999999. Known: 100001 \(Elm Lane Primary\)/);
  });
});
