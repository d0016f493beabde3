/**
 * Every check of the project, two at a time: types, lint, format, unit, integration on both database engines, and the
 * browser journeys. Each prints what it said when it ends; the last line is how many tests passed and failed.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureChromium } from './chromium.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name: string): string => join(root, 'node_modules', name);

interface Command {
  args: string[];
  env?: Record<string, string>;
}

interface Step {
  name: string;
  /** Commands for Node, run one after another; a function is asked when the step's turn comes and may throw a reason. */
  commands: () => Command[];
}

interface Result {
  name: string;
  ok: boolean;
  seconds: number;
  passed: number;
  failed: number;
}

/** Far longer than any step takes on a machine of its own: what hangs is ended, and fails. */
const STEP_MS = 15 * 60_000;
/** From being asked to end to being ended. */
const END_MS = 3000;

const scratch = mkdtempSync(join(tmpdir(), 'cairn-test-'));
const running = new Set<ChildProcess>();
const results: Result[] = [];
const startedAt = performance.now();

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** node:test over files that match; complains where none do, so that a moved folder is noticed. */
function tests(patterns: string[], flags: string[], env: Record<string, string> = {}): Command[] {
  const files = globSync(patterns, { cwd: root, exclude: (path) => path.includes('node_modules') }).toSorted();
  if (files.length === 0) throw new Error(`No test files match ${patterns.join(', ')}.`);
  return [{ args: ['--test', `--test-reporter=${join(root, 'scripts', 'reporter.mjs')}`, ...flags, ...files], env }];
}

function unitFiles(): string[] {
  return globSync(['{src,scripts,bench,test}/**/*.test.ts'], { cwd: root }).filter(
    (path) => !path.endsWith('.db.test.ts'),
  );
}

const integration = (engine: 'embedded' | 'postgresql'): Command[] =>
  tests(['{src,test}/**/*.db.test.ts'], ['--test-concurrency=2'], { CAIRN_TEST_ENGINE: engine });

function hasPostgresql(): boolean {
  if (process.env['CAIRN_TEST_POSTGRESQL']) return true;
  return globSync('/usr/lib/postgresql/*/bin/initdb').length > 0;
}

/** Steps in two lanes, which run side by side; the browser journeys have the machine to themselves afterwards. */
const lanes: Step[][][] = [
  [
    [
      {
        name: 'types',
        commands: () =>
          ['.', 'e2e'].map((project) => ({ args: [bin('typescript/bin/tsc'), '-p', project, '--noEmit'] })),
      },
      {
        name: 'lint',
        commands: () => [
          { args: [bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', '-f', 'unix'] },
          { args: ['scripts/check-house.ts'] },
        ],
      },
      {
        name: 'format',
        commands: () => [{ args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'] }],
      },
      { name: 'unit', commands: () => tests(unitFiles(), ['--test-isolation=none']) },
    ],
    [
      { name: 'embedded', commands: () => integration('embedded') },
      { name: 'postgresql', commands: () => integration('postgresql') },
    ],
  ],
  [
    [
      {
        name: 'browser',
        commands: () => tests(['e2e/**/*.e2e.ts'], ['--test-concurrency=2'], { CHROMIUM_PATH: ensureChromium(say) }),
      },
    ],
  ],
];

async function runCommand(
  { args, env }: Command,
  counts: string,
  live: boolean,
): Promise<{ ok: boolean; text: string }> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env, CAIRN_TEST_COUNTS: counts },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      if (live) process.stdout.write(piece);
      else text += piece;
    });
  }
  let tooLong = '';
  const timer = setTimeout(() => {
    tooLong = `Stopped: it took longer than ${STEP_MS / 60_000} minutes.\n`;
    if (live) process.stdout.write(tooLong);
    void endChild(child);
  }, STEP_MS);
  const code = await new Promise<number | null>((done) => child.once('close', done));
  clearTimeout(timer);
  running.delete(child);
  return { ok: code === 0, text: text + tooLong };
}

async function runStep({ name, commands }: Step, live: boolean): Promise<void> {
  const start = performance.now();
  const counts = join(scratch, name);
  let ok = true;
  let text = '';
  if (live) say(`── ${name}`);
  try {
    for (const command of commands()) {
      const ended = await runCommand(command, counts, live);
      ok &&= ended.ok;
      text += ended.text;
    }
  } catch (error) {
    ok = false;
    if (live) say(messageOf(error));
    else text += `${messageOf(error)}\n`;
  }
  const seconds = (performance.now() - start) / 1000;
  const summed = sumCounts(counts);
  results.push({ name, ok, seconds, ...summed });
  if (!live) say(`── ${name}\n${text.trimEnd()}`);
  say(`── ${name}: ${ok ? 'ok' : 'FAILED'} in ${seconds.toFixed(1)} s\n`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function sumCounts(file: string): { passed: number; failed: number } {
  const sum = { passed: 0, failed: 0 };
  if (!existsSync(file)) return sum;
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const { passed, failed } = JSON.parse(line) as typeof sum;
    sum.passed += passed;
    sum.failed += failed;
  }
  return sum;
}

function chosenSteps(names: string[]): string[] {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  if (values.only === undefined) return names;
  const chosen = values.only.split(',').map((name) => name.trim());
  const unknown = chosen.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`There is no step ${unknown.join(', ')}. Steps: ${names.join(', ')}.`);
  return chosen;
}

function finish(): void {
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  // A step without tests of its own (types, lint, …) that fails counts as one failure.
  const failed = results.reduce((sum, result) => sum + (result.ok ? 0 : Math.max(1, result.failed)), 0);
  const seconds = (performance.now() - startedAt) / 1000;
  for (const result of results) {
    const count = result.passed + result.failed > 0 ? `${result.passed} passed, ${result.failed} failed, ` : '';
    say(`${result.ok ? 'ok    ' : 'FAILED'} ${result.name.padEnd(10)} ${count}${result.seconds.toFixed(1)} s`);
  }
  say(`All steps took ${seconds.toFixed(0)} s.\n`);
  say(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** Asks a child to end, and ends it where it doesn't: code under test may hold signals back. */
async function endChild(child: ChildProcess): Promise<void> {
  const ended = new Promise((done) => child.once('close', done));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
  await ended;
  clearTimeout(timer);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void Promise.all([...running].map(endChild)).then(() => {
      rmSync(scratch, { recursive: true, force: true });
      process.exit(signal === 'SIGINT' ? 130 : 143);
    });
  });
}

try {
  const all = lanes.flat(2).map(({ name }) => name);
  const chosen = chosenSteps(all);
  const without = chosen.includes('postgresql') && !hasPostgresql();
  const live = chosen.length === 1;
  for (const phase of lanes) {
    const wanted = phase.map((lane) =>
      lane.filter(({ name }) => chosen.includes(name) && !(without && name === 'postgresql')),
    );
    await Promise.all(
      wanted.map(async (lane) => {
        for (const step of lane) await runStep(step, live);
      }),
    );
  }
  if (without)
    say("PostgreSQL's programs are not on this machine: the integration tests ran on the embedded database only.\n");
  finish();
} catch (error) {
  say(messageOf(error));
  process.exitCode = 2;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
