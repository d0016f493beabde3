import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addPerson } from '../../../test/people.ts';
import {
  allocate,
  AllocationInputError,
  askHere,
  groupsOf,
  loadSolver,
  startsOf,
} from '../../planner/allocation/index.ts';
import { SqlError } from '../../platform/database/index.ts';
import { AllocationRunError } from './allocation.asker.ts';
import { openAllocation, type OpenAllocation } from './allocation.file.ts';
import { writeMade } from './allocation.made.ts';
import { allocationHash, chosenStarts } from './allocation.plan.ts';
import {
  deleteRun,
  ensureRound,
  listRuns,
  putAnswer,
  selectRoundState,
  selectSums,
  setRun,
  takeTasks,
} from './allocation.queries.ts';
import { endRun, shareOutByWorkers } from './allocation.run.ts';
import { putRun, runsOfInstallation, runsOfOrganisation, type RunsOf } from './allocation.store.ts';
import { bytesToChoices, choicesToBytes, createTaskWorker, partsFromDatabase } from './allocation.work.ts';

/** Enough to be the same or not, and quick. */
const effort = { shakes: 1, pairs: 300_000 };
const folder = mkdtempSync(join(tmpdir(), 'cairn-allocation-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function made(seed: number, schools: number): OpenAllocation {
  const path = join(folder, `${seed}-${schools}.jsonl`);
  writeMade(path, seed, schools);
  return openAllocation(path);
}

/** What one process makes of a file. */
async function alone(file: OpenAllocation): Promise<string> {
  const result = await allocate(await loadSolver(), file.frame, file.packed, askHere(file.packed), { effort });
  const starts = [...file.schools()].flatMap(({ school }, index) => startsOf(school, result.choice(index)));
  return allocationHash(file.inputHash, starts);
}

async function byWorkers(runs: RunsOf, file: OpenAllocation): Promise<string> {
  const { run, result } = await shareOutByWorkers(runs, file, {
    name: 'made',
    worksToo: true,
    effort,
    hear: () => undefined,
  });
  const hash = allocationHash(file.inputHash, chosenStarts(file, result));
  await endRun(runs, run, hash);
  return hash;
}

onEachEngine('An allocation in the database', (open) => {
  let database: TestDatabase;
  let runs: RunsOf;
  before(async () => {
    database = await open();
    runs = runsOfInstallation(database.db);
  });

  test('is the same as by one process, and leaves only what came of it', async () => {
    const file = made(1, 60);
    const expected = await alone(file);
    assert.equal(await byWorkers(runs, file), expected);
    const [row, ...others] = await runs.transact((tx) => listRuns(tx));
    assert.deepEqual([row?.state, row?.planHash, row?.schools, others.length], ['done', expected, 60, 0]);
    assert.equal(typeof row?.progress['gap'], 'number');
    await runs.transact(async (tx) => {
      assert.deepEqual(await tx.selectFrom('allocation_part').select('part').execute(), []);
      assert.deepEqual(await tx.selectFrom('allocation_round').select('round').execute(), []);
      assert.deepEqual(await tx.selectFrom('allocation_task').select('part').execute(), []);
    });
    // The same file again, after its run was over.
    assert.equal(await byWorkers(runs, file), expected);
    await runs.transact((tx) => deleteRun(tx, row!));
  });

  test('is the same where only the answers are kept, not the plans nearly as good', { timeout: 120_000 }, async () => {
    const file = made(2, 3_100);
    assert.equal(await byWorkers(runs, file), await alone(file));
  });

  test('goes on from the rounds that are there, asks none of them again, and comes to the same', async () => {
    const file = made(3, 40);
    const expected = await alone(file);
    const stopped = new Error('ended');
    let rounds = 0;
    const end = ({ rounds: now }: { rounds: number }) => {
      rounds = now;
      if (now === 4) throw stopped;
    };
    const options = { name: 'made', worksToo: true, effort };
    await assert.rejects(shareOutByWorkers(runs, file, { ...options, hear: end }), stopped);
    assert.equal(rounds, 4);
    const answered = () =>
      runs.transact((tx) =>
        tx
          .selectFrom('allocation_task')
          .select(['round', 'part', 'answered_at'])
          .where('answered_at', 'is not', null)
          .orderBy('round')
          .orderBy('part')
          .execute(),
      );
    const kept = await answered();
    assert.equal(kept.length, 4 * groupsOf(40).length);
    const { run, result } = await shareOutByWorkers(runs, file, { ...options, hear: () => undefined });
    assert.deepEqual((await answered()).slice(0, kept.length), kept);
    assert.equal(allocationHash(file.inputHash, chosenStarts(file, result)), expected);
    await endRun(runs, run, expected);
  });

  test('gives each task to one worker, to another when its time is over, and keeps one answer', async () => {
    const file = made(4, 8);
    const run = await putRun(runs, file, 'made');
    const prices = JSON.stringify(file.frame.limits.map(() => 0.1));
    const round = await runs.transact((tx) => ensureRound(tx, run, prices, run.parts));
    assert.equal(await runs.transact((tx) => ensureRound(tx, run, prices, run.parts)), round);
    const take = (holder: string, leaseMs: number, held: string[] = []) =>
      runs.transact((tx) => takeTasks(tx, { holder, leaseMs, atOnce: 4, held: new Set(held), run: null }));
    const parts = (tasks: { part: number }[]) => tasks.map(({ part }) => part).toSorted((a, b) => a - b);
    assert.deepEqual(parts(await take('one', 60_000, [`${run.runId} 6`, `${run.runId} 7`])), [0, 1, 6, 7]);
    assert.deepEqual(parts(await take('two', 1)), [2, 3, 4, 5]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    // "two" has been silent for too long; "one" has not.
    assert.deepEqual(parts(await take('three', 60_000)), [2, 3, 4, 5]);
    assert.deepEqual(await take('four', 60_000), []);

    const answer = (sums: string) => ({ round, part: 2, sums, choices: choicesToBytes(Int16Array.of(-1, 3)) });
    const first = JSON.stringify({ value: 1, uses: [2] });
    await runs.transact((tx) => putAnswer(tx, run, answer(first)));
    await runs.transact((tx) => putAnswer(tx, run, answer(JSON.stringify({ value: 9, uses: [9] }))));
    assert.deepEqual(await runs.transact((tx) => selectSums(tx, run, round)), [first]);
    assert.deepEqual((await runs.transact((tx) => selectRoundState(tx, run, round))).answered, [2]);
    await runs.transact((tx) => deleteRun(tx, run));
    assert.deepEqual(await take('four', 60_000), []);
  });

  test('reads a part from the database and answers as one process does', async () => {
    const file = made(5, 30);
    const run = await putRun(runs, file, 'made');
    const prices = file.frame.limits.map((_limit, l) => 0.05 * l);
    const round = await runs.transact((tx) => ensureRound(tx, run, JSON.stringify(prices), run.parts));
    const worker = createTaskWorker(runs, partsFromDatabase(runs));
    while ((await worker.step()) > 0);
    const sums = await runs.transact((tx) => selectSums(tx, run, round));
    assert.deepEqual(
      sums.map((text) => JSON.parse(text) as unknown),
      await askHere(file.packed).ask(prices),
    );
    await runs.transact((tx) => deleteRun(tx, run));
  });

  test('is answered for by its own schools where another run waits beside it', async () => {
    const other = made(10, 20);
    const waiting = await putRun(runs, other, 'waits');
    const prices = JSON.stringify(other.frame.limits.map(() => 0));
    await runs.transact((tx) => ensureRound(tx, waiting, prices, waiting.parts));
    const file = made(11, 20);
    assert.equal(await byWorkers(runs, file), await alone(file));
    const { answered } = await runs.transact((tx) => selectRoundState(tx, waiting, 0));
    assert.deepEqual(answered, []);
    await runs.transact((tx) => deleteRun(tx, waiting));
  });

  test('says what can never be answered', async () => {
    const file = made(9, 8);
    const run = await putRun(runs, file, 'made');
    const asked = shareOutByWorkers(runs, file, { name: 'made', worksToo: false, hear: () => undefined });
    const failing = createTaskWorker(runs, () => Promise.reject(new AllocationInputError('School a: too much.')));
    const rejected = assert.rejects(
      asked,
      (error) => error instanceof AllocationRunError && /too much/.test(error.message),
    );
    while ((await failing.step()) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await rejected;
    await runs.transact((tx) => deleteRun(tx, run));
  });

  test('says that the run was ended under way', async () => {
    const file = made(6, 8);
    const run = await putRun(runs, file, 'made');
    const hear = () => undefined;
    const removed = shareOutByWorkers(runs, file, { name: 'made', worksToo: false, hear });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await runs.transact((tx) => setRun(tx, run, { state: 'done' }));
    await assert.rejects(
      removed,
      (error) => error instanceof AllocationRunError && /ended or removed/.test(error.message),
    );
    await runs.transact((tx) => deleteRun(tx, run));
  });

  test('is seen by the members of its organisation alone, and changed by those who may edit', async () => {
    const owner = await addPerson(database.db);
    const reader = await addPerson(database.db);
    const stranger = await addPerson(database.db);
    await database.db.asSystem((tx) =>
      tx
        .insertInto('membership')
        .values({
          organisation_id: owner.organisationId,
          person_id: reader.personId,
          role: 'reader',
          created_at: new Date(0),
        })
        .execute(),
    );
    const file = made(7, 12);
    const theirs = runsOfOrganisation(database.db, owner.organisationId, owner.personId);
    const run = await putRun(theirs, file, 'ours');
    const prices = JSON.stringify(file.frame.limits.map(() => 0));
    await theirs.transact((tx) => ensureRound(tx, run, prices, run.parts));
    const names = async (someone: RunsOf) => (await someone.transact((tx) => listRuns(tx))).map(({ name }) => name);
    const as = (personId: string) => runsOfOrganisation(database.db, owner.organisationId, personId);
    assert.deepEqual(await names(theirs), ['ours']);
    assert.deepEqual(await names(as(reader.personId)), ['ours']);
    assert.deepEqual(await names(as(stranger.personId)), []);
    assert.ok(!(await names(runs)).includes('ours'), 'the system role reaches no organisation’s run');
    const take = { holder: 'x', leaseMs: 1000, atOnce: 4, held: new Set<string>(), run: null };
    for (const nobody of [as(reader.personId), as(stranger.personId), runs]) {
      assert.deepEqual(await nobody.transact((tx) => takeTasks(tx, take)), []);
      assert.equal(await nobody.transact((tx) => deleteRun(tx, run)), false);
    }
    const refused = (error: unknown) => error instanceof SqlError && error.sqlState === '42501';
    await assert.rejects(putRun(as(reader.personId), made(8, 12), 'not mine to make'), refused);
    await assert.rejects(putRun({ ...runs, organisationId: owner.organisationId }, made(8, 12), 'no'), refused);
    await assert.rejects(putRun({ ...theirs, organisationId: '' }, made(8, 12), 'of the installation'), refused);
    // It works for them as for the installation.
    assert.equal(await byWorkers(theirs, file), await alone(file));
  });
});

test('choices cross as bytes and come back', () => {
  const choices = Int16Array.from({ length: 5_000 }, (_, n) => (n % 40) - 1);
  assert.deepEqual(bytesToChoices(choicesToBytes(choices)), choices);
  assert.ok(choicesToBytes(choices).length < 1_000);
});
