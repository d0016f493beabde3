/** `cairn schools import FILE`: the national register of schools, so that a school can be found by its URN. */
import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import { type Command, CommandError, isSet } from '../../platform/command-line/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { ImportError } from '../../platform/tables/index.ts';
import { type Establishment, openEstablishments } from './gias.rules.ts';
import { replaceEstablishments } from './schools.queries.ts';

export interface SchoolsImportServices {
  openDatabase(): Promise<Database>;
}

export function schoolsImportCommand(services: SchoolsImportServices): Command {
  return {
    path: ['schools', 'import'],
    summary: 'Read the national register of schools (edubasealldata.csv, also gzipped)',
    usage: 'FILE [--dry-run]',
    options: { 'dry-run': { type: 'boolean', summary: 'only count; needs no database' } },
    positionals: { least: 1, most: 1 },
    async run(args, io) {
      const file = resolve(io.folder, args.positionals[0] ?? '');
      const dryRun = isSet(args, 'dry-run');
      try {
        const opened = await openEstablishments(createReadStream(file), basename(file));
        const { asAt, columns, tally } = opened;
        if (dryRun) {
          for await (const batch of opened.batches()) void batch;
        } else await keep(services, opened.batches(), asAt);
        const data = {
          asAt,
          columns,
          rows: tally.rows,
          read: tally.read,
          left: tally.leftCount,
          oddValues: tally.oddCount,
          dryRun,
        };
        io.result(data, wordsOf(data));
        return 0;
      } catch (error) {
        if (error instanceof ImportError) {
          throw new CommandError(error.code, `${error.message} ${error.howToMend}`, { cause: error });
        }
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
          throw new CommandError('read', `There is no file ${file}.`, { cause: error });
        }
        throw error;
      }
    },
  };
}

/** One transaction: the register is the old one until the new one is whole. */
async function keep(
  services: SchoolsImportServices,
  batches: AsyncIterable<Establishment[]>,
  asAt: string | null,
): Promise<void> {
  const db = await services.openDatabase();
  try {
    await db.asSystem((tx) => replaceEstablishments(tx, batches, asAt));
  } finally {
    await db.close();
  }
}

function wordsOf(data: {
  rows: number;
  read: number;
  left: number;
  oddValues: number;
  dryRun: boolean;
  asAt: string | null;
}): string {
  const n = (count: number) => count.toLocaleString('en-GB');
  return [
    `${n(data.read)} schools of ${n(data.rows)} rows ${data.dryRun ? 'can be read' : 'are in the register'}${data.asAt ? `, as at ${data.asAt}` : ''}.`,
    ...(data.left > 0 ? [`${n(data.left)} rows have no URN or name and were left.`] : []),
    ...(data.oddValues > 0 ? [`${n(data.oddValues)} values could not be read and are left empty.`] : []),
  ].join('\n');
}
