/**
 * The planner's reasons as sentences. Pure: a problem and a plan in, words out. Used by the plan's pages and by the governor
 * pack, so that both say the same thing in the same words.
 */
import { formatDate } from '../../domain/dates.ts';
import { formatPounds } from '../../domain/money.ts';
import type {
  Candidate,
  Certificate,
  LimitKind,
  Placement,
  PlacementReason,
  PlanLevel,
  PlanNeed,
  PlanningProblem,
  PlanOption,
  UnmetRequirement,
} from '../../domain/planning.ts';

/** The need, option and candidate behind a placement. Throws where the plan and the problem do not belong together. */
export function detailsOf(
  problem: PlanningProblem,
  placement: Placement,
): { need: PlanNeed; option: PlanOption; candidate: Candidate } {
  const need = problem.needs.find((one) => one.id === placement.needId);
  const option = need?.options.find((one) => one.id === placement.optionId);
  const candidate = need?.candidates.find((one) => one.optionId === placement.optionId && one.term === placement.term);
  if (!need || !option || !candidate)
    throw new Error(`The plan places ${placement.needId}, which its problem does not have.`);
  return { need, option, candidate };
}

export function termName(problem: PlanningProblem, term: number): string {
  return problem.terms[term]?.name ?? 'after the plan’s five years';
}

/** "in place from Spring 2028", "finished after the plan’s five years". */
export function completionWords(problem: PlanningProblem, completeTerm: number): string {
  const term = problem.terms[completeTerm];
  return term ? `in place from ${term.name}` : 'finished after the plan’s five years';
}

/** "1 term", "3 terms". */
export function countWords(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}

/** Why a placement is where it is, as one sentence. */
export function bindingSentence(
  problem: PlanningProblem,
  reason: PlacementReason | undefined,
  placement: Placement,
): string {
  if (placement.locked) return 'You fixed it here.';
  if (!reason) return 'The reason is still being worked out.';
  if (!reason.binding) return 'It starts as early as it helps: nothing holds it back.';
  const { kind, id, detail, together } = reason.binding;
  if (together) {
    const all = [reason.binding, ...together].map((one) => limitName(problem, one.kind, one.id));
    return sentence(`${inList(all)} hold it here together: with all of them relaxed, it would start earlier`);
  }
  switch (kind) {
    case 'capital':
      return `The ${yearName(problem, id)} capital budget holds it here: with more, it would start earlier.`;
    case 'revenue':
      return `The ${yearName(problem, id)} revenue budget holds it here: with more, it would start earlier.`;
    case 'staff':
      return `Your own people’s time in ${termNameById(problem, id)} holds it here: with more days, it would start earlier.`;
    case 'precedence':
      return `It has to wait for “${needName(problem, earlierNeedId(id))}”.`;
    case 'exclusion':
      return `It cannot stand beside another choice in the plan. ${sentence(detail)}`;
    case 'lock':
      return `Something you fixed holds it here. ${sentence(detail)}`;
    case 'contract':
    case 'window':
      return sentence(detail);
  }
}

/** What waiting a year would do, as one sentence; null where it has not been worked out. */
export function delaySentence(reason: PlacementReason | undefined): string | null {
  const delay = reason?.delayOneYear;
  if (!delay) return null;
  if (!delay.possible) return 'It cannot wait a year: no plan that keeps your limits starts it that late.';
  // Unless it says proven, the plan a year later is the best one found, not proved to be the best.
  const about = delay.proven === true ? '' : 'about ';
  const lost =
    delay.requirementTermsLost > 0
      ? `leave requirements unmet for ${countWords(delay.requirementTermsLost, 'more term')}${delay.requirementTermsLost === 1 ? '' : ', added up'}`
      : 'meet the standards just as well';
  const money =
    delay.costPence > 0
      ? `cost ${about}${formatPounds(delay.costPence)} more over the five years`
      : delay.costPence < 0
        ? `save ${about}${formatPounds(-delay.costPence)} over the five years`
        : 'cost the same over the five years';
  return `Waiting a year would ${money} and ${lost}.`;
}

/** The cheapest change that would bring it forward, as one sentence; null where there is none. */
export function bringForwardSentence(problem: PlanningProblem, reason: PlacementReason | undefined): string | null {
  const forward = reason?.bringForward;
  if (!forward) return null;
  const to = termName(problem, forward.toTerm);
  const changes = [forward, ...(forward.together ?? [])].map((change) => changeWords(problem, change));
  const rest = forward.isEnough === true ? '; other things in the plan would move too' : '';
  return sentence(`${inList(changes)} would bring it forward to ${to}${rest}`);
}

function changeWords(problem: PlanningProblem, change: { kind: LimitKind; id: string; amount: number }): string {
  const { kind, id, amount } = change;
  switch (kind) {
    case 'capital':
    case 'revenue':
      return `${formatPounds(amount)} more ${kind} in ${yearName(problem, id)}`;
    case 'staff':
      return `${countWords(amount, 'more day')} of your own people’s time in ${termNameById(problem, id)}`;
    default:
      return `relaxing ${limitWords[kind]}`;
  }
}

/** "the 2027-28 capital budget", "your own people’s time in Summer 2027". */
function limitName(problem: PlanningProblem, kind: LimitKind, id: string): string {
  switch (kind) {
    case 'capital':
    case 'revenue':
      return `the ${yearName(problem, id)} ${kind} budget`;
    case 'staff':
      return `your own people’s time in ${termNameById(problem, id)}`;
    case 'precedence':
      return `the wait for “${needName(problem, earlierNeedId(id))}”`;
    default:
      return limitWords[kind];
  }
}

function inList(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** What is left unmet, and the least money that would meet it. */
export function unmetSentence(unmet: UnmetRequirement): string {
  const when = unmet.metAtEnd
    ? `It is met by the end, but not in ${countWords(unmet.terms, 'term')} before that.`
    : `It is still not met at the end of the plan.`;
  const money =
    unmet.leastExtraPence !== null && unmet.leastExtraPence > 0
      ? ` ${formatPounds(unmet.leastExtraPence)} more over the five years is the least that would meet it.`
      : '';
  return `${when}${money}${unmet.reason ? ` ${sentence(unmet.reason)}` : ''}`;
}

/** Whether the plan is the best one, in plain words. */
export function proofSentence(certificate: Certificate): string {
  if (certificate.status === 'proven')
    return 'This is the best plan that fits your limits. That has been proved, not estimated.';
  if (certificate.status === 'infeasible') return 'No plan fits all your limits and what you fixed.';
  const open = certificate.levels.find((level) => !level.proven);
  const why = certificate.stopped ? ` ${stoppedSentences[certificate.stopped]}` : '';
  if (!open) return `This plan fits your limits. The proof that it is the best one is not finished.${why}`;
  const on = levelWords[open.level].name;
  if (certificate.gap >= 1)
    return `This plan fits your limits. How close it comes to the best on ${on} is not known yet.${why}`;
  return `This plan fits your limits. On ${on} it is within ${gapWords(certificate.gap)} of the best there can be; that it is the best has not been proved.${why}`;
}

/** Why a proof is not finished, once nothing more is tried. */
const stoppedSentences: Record<NonNullable<Certificate['stopped']>, string> = {
  work: 'All the work that a plan may take was used up before that.',
  time: 'The time that a plan may take was over before that.',
  solver: 'The planner broke down before that; this is the best plan it had found.',
};

/** "1.6%", "less than 0.1%". */
function gapWords(gap: number): string {
  return gap < 0.001 ? 'less than 0.1%' : `${(gap * 100).toFixed(1)}%`;
}

/** A level's name and what it counts. */
export const levelWords: Record<PlanLevel['level'], { name: string; unit: string }> = {
  duties: { name: 'duties not met, added up by term', unit: 'term' },
  'core-standards': { name: 'core standards not met by their date', unit: 'standard' },
  'core-lateness': { name: 'how late core standards are, added up', unit: 'term' },
  'requirement-terms': { name: 'requirements not met, by weight and term', unit: 'point' },
  'later-requirement-terms': { name: 'requirements outside the core not met, by weight and term', unit: 'point' },
  'whole-life-cost': { name: 'cost over the five years', unit: '' },
  changes: { name: 'changes from the plan you agreed', unit: 'change' },
};

export function levelAmount(level: Pick<PlanLevel, 'level'>, amount: number): string {
  if (level.level === 'whole-life-cost') return formatPounds(Math.round(amount));
  return countWords(Math.round(amount * 100) / 100, levelWords[level.level].unit);
}

export const limitWords: Record<LimitKind, string> = {
  capital: 'the capital budget',
  revenue: 'the revenue budget',
  staff: 'your own people’s time',
  window: 'the time it can start',
  precedence: 'what has to come first',
  exclusion: 'a choice it cannot stand beside',
  lock: 'something you fixed',
  contract: 'a contract',
};

/** "14 March 2027. …", with what sets the day; null where no date is known. */
export function decideBySentence(candidate: Candidate): string | null {
  if (!candidate.decideBy) return null;
  return `${formatDate(candidate.decideBy)}${candidate.decideByReason ? `. ${sentence(candidate.decideByReason)}` : ''}`;
}

/** Where a limit of money or time holds: its year or its term. */
export function limitPlace(problem: PlanningProblem, kind: LimitKind, id: string): string {
  return kind === 'staff' ? termNameById(problem, id) : yearName(problem, id);
}

export function yearName(problem: PlanningProblem, id: string): string {
  return problem.years.find((year) => year.id === id)?.name ?? id;
}

function termNameById(problem: PlanningProblem, id: string): string {
  return problem.terms.find((term) => term.id === id)?.name ?? id;
}

/** A limit of order is called `<need> after <need>`. */
function earlierNeedId(id: string): string {
  return id.split(' after ').at(-1) ?? id;
}

function needName(problem: PlanningProblem, id: string): string {
  return problem.needs.find((need) => need.id === id)?.name ?? id;
}

/** A detail as a sentence: capital first, full stop last. */
function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const first = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
