/**
 * In how many ways a school can go through a topic's questions: which of them it is asked (the others its registers answer, or
 * do not concern it) and what it answers. Counted question by question over what is still open, never by walking the ways
 * themselves.
 *
 * A rule that reads the registers either knows or does not. A question is passed over where the rules know all that it would
 * say; two questions that share a rule are not independent. Once a choice has said that there is no equipment of a kind, what
 * is asked only of schools with it is passed over as well, unless such equipment is recorded. Two ways are the same where the
 * same questions are asked and answered alike, whatever the registers hold.
 */
import type { Question, Requirement } from './library.ts';

export interface QuestionPaths {
  count: bigint;
  /** How many questions the shortest and the longest way have. */
  fewest: number;
  most: number;
  /** Questions that no way asks. */
  neverAsked: string[];
}

type Asking = Pick<Requirement, 'fact' | 'question' | 'appliesTo'>;

/** Counts the ways through these questions, in their order. */
export function countQuestionPaths(
  questions: readonly Pick<Question, 'id' | 'choices' | 'skipWhenKnown'>[],
  requirements: readonly Asking[],
): QuestionPaths {
  const steps = stepsOf(questions, requirements);
  const neverAsked = questions.filter((_, i) => steps[i]?.isNever).map(({ id }) => id);
  // Key: what the registers may hold that matters later, as the set of all that is possible, and what was said to be absent.
  let states = new Map<string, State>([['', { possible: [[]], absent: new Set(), count: 1n, fewest: 0, most: 0 }]]);
  let open: string[] = [];
  for (const step of steps) {
    const seen = [...open, ...step.unknowns.filter((one) => !open.includes(one))];
    const kept = seen.filter((one) => step.openAfter.has(one));
    const next = new Map<string, State>();
    for (const state of states.values()) {
      const possible = extend(state.possible, seen.length - open.length);
      const isSkipped = (holds: readonly boolean[]) =>
        step.isNever || step.skips((unknown) => holds[seen.indexOf(unknown)] === true, state.absent);
      const keep = (some: readonly boolean[][]) =>
        some.map((holds) => kept.map((one) => holds[seen.indexOf(one)] === true));
      const absentAfter = (more: ReadonlySet<string>) =>
        new Set([...state.absent, ...more].filter((kinds) => step.absentAfter.has(kinds)));
      add(next, keep(possible.filter(isSkipped)), { ...state, absent: absentAfter(new Set()) });
      const asked = keep(possible.filter((holds) => !isSkipped(holds)));
      for (const { choices, absent } of step.answers)
        add(next, asked, {
          absent: absentAfter(absent),
          count: state.count * BigInt(choices),
          fewest: state.fewest + 1,
          most: state.most + 1,
        });
    }
    states = next;
    open = kept;
  }
  const ends = [...states.values()];
  return {
    count: ends.reduce((sum, { count }) => sum + count, 0n),
    fewest: Math.min(...ends.map(({ fewest }) => fewest)),
    most: Math.max(...ends.map(({ most }) => most)),
    neverAsked,
  };
}

interface State {
  /** Every way in which what is open may be, given what was asked so far. */
  possible: boolean[][];
  /** The equipment that the school has said it has none of. */
  absent: ReadonlySet<string>;
  count: bigint;
  fewest: number;
  most: number;
}

interface Step {
  isNever: boolean;
  /** The choices by what they say is absent, and how many of each. */
  answers: { choices: number; absent: ReadonlySet<string> }[];
  /** What decides whether it is passed over; rules that only ever occur together are one. */
  unknowns: string[];
  skips(holds: (unknown: string) => boolean, absent: ReadonlySet<string>): boolean;
  /** What of these, and of what is absent, a later question needs as well. */
  openAfter: Set<string>;
  absentAfter: Set<string>;
}

/** A requirement as a question sees it: the rule that may know, and the equipment for which it is asked. */
interface Part {
  rule: string | null;
  kinds: string | null;
}

function stepsOf(questions: Parameters<typeof countQuestionPaths>[0], requirements: readonly Asking[]): Step[] {
  const users = Map.groupBy(requirements, ({ question }) => question?.id ?? null);
  const sayable = new Set(requirements.flatMap((one) => (one.question?.notApplicable ? (kindsOf(one) ?? []) : [])));
  const all = [...new Set(requirements.flatMap((one) => kindsOf(one) ?? []))];
  // Equipment that no choice can say is absent is asked for like anything else.
  const wholes = all.filter((kinds) => [...sayable].some((said) => isWithin(kinds, said)));
  const plain = questions.map(({ id, choices, skipWhenKnown }) => {
    const own = users.get(id) ?? [];
    const parts = own.map((one): Part => {
      const kinds = kindsOf(one);
      return { rule: one.fact, kinds: kinds !== null && wholes.includes(kinds) ? kinds : null };
    });
    const counts = new Map<string, { choices: number; absent: ReadonlySet<string> }>();
    for (const choice of choices) {
      const said = own.flatMap((one) => (one.question?.notApplicable?.includes(choice.id) ? (kindsOf(one) ?? []) : []));
      const absent = new Set(wholes.filter((kinds) => said.some((each) => isWithin(kinds, each))));
      const key = [...absent].sort().join(' ');
      counts.set(key, { absent, choices: (counts.get(key)?.choices ?? 0) + 1 });
    }
    const canKnow = (part: Part) => (skipWhenKnown && part.rule !== null) || part.kinds !== null;
    const canSkip = parts.length === 0 ? skipWhenKnown : parts.every(canKnow);
    return {
      parts,
      canSkip,
      skipWhenKnown,
      isNever: skipWhenKnown && parts.length === 0,
      answers: [...counts.values()],
    };
  });
  const places = new Map<string, string[]>();
  plain.forEach(({ parts, canSkip, skipWhenKnown }, i) => {
    if (!canSkip) return;
    for (const { rule, kinds } of parts) {
      if (skipWhenKnown && rule !== null) put(places, `rule ${rule}`, `${i} ${kinds ?? ''}`);
      if (kinds !== null) put(places, `in use ${kinds}`, `${i}`);
    }
  });
  const nameOf = (unknown: string) => {
    const where = [...new Set(places.get(unknown))].join(', ');
    return unknown.startsWith('rule ') ? `rules of ${where}` : unknown;
  };
  return plain.map(({ parts, canSkip, skipWhenKnown, isNever, answers }, i) => {
    const namesIn = (which: readonly number[]) =>
      new Set([...places].flatMap(([unknown, where]) => (which.some((at) => has(where, at)) ? [nameOf(unknown)] : [])));
    const later = plain.flatMap((_, at) => (at > i ? [at] : []));
    return {
      isNever,
      answers,
      unknowns: [...namesIn([i])],
      openAfter: namesIn(later),
      absentAfter: new Set(later.flatMap((at) => (plain[at]?.parts ?? []).flatMap(({ kinds }) => kinds ?? []))),
      skips(holds, absent) {
        if (!canSkip || parts.length === 0) return canSkip;
        const asked = parts.filter(({ kinds }) => kinds === null || !absent.has(kinds) || holds(`in use ${kinds}`));
        if (asked.length === 0) return true;
        return skipWhenKnown && asked.every(({ rule }) => rule !== null && holds(nameOf(`rule ${rule}`)));
      },
    };
  });
}

function kindsOf({ appliesTo }: Pick<Requirement, 'appliesTo'>): string | null {
  return appliesTo?.equipment === undefined ? null : appliesTo.equipment.toSorted().join('+');
}

/** True where whoever has none of the second has none of the first. */
function isWithin(kinds: string, of: string): boolean {
  const all = of.split('+');
  return kinds.split('+').every((kind) => all.includes(kind));
}

function put(places: Map<string, string[]>, key: string, place: string): void {
  places.set(key, [...(places.get(key) ?? []), place]);
}

function has(where: readonly string[], at: number): boolean {
  return where.some((place) => place.split(' ')[0] === `${at}`);
}

/** Each of the ways with each way in which that many more rules may know or not. */
function extend(possible: readonly boolean[][], more: number): boolean[][] {
  let all = possible.map((knows) => [...knows]);
  for (let i = 0; i < more; i++)
    all = all.flatMap((knows) => [
      [...knows, false],
      [...knows, true],
    ]);
  return all;
}

function add(
  states: Map<string, State>,
  possible: boolean[][],
  { absent, count, fewest, most }: Omit<State, 'possible'>,
): void {
  if (possible.length === 0) return;
  const byKey = new Map(possible.map((knows) => [knows.map(Number).join(''), knows]));
  const key = `${[...byKey.keys()].sort().join(' ')}|${[...absent].sort().join(' ')}`;
  const before = states.get(key);
  states.set(key, {
    possible: [...byKey.values()],
    absent,
    count: count + (before?.count ?? 0n),
    fewest: Math.min(fewest, before?.fewest ?? fewest),
    most: Math.max(most, before?.most ?? most),
  });
}
