/** What becomes of the tasks to find out: by an answer, and by what somebody says of one. Each writes the history. */
import { randomUUID } from 'node:crypto';
import type { PlainDate } from '../../domain/dates.ts';
import type { Question } from '../../library/index.ts';
import { recordChange, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import { selectSchoolCalendar } from '../contracts/index.ts';
import { insertTask, lockTask, updateTask, type StoredTask } from './find-out.queries.ts';
import {
  dueAfter,
  stateAfterAnswer,
  taskOf,
  type FindOutTask,
  type TaskContent,
  type TaskState,
} from './find-out.rules.ts';

export interface FindingOut {
  tx: Transaction;
  scope: SchoolScope;
  personId: string;
  now: Date;
  today: PlainDate;
}

/** `stale`: somebody else changed it since; `latest` is what they made of it. */
export type TaskResult = { outcome: 'done' } | { outcome: 'stale'; latest: FindOutTask };

/** "Not sure" makes the question's task, or opens it again; any other answer closes it. Runs in the answer's transaction. */
export async function followAnswer(finding: FindingOut, question: Question, choice: string): Promise<void> {
  const { tx, scope, today } = finding;
  const before = await lockTask(tx, scope, question.id);
  const state = stateAfterAnswer(before?.state ?? null, choice);
  if (state === null) return;
  if (before === null) {
    const calendar = await selectSchoolCalendar(tx, scope);
    await writeFirst(finding, question, taskOf(question, today, calendar));
    return;
  }
  // Who was asked last time is who to ask again; the time to find out begins anew.
  const dueOn = state === 'open' ? dueAfter(today, await selectSchoolCalendar(tx, scope)) : before.dueOn;
  await writeNext(finding, question, before, { ...before, state, dueOn });
}

/** Says who is to find out, by when, and a note; or drops the task or opens it again. `version` is the one that was seen. */
export async function changeTask(
  finding: FindingOut,
  question: Question,
  seen: FindOutTask,
  change: Partial<TaskContent & { state: TaskState }>,
): Promise<TaskResult> {
  const { tx, scope } = finding;
  const before = await lockTask(tx, scope, question.id);
  if (before === null) {
    const isOurs = await writeFirst(finding, question, { ...seen, ...change });
    const latest = isOurs ? null : await lockTask(tx, scope, question.id);
    return latest === null ? { outcome: 'done' } : { outcome: 'stale', latest };
  }
  const after = { ...before, ...change };
  if (isSame(before, after)) return { outcome: 'done' };
  if (before.version !== seen.version) return { outcome: 'stale', latest: before };
  await writeNext(finding, question, before, after);
  return { outcome: 'done' };
}

async function writeFirst(finding: FindingOut, question: Question, task: FindOutTask): Promise<boolean> {
  const { tx, scope, now } = finding;
  const made = { ...task, id: randomUUID(), version: 1, updatedAt: now };
  if (!(await insertTask(tx, scope, made, now))) return false;
  await record(finding, question, null, made);
  return true;
}

async function writeNext(
  finding: FindingOut,
  question: Question,
  before: StoredTask,
  after: StoredTask,
): Promise<void> {
  const next = { ...after, version: before.version + 1 };
  await updateTask(finding.tx, finding.scope, next, finding.now);
  await record(finding, question, before, next);
}

function isSame(a: FindOutTask, b: FindOutTask): boolean {
  return (['ownerName', 'ownerEmail', 'dueOn', 'note', 'state'] as const).every((name) => a[name] === b[name]);
}

const stateWords: Record<TaskState, string> = { open: 'To find out', done: 'Found out', dropped: 'Dropped' };

async function record(
  { tx, scope, personId, now }: FindingOut,
  question: Question,
  before: FindOutTask | null,
  after: FindOutTask,
): Promise<void> {
  const side = (task: FindOutTask | null) =>
    task && {
      name: question.text,
      ownerName: task.ownerName,
      // The history is never altered, so an address is no part of it.
      ownerEmail: task.ownerEmail === null ? null : 'Written down',
      dueOn: task.dueOn,
      state: stateWords[task.state],
      note: task.note,
      version: task.version,
    };
  await recordChange(tx, {
    ...scope,
    table: 'find_out_task',
    // A question has one task, and the task's page is the question's.
    rowId: question.id,
    before: side(before),
    after: side(after),
    personId,
    at: now,
  });
}
