import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { before, describe, test } from 'node:test';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addPerson, addSchool, TEST_NOW } from '../../../test/people.ts';
import type { Contract } from '../../domain/record.ts';
import { fixedClock, type Clock } from '../../platform/clock.ts';
import { loadConfig } from '../../platform/config.ts';
import { type Mailer, MailError } from '../../platform/mail/index.ts';
import { runCommandLine } from '../../platform/command-line/index.ts';
import { chooseReminders, sendDueReminders } from './reminders.commands.ts';
import { useConfirmLink, setConfirmLink, type Receiver } from './reminders.queries.ts';
import { remindersSendCommand } from './index.ts';

const MINUTE_MS = 60_000;

/** Notice by 31 January 2027 at the latest; a day to decide of the same day, as its lead-in is not known. */
const copier = {
  id: 'copier',
  title: 'Copier lease',
  endsOn: '2027-02-28',
  renewal: 'automatic',
  renewalMonths: 12,
  noticeCount: 1,
  noticeUnit: 'months',
};
/** Notice by 24 December 2026. */
const phones = {
  ...copier,
  id: 'phones',
  title: 'Phone lines <b>',
  endsOn: '2027-01-23',
  noticeCount: 30,
  noticeUnit: 'days',
};

const contracts = (...list: object[]) => ({ contracts: list as unknown as Contract[] });

onEachEngine('Reminders', (open, engine) => {
  let database: TestDatabase;
  before(async () => {
    database = await open();
  });

  const config = loadConfig({ CAIRN_PUBLIC_URL: 'https://cairn.school.example' });
  const noJobs = { add: async () => undefined };

  /** A person whose reminders of a school of their own are on. */
  async function addReceiver(
    email: string,
    list: object[] = [copier],
    leadsInDays = [90, 30, 7],
  ): Promise<Receiver & { key: string }> {
    const owner = await addPerson(database.db);
    const { schoolId, key } = await addSchool(database.db, owner, contracts(...list));
    const receiver = { organisationId: owner.organisationId, schoolId, personId: owner.personId };
    await turnOn(receiver, email, leadsInDays);
    return { ...receiver, key };
  }

  async function turnOn(
    receiver: Receiver,
    email: string,
    leadsInDays = [90, 30, 7],
    rhythm: 'daily' | 'weekly' = 'daily',
  ) {
    await database.db.as(receiver.personId, (tx) =>
      chooseReminders(tx, noJobs, receiver, { email, leadsInDays, rhythm }, TEST_NOW),
    );
    const hash = `hash of ${email}`;
    await database.db.asSystem((tx) => setConfirmLink(tx, receiver, { hash, expiresAt: new Date('2100-01-01') }));
    await database.db.asSystem((tx) => useConfirmLink(tx, hash, TEST_NOW));
  }

  /** A mailer that only remembers, and does first what the test asks for. */
  function remember(
    first: (to: string) => Promise<void> = async () => undefined,
  ): Mailer & { sent: { to: string; id: string; subject: string; text: string }[] } {
    const sent: { to: string; id: string; subject: string; text: string }[] = [];
    return {
      kind: 'smtp',
      sent,
      async send(message) {
        await first(message.to);
        sent.push(message);
      },
      close: () => undefined,
    };
  }

  const sendBy = (mailer: Mailer | null, clock: Clock, db = database.db) =>
    sendDueReminders({ db, clock, config, mailer });
  const at = (instant: string) => fixedClock(instant);
  const forget = async (receiver: Receiver): Promise<void> => {
    await database.db.as(receiver.personId, (tx) =>
      tx.deleteFrom('reminder_choice').where('person_id', '=', receiver.personId).execute(),
    );
  };

  describe('go out once', () => {
    test('through any number of runs, and anew for a new date', async () => {
      const receiver = await addReceiver('once@school.example');
      const mailer = remember();
      for (const hour of ['07', '08', '12']) await sendBy(mailer, at(`2026-11-25T${hour}:00:00Z`));
      assert.deepEqual(
        mailer.sent.map(({ to, subject }) => `${to}: ${subject}`),
        [
          'once@school.example: Decide and give notice by 29 January 2027 (in 2 months): Copier lease – Elm Lane Primary',
        ],
      );
      await database.db.as(receiver.personId, (tx) =>
        tx.updateTable('contract').set({ ends_on: '2027-01-31' }).execute(),
      );
      await sendBy(mailer, at('2026-11-26T07:00:00Z'));
      assert.equal(mailer.sent.length, 2);
      assert.notEqual(mailer.sent[0]?.subject, mailer.sent[1]?.subject);
      assert.notEqual(mailer.sent[0]?.id, mailer.sent[1]?.id);
      await database.db.as(receiver.personId, (tx) =>
        tx.updateTable('contract').set({ notice_given_on: '2026-11-26' }).execute(),
      );
      for (const day of ['2026-12-24', '2027-01-01', '2027-01-24']) await sendBy(mailer, at(`${day}T07:00:00Z`));
      assert.equal(mailer.sent.length, 2);
      await forget(receiver);
    });

    /** Runs until the mail is handed over, and no further: what a killed process leaves. Or to its end, where there is none. */
    const sendAndDie = async (time: string, handed: string[] = []): Promise<void> => {
      const asked = Promise.withResolvers<void>();
      const dying: Mailer = {
        kind: 'smtp',
        send: (message) => {
          handed.push(message.id);
          asked.resolve();
          return new Promise(() => undefined);
        },
        close: () => undefined,
      };
      await Promise.race([asked.promise, sendBy(dying, at(`2026-11-25T${time}:00Z`))]);
    };

    test('where the process dies before the mail went out', async () => {
      const receiver = await addReceiver('before@school.example');
      await sendAndDie('07:00');
      const mailer = remember();
      const soon = await sendBy(mailer, at('2026-11-25T07:05:00Z'));
      assert.deepEqual(mailer.sent, [], 'it may still be under way');
      assert.equal(soon.againAt?.toISOString(), '2026-11-25T07:16:00.000Z');
      for (const time of ['07:16', '07:40', '09:00']) await sendBy(mailer, at(`2026-11-25T${time}:00Z`));
      assert.equal(mailer.sent.length, 1);
      await forget(receiver);
    });

    test('or twice, never more, where it dies before it could write down that the mail went out', async () => {
      const receiver = await addReceiver('after@school.example');
      const handed: string[] = [];
      for (const time of ['07:00', '07:16', '07:40', '08:10', '12:00']) await sendAndDie(time, handed);
      assert.equal(handed.length, 2);
      assert.equal(handed[0], handed[1], 'the same name, so that a mail program may show one');
      await forget(receiver);
    });

    test('even where the second try fails for certain in between', async () => {
      const receiver = await addReceiver('between@school.example');
      const handed: string[] = [];
      const down = remember(async () => {
        throw new MailError('mail-unreachable');
      });
      await sendAndDie('07:00', handed);
      for (const time of ['07:16', '07:17']) {
        assert.equal((await sendBy(down, at(`2026-11-25T${time}:00Z`))).failed, 1);
      }
      for (const time of ['07:20', '07:40', '08:10', '12:00']) await sendAndDie(time, handed);
      assert.equal(handed.length, 2);
      await forget(receiver);
    });

    test('where nobody can tell whether it was taken: once more after a while', async () => {
      const receiver = await addReceiver('uncertain@school.example');
      let tries = 0;
      const failing = remember(async () => {
        tries += 1;
        throw new MailError('mail-uncertain');
      });
      const first = await sendBy(failing, at('2026-11-25T07:00:00Z'));
      assert.deepEqual([first.failed, first.againAt?.toISOString()], [1, '2026-11-25T07:11:00.000Z']);
      for (let minute = 1; minute < 60; minute++) {
        await sendBy(failing, at(new Date(Date.parse('2026-11-25T07:00:00Z') + minute * MINUTE_MS).toISOString()));
      }
      assert.equal(tries, 2);
      await forget(receiver);
    });

    for (const code of ['mail-refused', 'mail-deferred', 'mail-unreachable'] as const) {
      test(`and again after a failure of which it is known that it was none (${code})`, async () => {
        const receiver = await addReceiver(`${code}@school.example`);
        const failing = remember(async () => {
          throw new MailError(code);
        });
        for (let n = 0; n < 3; n++) {
          const { failed, failure } = await sendBy(failing, at(`2026-11-25T07:0${n}:00Z`));
          assert.deepEqual([failed, failure], [1, code]);
        }
        const mailer = remember();
        for (const time of ['07:10', '07:30']) await sendBy(mailer, at(`2026-11-25T${time}:00Z`));
        assert.equal(mailer.sent.length, 1);
        await forget(receiver);
      });
    }

    test('one receiver’s refused address keeps nobody else from theirs', async () => {
      const bad = await addReceiver('gone@school.example');
      const good = await addReceiver('here@school.example');
      const mailer = remember(async (to) => {
        if (to.startsWith('gone')) throw new MailError('mail-refused');
      });
      await sendBy(mailer, at('2026-11-25T07:00:00Z'));
      assert.deepEqual(
        mailer.sent.map(({ to }) => to),
        ['here@school.example'],
      );
      await forget(bad);
      await forget(good);
    });

    test(`with two processes at once${engine === 'embedded' ? ' (of which the embedded database has one)' : ''}`, async () => {
      const receivers = [];
      for (let n = 0; n < 8; n++) receivers.push(await addReceiver(`both-${n}@school.example`, [copier, phones]));
      const mailer = remember(() => wait(3));
      await Promise.all([1, 2, 3].map(() => sendBy(mailer, at('2026-11-25T07:00:00Z'))));
      assert.deepEqual(
        mailer.sent.map(({ to }) => to).toSorted(),
        receivers.map((_, n) => `both-${n}@school.example`),
      );
      for (const receiver of receivers) await forget(receiver);
    });
  });

  test('of one school that cannot be read keep nobody else from theirs', async () => {
    const bad = await addReceiver('unread@school.example');
    const good = await addReceiver('read@school.example');
    const mailer = remember();
    const broken = Object.assign(Object.create(database.db) as typeof database.db, {
      as: (personId: string, work: never) =>
        personId === bad.personId ? Promise.reject(new Error('broken')) : database.db.as(personId, work),
    });
    const { failed, failure } = await sendBy(mailer, at('2026-11-25T07:00:00Z'), broken);
    assert.deepEqual([failed, failure, mailer.sent.map(({ to }) => to)], [1, 'not-made', ['read@school.example']]);
    await forget(bad);
    await forget(good);
  });

  describe('go to nobody', () => {
    test('who no longer has access to the school, whatever they chose before', async () => {
      const owner = await addReceiver('owner@school.example');
      const colleague = await addMember(database.db, owner.organisationId, 'reader');
      const theirs = { ...owner, personId: colleague };
      await turnOn(theirs, 'colleague@school.example');
      const mailer = remember();
      await sendBy(mailer, at('2026-11-25T07:00:00Z'));
      assert.deepEqual(mailer.sent.map(({ to }) => to).toSorted(), [
        'colleague@school.example',
        'owner@school.example',
      ]);
      await database.db.asSystem((tx) =>
        tx
          .deleteFrom('membership')
          .where('person_id', '=', colleague)
          .where('organisation_id', '=', owner.organisationId)
          .execute(),
      );
      await sendBy(mailer, at('2026-12-30T07:00:00Z'));
      assert.deepEqual(
        mailer.sent.slice(2).map(({ to }) => to),
        ['owner@school.example'],
      );
      const left = await database.engine.withConnection((connection) =>
        connection.query('select email from reminder_choice where person_id = $1', [colleague]),
      );
      assert.deepEqual(left.rows, [], 'their address goes too');
      await forget(owner);
    });

    test('who loses access while the round is under way', async () => {
      const first = await addReceiver('aaa@school.example');
      const second = await addReceiver('bbb@school.example');
      const mailer = remember(async (to) => {
        const other = to.startsWith('aaa') ? second : first;
        await database.db.asSystem((tx) =>
          tx.deleteFrom('membership').where('person_id', '=', other.personId).execute(),
        );
      });
      await sendBy(mailer, at('2026-11-25T07:00:00Z'));
      assert.equal(mailer.sent.length, 1);
      await forget(first);
      await forget(second);
    });

    test('but the person themselves: a colleague sees neither their address nor what they were sent', async () => {
      const owner = await addReceiver('mine@school.example');
      await sendBy(remember(), at('2026-11-25T07:00:00Z'));
      const colleague = await addMember(database.db, owner.organisationId, 'administrator');
      const seen = await database.db.as(colleague, async (tx) => [
        ...(await tx.selectFrom('reminder_choice').selectAll().execute()),
        ...(await tx.selectFrom('reminder_sent').selectAll().execute()),
      ]);
      assert.deepEqual(seen, []);
      await forget(owner);
    });
  });

  test('of an address that was confirmed for one school need no second link for another', async () => {
    const receiver = await addReceiver('trust@school.example');
    const { schoolId } = await addSchool(database.db, receiver, {
      ...contracts(phones),
      school: {
        key: '100002',
        urn: '100002',
        name: 'Oak Lane Primary',
        phase: 'primary',
        pupils: 200,
        governance: 'maintained',
        localAuthority: null,
        hasSixthForm: null,
        sites: null,
        isExample: false,
      },
    });
    const choose = (email: string) =>
      database.db.as(receiver.personId, (tx) =>
        chooseReminders(tx, noJobs, { ...receiver, schoolId }, { email, leadsInDays: [30], rhythm: 'daily' }, TEST_NOW),
      );
    assert.deepEqual(await choose('trust@school.example'), { toConfirm: false });
    assert.deepEqual(await choose('new@school.example'), { toConfirm: true });
    await forget(receiver);
  });

  test('from the command line: counts, then sends, then has nothing left', async () => {
    const receiver = await addReceiver('cron@school.example', [copier, phones]);
    const clock = fixedClock('2026-11-25T07:00:00Z');
    const mailer = remember();
    const run = async (...words: string[]) => {
      let out = '';
      let err = '';
      const open = async () => ({ ...database.db, close: async () => undefined });
      const command = (given: Mailer | null) =>
        remindersSendCommand({ clock, openDatabase: open, loadConfig: () => config, createMailer: () => given });
      const code = await runCommandLine(words, {
        name: 'cairn',
        version: '0',
        purpose: '',
        commands: [command(words.includes('--off') ? null : mailer)],
        folder: '/',
        stdout: (text) => void (out += text),
        stderr: (text) => void (err += text),
      });
      return { code, out, err };
    };
    const dry = await run('reminders', 'send', '--dry-run', '--json');
    assert.deepEqual(JSON.parse(dry.out), {
      dryRun: true,
      receivers: 1,
      mails: 1,
      reminders: 4,
      failed: 0,
      failure: null,
    });
    assert.deepEqual(mailer.sent, []);
    const sent = await run('reminders', 'send');
    assert.deepEqual(
      [sent.code, sent.out],
      [0, '1 mail with 4 reminders sent; 1 person and school has reminders on.\n'],
    );
    assert.match((await run('reminders', 'send')).out, /^0 mails/);
    assert.equal(mailer.sent.length, 1);
    assert.ok(!`${sent.out}${sent.err}${dry.out}`.includes('@'));
    await forget(receiver);
  });
});
