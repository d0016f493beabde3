/**
 * Looks, after every save, for contradictions that the save brought about. Cheap on purpose: people wait for a save.
 *
 * - A save that writes no line of history (a form with mistakes, a saved view) costs two small questions.
 * - Any other costs reading the record once more, and the checks of it. What they found after the save before this one is
 *   kept, with the number of the history's last line: where that is still the last, nothing need be read or worked out.
 * - Whether the plan's money still fits takes tens of milliseconds to say. It is only asked where a price, a contract or a
 *   budget has changed and the plan, at the prices that it was made with, does not fit.
 * - That the plan is older than the record is not news after a save: its page and the checks say so.
 */
import type { PlainDate } from '../../domain/dates.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import type { Library } from '../../library/index.ts';
import { horizonOf, planYears } from '../../needs/index.ts';
import { cashByYear } from '../../planner/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';
import { scopeOf, type SaveWatch } from '../../platform/web/index.ts';
import { listPlans, type StoredPlan } from '../plan/index.ts';
import { readRecord } from '../schools/index.ts';
import type { Check } from './check.ts';
import { findChecks, problemNow } from './checks.commands.ts';
import { selectLastChange } from './checks.queries.ts';
import { checksOf, newChecks } from './checks.rules.ts';
import { checksNotice } from './checks.view.ts';
import { overBudget } from './plan.rules.ts';

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
  /** With which plan; worked out when it is first needed. */
  checks: { planKey: string; found: Check[] } | null;
}

/** Schools whose record is kept in memory: a large one's is about a megabyte. */
const MOST_KEPT = 24;

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

  async function seenNow(tx: Transaction, scope: SchoolScope, lastChange: number): Promise<Seen> {
    const today = clock.today();
    const known = kept.get(`${scope.organisationId}/${scope.schoolId}`);
    if (known?.lastChange === lastChange && known.today === today) return known;
    const record = await readRecord(tx, scope.schoolId, today);
    return remember(scope, { lastChange, today, record, checks: null });
  }

  function checksIn(seen: Seen, current: StoredPlan | null): Check[] {
    const planKey = current?.plan == null ? '' : `${current.id} ${current.plan.hash}`;
    if (seen.checks?.planKey === planKey) return seen.checks.found;
    const found = checksOf(seen.record, library, seen.today, registersOnly(current));
    seen.checks = { planKey, found };
    return found;
  }

  return {
    async watch(context) {
      const { tx } = context;
      const scope = scopeOf(context);
      const before = await seenNow(tx, scope, await selectLastChange(tx, scope));
      return async () => {
        const lastChange = await selectLastChange(tx, scope);
        if (lastChange === before.lastChange) return [];
        const after = await seenNow(tx, scope, lastChange);
        const [current = null] = await listPlans(tx, scope, 1);
        try {
          const found = newChecks(checksIn(before, current), checksIn(after, current));
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
  if (!quotesDiffer && !differs(({ contracts, limits }) => [contracts, limits])) return [];
  const on = (record: SchoolRecord): SchoolRecord => ({ ...record, asAt });
  // A dearer contract that the plan replaces saves more: only working the starts out again tells. A plan that fits at the
  // prices that it was made with fits then, too.
  if (!quotesDiffer && fitsAsPriced(current, on(after))) return [];
  const overIn = (record: SchoolRecord) =>
    overBudget({ asAt, problem, plan, now: problemNow(library, on(record)), isOld: null });
  return newChecks(overIn(before), overIn(after));
}

/** Whether the plan, at the prices that it was made with, fits what is free today. */
function fitsAsPriced({ problem, plan }: StoredPlan, record: SchoolRecord): boolean {
  if (plan === null) return true;
  const years = planYears(record, horizonOf(record));
  const { capitalCarriesForward } = record.limits;
  if (years.map(({ id }) => id).join() !== problem.years.map(({ id }) => id).join()) return false;
  return cashByYear({ ...problem, years, capitalCarriesForward }, plan.placements).every(
    (year) =>
      year.capitalPence <= Math.max(0, year.capitalAvailablePence) &&
      year.revenuePence <= Math.max(0, year.revenueBudgetPence),
  );
}
