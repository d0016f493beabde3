/** SQL of an import's rows: as they were read, as they were mended, and what became of them. */
import { sql, type RawBuilder } from 'kysely';
import { insertRows, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import type { Importable } from './importable.ts';
import type { CameIn, KeyedRow } from './match.rules.ts';
import type { PreviewRow } from './rows.rules.ts';

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

/** A row of a batch: its cells, what they are read as, and what became of it. */
export interface BatchRow extends PreviewRow {
  /** The cells as they were in the file, where a person mended them since; else null. */
  original: string[] | null;
  /** For which fields a person decided whether this row changes them. */
  choices: Record<string, boolean>;
  made: { itemId: string; what: 'added' | 'changed' | 'same'; itemVersion: number } | null;
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
    .leftJoin('import_made', (join) =>
      join
        .onRef('import_made.organisation_id', '=', 'import_row.organisation_id')
        .onRef('import_made.school_id', '=', 'import_row.school_id')
        .onRef('import_made.batch_id', '=', 'import_row.batch_id')
        .onRef('import_made.row_number', '=', 'import_row.row_number'),
    )
    .innerJoin('import_batch', (join) =>
      join
        .onRef('import_batch.organisation_id', '=', 'import_row.organisation_id')
        .onRef('import_batch.school_id', '=', 'import_row.school_id')
        .onRef('import_batch.id', '=', 'import_row.batch_id'),
    )
    .select(['import_row.row_number', 'original', 'mended', 'read', 'fate', 'notes', 'fingerprint', 'choices'])
    .select(['item_id', 'what', 'item_version', 'state'])
    .where('import_row.organisation_id', '=', scope.organisationId)
    .where('import_row.school_id', '=', scope.schoolId)
    .where('import_row.batch_id', '=', batchId)
    .orderBy('import_row.row_number');
  if (fate !== undefined) query = query.where('fate', '=', fate);
  if (only !== undefined) query = query.where('import_row.row_number', 'in', [...only]);
  if (after !== undefined) query = query.where('import_row.row_number', '>', after);
  if (skip !== undefined) query = query.offset(skip);
  if (most !== undefined) query = query.limit(most);
  const found = await query.execute();
  return found.map((row) => {
    const notes = row.notes as Partial<RowNotes>;
    return {
      row: row.row_number,
      fate: row.fate as PreviewRow['fate'],
      fingerprint: row.fingerprint,
      cells: (row.mended ?? row.original) as string[],
      original: row.mended === null ? null : (row.original as string[]),
      item: row.read as PreviewRow['item'],
      unread: notes.unread ?? [],
      warnings: notes.warnings ?? [],
      reason: notes.reason ?? null,
      choices: (row.choices ?? {}) as Record<string, boolean>,
      made: madeOf(row),
    };
  });
}

function madeOf(row: {
  state: string;
  read: unknown;
  item_id: string | null;
  what: MadeRow['what'] | null;
  item_version: number | null;
}): BatchRow['made'] {
  if (row.state !== 'done' || row.what === 'left') return null;
  if (row.what !== null && row.item_id !== null) {
    return { itemId: row.item_id, what: row.what, itemVersion: row.item_version ?? 0 };
  }
  const read = row.read as PreviewRow['item'];
  return read && { itemId: read.id, what: 'added', itemVersion: 1 };
}

/** What the rows of imports that are in became, those that are simply new items among them. */
export function madeRows({ organisationId, schoolId }: SchoolScope): RawBuilder<unknown> {
  return sql`(select r.batch_id, r.row_number, r.fingerprint, r.read, batch.register, batch.entered,
      coalesce(m.item_id, r.read ->> 'id') as item_id, coalesce(m.what, 'added') as what,
      coalesce(m.item_version, 1) as item_version
    from import_row r
      join import_batch batch on batch.organisation_id = r.organisation_id and batch.school_id = r.school_id
        and batch.id = r.batch_id
      left join import_made m on m.organisation_id = r.organisation_id and m.school_id = r.school_id
        and m.batch_id = r.batch_id and m.row_number = r.row_number
    where r.organisation_id = ${organisationId} and r.school_id = ${schoolId} and batch.state = 'done'
      and (m.item_id is not null or r.read is not null) and m.what is distinct from 'left')`;
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

/** What the imports of a register that are in brought in: which item each row became, and which row spoke of it last. */
export async function selectCameIn(
  tx: Transaction,
  scope: SchoolScope,
  register: Importable['table'],
): Promise<CameIn> {
  const { rows } = await sql<{ item: string; what: string; p: string }>`select item_id as item, what, fingerprint as p
    from ${madeRows(scope)} made where register = ${register} order by entered, row_number`.execute(tx);
  return {
    itemOf: new Map(rows.map(({ item, p }) => [p, item])),
    lastOf: new Map(rows.map(({ item, p }) => [item, p])),
    added: new Set(rows.flatMap(({ item, what }) => (what === 'added' ? [item] : []))),
  };
}

/** What the last row that spoke of each of these items was read as. */
export async function selectLastReads(
  tx: Transaction,
  scope: SchoolScope,
  register: Importable['table'],
  itemIds: readonly string[],
): Promise<Map<string, Record<string, unknown>>> {
  if (itemIds.length === 0) return new Map();
  const { rows } = await sql<{ item: string; read: Record<string, unknown> | null }>`select distinct on (item_id)
      item_id as item, read
    from ${madeRows(scope)} made
    where register = ${register} and item_id in (select jsonb_array_elements_text(${JSON.stringify(itemIds)}::jsonb))
    order by item_id, entered desc, row_number desc`.execute(tx);
  return new Map(rows.flatMap(({ item, read }) => (read === null ? [] : [[item, read] as const])));
}

/** Items that files with the same name or the same columns brought in before: what a newer one may have left out. */
export async function listItemsOfBatches(
  tx: Transaction,
  scope: SchoolScope,
  batchIds: readonly string[],
): Promise<Set<string>> {
  if (batchIds.length === 0) return new Set();
  const { rows } = await sql<{ item: string }>`select distinct item_id as item from ${madeRows(scope)} made
    where batch_id in (select jsonb_array_elements_text(${JSON.stringify(batchIds)}::jsonb))`.execute(tx);
  return new Set(rows.map(({ item }) => item));
}

/** Says what rows were brought in as, in place of what was said before. */
export async function insertMade(
  tx: Transaction,
  scope: SchoolScope,
  batchId: string,
  made: readonly MadeRow[],
): Promise<void> {
  for (let from = 0; from < made.length; from += ROWS_AT_ONCE) {
    const some = made.slice(from, from + ROWS_AT_ONCE);
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
  if (rows !== undefined) query = query.where('row_number', 'in', [...rows]);
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
