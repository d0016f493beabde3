/** SQL of signing off. Rows are added and taken back, never changed. */
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';
import type { SignedAnswers, SignOff } from './sign-off.rules.ts';

/** All of a school, the newest first. */
export async function listSignOffs(tx: Transaction, scope: SchoolScope): Promise<SignOff[]> {
  const rows = await tx
    .selectFrom('sign_off')
    .select(['id', 'category_id', 'signed_on', 'person_id', 'person_name', 'answers'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .orderBy('entered', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    categoryId: row.category_id,
    signedOn: row.signed_on,
    personId: row.person_id,
    personName: row.person_name,
    answers: row.answers as SignedAnswers,
  }));
}

export async function insertSignOff(tx: Transaction, scope: SchoolScope, signOff: SignOff, at: Date): Promise<void> {
  await tx
    .insertInto('sign_off')
    .values({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      id: signOff.id,
      category_id: signOff.categoryId,
      signed_on: signOff.signedOn,
      person_id: signOff.personId,
      person_name: signOff.personName,
      answers: JSON.stringify(signOff.answers),
      created_at: at,
    })
    .execute();
}

/** @returns false where it is gone already. */
export async function deleteSignOff(tx: Transaction, scope: SchoolScope, id: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('sign_off')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', id)
    .executeTakeFirst();
  return Number(result.numDeletedRows) === 1;
}
