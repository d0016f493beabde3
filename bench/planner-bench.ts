/**
 * The planner beside plain HiGHS on the same seeded instances in the same run, both to 0.01%. Plain HiGHS gets the whole
 * start-time formulation as it stands. Seconds are of processor time, as both work in one thread; the ratio is what to look
 * at. What the planner is meant to reach is printed beside each figure.
 */
import { compile } from '../src/planner/compile.ts';
import { loadSolver } from '../src/planner/highs.ts';
import { solveLevels } from '../src/planner/solve.ts';
import { findGenerator, plainModel, toProblem, type Generator, type Profile } from './instances.ts';
import { median, quantile, type Measure } from './measures.ts';

interface Shape {
  needs: number;
  profile: Profile;
  /** How many of its instances plain HiGHS gets as well. */
  plain: (seeds: number) => number;
}

/** Plain HiGHS is too slow on 80 needs to be run on all of them. */
const SHAPES: Shape[] = [
  { needs: 40, profile: 'typical', plain: (seeds) => seeds },
  { needs: 40, profile: 'tight', plain: (seeds) => seeds },
  { needs: 80, profile: 'typical', plain: (seeds) => Math.min(seeds, 3) },
  { needs: 80, profile: 'tight', plain: (seeds) => Math.min(seeds, 3) },
];

/** Plain HiGHS is stopped here; it then counts as this slow. */
const PLAIN_LIMIT_SECONDS = 60;

interface Row {
  seconds: number;
  isProven: boolean;
  /** Null where plain HiGHS did not get the instance. */
  plain: { seconds: number; isProven: boolean; value: number } | null;
  /** In the instance's own measure; larger is better. */
  value: number;
  firstPlanSeconds: number;
  /** Relative gap of the last plan handed out within a second; nought where it was proven by then. */
  gapAtOneSecond: number;
}

/** Relative gap to which both prove. */
const relativeGap = 1e-4;

/** Runs seeds 1 to `instances` / 4 of each shape: 200 are what the goals are stated for. `print` gets a line for each. */
export async function measurePlanner(instances: number, print: (line: string) => void): Promise<Measure[]> {
  const generator = await findGenerator();
  const seeds = Math.max(1, Math.round(instances / SHAPES.length));
  const measures: Measure[] = [];
  const all: Row[] = [];
  for (const shape of SHAPES) {
    print(`${shape.needs} needs, ${shape.profile}, ${generator.name}`);
    print('seed  planner s  proven  plain s  plain/planner  value/plain  first plan s  gap at 1 s');
    const rows: Row[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      const row = await benchOne(generator, seed, shape, seed <= shape.plain(seeds));
      rows.push(row);
      print(lineOf(seed, row));
    }
    all.push(...rows);
    measures.push(...goalsOf(shape, rows));
  }
  const gap = 100 * median(all.map((row) => row.gapAtOneSecond));
  const group = `Planner, all ${all.length} instances`;
  measures.push({
    group,
    name: 'gap at one second, median',
    value: gap,
    unit: '%',
    note: goal('under 0.5%', gap < 0.5),
  });
  return measures;
}

function goalsOf({ needs, profile }: Shape, rows: readonly Row[]): Measure[] {
  const group = `Planner, ${needs} needs × 15 terms, ${profile}, seeds 1 to ${rows.length}, to 0.01% (processor time)`;
  const proven = rows.filter((row) => row.isProven).length;
  const compared = rows.flatMap(({ seconds, plain }) => (plain ? [{ seconds, plain }] : []));
  const gap = 100 * median(rows.map((row) => row.gapAtOneSecond));
  const ratios = compared.map(({ seconds, plain }) => plain.seconds / seconds);
  const measures: Measure[] = [];
  for (const [name, part] of [
    ['median', 0.5],
    ['95th percentile', 0.95],
  ] as const) {
    const value = quantile(
      compared.map(({ seconds }) => seconds),
      part,
    );
    const plain = quantile(
      compared.map((row) => row.plain.seconds),
      part,
    );
    measures.push({
      group,
      name: `time to the proof, ${name}`,
      value,
      unit: 's',
      beside: { name: 'plain HiGHS', value: plain },
      note: `${(plain / value).toFixed(1)} times as fast${needs === 40 ? `; ${goal('5 times', plain / value >= 5)}` : ''}`,
    });
  }
  const slowest = Math.max(...rows.map((row) => row.seconds));
  const isWithin = proven === rows.length && slowest <= 20;
  const least = Math.min(...ratios);
  return [
    ...measures,
    {
      group,
      name: 'instance by instance, median',
      value: median(ratios),
      unit: '× as fast',
      note: `least ${least.toFixed(1)}, of ${compared.length}`,
    },
    {
      group,
      name: 'slowest proof',
      value: slowest,
      unit: 's',
      note: `${proven} of ${rows.length} proven${needs === 80 ? `; ${goal('all within 20 s', isWithin)}` : ''}`,
    },
    { group, name: 'first plan, slowest', value: Math.max(...rows.map((row) => row.firstPlanSeconds)), unit: 's' },
    { group, name: 'gap at one second, median', value: gap, unit: '%', note: goal('under 0.5%', gap < 0.5) },
  ];
}

/** What is meant to be reached, and whether it was. */
function goal(words: string, isReached: boolean): string {
  return `goal ${words}: ${isReached ? 'reached' : 'missed'}`;
}

async function benchOne(
  generator: Generator,
  seed: number,
  { needs, profile }: Shape,
  withPlain: boolean,
): Promise<Row> {
  const priced = toProblem(generator.instance(seed, needs, profile));
  const highs = await loadSolver();
  const started = processorSeconds();
  let firstPlanSeconds = Infinity;
  let gapAtOneSecond = 1;
  const solved = await solveLevels(compile(priced.problem, priced.priceOf), {
    effort: 'thorough',
    relativeGap,
    onProgress: ({ levels: [level] }) => {
      const passed = processorSeconds() - started;
      firstPlanSeconds = Math.min(firstPlanSeconds, passed);
      if (level && passed <= 1)
        gapAtOneSecond = Math.max(0, level.value - level.bound) / Math.max(1, Math.abs(level.value));
    },
  });
  const seconds = processorSeconds() - started;
  const isProven = solved.status === 'proven';
  let plain: Row['plain'] = null;
  if (withPlain) {
    const text = plainModel(priced);
    const plainStarted = processorSeconds();
    const found = highs.solve(text, {
      output_flag: false,
      mip_rel_gap: relativeGap,
      time_limit: PLAIN_LIMIT_SECONDS,
    });
    plain = {
      seconds: processorSeconds() - plainStarted,
      isProven: found.Status === 'Optimal',
      value: found.ObjectiveValue,
    };
  }
  return {
    seconds,
    isProven,
    plain,
    value: -solved.levels[0]!.value / 100,
    firstPlanSeconds: Math.min(firstPlanSeconds, seconds),
    gapAtOneSecond: isProven && seconds <= 1 ? 0 : gapAtOneSecond,
  };
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function lineOf(seed: number, { seconds, isProven, plain, value, firstPlanSeconds, gapAtOneSecond }: Row): string {
  const beside = plain
    ? [plain.seconds.toFixed(2), (plain.seconds / seconds).toFixed(2), (value / plain.value).toFixed(5)]
    : ['', '', ''];
  return [
    String(seed).padEnd(4),
    seconds.toFixed(2).padStart(10),
    (isProven ? 'yes' : 'no').padStart(7),
    beside[0]!.padStart(8),
    beside[1]!.padStart(14),
    beside[2]!.padStart(12),
    firstPlanSeconds.toFixed(2).padStart(13),
    `${(100 * gapAtOneSecond).toFixed(2)}%`.padStart(11),
  ].join(' ');
}
