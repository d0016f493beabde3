/** The prices that matter most, on the plan's page: what a quote would narrow, and where to write it down. */
import { formatPounds, formatPoundsRange } from '../../domain/money.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import { dataTable } from '../../ui/data-table.ts';
import { html, type Html } from '../../ui/html.ts';
import { pricesThatMatter, type PriceThatMatters } from './plan.prices.ts';

export function pricesPart(
  { hrefOf, mayEdit }: { hrefOf: (needId: string) => string; mayEdit: boolean },
  problem: PlanningProblem,
  plan: Plan,
): Html | null {
  const prices = pricesThatMatter(problem, plan);
  if (prices.length === 0) return null;
  const share = prices.reduce((sum, price) => sum + price.share, 0);
  return html`<h2 class="govuk-heading-m" id="prices">The prices that matter most</h2>
    <p class="govuk-body">
      ${
        prices.length === 1
          ? 'This price is a guess, and all that the total’s range comes from.'
          : `These ${prices.length} guesses make up ${percent(share)} of what the prices leave open. A quote for the first narrows the total most.`
      }
    </p>
    ${dataTable<PriceThatMatters>(
      'The prices that matter most',
      [
        {
          heading: 'Price',
          cell: ({ need, option }) =>
            html`<a class="govuk-link" href="${hrefOf(need.id)}">${need.name}</a><br /><span class="cairn-quiet"
                >${option.name}</span
              >`,
        },
        { heading: 'Over the five years', numeric: true, cell: ({ range }) => formatPoundsRange(range) },
        { heading: 'Moves the total by', numeric: true, cell: ({ spreadPence }) => formatPounds(spreadPence) },
        ...(mayEdit
          ? [
              {
                heading: 'Quote',
                cell: ({ need }: PriceThatMatters) =>
                  html`<a class="govuk-link cairn-no-print" href="${hrefOf(need.id)}#quotes"
                    >Write a quote down<span class="govuk-visually-hidden">: ${need.name}</span></a
                  >`,
              },
            ]
          : []),
      ],
      prices,
    )}`;
}

function percent(share: number): string {
  return `${Math.floor(share * 100)}%`;
}
