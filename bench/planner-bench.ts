/**
 * The planner beside plain HiGHS on the same seeded instances in the same run, both to 0.01%. Plain HiGHS gets the whole
 * start-time formulation as it stands. Seconds are wall time of one thread; the ratio is what to look at.
 */
import { compile } from '../src/planner/compile.ts';
import { loadSolver } from '../src/planner/highs.ts';
import { solveLevels } from '../src/planner/solve.ts';
import { findGenerator, plainModel, toProblem, type Profile } from './instances.ts';
import { median } from './measures.ts';

export interface PlannerBenchOptions {
  seeds: number[];
  needs: number;
  profile: Profile;
  /** Seconds after which plain HiGHS is stopped; it then counts as unproven at that time. */
  plainLimitSeconds: number;
  print: (line: string) => void;
}

export interface PlannerBenchRow {
  seed: number;
  plannerMs: number;
  plainMs: number;
  plannerProven: boolean;
  plainProven: boolean;
  /** Values found, in the instance's own measure; larger is better. */
  plannerValue: number;
  plainValue: number;
  firstPlanMs: number;
  /** Relative gap of the last plan handed out within a second. */
  gapAtOneSecond: number;
}

/** Relative gap to which both prove. */
const relativeGap = 1e-4;

/** Runs the instances one by one, prints a line for each and the medians. */
export async function benchPlanner(options: PlannerBenchOptions): Promise<PlannerBenchRow[]> {
  const { seeds, needs, profile, print } = options;
  const generator = await findGenerator();
  print(`Planner beside plain HiGHS, ${needs} needs × 15 terms, ${profile}, ${generator.name}, both to 0.01%`);
  print('seed  planner s  proven  plain s  proven  plain/planner  value/plain  first plan s  gap at 1 s');
  const rows: PlannerBenchRow[] = [];
  for (const seed of seeds) {
    const row = await benchOne(seed, options, toProblem(generator.instance(seed, needs, profile)));
    rows.push(row);
    print(lineOf(row));
  }
  const ratios = rows.map((row) => row.plainMs / row.plannerMs);
  const proven = rows.filter((row) => row.plannerProven).length;
  const gaps = rows.map((row) => row.gapAtOneSecond);
  print(
    `median ratio ${median(ratios).toFixed(2)}, planner ${seconds(median(rows.map((row) => row.plannerMs)))} s, ` +
      `plain ${seconds(median(rows.map((row) => row.plainMs)))} s, ` +
      `${proven} of ${rows.length} proven, median gap at 1 s ${(100 * median(gaps)).toFixed(2)}%`,
  );
  return rows;
}

async function benchOne(
  seed: number,
  options: PlannerBenchOptions,
  priced: ReturnType<typeof toProblem>,
): Promise<PlannerBenchRow> {
  const highs = await loadSolver();
  const started = performance.now();
  let firstPlanMs = Infinity;
  let gapAtOneSecond = 1;
  const solved = await solveLevels(compile(priced.problem, priced.priceOf), {
    effort: 'thorough',
    relativeGap,
    onProgress: ({ levels: [level] }) => {
      const passed = performance.now() - started;
      firstPlanMs = Math.min(firstPlanMs, passed);
      if (level && passed <= 1000)
        gapAtOneSecond = Math.max(0, level.value - level.bound) / Math.max(1, Math.abs(level.value));
    },
  });
  const plannerMs = performance.now() - started;
  if (plannerMs <= 1000) gapAtOneSecond = 0;
  const text = plainModel(priced);
  const plainStarted = performance.now();
  const plain = highs.solve(text, {
    output_flag: false,
    mip_rel_gap: relativeGap,
    time_limit: options.plainLimitSeconds,
  });
  const plainMs = performance.now() - plainStarted;
  return {
    seed,
    plannerMs,
    plainMs,
    plannerProven: solved.status === 'proven',
    plainProven: plain.Status === 'Optimal',
    plannerValue: -solved.levels[0]!.value / 100,
    plainValue: plain.ObjectiveValue,
    firstPlanMs: Math.min(firstPlanMs, plannerMs),
    gapAtOneSecond,
  };
}

function lineOf(row: PlannerBenchRow): string {
  return [
    String(row.seed).padEnd(4),
    seconds(row.plannerMs).padStart(10),
    (row.plannerProven ? 'yes' : 'no').padStart(7),
    seconds(row.plainMs).padStart(8),
    (row.plainProven ? 'yes' : 'no').padStart(7),
    (row.plainMs / row.plannerMs).toFixed(2).padStart(14),
    (row.plannerValue / row.plainValue).toFixed(5).padStart(12),
    seconds(row.firstPlanMs).padStart(13),
    `${(100 * row.gapAtOneSecond).toFixed(2)}%`.padStart(11),
  ].join(' ');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}
