/**
 * Everything that the environment may set, read once and checked. The only place that reads `process.env`.
 * A value that cannot be used ends the start with one line ({@link ConfigError}), not with a fallback.
 */
import { resolve } from 'node:path';
import { isSender } from './mail/address.ts';
import { isNotifyKey } from './mail/notify.ts';

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

/** How mail is sent. Holds a password or a key: never shown, never logged. */
export type MailConfig =
  { kind: 'smtp'; smtpUrl: string; from: string } | { kind: 'notify'; apiKey: string; templateId: string };

/** Settings that may be shown to anyone, apart from `databaseUrl` and `mail`, which can hold a password and are never logged. */
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
  /** Null where mail is off. */
  mail: MailConfig | null;
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
    mail: readMail(env),
  };
}

/** GOV.UK Notify where a key is set, else SMTP where a server is, else none. */
function readMail(env: Record<string, string | undefined>): MailConfig | null {
  const text = (name: string): string => env[name]?.trim() ?? '';
  const apiKey = text('NOTIFY_API_KEY');
  const smtpUrl = readUrl('SMTP_URL', env['SMTP_URL'], ['smtp:', 'smtps:']);
  if (apiKey !== '') {
    if (!isNotifyKey(apiKey)) throw new ConfigError('NOTIFY_API_KEY is no key of GOV.UK Notify: copy it whole.');
    const templateId = text('NOTIFY_TEMPLATE_ID');
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(templateId)) {
      throw new ConfigError('NOTIFY_TEMPLATE_ID must be set to the id of the template for NOTIFY_API_KEY.');
    }
    return { kind: 'notify', apiKey, templateId };
  }
  if (smtpUrl === null) return null;
  const from = text('MAIL_FROM');
  if (!isSender(from)) {
    throw new ConfigError(
      'MAIL_FROM must be set with SMTP_URL, like cairn@school.example or Cairn <cairn@school.example>.',
    );
  }
  return { kind: 'smtp', smtpUrl, from };
}

/** What addresses in mails begin with, where there is no request to tell how people reach us. */
export function originForLinks({ publicUrl, port }: Pick<Config, 'publicUrl' | 'port'>): string {
  return publicUrl ?? `http://localhost:${port}`;
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
