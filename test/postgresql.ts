/**
 * A PostgreSQL server for the tests, where its programs are on the machine: in a folder of its own, on a socket in that
 * folder, as a user that is not root, gone afterwards. Set CAIRN_TEST_POSTGRESQL to a superuser's address to use another.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);
const FOLDER = '/usr/lib/postgresql';

export interface TestServer {
  /** Address of a database on the server, as its superuser. */
  urlOf(database: string): string;
  /** The same as the user that owns Cairn's databases, who is no superuser. */
  ownerUrlOf(database: string): string;
  stop(): Promise<void>;
}

/** Folder of the newest PostgreSQL's programs, or null where there are none. */
export function postgresqlPrograms(): string | null {
  if (!existsSync(FOLDER)) return null;
  const versions = readdirSync(FOLDER)
    .filter((name) => existsSync(join(FOLDER, name, 'bin', 'initdb')))
    .toSorted((a, b) => Number(b) - Number(a));
  return versions[0] === undefined ? null : join(FOLDER, versions[0], 'bin');
}

/** Starts a server and makes the owner of databases on it. */
export async function startPostgresql(): Promise<TestServer> {
  const given = process.env['CAIRN_TEST_POSTGRESQL'];
  if (given) return serverAt(new URL(given), async () => undefined);
  const programs = postgresqlPrograms();
  if (programs === null) throw new Error('PostgreSQL is not on this machine.');
  const folder = mkdtempSync(join(tmpdir(), 'cairn-postgresql-'));
  const user = otherUser();
  if (user) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o755);
  const options = { cwd: folder, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' }, ...user };
  const data = join(folder, 'data');
  await run(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'],
    options,
  );
  const quick = [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'shared_buffers=64MB',
    'max_connections=60',
  ];
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-k', folder, '-c', 'listen_addresses=', ...quick.flatMap((setting) => ['-c', setting])],
    { ...options, stdio: 'ignore' },
  );
  const killNow = (): void => {
    server.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', killNow);
  const url = new URL(`postgresql:///postgres?host=${folder}&user=postgres`);
  await untilReady(url, server);
  return serverAt(url, async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    if (server.exitCode === null && server.kill('SIGINT')) await ended;
    process.off('exit', killNow);
    rmSync(folder, { recursive: true, force: true });
  });
}

/** PostgreSQL refuses to run as root: then another user's ids, with which root may start programs. */
function otherUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = lines.find((text) => text.startsWith('postgres:')) ?? lines.find((text) => text.startsWith('nobody:'));
  const [, , uid, gid] = (line ?? '').split(':');
  if (uid === undefined || gid === undefined) throw new Error('There is no user to run PostgreSQL as.');
  return { uid: Number(uid), gid: Number(gid) };
}

async function untilReady(url: URL, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended at once with ${server.exitCode}.`);
    const client = new pg.Client({ connectionString: String(url) });
    try {
      await client.connect();
      await client.query('create role cairn_owner login createrole');
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  throw new Error('PostgreSQL did not start within ten seconds.');
}

function serverAt(url: URL, stop: () => Promise<void>): TestServer {
  const of = (database: string, user: string | null): string => {
    const address = new URL(url);
    address.pathname = `/${database}`;
    if (user !== null) address.searchParams.set('user', user);
    return String(address);
  };
  return { urlOf: (database) => of(database, null), ownerUrlOf: (database) => of(database, 'cairn_owner'), stop };
}
