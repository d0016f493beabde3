/** Quotes on an item's page: those that stand, and the form for the next. */
import { formatDate } from '../../domain/dates.ts';
import { formatPence } from '../../domain/money.ts';
import type { PlanNeed } from '../../domain/planning.ts';
import type { Quote } from '../../domain/record.ts';
import { type FieldError, form, renderFields } from '../../ui/forms/index.ts';
import { govukButton, govukDetails } from '../../ui/govuk/index.ts';
import { type Html, html } from '../../ui/html.ts';
import { quoteFields } from './quotes.schema.ts';

export interface QuotesContent {
  /** The item's address. */
  address: string;
  csrf: string;
  mayEdit: boolean;
  need: PlanNeed;
  quotes: readonly Quote[];
  errors: FieldError[];
  typed: Record<string, string>;
}

export function quotesPart(content: QuotesContent): Html | null {
  const { address, csrf, mayEdit, need, quotes, errors, typed } = content;
  const mine = quotes.flatMap((quote) => {
    const option = need.options.find(({ id }) => id === quote.optionId);
    return option ? [{ quote, option }] : [];
  });
  if (mine.length === 0 && !mayEdit) return null;
  return html`<h2 class="govuk-heading-m" id="quotes">Quotes</h2>
    ${
      mine.length === 0
        ? html`<p class="govuk-body">No quote yet: the prices here are ranges by size of school.</p>`
        : html`<ul class="govuk-list">
            ${mine.map(
              ({ quote, option }) =>
                html`<li>
                  ${option.name}: ${quoteWords(quote)}
                  ${
                    mayEdit &&
                    form({
                      action: `${address}/quote/remove`,
                      csrf,
                      classes: 'cairn-inline',
                      body: html`<input type="hidden" name="optionId" value="${quote.optionId}"><button class="cairn-link-button" type="submit">Take it away<span class="govuk-visually-hidden">: ${option.name}</span> and plan again</button>`,
                    })
                  }
                </li>`,
            )}
          </ul>`
    }
    ${
      mayEdit &&
      govukDetails({
        summaryText: 'Write a quote down',
        // The other form of the page has an error field of its own.
        open: errors.some(({ field }) => field !== 'start'),
        html: form({
          action: `${address}/quote`,
          csrf,
          body: html`${renderFields(quoteFields(need.options), typed, errors)}
          ${govukButton({ text: 'Save the quote and plan again', preventDoubleClick: true })}`,
        }),
      })
    }`;
}

function quoteWords({ oneOffPence, yearlyPence, supplier, quotedOn }: Quote): string {
  const parts = [
    ...(oneOffPence === null ? [] : [`${formatPence(oneOffPence)} once`]),
    ...(yearlyPence === null ? [] : [`${formatPence(yearlyPence)} a year`]),
  ];
  return `${parts.join(' and ')}${supplier ? `, ${supplier}` : ''}${quotedOn ? `, ${formatDate(quotedOn)}` : ''}`;
}
