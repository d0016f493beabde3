/** Contracts of one kind brought to one end: the day that costs least, what it takes, when it has paid for itself. */
import { formatDate, formatMonth, type PlainDate } from '../../domain/dates.ts';
import { formatPounds } from '../../domain/money.ts';
import { YEARS_COUNTED, type CommonEnd } from '../../needs/index.ts';
import { pictureWithTable } from '../../ui/charts/index.ts';
import { dataTable, notKnown, plainTable, type Column } from '../../ui/data-table.ts';
import { errorMessageFor, type FieldError } from '../../ui/forms/index.ts';
import { govukButton, govukInput, govukInsetText, govukSelect } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { commonEndPicture } from './ends.picture.ts';
import { wayWords } from './ends.words.ts';

export interface EndsContent {
  base: string;
  asAt: PlainDate;
  /** Kinds of contract that at least two schools have. */
  types: readonly { value: string; label: string }[];
  typed: { type: string; date: string; premium: string; saving: string };
  errors: FieldError[];
  best: CommonEnd | null;
  /** The day that is shown: the best, or the one that was asked for. */
  shown: CommonEnd | null;
  /** All days that were looked at. */
  days: readonly CommonEnd[];
}

export function endsBody(content: EndsContent): Html {
  const { types, shown } = content;
  return html`<h1 class="govuk-heading-l">Let contracts end on one day</h1>
    <p class="govuk-body-l">
      Contracts of one kind that end together can be bought together. See what it takes to bring them to one day, and when that
      has paid for itself.
    </p>
    ${
      types.length === 0
        ? govukInsetText({
            text: 'No two schools here have a contract of the same kind. Write the kind down with each contract.',
          })
        : html`${askPart(content)} ${shown && shownPart(content, shown)}`
    }`;
}

function askPart({ base, types, typed, errors, days }: EndsContent): Html {
  return html`<form method="get" action="${base}/ends">
    ${govukSelect({
      id: 'type',
      name: 'type',
      label: { text: 'Kind of contract' },
      items: types.map(({ value, label }) => ({ value, text: label, selected: value === typed.type })),
    })}
    ${govukInput({
      id: 'saving',
      name: 'saving',
      label: { text: 'What one contract for all would save, in per cent' },
      hint: { text: 'Your own guess, or what a supplier says. 10 where you leave it as it is.' },
      value: typed.saving,
      classes: 'govuk-input--width-3',
      inputmode: 'numeric',
      suffix: { text: '%' },
      errorMessage: errorMessageFor(errors, 'saving'),
    })}
    ${govukInput({
      id: 'premium',
      name: 'premium',
      label: { text: 'What going on month by month costs more, in per cent' },
      hint: { text: 'Your own guess, or what a supplier says. 10 where you leave it as it is.' },
      value: typed.premium,
      classes: 'govuk-input--width-3',
      inputmode: 'numeric',
      suffix: { text: '%' },
      errorMessage: errorMessageFor(errors, 'premium'),
    })}
    ${govukSelect({
      id: 'date',
      name: 'date',
      label: { text: 'Day' },
      items: [
        { value: '', text: 'The day that costs least', selected: typed.date === '' },
        ...days.map(({ endsOn }) => ({ value: endsOn, text: formatDate(endsOn), selected: endsOn === typed.date })),
      ],
    })}
    ${govukButton({ text: 'Work it out', classes: 'govuk-button--secondary' })}
  </form>`;
}

function shownPart({ asAt, best, days, typed }: EndsContent, shown: CommonEnd): Html {
  const columns: Column<CommonEnd['contracts'][number]>[] = [
    {
      heading: 'Contract',
      cell: ({ school, title }) => html`${title}<br /><span class="cairn-quiet">${school}</span>`,
    },
    {
      heading: 'Its own end',
      nowrap: true,
      cell: ({ ownEndOn }) => (ownEndOn === null ? notKnown() : formatDate(ownEndOn)),
    },
    {
      heading: 'What to do',
      cell: ({ way, unknown }) => (unknown === null ? wayWords[way] : `${wayWords[way]}: ${lowerFirst(unknown)}`),
    },
    {
      heading: 'Act by',
      nowrap: true,
      cell: ({ actBy, way }) =>
        actBy === null ? (way === 'unknown' ? notKnown() : 'No notice needed') : formatDate(actBy),
    },
    {
      heading: 'Costs',
      numeric: true,
      cell: ({ costPence, way }) => (way === 'unknown' ? notKnown() : formatPounds(costPence)),
    },
  ];
  const isBest = best?.endsOn === shown.endsOn;
  return html`<h2 class="govuk-heading-m">${formatDate(shown.endsOn)}${isBest && ': the day that costs least'}</h2>
    <p class="govuk-body">${balanceWords(shown)}</p>
    ${
      !isBest &&
      best &&
      html`<p class="govuk-body">The day that costs least is ${formatDate(best.endsOn)}: ${lowerFirst(balanceWords(best))}</p>`
    }
    ${dataTable('What it takes for each contract', columns, shown.contracts)}
    ${pictureWithTable({
      caption: 'Each contract’s own end, and the common day',
      picture: commonEndPicture(shown, asAt),
      table: plainTable('Each contract’s own end, and the common day', columns.slice(0, 3), shown.contracts),
    })}
    <h2 class="govuk-heading-m">Other days</h2>
    ${dataTable(
      'Days that were looked at',
      [
        { heading: 'Day', nowrap: true, cell: ({ endsOn }) => formatDate(endsOn) },
        { heading: 'Costs', numeric: true, cell: ({ costPence }) => formatPounds(costPence) },
        {
          heading: 'Paid for by',
          cell: ({ breakEvenMonth }) =>
            breakEvenMonth === null ? `Not within ${YEARS_COUNTED} years` : formatMonth(breakEvenMonth),
        },
        {
          heading: `Left over within ${YEARS_COUNTED} years`,
          numeric: true,
          cell: ({ netPence }) => formatPounds(-netPence),
        },
      ],
      days,
    )}
    <p class="govuk-body">
      Counted with ${typed.saving}% saved by one contract for all and ${typed.premium}% more for going on month by month: both are
      your figures. An extension is taken to cost the same as now. Contracts that cannot be counted are left out of the sums.
    </p>`;
}

function balanceWords({ costPence, savingPerYearPence, breakEvenMonth }: CommonEnd): string {
  const saves = `One contract from then on saves ${formatPounds(savingPerYearPence)} a year`;
  if (costPence === 0) return `It costs nothing to bring them there. ${saves}.`;
  if (breakEvenMonth === null)
    return `It costs ${formatPounds(costPence)} to bring them there. ${saves}, which does not pay for it within ${YEARS_COUNTED} years.`;
  return `It costs ${formatPounds(costPence)} to bring them there. ${saves}, and has paid for that by ${formatMonth(breakEvenMonth)}.`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
