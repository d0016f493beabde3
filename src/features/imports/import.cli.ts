/**
 * `cairn contracts import FILE [--school KEY] [--dry-run]`, and likewise for everything that can be imported: a file into the
 * database from the command line, piece by piece, so that a long one never stands in memory. A dry run needs no database.
 */
import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Clock } from '../../platform/clock.ts';
import { CommandError, isSet, textOption, type Command } from '../../platform/command-line/index.ts';
import { DatabaseUnavailableError, type Database } from '../../platform/database/index.ts';
import { ImportError, type OpenTable } from '../../platform/tables/index.ts';
import { ensureOperator } from '../people/index.ts';
import type { Importable } from './importable.ts';
import { importables } from './importables.ts';
import { importAtOnce, openImportTable, summaryOfBatch } from './imports.commands.ts';
import { listReachableSchools } from './imports.queries.ts';
import { countOf, labelOf } from './imports.words.ts';
import { summariseTable, type ImportSummary } from './summary.rules.ts';

/** How the command gets at a database, when it needs one. */
export interface ImportServices {
  openDatabase(): Promise<Database>;
  clock: Clock;
}

/** What an import did, beside what it read. */
interface Imported {
  school: { key: string; name: string };
  added: number;
  /** Items that were there, and of which the file says something else now. */
  changed: number;
  already: number;
  /** Left out, because an item of the same name and supplier is there, or it was removed after an import before. */
  alike: number;
}

/** `cairn <register> import` for everything that can be imported. Each opens the database itself and closes it again. */
export function importCommands(services: ImportServices): Command[] {
  return importables.map((importable) => importCommand(services, importable));
}

function importCommand(services: ImportServices, importable: Importable): Command {
  return {
    path: [importable.path, 'import'],
    summary: `Bring ${importable.words.plural} (CSV or Excel .xlsx) into a school`,
    usage: 'FILE [--school KEY] [--dry-run]',
    options: {
      school: {
        type: 'string',
        value: 'KEY',
        summary: "the school's reference or URN; may be left out where there is only one",
      },
      'dry-run': { type: 'boolean', summary: 'only say what would become of the rows; needs no database' },
    },
    positionals: { least: 1, most: 1 },
    async run(args, io) {
      const file = resolve(io.folder, args.positionals[0] ?? '');
      try {
        const table = await openImportTable(importable, createReadStream(file), basename(file));
        if (isSet(args, 'dry-run')) {
          const summary = await summariseTable(importable, table);
          io.result({ ...summary, dryRun: true, imported: null }, asWords(importable, summary, null));
          return 0;
        }
        const { summary, imported } = await importInto(services, importable, table, textOption(args, 'school'));
        io.result({ ...summary, dryRun: false, imported }, asWords(importable, summary, imported));
        return 0;
      } catch (error) {
        throw failureOf(error, file);
      }
    },
  };
}

/** One transaction: all of it comes in, or none. */
async function importInto(
  services: ImportServices,
  importable: Importable,
  table: OpenTable,
  school: string | null,
): Promise<{ summary: ImportSummary; imported: Imported }> {
  const db = await services.openDatabase();
  try {
    const now = services.clock.now();
    const { personId } = await db.asSystem((tx) => ensureOperator(tx, now));
    return await db.as(personId, async (tx) => {
      const chosen = chooseSchool(await listReachableSchools(tx), school);
      const acting = { tx, scope: chosen.scope, personId, now };
      const batch = await importAtOnce(acting, importable, table);
      const { added, changed, already, alike } = batch.counts;
      const imported = { school: { key: chosen.key, name: chosen.name }, added, changed, already, alike };
      return { summary: await summaryOfBatch(acting, batch), imported };
    });
  } finally {
    await db.close();
  }
}

function chooseSchool<T extends { key: string; name: string; isExample: boolean }>(
  schools: readonly T[],
  asked: string | null,
): T {
  const known = schools.map(({ key, name }) => `${key} (${name})`).join(', ');
  const hint = known === '' ? 'There is no school yet: start Cairn and add one.' : `Known: ${known}.`;
  if (asked !== null) {
    const found = schools.find(({ key }) => key === asked);
    if (found === undefined)
      throw new CommandError('school-not-found', `No school has the reference ${asked}. ${hint}`);
    return found;
  }
  const own = schools.filter(({ isExample }) => !isExample);
  const [only] = own;
  if (only !== undefined && own.length === 1) return only;
  throw new CommandError('school-not-said', `Say which school with --school KEY. ${hint}`);
}

function asWords(importable: Importable, summary: ImportSummary, imported: Imported | null): string {
  const { fates, rows, unread, kept, passedOver } = summary;
  const lines = [
    `${summary.file}: ${rows} rows. ${fates.whole} whole, ${fates.partial} in part, ${fates.kept} kept aside.`,
  ];
  const used = summary.columns.filter(({ field }) => field !== null);
  lines.push(`Columns used: ${used.map(({ column }) => column).join(', ') || 'none recognised'}.`);
  if (unread.length > 0) {
    lines.push('Kept as text, because it could not be read:');
    for (const { text, field, count, firstRow, why } of unread.slice(0, 20)) {
      lines.push(
        `  “${text}” as ${labelOf(importable, field).toLowerCase()}: ${why} (${count === 1 ? 'once' : `${count} times, first`} in row ${firstRow})`,
      );
    }
    if (unread.length > 20) lines.push(`  and ${unread.length - 20} more; --json lists them all`);
  }
  if (kept.length > 0) {
    lines.push('Kept aside:');
    for (const { row, reason } of kept.slice(0, 20)) lines.push(`  row ${row}: ${reason}`);
    if (kept.length > 20) lines.push(`  and ${kept.length - 20} more; --json lists them all`);
  }
  const { blankRows, repeatedHeaders, linesBeforeHeader } = passedOver;
  if (blankRows + repeatedHeaders + linesBeforeHeader > 0) {
    lines.push(
      `Passed over: ${linesBeforeHeader} lines before the headings, ${blankRows} empty rows, ${repeatedHeaders} repeated headings.`,
    );
  }
  lines.push(imported === null ? 'Nothing has been saved: this was a dry run.' : importedWords(importable, imported));
  return lines.join('\n');
}

function importedWords(importable: Importable, { school, added, changed, already, alike }: Imported): string {
  const parts = [
    `${countOf(importable, added)} came into ${school.name}`,
    `${already} were there already`,
    ...(changed > 0 ? [`${changed} ${changed === 1 ? 'was' : 'were'} changed`] : []),
    ...(alike > 0
      ? [
          `${alike} look like ${importable.words.plural} that are there, or had been removed, and were left out: bring them in on the school's import page if they are others`,
        ]
      : []),
  ];
  return `${parts.join('; ')}.`;
}

/** What the person at the terminal can do something about, as one line; anything else as it is. */
function failureOf(error: unknown, file: string): unknown {
  if (error instanceof ImportError) {
    return new CommandError(error.code, `${error.message} ${error.howToMend}`, { cause: error });
  }
  if (error instanceof DatabaseUnavailableError) return new CommandError(error.code, error.message, { cause: error });
  const { code } = error as NodeJS.ErrnoException;
  const cause = { cause: error };
  if (code === 'ENOENT') return new CommandError('file-missing', `There is no file ${file}.`, cause);
  if (code === 'EISDIR') return new CommandError('file-missing', `${file} is a folder, not a file.`, cause);
  if (code === 'EACCES' || code === 'EPERM') {
    return new CommandError('file-not-allowed', `${file} may not be read by this user.`, cause);
  }
  return error;
}
