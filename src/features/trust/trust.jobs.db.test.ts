import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addPerson, addSchool, TEST_NOW } from '../../../test/people.ts';
import { smallSchool } from '../../../test/small-school.ts';
import { readLibrary } from '../../app/services.ts';
import { fixedClock } from '../../platform/clock.ts';
import { SharingStoppedError, type SharingResult, type SharingWatch } from '../../planner/sharing/index.ts';
import { saveFund, startSharing } from './trust.commands.ts';
import { createTrustRunner, type TrustRunner } from './trust.jobs.ts';
import { selectSharing } from './trust.queries.ts';

const library = readLibrary();
const result = { schools: [], pools: [] } as unknown as SharingResult;

onEachEngine('Sharing in the background', (open) => {
  let database: TestDatabase;
  let runner: TrustRunner;
  let owner: { personId: string; organisationId: string };
  /** Each sharing waits until the test lets it end. */
  const waiting: { watch: SharingWatch; end: (error?: Error) => void }[] = [];
  const failures: unknown[] = [];

  before(async () => {
    database = await open();
    owner = await addPerson(database.db);
    await addSchool(database.db, owner, smallSchool(library));
    runner = createTrustRunner({
      db: database.db,
      clock: fixedClock(TEST_NOW.toISOString()),
      library,
      onFailure: (_id, error) => void failures.push(error),
      share: (_task, watch = {}) =>
        new Promise((resolve, reject) => {
          const end = (error?: Error) => (error ? reject(error) : resolve(result));
          watch.signal?.addEventListener('abort', () => end(new SharingStoppedError('stopped', 'Stopped.')));
          waiting.push({ watch, end });
        }),
    });
  });
  after(() => runner.close());

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
    waiting[2]!.end(new SharingStoppedError('planner.no-sharing', 'Fixed starts take too much.'));
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
});
