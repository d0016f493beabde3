/** What a school's front page says in five seconds. Pure. */
import { addMonths, type PlainDate } from '../../domain/dates.ts';
import { isWholeGuess, type Guessable } from '../../domain/guesses.ts';
import type { BudgetYear, SchoolRecord } from '../../domain/record.ts';
import type { Library } from '../../library/library.ts';
import { type Decision, decisionsOf } from '../decisions/index.ts';
import { countWords, moneyOf, type MoneyYear, standardRows, type StoredPlan } from '../plan/index.ts';
import { type Standing, standingOf } from '../standards/index.ts';

export interface CoreRow {
  name: string;
  met: number;
  notDue: number;
  notMet: number;
  notKnown: number;
  notApplicable: number;
  direction: 'up' | 'same' | 'down';
}

export interface Overview {
  standing: Standing;
  core: CoreRow[];
  /** Core areas wholly met by their date under the plan; null without a plan. */
  areasMetByDate: number | null;
  next: Decision[];
  /** This year's money and next year's; `contractsFit` where the contracts that run already stay inside the budget. */
  money: { years: MoneyYear[]; works: boolean; contractsFit: boolean } | null;
  steps: Step[];
}

/** One thing to write down, and how far it is. */
export interface Step {
  id: 'contracts' | 'systems' | 'equipment' | 'connections' | 'standards' | 'budgets' | 'plan';
  title: string;
  path: string;
  state: 'done' | 'begun' | 'to-do';
  detail: string;
}

/** How many dated decisions the front page shows. */
const MOST_DECISIONS = 4;

export function overviewOf(
  record: SchoolRecord,
  library: Library,
  current: StoredPlan | null,
  today: PlainDate,
): Overview {
  const standing = standingOf(record, library, today);
  const inForce = current?.plan ? { problem: current.problem, plan: current.plan } : null;
  const rows = inForce ? standardRows(inForce.problem, inForce.plan) : [];
  const edition = library.editions.find(({ id }) => id === record.edition);
  const categoryOf = new Map(edition?.standards.map(({ id, categoryId }) => [id, categoryId]));
  const byArea = Map.groupBy(rows, ({ standard }) => categoryOf.get(standard.id) ?? '');
  const core = standing.summary.categories.map(({ categoryId, name, standards }) => {
    const mine = byArea.get(categoryId) ?? [];
    const atEnd = (met: (row: (typeof mine)[number]) => boolean[]) => mine.filter((row) => met(row).at(-1)).length;
    const gained = atEnd((row) => row.with) - atEnd((row) => row.without);
    return {
      name,
      met: standards.met,
      notDue: standards['not-due'],
      notMet: standards['not-met'],
      notKnown: standards['not-known'],
      notApplicable: standards['not-applicable'],
      direction: gained > 0 ? ('up' as const) : gained < 0 ? ('down' as const) : ('same' as const),
    };
  });
  const metByDate = [...byArea.values()].filter((mine) =>
    mine.every((row) => row.with[row.standard.dueTerm ?? row.with.length - 1]),
  ).length;
  const years = inForce ? moneyOf(inForce.problem, inForce.plan, record).slice(0, 2) : [];
  const contractsFit = years.every((year) => contractsFitYear(year, record.limits.budgets));
  return {
    standing,
    core,
    areasMetByDate: inForce ? metByDate : null,
    next: decisionsOf(record.contracts, record.limits.governorsMeetings, inForce, today, 24, record.limits)
      .filter(({ kind }) => kind !== 'end' && kind !== 'renewal')
      .filter(({ date }) => date <= addMonths(today, 24))
      .slice(0, MOST_DECISIONS),
    money: inForce ? { years, works: contractsFit && years.every(planFitsYear), contractsFit } : null,
    steps: stepsOf(record, standing, current),
  };
}

/** True where the contracts that run already stay inside the revenue budget; a year without its own has the last one's. */
function contractsFitYear({ id, revenue }: MoneyYear, budgets: readonly BudgetYear[]): boolean {
  const budget = budgets.filter(({ year }) => year <= id).reduce<BudgetYear | null>(laterBudget, null);
  return budget === null || revenue.committedPence <= budget.revenuePence;
}

function laterBudget(latest: BudgetYear | null, budget: BudgetYear): BudgetYear {
  return latest === null || budget.year > latest.year ? budget : latest;
}

function planFitsYear({ capital, revenue }: MoneyYear): boolean {
  return capital.plannedPence <= capital.availablePence && revenue.plannedPence <= revenue.freePence;
}

function stepsOf(record: SchoolRecord, { questions }: Standing, current: StoredPlan | null): Step[] {
  const list = (id: Step['id'], title: string, items: readonly Guessable[]): Step => {
    const guessed = items.filter(isWholeGuess).length;
    const isGuessed = guessed === items.length;
    const written = `${items.length} written down${guessed > 0 ? `, ${guessed} of them guessed` : ''}`;
    return {
      id,
      title,
      path: `/${id}`,
      state: items.length === 0 ? 'to-do' : guessed > 0 ? 'begun' : 'done',
      detail: items.length === 0 ? 'None yet' : isGuessed ? `${items.length}, all of them guessed` : written,
    };
  };
  const budgeted = record.limits.budgets.length;
  return [
    list('contracts', 'Contracts', record.contracts),
    list('systems', 'Systems', record.systems),
    list('equipment', 'Equipment', record.equipment),
    list('connections', 'Connections', record.connections),
    {
      id: 'standards',
      title: 'Standards',
      path: questions.left > 0 ? '/questions' : '/standards',
      state: questions.left === 0 ? 'done' : questions.answered > 0 ? 'begun' : 'to-do',
      detail:
        questions.left === 0
          ? 'Every question answered'
          : `${countWords(questions.left, 'question')} left, about ${countWords(questions.minutesLeft, 'minute')}`,
    },
    {
      id: 'budgets',
      title: 'Budgets',
      path: '/budgets',
      state: budgeted === 0 ? 'to-do' : 'done',
      detail: budgeted === 0 ? 'None yet: the plan can spend nothing' : countWords(budgeted, 'year'),
    },
    {
      id: 'plan',
      title: 'Plan',
      path: '/plan',
      state: current?.plan ? 'done' : 'to-do',
      detail: current?.plan ? 'Made' : 'Not made yet',
    },
  ];
}
