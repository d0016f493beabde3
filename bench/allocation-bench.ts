/**
 * Sharing a fund out among many schools: seconds, proven gap and memory at each size, beside one solver given the whole model of
 * the same instance in the same run (and CBC and GLPK where their programs are installed). Each in a process of its own, cold.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WHOLE_GAP, WHOLE_SECONDS, wholeText, type OtherRun, type OwnRun } from './allocation-run.ts';
import type { Measure } from './measures.ts';

const SIZES = [20, 100, 1_000, 5_000, 25_000];
/** What each size is meant to reach: the gap in per cent, and seconds and megabytes where they are asked for. */
const GOALS: Record<number, { gapPercent: number; seconds?: number; megabytes?: number }> = {
  20: { gapPercent: 0.05 },
  100: { gapPercent: 0.02 },
  1_000: { gapPercent: 0.02, seconds: 5 },
  25_000: { gapPercent: 0.01, seconds: 60, megabytes: 2_000 },
};
/** The whole model is only given to a solver up to this many schools: past it, its text alone is hundreds of megabytes. */
const WHOLE_UP_TO = 1_000;

const runner = fileURLToPath(new URL('allocation-run.ts', import.meta.url));

/** Measures every size. */
export function measureAllocation(sizes: readonly number[] = SIZES): Promise<Measure[]> {
  const measures: Measure[] = [];
  let base: { schools: number; seconds: number } | null = null;
  for (const schools of sizes) {
    const group = `A fund shared among ${schools.toLocaleString('en-GB')} schools, five years, ten limits`;
    const goal = GOALS[schools];
    const own = runApart<OwnRun>('own', schools);
    const first = own.steps[0] ?? { seconds: own.seconds, gap: own.gap };
    const add = (name: string, value: number, unit: string, beside?: number, note?: string) =>
      measures.push({
        group,
        name,
        value,
        unit,
        ...(beside === undefined ? {} : { beside: { name: 'goal', value: beside } }),
        ...(note === undefined ? {} : { note }),
      });
    add('proven gap', 100 * own.gap, '%', goal?.gapPercent, `${own.rounds} rounds of prices`);
    add('seconds', own.seconds, 's', goal?.seconds, `${own.processorSeconds.toFixed(1)} s of processor`);
    add('first plan', first.seconds, 's', undefined, `gap ${(100 * first.gap).toFixed(3)}%`);
    add('peak memory', own.megabytes, 'MB', goal?.megabytes, 'of its own process, all threads');
    if (own.resumedSeconds !== null)
      measures.push({
        group,
        name: 'going on after a kill',
        value: own.resumedSeconds,
        unit: 's',
        beside: { name: 'from the start', value: own.seconds },
        note: 'all rounds were over',
      });
    if (schools >= 100) {
      // To the first plan: what comes after it at few schools is not done at many.
      base ??= { schools, seconds: first.seconds };
      const nLogN = (schools * Math.log(schools)) / (base.schools * Math.log(base.schools));
      measures.push({
        group,
        name: 'growth of time to a plan',
        value: first.seconds / base.seconds,
        unit: '×',
        beside: { name: 'N log N', value: nLogN },
      });
    }
    if (schools <= WHOLE_UP_TO) measures.push(...besideOthers(group, schools, own));
  }
  return Promise.resolve(measures);
}

/** How long it took to the gap that others are asked for, and to the goal, beside how long they took. */
function besideOthers(group: string, schools: number, own: OwnRun): Measure[] {
  const goal = (GOALS[schools]?.gapPercent ?? 0.02) / 100;
  const others = [{ name: 'HiGHS', ...runApart<OtherRun>('highs', schools) }, ...byPrograms(wholeText(schools))];
  return others.flatMap((other) =>
    [...new Set([WHOLE_GAP, goal])].flatMap((gap) => {
      const step = own.steps.find((each) => each.gap < gap);
      if (step === undefined) return [];
      return [
        {
          group,
          name: `to ${(100 * gap).toFixed(2)}%`,
          value: step.seconds,
          unit: 's',
          beside: { name: `${other.name} to 0.1%`, value: other.seconds },
          note: `${(other.seconds / step.seconds).toFixed(1)} times as fast; ${other.note}`,
        },
      ];
    }),
  );
}

function runApart<Run>(what: 'own' | 'highs', schools: number): Run {
  const ran = spawnSync(process.execPath, [runner, what, String(schools)], { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`Measuring ${schools} schools (${what}) failed: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as Run;
}

function byPrograms(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-allocation-'));
  const path = join(folder, 'whole.lp');
  writeFileSync(path, text);
  const limit = String(WHOLE_SECONDS);
  const programs = [
    { name: 'CBC', command: 'cbc', args: [path, 'ratio', String(WHOLE_GAP), 'sec', limit, 'solve', 'quit'] },
    { name: 'GLPK', command: 'glpsol', args: ['--lp', path, '--mipgap', String(WHOLE_GAP), '--tmlim', limit] },
  ];
  try {
    return programs.flatMap(({ name, command, args }) => {
      const start = performance.now();
      const ran = spawnSync(command, args, { encoding: 'utf8', timeout: 2_000 * WHOLE_SECONDS });
      if (ran.error !== undefined) return [];
      const seconds = (performance.now() - start) / 1000;
      return [{ name, seconds, note: seconds >= WHOLE_SECONDS ? `${name} stopped` : `${name} ended` }];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
