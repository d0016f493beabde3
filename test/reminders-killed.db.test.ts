import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { chooseReminders } from '../src/features/reminders/reminders.commands.ts';
import { setConfirmLink, useConfirmLink } from '../src/features/reminders/reminders.queries.ts';
import type { Contract } from '../src/domain/record.ts';
import { type Database, openDatabase } from '../src/platform/database/index.ts';
import { testEngines, testServer } from './database.ts';
import { startFakeSmtp, type FakeSmtp } from './fake-smtp.ts';
import { addPerson, addSchool, TEST_NOW } from './people.ts';

const SENDER = new URL('./reminder-sender.ts', import.meta.url).pathname;
const contract = {
  id: 'copier',
  title: 'Copier lease',
  endsOn: '2027-02-28',
  renewal: 'automatic',
  renewalMonths: 12,
  noticeCount: 1,
  noticeUnit: 'months',
} as Contract;

for (const engine of testEngines())
  describe(`Reminders of a process that is killed (${engine})`, { timeout: 180_000 }, () => killTests(engine));

function killTests(engine: ReturnType<typeof testEngines>[number]): void {
  const parent = mkdtempSync(join(tmpdir(), 'cairn-reminders-'));
  let smtp: FakeSmtp;
  let env: Record<string, string>;
  before(async () => {
    smtp = await startFakeSmtp();
    const databaseUrl = engine === 'embedded' ? '' : await ownDatabase();
    env = {
      DATA_DIR: join(parent, 'data'),
      DATABASE_URL: databaseUrl,
      SMTP_URL: smtp.url,
      MAIL_FROM: 'cairn@school.example',
      CAIRN_PUBLIC_URL: 'https://cairn.school.example',
    };
  });
  after(async () => {
    await smtp.close();
    rmSync(parent, { recursive: true, force: true });
  });

  /** A database on the server of this run, which stops when the run ends. */
  async function ownDatabase(): Promise<string> {
    const server = await testServer();
    const client = new pg.Client({ connectionString: server.urlOf('postgres') });
    await client.connect();
    await client.query('create database cairn_killed template cairn_template owner cairn_owner');
    await client.end();
    return server.ownerUrlOf('cairn_killed');
  }

  const withDatabase = async <T>(work: (db: Database) => Promise<T>): Promise<T> => {
    const db = await openDatabase({ dataDir: env['DATA_DIR'] ?? '', databaseUrl: env['DATABASE_URL'] || null });
    try {
      return await work(db);
    } finally {
      await db.close();
    }
  };

  /** Adds somebody whose one reminder is due, and the job that sends it, as a day's start would. */
  const prepare = (email: string) =>
    withDatabase(async (db) => {
      const owner = await addPerson(db);
      const { schoolId } = await addSchool(db, owner, { contracts: [contract] });
      const receiver = { ...owner, schoolId };
      const choice = { email, leadsInDays: [90], rhythm: 'daily' as const };
      await db.as(owner.personId, (tx) =>
        chooseReminders(tx, { add: async () => undefined }, receiver, choice, TEST_NOW),
      );
      const hash = `hash of ${email}`;
      await db.asSystem(async (tx) => {
        await setConfirmLink(tx, receiver, { hash, expiresAt: new Date('2100-01-01') });
        await useConfirmLink(tx, hash, TEST_NOW);
        await tx.deleteFrom('job').execute();
        await tx
          .insertInto('job')
          .values({
            name: 'reminders',
            key: 'daily',
            run_at: new Date('2026-11-25T07:00:00Z'),
            created_at: TEST_NOW,
            holder: null,
            held_until: null,
            failed_at: null,
            failure: null,
          })
          .execute();
      });
    });

  const send = (when: 'before' | 'after' | 'never' | 'beside', at: string) =>
    new Promise<{ signal: string | null; errors: string }>((resolve) => {
      const child = spawn(process.execPath, ['--liftoff-only', SENDER, when], {
        env: { PATH: process.env['PATH'] ?? '', ...env, REMINDERS_AT: at },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let errors = '';
      child.stderr.on('data', (text: Buffer) => (errors += String(text)));
      child.once('close', (_, signal) => resolve({ signal, errors }));
    });

  test('before the mail is handed over: it goes out once, by the next start', async () => {
    await prepare('before@school.example');
    smtp.mails.length = 0;
    assert.equal((await send('before', '2026-11-25T07:00:00Z')).signal, 'SIGKILL');
    assert.deepEqual(smtp.mails, []);
    for (const at of ['2026-11-25T07:15:00Z', '2026-11-26T07:00:00Z']) {
      assert.deepEqual(await send('never', at), { signal: null, errors: '' });
    }
    assert.deepEqual(
      smtp.mails.map(({ to }) => to),
      [['before@school.example']],
    );
  });

  test('after it was taken, twice over: it has gone out twice, and never does again', async () => {
    await prepare('after@school.example');
    smtp.mails.length = 0;
    for (const at of ['2026-11-25T07:00:00Z', '2026-11-25T07:15:00Z'])
      assert.equal((await send('after', at)).signal, 'SIGKILL');
    for (const at of ['2026-11-25T07:30:00Z', '2026-11-26T07:00:00Z']) {
      assert.deepEqual(await send('never', at), { signal: null, errors: '' });
    }
    const ids = smtp.mails
      .filter(({ to }) => to[0] === 'after@school.example')
      .map(({ headers }) => headers['message-id']);
    assert.equal(ids.length, 2);
    assert.equal(ids[0], ids[1]);
  });

  if (engine === 'postgresql') {
    test('and of three processes that send at once: each goes out once', async () => {
      const emails = ['one', 'two', 'three', 'four', 'five'].map((name) => `${name}@school.example`);
      for (const email of emails) await prepare(email);
      smtp.mails.length = 0;
      smtp.delayMs = 200;
      const before = smtp.connections;
      const ended = await Promise.all(Array.from({ length: 3 }, () => send('beside', '2026-11-25T07:00:00Z')));
      smtp.delayMs = 0;
      assert.deepEqual(
        ended,
        Array.from({ length: 3 }, () => ({ signal: null, errors: '' })),
      );
      const taken = smtp.mails.map(({ to }) => to[0] ?? '').filter((to) => emails.includes(to));
      assert.deepEqual(taken.toSorted(), emails.toSorted());
      assert.ok(smtp.connections - before > 1, 'more than one of them sent something');
    });
  }
}
