/** What a governor pack is made from, written by hand. */
import { fileURLToPath } from 'node:url';
import { actualSchema } from '../src/domain/actuals.ts';
import { contractSchema } from '../src/domain/record.ts';
import type { Plan, PlanningProblem } from '../src/domain/planning.ts';
import type { PackGiven } from '../src/features/pack/pack.document.ts';
import { groupRows } from '../src/features/pack/pack.rules.ts';
import type { PackContent } from '../src/features/pack/pack.view.ts';
import { planChanges } from '../src/features/plan/index.ts';
import { reportOf } from '../src/features/reports/index.ts';
import { editionFor, loadLibrary } from '../src/library/index.ts';
import { readLibraryFolder } from '../src/platform/library-files.ts';
import { ruleNames } from '../src/status/index.ts';
import { madeCandidate, madeNeed, madePlan, madePlanningProblem } from './made-plan.ts';
import { sampleRecord } from './people.ts';

export const packLibrary = loadLibrary(
  readLibraryFolder(fileURLToPath(new URL('../library', import.meta.url))),
  ruleNames,
);

export function madePack(problem: PlanningProblem, plan: Plan, parts: Partial<PackGiven> = {}): PackGiven {
  const record = parts.record ?? sampleRecord();
  return {
    library: packLibrary,
    record,
    today: '2026-11-24',
    problem,
    plan,
    isStale: false,
    madeOn: '2026-11-24',
    since: null,
    changes: [],
    recorded: null,
    report: reportOf(record, packLibrary),
    lastReport: null,
    contradictions: [],
    lapses: [],
    ...parts,
  };
}

/** The same as it is put on paper. */
export function paperContent({ library, record, today, problem, plan }: PackGiven): PackContent {
  return {
    base: '/schools/x',
    canPrint: false,
    forPrint: true,
    record,
    today,
    problem,
    plan,
    groups: groupRows(problem, plan, editionFor(library, record)),
    report: null,
  };
}

/** Everything at its longest: wide letters, words that break nowhere, more of each than there is room for. */
export function crowdedPack(name: (index: number) => string, school: string): PackGiven {
  const needs = Array.from({ length: 40 }, (_, index) =>
    madeNeed(`n${index}`, name(index), {
      options: [{ id: `n${index}-buy`, name: name(index + 40), heading: 'E20D', placeholderPrice: true }],
      candidates: [0, 1, 2].map((term) =>
        madeCandidate(`n${index}-buy`, term, {
          capitalPence: [1, 1, 1, 1, 1, 1].map(() => 3_456_700),
          revenuePence: [1, 1, 1, 1, 1, 1].map(() => 3_456_700),
          capitalRange: [1, 1, 1, 1, 1, 1].map(() => ({ lowPence: 1_234_500, highPence: 9_876_500 })),
          revenueRange: [1, 1, 1, 1, 1, 1].map(() => ({ lowPence: 1_234_500, highPence: 9_876_500 })),
          decideBy: index % 3 === 0 ? '2026-10-01' : '2027-03-28',
          wholeLifeRange: { lowPence: 12_345_600, highPence: 98_765_400 },
        }),
      ),
      doNothing: name(index + 80),
    }),
  );
  const edition = editionFor(packLibrary, sampleRecord());
  const core = new Set(edition.categories.filter((one) => one.core).map(({ id }) => id));
  const { years } = madePlanningProblem([]);
  const problem = madePlanningProblem(needs, {
    // As many years as five years of terms touch, each with amounts as wide as they come.
    years: Array.from({ length: 6 }, (_, y) => ({
      ...years[0]!,
      id: `${2026 + y}-${27 + y}`,
      name: `April ${2026 + y} to March ${2027 + y}`,
      startsOn: `${2026 + y}-04-01`,
      endsOn: `${2027 + y}-03-31`,
      capitalPence: 123_456_700,
      revenuePence: 123_456_700,
    })),
    standards: edition.standards
      .filter(({ categoryId }) => core.has(categoryId))
      .map(({ id }) => ({ id, name: name(7), core: true, dueTerm: 3 })),
    requirements: Array.from({ length: 9 }, (_, index) => ({
      id: `r${index}`,
      name: name(index),
      standardId: edition.standards[0]?.id ?? '',
      must: true,
      duty: false,
      weight: 1,
      metWithout: [false, false, false, false, false],
    })),
  });
  const placed = Object.fromEntries(needs.slice(0, 30).map(({ id }, index) => [id, index % 3]));
  const reasons = needs.map(({ id }, index) => ({
    needId: id,
    binding: null,
    delayOneYear: { costPence: 12_345_600, requirementTermsLost: 100 + index, possible: true },
    bringForward: null,
  }));
  const plan = madePlan(problem, placed, { reasons });
  const contracts = Array.from({ length: 12 }, (_, index) =>
    contractSchema.parse({
      id: `c${index}`,
      title: name(index + 120).slice(0, 500),
      annualCostPence: 123_456_700,
      endsOn: `2027-08-${10 + index}`,
      noticeCount: 3,
      noticeUnit: 'months',
      renewal: 'automatic',
      renewalMonths: 120,
    }),
  );
  const sample = sampleRecord();
  const record = sampleRecord({
    contracts: [
      ...contracts,
      ...Array.from({ length: 5 }, (_, index) => contractSchema.parse({ id: `u${index}`, title: name(index) })),
    ],
    school: { ...sample.school, name: school },
    exceptions: Array.from({ length: 5 }, (_, index) => ({
      id: `e${index}`,
      requirementId: null,
      needId: `n${index}`,
      subject: name(index).slice(0, 500),
      reason: name(index + 200).slice(0, 500),
      until: `2028-08-${31 - index}`,
      agreedBy: name(index).slice(0, 200),
      agreedOn: '2026-11-01',
    })),
  });
  const before = { problem, plan: madePlan(problem, { n0: 2, n1: 0, n2: 1, n35: 0, n36: 1 }), asAt: '2026-09-10' };
  return madePack(problem, plan, {
    record,
    isStale: true,
    since: { ...before, meeting: '2026-10-01' },
    changes: planChanges(before, { problem, plan }),
    lastReport: { ...madePack(problem, plan, { record }).report, asAt: '2026-09-01' },
    recorded: { agreedOn: '2026-09-10', variance: crowdedVariance(problem, name) },
    contradictions: Array.from({ length: 9 }, (_, index) => name(index + 160)),
  });
}

/** Much recorded of an agreed plan, each at its longest. */
function crowdedVariance(problem: PlanningProblem, name: (index: number) => string) {
  const wide = () => problem.years.map(() => 123_456_700);
  const pot = {
    plannedPence: 123_456_700,
    realPence: 234_567_800,
    recordedPence: 234_567_800,
    byCause: Object.fromEntries(['price', 'dates'].map((cause) => [cause, 1])) as never,
  };
  return {
    years: problem.years.map((year) => ({ id: year.id, name: year.name, capital: pot, revenue: pot })),
    items: Array.from({ length: 9 }, (_, index) => ({
      name: name(index + 220),
      planned: null,
      actual: actualSchema.parse({
        id: `a${index}`,
        name: name(index + 220).slice(0, 500),
        state: index % 2 === 0 ? 'ordered' : 'finished',
        orderedOn: '2026-10-02',
        startsOn: '2026-10-03',
        finishedOn: index % 2 === 0 ? null : '2026-11-20',
        oneOffPence: 123_456_789,
        oneOffPot: 'capital',
        yearlyPence: 12_345_678,
      }),
      state: index % 2 === 0 ? ('ordered' as const) : ('finished' as const),
      plannedCash: { capital: wide(), revenue: wide() },
      realCash: { capital: wide(), revenue: wide() },
      steps: [{ cause: 'price' as const, cash: { capital: wide(), revenue: wide() } }],
      startDaysLate: null,
      inPlaceDaysLate: null,
      startTerm: null,
      inPlaceTerm: null,
    })),
  };
}
