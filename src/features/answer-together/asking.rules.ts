/**
 * Questions that go to somebody by a link: what the link's page shows, what may be sent, and what the school sees beside each
 * proposal. Pure.
 */
import { addDays, type PlainDate } from '../../domain/dates.ts';
import type { Answer, SchoolRecord } from '../../domain/record.ts';
import type { Question } from '../../library/index.ts';
import { leadRole, NOT_SURE } from '../find-out/index.ts';
import type { RequirementLine } from '../standards/index.ts';

/** How long a link works, unless the school says otherwise. */
export const LINK_DAYS = 21;
export const LONGEST_LINK_DAYS = 366;
/** Links that wait for answers, at most: each is a door. */
export const MOST_LINKS = 50;
export const LONGEST_NOTE = 4000;

/** A question as it was worded when the link was made: what was answered is what was shown. */
export interface AskedQuestion {
  text: string;
  hint: string;
  choices: { id: string; label: string }[];
}

export interface AskedItem {
  questionId: string;
  question: AskedQuestion;
  /** Null where the person has not answered it. */
  choice: string | null;
  note: string | null;
  version: number;
  decision: 'accepted' | 'declined' | null;
}

export interface AskedRequest {
  id: string;
  schoolName: string;
  personName: string;
  message: string | null;
  expiresOn: PlainDate;
  revokedAt: Date | null;
  sentAt: Date | null;
  version: number;
}

export type RequestState = 'waiting' | 'to-review' | 'reviewed' | 'stopped' | 'expired';

/** How far a link is, for the school. What was sent stays to be reviewed after the link has ended. */
export function requestState(
  request: Pick<AskedRequest, 'sentAt' | 'revokedAt' | 'expiresOn'>,
  items: readonly Pick<AskedItem, 'choice' | 'decision'>[],
  today: PlainDate,
): RequestState {
  if (request.sentAt !== null) {
    return items.some(({ choice, decision }) => choice !== null && decision === null) ? 'to-review' : 'reviewed';
  }
  if (request.revokedAt !== null) return 'stopped';
  return request.expiresOn < today ? 'expired' : 'waiting';
}

export function usualExpiry(today: PlainDate): PlainDate {
  return addDays(today, LINK_DAYS);
}

export function askedQuestion({ text, hint, choices }: Question): AskedQuestion {
  return { text, hint, choices: choices.map(({ id, label }) => ({ id, label })) };
}

/** Roles that lead the answer to questions, in the order of asking, each with its questions. */
export function questionsByRole<T extends { question: Question }>(states: readonly T[]): Map<string, T[]> {
  return Map.groupBy(states, ({ question }) => leadRole(question.asks));
}

// What comes from the link ----------------------------------------------------------------------------------------------

/** One answer as it was typed; `choice` is null where none was chosen. */
export interface TypedAnswer {
  questionId: string;
  choice: string | null;
  note: string | null;
  /** The version that the page was made from. */
  version: number;
}

export interface TypedForm {
  typed: TypedAnswer[];
  errors: { field: string; message: string }[];
}

/**
 * Reads the link's form: only what is asked of the link's own questions, whatever else is sent. A question that the form does
 * not hold is left as it is.
 */
export function readLinkForm(items: readonly AskedItem[], body: unknown): TypedForm {
  const sent = (body ?? {}) as Record<string, unknown>;
  const textOf = (name: string) => {
    const value = Object.hasOwn(sent, name) ? sent[name] : undefined;
    return typeof value === 'string' ? value.replaceAll('\0', '').trim() : null;
  };
  const errors: TypedForm['errors'] = [];
  const typed = items.flatMap(({ questionId, question }, index) => {
    const version = textOf(`version-${questionId}`);
    if (version === null) return [];
    const choice = textOf(`choice-${questionId}`) || null;
    const note = textOf(`note-${questionId}`)?.replaceAll('\r\n', '\n') || null;
    const which = items.length === 1 ? '' : ` to question ${index + 1}`;
    if (choice !== null && !question.choices.some(({ id }) => id === choice)) {
      errors.push({ field: `choice-${questionId}`, message: `Choose one of the answers${which}` });
    }
    if (note !== null && note.length > LONGEST_NOTE) {
      const most = LONGEST_NOTE.toLocaleString('en-GB');
      errors.push({ field: `note-${questionId}`, message: `The note${which} must be ${most} characters or fewer` });
    }
    return [{ questionId, choice, note, version: /^\d{1,9}$/.test(version) ? Number(version) : -1 }];
  });
  return { typed, errors };
}

/** The next question without an answer after one of them, round to the first; null where all have one. */
export function nextUnanswered(items: readonly AskedItem[], questionId: string): string | null {
  const at = items.findIndex((item) => item.questionId === questionId);
  const ordered = [...items.slice(at + 1), ...items.slice(0, Math.max(at, 0))];
  return ordered.find(({ choice }) => choice === null)?.questionId ?? null;
}

// What the school sees beside it -------------------------------------------------------------------------------------------

/**
 * - `not-answered`: the person left it empty
 * - `not-asked`: the school's edition no longer asks it, or no longer has that answer
 * - `not-sure`: they do not know either
 * - `same`: what is answered already
 * - `new`: nothing is answered yet
 * - `differs`: something else is answered
 */
export type ProposalKind = 'not-answered' | 'not-asked' | 'not-sure' | 'same' | 'new' | 'differs';

export interface ReviewLine {
  item: AskedItem;
  kind: ProposalKind;
  /** What is answered now. */
  present: Answer | null;
  /** What the registers say of what the question decides. */
  facts: RequirementLine[];
  /** What the registers say against the proposal. */
  against: RequirementLine[];
  /** The present answer is shown by more than somebody's word, which the proposal is not. */
  weakens: boolean;
  /** One of those that are accepted together: answered, not against a fact, no step back. */
  isPlain: boolean;
}

/** The record as it would be if all that is proposed were answered. */
export function withProposals(
  record: SchoolRecord,
  items: readonly AskedItem[],
  given: { by: string; on: PlainDate },
): SchoolRecord {
  const proposed = items.flatMap(({ questionId, choice, note }): Answer[] =>
    choice === null
      ? []
      : [{ questionId, choice, note, answeredOn: given.on, basis: 'asserted', by: given.by, holdsUntil: null }],
  );
  const replaced = new Set(proposed.map(({ questionId }) => questionId));
  return { ...record, answers: [...record.answers.filter(({ questionId }) => !replaced.has(questionId)), ...proposed] };
}

/**
 * Each proposal beside the present answer and what the registers say. `now` are the requirements as they stand, `proposed` as
 * they would with {@link withProposals}.
 */
export function reviewLines(
  items: readonly AskedItem[],
  given: {
    questions: readonly Question[];
    answers: readonly Answer[];
    now: readonly RequirementLine[];
    proposed: readonly RequirementLine[];
  },
): ReviewLine[] {
  const questions = new Map(given.questions.map((question) => [question.id, question]));
  const answers = new Map(given.answers.map((answer) => [answer.questionId, answer]));
  const decidedBy = (lines: readonly RequirementLine[], questionId: string) =>
    lines.filter(({ requirement }) => requirement.question?.id === questionId);
  return items.map((item) => {
    const { questionId } = item;
    const present = answers.get(questionId) ?? null;
    const kind = kindOf(item, questions.get(questionId), present);
    const isStanding = kind === 'new' || kind === 'differs' || kind === 'same';
    const against = isStanding ? decidedBy(given.proposed, questionId).filter(({ now }) => now.contradiction) : [];
    const weakens = isStanding && present !== null && present.basis !== 'asserted';
    return {
      item,
      kind,
      present,
      facts: distinctReasons(decidedBy(given.now, questionId).filter(({ now }) => now.grounds === 'fact')),
      against: distinctReasons(against),
      weakens,
      isPlain: isStanding && item.decision === null && against.length === 0 && !weakens,
    };
  });
}

function kindOf({ choice }: AskedItem, question: Question | undefined, present: Answer | null): ProposalKind {
  if (choice === null) return 'not-answered';
  if (question === undefined || !question.choices.some(({ id }) => id === choice)) return 'not-asked';
  if (choice === NOT_SURE) return 'not-sure';
  if (present === null) return 'new';
  return present.choice === choice ? 'same' : 'differs';
}

/** What says the same in the same words is said once. */
function distinctReasons(lines: readonly RequirementLine[]): RequirementLine[] {
  return [...new Map(lines.map((line) => [line.now.reason, line])).values()];
}
