/** SQL of an import's rows: as they were read, as they were mended, and what became of them. */
import { sql } from 'kysely';
import { type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import { listOf, selectBecame, type Became } from './import-made.queries.ts';
import type { KeyedRow } from './match.rules.ts';
import type { PreviewRow } from './rows.rules.ts';

/** A row of a batch: its cells, what they are read as, and what became of it. */
export interface BatchRow extends PreviewRow {
  /** The cells as they were in the file, where a person mended them since; else null. */
  original: string[] | null;
  /** For which fields a person decided whether this row changes them. */
  choices: Record<string, boolean>;
  made: Became | null;
}

/** Rows are written and read in pieces, so that a long file makes no single huge parameter. */
export const ROWS_AT_ONCE = 5_000;

export async function insertBatchRows(
  tx: Transaction,
  scope: SchoolScope,
  batchId: string,
  items: readonly PreviewRow[],
): Promise<void> {
  // As lists, not objects: the database takes them apart in two thirds of the time.
  const rows = items.map((item) => [
    item.row,
    item.cells,
    compact(item.item),
    item.fate,
    notesOf(item),
    item.fingerprint,
  ]);
  await sql`insert into import_row (organisation_id, school_id, batch_id, row_number, original, read, fate, notes, fingerprint)
    select ${scope.organisationId}, ${scope.schoolId}, ${batchId}, (r ->> 0)::int, r -> 1, nullif(r -> 2, 'null'), r ->> 3,
      coalesce(nullif(r -> 4, 'null'), '{}'), r ->> 5
    from jsonb_array_elements(${storable(JSON.stringify(rows))}::jsonb) as r`.execute(tx);
}

/** Writes what the rows are read as now, after the columns were corrected. */
export async function updateBatchRows(
  tx: Transaction,
  scope: SchoolScope,
  batchId: string,
  items: readonly PreviewRow[],
): Promise<void> {
  const rows = items.map((item) => ({
    r: item.row,
    i: compact(item.item),
    f: item.fate,
    n: notesOf(item),
    ...(item.withheld && { o: item.cells }),
  }));
  await sql`update import_row set read = i, fate = f, notes = coalesce(n, '{}'), choices = null,
      original = coalesce(o, original), mended = case when o is null then mended end
    from jsonb_to_recordset(${storable(JSON.stringify(rows))}::jsonb)
      as given (r int, i jsonb, f text, n jsonb, o jsonb)
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and batch_id = ${batchId}
      and row_number = r`.execute(tx);
}

/** Writes a row's cells as a person mended them, and what they are read as. */
export async function mendBatchRow(
  tx: Transaction,
  scope: SchoolScope,
  batchId: string,
  item: PreviewRow,
): Promise<void> {
  await updateBatchRows(tx, scope, batchId, [item]);
  await tx
    .updateTable('import_row')
    .set({ mended: storable(JSON.stringify(item.cells)) })
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('batch_id', '=', batchId)
    .where('row_number', '=', item.row)
    .execute();
}

/** Keeps for which fields of a row a person decided, and how. */
export async function updateChoices(
  tx: Transaction,
  scope: SchoolScope,
  batchId: string,
  choices: ReadonlyMap<number, Record<string, boolean>>,
): Promise<void> {
  const rows = [...choices].map(([row, chosen]) => ({ r: row, c: chosen }));
  await sql`update import_row set choices = c from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (r int, c jsonb)
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and batch_id = ${batchId}
      and row_number = r`.execute(tx);
}

export interface RowsWanted {
  fate?: PreviewRow['fate'] | undefined;
  /** Only these row numbers. */
  rows?: readonly number[] | undefined;
  /** Only rows after this number. */
  after?: number | undefined;
  skip?: number | undefined;
  most?: number | undefined;
}

/** Rows of a batch in the order of the file. */
export async function listBatchRows(
  tx: Transaction,
  scope: SchoolScope,
  batchId: string,
  { fate, rows: only, after, skip, most }: RowsWanted = {},
): Promise<BatchRow[]> {
  if (only?.length === 0) return [];
  let query = tx
    .selectFrom('import_row')
    .select(['row_number', 'original', 'mended', 'read', 'fate', 'notes', 'fingerprint', 'choices'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('batch_id', '=', batchId)
    .orderBy('row_number');
  if (fate !== undefined) query = query.where('fate', '=', fate);
  if (only !== undefined) query = query.where(sql<boolean>`row_number = any (${listOf(only)}::int[])`);
  if (after !== undefined) query = query.where('row_number', '>', after);
  if (skip !== undefined) query = query.offset(skip);
  if (most !== undefined) query = query.limit(most);
  const found = await query.execute();
  const became = await selectBecame(tx, scope, batchId, found.at(0)?.row_number, found.at(-1)?.row_number);
  return found.map((row) => {
    const notes = row.notes as Partial<RowNotes>;
    const item = row.read as PreviewRow['item'];
    return {
      row: row.row_number,
      fate: row.fate as PreviewRow['fate'],
      fingerprint: row.fingerprint,
      cells: (row.mended ?? row.original) as string[],
      original: row.mended === null ? null : (row.original as string[]),
      item,
      unread: notes.unread ?? [],
      warnings: notes.warnings ?? [],
      reason: notes.reason ?? null,
      choices: (row.choices ?? {}) as Record<string, boolean>,
      made: became(row.row_number, item?.id ?? null),
    };
  });
}

/** All rows of a batch, piece by piece, so that a long file is never held whole. */
export async function* eachBatchRows(tx: Transaction, scope: SchoolScope, batchId: string): AsyncGenerator<BatchRow[]> {
  let after = 0;
  for (;;) {
    const rows = await listBatchRows(tx, scope, batchId, { after, most: ROWS_AT_ONCE });
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS_AT_ONCE) return;
    after = rows.at(-1)?.row ?? after;
  }
}

/** Of all rows of a batch what tells which items they are. */
export async function listKeyedRows(
  tx: Transaction,
  scope: SchoolScope,
  batchId: string,
  fields: readonly string[],
): Promise<KeyedRow[]> {
  const { rows } = await sql<{
    r: number;
    p: string;
    k: (string | null)[] | null;
  }>`select row_number as r, fingerprint as p,
      case when read is null then null else jsonb_build_array(${sql.join(fields.map((field) => sql`read ->> ${field}`))}) end as k
    from import_row where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}
      and batch_id = ${batchId} order by row_number`.execute(tx);
  return rows.map(({ r, p, k }) => ({
    row: r,
    fingerprint: p,
    id: `import-${p}`,
    keys: k && Object.fromEntries(fields.map((field, index) => [field, k[index] ?? null])),
  }));
}

interface RowNotes {
  unread: PreviewRow['unread'];
  warnings: string[];
  reason: string | null;
}

/** Nothing where there is nothing to say: most rows of a long file. */
function notesOf({ unread, warnings, reason }: PreviewRow): RowNotes | null {
  return unread.length === 0 && warnings.length === 0 && reason === null ? null : { unread, warnings, reason };
}

/** An item without its empty fields: what is not there is not known, and a long file is half as long. */
function compact(item: PreviewRow['item']): Record<string, unknown> | null {
  if (item === null) return null;
  const filled: Record<string, unknown> = {};
  for (const field of Object.keys(item)) {
    const value = item[field];
    if (value === null || value === undefined || field === 'sources') continue;
    if (field === 'unread' && Object.keys(value).length === 0) continue;
    filled[field] = value;
  }
  return filled;
}

/** JSON in the database holds neither the NUL character nor half a character. */
function storable(json: string): string {
  if (!/\\u(?:0000|d[89a-f])/i.test(json)) return json;
  return json.replace(
    /(?<!\\)((?:\\\\)*)\\u(0000|d[89a-f][0-9a-f]{2})/gi,
    (_, before: string, code: string) => `${before}${code === '0000' ? '' : '\ufffd'}`,
  );
}
