/**
 * How long an answer counts. It stops by itself: after the last day that it was said to hold, and where it rests on documents,
 * on each day on which none of the evidence recorded for its question is in force. An answer that no longer counts says
 * nothing: whatever it said, met or not met, is not known until somebody answers again.
 *
 * Where it rests on a document of which nothing is recorded here, its own last day alone decides.
 */
import { addDays, earlierDate, formatDate, type PlainDate } from '../domain/dates.ts';
import type { Answer, Evidence, SchoolRecord } from '../domain/record.ts';
import { cutDays } from './intervals.ts';
import type { AnswerFinding } from './results.ts';

/** Where an answer stands on one day. */
export interface AnswerStanding {
  counts: boolean;
  /** Why it does not count: "The answer of 3 May 2025 held until 2 May 2026."; null where it does. */
  lapse: string | null;
  /** The last day of the stretch in which it counts, where it counts and that stretch ends by itself; else null. */
  until: PlainDate | null;
}

/** A day on which an answer starts or stops to count by itself. */
export interface AnswerChange {
  /** First day of the new state. */
  on: PlainDate;
  because: string;
}

/** Whether the answer counts on `day`. `evidence` is what is recorded for its question. */
export function answerStanding(answer: Answer, evidence: readonly Evidence[], day: PlainDate): AnswerStanding {
  const { holdsUntil } = answer;
  if (holdsUntil !== null && day > holdsUntil) return lapsed(heldUntil(answer, 'held'));
  const shown = answer.basis === 'document' && evidence.length > 0;
  if (!shown) return { counts: true, lapse: null, until: holdsUntil };
  if (!evidence.some((one) => isInForce(one, day))) return lapsed(`${notInForce(evidence, day)}.`);
  const shownUntil = inForceUntil(evidence, day);
  const until =
    shownUntil === null || holdsUntil === null ? (shownUntil ?? holdsUntil) : earlierDate(shownUntil, holdsUntil);
  return { counts: true, lapse: null, until };
}

/** The days on which {@link answerStanding} may change, each with what happens then. */
export function answerChanges(answer: Answer, evidence: readonly Evidence[]): AnswerChange[] {
  const { holdsUntil } = answer;
  const ends = holdsUntil === null ? [] : [{ on: addDays(holdsUntil, 1), because: heldUntil(answer, 'holds') }];
  if (answer.basis !== 'document') return ends;
  return [
    ...ends,
    ...evidence.flatMap(({ title, effectiveOn, expiresOn }) => [
      { on: effectiveOn, because: `The evidence “${title}” counts from ${formatDate(effectiveOn)}.` },
      ...(expiresOn === null
        ? []
        : [{ on: addDays(expiresOn, 1), because: `The evidence “${title}” expires on ${formatDate(expiresOn)}.` }]),
    ]),
  ];
}

/** What an answer says from `from` to `to`. */
export interface AnswerInterval {
  from: PlainDate;
  to: PlainDate;
  /** Null where there is no answer. */
  answer: AnswerFinding | null;
  /** What ends it by itself; null at the end of what was asked for. */
  endsBecause: string | null;
}

/** A finding over a stretch of days: where its answer does not count it says nothing, and why. */
export function answerIntervals(
  finding: AnswerFinding,
  answer: Answer,
  evidence: readonly Evidence[],
  from: PlainDate,
  to: PlainDate,
): AnswerInterval[] {
  const changes = answerChanges(answer, evidence);
  const days = cutDays(
    from,
    to,
    changes.map(({ on }) => on),
  );
  return days.map((stretch, i) => {
    const { counts, lapse, until } = answerStanding(answer, evidence, stretch.from);
    const next = days[i + 1];
    const because = next === undefined ? [] : changes.filter(({ on }) => on === next.from);
    return {
      ...stretch,
      answer: counts ? { ...finding, until } : { ...finding, says: 'not-known', lapse },
      endsBecause: because.length === 0 ? null : because.map((one) => one.because).join(' '),
    };
  });
}

/** The evidence of each question, by question id. */
export function evidenceByQuestion(record: SchoolRecord): ReadonlyMap<string, Evidence[]> {
  return Map.groupBy(
    record.evidence.filter(({ questionId }) => questionId !== null),
    ({ questionId }) => questionId ?? '',
  );
}

/** True on every day from that on which it takes effect to that on which it expires. */
export function isInForce({ effectiveOn, expiresOn }: Evidence, day: PlainDate): boolean {
  return effectiveOn <= day && (expiresOn === null || day <= expiresOn);
}

function lapsed(lapse: string): AnswerStanding {
  return { counts: false, lapse, until: null };
}

function heldUntil({ answeredOn, holdsUntil }: Answer, verb: 'held' | 'holds'): string {
  return `The answer of ${formatDate(answeredOn)} ${verb} until ${formatDate(holdsUntil ?? answeredOn)}.`;
}

/** What expired last says most; where nothing has been in force yet, what comes first. */
function notInForce(evidence: readonly Evidence[], day: PlainDate): string {
  const [expired] = evidence
    .filter(({ expiresOn }) => expiresOn !== null && expiresOn < day)
    .toSorted((a, b) => ((a.expiresOn ?? '') > (b.expiresOn ?? '') ? -1 : 1));
  if (expired?.expiresOn) return `The evidence “${expired.title}” expired on ${formatDate(expired.expiresOn)}`;
  const [coming] = evidence.toSorted((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1));
  return `The evidence “${coming?.title ?? ''}” counts only from ${formatDate(coming?.effectiveOn ?? day)}`;
}

/** The last day on which something is in force without a gap from `day` on; null where that has no end. */
function inForceUntil(evidence: readonly Evidence[], day: PlainDate): PlainDate | null {
  let until = addDays(day, -1);
  for (;;) {
    const next = addDays(until, 1);
    const there = evidence.filter((one) => isInForce(one, next));
    if (there.length === 0) return until;
    if (there.some(({ expiresOn }) => expiresOn === null)) return null;
    until = there.reduce((last, { expiresOn }) => (expiresOn !== null && expiresOn > last ? expiresOn : last), next);
  }
}
