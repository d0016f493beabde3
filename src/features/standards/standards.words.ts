/** The words of results, dates and doubt, the same on every page of standards and questions. Pure. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import type { Category, Requirement, Source } from '../../library/index.ts';
import { wifiWords, type Counts, type Result, type StatusInterval } from '../../status/index.ts';

export const resultWords: Record<Result, string> = {
  met: 'Met',
  'not-met': 'Not met',
  'not-due': 'Not due yet',
  'not-known': 'Not known',
  'not-applicable': 'Does not apply',
};

/** Colour of a result's tag; its words always stand in it. */
export const resultTags: Record<Result, string> = {
  met: 'govuk-tag--green',
  'not-met': 'govuk-tag--yellow',
  'not-due': 'govuk-tag--blue',
  'not-known': 'govuk-tag--grey',
  'not-applicable': 'govuk-tag--grey',
};

/** The order in which results are listed: what asks for something first. */
export const resultOrder: readonly Result[] = ['not-met', 'not-known', 'not-due', 'met', 'not-applicable'];

const inSentence: Record<Result, string> = {
  met: 'met',
  'not-met': 'not met',
  'not-due': 'not due yet',
  'not-known': 'not known',
  'not-applicable': 'not asked of you',
};

/** "2 met, 1 not met, 1 not due until 1 September 2027"; what is none is left out. */
export function countsWords(counts: Counts, notDueUntil: PlainDate | null = null): string {
  const order: Result[] = ['met', 'not-met', 'not-due', 'not-known', 'not-applicable'];
  const words = (result: Result) =>
    result === 'not-due' && notDueUntil !== null ? `not due until ${formatDate(notDueUntil)}` : inSentence[result];
  const parts = order.filter((result) => counts[result] > 0).map((result) => `${counts[result]} ${words(result)}`);
  return parts.join(', ') || 'none';
}

/** "1 question", "3 questions". */
export function countOf(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`;
}

/** True where an Act or regulations set the duty; others come from statutory guidance, which schools must have regard to. */
export function isDutyByLaw({ dutyBy }: Pick<Requirement, 'dutyBy'>): boolean {
  return dutyBy?.kind === 'law';
}

/** By what something is a duty today; null where it is none. */
export function dutyWords({ dutyBy }: Pick<Requirement, 'dutyBy'>): string | null {
  if (dutyBy === undefined) return null;
  const { kind, by } = dutyBy;
  return kind === 'law' ? `It is a duty by law (${by}).` : `It is a duty through statutory guidance (${by}).`;
}

/** When the requirement counts. */
export function triggerWords(requirement: Pick<Requirement, 'trigger'>): string {
  switch (requirement.trigger) {
    case 'now':
      return 'It counts from today.';
    case 'at-replacement':
      return 'It counts once the equipment is due to be replaced.';
    case 'at-contract-end':
      return 'It counts once the contract ends.';
    case 'every-year':
      return 'It counts from today, and is looked at again each year.';
    case 'every-term':
      return 'It counts from today, and is looked at again each term.';
    case 'every-week':
      return 'It counts from today, and is looked at again each week.';
    case 'before':
      return 'It counts from today: something else that is asked builds on it.';
    case 'at-maintenance':
      return 'It counts at the next planned work on the equipment, and once it is due to be replaced at the latest.';
    case 'before-buying':
      return 'It counts before the equipment is next bought or renewed.';
    case 'at-policy-review':
      return 'It counts when the policy is next reviewed.';
    case 'after':
      return 'It counts once what it waits for is met.';
  }
}

/** The number that this school has to reach, or not to pass: "At least 100 Mbps down"; null where the source names none for it. */
export function thresholdWords(threshold: Requirement['threshold'], number: number | null): string | null {
  if (threshold === null || number === null) return null;
  if (threshold.unit === 'Wi-Fi generation') return `${wifiWords(number)} or newer`;
  return `${threshold.atMost === true ? 'At most' : 'At least'} ${number.toLocaleString('en-GB')} ${threshold.unit}`;
}

/** How sure we are of what the source says; null where it was read in the original. */
export function doubtWords(confidence: Source['confidence']): string | null {
  switch (confidence) {
    case 'seen':
      return null;
    case 'two-or-more':
      return 'Two or more sources say the same.';
    case 'transcription':
      return 'We read a copy of this page, not the page itself.';
    case 'vendor':
      return 'This comes from a supplier.';
    case 'recalled':
      return 'We know this from an older reading: check the page before you rely on it.';
    case 'derived':
      return 'We worked this out from the page; it does not say so itself.';
    case 'disputed':
      return 'Sources differ on this.';
  }
}

/** When a category should be in place. */
export function dueWords(category: Pick<Category, 'dueOn' | 'dueNote'>): string {
  const day = category.dueOn === null ? 'No day is set.' : `${formatDate(category.dueOn)}.`;
  return category.dueNote === null ? day : `${day} ${category.dueNote}`;
}

interface Stretch {
  from: PlainDate;
  to: PlainDate;
  result: Result;
  grounds?: StatusInterval['grounds'];
  endsBecause: string | null;
}

/**
 * "Met until 31 August 2027, then not met. Support of Core switch ends on 31 August 2027." Where only what it rests on
 * changes, that is said instead.
 */
export function aheadWords(stretches: readonly Stretch[]): string {
  const [now] = stretches;
  if (now === undefined) return 'Nothing is known.';
  const next = stretches.find(({ result }) => result !== now.result);
  const same = next === undefined ? stretches : stretches.slice(0, stretches.indexOf(next));
  const last = same.at(-1) ?? now;
  if (next === undefined)
    return `${resultWords[now.result]}. Nothing on record changes that before ${formatDate(last.to)}.${onlyAnswerWords(stretches)}`;
  const because = last.endsBecause === null ? '' : ` ${sentence(last.endsBecause)}`;
  const rest = stretches.at(-1)?.result === next.result ? '' : ' After that it changes again.';
  const first = now.result === 'not-due' ? 'Not due' : resultWords[now.result];
  return `${first} until ${formatDate(last.to)}, then ${inSentence[next.result]}.${because}${rest}`;
}

/** A fact that only grows old leaves the answer to stand alone. */
function onlyAnswerWords(stretches: readonly Stretch[]): string {
  const index = stretches.findIndex(
    ({ grounds }, i) => grounds === 'answer' && stretches[i - 1] !== undefined && stretches[i - 1]?.grounds === 'fact',
  );
  const alone = stretches[index];
  const before = stretches[index - 1];
  if (alone === undefined || before === undefined) return '';
  const because = before.endsBecause === null ? '' : ` ${sentence(before.endsBecause)}`;
  return ` From ${formatDate(alone.from)} only your answer says so.${because}`;
}

/** Since or from when something is due, and why; null where that is no question. What ends the wait is not said twice. */
export function dueBecauseWords(
  interval: Pick<StatusInterval, 'result' | 'dueFrom' | 'dueBecause' | 'endsBecause'>,
): string | null {
  const because =
    interval.dueBecause === null || interval.dueBecause === interval.endsBecause
      ? ''
      : ` ${sentence(interval.dueBecause)}`;
  if (interval.result === 'not-due')
    return interval.dueFrom === null ? because.trim() || null : `Due from ${formatDate(interval.dueFrom)}.${because}`;
  if (interval.result === 'not-met') return `Due now.${because}`;
  return null;
}

/** How a result is known, in a word. */
export const groundsWords: Record<StatusInterval['grounds'], string> = {
  fact: 'From your registers',
  answer: 'By your answer',
  plan: 'By the plan',
  school: 'By what kind of school yours is',
  none: 'Not known yet',
};

/** With a full stop. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
