/** The forms of a shared fund: its amounts, its pools, the name of the schools together. */
import { formatPence, formatPounds } from '../../domain/money.ts';
import type { FundYear, PoolOutcome } from '../../planner/sharing/index.ts';
import { dataTable } from '../../ui/data-table.ts';
import { errorMessageFor, form, type FieldError } from '../../ui/forms/index.ts';
import { govukButton, govukCheckboxes, govukInput, govukSelect } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import type { TrustPool, Typed } from './trust.schema.ts';
import { listWords } from './trust.rules.ts';

export function fundFormBody(content: {
  base: string;
  csrf: string;
  version: number;
  /** With what the schools' own budgets leave for their plans. */
  years: readonly FundYear[];
  typed: Typed;
  errors: FieldError[];
  mixesYears: boolean;
}): Html {
  const { base, csrf, version, years, typed, errors, mixesYears } = content;
  const amount = (field: string, label: string) =>
    govukInput({
      id: field,
      name: field,
      value: typed[field] ?? '',
      label: { text: label, classes: 'govuk-visually-hidden' },
      prefix: { text: '£' },
      classes: 'govuk-input--width-10',
      inputmode: 'decimal',
      errorMessage: errorMessageFor(errors, field),
    });
  return html`<h1 class="govuk-heading-l">The fund</h1>
    <p class="govuk-body">
      Write what all schools together may spend on their plans, beside what their contracts cost already. It stands in place of
      their own budgets.
    </p>
    ${mixesYears && html`<p class="govuk-body">Academies’ years begin in September and other schools’ in April: a year means each school’s own.</p>`}
    ${form({
      action: `${base}/fund/change`,
      csrf,
      body: html`<input type="hidden" name="version" value="${version}" />
        ${dataTable(
          'The fund by year',
          [
            { heading: 'Year', cell: ({ name }) => name },
            { heading: 'Capital', cell: ({ id, name }) => amount(`capital-${id}`, `Capital in ${name}`) },
            { heading: 'Revenue', cell: ({ id, name }) => amount(`revenue-${id}`, `Revenue in ${name}`) },
            {
              heading: 'Schools’ own budgets leave',
              cell: ({ capitalPence, revenuePence }) =>
                html`${formatPounds(capitalPence)} capital<br />${formatPounds(revenuePence)} revenue`,
            },
          ],
          years,
        )}
        ${govukCheckboxes({
          name: 'carry-forward',
          idPrefix: 'carry-forward',
          items: [
            {
              value: 'yes',
              text: 'Capital that is not spent may be spent in a later year',
              checked: typed['carry-forward'] === 'yes',
            },
          ],
        })}
        ${govukButton({ text: 'Save the fund' })}`,
    })}`;
}

export function nameFormBody(content: { base: string; csrf: string; name: string; errors: FieldError[] }): Html {
  const { base, csrf, name, errors } = content;
  return html`<h1 class="govuk-heading-l">What these schools are called together</h1>
    ${form({
      action: `${base}/name`,
      csrf,
      body: html`${govukInput({
        id: 'name',
        name: 'name',
        value: name,
        label: { text: 'Name of the trust or authority' },
        errorMessage: errorMessageFor(errors, 'name'),
      })}
      ${govukButton({ text: 'Save the name' })}`,
    })}`;
}

export interface PoolsContent {
  base: string;
  csrf: string;
  pools: readonly TrustPool[];
  options: readonly { id: string; name: string; unit: 'school' | 'per-pupil' | 'per-item' }[];
  years: readonly FundYear[];
  schools: readonly { id: string; name: string }[];
  /** What came of them, where they were tried. */
  outcomes: readonly PoolOutcome[];
  tried: 'all' | 'one-at-a-time';
  typed: Typed;
  errors: FieldError[];
  /** The person may take pools out and, where there are not too many, add one. */
  mayChange: boolean;
  mayAdd: boolean;
}

const unitWords = { school: 'a school', 'per-pupil': 'a pupil', 'per-item': 'an item' } as const;

/** What is cheaper where enough schools buy it in one year. */
export function poolsPart(content: PoolsContent): Html {
  const { base, csrf, pools, options, years, schools, typed, errors, mayAdd } = content;
  const yearName = (id: string) => years.find((year) => year.id === id)?.name ?? id;
  const unitOf = (id: string) => unitWords[options.find((option) => option.id === id)?.unit ?? 'school'];
  return html`<h2 class="govuk-heading-m" id="pools">Buying together</h2>
    <p class="govuk-body">
      Where a supplier asks less when enough schools buy in one year, write it here. Sharing the fund then tries whether enough
      of them do.
    </p>
    ${
      pools.length > 0 &&
      dataTable(
        'What is cheaper together',
        [
          { heading: 'What', cell: ({ optionName }) => optionName },
          { heading: 'Year', cell: ({ yearId }) => yearName(yearId) },
          {
            heading: 'Lower price',
            cell: ({ unitPence, optionId, fromSchools }) =>
              `${formatPence(unitPence)} ${unitOf(optionId)}, from ${fromSchools} schools on`,
          },
          { heading: 'What came of it', cell: (pool) => outcomeWords(content, pool) },
          ...(content.mayChange
            ? [
                {
                  heading: 'Change',
                  cell: ({ id, optionName }: TrustPool) =>
                    form({
                      action: `${base}/fund/pools/${encodeURIComponent(id)}/remove`,
                      csrf,
                      classes: 'cairn-inline',
                      body: html`<button class="cairn-link-button" type="submit">
                  Take it out<span class="govuk-visually-hidden">: ${optionName}</span>
                </button>`,
                    }),
                },
              ]
            : []),
        ],
        pools,
      )
    }
    ${content.tried === 'one-at-a-time' && html`<p class="govuk-body">There are more than four, so they were tried one after another and not in every combination.</p>`}
    ${
      mayAdd &&
      form({
        action: `${base}/fund/pools`,
        csrf,
        body: html`${govukSelect({
          id: 'option',
          name: 'option',
          label: { text: 'What is bought together' },
          items: [
            { value: '', text: 'Choose' },
            ...options.map(({ id, name }) => ({ value: id, text: name, selected: typed['option'] === id })),
          ],
          errorMessage: errorMessageFor(errors, 'option'),
        })}
        ${govukSelect({
          id: 'year',
          name: 'year',
          label: { text: 'Year' },
          items: [
            { value: '', text: 'Choose' },
            ...years.map(({ id, name }) => ({ value: id, text: name, selected: typed['year'] === id })),
          ],
          errorMessage: errorMessageFor(errors, 'year'),
        })}
        ${govukInput({
          id: 'schools',
          name: 'schools',
          label: { text: 'From how many schools on' },
          hint: { text: `From 2 to ${schools.length}` },
          classes: 'govuk-input--width-3',
          inputmode: 'numeric',
          value: typed['schools'] ?? '',
          errorMessage: errorMessageFor(errors, 'schools'),
        })}
        ${govukInput({
          id: 'price',
          name: 'price',
          label: { text: 'Lower price' },
          hint: { text: 'For one school, pupil or item, as the price of it is counted. Without VAT.' },
          prefix: { text: '£' },
          classes: 'govuk-input--width-10',
          inputmode: 'decimal',
          value: typed['price'] ?? '',
          errorMessage: errorMessageFor(errors, 'price'),
        })}
        ${govukButton({ text: 'Add it', classes: 'govuk-button--secondary' })}`,
      })
    }`;
}

function outcomeWords({ outcomes, schools }: PoolsContent, pool: TrustPool): Html | string {
  const outcome = outcomes.find(({ id }) => id === pool.id);
  if (outcome === undefined) return 'Not tried yet';
  const nameOf = (id: string) => schools.find((school) => school.id === id)?.name ?? '';
  if (!outcome.isReached) {
    if (outcome.couldJoin < pool.fromSchools)
      return `Not reached: only ${outcome.couldJoin} of the schools could buy it in that year`;
    return 'Not reached: it would take more from other things than it saves';
  }
  const saving = outcome.schools.reduce((sum, { savingPence }) => sum + savingPence, 0);
  const extra = outcome.schools.filter(({ wouldOtherwise }) => !wouldOtherwise).map(({ id }) => nameOf(id));
  return html`Reached by ${listWords(outcome.schools.map(({ id }) => nameOf(id)))}. It saves
    ${formatPounds(saving)}.${extra.length > 0 && html` Without it, ${listWords(extra)} would not buy it then.`}`;
}
