/**
 * Databases for tests: real ones, migrated once, then copied for each test file. `onEachEngine` runs the same tests on the
 * embedded engine and on PostgreSQL; set CAIRN_TEST_ENGINE to `embedded` or `postgresql` to run only those.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { after, describe } from 'node:test';
import pg from 'pg';
import { databaseOver } from '../src/platform/database/database.ts';
import type { Database } from '../src/platform/database/index.ts';
import { migrate, readMigrations } from '../src/platform/database/migrate.ts';
import { openMemoryEngine } from '../src/platform/database/pglite-engine.ts';
import { openServerEngine } from '../src/platform/database/server-engine.ts';
import type { Engine } from '../src/platform/database/connection.ts';
import { postgresqlPrograms, startPostgresql, type TestServer } from './postgresql.ts';

export type EngineName = 'embedded' | 'postgresql';

export interface TestDatabase {
  name: EngineName;
  db: Database;
  /** The engine itself, whose connections act as the owner: for what no role of the application may do. */
  engine: Engine;
  close(): Promise<void>;
}

/** The engines that tests run on here and now. */
export function testEngines(): EngineName[] {
  const chosen = process.env['CAIRN_TEST_ENGINE'];
  if (chosen === 'embedded' || chosen === 'postgresql') return [chosen];
  const hasServer = postgresqlPrograms() !== null || Boolean(process.env['CAIRN_TEST_POSTGRESQL']);
  return hasServer ? ['embedded', 'postgresql'] : ['embedded'];
}

/** Declares the same tests for each engine. `open` gives a fresh database that is closed when its suite ends. */
export function onEachEngine(
  title: string,
  declare: (open: () => Promise<TestDatabase>, name: EngineName) => void,
): void {
  for (const name of testEngines()) {
    describe(`${title} (${name})`, () => {
      const opened: TestDatabase[] = [];
      after(async () => {
        for (const database of opened) await database.close();
      });
      declare(async () => {
        const database = await openTestDatabase(name);
        opened.push(database);
        return database;
      }, name);
    });
  }
}

/** A migrated, empty database. The caller closes it. */
export async function openTestDatabase(name: EngineName): Promise<TestDatabase> {
  const { engine, remove } = name === 'embedded' ? await copyEmbedded() : await copyOnServer();
  return {
    name,
    engine,
    db: databaseOver(engine),
    async close() {
      await engine.close();
      await remove();
    },
  };
}

// Embedded ---------------------------------------------------------------------------------------------------------------

let template: Promise<ArrayBuffer> | null = null;

async function copyEmbedded() {
  template ??= embeddedTemplate();
  return { engine: await openMemoryEngine(await template), remove: async () => undefined };
}

/** Making a database takes seconds, so the migrated one is kept until the migrations or the engine change. */
async function embeddedTemplate(): Promise<ArrayBuffer> {
  const engineFile = new URL(import.meta.resolve('@electric-sql/pglite'));
  const hash = createHash('sha256').update(readFileSync(new URL('../package.json', engineFile)));
  for (const { checksum } of readMigrations()) hash.update(checksum);
  const folder = new URL('../.cairn/test/', import.meta.url);
  const file = new URL(`template-${hash.digest('hex').slice(0, 16)}.tar`, folder);
  if (existsSync(file)) {
    const bytes = readFileSync(file);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  }
  const engine = await openMemoryEngine();
  await migrate(engine);
  const dump = await engine.dump();
  await engine.close();
  mkdirSync(folder, { recursive: true });
  const temporary = new URL(`${randomUUID()}.tar`, folder);
  writeFileSync(temporary, new Uint8Array(dump));
  renameSync(temporary, file);
  return dump;
}

// PostgreSQL -------------------------------------------------------------------------------------------------------------

let server: Promise<TestServer> | null = null;

/** The server of this test run, with a migrated database to copy; it stops when the run ends. */
export function testServer(): Promise<TestServer> {
  server ??= startWithTemplate();
  return server;
}

after(async () => {
  if (server !== null) await (await server).stop();
});

async function startWithTemplate(): Promise<TestServer> {
  const started = await startPostgresql();
  await atServer(started, 'drop database if exists cairn_template');
  await atServer(started, 'create database cairn_template owner cairn_owner');
  const engine = await openServerEngine(started.ownerUrlOf('cairn_template'), 1);
  await migrate(engine);
  await engine.close();
  return started;
}

async function copyOnServer() {
  const started = await testServer();
  const name = `cairn_${randomUUID().replaceAll('-', '')}`;
  await atServer(started, `create database ${name} template cairn_template owner cairn_owner`);
  return {
    engine: await openServerEngine(started.ownerUrlOf(name), 4),
    remove: () => atServer(started, `drop database if exists ${name} with (force)`),
  };
}

async function atServer(started: TestServer, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: started.urlOf('postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
