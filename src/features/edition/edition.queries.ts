/** SQL of a school's edition: the moves that its history knows, and what has been answered since. */
import { sql } from 'kysely';
import type { PlainDate } from '../../domain/dates.ts';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';

/** A move as the history has it. */
export interface StoredMove {
  changeId: number;
  from: string;
  to: string;
  at: Date;
}

/** The school's last move to another edition; null where it is still judged by the one that it began with. */
export async function selectLastMove(tx: Transaction, scope: SchoolScope): Promise<StoredMove | null> {
  const { rows } = await sql<{ id: number; before: string; after: string; at: Date | string }>`select id,
      before ->> 'edition' as before, after ->> 'edition' as after, at
    from change
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and table_name = 'school'
      and before ->> 'edition' is not null and after ->> 'edition' is not null
    order by id desc limit 1`.execute(tx);
  const [row] = rows;
  return row === undefined ? null : { changeId: row.id, from: row.before, to: row.after, at: new Date(row.at) };
}

/** The questions that somebody has answered again since a line of the history. */
export async function listAnsweredSince(
  tx: Transaction,
  scope: SchoolScope,
  changeId: number,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ row_id: string }>`select distinct row_id from change
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and table_name = 'answer'
      and id > ${changeId}`.execute(tx);
  return new Set(rows.map(({ row_id: questionId }) => questionId));
}

export interface StandingAnswer {
  questionId: string;
  choice: string;
  answeredOn: PlainDate;
}

/** The school's answers, whichever edition asked for them. */
export async function listStandingAnswers(tx: Transaction, scope: SchoolScope): Promise<StandingAnswer[]> {
  const rows = await tx
    .selectFrom('answer')
    .select(['question_id', 'choice', 'answered_on'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .orderBy('entered')
    .execute();
  return rows.map((row) => ({ questionId: row.question_id, choice: row.choice, answeredOn: row.answered_on }));
}

/** Has the school judged by another edition, where it still is by `from`. */
export async function updateEdition(tx: Transaction, scope: SchoolScope, from: string, to: string): Promise<boolean> {
  const result = await tx
    .updateTable('school')
    .set({ edition: to })
    .where('organisation_id', '=', scope.organisationId)
    .where('id', '=', scope.schoolId)
    .where('edition', '=', from)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}
