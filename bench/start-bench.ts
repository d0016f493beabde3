/** How long a start takes until the sign-in link is there: with a new data folder, with the same one again, on a fresh clone. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './measures.ts';
import type { Measure } from './measures.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const START_MS = 180_000;
const LATER_STARTS = 3;

/** Seconds from `node scripts/start.mjs` to its link. */
async function timeStart(folder: string, env: Record<string, string>): Promise<number> {
  const start = performance.now();
  const child = spawn('node', ['scripts/start.mjs'], {
    cwd: folder,
    env: { ...process.env, PORT: '0', DATABASE_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const seconds = await new Promise<number>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`No link after ${START_MS / 1000} s:\n${printed}`)), START_MS);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        if (/\/sign-in\/\S+\s/.test(printed)) done((performance.now() - start) / 1000);
      });
    }
    void ended.then(() => fail(new Error(`It ended before it had started:\n${printed}`)));
    void ended.then(() => clearTimeout(timer));
  }).finally(() => child.kill('SIGTERM'));
  await ended;
  return seconds;
}

/** Starts with a new data folder and again with the same one; with `fresh`, also on a clone with nothing installed. */
export async function measureStarts(fresh: boolean): Promise<Measure[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'cairn-bench-'));
  try {
    const env = { DATA_DIR: join(scratch, 'data') };
    const first = await timeStart(root, env);
    const later: number[] = [];
    for (let count = 0; count < LATER_STARTS; count++) later.push(await timeStart(root, env));
    const measures: Measure[] = [
      { group: 'Starts', name: 'new data folder', value: first, unit: 's', note: 'packages already there' },
      { group: 'Starts', name: 'again', value: median(later), unit: 's', note: `middle of ${LATER_STARTS}` },
    ];
    if (fresh) measures.push(await measureClone(scratch));
    return measures;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function measureClone(scratch: string): Promise<Measure> {
  const clone = join(scratch, 'clone');
  const home = join(scratch, 'home');
  mkdirSync(home);
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, clone]);
  cpSync(join(root, '.npmrc'), join(clone, '.npmrc'));
  const value = await timeStart(clone, { HOME: home, XDG_CACHE_HOME: '', DATA_DIR: '' });
  return { group: 'Starts', name: 'fresh clone', value, unit: 's', note: 'Node and packages fetched' };
}
