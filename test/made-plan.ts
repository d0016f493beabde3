/** A small problem and a plan of it, written by hand, for tests of what is shown of plans. */
import type { Candidate, Plan, PlanNeed, PlanningProblem, PlanTerm } from '../src/domain/planning.ts';

const TERMS: readonly (readonly [string, string, string])[] = [
  ['Spring 2027', '2027-01-05', '2027-04-11'],
  ['Summer 2027', '2027-04-12', '2027-08-31'],
  ['Autumn 2027', '2027-09-01', '2028-01-04'],
  ['Spring 2028', '2028-01-05', '2028-04-17'],
  ['Summer 2028', '2028-04-18', '2028-08-31'],
];

/** Five terms; the first is the end of one financial year, the next three are the second, the last is the third's. */
export const madeTerms: PlanTerm[] = TERMS.map(([name, startsOn, endsOn], t) => ({
  id: `t${t}`,
  name,
  startsOn,
  endsOn,
  year: t === 0 ? 0 : t < 4 ? 1 : 2,
  holidayDays: 10,
}));

/** A start of that option in that term: £1,000 of capital in the term's year, a little more or less while it is a guess. */
export function madeCandidate(optionId: string, term: number, parts: Partial<Candidate> = {}): Candidate {
  const year = madeTerms[term]?.year ?? 0;
  const capitalPence = parts.capitalPence ?? [0, 1, 2].map((y) => (y === year ? 100_000 : 0));
  const revenuePence = parts.revenuePence ?? [0, 0, 0];
  const wholeLifePence = [...capitalPence, ...revenuePence].reduce((sum, pence) => sum + pence, 0);
  return {
    optionId,
    term,
    completeTerm: term + 1,
    capitalPence,
    revenuePence,
    staffDays: madeTerms.map((_, t) => (t === term ? 2 : 0)),
    satisfies: [],
    lapsesTerm: null,
    wholeLifePence,
    wholeLifeRange: { lowPence: wholeLifePence, highPence: wholeLifePence },
    decideBy: null,
    decideByReason: null,
    ...parts,
  };
}

/** A need with one option, `<id>-buy`, and what the test gives. */
export function madeNeed(id: string, name: string, parts: Partial<PlanNeed> = {}): PlanNeed {
  return {
    id,
    name,
    group: 'network',
    because: [`${name} is old.`],
    options: [{ id: `${id}-buy`, name: `New ${name}`, heading: 'E20D', placeholderPrice: true }],
    candidates: [0, 1, 2, 3].map((term) => madeCandidate(`${id}-buy`, term)),
    ruledOut: [],
    after: [],
    doNothing: `${name} may fail.`,
    ...parts,
  };
}

/** A problem of those needs: £5,000 of capital and £2,000 of revenue each year, ten days of people’s own time a term. */
export function madePlanningProblem(needs: PlanNeed[], parts: Partial<PlanningProblem> = {}): PlanningProblem {
  return {
    format: 'cairn.problem/1',
    terms: madeTerms,
    years: ['2026-27', '2027-28', '2028-29'].map((id, y) => ({
      id,
      name: `April ${2026 + y} to March ${2027 + y}`,
      startsOn: `${2026 + y}-04-01`,
      endsOn: `${2027 + y}-03-31`,
      capitalPence: 500_000,
      revenuePence: 200_000,
    })),
    capitalCarriesForward: false,
    staffDaysPerTerm: madeTerms.map(() => 10),
    standards: [],
    requirements: [],
    needs,
    exclusions: [],
    locks: [],
    agreed: [],
    ...parts,
  };
}

/** A plan that starts the needs’ options in those terms; its certificate is made up. */
export function madePlan(
  problem: PlanningProblem,
  starts: Record<string, number | { option: string; term: number }>,
  parts: Partial<Plan> = {},
): Plan {
  const placements = Object.entries(starts).map(([needId, start]) => {
    const { option: optionId, term } = typeof start === 'number' ? { option: `${needId}-buy`, term: start } : start;
    const need = problem.needs.find(({ id }) => id === needId);
    const candidate = need?.candidates.find((one) => one.optionId === optionId && one.term === term);
    const locked = problem.locks.some((lock) => lock.needId === needId);
    return { needId, optionId, term, completeTerm: candidate?.completeTerm ?? term + 1, locked };
  });
  return {
    format: 'cairn.plan/1',
    hash: 'a1'.repeat(32),
    problemHash: 'b2'.repeat(32),
    placements,
    certificate: { status: 'proven', levels: [], gap: 0, limits: [], solver: 'made up', work: 0 },
    reasons: [],
    unmet: [],
    ...parts,
  };
}
