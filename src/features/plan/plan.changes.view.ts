/** What changed since the last plan: before and after in one picture, and as a list. */
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import { beforeAfter, pictureWithTable, type PlacedSpan } from '../../ui/charts/index.ts';
import { plainTable } from '../../ui/data-table.ts';
import { type Html, html } from '../../ui/html.ts';
import type { ChangedPlace, PlanChangeLine } from './plan.changes.ts';
import { causeWords, PROVED_OR_LIKELY } from './plan.causes.words.ts';
import type { PlanProgress, StoredPlan } from './plan.queries.ts';
import { planTotals } from './plan.rules.ts';
import { countWords } from './plan.words.ts';
import { formatPounds, formatPoundsRange } from '../../domain/money.ts';

const kindWords: Record<PlanChangeLine['kind'], string> = {
  added: 'New',
  dropped: 'No longer planned',
  finished: 'No longer needed',
  moved: 'Moved',
  'other-option': 'Another way',
};

export function changesPart(
  problem: PlanningProblem,
  changes: readonly PlanChangeLine[],
  previous: StoredPlan | null,
  plan: Plan,
  causes: PlanProgress['causes'],
): Html | null {
  if (!previous?.plan) return null;
  if (changes.length === 0) {
    return html`<h2 class="govuk-heading-m" id="changes">What changed</h2>
      <p class="govuk-body">Nothing moved: the plan is the same as the one before.</p>`;
  }
  const before = planTotals(previous.problem, previous.plan);
  const after = planTotals(problem, plan);
  const because = (needId: string) =>
    causeWords(
      problem,
      causes?.find((one) => one.needId === needId),
    );
  const terms = problem.terms;
  const spanOf = (place: ChangedPlace | null): PlacedSpan | null => {
    const startTerm = place
      ? terms.findIndex(({ startsOn, endsOn }) => startsOn <= place.startsOn && place.startsOn <= endsOn)
      : -1;
    if (!place || startTerm < 0) return null;
    return { startTerm, completeTerm: Math.min(terms.length, startTerm + place.lastsTerms), option: place.option };
  };
  const picture = beforeAfter({
    terms,
    items: changes.map(({ needName, from, to }) => ({ name: needName, before: spanOf(from), after: spanOf(to) })),
  });
  const table = plainTable(
    'What changed since the last plan',
    [
      { heading: 'What', cell: ({ needName }: PlanChangeLine) => needName },
      { heading: 'Change', cell: ({ kind }: PlanChangeLine) => kindWords[kind], nowrap: true },
      { heading: 'Because of', cell: ({ needId }: PlanChangeLine) => because(needId) ?? 'Not worked out yet' },
      {
        heading: 'Before',
        cell: ({ from }: PlanChangeLine) => (from ? `${from.option}, ${from.term}` : 'Not planned'),
      },
      { heading: 'Now', cell: ({ to }: PlanChangeLine) => (to ? `${to.option}, ${to.term}` : 'Not planned') },
    ],
    changes,
  );
  return html`<h2 class="govuk-heading-m" id="changes">What changed</h2>
    <p class="govuk-body">
      ${countWords(changes.length, 'change')} since the last plan. It comes to ${formatPoundsRange(after.range)} over the
      five years, in the middle of the range ${differenceWords(after.wholeLifePence - before.wholeLifePence)}; ${after.metByDate} of
      ${after.coreStandards} core standards are met by their date, ${before.metByDate} were before.
    </p>
    ${pictureWithTable({ caption: 'What changed since the last plan', picture, table, summary: 'Every change as a table' })}
    ${causes?.some((one) => one.causes.length > 0) && html`<p class="govuk-body-s">${PROVED_OR_LIKELY}</p>`}`;
}

function differenceWords(pence: number): string {
  if (pence === 0) return 'the same as before';
  return pence > 0 ? `${formatPounds(pence)} more than before` : `${formatPounds(-pence)} less than before`;
}
