/** From fields to the inputs of a form, and from typed values back to what a person would type or read. */
import { formatDate, isPlainDate } from '../../domain/dates.ts';
import { formatPence } from '../../domain/money.ts';
import { govukFieldset, govukInput, govukRadios, govukSelect, govukTextarea } from '../govuk/index.ts';
import { Html, html } from '../html.ts';
import { type FieldError, errorMessageFor } from './errors.ts';
import { type Choice, type ChoicesByField, type Field, longestText } from './fields.ts';
import { NOT_KNOWN } from './parse.ts';

const MOST_RADIOS = 4;

export interface RenderOptions {
  /** Original text of values that could not be read ("TBC"), by field name: shown beside the field. */
  unread?: Readonly<Record<string, string>> | undefined;
}

/** The inputs, in order, groups as fieldsets. `values` holds what was typed (see {@link fieldTexts} for stored values). */
export function renderFields(
  fields: readonly Field[],
  values: Readonly<Record<string, string>>,
  errors: readonly FieldError[],
  choices: ChoicesByField = {},
  options: RenderOptions = {},
): Html {
  return html`${groupsOf(fields).map(({ group, members }) => {
    const inputs = html`${members.map((field) => renderField(field, values, errors, choices, options))}`;
    if (group === undefined) return inputs;
    return govukFieldset({
      legend: { text: group, classes: 'govuk-fieldset__legend--m' },
      classes: 'cairn-group',
      html: inputs,
    });
  })}`;
}

/** One field's input with its label, hint, message and the text that could not be read. */
export function renderField(
  field: Field,
  values: Readonly<Record<string, string>>,
  errors: readonly FieldError[],
  choices: ChoicesByField = {},
  options: RenderOptions = {},
): Html {
  const unread = options.unread?.[field.name];
  const input = fieldInput(field, values[field.name] ?? '', errors, choices[field.name] ?? field.choices ?? [], unread);
  if (field.showWhen === undefined) return input;
  return html`<div class="cairn-when" data-when-field="${field.showWhen.field}" data-when-values="${field.showWhen.values.join(' ')}">${input}</div>`;
}

function fieldInput(
  field: Field,
  value: string,
  errors: readonly FieldError[],
  choices: readonly Choice[],
  unread: string | undefined,
): Html {
  const { name, kind } = field;
  const hint = hintOf(field, unread);
  const common = {
    name,
    ...(hint && { hint }),
    errorMessage: errorMessageFor(errors, name),
  };
  const label = { text: field.label };
  switch (kind) {
    case 'longtext':
    case 'pounds-by-year':
      return govukTextarea({ ...common, id: name, label, value, rows: '4' });
    case 'text':
      return govukInput({ ...common, id: name, label, value, attributes: { maxlength: longestText(field) * 2 } });
    case 'whole':
      return govukInput({
        ...common,
        id: name,
        label,
        value,
        inputmode: 'numeric',
        classes: 'govuk-input--width-5',
        spellcheck: false,
      });
    case 'year':
      return govukInput({
        ...common,
        id: name,
        label,
        value,
        inputmode: 'numeric',
        classes: 'govuk-input--width-4',
        spellcheck: false,
      });
    case 'date':
      return govukInput({ ...common, id: name, label, value, classes: 'govuk-input--width-10', spellcheck: false });
    case 'pounds':
      return govukInput({
        ...common,
        id: name,
        label,
        value,
        prefix: { text: '£' },
        inputmode: 'decimal',
        classes: 'govuk-input--width-10',
        spellcheck: false,
      });
    case 'yes-no':
      return radios(field, value, common, [
        { value: 'yes', label: 'Yes' },
        { value: 'no', label: 'No' },
      ]);
    case 'choice':
      if (choices.length <= MOST_RADIOS) return radios(field, value, common, choices);
      return select(field, value, common, choices);
    case 'link':
      return select(field, value, common, choices);
  }
}

interface CommonArguments {
  name: string;
  hint?: { text: string } | { html: Html };
  errorMessage: { text: string } | undefined;
}

function radios(field: Field, value: string, common: CommonArguments, choices: readonly Choice[]): Html {
  const known = choices.some((choice) => choice.value === value);
  return govukRadios({
    ...common,
    idPrefix: field.name,
    classes: 'govuk-radios--small',
    fieldset: { legend: { text: field.label } },
    items: [
      ...choices.map((choice) => ({
        value: choice.value,
        text: choice.label,
        checked: choice.value === value,
        ...(choice.hint !== undefined && { hint: { text: choice.hint } }),
      })),
      ...(field.required ? [] : [{ value: NOT_KNOWN, text: 'Not known', checked: !known }]),
    ],
  });
}

function select(field: Field, value: string, common: CommonArguments, choices: readonly Choice[]): Html {
  return govukSelect({
    ...common,
    id: field.name,
    label: { text: field.label },
    items: [
      { value: '', text: field.required ? 'Choose one' : field.kind === 'link' ? 'None or not known' : 'Not known' },
      ...choices.map((choice) => ({ value: choice.value, text: choice.label, selected: choice.value === value })),
    ],
  });
}

function hintOf(field: Field, unread: string | undefined): { text: string } | { html: Html } | undefined {
  const hint = field.hint ?? (field.kind === 'date' ? 'For example, 14/3/2027' : undefined);
  if (unread !== undefined && unread !== '') {
    return {
      html: html`${hint}${hint !== undefined && ' '}<span class="cairn-unread">The file said: <q>${unread}</q></span>`,
    };
  }
  return hint === undefined ? undefined : { text: hint };
}

function groupsOf(fields: readonly Field[]): { group: string | undefined; members: Field[] }[] {
  const groups: { group: string | undefined; members: Field[] }[] = [];
  for (const field of fields) {
    const last = groups.at(-1);
    if (last && last.group === field.group) last.members.push(field);
    else groups.push({ group: field.group, members: [field] });
  }
  return groups;
}

/** Stored values as a person would type them, to fill a form with: pence as pounds, true as yes, null as nothing. */
export function fieldTexts(
  fields: readonly Field[],
  values: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [field.name, fieldText(field, values[field.name])]));
}

function fieldText(field: Field, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return field.kind === 'pounds' ? formatPence(value).replace('£', '') : String(value);
  if (typeof value === 'string') return field.kind === 'date' && isPlainDate(value) ? formatDate(value) : value;
  return field.kind === 'pounds-by-year' ? yearLines(value).join('\n') : '';
}

/** Pence by year as "2026-27: £1,200", in order of years. */
function yearLines(value: unknown): string[] {
  return Object.entries((value ?? {}) as Record<string, number>)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([year, pence]) => `${year}: ${formatPence(pence)}`);
}

/** A stored value as a person reads it in a list, on a page or in the history: "£1,200", "14 March 2027", "Yes". */
export function fieldWords(field: Field, value: unknown, choices: readonly Choice[] = field.choices ?? []): string {
  if (value === null || value === undefined || value === '') return 'Not known';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') {
    if (field.kind === 'pounds') return formatPence(value);
    return field.kind === 'whole' ? value.toLocaleString('en-GB') : String(value);
  }
  if (field.kind === 'pounds-by-year') return yearLines(value).join('; ') || 'Not known';
  if (typeof value !== 'string') return JSON.stringify(value);
  if (field.kind === 'date' && isPlainDate(value)) return formatDate(value);
  return choices.find((choice) => choice.value === value)?.label ?? value;
}
