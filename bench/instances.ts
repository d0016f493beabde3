/**
 * Seeded planning instances shaped like a school's, and the adapter that makes a planning problem of one. Where the shared
 * generator is beside the project its instances are used, so that figures can be compared; otherwise the project's own.
 * An instance's objective is a value per start, to be made large; here it is a price, to be made small, in hundredths.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Candidate, PlanningProblem } from '../src/domain/planning.ts';
import { seededNumbers } from '../src/domain/seeded.ts';

export type Profile = 'typical' | 'tight';

/** What both generators give: amounts in pounds, periods of start by index. */
export interface Instance {
  terms: number;
  years: number;
  capitalPerYear: number;
  revenuePerYear: number;
  staffDaysPerTerm: number;
  needs: {
    id: number;
    options: { capital: number; revenuePerTerm: number; durationTerms: number }[];
    periods: number[];
    after: number[];
    weight: number;
    staffDaysPerTerm: number;
  }[];
}

export interface Generator {
  /** Where the instances come from, for the print-out. */
  name: string;
  instance: (seed: number, needs: number, profile: Profile) => Instance;
}

const sharedFile = fileURLToPath(new URL('../../shared/bench/instances.mjs', import.meta.url));

/** The shared generator where it is present, else the project's own. */
export async function findGenerator(): Promise<Generator> {
  if (!existsSync(sharedFile)) return { name: 'own instances', instance: ownInstance };
  const shared = (await import(pathToFileURL(sharedFile).href)) as { instance: Generator['instance'] };
  return { name: 'shared instances', instance: shared.instance };
}

/** The project's own instances: a mix of quick jobs and dear ones, some only in summer, some waiting for others. */
export function ownInstance(seed: number, count: number, profile: Profile): Instance {
  const draw = seededNumbers(seed * 7919 + count);
  const [terms, years] = [15, 5];
  const needs = Array.from({ length: count }, (_, id): Instance['needs'][number] => {
    const isDear = draw(1, 4) === 1;
    const price = isDear ? draw(15_000, 48_000) : draw(1_500, 12_000);
    const first = draw(0, 4);
    const last = Math.min(terms - 1, first + draw(5, 14));
    const inSummer = draw(1, 10) <= 3;
    const all = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    const periods = all.filter((term) => !inSummer || term % 3 === 2);
    const options = Array.from({ length: draw(1, 3) }, (_, option) => ({
      capital: option === 0 ? price : Math.round((price * draw(0, 50)) / 100),
      revenuePerTerm: Math.round((price * (option === 0 ? 10 : draw(20, 55))) / 1000),
      durationTerms: draw(1, 2),
    }));
    const after = new Set<number>();
    if (id > 3 && draw(1, 2) === 1) after.add(draw(0, id - 1));
    if (id > 8 && draw(1, 5) === 1) after.add(draw(0, id - 1));
    return { id, options, periods, after: [...after], weight: draw(1, 9), staffDaysPerTerm: draw(1, 6) };
  });
  const part = profile === 'tight' ? 0.5 : 0.7;
  const capital = needs.reduce((sum, need) => sum + need.options[0]!.capital, 0);
  const revenue = needs.reduce((sum, need) => sum + 3 * need.options[0]!.revenuePerTerm, 0);
  return {
    terms,
    years,
    needs,
    capitalPerYear: Math.floor((capital * part) / years),
    revenuePerYear: Math.floor(revenue * part * 1.6),
    staffDaysPerTerm: Math.ceil((count * (profile === 'tight' ? 14 : 24)) / 40),
  };
}

export interface PricedProblem {
  problem: PlanningProblem;
  /** Hundredths, to be made small: the value with its sign turned. */
  priceOf: (needId: string, candidate: Candidate) => number;
}

/** Makes a planning problem of an instance; its values are the only objective. */
export function toProblem(made: Instance): PricedProblem {
  const { terms, years } = made;
  const perYear = terms / years;
  const prices = new Map<string, number>();
  const needs = made.needs.map((need): PlanningProblem['needs'][number] => ({
    id: `n${need.id}`,
    name: `Need ${need.id}`,
    group: 'network',
    because: [],
    options: need.options.map((_, option) => ({
      id: `n${need.id}o${option}`,
      name: `Option ${option}`,
      heading: 'E20D',
      placeholderPrice: true,
    })),
    ruledOut: [],
    after: need.after.map((other) => `n${other}`),
    doNothing: '',
    candidates: need.options.flatMap((option, k) =>
      need.periods.map((term): Candidate => {
        const done = Math.min(terms, term + option.durationTerms);
        const running = option.revenuePerTerm * (terms - done);
        const value = need.weight * (terms - done) * 1000 - (option.capital + running) / 100;
        prices.set(`n${need.id}o${k} ${term}`, -Math.round(value * 100));
        const inYear = (y: number) =>
          Math.max(0, Math.min((y + 1) * perYear, terms) - Math.max(done, y * perYear)) * option.revenuePerTerm;
        return {
          optionId: `n${need.id}o${k}`,
          term,
          completeTerm: done,
          capitalPence: spread(years, (y) => (Math.floor(term / perYear) === y ? option.capital * 100 : 0)),
          revenuePence: spread(years, (y) => inYear(y) * 100),
          staffDays: spread(terms, (t) => (t >= term && t < done ? need.staffDaysPerTerm : 0)),
          satisfies: [],
          lapsesTerm: null,
          wholeLifePence: (option.capital + running) * 100,
          wholeLifeRange: { lowPence: 0, highPence: 0 },
          decideBy: null,
          decideByReason: null,
        };
      }),
    ),
  }));
  const problem: PlanningProblem = {
    format: 'cairn.problem/1',
    terms: spread(terms, (t) => ({
      id: `t${t}`,
      name: `Term ${t}`,
      startsOn: '2026-09-01',
      endsOn: '2026-12-31',
      year: Math.floor(t / perYear),
      holidayDays: 14,
    })),
    years: spread(years, (y) => ({
      id: `y${y}`,
      name: `Year ${y}`,
      startsOn: '2026-09-01',
      endsOn: '2027-08-31',
      capitalPence: made.capitalPerYear * 100,
      revenuePence: made.revenuePerYear * 100,
    })),
    capitalCarriesForward: false,
    staffDaysPerTerm: spread(terms, () => made.staffDaysPerTerm),
    standards: [],
    requirements: [],
    needs,
    exclusions: [],
    locks: [],
    agreed: [],
  };
  return { problem, priceOf: (_, candidate) => prices.get(`${candidate.optionId} ${candidate.term}`) ?? 0 };
}

function spread<T>(length: number, of: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => of(index));
}

/** The start-time formulation as an LP file: what a plain solver is given, as the instance stands and with nothing taken away. */
export function plainModel({ problem, priceOf }: PricedProblem): string {
  const rows = new Map<string, { parts: string[]; upper: number }>();
  const add = (row: string, upper: number, value: number, column: string) => {
    if (value === 0) return;
    const known = rows.get(row) ?? { parts: [], upper };
    rows.set(row, known);
    known.parts.push(`${value < 0 ? '-' : '+'}${Math.abs(value)} ${column}`);
  };
  const objective: string[] = [];
  const columns: string[] = [];
  const columnOf = (needId: string, c: Candidate) => `x_${needId}_${c.optionId}_${c.term}`;
  for (const need of problem.needs) {
    for (const c of need.candidates) {
      const column = columnOf(need.id, c);
      const value = -priceOf(need.id, c) / 100;
      columns.push(column);
      objective.push(`${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)} ${column}`);
      add(`one_${need.id}`, 1, 1, column);
      problem.years.forEach((year, y) => {
        add(`capital_${y}`, year.capitalPence / 100, (c.capitalPence[y] ?? 0) / 100, column);
        add(`revenue_${y}`, year.revenuePence / 100, (c.revenuePence[y] ?? 0) / 100, column);
      });
      problem.staffDaysPerTerm.forEach((days, t) => add(`staff_${t}`, days, c.staffDays[t] ?? 0, column));
    }
    for (const other of need.after) {
      const before = problem.needs.find((one) => one.id === other);
      for (const term of new Set(need.candidates.map((c) => c.term))) {
        const row = `after_${need.id}_${other}_${term}`;
        for (const c of need.candidates) if (c.term <= term) add(row, 0, 1, columnOf(need.id, c));
        for (const c of before?.candidates ?? []) if (c.completeTerm <= term) add(row, 0, -1, columnOf(other, c));
      }
    }
  }
  const text = [...rows].map(([name, row]) => `${name}: ${row.parts.join(' ')} <= ${row.upper}`).join('\n');
  return `Maximize\nvalue: ${objective.join(' ')}\nSubject To\n${text}\nBinary\n${columns.join(' ')}\nEnd\n`;
}
