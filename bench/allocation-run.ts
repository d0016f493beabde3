/**
 * One size of the shared fund in a process of its own, so that its peak memory is its own: `node allocation-run.ts own|highs
 * SCHOOLS`. Prints one line of JSON, an {@link OwnRun} or an {@link OtherRun}.
 */
import { availableParallelism } from 'node:os';
import { allocate, startsOf, type Round } from '../src/planner/allocation/allocate.ts';
import { checkAllocation } from '../src/planner/allocation/check-allocation.ts';
import { madeAllocation } from '../src/planner/allocation/made-allocation.ts';
import { packSchools } from '../src/planner/allocation/packed-schools.ts';
import { wholeModel, type WholeModel } from '../src/planner/allocation/whole-model.ts';
import { askInThreads } from '../src/planner/allocation/worker.ts';
import { loadSolver } from '../src/planner/highs.ts';

export interface OwnRun {
  seconds: number;
  /** Of all threads. */
  processorSeconds: number;
  rounds: number;
  gap: number;
  /** How far it was, and after how many seconds, each time that was said. */
  steps: { seconds: number; gap: number }[];
  megabytes: number;
  resumedSeconds: number | null;
}

export interface OtherRun {
  seconds: number;
  note: string;
}

export const SEED = 1;
/** What the whole model is asked to be proven to, and how long it may take. */
export const WHOLE_GAP = 1e-3;
export const WHOLE_SECONDS = 65;
/** The size at which going on from rounds that were kept is measured. */
const RESUMED_SCHOOLS = 1_000;

if (import.meta.main) {
  const [what = '', count = ''] = process.argv.slice(2);
  const schools = Number(count);
  const run = what === 'own' ? await shareOut(schools) : await byHighs(schools);
  process.stdout.write(`${JSON.stringify(run)}\n`);
}

async function shareOut(schools: number): Promise<OwnRun> {
  const { frame, school } = madeAllocation(SEED, schools);
  const highs = await loadSolver();
  const all = function* () {
    for (let i = 0; i < schools; i++) yield school(i);
  };
  const packed = packSchools(frame, all());
  const start = performance.now();
  const cpu = process.cpuUsage();
  const since = () => (performance.now() - start) / 1000;
  const asker = askInThreads(packed, schools < 200 ? 1 : availableParallelism());
  const rounds: Round[] = [];
  const steps: OwnRun['steps'] = [];
  const goOn = async (value: number) => {
    const from = performance.now();
    const again = await allocate(highs, frame, packed, asker, { resume: rounds });
    if (again.value !== value) throw new Error('A run that is taken up again comes to another plan.');
    return (performance.now() - from) / 1000;
  };
  try {
    const result = await allocate(highs, frame, packed, asker, {
      onProgress: ({ gap }) => void (Number.isFinite(gap) && steps.push({ seconds: since(), gap })),
      onRound: (round) => rounds.push(round),
    });
    const seconds = since();
    const used = process.cpuUsage(cpu);
    // The peak of the whole process with all its threads, the packed schools included; before anything is checked.
    const megabytes = process.resourceUsage().maxRSS / 1024;
    const resumedSeconds = schools === RESUMED_SCHOOLS ? await goOn(result.value) : null;
    const starts = function* () {
      for (let i = 0; i < schools; i++) yield* startsOf(school(i), result.choice(i));
    };
    const check = checkAllocation(frame, all(), starts());
    if (check.faults.length > 0 || check.value !== result.value)
      throw new Error(`The allocation does not add up: ${check.faults[0] ?? check.value}`);
    const processorSeconds = (used.user + used.system) / 1e6;
    return { seconds, processorSeconds, rounds: result.rounds, gap: result.gap, steps, megabytes, resumedSeconds };
  } finally {
    await asker.stop();
  }
}

async function byHighs(schools: number): Promise<OtherRun> {
  const text = wholeText(schools);
  const highs = await loadSolver();
  const start = performance.now();
  const solved = highs.solve(text, { output_flag: false, mip_rel_gap: WHOLE_GAP, time_limit: WHOLE_SECONDS });
  const seconds = (performance.now() - start) / 1000;
  return { seconds, note: solved.Status === 'Optimal' ? 'HiGHS proven' : `HiGHS stopped: ${solved.Status}` };
}

/** The whole model as an LP file. */
export function wholeText(schools: number): string {
  const { frame, school } = madeAllocation(SEED, schools);
  return asLp(
    wholeModel(
      frame,
      Array.from({ length: schools }, (_, i) => school(i)),
    ),
  );
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
