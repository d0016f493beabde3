/** The form of one ready-made scenario, and the page that says what taking a scenario would change. */
import { formatPounds } from '../../domain/money.ts';
import { errorMessageFor, form, type FieldError } from '../../ui/forms/index.ts';
import { govukButton, govukInput, govukRadios, govukSelect, govukWarningText } from '../../ui/govuk/index.ts';
import { type Html, html } from '../../ui/html.ts';
import { dataTable } from '../../ui/data-table.ts';
import type { ComparedPlan, Taking } from './scenarios.rules.ts';
import {
  amountTyped,
  budgetRows,
  type Choice,
  type ReadyMadeKind,
  readyMade,
  type ScenarioBasis,
  standardChoices,
  targetChoices,
  termChoices,
} from './scenarios.schema.ts';

export interface ScenarioFormContent {
  csrf: string;
  kind: ReadyMadeKind;
  /** Where the form is sent, and where "leave it" leads. */
  action: string;
  back: string;
  /** The scenario that it adds to; null for a new one. */
  within: string | null;
  basis: ScenarioBasis;
  typed: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
}

export function scenarioFormBody(content: ScenarioFormContent): Html {
  const { action, back, csrf, kind, within } = content;
  const made = readyMade.find((one) => one.kind === kind);
  return html`<h1 class="govuk-heading-l">${made?.name}</h1>
    ${within !== null && html`<p class="govuk-body">Together with: ${within}.</p>`}
    <p class="govuk-body">${made?.why} ${explained[kind]}</p>
    ${form({
      action,
      csrf,
      body: html`${fields[kind](content)}
        <div class="govuk-button-group">
          ${govukButton({ text: 'See what would happen', preventDoubleClick: true })}
          <a class="govuk-link" href="${back}">Leave it</a>
        </div>`,
    })}`;
}

const explained: Record<ReadyMadeKind, string> = {
  money: 'What contracts already take stays as it is.',
  budgets: 'These are whole budgets, with what contracts already take.',
  price: 'What you have a quote for counts as well. What it would save stays as it is.',
  late: 'It is paid as ordered. What it replaces runs on until it comes.',
  cloud: 'What you have fixed stays fixed.',
  keep: 'Contracts and equipment are dealt with when they end, and nothing else is.',
  earlier: 'The plan is made again with the earlier date.',
};

const fields: Record<ReadyMadeKind, (content: ScenarioFormContent) => Html> = {
  money: (content) => html`${radios(content, 'way', 'Is there less or more?', [
    { value: 'less', text: 'Less' },
    { value: 'more', text: 'More' },
  ])}
    ${percentInput(content, 'By how much', '20')}
    ${select(content, 'pot', 'Which money', [
      { value: 'both', text: 'Capital and revenue' },
      { value: 'capital', text: 'Capital' },
      { value: 'revenue', text: 'Revenue' },
    ])}
    ${select(content, 'year', 'In which year', [
      { value: 'all', text: 'Every year' },
      ...content.basis.problem.years.map(({ id, name }) => ({ value: id, text: name })),
    ])}`,
  budgets: (content) =>
    html`${budgetRows(content.basis).map((row) => {
      const name = content.basis.problem.years.find(({ id }) => id === row.year)?.name ?? row.year;
      return html`<fieldset class="govuk-fieldset cairn-group">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">${name}</legend>
        ${poundsInput(content, `capital-${row.year}`, 'Capital', amountTyped(row.capitalPence))}
        ${poundsInput(content, `revenue-${row.year}`, 'Revenue', amountTyped(row.revenuePence))}
      </fieldset>`;
    })}`,
  price: (content) =>
    html`${select(content, 'what', 'What gets dearer', targetChoices(content.basis))}
    ${percentInput(content, 'By how much', '20')}`,
  late: (content) =>
    html`${select(content, 'what', 'What comes late', targetChoices(content.basis))}
    ${select(
      content,
      'terms',
      'How late',
      [1, 2, 3, 4, 5, 6].map((terms) => ({ value: String(terms), text: terms === 1 ? '1 term' : `${terms} terms` })),
    )}`,
  cloud: () => html``,
  keep: () => html``,
  earlier: (content) =>
    html`${select(content, 'standard', 'Which standard', standardChoices(content.basis))}
    ${select(content, 'term', 'By the end of', termChoices(content.basis))}`,
};

function radios({ typed, errors }: ScenarioFormContent, name: string, legend: string, items: Choice[]): Html {
  return govukRadios({
    name,
    idPrefix: name,
    fieldset: { legend: { text: legend } },
    errorMessage: errorMessageFor(errors, name),
    value: typed[name] ?? items[0]?.value ?? '',
    items,
  });
}

function select({ typed, errors }: ScenarioFormContent, name: string, label: string, choices: Choice[]): Html {
  return govukSelect({
    id: name,
    name,
    label: { text: label },
    errorMessage: errorMessageFor(errors, name),
    items: choices.map(({ value, text }) => ({ value, text, selected: value === typed[name] })),
  });
}

function percentInput({ typed, errors }: ScenarioFormContent, label: string, value: string): Html {
  return govukInput({
    id: 'percent',
    name: 'percent',
    label: { text: label },
    suffix: { text: '%' },
    classes: 'govuk-input--width-4',
    inputmode: 'numeric',
    errorMessage: errorMessageFor(errors, 'percent'),
    value: typed['percent'] ?? value,
  });
}

function poundsInput({ typed, errors }: ScenarioFormContent, name: string, label: string, value: string): Html {
  return govukInput({
    id: name,
    name,
    label: { text: label },
    prefix: { text: '£' },
    classes: 'govuk-input--width-10',
    inputmode: 'decimal',
    errorMessage: errorMessageFor(errors, name),
    value: typed[name] ?? value,
  });
}

export interface TakeContent {
  base: string;
  csrf: string;
  address: string;
  compared: ComparedPlan;
  taking: Taking;
  version: number;
  /** Somebody else changed the budgets since the page was shown. */
  isStale: boolean;
}

export function takeBody({ base, csrf, address, compared, taking, version, isStale }: TakeContent): Html {
  const isNothing = taking.budgets.length === 0 && taking.locks.length === 0;
  return html`<h1 class="govuk-heading-l">Take “${compared.name}”</h1>
    ${isStale && govukWarningText({ text: 'Someone else changed the school’s details or budgets meanwhile. Look again, then take it.', iconFallbackText: 'Warning' })}
    ${
      isNothing
        ? html`<p class="govuk-body">Taking this would change nothing: the plan is the same.</p>`
        : html`<p class="govuk-body">If you take it, this changes, and the plan is made again.</p>`
    }
    ${
      taking.budgets.length > 0 &&
      html`<h2 class="govuk-heading-m">Budgets</h2>
        ${dataTable(
          'Budgets that change',
          [
            { heading: 'Year', cell: ({ before }) => before.year },
            { heading: 'Capital now', numeric: true, cell: ({ before }) => formatPounds(before.capitalPence) },
            { heading: 'Capital then', numeric: true, cell: ({ after }) => formatPounds(after.capitalPence) },
            { heading: 'Revenue now', numeric: true, cell: ({ before }) => formatPounds(before.revenuePence) },
            { heading: 'Revenue then', numeric: true, cell: ({ after }) => formatPounds(after.revenuePence) },
          ],
          taking.budgets,
        )}`
    }
    ${
      taking.locks.length > 0 &&
      html`<h2 class="govuk-heading-m">What is fixed from then on</h2>
        <ul class="govuk-list govuk-list--bullet">
          ${taking.locks.map(({ needName, start }) => html`<li>${needName}: ${lockWords(compared, start)}</li>`)}
        </ul>
        <p class="govuk-body">You can free each of them again on the plan. Prices and dates stay as they are known to be.</p>`
    }
    ${
      isNothing
        ? html`<p class="govuk-body"><a class="govuk-link" href="${base}/scenarios">Back to the comparison</a></p>`
        : form({
            action: `${address}/take`,
            csrf,
            body: html`<input type="hidden" name="version" value="${version}" />
              <div class="govuk-button-group">
                ${govukButton({ text: 'Take it and plan again', preventDoubleClick: true })}
                <a class="govuk-link" href="${base}/scenarios">Leave the plan as it is</a>
              </div>`,
          })
    }`;
}

function lockWords({ problem }: ComparedPlan, start: Taking['locks'][number]['start']): string {
  if (start.optionId === null) return 'nothing is done';
  const term = problem.terms.find(({ id }) => id === start.term)?.name ?? start.term;
  const option = problem.needs.flatMap(({ options }) => options).find(({ id }) => id === start.optionId);
  return `${option?.name ?? start.optionId}, ${term}`;
}
