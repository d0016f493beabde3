import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { testEngines } from './database.ts';
import { openDatabase } from '../src/platform/database/index.ts';
import { openFolderEngine } from '../src/platform/database/pglite-engine.ts';

const KILLS = 20;
/** Compile WebAssembly once and simply: these processes live for a second, and half of it would go into compiling it better. */
const QUICK = ['--liftoff-only'];
const WRITER = new URL('./crash-writer.ts', import.meta.url).pathname;

interface Ended {
  found: number[] | null;
  saved: number;
  code: number | null;
  errors: string;
}

/** Runs the writer, and kills it with -9 as soon as `until` says so of what it has said. */
function runWriter(folder: string, until: (saved: number) => number | null, look = false): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...QUICK, WRITER, folder, ...(look ? ['look'] : [])], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended: Ended = { found: null, saved: 0, code: null, errors: '' };
    let timer: NodeJS.Timeout | null = null;
    const consider = (): void => {
      const delay = until(ended.saved);
      if (delay !== null && timer === null) timer = setTimeout(() => child.kill('SIGKILL'), delay);
    };
    child.stderr.on('data', (text: Buffer) => (ended.errors += String(text)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [word, ...numbers] = line.split(' ');
      if (word === 'found') ended.found = numbers.map(Number);
      if (word === 'saved') ended.saved = Number(numbers[0]);
      consider();
    });
    consider();
    child.once('close', (code) => resolve({ ...ended, code }));
  });
}

/** The files of the embedded engine are what this is about: with PostgreSQL chosen there is nothing to try. */
if (testEngines().includes('embedded')) describe('The embedded database', { timeout: 400_000 }, crashTests);

function crashTests(): void {
  const parent = mkdtempSync(join(tmpdir(), 'cairn-crash-'));
  const folder = join(parent, 'data');
  before(async () => {
    const db = await openDatabase({ dataDir: folder, databaseUrl: null });
    await db.close();
  });
  after(() => rmSync(parent, { recursive: true, force: true }));

  test(`keeps every acknowledged row through ${KILLS} kills in the midst of writing`, async () => {
    let acknowledged = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const goal = acknowledged + 3 + ((kill * 7) % 25);
      const ended = await runWriter(folder, (saved) => (saved >= goal ? kill % 5 : null));
      assert.equal(ended.code, null, ended.errors);
      requireAll(ended.found, acknowledged);
      assert.ok(ended.saved >= goal);
      acknowledged = ended.saved;
    }
    const last = await runWriter(folder, () => null, true);
    assert.equal(last.code, 0, last.errors);
    requireAll(last.found, acknowledged);
  });

  test('is refused to a second process, in one line, until the first has gone', async () => {
    const db = await openDatabase({ dataDir: folder, databaseUrl: null });
    const second = await runWriter(folder, () => null, true);
    assert.equal(second.code, 1);
    assert.match(
      second.errors,
      new RegExp(`^The data folder .* is in use by another Cairn \\(process ${process.pid}\\).*\\n$`),
    );
    await db.close();
    const third = await runWriter(folder, () => null, true);
    assert.equal(third.code, 0, third.errors);
  });

  test('of two processes that start at once, serves exactly one', async () => {
    let stop = false;
    const both = [0, 1].map(() => runWriter(folder, (saved) => (saved > 0 && stop ? 0 : null)));
    const loser = await Promise.race(both);
    stop = true;
    assert.equal(loser.code, 1);
    assert.match(loser.errors, /in use by another Cairn/);
    const codes = (await Promise.all(both)).map(({ code }) => code);
    assert.deepEqual(codes.toSorted(), [1, null].toSorted());
  });

  test('survives a kill at any moment of its making', async () => {
    const fresh = join(parent, 'fresh');
    for (const delay of [600, 1600]) await runWriter(fresh, () => delay);
    const next = await runWriter(fresh, () => null, true);
    assert.equal(next.code, 0, next.errors);
    assert.ok(!existsSync(join(fresh, '.making')) && readdirSync(fresh).includes('postgres'));
  });

  test('makes the disk keep each transaction', async () => {
    const engine = await openFolderEngine(folder);
    try {
      await engine.withConnection(async (connection) => {
        const { rows } = await connection.query(
          `select current_setting('fsync') as fsync, current_setting('wal_sync_method') as method,
            current_setting('synchronous_commit') as commits, current_setting('full_page_writes') as pages`,
          [],
        );
        assert.deepEqual(rows, [{ fsync: 'on', method: 'fsync', commits: 'on', pages: 'on' }]);
        await connection.script('create table synced (n int)');
        const before = await engine.countSyncs();
        for (let n = 0; n < 10; n++) await connection.query('insert into synced values ($1)', [n]);
        assert.ok((await engine.countSyncs()) - before >= 10);
        await connection.script('drop table synced');
      });
    } finally {
      await engine.close();
    }
  });

  test('says in one line that a folder is not its own, or is damaged', async () => {
    const foreign = mkdtempSync(join(parent, 'foreign-'));
    writeFileSync(join(foreign, 'holiday.jpg'), 'x');
    const opening = (dataDir: string) => openDatabase({ dataDir, databaseUrl: null });
    await assert.rejects(opening(foreign), /holds other files \(holiday\.jpg\) and no Cairn database/);
    assert.deepEqual(readdirSync(foreign), ['holiday.jpg']);

    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '13\n');
    await assert.rejects(opening(folder), /made by PostgreSQL 13, and this Cairn uses 18/);
    rmSync(join(folder, 'postgres', 'PG_VERSION'));
    await assert.rejects(opening(folder), /is damaged: it has no PG_VERSION/);
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '18\n');
    writeFileSync(join(folder, 'postgres', 'global', 'pg_control'), Buffer.alloc(8192, 7));
    await assert.rejects(opening(folder), /^[^\n]*cannot be opened; it may be damaged[^\n]*$/);
    writeFileSync(join(parent, 'file'), '');
    await assert.rejects(opening(join(parent, 'file', 'data')), /cannot be used: a part of its path is a file/);
  });
}

/** Every row from 1 to the last, no gap, and none of the acknowledged ones missing. */
function requireAll(found: number[] | null, acknowledged: number): void {
  assert.ok(found, 'the writer did not start');
  const [rows, last, counted] = found;
  assert.ok((rows ?? 0) >= acknowledged, `${acknowledged} rows were acknowledged, ${rows} found`);
  assert.equal(rows, last);
  assert.equal(counted, rows);
}
