/** The history: who changed what, when, from what to what. Rows can be added and read, never altered or removed. */
import { insertRows } from './bulk.ts';
import type { Transaction } from './database.ts';

export interface Change {
  organisationId: string;
  /** Null where the change is not about one school. */
  schoolId: string | null;
  /** Table whose row changed: 'contract', 'system', … */
  table: string;
  /** The row's id within its school; for rows named by something else (a year, a question) that. */
  rowId: string;
  /** The row's fields before; null where it is new. */
  before: Record<string, unknown> | null;
  /** The row's fields after; null where it is gone. */
  after: Record<string, unknown> | null;
  personId: string;
  at: Date;
}

/** Appends to the history. Every command calls this in the transaction of the change itself. */
export async function recordChange(tx: Transaction, change: Change): Promise<void> {
  await tx
    .insertInto('change')
    .values({
      organisation_id: change.organisationId,
      school_id: change.schoolId,
      table_name: change.table,
      row_id: change.rowId,
      before: change.before === null ? null : JSON.stringify(change.before),
      after: change.after === null ? null : JSON.stringify(change.after),
      person_id: change.personId,
      at: change.at,
    })
    .execute();
}

/** Lines of history that go into one statement: thousands of whole items would be too large a one. */
const LINES_AT_ONCE = 250;

/** Appends many changes, in their order. */
export async function recordChanges(tx: Transaction, changes: readonly Change[]): Promise<void> {
  for (let start = 0; start < changes.length; start += LINES_AT_ONCE) {
    const lines = changes.slice(start, start + LINES_AT_ONCE).map((change) => ({
      organisation_id: change.organisationId,
      school_id: change.schoolId,
      table_name: change.table,
      row_id: change.rowId,
      before: change.before,
      after: change.after,
      person_id: change.personId,
      at: change.at.toISOString(),
    }));
    await insertRows(tx, 'change', lines);
  }
}
