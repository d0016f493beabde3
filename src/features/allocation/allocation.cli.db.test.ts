import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { runCommandLine } from '../../platform/command-line/index.ts';
import { allocationCommands } from './allocation.cli.ts';
import { openAllocation } from './allocation.file.ts';
import { putRun, runsOfInstallation } from './allocation.store.ts';

const folder = mkdtempSync(join(tmpdir(), 'cairn-allocation-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));

onEachEngine('The command line of sharing out', (open, engine) => {
  let database: TestDatabase;
  before(async () => {
    database = await open();
  });

  const run = async (...words: string[]) => {
    const said = { out: '', err: '' };
    const code = await runCommandLine(['allocate', ...words], {
      name: 'cairn',
      version: '1',
      purpose: 'plans',
      folder,
      commands: allocationCommands({ openDatabase: async () => ({ ...database.db, close: async () => undefined }) }),
      stdout: (text) => (said.out += text),
      stderr: (text) => (said.err += text),
    });
    return { code, ...said };
  };

  test('makes a file, shares out, checks, and finds what was changed', async () => {
    assert.equal((await run('made', '--schools', '6', '--seed', '5', '--out', 'a.jsonl')).code, 0);
    const once = readFileSync(join(folder, 'a.jsonl'), 'utf8');
    await run('made', '--schools', '6', '--seed', '5', '--out', 'a.jsonl');
    assert.equal(readFileSync(join(folder, 'a.jsonl'), 'utf8'), once);
    const shared = await run('a.jsonl', '--out', 'plan.json', '--threads', '2');
    assert.deepEqual(shared.code, 0, shared.err);
    assert.match(
      shared.out,
      /^6 schools: worth [\d,]+ points; no allocation is worth more than [\d,]+ \(gap \d+\.\d{4}%/,
    );
    assert.match(shared.err, /6 of 6 schools answered, \d+ rounds over, bound [\d,]+, gap \d/);
    const checked = await run('check', 'a.jsonl', 'plan.json');
    assert.deepEqual([checked.code, checked.err], [0, '']);
    assert.match(checked.out, /^The plan holds: \d+ starts in 6 schools/);
    const plan = readFileSync(join(folder, 'plan.json'), 'utf8');
    writeFileSync(join(folder, 'other.json'), plan.replace(/"value":\d/, '"value":9'));
    const other = await run('check', 'a.jsonl', 'other.json');
    assert.equal(other.code, 1);
    assert.match(other.out, /^The plan does not hold:\n {2}It is worth/);
  });

  test('comes to the same plan by way of the database, lists the run, and removes one', async () => {
    await run('made', '--schools', '6', '--seed', '5', '--out', 'b.jsonl');
    await run('b.jsonl', '--out', 'here.json');
    const { code, err } = await run('b.jsonl', '--out', 'there.json', '--in-database');
    assert.equal(code, 0, err);
    assert.equal(readFileSync(join(folder, 'there.json'), 'utf8'), readFileSync(join(folder, 'here.json'), 'utf8'));
    const { hash } = JSON.parse(readFileSync(join(folder, 'here.json'), 'utf8')) as { hash: string };
    const runs = JSON.parse((await run('runs', '--json')).out) as { run: string; state: string; planHash: string }[];
    assert.deepEqual(
      runs.map(({ state, planHash }) => [state, planHash]),
      [['done', hash]],
    );
    assert.match(
      (await run('runs')).out,
      /done {2}6 schools {2}\d+ rounds {2}gap \d+\.\d{4}% {2}[0-9a-f]{12} {2}b\.jsonl/,
    );
    assert.equal((await run('remove', runs[0]!.run)).code, 0);
    assert.equal((await run('runs')).out, 'There are no runs.\n');
    const gone = await run('remove', runs[0]!.run);
    assert.deepEqual([gone.code, /There is no run/.test(gone.err)], [1, true]);
  });

  test('of a worker ends by itself where nothing is under way', async () => {
    const { code, out, err } = await run('work', '--once');
    if (engine === 'embedded') assert.match(err, /belongs to one process/);
    else assert.deepEqual([code, out], [0, '0 parts answered.\n'], err);
  });

  test('says what is wrong with the line or the file, and writes nothing then', async () => {
    for (const [words, code, message] of [
      [['a.jsonl', '--threads', '0'], 2, /--threads must be a whole number from 1/],
      [['a.jsonl', '--threads', 'many'], 2, /--threads must be/],
      [['a.jsonl', '--workers-only'], 2, /goes with --in-database/],
      [['a.jsonl', '--in-database', '--resume', 'x'], 2, /leave --resume out/],
      [['made', '--schools', '6'], 2, /where to write/],
      [['nowhere.jsonl', '--out', 'none.json'], 1, /nowhere.jsonl: there is no such file/],
      [['a.jsonl', '--out', 'no/such/folder.json'], 1, /cannot be written there \(its folder is not there\)/],
      [['a.jsonl', '--out', '.'], 1, /cannot be written there \(it is a folder\)/],
      [['check', 'a.jsonl', 'a.jsonl'], 1, /it is not JSON/],
    ] as const) {
      const ended = await run(...words);
      assert.deepEqual([ended.code, message.test(ended.err)], [code, true], `${words.join(' ')}: ${ended.err}`);
    }
    assert.equal(existsSync(join(folder, 'none.json')), false);
  });

  test('names what no allocation can keep to', async () => {
    const frame = {
      format: 'cairn.allocation/1',
      years: [{ id: 'y', name: 'Year' }],
      limits: [{ id: 'm', name: 'Money', allowed: -5 }],
    };
    const school = { id: 'a', exclusions: [], needs: [] };
    writeFileSync(join(folder, 'none.jsonl'), `${JSON.stringify(frame)}\n${JSON.stringify(school)}\n`);
    for (const words of [['none.jsonl'], ['none.jsonl', '--in-database']]) {
      const ended = await run(...words);
      assert.equal(ended.code, 1);
      assert.match(ended.err, /No allocation keeps within: Money/);
    }
  });

  test('begins again a run whose parts were only half put in', async () => {
    const file = openAllocation(join(folder, 'a.jsonl'));
    const runs = runsOfInstallation(database.db);
    const row = await putRun(runs, file, 'half');
    await runs.transact(async (tx) => {
      await tx.deleteFrom('allocation_part').where('part', '>', 2).execute();
      await tx.updateTable('allocation_run').set({ state: 'loading' }).where('run_id', '=', row.runId).execute();
    });
    assert.equal((await run('a.jsonl', '--out', 'half.json', '--in-database')).code, 0);
    assert.equal(readFileSync(join(folder, 'half.json'), 'utf8'), readFileSync(join(folder, 'plan.json'), 'utf8'));
  });
});
