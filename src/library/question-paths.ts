/**
 * In how many ways a school can go through a topic's questions: which of them it is asked (the others its registers answer)
 * and what it answers. Counted question by question over what is still open, never by walking the ways themselves.
 *
 * A rule that reads the registers either knows or does not. A question is passed over where the rules know all that it would
 * say; two questions that share a rule are not independent. Two ways are the same where the same questions are asked and
 * answered alike, whichever rules knew.
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

/** Counts the ways through these questions, in their order. */
export function countQuestionPaths(
  questions: readonly Pick<Question, 'id' | 'choices' | 'skipWhenKnown'>[],
  requirements: readonly Pick<Requirement, 'fact' | 'question'>[],
): QuestionPaths {
  const steps = stepsOf(questions, requirements);
  const neverAsked = questions.filter((_, i) => steps[i]?.isNever).map(({ id }) => id);
  // Key: what the rules may know that matters later, as the set of all that is possible.
  let states = new Map<string, State>([['', { possible: [[]], count: 1n, fewest: 0, most: 0 }]]);
  let open: string[] = [];
  for (const step of steps) {
    const seen = [...open, ...step.rules.filter((rule) => !open.includes(rule))];
    const kept = seen.filter((rule) => step.openAfter.has(rule));
    const next = new Map<string, State>();
    for (const state of states.values()) {
      const possible = extend(state.possible, seen.length - open.length);
      const known = possible.filter((knows) => step.rules.every((rule) => knows[seen.indexOf(rule)]));
      const unknown = step.isNever ? [] : step.canSkip ? possible.filter((knows) => !known.includes(knows)) : possible;
      const keep = (some: readonly boolean[][]) =>
        some.map((knows) => kept.map((rule) => knows[seen.indexOf(rule)] === true));
      add(next, keep(step.canSkip ? known : []), { ...state });
      add(next, keep(unknown), {
        count: state.count * BigInt(step.choices),
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
  /** Every way in which the open rules may know or not, given what was asked so far. */
  possible: boolean[][];
  count: bigint;
  fewest: number;
  most: number;
}

interface Step {
  choices: number;
  canSkip: boolean;
  isNever: boolean;
  /** The rules that must all know for it to be passed over; rules that only ever occur together are one. */
  rules: string[];
  /** The rules that a later question needs as well. */
  openAfter: Set<string>;
}

function stepsOf(
  questions: Parameters<typeof countQuestionPaths>[0],
  requirements: Parameters<typeof countQuestionPaths>[1],
): Step[] {
  const users = Map.groupBy(requirements, ({ question }) => question?.id ?? null);
  const plain = questions.map((question) => {
    const own = users.get(question.id) ?? [];
    const facts = new Set(own.map(({ fact }) => fact));
    const canSkip = question.skipWhenKnown && !facts.has(null);
    return {
      choices: question.choices.length,
      canSkip,
      isNever: canSkip && own.length === 0,
      facts: canSkip ? [...facts].map(String) : [],
    };
  });
  const occurrences = new Map<string, number[]>();
  plain.forEach(({ facts }, i) => {
    for (const fact of facts) occurrences.set(fact, [...(occurrences.get(fact) ?? []), i]);
  });
  return plain.map(({ facts, ...rest }, i) => {
    const where = facts.map((fact) => occurrences.get(fact) ?? []);
    return {
      ...rest,
      rules: [...new Set(where.map((places) => places.join(' ')))],
      openAfter: new Set([...occurrences.values()].filter((all) => all.some((j) => j > i)).map((all) => all.join(' '))),
    };
  });
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
  { count, fewest, most }: Omit<State, 'possible'>,
): void {
  if (possible.length === 0) return;
  const byKey = new Map(possible.map((knows) => [knows.map(Number).join(''), knows]));
  const key = [...byKey.keys()].sort().join(' ');
  const before = states.get(key);
  states.set(key, {
    possible: [...byKey.values()],
    count: count + (before?.count ?? 0n),
    fewest: Math.min(fewest, before?.fewest ?? fewest),
    most: Math.max(most, before?.most ?? most),
  });
}
