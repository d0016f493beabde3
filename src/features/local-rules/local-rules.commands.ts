/** Setting, changing, withdrawing and taking up local rules. Each writes the history in the same transaction. */
import type { LocalRuleSet } from '../../domain/local-rules.ts';
import { recordChange, type Transaction } from '../../platform/database/index.ts';
import { insertSet, updateSet, type StoredSet } from './local-rules.queries.ts';

export interface Setting {
  tx: Transaction;
  organisationId: string;
  personId: string;
  at: Date;
}

/** Keeps a new set. */
export async function addSet({ tx, organisationId, personId, at }: Setting, set: LocalRuleSet): Promise<void> {
  await insertSet(tx, organisationId, set, at);
  const entry = { organisationId, schoolId: null, table: 'local_rule_set', rowId: set.id };
  await recordChange(tx, { ...entry, before: null, after: sideOf(set, null), personId, at });
}

/** Puts `next` in the place of what was read. False where somebody else has changed it since: nothing is written then. */
export async function changeSet(
  { tx, organisationId, personId, at }: Setting,
  before: StoredSet,
  next: LocalRuleSet,
  withdrawnAt: Date | null = before.withdrawnAt,
): Promise<boolean> {
  if (!(await updateSet(tx, organisationId, { set: next, version: before.version, withdrawnAt }, at))) return false;
  await recordChange(tx, {
    organisationId,
    schoolId: null,
    table: 'local_rule_set',
    rowId: next.id,
    before: sideOf(before.set, before.withdrawnAt),
    after: sideOf(next, withdrawnAt),
    personId,
    at,
  });
  return true;
}

function sideOf({ id: _id, ...set }: LocalRuleSet, withdrawnAt: Date | null): Record<string, unknown> {
  return { ...set, withdrawnAt: withdrawnAt?.toISOString() ?? null };
}
