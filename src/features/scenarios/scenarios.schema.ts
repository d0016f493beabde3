/** The ready-made scenarios: which there are, what each asks, and the changes that follow from what was typed. */
import { formatPence, type Pence } from '../../domain/money.ts';
import type { NationalHeading, Plan, PlanningProblem } from '../../domain/planning.ts';
import { isUnread, readCount, readMoney } from '../../domain/reading/index.ts';
import type { BudgetYear, Quote } from '../../domain/record.ts';
import type { ScenarioPart, ScenarioTarget } from '../../planner/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';

/** How many stand beside the plan. Source: "up to four scenarios". */
export const MOST_SCENARIOS = 4;

export const readyMade = [
  { kind: 'money', name: 'Less money, or more', why: 'All budgets, or one, smaller or larger by a part.' },
  { kind: 'budgets', name: 'Other budgets', why: 'Your own figure for each year.' },
  { kind: 'price', name: 'Prices go up', why: 'One price, those of one kind, or all of them.' },
  { kind: 'late', name: 'Something comes late', why: 'One thing, one kind, or one supplier.' },
  { kind: 'cloud', name: 'Cloud first', why: 'What can move to the cloud moves there, or is left as it is.' },
  { kind: 'keep', name: 'Keep what we have', why: 'Only duties, and what ends by itself.' },
  { kind: 'earlier', name: 'An earlier date', why: 'A core standard must be met sooner.' },
] as const;

export type ReadyMadeKind = (typeof readyMade)[number]['kind'];

export function isReadyMade(kind: unknown): kind is ReadyMadeKind {
  return readyMade.some((one) => one.kind === kind);
}

export const headingNames: Record<NationalHeading, string> = {
  E20A: 'Connectivity',
  E20B: 'On-site servers',
  E20C: 'IT learning resources',
  E20D: 'Administration software and systems',
  E20E: 'Laptops, desktops and tablets',
  E20F: 'Other hardware',
  E20G: 'IT support',
};

/** What the forms are made from, and what is typed is read against. */
export interface ScenarioBasis {
  problem: PlanningProblem;
  plan: Plan;
  budgets: readonly BudgetYear[];
  quotes: readonly Quote[];
}

export interface Choice {
  value: string;
  text: string;
}

/** Each year's whole budget as it is written down; the one before where a year has none, as the plan takes it. */
export function budgetRows({ problem, budgets }: Pick<ScenarioBasis, 'problem' | 'budgets'>): BudgetYear[] {
  const sorted = [...budgets].sort((a, b) => (a.year < b.year ? -1 : 1));
  return problem.years.map(({ id }) => {
    const own = sorted.find(({ year }) => year === id) ?? sorted.findLast(({ year }) => year < id);
    return { year: id, capitalPence: own?.capitalPence ?? 0, revenuePence: own?.revenuePence ?? 0 };
  });
}

/** What may be dearer or late: everything, a national heading, a supplier who has quoted, or one thing in the plan. */
export function targetChoices({ problem, plan, quotes }: ScenarioBasis): Choice[] {
  const used = new Set(problem.needs.flatMap(({ options }) => options.map(({ heading }) => heading)));
  const headings = (Object.keys(headingNames) as NationalHeading[]).filter((heading) => used.has(heading));
  const suppliers = [...new Set(quotes.flatMap(({ supplier }) => supplier ?? []))].sort();
  const items = plan.placements.flatMap(({ needId, optionId }) => {
    const need = problem.needs.find(({ id }) => id === needId);
    const option = need?.options.find(({ id }) => id === optionId);
    return need && option ? [{ value: `option:${optionId}`, text: `${need.name}: ${option.name}` }] : [];
  });
  return [
    { value: 'all', text: 'Everything' },
    ...headings.map((heading) => ({ value: `heading:${heading}`, text: `All of: ${headingNames[heading]}` })),
    ...suppliers.map((supplier) => ({ value: `supplier:${supplier}`, text: `All from: ${supplier}` })),
    ...items.sort((a, b) => (a.text < b.text ? -1 : 1)),
  ];
}

export function standardChoices({ problem }: Pick<ScenarioBasis, 'problem'>): Choice[] {
  const core = problem.standards.filter(({ core: isCore }) => isCore);
  return [
    { value: 'all', text: 'All core standards' },
    ...core.map(({ id, name }) => ({ value: id, text: name })).sort((a, b) => (a.text < b.text ? -1 : 1)),
  ];
}

export function termChoices({ problem }: Pick<ScenarioBasis, 'problem'>): Choice[] {
  return problem.terms.map(({ id, name }) => ({ value: id, text: name }));
}

export interface ReadScenario {
  scenario: { name: string; parts: ScenarioPart[] } | null;
  /** What the form's own fields held, to fill it in again. */
  typed: Record<string, string>;
  errors: FieldError[];
}

/** Reads one ready-made form. */
export function readScenarioForm(kind: ReadyMadeKind, body: unknown, basis: ScenarioBasis): ReadScenario {
  const typed = textsOf(body);
  const errors: FieldError[] = [];
  const scenario = readers[kind]({ typed, basis, fail: (field, message) => void errors.push({ field, message }) });
  return { scenario: errors.length > 0 ? null : scenario, typed, errors };
}

interface Reader {
  typed: Record<string, string>;
  basis: ScenarioBasis;
  fail: (field: string, message: string) => void;
}

type Read = { name: string; parts: ScenarioPart[] } | null;

const readers: Record<ReadyMadeKind, (reader: Reader) => Read> = {
  money: readMoneyShare,
  budgets: readBudgets,
  price: readPrice,
  late: readLate,
  cloud: () => ({ name: 'Cloud first', parts: [{ kind: 'cloud-first' }] }),
  keep: () => ({ name: 'Keep what we have', parts: [{ kind: 'keep' }] }),
  earlier: readEarlier,
};

const potNames = { both: 'money', capital: 'capital', revenue: 'revenue' } as const;

function readMoneyShare({ typed, basis, fail }: Reader): Read {
  const way = typed['way'];
  if (way !== 'less' && way !== 'more') fail('way', 'Choose whether there is less money or more');
  const percent = readPercent(typed['percent'], 100, fail);
  const pot = typed['pot'] ?? 'both';
  const year = typed['year'] ?? 'all';
  if (!Object.hasOwn(potNames, pot)) fail('pot', 'Choose which money changes');
  const rows = budgetRows(basis).filter((row) => year === 'all' || row.year === year);
  if (rows.length === 0) fail('year', 'Choose a year of the plan, or all of them');
  const sign = way === 'less' ? -1 : 1;
  const pots = pot === 'both' ? (['capital', 'revenue'] as const) : [pot as 'capital' | 'revenue'];
  const parts = rows.flatMap((row) =>
    pots.flatMap((one) => {
      const whole = one === 'capital' ? row.capitalPence : row.revenuePence;
      return budgetPart(one, row.year, Math.round((sign * whole * percent) / 100));
    }),
  );
  if (parts.length === 0 && percent > 0) fail('percent', 'No budget is written down to change. Write one down first');
  const when = year === 'all' ? '' : ` in ${year}`;
  return { name: `${percent}% ${way} ${potNames[pot as keyof typeof potNames] ?? 'money'}${when}`, parts };
}

function readBudgets({ typed, basis, fail }: Reader): Read {
  const parts = budgetRows(basis).flatMap((row) =>
    (['capital', 'revenue'] as const).flatMap((pot) => {
      const field = `${pot}-${row.year}`;
      const was = pot === 'capital' ? row.capitalPence : row.revenuePence;
      const read = readMoney(typed[field] ?? '');
      if (isUnread(read) || (read.value ?? 0) < 0) {
        fail(field, `The ${pot} for ${row.year} must be an amount in pounds, like 12,500`);
        return [];
      }
      return budgetPart(pot, row.year, (read.value ?? was) - was);
    }),
  );
  const [first] = budgetRows(basis);
  if (parts.length === 0) fail(`capital-${first?.year ?? ''}`, 'Change at least one figure');
  return { name: 'Other budgets', parts };
}

function budgetPart(pot: 'capital' | 'revenue', yearId: string, changePence: Pence): ScenarioPart[] {
  return changePence === 0 ? [] : [{ kind: 'budget', pot, yearId, changePence }];
}

function readPrice({ typed, basis, fail }: Reader): Read {
  const percent = readPercent(typed['percent'], 500, fail);
  const found = readTarget(typed['what'], basis, fail);
  if (!found) return null;
  const { target, words } = found;
  return { name: `${words} ${percent}% dearer`, parts: [{ kind: 'price', target, percent }] };
}

function readLate({ typed, basis, fail }: Reader): Read {
  const terms = Number(typed['terms']);
  if (!Number.isInteger(terms) || terms < 1 || terms > 6) fail('terms', 'Choose from 1 to 6 terms');
  const found = readTarget(typed['what'], basis, fail);
  if (!found) return null;
  const { target, words } = found;
  return {
    name: `${words} ${terms === 1 ? 'a term' : `${terms} terms`} late`,
    parts: [{ kind: 'late', target, terms }],
  };
}

function readEarlier({ typed, basis, fail }: Reader): Read {
  const standard = standardChoices(basis).find(({ value }) => value === typed['standard']);
  const term = termChoices(basis).find(({ value }) => value === typed['term']);
  if (!standard) fail('standard', 'Choose a standard, or all of them');
  if (!term) fail('term', 'Choose the term by whose end it must be met');
  if (!standard || !term) return null;
  const standardId = standard.value === 'all' ? null : standard.value;
  return {
    name: `${standard.text} by ${term.text}`,
    parts: [{ kind: 'standard-date', standardId, termId: term.value }],
  };
}

function readPercent(text: string | undefined, most: number, fail: Reader['fail']): number {
  const read = readCount((text ?? '').replace(/\s*%$/, ''));
  const value = isUnread(read) ? null : read.value;
  if (value === null || value < 1 || value > most) {
    fail('percent', `Give a whole number of per cent from 1 to ${most}, like 20`);
    return 0;
  }
  return value;
}

function readTarget(
  value: string | undefined,
  basis: ScenarioBasis,
  fail: Reader['fail'],
): { target: ScenarioTarget; words: string } | null {
  const choice = targetChoices(basis).find((one) => one.value === value);
  if (!choice || value === undefined) {
    fail('what', 'Choose what this is about');
    return null;
  }
  const id = value.slice(value.indexOf(':') + 1);
  const words = choice.text.replace(/^All (of|from): /, '');
  if (value === 'all') return { target: { kind: 'all' }, words };
  if (value.startsWith('heading:')) return { target: { kind: 'heading', heading: id as NationalHeading }, words };
  if (value.startsWith('option:')) return { target: { kind: 'options', optionIds: [id] }, words };
  const theirs = new Set(basis.quotes.filter(({ supplier }) => supplier === id).map(({ optionId }) => optionId));
  const optionIds = basis.problem.needs.flatMap(({ options }) =>
    // A quote may be for an option wherever it is used: then its id is the library's, before the `:`.
    options.flatMap((option) => (theirs.has(option.id) || theirs.has(option.id.split(':')[0] ?? '') ? option.id : [])),
  );
  return { target: { kind: 'options', optionIds }, words };
}

/** Fields of the ready-made forms; what else a request holds is not kept. */
const FIELD = /^(?:way|percent|pot|year|what|terms|standard|term|(?:capital|revenue)-\d{4}(?:-\d{2})?)$/;

function textsOf(body: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
      typeof value === 'string' && FIELD.test(name) ? [[name, value.replaceAll('\0', '').trim().slice(0, 300)]] : [],
    ),
  );
}

/** "12,500" for an amount field. */
export function amountTyped(pence: Pence): string {
  return formatPence(pence).replace('£', '');
}
