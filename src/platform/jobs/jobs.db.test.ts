import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { before, describe, test } from 'node:test';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addPerson } from '../../../test/people.ts';
import { fixedClock, systemClock } from '../clock.ts';
import { SqlError } from '../database/index.ts';
import { createJobs, type JobKind, type Jobs } from './index.ts';

const START = '2026-11-24T09:00:00Z';
const HOUR_MS = 3_600_000;

/** A kind whose work is what the test makes it. */
function kindOf(name: string, dailyAtHour: number | null = null) {
  const ran: unknown[] = [];
  const kind: JobKind & { ran: unknown[]; work: JobKind['run'] } = {
    name,
    dailyAtHour,
    ran,
    work: async () => null,
    run(data, signal) {
      ran.push(data);
      return kind.work(data, signal);
    },
  };
  return kind;
}

onEachEngine('The queue', (open, engine) => {
  let database: TestDatabase;
  before(async () => {
    database = await open();
  });
  const clock = fixedClock(START);
  const at = (ms: number): void => clock.set(new Date(Date.parse(START) + ms).toISOString());
  const failures: string[] = [];
  const queueOf = (...kinds: JobKind[]): Jobs =>
    createJobs({ db: database.db, clock, kinds, onFailure: (name, code) => void failures.push(`${name} ${code}`) });
  const add = (jobs: Jobs, name: string, data: object, key: string | null = null, runAt?: Date) =>
    database.db.asSystem((tx) => jobs.add(tx, { name, key, data, ...(runAt ? { runAt } : {}) }));
  const rows = () => database.db.asSystem((tx) => tx.selectFrom('job').selectAll().orderBy('id').execute());
  const fresh = async () => {
    at(0);
    failures.length = 0;
    await database.db.asSystem((tx) => tx.deleteFrom('job').execute());
  };

  test('does what is due, in order, once; and what is not due when it is', async () => {
    await fresh();
    const kind = kindOf('work');
    const jobs = queueOf(kind);
    await add(jobs, 'work', { n: 1 });
    await add(jobs, 'work', { n: 2 }, null, new Date(Date.parse(START) + HOUR_MS));
    await add(jobs, 'work', { n: 3 });
    assert.equal(await jobs.runDue(), 2);
    assert.deepEqual(kind.ran, [{ n: 1 }, { n: 3 }]);
    at(HOUR_MS);
    assert.equal(await jobs.runDue(), 1);
    assert.deepEqual(kind.ran.at(-1), { n: 2 });
    assert.deepEqual(await rows(), []);
  });

  test('keeps one of those with the same name and key, and forgets what is undone', async () => {
    await fresh();
    const kind = kindOf('work');
    const jobs = queueOf(kind, kindOf('other'));
    for (const name of ['work', 'work', 'other']) await add(jobs, name, {}, 'same');
    assert.equal((await rows()).length, 2);
    const undone = database.db.asSystem(async (tx) => {
      await jobs.add(tx, { name: 'work', key: null, data: {} });
      throw new Error('undo');
    });
    await assert.rejects(undone, /undo/);
    assert.equal(await jobs.runDue(), 2);
    await add(jobs, 'work', {}, 'same');
    assert.equal(await jobs.runDue(), 1, 'what is done stands in nobody’s way');
  });

  test('takes work from a person’s transaction, and shows them none of it', async () => {
    await fresh();
    const jobs = queueOf(kindOf('work'));
    const { personId } = await addPerson(database.db);
    await database.db.as(personId, (tx) => jobs.add(tx, { name: 'work', key: 'a', data: { n: 1 } }));
    const refused = (error: unknown): boolean => error instanceof SqlError && error.sqlState === '42501';
    await assert.rejects(
      database.db.as(personId, (tx) => tx.selectFrom('job').selectAll().execute()),
      refused,
    );
    await assert.rejects(
      database.db.as(personId, (tx) => tx.deleteFrom('job').execute()),
      refused,
    );
    assert.equal((await rows()).length, 1);
  });

  test('tries again after growing pauses, keeps a code and no words, and gives up', async () => {
    await fresh();
    const kind = kindOf('work');
    kind.work = () => Promise.reject(Object.assign(new Error('to head@school.example'), { code: 'mail-refused' }));
    const jobs = queueOf(kind);
    await add(jobs, 'work', {}, 'same');
    const minutes: number[] = [];
    for (let minute = 0; minute < 600; minute++) {
      at(minute * 60_000);
      if ((await jobs.runDue()) === 1) minutes.push(minute);
    }
    assert.deepEqual(minutes, [0, 1, 6, 21, 81, 321]);
    const [row] = await rows();
    assert.equal(row?.failure, 'mail-refused');
    assert.ok(row.failed_at !== null && !JSON.stringify(row).includes('head@'));
    assert.deepEqual(failures, Array(6).fill('work mail-refused'));
    await add(jobs, 'work', {}, 'same');
    kind.work = async () => null;
    assert.equal(await jobs.runDue(), 1, 'one that was given up stands in nobody’s way');
  });

  describe('of daily work', () => {
    test('runs at its hour, once a day, and once for all days that were missed', async () => {
      await fresh();
      const kind = kindOf('daily', 7);
      const jobs = queueOf(kind);
      assert.equal(await jobs.runDue(), 0, 'today’s hour had passed before the first start');
      at(22 * HOUR_MS);
      assert.equal(await jobs.runDue(), 1);
      assert.equal(await jobs.runDue(), 0);
      at(10 * 24 * HOUR_MS);
      // The next start, ten days on.
      const later = queueOf(kind);
      assert.equal(await later.runDue(), 1);
      const [row] = await rows();
      assert.equal(row?.run_at.toISOString(), '2026-12-05T07:00:00.000Z');
      assert.equal((await rows()).length, 1);
    });

    test('is not given up: after the last try it is the next day’s', async () => {
      await fresh();
      const kind = kindOf('daily', 7);
      kind.work = () => Promise.reject(new Error());
      const jobs = queueOf(kind);
      await jobs.runDue();
      let tries = 0;
      for (let minute = 0; minute < 8 * 60; minute++) {
        clock.set(new Date(Date.parse('2026-11-25T07:00:00Z') + minute * 60_000).toISOString());
        tries += await jobs.runDue();
      }
      assert.equal(tries, 6);
      const [row] = await rows();
      assert.deepEqual([row?.run_at.toISOString(), row?.attempts], ['2026-11-26T07:00:00.000Z', 0]);
    });

    test('runs again sooner where the work asks for it', async () => {
      await fresh();
      const kind = kindOf('daily', 7);
      const jobs = queueOf(kind);
      await jobs.runDue();
      at(22 * HOUR_MS);
      kind.work = async () => new Date(Date.parse(START) + 22 * HOUR_MS + 600_000);
      assert.equal(await jobs.runDue(), 1);
      at(22 * HOUR_MS + 599_000);
      assert.equal(await jobs.runDue(), 0);
      kind.work = async () => null;
      at(22 * HOUR_MS + 600_000);
      assert.equal(await jobs.runDue(), 1);
      assert.equal((await rows())[0]?.run_at.toISOString(), '2026-11-26T07:00:00.000Z');
    });
  });

  test('starts by itself, is woken by what is added, and stops at once', async () => {
    await fresh();
    const kind = kindOf('work');
    const jobs = queueOf(kind);
    await jobs.start();
    await wait(50);
    await add(jobs, 'work', {});
    jobs.wake();
    for (let n = 0; n < 200 && kind.ran.length === 0; n++) await wait(10);
    assert.equal(kind.ran.length, 1);
    const from = performance.now();
    await jobs.close();
    assert.ok(performance.now() - from < 1_000);
    await add(jobs, 'work', {});
    jobs.wake();
    await wait(50);
    assert.equal(kind.ran.length, 1);
  });

  test('stops at once however short a time ago it started', async () => {
    await fresh();
    for (const delay of [0, 0, 1, 2, 3, 5, 8, 12]) {
      const jobs = queueOf(kindOf('work'));
      const started = jobs.start();
      await wait(delay);
      const from = performance.now();
      await jobs.close();
      await started;
      assert.ok(performance.now() - from < 1_000, `${delay} ms after it started`);
    }
  });

  test('tells work under way to stop, and takes it up at the next start without a try lost', async () => {
    await fresh();
    const kind = kindOf('work');
    kind.work = (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    const jobs = queueOf(kind);
    await add(jobs, 'work', {});
    await jobs.start();
    for (let n = 0; n < 200 && kind.ran.length === 0; n++) await wait(10);
    await jobs.close();
    const [row] = await rows();
    assert.deepEqual([row?.attempts, row?.holder, row?.failure], [0, null, null]);
    assert.deepEqual(failures, []);
    kind.work = async () => null;
    assert.equal(await queueOf(kind).runDue(), 1);
  });

  test('takes up what a killed process held: on the embedded database at once, on a server after two minutes', async () => {
    await fresh();
    const kind = kindOf('work');
    const killed = queueOf(kind);
    kind.work = () => new Promise(() => undefined);
    await add(killed, 'work', {});
    void killed.runDue();
    for (let n = 0; n < 200 && kind.ran.length === 0; n++) await wait(10);
    kind.work = async () => null;
    const next = queueOf(kind);
    const atOnce = await next.runDue();
    assert.equal(atOnce, engine === 'embedded' ? 1 : 0);
    at(119_000);
    assert.equal(await next.runDue(), 0);
    at(121_000);
    assert.equal(await next.runDue(), engine === 'embedded' ? 0 : 1);
    assert.deepEqual(await rows(), []);
  });

  test('gives up a job that brings its process down each time', async () => {
    await fresh();
    const kind = kindOf('work');
    const jobs = queueOf(kind);
    await add(jobs, 'work', {});
    await database.db.asSystem((tx) => tx.updateTable('job').set({ attempts: 6 }).execute());
    assert.equal(await jobs.runDue(), 1);
    assert.deepEqual([kind.ran.length, (await rows())[0]?.failure], [0, 'taken-too-often']);
  });

  if (engine === 'postgresql') {
    test('stays with a process that works on it for long, as long as it speaks', async () => {
      await fresh();
      const kind = kindOf('work');
      const patience = { holdMs: 400, speakMs: 50 };
      const parts = { db: database.db, clock: systemClock, kinds: [kind], onFailure: () => undefined, patience };
      const one = createJobs(parts);
      kind.work = async (_, signal) => {
        await wait(1_200);
        assert.equal(signal.aborted, false);
        return null;
      };
      await database.db.asSystem((tx) => one.add(tx, { name: 'work', key: null, data: {} }));
      const working = one.runDue();
      await wait(800);
      assert.equal(await createJobs(parts).runDue(), 0);
      assert.equal(await working, 1);
      assert.deepEqual(await rows(), []);
    });

    test('is told to stop where another process has taken it, and then says nothing of it', async () => {
      await fresh();
      const kind = kindOf('work');
      const patience = { holdMs: 60_000, speakMs: 20 };
      const parts = { db: database.db, clock: systemClock, kinds: [kind], onFailure: () => undefined, patience };
      const one = createJobs(parts);
      kind.work = (_, signal) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }));
      await database.db.asSystem((tx) => one.add(tx, { name: 'work', key: null, data: {} }));
      const working = one.runDue();
      for (let n = 0; n < 200 && kind.ran.length === 0; n++) await wait(10);
      await database.db.asSystem((tx) => tx.updateTable('job').set({ holder: 'another' }).execute());
      assert.equal(await working, 1);
      assert.equal((await rows())[0]?.holder, 'another', 'it is the other’s to end');
    });

    test('of two processes gives each job to one', async () => {
      await fresh();
      const kind = kindOf('work');
      kind.work = async () => {
        await wait(2);
        return null;
      };
      const one = queueOf(kind);
      const other = queueOf(kind);
      for (let n = 0; n < 30; n++) await add(one, 'work', { n });
      const [first, second] = await Promise.all([one.runDue(), other.runDue()]);
      assert.equal(first + second, 30);
      assert.equal(new Set(kind.ran.map((data) => (data as { n: number }).n)).size, 30);
      assert.ok(first > 0 && second > 0, `${first} and ${second}`);
    });
  }
});
