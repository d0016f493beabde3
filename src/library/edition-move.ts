/**
 * What it means for a school's answers that they are judged by another edition. Nothing is lost: an answer belongs to a
 * question by its id, and stays with the school whether or not the edition asks that question.
 */
import { differencesBetween } from './edition-changes.ts';
import type { Edition, EditionChanges, Library, LocalLookAgain, Requirement } from './library.ts';
import { editionOf } from './load.ts';

/** As much of an answer as is needed here. */
export interface GivenAnswer {
  questionId: string;
  choice: string;
}

/** A requirement that somebody should look at after the move. */
export interface LookAgain<A extends GivenAnswer> {
  /** As the edition moved to has it. */
  requirement: Requirement;
  /** `added`: new, and nothing answers it yet. */
  why: 'changed' | 'added';
  /** What the change means for a school, in the change list's words; null where there is nothing to say. */
  what: string | null;
  /** The answer that now judges it, to be confirmed or changed; null where there is none. */
  answer: A | null;
}

/** An answer that the edition moved to does not use. It is kept, and counts again as soon as an edition asks for it. */
export interface UnusedAnswer<A extends GivenAnswer> {
  answer: A;
  why: 'question' | 'choice';
  /** The question's words in the edition moved from, or, where that has it not either, its id. */
  question: string;
}

export interface EditionMove<A extends GivenAnswer> {
  from: Edition;
  to: Edition;
  /** Answers that count under the edition moved to, as they were. */
  carried: A[];
  unused: UnusedAnswer<A>[];
  /** Exactly the changed requirements, and the new ones that nothing answers. In the edition's order. */
  lookAgain: LookAgain<A>[];
  /** Requirements that are no longer asked for, and what stands in their place. */
  dropped: { requirement: Requirement; by: Requirement | null }[];
  /** Local rules that would do nothing under the edition moved to: to be looked at by whoever set them. */
  localLookAgain: LocalLookAgain[];
}

/**
 * Moves answers between two editions, either way. `local` applies the school's local rules to an edition: its questions take
 * answers too, while what has changed is told of the national editions alone.
 * @throws {UnknownEditionError} where the library lacks one of them.
 */
export function moveBetween<A extends GivenAnswer>(
  library: Pick<Library, 'editions' | 'changes'>,
  fromId: string,
  toId: string,
  answers: readonly A[],
  local: (edition: Edition) => Edition = (edition) => edition,
): EditionMove<A> {
  const from = editionOf(library, fromId);
  const to = editionOf(library, toId);
  const ours = local(to);
  const questions = new Map(ours.questions.map(({ id, choices }) => [id, new Set(choices.map((choice) => choice.id))]));
  const carried: A[] = [];
  const unused: UnusedAnswer<A>[] = [];
  for (const answer of answers) {
    const choices = questions.get(answer.questionId);
    if (choices?.has(answer.choice)) carried.push(answer);
    else {
      const question = local(from).questions.find(({ id }) => id === answer.questionId)?.text ?? answer.questionId;
      unused.push({ answer, why: choices === undefined ? 'question' : 'choice', question });
    }
  }
  const answerOf = new Map(carried.map((answer) => [answer.questionId, answer]));
  const differences = differencesBetween(from, to);
  const [added, changed] = [new Set(differences.added), new Set(differences.changed)];
  const lists = listsBetween(library.changes, from, to, library.editions);
  const lookAgain = ours.requirements.flatMap((requirement): LookAgain<A>[] => {
    const answer = (requirement.question && answerOf.get(requirement.question.id)) ?? null;
    if (changed.has(requirement.id)) {
      return [{ requirement, why: 'changed', what: whatOf(lists, requirement.id), answer }];
    }
    return added.has(requirement.id) && answer === null ? [{ requirement, why: 'added', what: null, answer }] : [];
  });
  const gone = new Set(differences.gone);
  const dropped = from.requirements
    .filter(({ id }) => gone.has(id))
    .map((requirement) => ({ requirement, by: successorOf(lists, requirement.id, to) }));
  return { from, to: ours, carried, unused, lookAgain, dropped, localLookAgain: ours.local?.lookAgain ?? [] };
}

interface ListsBetween {
  lists: EditionChanges[];
  isBack: boolean;
}

/** The change lists on the way from one edition to the other, in the order of the way. */
function listsBetween(
  changes: readonly EditionChanges[],
  from: Edition,
  to: Edition,
  editions: readonly Edition[],
): ListsBetween {
  const [start, end] = [editions.indexOf(from), editions.indexOf(to)];
  const passed = editions.slice(Math.min(start, end) + 1, Math.max(start, end) + 1);
  const lists = passed.flatMap(({ id }) => changes.filter((list) => list.to === id));
  return { lists: start > end ? lists.toReversed() : lists, isBack: start > end };
}

function whatOf({ lists, isBack }: ListsBetween, id: string): string | null {
  const whats = lists.flatMap(({ changed }) => changed.filter((one) => one.id === id).map(({ what }) => what));
  if (whats.length === 0) return null;
  return isBack ? `The later edition changed this, and the change is undone: ${whats.join(' ')}` : whats.join(' ');
}

/** What a later edition put in its place, and whatever took the place of that. */
function successorOf({ lists, isBack }: ListsBetween, id: string, to: Edition): Requirement | null {
  if (isBack) return null;
  let name = id;
  for (const { superseded } of lists) name = superseded.find((one) => one.id === name)?.by ?? name;
  return name === id ? null : (to.requirements.find((one) => one.id === name) ?? null);
}
