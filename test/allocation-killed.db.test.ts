/** Runs of several processes, of which some are killed with -9: the plan is the same to the last byte. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { writeMade } from '../src/features/allocation/allocation.made.ts';
import { type Database, openDatabase } from '../src/platform/database/index.ts';
import { testEngines, testServer } from './database.ts';

const DOOR = fileURLToPath(new URL('../src/app/cli.ts', import.meta.url));
/** Enough that answers, not only prices, have to come back from the workers. */
const SCHOOLS = 3_100;

const folder = mkdtempSync(join(tmpdir(), 'cairn-allocation-killed-'));
const input = join(folder, 'schools.jsonl');
const running = new Set<ChildProcess>();

before(() => writeMade(input, 1, SCHOOLS));
after(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  child: ChildProcess;
  pid: number;
  ended: Promise<{ code: number | null; signal: string | null; out: string; err: string }>;
}

function start(words: readonly string[], env: Record<string, string>): Started {
  const child = spawn(process.execPath, [DOOR, ...words], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (text: Buffer) => (said.out += String(text)));
  child.stderr.on('data', (text: Buffer) => (said.err += String(text)));
  const ended = new Promise<Awaited<Started['ended']>>((resolve) =>
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal, ...said });
    }),
  );
  return { child, pid: child.pid ?? 0, ended };
}

async function succeed({ ended }: Started): Promise<void> {
  const { code, signal, err } = await ended;
  assert.deepEqual({ code, signal }, { code: 0, signal: null }, err);
}

async function kill({ child, ended }: Started): Promise<void> {
  child.kill('SIGKILL');
  assert.equal((await ended).signal, 'SIGKILL');
}

async function until<T>(look: () => Promise<T | null> | T | null, what: string): Promise<T> {
  for (let tries = 0; tries < 6_000; tries++) {
    const seen = await look();
    if (seen !== null) return seen;
    await wait(5);
  }
  throw new Error(`Not seen within time: ${what}`);
}

let one: Promise<Buffer> | null = null;
/** The plan by one process without a database. */
function byOne(): Promise<Buffer> {
  one ??= (async () => {
    const out = join(folder, 'one.json');
    await succeed(start(['allocate', input, '--out', out, '--threads', '1'], {}));
    return readFileSync(out);
  })();
  return one;
}

describe('a run in a folder that is killed', { timeout: 300_000 }, () => {
  test('goes on from its rounds, a damaged one aside, and makes the same plan', async () => {
    const journal = join(folder, 'journal');
    const out = join(folder, 'resumed.json');
    const words = ['allocate', input, '--out', out, '--resume', journal];
    const first = start(words, {});
    await until(() => (existsSync(join(journal, 'round-0004.json')) ? true : null), 'the fourth round');
    await kill(first);
    assert.equal(existsSync(out), false);
    const kept = readdirSync(journal).filter((name) => /^round-\d+\.json$/.test(name)).length;
    const written = statSync(join(journal, 'round-0001.json')).mtimeMs;
    const damaged = join(journal, 'round-0002.json');
    writeFileSync(damaged, readFileSync(damaged, 'utf8').replace(/"value":(\d)/, '"value":9$1'));
    const again = start(words, {});
    const { code, err } = await again.ended;
    assert.equal(code, 0, err);
    assert.match(err, new RegExp(`Going on from ${kept - 1} rounds`));
    assert.equal(statSync(join(journal, 'round-0001.json')).mtimeMs, written);
    assert.deepEqual(readFileSync(out), await byOne());
  });
});

for (const engine of testEngines())
  describe(`A run in the database (${engine})`, { timeout: 480_000 }, () => {
    if (engine === 'embedded') embedded();
    else onServer();
  });

function embedded(): void {
  test('that is killed goes on when it is started again, and makes the same plan', async () => {
    const dataDir = join(folder, 'data');
    const out = join(folder, 'embedded.json');
    const words = ['allocate', input, '--in-database', '--out', out];
    const first = start(words, { DATA_DIR: dataDir });
    let said = '';
    first.child.stderr?.on('data', (text: Buffer) => (said += String(text)));
    await until(() => (/schools answered/.test(said) ? true : null), 'the first part');
    await wait(200);
    await kill(first);
    const db = await openDatabase({ dataDir, databaseUrl: null });
    const answered = await countAnswered(db);
    await db.close();
    assert.ok(answered > 0);
    await succeed(start(words, { DATA_DIR: dataDir }));
    assert.deepEqual(readFileSync(out), await byOne());
  });

  test('cannot be worked on by a second process, which says what to do', async () => {
    const { code, err } = await start(['allocate', 'work', '--once'], { DATA_DIR: join(folder, 'data') }).ended;
    assert.equal(code, 1);
    assert.match(err, /belongs to one process. Set DATABASE_URL/);
  });
}

const countAnswered = (db: Database): Promise<number> =>
  db.asSystem(async (tx) => {
    const answered = await tx
      .selectFrom('allocation_task')
      .select('part')
      .where('answered_at', 'is not', null)
      .execute();
    return answered.length;
  });

function onServer(): void {
  let url = '';
  let db: Database;
  before(async () => {
    const server = await testServer();
    const client = new pg.Client({ connectionString: server.urlOf('postgres') });
    await client.connect();
    await client.query('create database cairn_allocation template cairn_template owner cairn_owner');
    await client.end();
    url = server.ownerUrlOf('cairn_allocation');
    db = await openDatabase({ databaseUrl: url, dataDir: '' });
  });
  after(() => db.close());

  const coordinator = (out: string) =>
    start(['allocate', input, '--in-database', '--workers-only', '--out', out], { DATABASE_URL: url });
  const worker = () => start(['allocate', 'work', '--lease', '2'], { DATABASE_URL: url });
  const tasks = () =>
    db.asSystem((tx) =>
      tx.selectFrom('allocation_task').select(['round', 'part', 'holder', 'attempts', 'answered_at']).execute(),
    );

  test('of three workers, one of them killed in the middle of a round, makes the same plan', async () => {
    const out = join(folder, 'three.json');
    const leading = coordinator(out);
    const [victim, ...others] = [worker(), worker(), worker()] as const;
    const heldNow = async () => {
      assert.equal(leading.child.exitCode, null, 'the run goes on meanwhile');
      const mine = (await tasks()).filter((task) => task.holder?.startsWith(`${victim.pid} `));
      return mine.some(({ answered_at }) => answered_at === null) ? mine : null;
    };
    // Looked at again when it has been stopped, so that what it holds is known when it is killed.
    const held = await until(async () => {
      await until(heldNow, 'the worker at work');
      victim.child.kill('SIGSTOP');
      // What it had sent by then is done by then.
      await wait(50);
      const mine = await heldNow();
      if (mine === null) victim.child.kill('SIGCONT');
      return mine;
    }, 'the worker stopped at work');
    await kill(victim);
    const takenAgain = await until(async () => {
      const now = await tasks();
      const same = held.map(({ round, part }) => now.find((task) => task.round === round && task.part === part));
      return same.every((task) => task !== undefined && task.answered_at !== null) ? same : null;
    }, 'the others taking up what it held');
    assert.ok(takenAgain.every((task) => task!.attempts >= 2));
    await succeed(leading);
    for (const other of others) other.child.kill('SIGTERM');
    for (const other of others) {
      const { code, out: said } = await other.ended;
      assert.equal(code, 0);
      assert.match(said, /^[1-9][\d,]* parts answered/, 'each of the others did some of it');
    }
    assert.deepEqual(readFileSync(out), await byOne());
    assert.deepEqual(await tasks(), [], 'its workings are gone');
  });

  test('whose coordinator is killed goes on when that is started again, and makes the same plan', async () => {
    const out = join(folder, 'again.json');
    const first = coordinator(out);
    const workers = [worker(), worker()];
    await until(async () => ((await tasks()).some(({ round }) => round >= 3) ? true : null), 'the fourth round');
    await kill(first);
    assert.equal(existsSync(out), false);
    const answered = async () =>
      (await tasks())
        .filter(({ round, answered_at }) => round < 3 && answered_at !== null)
        .map(({ round, part, answered_at }) => `${round} ${part} ${answered_at?.toISOString()}`)
        .toSorted();
    const kept = await answered();
    assert.ok(kept.length >= 300);
    const second = coordinator(out);
    await until(async () => ((await tasks()).some(({ round }) => round >= 5) ? true : null), 'the sixth round');
    assert.deepEqual(await answered(), kept, 'nothing was asked twice');
    await succeed(second);
    for (const each of workers) each.child.kill('SIGTERM');
    for (const each of workers) assert.equal((await each.ended).code, 0);
    assert.deepEqual(readFileSync(out), await byOne());
  });
}
