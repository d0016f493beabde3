/**
 * SQL of what the rows of imports became. Most rows of an import that is in are simply new items, and nothing is said of them;
 * of the others `import_made` says what.
 *
 * Rows and what is said of them are read one after the other and put together here, not joined: the database knows nothing yet
 * of the size of what came in a moment ago, and would compare each row with each.
 */
import { sql, type RawBuilder } from 'kysely';
import { insertRows, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import type { Importable } from './importable.ts';

/** A statement's rows are written in pieces of this many. */
const AT_ONCE = 5_000;

/** What a row was brought in as. `left`: it was left out. */
export interface MadeRow {
  row: number;
  itemId: string | null;
  what: 'added' | 'changed' | 'same' | 'left';
  /** The item's version just after. */
  itemVersion: number;
  /** What the changed fields, `unread` and `sources` held before; null where it was added or is the same. */
  before: Record<string, unknown> | null;
}

/** A row that changed an item, and what the fields held before: value, text that could not be read, source. */
export interface ChangedRow {
  row: number;
  itemId: string;
  before: Record<string, { value: unknown; text: string | null; source: unknown }>;
}

/** What a row of an import that is in became. */
export interface Became {
  itemId: string;
  what: 'added' | 'changed' | 'same';
  itemVersion: number;
}

/** A row of an import that is in, and the item that it became. */
export interface CameInRow extends Became {
  batchId: string;
  row: number;
  fingerprint: string;
}

/** A list of texts or numbers as an array of texts, worked out once for a statement. */
export function listOf(values: readonly (string | number)[]): RawBuilder<unknown> {
  return sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;
}

type Said = Omit<MadeRow, 'row' | 'before'>;

/** What rows of a batch became, by their numbers and the ids they were read with; nothing where it is not in. */
export async function selectBecame(
  tx: Transaction,
  scope: SchoolScope,
  batchId: string,
  from = 0,
  to = 2 ** 31 - 1,
): Promise<(row: number, readId: string | null) => Became | null> {
  const batch = await tx
    .selectFrom('import_batch')
    .select('state')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', batchId)
    .executeTakeFirst();
  if (batch?.state !== 'done') return () => null;
  const rows = await tx
    .selectFrom('import_made')
    .select(['row_number', 'item_id', 'what', 'item_version'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('batch_id', '=', batchId)
    .where('row_number', '>=', from)
    .where('row_number', '<=', to)
    .execute();
  const said = new Map(
    rows.map((row): [number, Said] => [
      row.row_number,
      { itemId: row.item_id, what: row.what, itemVersion: row.item_version },
    ]),
  );
  return (row, readId) => becameOf(said.get(row), readId);
}

function becameOf(said: Said | undefined, readId: string | null): Became | null {
  if (said === undefined) return readId === null ? null : { itemId: readId, what: 'added', itemVersion: 1 };
  if (said.what === 'left' || said.itemId === null) return null;
  return { itemId: said.itemId, what: said.what, itemVersion: said.itemVersion };
}

/** All rows of the imports of a register that are in and the items they became, in the order they came in. */
export async function listCameIn(
  tx: Transaction,
  scope: SchoolScope,
  register: Importable['table'],
): Promise<CameInRow[]> {
  const batches = await tx
    .selectFrom('import_batch')
    .select('id')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('register', '=', register)
    .where('state', '=', 'done')
    .orderBy('entered')
    .execute();
  const cameIn: CameInRow[] = [];
  for (const { id } of batches) for (const row of await listBecame(tx, scope, id)) cameIn.push(row);
  return cameIn;
}

/** All rows of a batch that is in and the items they became. */
export async function listBecame(tx: Transaction, scope: SchoolScope, batchId: string): Promise<CameInRow[]> {
  const became = await selectBecame(tx, scope, batchId);
  const rows = await tx
    .selectFrom('import_row')
    .select(['row_number', 'fingerprint', sql<string | null>`read ->> 'id'`.as('read_id')])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('batch_id', '=', batchId)
    .orderBy('row_number')
    .execute();
  return rows.flatMap(({ row_number: row, fingerprint, read_id: readId }) => {
    const item = became(row, readId);
    return item === null ? [] : [{ batchId, row, fingerprint, ...item }];
  });
}

/** What these rows were read as, by the ids of the items they became. */
export async function selectReads(
  tx: Transaction,
  scope: SchoolScope,
  rows: readonly CameInRow[],
): Promise<Map<string, Record<string, unknown>>> {
  const reads = new Map<string, Record<string, unknown>>();
  for (const [batchId, some] of Map.groupBy(rows, (row) => row.batchId)) {
    const byRow = new Map(some.map(({ row, itemId }) => [row, itemId]));
    const found = await tx
      .selectFrom('import_row')
      .select(['row_number', 'read'])
      .where('organisation_id', '=', scope.organisationId)
      .where('school_id', '=', scope.schoolId)
      .where('batch_id', '=', batchId)
      .where(sql<boolean>`row_number = any (${listOf([...byRow.keys()])}::int[])`)
      .execute();
    for (const { row_number: row, read } of found) {
      const itemId = byRow.get(row);
      if (itemId !== undefined && read !== null) reads.set(itemId, read as Record<string, unknown>);
    }
  }
  return reads;
}

/** Says what rows were brought in as, in place of what was said before. */
export async function insertMade(
  tx: Transaction,
  scope: SchoolScope,
  batchId: string,
  made: readonly MadeRow[],
): Promise<void> {
  for (let from = 0; from < made.length; from += AT_ONCE) {
    const some = made.slice(from, from + AT_ONCE);
    await deleteMade(
      tx,
      scope,
      batchId,
      some.map(({ row }) => row),
    );
    await insertRows(
      tx,
      'import_made',
      some.map((row) => ({
        organisation_id: scope.organisationId,
        school_id: scope.schoolId,
        batch_id: batchId,
        row_number: row.row,
        item_id: row.itemId,
        what: row.what,
        item_version: row.itemVersion,
        before: row.before,
      })),
    );
  }
}

/** Forgets what rows were brought in as; all of a batch's where none are named. */
export async function deleteMade(
  tx: Transaction,
  scope: SchoolScope,
  batchId: string,
  rows?: readonly number[],
): Promise<void> {
  let query = tx
    .deleteFrom('import_made')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('batch_id', '=', batchId);
  if (rows !== undefined) query = query.where(sql<boolean>`row_number = any (${listOf(rows)}::int[])`);
  await query.execute();
}

/** What the rows of a batch that changed items changed, in the order of the file. */
export async function listChangedRows(tx: Transaction, scope: SchoolScope, batchId: string): Promise<ChangedRow[]> {
  const rows = await tx
    .selectFrom('import_made')
    .select(['row_number', 'item_id', 'before'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('batch_id', '=', batchId)
    .where('before', 'is not', null)
    .orderBy('row_number')
    .execute();
  return rows.map((row) => ({
    row: row.row_number,
    itemId: row.item_id ?? '',
    before: row.before as ChangedRow['before'],
  }));
}
