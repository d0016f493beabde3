/**
 * Brings the schema up to date: the files of `database/migrations/` in the order of their names, each once, forward only,
 * each in a transaction. A file's checksum is kept, so that one changed after it has run is refused rather than ignored.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { DatabaseUnavailableError, SqlError } from './connection.ts';
import type { Connection, Engine } from './connection.ts';

const FOLDER = new URL('../../../database/migrations/', import.meta.url);
/** Two processes that start together on one server take turns by this lock. */
const LOCK_NUMBER = 7_224_761;

export interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/** The migrations that come with this version, in order. */
export function readMigrations(folder: URL = FOLDER): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name) => {
      const sql = readFileSync(new URL(name, folder), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Runs what has not run yet. @returns the names of the migrations that ran.
 * @throws {DatabaseUnavailableError} where the database is newer than this version, or a migration that ran has changed.
 */
export async function migrate(engine: Engine, migrations: Migration[] = readMigrations()): Promise<string[]> {
  return engine.withConnection(async (connection) => {
    const done = await readDone(connection);
    requireSameHistory(done, migrations);
    const ahead = migrations.filter(({ name }) => !done.has(name));
    if (ahead.length === 0) return [];
    const ran: string[] = [];
    await connection.query('select pg_advisory_lock($1)', [LOCK_NUMBER]);
    try {
      await createHistory(connection);
      const doneByNow = await readDone(connection);
      for (const migration of ahead) {
        if (doneByNow.has(migration.name)) continue;
        await runOne(connection, migration);
        ran.push(migration.name);
      }
    } finally {
      await connection.query('select pg_advisory_unlock($1)', [LOCK_NUMBER]);
    }
    return ran;
  });
}

async function readDone(connection: Connection): Promise<Map<string, string>> {
  const there = await connection.query(`select to_regclass('public.migration') is not null as there`, []);
  if (there.rows[0]?.['there'] !== true) return new Map();
  const { rows } = await connection.query('select name, checksum from migration', []);
  return new Map(rows.map((row) => [String(row['name']), String(row['checksum'])]));
}

async function createHistory(connection: Connection): Promise<void> {
  await connection.script(`create table if not exists migration (
    name text primary key, checksum text not null, ran_at timestamptz not null default now())`);
}

function requireSameHistory(done: Map<string, string>, migrations: Migration[]): void {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const [name, checksum] of done) {
    const ours = known.get(name);
    if (ours === undefined) {
      throw new DatabaseUnavailableError(
        `The database was last used by a newer Cairn (${name}). Start that version, or a newer one.`,
      );
    }
    if (ours !== checksum) {
      throw new DatabaseUnavailableError(
        `The migration ${name} has changed since it ran on this database. Put it back as it was.`,
      );
    }
  }
}

async function runOne(connection: Connection, { name, sql, checksum }: Migration): Promise<void> {
  await connection.script('begin');
  try {
    await connection.script(sql);
    await connection.query('insert into migration (name, checksum) values ($1, $2)', [name, checksum]);
    await connection.script('commit');
  } catch (error) {
    await connection.script('rollback').catch(() => undefined);
    if (error instanceof SqlError && error.sqlState === '42501') {
      throw new DatabaseUnavailableError(
        `The user of DATABASE_URL may not set up Cairn (${error.message}). It needs to own the database and hold CREATEROLE; see docs/guide/postgresql.md.`,
      );
    }
    throw error;
  }
}
