/** What a change of the plan hangs on, in words. Pure. */
import { formatPounds } from '../../domain/money.ts';
import type { PlanningProblem } from '../../domain/planning.ts';
import type { ChangeCauses, PlanCause } from '../../planner/index.ts';
import { countWords, yearName } from './plan.words.ts';

/** How many are named where any one of several, taken back, would take the change back. */
const NAMED = 3;

/** What the two words beside a cause mean. */
export const PROVED_OR_LIKELY =
  '“Proved”: the plan was made again without that one thing, and it is proved that the best plan then leaves this as it was. “Likely”: so does the plan that was found, but it is not proved to be the best.';

/** "The capital budget for 2027-28: £5,000, before £10,000 (proved)." Null where it has not been worked out. */
export function causeWords(problem: PlanningProblem, found: ChangeCauses<PlanCause> | undefined): string | null {
  if (!found) return null;
  const { causes, proved = 0, several } = found;
  if (causes.length === 0) {
    return several ? 'Several things together' : 'Nothing that was changed: a better plan was found';
  }
  const named = causes
    .slice(0, NAMED)
    .map((cause, place) => `${oneCause(problem, cause)} (${place < proved ? 'proved' : 'likely'})`);
  const rest = causes.length - named.length;
  return rest > 0 ? `${named.join('; ')}; and ${countWords(rest, 'other')}` : named.join('; ');
}

function oneCause(problem: PlanningProblem, cause: PlanCause): string {
  switch (cause.kind) {
    case 'budget':
      return `${cause.pot === 'capital' ? 'Capital' : 'Revenue'} free in ${yearName(problem, cause.yearId)}: ${formatPounds(cause.toPence)}, before ${formatPounds(cause.fromPence)}`;
    case 'carry-forward':
      return cause.carries ? 'Capital now carries forward' : 'Capital no longer carries forward';
    case 'staff':
      return `Your own people’s time in ${termName(problem, cause.termId)}: ${countWords(cause.toDays, 'day')}, before ${cause.fromDays}`;
    case 'price':
      return `The price of “${optionName(problem, cause.needId, cause.optionId)}”: ${formatPounds(cause.toPence)}, before ${formatPounds(cause.fromPence)}`;
    case 'dates':
      return `When “${needName(problem, cause.needId)}” can start or be in place`;
    case 'need':
      return needCause(cause);
    case 'requirement':
      return `What is asked or met: ${cause.name}`;
    case 'standard-date':
      return `The date of ${cause.name}`;
    case 'lock':
      return `You ${cause.is} “${needName(problem, cause.needId)}”`;
    case 'exclusions':
      return 'What can stand side by side';
    case 'time':
      return 'Time has gone by';
  }
}

function needCause({ name, is }: Extract<PlanCause, { kind: 'need' }>): string {
  if (is === 'new') return `“${name}” has come up`;
  return is === 'gone' ? `“${name}” has been dealt with` : `What has to come before “${name}”`;
}

function needName(problem: PlanningProblem, id: string): string {
  return problem.needs.find((need) => need.id === id)?.name ?? id;
}

function optionName(problem: PlanningProblem, needId: string, optionId: string): string {
  const need = problem.needs.find(({ id }) => id === needId);
  return need?.options.find(({ id }) => id === optionId)?.name ?? optionId;
}

function termName(problem: PlanningProblem, id: string): string {
  return problem.terms.find((term) => term.id === id)?.name ?? id;
}
