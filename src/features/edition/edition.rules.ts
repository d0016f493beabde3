/** What a school should know before and after it moves to another edition. */
import { editionOf, moveBetween, type Edition, type EditionMove, type Library } from '../../library/index.ts';
import type { StandingAnswer, StoredMove } from './edition.queries.ts';

export interface EditionOutlook {
  current: Edition;
  answers: readonly StandingAnswer[];
  /** What each other edition would mean, the latest first. */
  others: EditionMove<StandingAnswer>[];
  /** What is left to look at again since the last move; null where there was none, or the edition left is no longer known. */
  since: { move: EditionMove<StandingAnswer>; at: Date } | null;
}

/** @throws {UnknownEditionError} where the library lacks the school's own edition. */
export function editionOutlook(
  library: Library,
  editionId: string,
  answers: readonly StandingAnswer[],
  last: { move: StoredMove; answeredSince: ReadonlySet<string> } | null,
  local: (edition: Edition) => Edition = (edition) => edition,
): EditionOutlook {
  const current = editionOf(library, editionId);
  const others = library.editions
    .filter(({ id }) => id !== editionId)
    .map(({ id }) => moveBetween(library, editionId, id, answers, local))
    .toReversed();
  return { current, answers, others, since: last && sinceMove(library, editionId, answers, last, local) };
}

function sinceMove(
  library: Library,
  editionId: string,
  answers: readonly StandingAnswer[],
  { move: stored, answeredSince }: { move: StoredMove; answeredSince: ReadonlySet<string> },
  local: (edition: Edition) => Edition,
): EditionOutlook['since'] {
  if (!library.editions.some(({ id }) => id === stored.from)) return null;
  const move = moveBetween(library, stored.from, editionId, answers, local);
  // Whoever has answered since has seen the new words.
  const lookAgain = move.lookAgain.filter(({ requirement }) => !answeredSince.has(requirement.question?.id ?? ''));
  return { move: { ...move, lookAgain }, at: stored.at };
}

/** "September 2026": how people speak of an edition. */
export function monthOf({ asAt }: Pick<Edition, 'asAt'>): string {
  return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${asAt}T00:00:00Z`),
  );
}
