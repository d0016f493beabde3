/** Moving a school to another edition. Its answers are not touched: what they mean is found anew whenever they are read. */
import { recordChange, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import { updateEdition } from './edition.queries.ts';

/** Moves the school and writes the history. False where somebody else has moved it since. */
export async function useEdition(
  tx: Transaction,
  scope: SchoolScope,
  move: { from: string; to: string },
  by: { personId: string; at: Date },
): Promise<boolean> {
  if (move.from === move.to) return true;
  if (!(await updateEdition(tx, scope, move.from, move.to))) return false;
  await recordChange(tx, {
    ...scope,
    table: 'school',
    rowId: scope.schoolId,
    before: { edition: move.from },
    after: { edition: move.to },
    ...by,
  });
  return true;
}
