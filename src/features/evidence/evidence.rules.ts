/** Reads the form of evidence, and says what lapses when. Pure. */
import { addDays, formatDate, type PlainDate } from '../../domain/dates.ts';
import { isWebAddress } from '../../domain/web-address.ts';
import type { Evidence, SchoolRecord } from '../../domain/record.ts';
import type { Edition } from '../../library/index.ts';
import { answerStanding, evidenceByQuestion, isInForce } from '../../status/index.ts';
import { parseFields, type FieldError } from '../../ui/forms/index.ts';
import { evidenceFields } from './evidence.fields.ts';

/** What evidence is about: a question, or a requirement that has none. */
export type EvidenceSubject = Pick<Evidence, 'questionId' | 'requirementId'>;
export type EvidenceContent = Pick<Evidence, 'title' | 'url' | 'effectiveOn' | 'expiresOn' | 'note'>;

/** How far ahead the page of evidence warns, in days. */
export const WARN_DAYS = 90;

export interface GivenEvidence {
  /** Null where something is to be mended. */
  content: EvidenceContent | null;
  typed: Record<string, string>;
  errors: FieldError[];
  version: number;
}

/** `hasFile`: a file comes with it, or is kept already. Messages say how to mend it; what was typed is always kept. */
export function parseEvidence(body: unknown, hasFile: boolean): GivenEvidence {
  const sent = Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll('\0', '') : value,
    ]),
  );
  const { values, typed, errors } = parseFields(evidenceFields, sent);
  const text = (name: string) => (values[name] as string | null | undefined) ?? null;
  const [title, url, effectiveOn, expiresOn, note] = ['title', 'url', 'effectiveOn', 'expiresOn', 'note'].map(text);
  const isSound = (field: string) => !errors.some((error) => error.field === field);
  const more: FieldError[] = [];
  if (url && !isWebAddress(url)) {
    more.push({ field: 'url', message: 'The link must be a web address that begins with https:// or http://' });
  }
  if (effectiveOn && expiresOn && expiresOn < effectiveOn) {
    more.push({
      field: 'expiresOn',
      message: `The last day must be ${formatDate(effectiveOn)} or later, or empty`,
    });
  }
  if (!hasFile && !url && !note && isSound('url') && isSound('note')) {
    more.push({ field: 'file', message: 'Choose a file, enter a link, or say in the note where the paper is kept' });
  }
  const all = [...errors, ...more];
  const version = Number(sent['version']);
  const isWhole = all.length === 0 && title && effectiveOn;
  return {
    content: isWhole
      ? { title, url: url ?? null, effectiveOn, expiresOn: expiresOn ?? null, note: note ?? null }
      : null,
    typed,
    errors: all,
    version: Number.isSafeInteger(version) ? version : 0,
  };
}

export type EvidenceState = 'in-force' | 'expired' | 'to-come';

export function stateOf(evidence: Evidence, day: PlainDate): EvidenceState {
  if (isInForce(evidence, day)) return 'in-force';
  return evidence.effectiveOn > day ? 'to-come' : 'expired';
}

/** What evidence is about, in the edition's words, and the page that it is shown on, below the school's address. */
export function aboutOf(
  edition: Edition,
  { questionId, requirementId }: EvidenceSubject,
): { text: string; path: string } {
  const question = edition.questions.find(({ id }) => id === questionId);
  if (question !== undefined) return { text: question.text, path: `/questions/${encodeURIComponent(question.id)}` };
  const requirement = edition.requirements.find(({ id }) => id === requirementId);
  if (requirement !== undefined) {
    return { text: requirement.text, path: `/standards/${encodeURIComponent(requirement.standardId)}` };
  }
  return { text: 'Something that this edition of the standards does not ask', path: '/standards' };
}

/** The requirements that evidence counts for. */
export function requirementsOf(edition: Edition, { questionId, requirementId }: EvidenceSubject): string[] {
  return edition.requirements
    .filter(({ id, question }) => id === requirementId || (questionId !== null && question?.id === questionId))
    .map(({ text }) => text);
}

/** True for a question or a requirement of the edition that evidence can be added to. */
export function isSubject(edition: Edition, { questionId, requirementId }: EvidenceSubject): boolean {
  if (questionId !== null) return requirementId === null && edition.questions.some(({ id }) => id === questionId);
  const requirement = edition.requirements.find(({ id }) => id === requirementId);
  return requirement !== undefined && requirement.question === null;
}

/** Something that counts until a day: an answer or a piece of evidence. */
export interface Lapse {
  kind: 'answer' | 'evidence';
  /** The last day on which it counts. */
  lastDay: PlainDate;
  /** The question's words, or the evidence's title. */
  name: string;
  /** Its page, below the school's address. */
  path: string;
}

/**
 * What has lapsed and what lapses by `to`, the first first. Answers of other editions are left out, and evidence that has
 * expired where newer evidence shows the same today.
 */
export function lapsesUntil(record: SchoolRecord, edition: Edition, day: PlainDate, to: PlainDate): Lapse[] {
  const evidence = evidenceByQuestion(record);
  const answers = record.answers.flatMap((answer): Lapse[] => {
    const question = edition.questions.find(({ id }) => id === answer.questionId);
    if (question === undefined || answer.choice === 'not-sure') return [];
    const own = evidence.get(answer.questionId) ?? [];
    const standing = answerStanding(answer, own, day);
    const lastDay = standing.counts ? standing.until : lastDayOf(answer.holdsUntil, own, day);
    if (lastDay === null || lastDay > to) return [];
    return [{ kind: 'answer', lastDay, name: question.text, path: `/questions/${encodeURIComponent(question.id)}` }];
  });
  const papers = record.evidence.flatMap((one): Lapse[] => {
    if (one.expiresOn === null || one.expiresOn > to) return [];
    if (one.expiresOn < day && record.evidence.some((other) => isSameSubject(one, other) && isInForce(other, day))) {
      return [];
    }
    const path = `/evidence/${encodeURIComponent(one.id)}`;
    return [{ kind: 'evidence', lastDay: one.expiresOn, name: one.title, path }];
  });
  return [...answers, ...papers].toSorted((a, b) => (a.lastDay < b.lastDay ? -1 : a.lastDay > b.lastDay ? 1 : 0));
}

function isSameSubject(a: EvidenceSubject, b: EvidenceSubject): boolean {
  return a.questionId === b.questionId && a.requirementId === b.requirementId;
}

/** The day on which an answer that no longer counts did so last; null where it has never counted yet. */
function lastDayOf(holdsUntil: PlainDate | null, evidence: readonly Evidence[], day: PlainDate): PlainDate | null {
  const ends = evidence.flatMap(({ expiresOn }) => (expiresOn !== null && expiresOn < day ? expiresOn : []));
  if (holdsUntil !== null && holdsUntil < day) ends.push(holdsUntil);
  return ends.toSorted().at(-1) ?? null;
}

/** The last day that the page of evidence warns of. */
export function warnedUntil(day: PlainDate): PlainDate {
  return addDays(day, WARN_DAYS);
}

/** Only pages of ours to come back to: a question's, or a standard's. */
export function placeOf(given: string | undefined): string {
  return given !== undefined && /^(?:questions|standards)\/[\w.-]{1,100}$/.test(given) ? given : '';
}
