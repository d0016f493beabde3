/** Scenarios and what they change, in words. Pure. */
import { formatPounds } from '../../domain/money.ts';
import type { PlanningProblem } from '../../domain/planning.ts';
import type { ScenarioCause, ScenarioPart, ScenarioTarget } from '../../planner/index.ts';
import { countWords, type PlanChangeLine } from '../plan/index.ts';
import { partsOf, type ScenarioChange } from './scenario-changes.rules.ts';
import { headingNames } from './scenarios.schema.ts';

/** "£5,000 less capital in 2027-28", "prices 20% up". */
export function partWords(problem: PlanningProblem, part: ScenarioPart): string {
  switch (part.kind) {
    case 'budget': {
      const way = part.changePence < 0 ? 'less' : 'more';
      return `${formatPounds(Math.abs(part.changePence))} ${way} ${part.pot} in ${part.yearId}`;
    }
    case 'cloud-first':
      return 'moving to the cloud first';
    case 'keep':
      return 'keeping what there is';
    case 'late':
      return `${targetWords(problem, part.target)} ${part.terms === 1 ? 'a term' : countWords(part.terms, 'term')} late`;
    case 'price':
      return `${targetWords(problem, part.target)} ${Math.abs(part.percent)}% ${part.percent < 0 ? 'cheaper' : 'dearer'}`;
    case 'standard-date':
      return `the date of ${standardName(problem, part.standardId)} in ${termById(problem, part.termId)}`;
    case 'fix':
      return `${problem.needs.find(({ id }) => id === part.needId)?.name ?? part.needId} fixed in ${termById(problem, part.termId)}`;
  }
}

function targetWords(problem: PlanningProblem, target: ScenarioTarget): string {
  if (target.kind === 'all') return 'everything';
  if (target.kind === 'heading') return headingNames[target.heading];
  const names = problem.needs.flatMap(({ options }) =>
    options.flatMap(({ id, name }) => (target.optionIds.includes(id) ? name : [])),
  );
  const [first] = names;
  if (first === undefined) return 'something that is no longer offered';
  return names.length === 1 ? `“${first}”` : `“${first}” and ${countWords(names.length - 1, 'other')}`;
}

function standardName(problem: PlanningProblem, id: string | null): string {
  if (id === null) return 'all core standards';
  return problem.standards.find((standard) => standard.id === id)?.name ?? id;
}

function termById(problem: PlanningProblem, id: string): string {
  return problem.terms.find((term) => term.id === id)?.name ?? id;
}

/** One change as a sentence, without its cause. */
export function changeSentence({ kind, needName, from, to }: PlanChangeLine): string {
  switch (kind) {
    case 'added':
      return `${needName} is new: ${to?.option}, ${to?.term}.`;
    case 'dropped':
    case 'finished':
      return `${needName} is no longer planned. It was ${from?.option}, ${from?.term}.`;
    case 'moved':
      return `${needName} moves from ${from?.term} to ${to?.term}.`;
    case 'other-option':
      return `${needName} is done another way: ${to?.option}, ${to?.term}, not ${from?.option}, ${from?.term}.`;
  }
}

/**
 * "Because of £5,000 less capital in 2027-28 (proved)."; what no single change or part of one explains hangs on several together.
 * @param proved how many of the causes, from the first, are proved; the rest are likely.
 */
export function causeSentence(
  problem: PlanningProblem,
  { causes, proved }: { causes: readonly ScenarioCause[]; proved: number },
  changes: readonly ScenarioChange[],
): string {
  const parts = partsOf(changes);
  if (causes.length === 0) {
    if (changes.length === 1 && parts.length > 1 && parts.every(({ kind }) => kind === 'budget'))
      return 'Because of the budgets, all together.';
    return parts.length > 1
      ? 'Because of several of the changes together.'
      : 'What it hangs on is still being worked out.';
  }
  const named = causes.flatMap((cause, place): { words: string; isProved: boolean; isBudget: boolean }[] => {
    const isProved = place < proved;
    if ('change' in cause) {
      const change = changes[cause.change];
      return change ? [{ words: `“${change.name}”`, isProved, isBudget: false }] : [];
    }
    const part = parts[cause.part];
    return part ? [{ words: partWords(problem, part), isProved, isBudget: part.kind === 'budget' }] : [];
  });
  const [first] = named;
  if (!first) return '';
  const isAllBudgets = named.length > 2 && named.every(({ isBudget }) => isBudget);
  if (isAllBudgets) return `Because of the budgets: ${first.words}${sure(first.isProved)}, and other years.`;
  return `Because of ${named.map(({ words, isProved }) => `${words}${sure(isProved)}`).join(', or ')}.`;
}

function sure(isProved: boolean): string {
  return isProved ? ' (proved)' : ' (likely)';
}
