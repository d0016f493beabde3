/**
 * The database as the rest of Cairn sees it: transactions, each of them as somebody.
 *
 * `as(personId, work)` runs as the role `cairn_app` with row-level security for that person: rows of organisations that
 * they do not belong to do not exist. `asSystem(work)` runs as `cairn_system`, which reaches people, sessions and the list
 * of schools in England, and no school's rows. `asLink(link, work)` runs as `cairn_link`, for somebody who has a link to some
 * questions and is no person of ours: the rows of that one link, and nothing else. No role can bypass row-level security.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kysely } from 'kysely';
import { isPlainDate, type PlainDate } from '../../domain/dates.ts';
import type { Config } from '../config.ts';
import type { Connection, Engine } from './connection.ts';
import { kyselyOver } from './dialect.ts';
import { migrate } from './migrate.ts';
import { openFolderEngine } from './pglite-engine.ts';
import { openServerEngine } from './server-engine.ts';
import type { Tables } from './tables.ts';

/** A transaction under way. It commits when the work returns, and is undone when the work throws. */
export type Transaction = Kysely<Tables>;

export interface Database {
  readonly kind: Engine['kind'];
  as<T>(personId: string, work: (tx: Transaction) => Promise<T>): Promise<T>;
  asSystem<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** `tokenHash` names the link, `today` says whether it still works. */
  asLink<T>(link: { tokenHash: string; today: PlainDate }, work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Who a transaction is for: its role, and the settings that the policies compare rows with. */
type Actor =
  | { role: 'cairn_app'; personId: string }
  | { role: 'cairn_system' }
  | { role: 'cairn_link'; tokenHash: string; today: PlainDate };

/** Finds a transaction opened inside another, which would wait for itself for ever on the embedded engine. */
const inTransaction = new AsyncLocalStorage<{ open: boolean }>();

/**
 * Opens the database that the settings name and brings its schema up to date.
 * @param onLost told once if the embedded engine dies under way.
 * @throws {DatabaseUnavailableError} in one line where it cannot be opened.
 */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  onLost?: (error: Error) => void,
): Promise<Database> {
  const engine =
    config.databaseUrl === null
      ? await openFolderEngine(config.dataDir, onLost)
      : await openServerEngine(config.databaseUrl);
  try {
    await migrate(engine);
    return databaseOver(engine);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** The database over an engine whose schema is up to date. */
export function databaseOver(engine: Engine): Database {
  const run = <T>(actor: Actor, work: (tx: Transaction) => Promise<T>): Promise<T> => {
    if (inTransaction.getStore()?.open === true) {
      return Promise.reject(
        new Error('A transaction is already open here: pass its tx on rather than opening another.'),
      );
    }
    const mark = { open: true };
    return inTransaction.run(mark, async () => {
      try {
        return await engine.withConnection((connection) => transact(connection, actor, work));
      } finally {
        mark.open = false;
      }
    });
  };
  return {
    kind: engine.kind,
    as: (personId, work) => run({ role: 'cairn_app', personId }, work),
    asSystem: (work) => run({ role: 'cairn_system' }, work),
    asLink: (link, work) => run({ role: 'cairn_link', ...link }, work),
    close: () => engine.close(),
  };
}

async function transact<T>(connection: Connection, actor: Actor, work: (tx: Transaction) => Promise<T>): Promise<T> {
  await connection.script(`begin; set local role ${actor.role}; ${settingsOf(actor)}`);
  try {
    const result = await work(kyselyOver<Tables>(connection));
    await connection.script('commit');
    return result;
  } catch (error) {
    await connection.script('rollback').catch(() => undefined);
    throw error;
  }
}

/** One message to the database, so no parameters: ids, hashes and days are made here, and anything else is none. */
function settingsOf(actor: Actor): string {
  const personId = actor.role === 'cairn_app' ? actor.personId : '';
  if (!/^[\w-]*$/.test(personId)) throw new Error('That is no id of a person.');
  const person = `set local cairn.person = '${personId}'`;
  if (actor.role !== 'cairn_link') return person;
  if (!/^[\w-]{43}$/.test(actor.tokenHash) || !isPlainDate(actor.today)) throw new Error('That is no link on a day.');
  return `${person}; set local cairn.link = '${actor.tokenHash}'; set local cairn.link_day = '${actor.today}'`;
}
