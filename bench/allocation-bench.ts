/**
 * Sharing a fund out among many schools: seconds, proven gap and memory at each size, beside one solver given the whole model of
 * the same instance in the same run (and CBC and GLPK where their programs are installed).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AllocationFrame, AllocationSchool } from '../src/domain/allocation.ts';
import { allocate, startsOf, type Round } from '../src/planner/allocation/allocate.ts';
import { askInThreads } from '../src/planner/allocation/worker.ts';
import { checkAllocation } from '../src/planner/allocation/check-allocation.ts';
import { madeAllocation } from '../src/planner/allocation/made-allocation.ts';
import { packSchools } from '../src/planner/allocation/packed-schools.ts';
import { wholeModel, type WholeModel } from '../src/planner/allocation/whole-model.ts';
import { loadSolver } from '../src/planner/highs.ts';
import type { Measure } from './measures.ts';

const SIZES = [20, 100, 1_000, 5_000, 25_000];
/** The whole model is only given to a solver up to this many schools: past it, its text alone is hundreds of megabytes. */
const WHOLE_UP_TO = 1_000;
const WHOLE_SECONDS = 65;
/** The size at which going on from rounds that were kept is measured. */
const RESUMED_SCHOOLS = 1_000;
/** What the whole model is asked to be proven to. */
const WHOLE_GAP = 1e-3;
const SEED = 1;

/** Measures every size. */
export async function measureAllocation(sizes: readonly number[] = SIZES): Promise<Measure[]> {
  const measures: Measure[] = [];
  let first: { schools: number; seconds: number } | null = null;
  for (const schools of sizes) {
    const group = `A fund shared among ${schools.toLocaleString('en-GB')} schools, five years, ten limits`;
    const { frame, school } = madeAllocation(SEED, schools);
    const own = await shareOut(frame, school, schools);
    measures.push(
      { group, name: 'proven gap', value: own.gapPercent, unit: '%', note: `${own.rounds} rounds of prices` },
      { group, name: 'peak memory', value: own.megabytes, unit: 'MB', note: 'all threads together' },
    );
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
      first ??= { schools, seconds: own.seconds };
      // 1 is as N log N; less is better.
      const growth = own.seconds / first.seconds;
      const nLogN = (schools * Math.log(schools)) / (first.schools * Math.log(first.schools));
      measures.push({
        group,
        name: 'growth of time',
        value: growth,
        unit: '×',
        beside: { name: 'N log N', value: nLogN },
      });
    }
    const others = schools <= WHOLE_UP_TO ? await solveWhole(frame, school, schools) : [];
    if (others.length === 0) measures.push({ group, name: 'seconds', value: own.seconds, unit: 's' });
    for (const other of others)
      measures.push({
        group,
        name: 'seconds',
        value: own.seconds,
        unit: 's',
        beside: { name: `${other.name} to 0.1%`, value: other.seconds },
        note: other.note,
      });
  }
  return measures;
}

async function shareOut(frame: AllocationFrame, school: (index: number) => AllocationSchool, schools: number) {
  const highs = await loadSolver();
  const all = function* () {
    for (let i = 0; i < schools; i++) yield school(i);
  };
  const packed = packSchools(frame, all());
  const start = performance.now();
  let megabytes = 0;
  const look = () => (megabytes = Math.max(megabytes, process.memoryUsage().rss / 1024 / 1024));
  // Looked at in the midst of rounds too: that is when threads hold most.
  const asker = askInThreads(packed, schools < 200 ? 1 : availableParallelism(), look);
  const rounds: Round[] = [];
  const goOn = async (value: number, resume: Round[]) => {
    const from = performance.now();
    const again = await allocate(highs, frame, packed, asker, { resume });
    if (again.value !== value) throw new Error('A run that is taken up again comes to another plan.');
    return (performance.now() - from) / 1000;
  };
  try {
    const result = await allocate(highs, frame, packed, asker, {
      onProgress: look,
      onRound: (round) => rounds.push(round),
    });
    const seconds = (performance.now() - start) / 1000;
    look();
    const resumedSeconds = schools === RESUMED_SCHOOLS ? await goOn(result.value, rounds) : null;
    const starts = function* () {
      for (let i = 0; i < schools; i++) yield* startsOf(school(i), result.choice(i));
    };
    const check = checkAllocation(frame, all(), starts());
    if (check.faults.length > 0 || check.value !== result.value)
      throw new Error(`The allocation does not add up: ${check.faults[0] ?? check.value}`);
    return { seconds, gapPercent: 100 * result.gap, rounds: result.rounds, megabytes, resumedSeconds };
  } finally {
    await asker.stop();
  }
}

async function solveWhole(frame: AllocationFrame, school: (index: number) => AllocationSchool, schools: number) {
  const model = wholeModel(
    frame,
    Array.from({ length: schools }, (_, i) => school(i)),
  );
  const text = asLp(model);
  return [await byHighs(text), ...byPrograms(text)];
}

async function byHighs(text: string) {
  const highs = await loadSolver();
  const start = performance.now();
  const solved = highs.solve(text, { output_flag: false, mip_rel_gap: WHOLE_GAP, time_limit: WHOLE_SECONDS });
  const seconds = (performance.now() - start) / 1000;
  const isDone = solved.Status === 'Optimal';
  return { name: 'HiGHS', seconds, note: isDone ? 'HiGHS proven' : `HiGHS stopped: ${solved.Status}` };
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

/** The model as an LP file, money in thousands of pounds so that every solver sees numbers of a like size. */
function asLp(model: WholeModel): string {
  const thousand = 100_000;
  const sum = (columns: readonly number[], values: readonly number[]) =>
    columns.map((column, i) => `${values[i]! < 0 ? '-' : '+'} ${Math.abs(values[i]!)} x${column}`).join('\n ');
  const worth = sum(
    model.value.map((_value, column) => column),
    model.value.map((value) => value / 10_000),
  );
  const rows = model.rows.map(({ columns, values, upper }, r) => {
    const unit = values.some((value) => Math.abs(value) > 1) ? thousand : 1;
    return `r${r}: ${sum(
      columns,
      values.map((value) => value / unit),
    )} <= ${upper / unit}`;
  });
  const names = model.columns.map((_column, c) => `x${c}`).join('\n');
  return `Maximize\nworth: ${worth}\nSubject To\n${rows.join('\n')}\nBinary\n${names}\nEnd\n`;
}
