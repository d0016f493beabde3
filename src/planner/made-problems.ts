/** Seeded planning problems for tests and measurements: every kind of limit, odd pence, lapses, locks and agreed plans. */
import type { Candidate, ChosenStart, PlanNeed, PlanningProblem, PlanRequirement } from '../domain/planning.ts';
import { seededNumbers } from '../domain/seeded.ts';

export interface ProblemShape {
  needs: [number, number];
  /** Starts of each option that are kept, at most. */
  startsPerNeed: number;
  terms: number;
  termsPerYear: number;
  requirementsPerNeed: number;
  standards: number;
  /** In a hundred: how often locks and agreed plans come. */
  lockChance: number;
  agreedChance: number;
}

/** Small enough to try every plan. */
export const tinyShape: ProblemShape = {
  needs: [1, 4],
  startsPerNeed: 3,
  terms: 4,
  termsPerYear: 2,
  requirementsPerNeed: 1,
  standards: 2,
  lockChance: 12,
  agreedChance: 30,
};

type Draw = (low: number, high: number) => number;

/** The problem of a seed. */
export function makeProblem(seed: number, shape: ProblemShape = tinyShape): PlanningProblem {
  const draw = seededNumbers(seed);
  const chance = (percent: number) => draw(1, 100) <= percent;
  const years = Math.ceil(shape.terms / shape.termsPerYear);
  const count = draw(...shape.needs);
  const requirements = Array.from({ length: Math.max(1, count * shape.requirementsPerNeed) }, (_, r) =>
    makeRequirement(draw, r, shape),
  );
  const needs = Array.from({ length: count }, (_, n) => makeNeed(draw, n, shape, years, requirements));
  const spend = needs.reduce((sum, need) => sum + Math.max(...need.candidates.map(totalCapital), 0), 0);
  const running = needs.reduce((sum, need) => sum + Math.max(...need.candidates.map(totalRevenue), 0), 0);
  const share = draw(2, 12);
  return {
    format: 'cairn.problem/1',
    terms: Array.from({ length: shape.terms }, (_, t) => ({
      id: `t${t}`,
      name: `Term ${t}`,
      startsOn: '2026-09-01',
      endsOn: '2026-12-31',
      year: Math.floor(t / shape.termsPerYear),
      holidayDays: 10,
    })),
    years: Array.from({ length: years }, (_, y) => ({
      id: `y${y}`,
      name: `Year ${y}`,
      startsOn: '2026-04-01',
      endsOn: '2027-03-31',
      capitalPence: Math.round((spend * share) / (10 * years)) + draw(-3, 3),
      revenuePence: Math.round((running * draw(3, 12)) / (10 * years)) + draw(-3, 3),
    })),
    capitalCarriesForward: chance(50),
    staffDaysPerTerm: Array.from({ length: shape.terms }, () => draw(3, 4 + 2 * count)),
    standards: Array.from({ length: shape.standards }, (_, s) => ({
      id: `s${s}`,
      name: `Standard ${s}`,
      core: chance(80),
      dueTerm: chance(85) ? draw(0, shape.terms - 1) : null,
    })),
    requirements,
    needs,
    exclusions: chance(40) ? [{ id: 'e0', reason: 'not both', optionIds: pickOptions(draw, needs) }] : [],
    locks: needs.flatMap((need) => (chance(shape.lockChance) ? [chosenFor(draw, need)] : [])),
    agreed: chance(shape.agreedChance) ? needs.flatMap((need) => (chance(80) ? [chosenFor(draw, need)] : [])) : [],
  };
}

function totalCapital(candidate: Candidate): number {
  return candidate.capitalPence.reduce((sum, pence) => sum + pence, 0);
}

function totalRevenue(candidate: Candidate): number {
  return candidate.revenuePence.reduce((sum, pence) => sum + pence, 0);
}

function makeRequirement(draw: Draw, r: number, shape: ProblemShape): PlanRequirement {
  const metUntil = draw(1, 100) <= 25 ? draw(0, shape.terms) : 0;
  return {
    id: `r${r}`,
    name: `Requirement ${r}`,
    standardId: `s${draw(0, shape.standards - 1)}`,
    must: draw(1, 100) <= 75,
    duty: draw(1, 100) <= 20,
    weight: draw(1, 9),
    ...(draw(1, 100) <= 30 ? { comesAfter: true } : {}),
    metWithout: Array.from({ length: shape.terms }, (_, t) => t < metUntil),
  };
}

function makeNeed(
  draw: Draw,
  n: number,
  shape: ProblemShape,
  years: number,
  requirements: PlanRequirement[],
): PlanNeed {
  const optionCount = draw(1, 2);
  const satisfies = Array.from(
    { length: draw(0, 2 * shape.requirementsPerNeed) },
    () => `r${draw(0, requirements.length - 1)}`,
  );
  const candidates: Candidate[] = [];
  const price = draw(50_001, 2_500_003);
  for (let option = 0; option < optionCount; option++) {
    const capital = option === 0 ? price : Math.round((price * draw(0, 5)) / 10);
    const perTerm = Math.round((price * (option === 0 ? draw(-2, 2) : draw(1, 6))) / 100);
    const duration = draw(0, 2);
    const lasts = draw(1, 100) <= 20 ? draw(1, shape.terms) : null;
    const meets = satisfies.filter(() => draw(1, 100) <= 85);
    const days = draw(0, 4);
    for (let term = draw(0, Math.min(3, shape.terms - 1)); term < shape.terms; term += draw(1, 2)) {
      const completeTerm = Math.min(shape.terms, term + duration);
      const capitalPence = Array.from({ length: years }, (_, y) =>
        Math.floor(term / shape.termsPerYear) === y ? capital : 0,
      );
      const revenuePence = Array.from({ length: years }, (_, y) => {
        const first = y * shape.termsPerYear;
        const last = Math.min(shape.terms, first + shape.termsPerYear);
        return perTerm * Math.max(0, last - Math.max(first, completeTerm));
      });
      candidates.push({
        optionId: `n${n}o${option}`,
        term,
        completeTerm,
        capitalPence,
        revenuePence,
        staffDays: Array.from({ length: shape.terms }, (_, t) => (t >= term && t <= term + duration ? days : 0)),
        satisfies: meets,
        lapsesTerm: lasts === null || completeTerm + lasts >= shape.terms ? null : completeTerm + lasts,
        wholeLifePence: capital + revenuePence.reduce((sum, pence) => sum + pence, 0),
        wholeLifeRange: { lowPence: 0, highPence: 0 },
        decideBy: null,
        decideByReason: null,
      });
    }
  }
  while (candidates.length > shape.startsPerNeed) candidates.splice(draw(0, candidates.length - 1), 1);
  return {
    id: `n${n}`,
    name: `Need ${n}`,
    group: 'network',
    because: [],
    options: Array.from({ length: optionCount }, (_, option) => ({
      id: `n${n}o${option}`,
      name: `Option ${option}`,
      heading: 'E20D' as const,
      placeholderPrice: true,
      after: n > 0 && draw(1, 100) <= 20 ? [`n${draw(0, n - 1)}`] : [],
    })),
    candidates,
    ruledOut: [],
    after: n > 0 && draw(1, 100) <= 40 ? [`n${draw(0, n - 1)}`] : [],
    doNothing: '',
  };
}

function chosenFor(draw: Draw, need: PlanNeed): ChosenStart {
  const candidate = draw(1, 100) <= 75 ? need.candidates[draw(0, need.candidates.length - 1)] : undefined;
  return candidate
    ? { needId: need.id, optionId: candidate.optionId, term: candidate.term }
    : { needId: need.id, optionId: null, term: 0 };
}

function pickOptions(draw: Draw, needs: PlanNeed[]): string[] {
  const all = needs.flatMap((need) => need.options.map((option) => option.id));
  return [...new Set(Array.from({ length: 3 }, () => all[draw(0, all.length - 1)]!))];
}
