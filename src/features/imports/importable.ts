/**
 * What can be imported: one declaration for each register, from which reading, recognising columns, the preview, the pages
 * and the command line follow. It is pure data and pure functions; the engine does everything that touches the database.
 *
 * To make something importable: write `<register>-columns.ts` (the headings, as data), `<register>-cells.rules.ts` (a
 * function that reads a row's cells with {@link cellReader}), and a declaration in `importables.ts`.
 */
import type { z } from 'zod';
import type { RegisterField, RegisterTable, RegisterWords } from '../registers/index.ts';
import type { CellsRead } from './cell-reader.rules.ts';
import type { ColumnMapping } from './columns.rules.ts';

/** Headings under which files keep one thing. Written as `normaliseHeading` leaves them: small letters, single spaces. */
export interface TargetWords {
  /** What the column is taken for: most are names of the item's fields; others are worked into them by `readCells`. */
  target: string;
  /** What the person who corrects the columns reads. */
  label: string;
  /** Whole headings, the most telling first. No heading may stand under two targets of one register. */
  names: readonly string[];
  /** Words that suffice inside a longer heading … */
  hints: readonly string[];
  /** … unless one of these is there too. */
  not: readonly string[];
}

/** An item as the record has it, with whatever fields its register has. */
export interface ImportedItem {
  id: string;
  [field: string]: unknown;
}

export interface Importable {
  /**
   * The table that items go into, which is also what the history calls it. Its columns are the fields of `schema` in the
   * database's style (`annualCostPence` is `annual_cost_pence`), beside organisation_id, school_id, version, created_at
   * and updated_at.
   */
  table: RegisterTable | 'payment';
  /** The folder in the address (`/schools/:key/<path>/import`) and the word of the command line (`cairn <path> import`). */
  path: string;
  words: Pick<RegisterWords, 'singular' | 'withArticle' | 'plural' | 'title'>;
  /** Labels, kinds and choices of the item's fields: how values are shown. */
  fields: readonly RegisterField[];
  /** Fields that the preview shows for each row, after the name. */
  previewFields: readonly string[];
  targets: readonly TargetWords[];
  /** Reads one row. Fields whose schema has no default and takes no null must be filled here. */
  readCells(cells: readonly string[], mapping: readonly ColumnMapping[]): CellsRead;
  /**
   * What of a row may be kept at all, where a file can hold what is nobody's business here: its cells without that, and the
   * reason where the whole row is left out. It is asked before anything of the row is stored.
   */
  withhold?(cells: readonly string[], mapping: readonly ColumnMapping[]): { cells: string[]; reason: string | null };
  /** Targets that a field is worked out from, where they are not just the one of its own name. */
  targetsOf?: Readonly<Record<string, readonly string[]>>;
  /** Schema of an item. What `readCells` gives, with `id` and (where the schema has it) `unread`, must pass it. */
  schema: z.ZodObject;
  nameField: string;
  /** Fields that a row without a name may go by, the best first. A row with none of them is kept aside. */
  nameFrom: readonly string[];
  /** Fields that tell an item by themselves (reference, serial number, asset tag), the most telling first. */
  strongKeys: readonly string[];
  /** Fields that together tell an item where they are the same and unique on both sides; the first must be filled. */
  sharedKeys: readonly string[];
  /** Fields in which two items that share keys must not differ where both are filled (a contract's start). */
  mustAgree: readonly string[];
  /** The history keeps every addition and change. False for what is only ever brought in and taken out whole. */
  hasHistory: boolean;
}
