/** Budgets: what may we spend, and when may we disturb people? */
import { formatDate } from '../../domain/dates.ts';
import { guessRange } from '../../domain/guesses.ts';
import { formatPounds, formatPoundsRange } from '../../domain/money.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import type { Horizon } from '../../domain/terms.ts';
import { committedByYear, USUAL_STAFF_DAYS_PER_TERM } from '../../needs/index.ts';
import { dataTable } from '../../ui/data-table.ts';
import { errorMessageFor, type FieldError, form } from '../../ui/forms/index.ts';
import {
  govukButton,
  govukCheckboxes,
  govukDetails,
  govukFileUpload,
  govukInput,
  govukTextarea,
} from '../../ui/govuk/index.ts';
import { type Html, html } from '../../ui/html.ts';
import type { Typed } from './budgets.schema.ts';

export interface BudgetsContent {
  base: string;
  csrf: string;
  mayEdit: boolean;
  version: number;
  record: SchoolRecord;
  horizon: Horizon;
  money: Typed;
  calendar: Typed;
  errors: FieldError[];
}

export function budgetsBody(content: BudgetsContent): Html {
  return html`<h1 class="govuk-heading-l">Budgets</h1>
    <p class="govuk-body-l">All the money for technology in each year, and the days on which people may be disturbed.</p>
    ${content.mayEdit ? moneyForm(content) : moneyTable(content)}
    <h2 class="govuk-heading-m" id="calendar">Days that matter</h2>
    ${calendarPart(content)}`;
}

function moneyForm(content: BudgetsContent): Html {
  const { base, csrf, version, horizon, money, errors } = content;
  const committed = committedOf(content);
  return form({
    action: `${base}/budgets`,
    csrf,
    body: html`<input type="hidden" name="version" value="${version}" />
      <h2 class="govuk-heading-m">Money by financial year</h2>
      <p class="govuk-body">
        Write the whole budget for technology, contracts you already have included. Capital buys things that last; revenue
        pays for running them.
      </p>
      ${dataTable(
        'Money by financial year',
        [
          {
            heading: 'Year',
            cell: ({ name, startsOn, endsOn }) =>
              html`${name}<br /><span class="cairn-quiet">${formatDate(startsOn)} to ${formatDate(endsOn)}</span>`,
          },
          {
            heading: 'Capital (£)',
            cell: ({ id, name }) => amount(`capital-${id}`, `Capital in ${name}`, money, errors),
          },
          {
            heading: 'Revenue (£)',
            cell: ({ id, name }) => amount(`revenue-${id}`, `Revenue in ${name}`, money, errors),
          },
          { heading: 'Contracts already take', numeric: true, cell: ({ id }) => committed.get(id) ?? '' },
        ],
        horizon.years,
      )}
      ${govukCheckboxes({
        name: 'carry-forward',
        idPrefix: 'carry-forward',
        classes: 'govuk-checkboxes--small',
        items: [
          {
            value: 'yes',
            text: 'Capital left over may be spent the year after',
            checked: money['carry-forward'] === 'yes',
          },
        ],
      })}
      <h2 class="govuk-heading-m">Your own people’s time</h2>
      ${govukInput({
        id: 'staff-days',
        name: 'staff-days',
        label: { text: 'Days that your own people can give the plan in a term' },
        hint: { text: `Leave it empty to count on ${USUAL_STAFF_DAYS_PER_TERM}` },
        inputmode: 'numeric',
        classes: 'govuk-input--width-4',
        value: money['staff-days'] ?? '',
        errorMessage: errorMessageFor(errors, 'staff-days'),
      })}
      ${govukDetails({
        summaryText: 'A term with more or less time than the others',
        open: horizon.terms.some(({ id }) => (money[`days-${id}`] ?? '') !== ''),
        html: html`${horizon.terms.map(({ id, name }) =>
          govukInput({
            id: `days-${id}`,
            name: `days-${id}`,
            label: { text: `Days in ${name}` },
            inputmode: 'numeric',
            classes: 'govuk-input--width-4',
            value: money[`days-${id}`] ?? '',
            errorMessage: errorMessageFor(errors, `days-${id}`),
          }),
        )}`,
      })}
      <div class="govuk-button-group">
        ${govukButton({ text: 'Save', name: 'next', value: 'stay' })}
        ${govukButton({ text: 'Save and plan again', name: 'next', value: 'plan', classes: 'govuk-button--secondary' })}
      </div>`,
  });
}

function amount(name: string, label: string, typed: Typed, errors: FieldError[]): Html {
  return govukInput({
    id: name,
    name,
    label: { text: label, classes: 'govuk-visually-hidden' },
    inputmode: 'decimal',
    classes: 'govuk-input--width-5',
    value: typed[name] ?? '',
    formGroup: { classes: 'cairn-tight' },
    errorMessage: errorMessageFor(errors, name),
  });
}

function moneyTable(content: BudgetsContent): Html {
  const committed = committedOf(content);
  const shown = (text: string | undefined) => (text ? `£${text}` : 'Not known');
  return html`<h2 class="govuk-heading-m">Money by financial year</h2>
    ${dataTable(
      'Money by financial year',
      [
        { heading: 'Year', cell: ({ name }) => name },
        { heading: 'Capital', numeric: true, cell: ({ id }) => shown(content.money[`capital-${id}`]) },
        { heading: 'Revenue', numeric: true, cell: ({ id }) => shown(content.money[`revenue-${id}`]) },
        { heading: 'Contracts already take', numeric: true, cell: ({ id }) => committed.get(id) ?? '' },
      ],
      content.horizon.years,
    )}`;
}

/** What contracts take by year, and between what that may lie where their costs are guesses. */
export function committedOf({
  record,
  horizon,
}: {
  record: Pick<SchoolRecord, 'contracts' | 'asAt'>;
  horizon: Pick<Horizon, 'years' | 'endsOn'>;
}): Map<string, Html> {
  const totals = (end: 'low' | 'high' | null) => {
    const contracts = record.contracts.map((contract) => {
      const range = end === null ? null : guessRange(contract, 'annualCostPence');
      return range === null || end === null ? contract : { ...contract, annualCostPence: range[end] };
    });
    return committedByYear({ contracts, asAt: record.asAt }, horizon.years, horizon.endsOn);
  };
  const [low, high] = [totals('low'), totals('high')];
  return new Map(
    totals(null).map(({ yearId, totalPence, unknownCost }, index) => {
      const range = {
        lowPence: low[index]?.totalPence ?? totalPence,
        highPence: high[index]?.totalPence ?? totalPence,
      };
      const unknown = unknownCost.length > 0 && ` and ${unknownCost.length} not known`;
      const guessed =
        range.lowPence < range.highPence &&
        html`<br /><span class="cairn-quiet">partly guessed: ${formatPoundsRange(range)}</span>`;
      return [yearId, html`${formatPounds(totalPence)}${unknown}${guessed}`];
    }),
  );
}

function calendarPart(content: BudgetsContent): Html {
  const { base, csrf, version, calendar, errors, mayEdit, horizon } = content;
  const area = (id: string, label: string, hint: string, rows: number) =>
    govukTextarea({
      id,
      name: id,
      label: { text: label },
      hint: { text: hint },
      rows: String(rows),
      value: calendar[id] ?? '',
      errorMessage: errorMessageFor(errors, id),
    });
  const terms = dataTable(
    'The plan’s terms',
    [
      { heading: 'Term', cell: ({ name }) => name, nowrap: true },
      { heading: 'Starts', cell: ({ startsOn }) => formatDate(startsOn), nowrap: true },
      { heading: 'Teaching ends', cell: ({ teachingEndsOn }) => formatDate(teachingEndsOn), nowrap: true },
    ],
    horizon.terms,
  );
  if (!mayEdit) return terms;
  return html`${form({
    action: `${base}/budgets/calendar`,
    csrf,
    body: html`<input type="hidden" name="version" value="${version}" />
        ${area('meetings', 'Governors’ meetings', 'One date to a line, like 14/3/2027', 5)}
        ${area('holidays', 'Holidays', 'One to a line, like “Easter holiday: 27/3/2027 to 11/4/2027”. Work that disturbs people is done then', 8)}
        ${area('blackouts', 'Days when nobody may be disturbed', 'One to a line, like “Exams: 10/5/2027 to 25/6/2027”', 4)}
        ${area('bank-holidays', 'Bank holidays', 'One date to a line', 4)} ${govukButton({ text: 'Save the days' })}`,
  })}
    ${form({
      action: `${base}/budgets/calendar-file`,
      csrf,
      sendsFile: true,
      body: html`<input type="hidden" name="version" value="${version}" />
        ${govukFileUpload({
          id: 'file',
          name: 'file',
          label: { text: 'Or bring in a file of dates' },
          hint: { text: 'GOV.UK’s bank-holidays.json, or an authority’s term dates as .json' },
          errorMessage: errorMessageFor(errors, 'file'),
        })}
        ${govukButton({ text: 'Bring it in', classes: 'govuk-button--secondary' })}`,
    })}
    ${govukDetails({ summaryText: 'The terms that the plan uses', html: terms })}`;
}
