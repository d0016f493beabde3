/**
 * What both engines offer: a connection that takes SQL with `$1` parameters and gives rows back in the same shapes.
 *
 * Values out, on both: `date` is 'YYYY-MM-DD', `bigint` (and so `count(*)`) a number, `timestamptz` a Date, `numeric` a
 * string, `json` and `jsonb` parsed. Values in: objects and arrays travel as JSON text, so a `jsonb` parameter takes them
 * as they are, and `= any($1)` does not work: use Kysely's `in`.
 */

export interface SqlRows {
  rows: Record<string, unknown>[];
  /** Rows changed by insert, update or delete. */
  affected: number;
}

export interface Connection {
  /** One statement with parameters. */
  query(sql: string, parameters: readonly unknown[]): Promise<SqlRows>;
  /** One or many statements without parameters; no rows come back. */
  script(sql: string): Promise<void>;
}

export interface Engine {
  readonly kind: 'embedded' | 'server';
  /** Gives the work a connection of its own until it is done. Waits for one where all are taken. */
  withConnection<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** Waits for work under way, then lets go of everything. Safe to call twice. */
  close(): Promise<void>;
}

/** What the database said no to. `sqlState` is PostgreSQL's five-letter code; the row's own values are left out. */
export class SqlError extends Error {
  readonly code = 'sql';
  readonly sqlState: string;
  readonly constraint: string | null;
  readonly table: string | null;
  constructor(message: string, sqlState: string, constraint: string | null, table: string | null) {
    super(message);
    this.name = 'SqlError';
    this.sqlState = sqlState;
    this.constraint = constraint;
    this.table = table;
  }
}

/** The database cannot be opened or has gone away. The message is one line for the person who starts Cairn. */
export class DatabaseUnavailableError extends Error {
  readonly code = 'database-unavailable';
}

/** A parameter as both drivers take it: text, or null. */
export function toParameter(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return JSON.stringify(value);
}

/** Type numbers of PostgreSQL, and how their text becomes a value. */
export const parsersByType: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === 't' || text === 'true',
  20: Number,
  21: Number,
  23: Number,
  26: Number,
  114: (text) => JSON.parse(text) as unknown,
  700: Number,
  701: Number,
  1082: (text) => text,
  1114: (text) => text,
  1184: (text) => new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')),
  1700: (text) => text,
  3802: (text) => JSON.parse(text) as unknown,
};
