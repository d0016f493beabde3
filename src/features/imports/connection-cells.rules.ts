/** One row's cells → an internet connection, with what could not be read and what was worked out. */
import type { Connection } from '../../domain/record.ts';
import {
  isPlaceholder,
  isUnread,
  readDate,
  readSpeed,
  readText,
  readYesNo,
  tidyText,
  type Reading,
  type Speed,
} from '../../domain/reading/index.ts';
import { connectionRegister } from '../connections/index.ts';
import { cellReader, LONGEST_TEXT, type CellReader, type CellsRead } from './cell-reader.rules.ts';
import { choiceReader, hasOwnColumn } from './choice-cells.rules.ts';
import type { ColumnMapping } from './columns.rules.ts';
import { isBackupNamed, readFailover, readRole, readTechnology, technologyIn } from './connection-words.rules.ts';

const LONGEST_NAME = 200;
const own = connectionRegister.fields;

/** Reads the cells of one row by their columns' targets. */
export function readConnectionCells(cells: readonly string[], mapping: readonly ColumnMapping[]): CellsRead {
  const reader = cellReader(cells, mapping);
  const fields: Partial<Connection> = {};
  const name = reader.takeText('name', LONGEST_NAME);
  fields.supplier = reader.take('supplier', 'supplier', readText);
  const technology = reader.take('technology', 'technology', choiceReader(own, 'technology', readTechnology));
  // In our own file an empty one was left so.
  const isWritten = reader.text('technology') !== null || hasOwnColumn(own, 'technology', mapping);
  fields.technology = technology ?? (isWritten || name === null ? null : technologyIn(name));
  fields.role = roleOf(reader, name);
  speedsOf(reader, fields, hasOwnColumn(own, 'upMbps', mapping));
  fields.automaticFailover = reader.take('automaticFailover', 'automaticFailover', readFailover);
  fields.separateRoute = reader.take('separateRoute', 'separateRoute', readFailover);
  fields.installedOn = reader.take('installedOn', 'installedOn', readDate);
  linkTo(reader, 'routerId', 'equipment');
  linkTo(reader, 'contractId', 'contract');
  fields.notes = notesOf(reader);
  const goesBy = name ?? nameFrom(reader, fields);
  if (goesBy !== null) fields.name = goesBy;
  return { fields, unread: reader.unread, warnings: reader.warnings, links: reader.links };
}

function roleOf(reader: CellReader, name: string | null): Connection['role'] {
  const written = reader.take('role', 'role', choiceReader(own, 'role', readRole));
  if (written !== null) return written;
  const isBackup = reader.text('role') === null && name !== null && isBackupNamed(name);
  if (isBackup) reader.warnings.push('Its name says that it is a backup line.');
  return isBackup ? 'backup' : 'main';
}

/** One column for each way, or one for both ("100/20"); where both are there, those for each way win. */
function speedsOf(reader: CellReader, fields: Partial<Connection>, isOwnFile: boolean): void {
  const oneWay = (target: 'downMbps' | 'upMbps'): Speed | null =>
    reader.take(target, target, (text, column): Reading<Speed> => readSpeed(text, unitOf(column)));
  const down = oneWay('downMbps');
  const up = oneWay('upMbps');
  const both = reader.take('speed', 'downMbps', (text, column): Reading<Speed> => readSpeed(text, unitOf(column)));
  fields.downMbps = down?.downMbps ?? both?.downMbps ?? null;
  fields.upMbps = up?.downMbps ?? down?.upMbps ?? both?.upMbps ?? null;
  // A leased line is the same both ways: that is what is sold under the name.
  if (
    fields.upMbps === null &&
    fields.downMbps !== null &&
    fields.technology === 'leased-line' &&
    reader.text('upMbps') === null &&
    !isOwnFile
  ) {
    fields.upMbps = fields.downMbps;
    reader.warnings.push('Its upload speed is taken to be that of its download, as a leased line has it.');
  }
}

/** What a bare number under this heading counts, in megabits. */
function unitOf(column: string): number {
  if (/\bg(?:b|bps|big|ig)/i.test(column)) return 1000;
  return /\bk(?:b|bps|bit)/i.test(column) ? 0.001 : 1;
}

function linkTo(reader: CellReader, field: 'contractId' | 'routerId', table: 'contract' | 'equipment'): void {
  const text = reader.text(field);
  const says = text === null || isPlaceholder(text) || !isUnread(readYesNo(text));
  if (says) reader.keep(field, field, 'it names nothing that could be looked up');
  else reader.link(field, field, table);
}

function notesOf(reader: CellReader): string | null {
  const labelled = (target: 'reference' | 'site', label: string): string | null => {
    const text = reader.take(target, 'notes', readText);
    return text === null ? null : `${label}: ${text}`;
  };
  const lines = [
    reader.takeText('notes'),
    labelled('reference', 'Circuit or account'),
    labelled('site', 'Site'),
  ].filter((line) => line !== null);
  return lines.length === 0 ? null : lines.join('\n').slice(0, LONGEST_TEXT);
}

/** What it goes by where nothing names it: its supplier and how it reaches the school, as written. */
function nameFrom(reader: CellReader, fields: Partial<Connection>): string | null {
  const way = tidyText(reader.text('technology') ?? '');
  const known = way === '' || isPlaceholder(way) ? null : way;
  const parts = [fields.supplier, known].filter((part) => part != null);
  if (parts.length > 0) return parts.join(' ').slice(0, LONGEST_NAME);
  const reference = tidyText(reader.text('reference') ?? '');
  return reference === '' || isPlaceholder(reference) ? null : reference.slice(0, LONGEST_NAME);
}
