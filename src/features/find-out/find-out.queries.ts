/** SQL of tasks to find out. */
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';
import type { FindOutTask } from './find-out.rules.ts';

export interface StoredTask extends FindOutTask {
  id: string;
  updatedAt: Date;
}

/** All tasks of a school, whatever their state. */
export async function listTasks(tx: Transaction, scope: SchoolScope): Promise<StoredTask[]> {
  const rows = await tx
    .selectFrom('find_out_task')
    .selectAll()
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(toTask);
}

/** The task of a question, held until the transaction ends; null where there is none. */
export async function lockTask(tx: Transaction, scope: SchoolScope, questionId: string): Promise<StoredTask | null> {
  const row = await tx
    .selectFrom('find_out_task')
    .selectAll()
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('question_id', '=', questionId)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : toTask(row);
}

/** Writes a task where the question has none. @returns false where somebody else has just written one. */
export async function insertTask(tx: Transaction, scope: SchoolScope, task: StoredTask, at: Date): Promise<boolean> {
  const row = await tx
    .insertInto('find_out_task')
    .values({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      id: task.id,
      question_id: task.questionId,
      ...toColumns(task),
      version: task.version,
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'school_id', 'question_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function updateTask(tx: Transaction, scope: SchoolScope, task: StoredTask, at: Date): Promise<void> {
  await tx
    .updateTable('find_out_task')
    .set({ ...toColumns(task), version: task.version, updated_at: at })
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', task.id)
    .execute();
}

function toColumns(task: FindOutTask) {
  return {
    asked_role: task.askedRole,
    owner_name: task.ownerName,
    owner_email: task.ownerEmail,
    due_on: task.dueOn,
    state: task.state,
    note: task.note,
  };
}

function toTask(row: {
  id: string;
  question_id: string;
  asked_role: string;
  owner_name: string | null;
  owner_email: string | null;
  due_on: string;
  state: FindOutTask['state'];
  note: string | null;
  version: number;
  updated_at: Date;
}): StoredTask {
  return {
    id: row.id,
    questionId: row.question_id,
    askedRole: row.asked_role,
    ownerName: row.owner_name,
    ownerEmail: row.owner_email,
    dueOn: row.due_on,
    state: row.state,
    note: row.note,
    version: row.version,
    updatedAt: row.updated_at,
  };
}
