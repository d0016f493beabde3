/**
 * Looks, after every save, for contradictions that the save brought about. Cheap on purpose: people wait for a save.
 *
 * - A save that writes no line of history (a form with mistakes, a saved view) costs two small questions.
 * - What was read and found after the save before this one is kept, with the number of the history's last line: where that is
 *   still the last, nothing need be read or worked out of what was there before.
 * - Of what is there now, only the lists that the save's own lines of history name are read again.
 * - Whether the plan's money still fits takes tens of milliseconds to say. It is only asked where a price, a contract or a
 *   budget has changed and the plan, at the prices that it was made with, does not fit.
 * - That the plan is older than the record is not news after a save: its page and the checks say so.
 */
import type { PlainDate } from '../../domain/dates.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import type { Library } from '../../library/index.ts';
import { horizonOf, lessSpent, planYears, spentByYear } from '../../needs/index.ts';
import { cashByYear } from '../../planner/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';
import { scopeOf, type SaveWatch } from '../../platform/web/index.ts';
import { listPlans, type StoredPlan } from '../plan/index.ts';
import { readLists, readRecord, type RecordList } from '../schools/index.ts';
import type { Check } from './check.ts';
import { findChecks, problemNow } from './checks.commands.ts';
import { listChangedTables, selectLastChange, selectPlanKey } from './checks.queries.ts';
import { checksOf, newChecks } from './checks.rules.ts';
import { checksNotice } from './checks.view.ts';
import { overBudget, samePeriods } from './plan.rules.ts';

export interface SaveWatchParts {
  library: Library;
  clock: Clock;
  /** Told where the checks themselves fail: a save is never refused for that. */
  onFailure: (error: unknown) => void;
}

/** A school's record after a line of its history, and what was found in it. */
interface Seen {
  lastChange: number;
  today: PlainDate;
  record: SchoolRecord;
  /** The plan that was read last, by its key. */
  plan: { key: string | null; current: StoredPlan | null } | null;
  /** What was found with that plan; worked out when it is first needed. */
  checks: { planKey: string | null; found: Check[] } | null;
}

/** Schools whose record is kept in memory: a large one's is about a megabyte. */
const MOST_KEPT = 24;

/** Tables of the history whose lines change one list of the record, and nothing else in it. */
const LIST_OF: Readonly<Record<string, RecordList | null>> = {
  contract: 'contracts',
  system: 'systems',
  equipment: 'equipment',
  connection: 'connections',
  answer: 'answers',
  evidence: 'evidence',
  quote: 'quotes',
  plan_actual: 'actuals',
  accepted_gap: 'exceptions',
  // Not part of the record.
  check_set_aside: null,
  plan_agreement: null,
  status_report: null,
  find_out_task: null,
  answer_request: null,
  sign_off: null,
};

export function createSaveWatch({ library, clock, onFailure }: SaveWatchParts): SaveWatch {
  const kept = new Map<string, Seen>();

  function remember(scope: SchoolScope, seen: Seen): Seen {
    const key = `${scope.organisationId}/${scope.schoolId}`;
    kept.delete(key);
    kept.set(key, seen);
    const oldest = kept.keys().next().value;
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return seen;
  }

  async function seenNow(tx: Transaction, scope: SchoolScope): Promise<Seen> {
    const today = clock.today();
    const lastChange = await selectLastChange(tx, scope);
    const known = kept.get(`${scope.organisationId}/${scope.schoolId}`);
    if (known?.lastChange === lastChange && known.today === today) return known;
    const record = await readRecord(tx, scope.schoolId, today);
    return remember(scope, { lastChange, today, record, plan: null, checks: null });
  }

  /** What the school is after a save: only what the save's lines of history name is read again. */
  async function seenAfter(tx: Transaction, scope: SchoolScope, before: Seen): Promise<Seen> {
    const changed = await listChangedTables(tx, scope, before.lastChange);
    if (changed.length === 0) return before;
    const lists = changed.flatMap(({ table }) => LIST_OF[table] ?? []);
    const isWhole = changed.some(({ table, isRemoval }) => !Object.hasOwn(LIST_OF, table) || isRemoval);
    const read = isWhole
      ? await readRecord(tx, scope.schoolId, before.today)
      : { ...before.record, ...(await readLists(tx, scope, lists)) };
    const lastChange = await selectLastChange(tx, scope);
    const record = keepingItems(before.record, read);
    return remember(scope, { lastChange, today: before.today, record, plan: before.plan, checks: null });
  }

  async function planOf(tx: Transaction, scope: SchoolScope, seen: Seen): Promise<StoredPlan | null> {
    const key = await selectPlanKey(tx, scope);
    if (seen.plan?.key !== key) {
      const [current = null] = key === null ? [] : await listPlans(tx, scope, 1);
      seen.plan = { key, current };
    }
    return seen.plan?.current ?? null;
  }

  function checksIn(seen: Seen, planKey: string | null, current: StoredPlan | null): Check[] {
    if (seen.checks?.planKey !== planKey) {
      seen.checks = { planKey, found: checksOf(seen.record, library, seen.today, registersOnly(current)) };
    }
    return seen.checks?.found ?? [];
  }

  return {
    async watch(context) {
      const { tx } = context;
      const scope = scopeOf(context);
      const before = await seenNow(tx, scope);
      return async () => {
        const after = await seenAfter(tx, scope, before);
        if (after === before) return [];
        const current = await planOf(tx, scope, after);
        const planKey = after.plan?.key ?? null;
        try {
          const found = newChecks(checksIn(before, planKey, current), checksIn(after, planKey, current));
          return [...found, ...newOverBudget(library, before.record, after.record, current)].map(({ id }) => id);
        } catch (error) {
          onFailure(error);
          return [];
        }
      };
    },

    async notice(context, ids) {
      const { open } = await findChecks(context.tx, library, scopeOf(context), clock.today());
      const wanted = new Set(ids);
      return checksNotice(
        context,
        open.filter(({ id }) => wanted.has(id)),
      );
    },
  };
}

/** What costs little to say of a plan. */
function registersOnly(current: StoredPlan | null) {
  if (current?.plan == null) return null;
  const { asAt, problem, plan } = current;
  return { asAt, problem, plan, now: null, isOld: null };
}

/**
 * The record with each item that has not changed as the object that it was: what has been found out about an item (which model
 * it is, by the catalogue) is kept by object.
 */
function keepingItems(before: SchoolRecord, now: SchoolRecord): SchoolRecord {
  const keep = <T extends { id: string }>(was: readonly T[], is: readonly T[]): T[] => {
    const known = new Map(was.map((item) => [item.id, item]));
    return is.map((item) => {
      const same = known.get(item.id);
      return same !== undefined && JSON.stringify(same) === JSON.stringify(item) ? same : item;
    });
  };
  return { ...now, equipment: keep(before.equipment, now.equipment), systems: keep(before.systems, now.systems) };
}

function newOverBudget(
  library: Library,
  before: SchoolRecord,
  after: SchoolRecord,
  current: StoredPlan | null,
): Check[] {
  if (current?.plan == null) return [];
  const { asAt, problem, plan } = current;
  const differs = (part: (record: SchoolRecord) => unknown) =>
    JSON.stringify(part(before)) !== JSON.stringify(part(after));
  const quotesDiffer = differs(({ quotes }) => quotes);
  if (!quotesDiffer && !differs(({ contracts, limits, actuals }) => [contracts.map(moneyOfContract), limits, actuals]))
    return [];
  const on = (record: SchoolRecord): SchoolRecord => ({ ...record, asAt });
  // A dearer contract that the plan replaces saves more: only working the starts out again tells. A plan that fits at the
  // prices that it was made with fits then, too.
  if (!quotesDiffer && fitsAsPriced(current, on(after))) return [];
  const overIn = (record: SchoolRecord) =>
    overBudget({ asAt, problem, plan, now: problemNow(library, on(record)), isOld: null });
  return newChecks(overIn(before), overIn(after));
}

/** A contract without what no price hangs on: people write notes more often than prices. */
function moneyOfContract(contract: SchoolRecord['contracts'][number]) {
  return { ...contract, notes: null, documents: null, description: null, owner: null, unread: null, sources: null };
}

/** Whether the plan, at the prices that it was made with, fits what is free today. */
function fitsAsPriced({ problem, plan }: StoredPlan, record: SchoolRecord): boolean {
  if (plan === null) return true;
  const horizon = horizonOf(record);
  const inPlan = new Set(plan.placements.map(({ needId }) => needId));
  const years = lessSpent(planYears(record, horizon), spentByYear(record, horizon.years, horizon.endsOn, inPlan));
  const { capitalCarriesForward } = record.limits;
  if (!samePeriods({ terms: [], years }, { terms: [], years: problem.years })) return false;
  return cashByYear({ ...problem, years, capitalCarriesForward }, plan.placements).every(
    (year) =>
      year.capitalPence <= Math.max(0, year.capitalAvailablePence) &&
      year.revenuePence <= Math.max(0, year.revenueBudgetPence),
  );
}
