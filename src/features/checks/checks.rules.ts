/**
 * Contradictions in a school's record: where two things that it says cannot both be right, or where something that it says
 * has run out. Pure. Each check names the facts behind it and where to mend it; none is ever decided by itself.
 *
 * Guesses from a typical school contradict nothing: a check is only ever about what somebody at the school has written down.
 */
import type { PlainDate } from '../../domain/dates.ts';
import { withoutGuesses } from '../../domain/guesses.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { editionFor, type Edition, type Library } from '../../library/index.ts';
import { withKnownDates } from '../../library/known-equipment.ts';
import { statusOn } from '../../status/index.ts';
import { acceptedChecks } from './accepted.rules.ts';
import { answerChecks } from './answers.rules.ts';
import type { Check } from './check.ts';
import { contractChecks } from './contracts.rules.ts';
import { equipmentChecks } from './equipment.rules.ts';
import { planChecks, type PlanGiven } from './plan.rules.ts';

/** A stable order: what says that something is met and is not comes first, what only has to be written down last. */
const ORDER: readonly Check['kind'][] = [
  'unsupported',
  'contradiction',
  'no-servers',
  'denied',
  'plan-over',
  'accepted-over',
  'evidence-expired',
  'answer-lapsed',
  'no-successor',
  'disposed-server',
  'disposed-router',
  'contract-ended',
  'accepted-ends',
  'contract-over',
  'contract-no-end',
  'contract-no-notice',
  'same-asset-tag',
  'plan-old',
];

/**
 * Every check of the record on `today`, what weighs most first.
 * @param plan null where the school has no plan, or it is not to be looked at.
 * @throws {UnknownEditionError} where the library lacks the record's edition.
 */
export function checksOf(given: SchoolRecord, library: Library, today: PlainDate, plan: PlanGiven | null): Check[] {
  const edition = editionFor(library, given);
  const record = withKnownDates(withoutGuesses({ ...given, asAt: today }), library.lifecycles);
  const found = [
    ...answerChecks(record, edition, statusOn(record, claimedIn(edition, record), today), today),
    ...contractChecks(record, today),
    ...equipmentChecks(record, today),
    ...acceptedChecks(record, edition, today),
    ...(plan === null ? [] : planChecks(record, library, today, plan)),
  ];
  return found.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.id < b.id ? -1 : 1));
}

/**
 * The edition with only those requirements that an answer and the registers can disagree on: all others have one side to them.
 * Judging these alone takes a fraction of the time, and people wait for a save.
 */
export function claimedIn(edition: Edition, { answers }: Pick<SchoolRecord, 'answers'>): Edition {
  const answered = new Set(answers.map(({ questionId }) => questionId));
  return {
    ...edition,
    requirements: edition.requirements.filter(
      ({ fact, question }) => fact !== null && question !== null && answered.has(question.id),
    ),
  };
}

/** Those of `after` that were not there before. */
export function newChecks(before: readonly Check[], after: readonly Check[]): Check[] {
  const known = new Set(before.map(({ id }) => id));
  return after.filter(({ id }) => !known.has(id));
}
