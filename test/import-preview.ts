/** What the tests of the registers' imports share: the preview of a file, and that nothing of it is lost. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { headingCounter, recogniseColumns } from '../src/features/imports/columns.rules.ts';
import type { Importable } from '../src/features/imports/importable.ts';
import { previewTable, type FindLink, type Preview } from '../src/features/imports/rows.rules.ts';
import { csvUnsafe, readTable } from '../src/platform/tables/index.ts';

/** Reads a file as the import does, with the columns as they are recognised. */
export async function previewOf(
  importable: Importable,
  file: string | Uint8Array,
  findLink: FindLink = () => null,
): Promise<Preview> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  const table = await readTable(bytes, 'register.csv', { countKnown: headingCounter(importable.targets) });
  return previewTable(importable, table, recogniseColumns(table.columns, importable.targets), findLink);
}

/** What the headings of one line are taken for. */
export function targetsOf(importable: Importable, line: string): (string | null)[] {
  const columns = line.split(',').map((heading, index) => ({ index, heading, name: `${index}: ${heading}` }));
  return recogniseColumns(columns, importable.targets).map(({ target }) => target);
}

/** Every row has a fate, every cell that was not read is with its item and as it was, and every item keeps the schema. */
export function assertNothingLost(importable: Importable, found: Preview): void {
  const { whole, partial, kept } = found.fates;
  assert.equal(whole + partial + kept, found.rows);
  assert.equal(found.items.length, found.rows);
  for (const row of found.items) {
    assert.equal(row.fate === 'kept', row.item === null);
    assert.equal(row.fate === 'kept', row.reason !== null);
    assert.equal(row.fate === 'partial', row.unread.length > 0);
    for (const { column, text, field } of row.unread) {
      const index = found.columns.findIndex((candidate) => candidate.name === column);
      assert.equal(csvUnsafe(row.cells[index] ?? '').trim(), text);
      const texts = row.item?.['unread'] as Record<string, string>;
      assert.ok(texts[field]?.includes(text), field);
      assert.ok(field in importable.schema.shape, field);
    }
    if (row.item !== null) importable.schema.parse(row.item);
  }
}

/** Items of rows that can all be read, at least in part. */
export async function itemsIn<T>(importable: Importable, csv: string, findLink?: FindLink): Promise<T[]> {
  const found = await previewOf(importable, csv, findLink);
  assertNothingLost(importable, found);
  return found.items.map(({ item, reason }) => {
    assert.ok(item, reason ?? '');
    return item as T;
  });
}

/** Whatever stands in the cells under this header, of any text and of `likely` ones, nothing is lost. */
export async function assertAnyCellsRead(
  importable: Importable,
  header: string,
  likely: readonly string[],
): Promise<void> {
  const width = header.split(',').length;
  const row = fc.array(fc.oneof(fc.string(), fc.constantFrom(...likely)), { minLength: width, maxLength: width });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 5 }), async (rows) => {
      const lines = rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
      assertNothingLost(importable, await previewOf(importable, [header, ...lines].join('\n')));
    }),
    { numRuns: 200 },
  );
}

/** Every heading of a register's columns stands under one target alone, as the recogniser leaves it. */
export function assertHeadingsApart(importable: Importable, normalise: (heading: string) => string): void {
  const seen = new Map<string, string>();
  for (const { target, names, label, hints, not } of importable.targets) {
    for (const name of names) {
      assert.equal(normalise(name), name, `${target}: ${name}`);
      assert.equal(seen.get(name), undefined, `${name} stands under ${seen.get(name)} and ${target}`);
      seen.set(name, target);
    }
    for (const word of [...hints, ...not]) assert.equal(normalise(word), word, `${target}: ${word}`);
    assert.notEqual(label, '');
  }
}
