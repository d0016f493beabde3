/** What is done about checks: finding all of a school, setting one aside, and taking it up again. */
import { createHash } from 'node:crypto';
import type { PlainDate } from '../../domain/dates.ts';
import type { PlanningProblem } from '../../domain/planning.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import type { Library } from '../../library/index.ts';
import { recordChange, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import { currentPlan, problemOf, type StoredPlan } from '../plan/index.ts';
import { factsOf, type Check } from './check.ts';
import { deleteSetAside, insertSetAside, listSetAside } from './checks.queries.ts';
import { checksOf } from './checks.rules.ts';
import type { PlanGiven } from './plan.rules.ts';
import { standingChecks, type StandingChecks } from './set-aside.rules.ts';

/** The school's checks as they stand today. */
export async function findChecks(
  tx: Transaction,
  library: Library,
  scope: SchoolScope,
  today: PlainDate,
): Promise<StandingChecks> {
  return standingFor(tx, library, scope, today, await currentPlan(tx, library, scope, today));
}

/** The same, where the plan and the record have been read already. */
export async function standingFor(
  tx: Transaction,
  library: Library,
  scope: SchoolScope,
  today: PlainDate,
  { current, isStale, record }: { current: StoredPlan | null; isStale: boolean; record: SchoolRecord },
): Promise<StandingChecks> {
  const checks = checksOf(record, library, today, planGiven(library, current, isStale, record));
  return standingChecks(checks, await listSetAside(tx, scope), today);
}

/** Where the plan answers today's record, its money fits: the planner keeps to the budgets. */
function planGiven(
  library: Library,
  current: StoredPlan | null,
  isOld: boolean,
  record: SchoolRecord,
): PlanGiven | null {
  if (current?.plan == null) return null;
  const { asAt, problem, plan } = current;
  return { asAt, problem, plan, isOld, now: isOld ? problemNow(library, { ...record, asAt }) : null };
}

/** Making a problem takes tens of milliseconds, and a page is looked at more than once. Each is about a megabyte. */
const MOST_KEPT = 6;
const kept = new WeakMap<Library, Map<string, PlanningProblem>>();

/** What planning this record would ask. */
export function problemNow(library: Library, record: SchoolRecord): PlanningProblem {
  const known = kept.get(library) ?? new Map<string, PlanningProblem>();
  kept.set(library, known);
  const fingerprint = createHash('sha256').update(JSON.stringify(record)).digest('base64');
  const problem = known.get(fingerprint) ?? problemOf(library, record);
  known.delete(fingerprint);
  known.set(fingerprint, problem);
  const oldest = known.keys().next().value;
  if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
  return problem;
}

export interface Acting {
  tx: Transaction;
  scope: SchoolScope;
  personId: string;
  now: Date;
}

/** Sets a check aside, in place of an earlier word on it. */
export async function setAside(
  { tx, scope, personId, now }: Acting,
  check: Check,
  given: { reason: string; until: PlainDate },
): Promise<void> {
  await deleteSetAside(tx, scope, check.id);
  await insertSetAside(tx, scope, { checkId: check.id, facts: factsOf(check), ...given, personId, at: now });
  await recordChange(tx, {
    ...scope,
    table: 'check_set_aside',
    rowId: check.id,
    before: null,
    after: { name: check.sentence, ...given },
    personId,
    at: now,
  });
}

/** Opens a check again. False where it was not set aside. */
export async function takeUpAgain({ tx, scope, personId, now }: Acting, check: Check): Promise<boolean> {
  if (!(await deleteSetAside(tx, scope, check.id))) return false;
  await recordChange(tx, {
    ...scope,
    table: 'check_set_aside',
    rowId: check.id,
    before: { name: check.sentence },
    after: null,
    personId,
    at: now,
  });
  return true;
}
