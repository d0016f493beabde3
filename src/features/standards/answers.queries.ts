/** SQL of answers to the standards' questions. */
import { sql } from 'kysely';
import type { PlainDate } from '../../domain/dates.ts';
import type { AnswerBasis } from '../../domain/record.ts';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';

export interface AnswerContent {
  questionId: string;
  choice: string;
  answeredOn: PlainDate;
  note: string | null;
  basis: AnswerBasis;
  by: string | null;
  holdsUntil: PlainDate | null;
}

export interface StoredAnswer extends AnswerContent {
  version: number;
  updatedAt: Date;
  /** Who gave it last, as the history knows; null where it came with a file. */
  personName: string | null;
}

interface AnswerRow {
  question_id: string;
  choice: string;
  answered_on: PlainDate;
  note: string | null;
  basis: AnswerBasis;
  by: string | null;
  holds_until: PlainDate | null;
  version: number;
  updated_at: Date | string;
  person_name: string | null;
}

/** All answers of a school, with who gave each last. */
export async function listAnswers(tx: Transaction, scope: SchoolScope): Promise<StoredAnswer[]> {
  return selectAnswers(tx, scope, null);
}

/** One answer; null where the question has none. */
export async function selectAnswer(
  tx: Transaction,
  scope: SchoolScope,
  questionId: string,
): Promise<StoredAnswer | null> {
  const [answer] = await selectAnswers(tx, scope, questionId);
  return answer ?? null;
}

/** Holds an answer's row until the transaction ends. */
export async function lockAnswer(tx: Transaction, scope: SchoolScope, questionId: string): Promise<void> {
  await sql`select 1 from answer where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}
    and question_id = ${questionId} for update`.execute(tx);
}

/**
 * Writes an answer where there is none, and gives its version. Versions go on counting where an earlier answer was taken back,
 * so that nobody takes the new one for the one they saw. Null where somebody else has just answered.
 */
export async function insertAnswer(
  tx: Transaction,
  scope: SchoolScope,
  { questionId, choice, answeredOn, note, basis, by, holdsUntil }: AnswerContent,
  at: Date,
): Promise<number | null> {
  const { rows } = await sql<{ version: number }>`insert into answer
      (organisation_id, school_id, question_id, choice, answered_on, note, basis, by, holds_until, version, updated_at)
    values (${scope.organisationId}, ${scope.schoolId}, ${questionId}, ${choice}, ${answeredOn}, ${note}, ${basis}, ${by},
      ${holdsUntil},
      1 + coalesce((select max((before ->> 'version')::integer) from change
        where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}
          and table_name = 'answer' and row_id = ${questionId}), 0),
      ${at})
    on conflict (organisation_id, school_id, question_id) do nothing
    returning version`.execute(tx);
  return rows[0]?.version ?? null;
}

/** Changes an answer, and counts its version up. */
export async function updateAnswer(
  tx: Transaction,
  scope: SchoolScope,
  { questionId, choice, answeredOn, note, basis, by, holdsUntil }: AnswerContent,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('answer')
    .set((row) => ({
      choice,
      answered_on: answeredOn,
      note,
      basis,
      by,
      holds_until: holdsUntil,
      version: row('version', '+', 1),
      updated_at: at,
    }))
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('question_id', '=', questionId)
    .execute();
}

export async function deleteAnswer(tx: Transaction, scope: SchoolScope, questionId: string): Promise<void> {
  await tx
    .deleteFrom('answer')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('question_id', '=', questionId)
    .execute();
}

async function selectAnswers(tx: Transaction, scope: SchoolScope, questionId: string | null): Promise<StoredAnswer[]> {
  const { rows } =
    await sql<AnswerRow>`select question_id, choice, answered_on, note, basis, by, holds_until, version, updated_at,
      (select person.name from change left join person on person.id = change.person_id
        where change.organisation_id = answer.organisation_id and change.school_id = answer.school_id
          and change.table_name = 'answer' and change.row_id = answer.question_id
        order by change.id desc limit 1) as person_name
    from answer
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}
      ${questionId === null ? sql`` : sql`and question_id = ${questionId}`}
    order by entered`.execute(tx);
  return rows.map((row) => ({
    questionId: row.question_id,
    choice: row.choice,
    answeredOn: row.answered_on,
    note: row.note,
    basis: row.basis,
    by: row.by,
    holdsUntil: row.holds_until,
    version: row.version,
    updatedAt: new Date(row.updated_at),
    personName: row.person_name,
  }));
}
