/** The engine for a PostgreSQL server: a pool of connections, with values parsed as the embedded engine parses them. */
import pg from 'pg';
import { DatabaseUnavailableError, SqlError, parsersByType, toParameter } from './connection.ts';
import type { Connection, Engine } from './connection.ts';

const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Connects to the server at `url`.
 * @throws {DatabaseUnavailableError} in one line, without the address's password, where that fails.
 */
export async function openServerEngine(url: string, poolSize = POOL_SIZE): Promise<Engine> {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'cairn',
    types: { getTypeParser: (type: number) => parsersByType[type] ?? ((text: string) => text) },
  });
  // A connection that breaks while it idles is replaced at its next use; there is nobody to tell.
  pool.on('error', () => undefined);
  try {
    const client = await pool.connect();
    try {
      await requireVersion(client);
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end().catch(() => undefined);
    throw unavailable(error, url);
  }

  let closed: Promise<void> | null = null;
  return {
    kind: 'server',
    async withConnection(work) {
      if (closed !== null) throw new DatabaseUnavailableError('The database is closed.');
      const client = await pool.connect().catch((error: unknown) => {
        throw unavailable(error, url);
      });
      let broken = false;
      const onError = (): void => {
        broken = true;
      };
      client.on('error', onError);
      try {
        return await work(connectionOf(client));
      } finally {
        client.off('error', onError);
        client.release(broken);
      }
    },
    close() {
      closed ??= pool.end();
      return closed;
    },
  };
}

function connectionOf(client: pg.PoolClient): Connection {
  return {
    async query(sql, parameters) {
      const result = await client
        .query<Record<string, unknown>>(sql, parameters.map(toParameter))
        .catch((error: unknown) => {
          throw asSqlError(error);
        });
      return { rows: result.rows, affected: result.rowCount ?? 0 };
    },
    async script(sql) {
      await client.query(sql).catch((error: unknown) => {
        throw asSqlError(error);
      });
    },
  };
}

function asSqlError(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  return new SqlError(error.message, error.code ?? 'XX000', error.constraint ?? null, error.table ?? null);
}

async function requireVersion(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`);
  const version = Number(rows[0]?.version ?? 0);
  if (version < 150_000) {
    throw new DatabaseUnavailableError('DATABASE_URL leads to a PostgreSQL older than 15. Cairn needs 15 or newer.');
  }
}

function unavailable(error: unknown, url: string): Error {
  if (error instanceof DatabaseUnavailableError) return error;
  const { code, message } = error as { code?: string; message?: string };
  const parsed = URL.parse(url);
  const where = parsed?.host ? ` at ${parsed.host}` : '';
  const words: Record<string, string> = {
    ECONNREFUSED: `no PostgreSQL answers${where}`,
    ENOTFOUND: `there is no machine${where}`,
    EAI_AGAIN: `the name of the machine${where} cannot be looked up`,
    ENOENT: 'there is no such socket',
    '28P01': 'the password is wrong',
    '28000': 'the server does not let this user in',
    '3D000': 'the server has no database of that name',
    '53300': 'the server has too many connections',
    '57P03': 'the server is still starting',
  };
  const reason =
    words[code ?? ''] ?? (message?.includes('timeout') ? `nothing answered${where} in time` : (message ?? ''));
  return new DatabaseUnavailableError(`DATABASE_URL cannot be used: ${reason.split('\n')[0]}.`);
}
