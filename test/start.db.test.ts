import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { postgresqlPrograms } from './postgresql.ts';
import { testEngines, testServer } from './database.ts';

const MAIN = new URL('../src/app/main.ts', import.meta.url).pathname;

interface Run {
  child: ChildProcess;
  /** Resolves with the printed sign-in address, or null where the process ended without one. */
  address: Promise<string | null>;
  ended: Promise<{ code: number | null; output: string; errors: string }>;
}

const children = new Set<ChildProcess>();

function start(env: Record<string, string>): Run {
  const { PATH = '', HOME = '', TZ = '' } = process.env;
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH, HOME, TZ, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let output = '';
  let errors = '';
  const printed = Promise.withResolvers<string | null>();
  child.stdout.on('data', (text: Buffer) => {
    output += String(text);
    const found = /http:\S+\/sign-in\/\S+/.exec(output);
    if (found) printed.resolve(found[0]);
  });
  child.stderr.on('data', (text: Buffer) => (errors += String(text)));
  const ended = new Promise<{ code: number | null; output: string; errors: string }>((resolve) => {
    child.once('close', (code) => {
      children.delete(child);
      printed.resolve(null);
      resolve({ code, output, errors });
    });
  });
  return { child, address: printed.promise, ended };
}

/** The start is refused with 1 and one line that says why. */
async function requireRefused(env: Record<string, string>, why: RegExp): Promise<void> {
  const { code, output, errors } = await start(env).ended;
  assert.equal(code, 1, errors);
  assert.equal(output, '');
  assert.match(errors, /^Cairn cannot run: [^\n]+\n$/);
  assert.match(errors, why);
}

describe('npm start', { timeout: 180_000 }, () => {
  const parent = mkdtempSync(join(tmpdir(), 'cairn-start-'));
  const folder = join(parent, 'data');
  after(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(parent, { recursive: true, force: true });
  });

  if (testEngines().includes('embedded')) {
    test('makes a database, prints a link that signs in, stops cleanly; and again', async () => {
      const first = start({ DATA_DIR: folder });
      const address = await first.address;
      assert.ok(address, address === null ? (await first.ended).errors : '');
      const cookies = await signIn(address);
      const home = await fetch(new URL('/', address), { headers: { cookie: cookies } });
      assert.equal(home.status, 200);
      assert.match(await home.text(), /Administrator/);
      await requireRefused({ DATA_DIR: folder }, /data folder .* is in use by another Cairn \(process \d+\)/);
      await requireRefused({ DATA_DIR: join(parent, 'other'), PORT: new URL(address).port }, /port \d+ is in use/);

      first.child.kill('SIGTERM');
      const { code, errors } = await first.ended;
      assert.deepEqual({ code, errors }, { code: 0, errors: '' });

      const second = start({ DATA_DIR: folder });
      const next = await second.address;
      assert.ok(next && next !== address);
      const old = await fetch(new URL(new URL(address).pathname, next));
      assert.equal(old.status, 410, 'a used link stays used');
      second.child.kill('SIGINT');
      assert.equal((await second.ended).code, 0);
    });
  }

  test('refuses settings that cannot be used', async () => {
    await requireRefused({ PORT: 'eighty' }, /PORT must be a whole number/);
    await requireRefused({ PORT: '70000' }, /PORT must be a whole number/);
    await requireRefused(
      { DATABASE_URL: 'mysql://root:secret@localhost/x' },
      /^(?!.*secret).*DATABASE_URL must be an address/,
    );
    await requireRefused({ HOST: '192.0.2.1', DATA_DIR: folder }, /no address 192\.0\.2\.1|in use/);
  });

  test('refuses a database server that is not there, without repeating the password', async () => {
    await requireRefused(
      { DATABASE_URL: 'postgresql://cairn:secret@127.0.0.1:1/cairn' },
      /^(?!.*secret).*no PostgreSQL answers at 127\.0\.0\.1:1/,
    );
    const silent: Server = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const bound = silent.address();
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
    await requireRefused(
      { DATABASE_URL: `postgresql://cairn@127.0.0.1:${port}/cairn` },
      /nothing answered at 127\.0\.0\.1/,
    );
    silent.close();
  });

  if (testEngines().includes('postgresql') && postgresqlPrograms() !== null) {
    test('works on a PostgreSQL server, and says when its database is not there', async () => {
      const server = await testServer();
      await requireRefused({ DATABASE_URL: server.ownerUrlOf('no_such_database') }, /no database of that name/);
      const run = start({ DATABASE_URL: server.ownerUrlOf('cairn_template') });
      const address = await run.address;
      assert.ok(address, address === null ? (await run.ended).errors : '');
      await signIn(address);
      run.child.kill('SIGTERM');
      assert.equal((await run.ended).code, 0);
    });
  }
});

/** Follows the link as a browser does. @returns the cookies of the session. */
async function signIn(address: string): Promise<string> {
  const seen = await fetch(address);
  const form = seen.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  const token = /name="_csrf"\s+value="([^"]+)"/.exec(await seen.text())?.[1] ?? '';
  const done = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: form.join('; ') },
    body: new URLSearchParams({ _csrf: token }),
  });
  assert.equal(done.status, 303);
  return done.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ');
}
