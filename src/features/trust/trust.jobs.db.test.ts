import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addPerson, addSchool, sampleRecord, TEST_NOW } from '../../../test/people.ts';
import { smallSchool } from '../../../test/small-school.ts';
import { readLibrary } from '../../app/services.ts';
import { fixedClock } from '../../platform/clock.ts';
import type { SchoolOutcome, SharingResult, SharingSchool } from '../../planner/sharing/index.ts';
import { saveFund, startSharing } from './trust.commands.ts';
import { createTrustRunner, type TrustRunner } from './trust.jobs.ts';
import { listShares, selectSharing } from './trust.queries.ts';
import { ThreadStoppedError, type TrustThread } from './trust.worker.ts';

const library = readLibrary();
const another = { ...sampleRecord().school, key: '100009', urn: null, name: 'Another School' };
const outcome = { isPossible: true, placements: [] } as unknown as SchoolOutcome;

function resultFor(ids: readonly string[]): SharingResult {
  const schools = ids.map((id): SharingSchool => ({
    id,
    isOut: false,
    starts: [],
    usedPence: [],
    grantPence: [],
    sharePence: [],
    days: [],
    isByYear: false,
  }));
  return { schools, pools: [] } as unknown as SharingResult;
}

onEachEngine('Sharing in the background', (open) => {
  let database: TestDatabase;
  let runner: TrustRunner;
  let owner: { personId: string; organisationId: string };
  /** Each sharing waits until the test lets it end. */
  const waiting: { end: (error?: Error) => void }[] = [];
  /** Schools whose plans were asked for; from then on each waits where `plansWait`. */
  const planned: string[] = [];
  let plansWait = false;
  const failures: unknown[] = [];

  before(async () => {
    database = await open();
    owner = await addPerson(database.db);
    await addSchool(database.db, owner, smallSchool(library));
    await addSchool(database.db, owner, smallSchool(library, undefined, { school: another }));
    runner = newRunner();
  });
  after(() => runner.close());

  const newRunner = () =>
    createTrustRunner({
      db: database.db,
      clock: fixedClock(TEST_NOW.toISOString()),
      onFailure: (_id, error) => void failures.push(error),
      threads: 1,
      open: (signal): TrustThread => {
        const read: string[] = [];
        const stopped = (reject: (error: Error) => void) =>
          signal.addEventListener('abort', () => reject(new ThreadStoppedError('stopped', 'Stopped.')));
        return {
          read: async (id) => void read.push(id),
          share: (_task, { onResult } = {}) =>
            new Promise((resolve, reject) => {
              const end = (error?: Error) => {
                if (error) return reject(error);
                onResult?.(resultFor(read));
                resolve(resultFor(read));
              };
              stopped(reject);
              waiting.push({ end });
            }),
          plan: ({ id }) =>
            new Promise((resolve, reject) => {
              planned.push(id);
              stopped(reject);
              if (!plansWait || planned.length === 1) resolve({ plan: outcome, own: outcome });
            }),
          close: () => Promise.resolve(),
        };
      },
    });

  const ask = async (): Promise<string> => {
    const { personId, organisationId } = owner;
    const sharingId = await database.db.as(personId, async (tx) => {
      const setting = { tx, organisationId, personId, at: TEST_NOW };
      await saveFund(setting, { capitalCarriesForward: true, years: [], pools: [], optedOut: [] });
      return startSharing(setting, '2026-11-24');
    });
    assert.ok(sharingId !== null);
    runner.enqueue({ personId, organisationId, sharingId });
    return sharingId;
  };
  const stateOf = (id: string) =>
    database.db.as(owner.personId, async (tx) => {
      const found = await selectSharing(tx, owner.organisationId, id);
      return `${found?.state}: ${found?.error ?? ''}`;
    });
  const untilWaiting = async (count: number): Promise<void> => {
    while (waiting.length < count) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  test('a newer sharing of the same schools takes the place of one under way', async () => {
    const first = await ask();
    await untilWaiting(1);
    const second = await ask();
    await untilWaiting(2);
    waiting[1]!.end();
    await runner.drain();
    assert.equal(await stateOf(first), 'failed: A newer sharing of the fund has taken its place.');
    assert.equal(await stateOf(second), 'ready: ');
    assert.deepEqual(failures, []);
  });

  test('what people can put right is said to them; a failure of ours is told to whoever runs Cairn too', async () => {
    const impossible = await ask();
    await untilWaiting(3);
    waiting[2]!.end(new ThreadStoppedError('planner.no-sharing', 'Fixed starts take too much.'));
    await runner.drain();
    assert.equal(await stateOf(impossible), 'failed: Fixed starts take too much.');
    assert.equal(failures.length, 0);
    const broken = await ask();
    await untilWaiting(4);
    waiting[3]!.end(new Error('out of memory'));
    await runner.drain();
    assert.match(await stateOf(broken), /^failed: The fund could not be shared out\. Try again/);
    assert.equal(failures.length, 1);
  });

  test('goes on after a kill with the school whose plans were not made yet, and shares nothing anew', async () => {
    planned.length = 0;
    plansWait = true;
    const id = await ask();
    await untilWaiting(5);
    waiting[4]!.end();
    while (planned.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    await runner.close();
    assert.equal(await stateOf(id), 'working: ');
    plansWait = false;
    runner = newRunner();
    runner.enqueue({ ...owner, sharingId: id });
    await runner.drain();
    assert.equal(await stateOf(id), 'ready: ');
    assert.equal(waiting.length, 5, 'the fund was shared once');
    assert.deepEqual([planned.length, planned[1]], [3, planned[2]]);
    const shares = await database.db.as(owner.personId, (tx) => listShares(tx, owner.organisationId, id));
    assert.deepEqual(
      shares.map(({ plan, own }) => [plan?.isPossible, own?.isPossible]),
      [
        [true, true],
        [true, true],
      ],
    );
  });
});
