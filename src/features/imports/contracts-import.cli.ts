/**
 * `cairn contracts import FILE [--school KEY] [--dry-run]`: a register into the database from the command line. A dry run
 * needs no database.
 */
import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Clock } from '../../platform/clock.ts';
import { CommandError, isSet, textOption, type Command } from '../../platform/command-line/index.ts';
import { DatabaseUnavailableError, type Database } from '../../platform/database/index.ts';
import { contractFields } from '../contracts/index.ts';
import { ensureOperator } from '../people/index.ts';
import { contractImport } from './contract-import.ts';
import { previewTable } from './rows.rules.ts';
import { ImportError, type Table } from '../../platform/tables/index.ts';
import { finishImport, openContractsTable, readContractsTable, startImport } from './imports.commands.ts';
import { listReachableSchools, noCounts } from './imports.queries.ts';
import { summariseImport, summariseTable, type ImportSummary } from './summary.rules.ts';

/** How the command gets at a database, when it needs one. */
export interface ImportServices {
  openDatabase(): Promise<Database>;
  clock: Clock;
}

/** What an import did, beside what it read. */
interface Imported {
  school: { key: string; name: string };
  added: number;
  already: number;
  /** Left out, because a contract of the same name and supplier is there. */
  alike: number;
}

/** `cairn contracts import`. The command opens the database itself and closes it again. */
export function contractsImportCommand(services: ImportServices): Command {
  return {
    path: ['contracts', 'import'],
    summary: 'Bring a contract register (CSV or Excel .xlsx) into a school',
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
        const bytes = createReadStream(file);
        if (isSet(args, 'dry-run')) {
          // Nothing is kept, so that a file of any length fits in memory.
          const summary = await summariseTable(contractImport, await openContractsTable(bytes, basename(file)));
          io.result({ ...summary, dryRun: true, imported: null }, asWords(summary, null));
          return 0;
        }
        const table = await readContractsTable(bytes, basename(file));
        const summary = summariseImport(previewTable(contractImport, table));
        const imported = await importInto(services, table, textOption(args, 'school'));
        io.result({ ...summary, dryRun: false, imported }, asWords(summary, imported));
        return 0;
      } catch (error) {
        throw failureOf(error, file);
      }
    },
  };
}

/** One transaction: all of it comes in, or none. */
async function importInto(services: ImportServices, table: Table, school: string | null): Promise<Imported> {
  const db = await services.openDatabase();
  try {
    const now = services.clock.now();
    const { personId } = await db.asSystem((tx) => ensureOperator(tx, now));
    return await db.as(personId, async (tx) => {
      const chosen = chooseSchool(await listReachableSchools(tx), school);
      const acting = { tx, scope: chosen.scope, personId, now };
      const batch = await finishImport(acting, await startImport(acting, table));
      const { added, already, alike } = batch?.counts ?? noCounts;
      return { school: { key: chosen.key, name: chosen.name }, added, already, alike };
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

function asWords(summary: ImportSummary, imported: Imported | null): string {
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
        `  “${text}” as ${labelOf(field)}: ${why} (${count === 1 ? 'once' : `${count} times, first`} in row ${firstRow})`,
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
  lines.push(
    imported === null
      ? 'Nothing has been saved: this was a dry run.'
      : `${imported.added} contracts came into ${imported.school.name}; ${imported.already} were there already${imported.alike > 0 ? `; ${imported.alike} look like contracts that are there and were left out: bring them in on the school's import page if they are others` : ''}.`,
  );
  return lines.join('\n');
}

function labelOf(field: string): string {
  return (contractFields.find(({ name }) => name === field)?.label ?? field).toLowerCase();
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
