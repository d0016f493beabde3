/** Signing off and taking it back, each with its line in the history. */
import { randomUUID } from 'node:crypto';
import type { PlainDate } from '../../domain/dates.ts';
import { recordChange, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import { deleteSignOff, insertSignOff } from './sign-off.queries.ts';
import type { SignedAnswers, SignOff } from './sign-off.rules.ts';

export interface Signing {
  tx: Transaction;
  scope: SchoolScope;
  personId: string;
  now: Date;
  today: PlainDate;
}

/** Puts a person's name to the answers of an area, or of all (`category` null), as they stand today. */
export async function signOff(
  signing: Signing,
  given: { category: { id: string; name: string } | null; personName: string; answers: SignedAnswers },
): Promise<void> {
  const { tx, scope, personId, now, today } = signing;
  const { category, personName, answers } = given;
  const made: SignOff = {
    id: randomUUID(),
    categoryId: category?.id ?? null,
    signedOn: today,
    personId,
    personName,
    answers,
  };
  await insertSignOff(tx, scope, made, now);
  await record(signing, made.id, null, sideOf(made, category?.name));
}

/** Takes a sign-off back. @returns false where it is gone already. */
export async function takeBackSignOff(
  signing: Signing,
  taken: SignOff,
  categoryName: string | undefined,
): Promise<boolean> {
  if (!(await deleteSignOff(signing.tx, signing.scope, taken.id))) return false;
  await record(signing, taken.id, sideOf(taken, categoryName), null);
  return true;
}

function sideOf({ personName, signedOn, answers }: SignOff, categoryName: string | undefined) {
  return {
    name: `Answers on ${categoryName ?? 'all areas'}`,
    signedBy: personName,
    signedOn,
    count: Object.keys(answers).length,
  };
}

type Side = ReturnType<typeof sideOf> | null;

async function record({ tx, scope, personId, now }: Signing, rowId: string, before: Side, after: Side): Promise<void> {
  await recordChange(tx, { ...scope, table: 'sign_off', rowId, before, after, personId, at: now });
}
