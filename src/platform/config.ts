/**
 * Everything that the environment may set, read once and checked. The only place that reads `process.env`.
 * A value that cannot be used ends the start with one line ({@link ConfigError}), not with a fallback.
 */
import { resolve } from 'node:path';

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

/** Settings that may be shown to anyone, apart from `databaseUrl`, which can hold a password and is never logged. */
export interface Config {
  /** Port to listen on; 0 takes any free one. */
  port: number;
  /** Address to listen on: this machine only, unless told otherwise. */
  host: string;
  /** Folder of the embedded database, absolute. Not used where `databaseUrl` is set. */
  dataDir: string;
  /** A PostgreSQL server to use in place of the embedded database. */
  databaseUrl: string | null;
  /** Address that people type, without a slash at the end; null: made from host and port. */
  publicUrl: string | null;
  /** True where people reach us by https: cookies are then marked Secure. */
  secure: boolean;
  /** How many proxies stand in front of us, whose X-Forwarded-For is believed. */
  trustedProxies: number;
  logLevel: LogLevel;
  /** A Chromium to print PDFs with, in place of the one in a usual place. */
  chromiumPath: string | null;
  /** May visitors who have not signed in look around an example school? */
  lookAround: boolean;
}

/** A setting that cannot be used. The message names the setting and says what is allowed. */
export class ConfigError extends Error {
  readonly code = 'config';
}

/**
 * Reads the settings from the environment.
 * @throws {ConfigError} where a value cannot be used.
 */
export function loadConfig(env: Record<string, string | undefined> = process.env, folder = process.cwd()): Config {
  const publicUrl = readUrl('CAIRN_PUBLIC_URL', env['CAIRN_PUBLIC_URL'], ['http:', 'https:']);
  return {
    port: readWhole('PORT', env['PORT'], 3000, 65_535),
    host: env['HOST']?.trim() || '127.0.0.1',
    dataDir: resolve(folder, env['DATA_DIR']?.trim() || '.cairn/data'),
    databaseUrl: readUrl('DATABASE_URL', env['DATABASE_URL'], ['postgres:', 'postgresql:']),
    publicUrl: publicUrl?.replace(/\/+$/, '') ?? null,
    secure: publicUrl?.startsWith('https:') ?? false,
    trustedProxies: readWhole('CAIRN_TRUSTED_PROXIES', env['CAIRN_TRUSTED_PROXIES'], 0, 10),
    logLevel: readChoice('LOG_LEVEL', env['LOG_LEVEL'], ['silent', 'error', 'warn', 'info', 'debug'], 'warn'),
    chromiumPath: env['CHROMIUM_PATH']?.trim() || null,
    lookAround: readChoice('CAIRN_LOOK_AROUND', env['CAIRN_LOOK_AROUND'], ['on', 'off'], 'on') === 'on',
  };
}

function readWhole(name: string, text: string | undefined, fallback: number, most: number): number {
  if (text === undefined || text.trim() === '') return fallback;
  if (!/^\d{1,6}$/.test(text.trim()) || Number(text) > most) {
    throw new ConfigError(`${name} must be a whole number from 0 to ${most}, not “${text}”.`);
  }
  return Number(text);
}

function readChoice<T extends string>(name: string, text: string | undefined, allowed: readonly T[], fallback: T): T {
  if (text === undefined || text.trim() === '') return fallback;
  const found = allowed.find((choice) => choice === text.trim().toLowerCase());
  if (found === undefined) throw new ConfigError(`${name} must be one of ${allowed.join(', ')}, not “${text}”.`);
  return found;
}

/** The address is never repeated in the message: it may hold a password. */
function readUrl(name: string, text: string | undefined, protocols: readonly string[]): string | null {
  if (text === undefined || text.trim() === '') return null;
  const url = URL.parse(text.trim());
  if (url === null || !protocols.includes(url.protocol)) {
    throw new ConfigError(
      `${name} must be an address that starts with ${protocols.map((p) => `${p}//`).join(' or ')}.`,
    );
  }
  return text.trim();
}
