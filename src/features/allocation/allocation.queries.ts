/**
 * The tables of runs that several processes work on. `organisationId` is '' for the installation's own runs; the role of the
 * transaction decides what of that is reached. Leases are measured by the database's clock, the one that all processes share.
 */
import { type RawBuilder, sql } from 'kysely';
import { insertRows, type Transaction } from '../../platform/database/index.ts';

export interface RunScope {
  organisationId: string;
  runId: string;
}

export interface RunRow extends RunScope {
  name: string;
  inputHash: string;
  /** The years and limits, as JSON. */
  frame: string;
  schools: number;
  parts: number;
  state: 'loading' | 'running' | 'done';
  progress: Record<string, unknown>;
  planHash: string | null;
  updatedAt: Date;
}

/** A part's question: answer these prices. */
export interface TakenTask extends RunScope {
  round: number;
  part: number;
  prices: string;
}

export interface TaskAnswer {
  round: number;
  part: number;
  sums: string;
  choices: Uint8Array;
}

/** How a round stands: which parts have answered, and why one never can. */
export interface RoundState {
  state: RunRow['state'] | null;
  answered: number[];
  failure: string | null;
  /** How often the part that was taken up most often without an answer was. */
  attempts: number;
}

/** Bytes cross to either database as text, which is all that both take alike. */
const bytes = (value: Uint8Array): RawBuilder<Uint8Array> =>
  sql<Uint8Array>`decode(${Buffer.from(value).toString('base64')}, 'base64')`;

/** Makes the run of a file, or finds it where there is one. */
export async function ensureRun(
  tx: Transaction,
  run: Omit<RunRow, 'state' | 'progress' | 'planHash' | 'updatedAt'>,
): Promise<RunRow> {
  await tx
    .insertInto('allocation_run')
    .values({
      organisation_id: run.organisationId,
      run_id: run.runId,
      name: run.name,
      input_hash: run.inputHash,
      frame: run.frame,
      schools: run.schools,
      parts: run.parts,
      state: 'loading',
      plan_hash: null,
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'input_hash']).doNothing())
    .execute();
  const [row] = await listRuns(tx, { organisationId: run.organisationId, inputHash: run.inputHash });
  if (row === undefined) throw new Error('The run that was just made is not there.');
  return row;
}

/** Runs that can be seen, the newest first; of one organisation and file where that is given. */
export async function listRuns(
  tx: Transaction,
  only?: { organisationId: string; inputHash: string },
): Promise<RunRow[]> {
  let query = tx.selectFrom('allocation_run').selectAll().orderBy('created_at', 'desc').orderBy('run_id');
  if (only) query = query.where('organisation_id', '=', only.organisationId).where('input_hash', '=', only.inputHash);
  return (await query.execute()).map((row) => ({
    organisationId: row.organisation_id,
    runId: row.run_id,
    name: row.name,
    inputHash: row.input_hash,
    frame: row.frame,
    schools: row.schools,
    parts: row.parts,
    state: row.state,
    progress: row.progress,
    planHash: row.plan_hash,
    updatedAt: row.updated_at,
  }));
}

/** The run's years and limits, as JSON; null where it is gone. */
export async function selectFrame(tx: Transaction, scope: RunScope): Promise<string | null> {
  const row = await inRun(tx.selectFrom('allocation_run').select('frame'), scope).executeTakeFirst();
  return row?.frame ?? null;
}

/** Where the run is, held until the transaction ends; null where it is gone. */
export async function lockRunState(tx: Transaction, scope: RunScope): Promise<RunRow['state'] | null> {
  const row = await inRun(tx.selectFrom('allocation_run').select('state').forShare(), scope).executeTakeFirst();
  return row?.state ?? null;
}

/** Whether anything is under way that a worker could be asked for. */
export async function hasRunning(tx: Transaction): Promise<boolean> {
  const row = await tx
    .selectFrom('allocation_run')
    .select('run_id')
    .where('state', 'in', ['loading', 'running'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function setRun(
  tx: Transaction,
  scope: RunScope,
  set: { state?: RunRow['state']; progress?: Record<string, unknown>; planHash?: string },
): Promise<void> {
  await inRun(
    tx.updateTable('allocation_run').set({
      ...(set.state === undefined ? {} : { state: set.state }),
      ...(set.progress === undefined ? {} : { progress: JSON.stringify(set.progress) }),
      ...(set.planHash === undefined ? {} : { plan_hash: set.planHash }),
      updated_at: sql<Date>`clock_timestamp()`,
    }),
    scope,
  ).execute();
}

/** Removes a run with all that hangs on it. */
export async function deleteRun(tx: Transaction, scope: RunScope): Promise<boolean> {
  const gone = await inRun(tx.deleteFrom('allocation_run'), scope).executeTakeFirst();
  return Number(gone.numDeletedRows) > 0;
}

/** Removes what a finished run no longer needs: its schools, rounds and answers. */
export async function deleteWorkings(tx: Transaction, scope: RunScope): Promise<void> {
  await inRun(tx.deleteFrom('allocation_round'), scope).execute();
  await inRun(tx.deleteFrom('allocation_part'), scope).execute();
}

/** Numbers of the parts that are already there. */
export async function listParts(tx: Transaction, scope: RunScope): Promise<number[]> {
  return (await inRun(tx.selectFrom('allocation_part').select('part'), scope).execute()).map(({ part }) => part);
}

export async function insertPart(
  tx: Transaction,
  scope: RunScope,
  part: { part: number; first: number; schools: number; content: Uint8Array },
): Promise<void> {
  await tx
    .insertInto('allocation_part')
    .values({
      organisation_id: scope.organisationId,
      run_id: scope.runId,
      part: part.part,
      first_school: part.first,
      schools: part.schools,
      content: bytes(part.content),
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'run_id', 'part']).doNothing())
    .execute();
}

/** A part's schools, as they were put in; null where it is gone. */
export async function selectPart(tx: Transaction, scope: RunScope, part: number): Promise<Buffer | null> {
  const row = await inRun(
    tx.selectFrom('allocation_part').select(sql<string>`encode(content, 'base64')`.as('content')),
    scope,
  )
    .where('part', '=', part)
    .executeTakeFirst();
  return row === undefined ? null : Buffer.from(row.content, 'base64');
}

/** The number of the round with these prices; it and its tasks are made where there is none. */
export async function ensureRound(tx: Transaction, scope: RunScope, prices: string, parts: number): Promise<number> {
  for (let tries = 0; tries < 20; tries++) {
    const found = await inRun(tx.selectFrom('allocation_round').select('round'), scope)
      .where('prices', '=', prices)
      .executeTakeFirst();
    if (found !== undefined) return found.round;
    const made = await sql<{ round: number }>`
      insert into allocation_round (organisation_id, run_id, round, prices)
      select ${scope.organisationId}, ${scope.runId}, coalesce(max(round) + 1, 0), ${prices} from allocation_round
      where organisation_id = ${scope.organisationId} and run_id = ${scope.runId}
      on conflict do nothing returning round`.execute(tx);
    const round = made.rows[0]?.round;
    // Another process has made a round in this very moment: look again.
    if (round === undefined) continue;
    const tasks = Array.from({ length: parts }, (_, part) => ({
      organisation_id: scope.organisationId,
      run_id: scope.runId,
      round,
      part,
      attempts: 0,
    }));
    await insertRows(tx, 'allocation_task', tasks);
    return round;
  }
  throw new Error('The round could not be written down: other processes make rounds of the same run all the time.');
}

/** Takes up to `atOnce` tasks for `leaseMs`: those of parts that are held already first; of one run only where that is given. */
export async function takeTasks(
  tx: Transaction,
  take: { holder: string; leaseMs: number; atOnce: number; held: ReadonlySet<string>; run: RunScope | null },
): Promise<TakenTask[]> {
  const held = take.held.size === 0 ? sql`t.part < 0` : sql`t.run_id || ' ' || t.part in (${sql.join([...take.held])})`;
  const only =
    take.run === null
      ? sql`true`
      : sql`t.organisation_id = ${take.run.organisationId} and t.run_id = ${take.run.runId}`;
  const { rows } = await sql<{
    organisation_id: string;
    run_id: string;
    round: number;
    part: number;
    prices: string;
  }>`
    with free as (
      select t.organisation_id, t.run_id, t.round, t.part from allocation_task t
      where ${only} and t.answered_at is null and t.failure is null and (t.held_until is null or t.held_until < clock_timestamp())
        and exists (select 1 from allocation_run r
          where r.organisation_id = t.organisation_id and r.run_id = t.run_id and r.state = 'running')
      order by (${held}) desc, t.organisation_id, t.run_id, t.round, t.part
      limit ${take.atOnce} for update of t skip locked)
    update allocation_task t
    set holder = ${take.holder}, attempts = t.attempts + 1,
      held_until = clock_timestamp() + ${take.leaseMs} * interval '1 millisecond'
    from free join allocation_round o using (organisation_id, run_id, round)
    where t.organisation_id = free.organisation_id and t.run_id = free.run_id and t.round = free.round and t.part = free.part
    returning t.organisation_id, t.run_id, t.round, t.part, o.prices`.execute(tx);
  return rows.map((row) => ({
    organisationId: row.organisation_id,
    runId: row.run_id,
    round: row.round,
    part: row.part,
    prices: row.prices,
  }));
}

/** Writes an answer down. One that is there already stays as it is: it says the same. */
export async function putAnswer(tx: Transaction, scope: RunScope, answer: TaskAnswer): Promise<void> {
  await inRun(
    tx.updateTable('allocation_task').set({
      holder: null,
      held_until: null,
      sums: answer.sums,
      choices: bytes(answer.choices),
      answered_at: sql<Date>`clock_timestamp()`,
    }),
    scope,
  )
    .where('round', '=', answer.round)
    .where('part', '=', answer.part)
    .where('answered_at', 'is', null)
    .execute();
}

/** Says of a task that it can never be answered. */
export async function putFailure(tx: Transaction, task: TakenTask, failure: string): Promise<void> {
  await inRun(tx.updateTable('allocation_task').set({ holder: null, held_until: null, failure }), task)
    .where('round', '=', task.round)
    .where('part', '=', task.part)
    .where('answered_at', 'is', null)
    .execute();
}

/** Lets go of what was taken and not answered. */
export async function releaseTasks(tx: Transaction, holder: string): Promise<void> {
  await tx
    .updateTable('allocation_task')
    .set({ holder: null, held_until: null })
    .where('holder', '=', holder)
    .where('answered_at', 'is', null)
    .execute();
}

/** Forgets that a task was given up, or taken up often: for a coordinator that starts again. */
export async function forgetFailures(tx: Transaction, scope: RunScope): Promise<void> {
  await inRun(tx.updateTable('allocation_task').set({ failure: null, attempts: 0 }), scope)
    .where('answered_at', 'is', null)
    .execute();
}

export async function selectRoundState(tx: Transaction, scope: RunScope, round: number): Promise<RoundState> {
  const run = await inRun(tx.selectFrom('allocation_run').select('state'), scope).executeTakeFirst();
  const tasks = await inRun(
    tx
      .selectFrom('allocation_task')
      .select(['part', 'failure', 'attempts', sql<boolean>`answered_at is not null`.as('answered')]),
    scope,
  )
    .where('round', '=', round)
    .execute();
  const open = tasks.filter(({ answered }) => !answered);
  return {
    state: run?.state ?? null,
    answered: tasks.filter(({ answered }) => answered).map(({ part }) => part),
    failure: open.find(({ failure }) => failure !== null)?.failure ?? null,
    attempts: Math.max(0, ...open.map(({ attempts }) => attempts)),
  };
}

/** The sums of a round, part by part. */
export async function selectSums(tx: Transaction, scope: RunScope, round: number): Promise<string[]> {
  const rows = await inRun(tx.selectFrom('allocation_task').select('sums'), scope)
    .where('round', '=', round)
    .where('answered_at', 'is not', null)
    .orderBy('part')
    .execute();
  return rows.map(({ sums }) => sums ?? '');
}

/** The choices of a round, part by part. */
export async function selectChoices(tx: Transaction, scope: RunScope, round: number): Promise<Buffer[]> {
  const rows = await inRun(
    tx.selectFrom('allocation_task').select(sql<string>`encode(choices, 'base64')`.as('choices')),
    scope,
  )
    .where('round', '=', round)
    .where('answered_at', 'is not', null)
    .orderBy('part')
    .execute();
  return rows.map(({ choices }) => Buffer.from(choices, 'base64'));
}

/** Narrows a query to one run. */
function inRun<Q extends { where(column: never, operator: '=', value: never): Q }>(query: Q, scope: RunScope): Q {
  return query
    .where('organisation_id' as never, '=', scope.organisationId as never)
    .where('run_id' as never, '=', scope.runId as never);
}
