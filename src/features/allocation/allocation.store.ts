/** A run in the database: its schools in parts, put there once, and the transactions that its coordinator and workers need. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { AllocationFrame, AllocationSchool } from '../../domain/allocation.ts';
import { groupsOf } from '../../planner/allocation/index.ts';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { type OpenAllocation, schoolsOfLines } from './allocation.file.ts';
import {
  ensureRun,
  forgetFailures,
  insertPart,
  listParts,
  type RunRow,
  type RunScope,
  selectFrame,
  selectPart,
  setRun,
} from './allocation.queries.ts';

/** Runs transactions as whoever the runs belong to. */
export interface RunsOf {
  /** '' for the installation. */
  organisationId: string;
  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

/** The installation's own runs: for whoever has the database's user, from the command line. */
export function runsOfInstallation(db: Database): RunsOf {
  return { organisationId: '', transact: (work) => db.asSystem(work) };
}

/** An organisation's runs, as one of its people. */
export function runsOfOrganisation(db: Database, organisationId: string, personId: string): RunsOf {
  return { organisationId, transact: (work) => db.as(personId, work) };
}

/** Puts a file's run into the database, or finds it there: the same file goes on with the same run. */
export async function putRun(runs: RunsOf, file: OpenAllocation, name: string): Promise<RunRow> {
  const groups = groupsOf(file.packed.schools);
  const { organisationId } = runs;
  const run = await runs.transact((tx) =>
    ensureRun(tx, {
      organisationId,
      runId: file.inputHash.slice(0, 16),
      name: name.slice(0, 200),
      inputHash: file.inputHash,
      frame: JSON.stringify(file.frame),
      schools: file.packed.schools,
      parts: groups.length,
    }),
  );
  if (run.state !== 'running') await putParts(runs, run, file);
  await runs.transact((tx) => forgetFailures(tx, run));
  return { ...run, state: 'running' };
}

async function putParts(runs: RunsOf, run: RunScope, file: OpenAllocation): Promise<void> {
  const there = new Set(await runs.transact((tx) => listParts(tx, run)));
  const groups = groupsOf(file.packed.schools);
  let part = 0;
  let lines: string[] = [];
  for (const { text } of file.schools()) {
    const { first, last } = groups[part]!;
    lines.push(text);
    if (lines.length < last - first) continue;
    const number = part++;
    if (!there.has(number)) {
      const content = gzipSync(lines.join('\n'), { level: 4 });
      await runs.transact((tx) => insertPart(tx, run, { part: number, first, schools: last - first, content }));
    }
    lines = [];
  }
  await runs.transact((tx) => setRun(tx, run, { state: 'running' }));
}

/** A part's years, limits and schools; null where the run has gone or is over. */
export async function readPart(
  runs: RunsOf,
  scope: RunScope,
  part: number,
): Promise<{ frame: AllocationFrame; schools: AllocationSchool[] } | null> {
  const [frame, content] = await runs.transact(async (tx) => [
    await selectFrame(tx, scope),
    await selectPart(tx, scope, part),
  ]);
  if (frame === null || content === null) return null;
  return {
    frame: JSON.parse(frame) as AllocationFrame,
    schools: schoolsOfLines(gunzipSync(content).toString('utf8')),
  };
}
