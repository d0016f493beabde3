/** The pages of changing many items: what to do, to what value, what it will change, what came of it. */
import {
  errorMessageFor,
  form,
  renderField,
  type ChoicesByField,
  type Field,
  type FieldError,
} from '../../ui/forms/index.ts';
import { govukButton, govukRadios, govukSelect } from '../../ui/govuk/index.ts';
import { dataTable } from '../../ui/data-table.ts';
import { html, type Html, type HtmlValue } from '../../ui/html.ts';
import type { BulkChange } from './bulk.queries.ts';
import { bulkFields, type BulkAction, type BulkOutcome, type Fate } from './bulk.rules.ts';
import { guessedFields } from './content.rules.ts';
import { nameOf, type LinkNames, type Register, type RegisterField, type RegisterItem } from './register.ts';
import type { Surroundings } from './registers.view.ts';
import { count, valueWords } from './registers.words.ts';

/** Items shown by name before the rest is counted. */
const SHOWN = 50;

/** What a person asked to do so far, as the address has it. */
export interface Asked {
  what: '' | 'set' | 'over' | 'confirm' | 'remove';
  field: string;
}

/** "312 contracts", "1 piece of equipment". */
export function itemsWords({ words }: Register, number: number): string {
  if (words.plural === words.singular) return count(number, 'item');
  return `${number.toLocaleString('en-GB')} ${number === 1 ? words.singular : words.plural}`;
}

/** First page: how many are chosen, and what to do with them. */
export function chooseBody(
  register: Register,
  address: string,
  back: string,
  items: readonly RegisterItem[],
  asked: Asked,
  errors: readonly FieldError[],
): Html {
  const guesses = items.filter((item) => guessedFields(register, item).length > 0).length;
  const { overField } = register;
  const radio = (value: Asked['what'], text: string, hint?: string) => ({
    value,
    text,
    checked: asked.what === value,
    ...(hint !== undefined && { hint: { text: hint } }),
  });
  return html`<h1>Change ${itemsWords(register, items.length)}</h1>
${namesPart(items.map((item) => nameOf(register, item)))}
<form method="get" action="${address}" novalidate>
${govukRadios({
  name: 'what',
  idPrefix: 'what',
  classes: 'govuk-radios--small',
  fieldset: { legend: { text: 'What do you want to do with them?', classes: 'govuk-fieldset__legend--m' } },
  errorMessage: errorMessageFor(errors, 'what'),
  items: [
    radio('set', 'Give one of their fields a value', 'You choose the field below'),
    ...(overField === undefined ? [] : [radio('over', overField.label)]),
    radio(
      'confirm',
      'Say that their guesses are right',
      guesses === 0 ? 'None of them holds a guess' : `${itemsWords(register, guesses)} of these hold a guess`,
    ),
    radio('remove', 'Remove them', 'They can be put back'),
  ],
})}
<div class="cairn-when" data-when-field="what" data-when-values="set">${govukSelect({
    id: 'field',
    name: 'field',
    label: { text: 'Which field, if you give one a value' },
    errorMessage: errorMessageFor(errors, 'field'),
    items: [
      { value: '', text: 'Choose one' },
      ...bulkFields(register).map(({ name, label }) => ({ value: name, text: label, selected: name === asked.field })),
    ],
  })}</div>
<div class="govuk-button-group">${govukButton({ text: 'Continue' })}<a class="govuk-link" href="${back}">Cancel</a></div>
</form>`;
}

/** Second page, where a field is given a value: which. */
export function valueBody(
  register: Register,
  address: string,
  back: string,
  given: {
    items: number;
    asked: Asked;
    field: Field;
    choices: ChoicesByField;
    typed: string;
    errors: readonly FieldError[];
  },
): Html {
  const { items, asked, field, choices, typed, errors } = given;
  return html`<h1>${field.label}: ${itemsWords(register, items)}</h1>
<form method="get" action="${address}" novalidate><input type="hidden" name="what" value="${asked.what}"><input type="hidden" name="field" value="${asked.field}"><input type="hidden" name="show" value="yes">
${renderField(field, { [field.name]: typed }, errors, choices)}
${!field.required && html`<p class="govuk-hint">Nothing, or “Not known”, takes away what they hold.</p>`}
<div class="govuk-button-group">${govukButton({ text: 'See what will change' })}<a class="govuk-link" href="${back}">Cancel</a></div>
</form>`;
}

/** What the page before doing it needs to know. */
export interface BulkPreview {
  action: BulkAction;
  asked: Asked;
  /** The value as it was typed. */
  typed: string;
  fates: readonly { item: RegisterItem; made: Fate }[];
  leftAlone: BulkOutcome['leftAlone'];
  links: LinkNames;
}

/** What will change, and the button that does it. */
export function previewBody(
  register: Register,
  around: Surroundings,
  address: string,
  back: string,
  preview: BulkPreview,
): Html {
  const { action, asked, typed, fates, leftAlone } = preview;
  const changing = fates.filter(({ made }) => made.fate === 'changes');
  const number = (fate: Fate['fate']) => fates.filter(({ made }) => made.fate === fate).length;
  const nothing = changing.length === 0;
  return html`<h1>${nothing ? 'Nothing would change' : previewHeading(register, action, changing.length)}</h1>
${notesPart(register, { same: number('same'), notAsked: number('not-asked'), leftAlone }, action.kind)}
${!nothing && changesPart(register, preview, changing)}
${
  nothing
    ? html`<p class="govuk-body"><a class="govuk-link" href="${address}">Choose something else to do</a> or <a class="govuk-link" href="${back}">go back to the list</a>.</p>`
    : form({
        action: `${address}/apply`,
        csrf: around.csrf,
        body: html`<input type="hidden" name="what" value="${asked.what}"><input type="hidden" name="field" value="${asked.field}"><input type="hidden" name="value" value="${typed}">
<div class="govuk-button-group">${govukButton({
          text: `${action.kind === 'remove' ? 'Remove' : action.kind === 'confirm' ? 'Confirm' : 'Change'} ${itemsWords(register, changing.length)}`,
          preventDoubleClick: true,
        })}<a class="govuk-link" href="${address}">Do something else</a><a class="govuk-link" href="${back}">Cancel</a></div>`,
      })
}`;
}

/** "Who looks after it: Site manager": what an action does, in words. */
export function actionWords(register: Register, action: BulkAction, links: LinkNames): string {
  if (action.kind === 'confirm') return 'Guesses confirmed';
  if (action.kind === 'remove') return 'Removed';
  const field = register.fields.find(({ name }) => name === action.field);
  return field === undefined ? '' : `${field.label}: ${valueWords(field, action.value, links)}`;
}

/** What came of it, and the way back. */
export function outcomeBody(
  register: Register,
  around: Surroundings,
  address: string,
  back: string,
  bulk: BulkChange & { outcome: BulkOutcome },
): Html {
  const { outcome } = bulk;
  const heading =
    outcome.undone === undefined
      ? `${itemsWords(register, outcome.changed)} ${doneVerb(outcome.action)}`
      : `Undone: ${itemsWords(register, outcome.undone.restored)} as before`;
  return html`<h1>${heading}</h1>
<p class="govuk-body-l">${outcome.words}</p>
${notesPart(register, outcome, outcome.action)}
${
  outcome.undone !== undefined &&
  namedPart(outcome.undone.stayed, 'Changed again since, so they stay as they are', around, register)
}
${namedPart(outcome.leftAlone, 'Left alone: someone changed or removed them after you chose them', around, register)}
${
  outcome.undone === undefined &&
  outcome.changed > 0 &&
  around.mayEdit &&
  form({
    action: `${address}/undo`,
    csrf: around.csrf,
    body: govukButton({ text: 'Undo all of it', classes: 'govuk-button--secondary', preventDoubleClick: true }),
  })
}
<p class="govuk-body"><a class="govuk-link" href="${back}">Back to the list</a></p>`;
}

function doneVerb(action: BulkAction['kind']): string {
  return action === 'remove' ? 'removed' : action === 'confirm' ? 'confirmed' : 'changed';
}

function previewHeading(register: Register, action: BulkAction, number: number): string {
  const items = itemsWords(register, number);
  if (action.kind === 'remove') return `Remove ${items}?`;
  if (action.kind === 'confirm') return `Confirm the guesses of ${items}?`;
  const field = register.fields.find(({ name }) => name === action.field);
  return `${field?.label ?? ''}: ${items} will change`;
}

function notesPart(
  register: Register,
  { same, notAsked, leftAlone }: Pick<BulkOutcome, 'same' | 'notAsked' | 'leftAlone'>,
  action: BulkAction['kind'],
): Html | null {
  const notes = [
    same > 0 &&
      `${itemsWords(register, same)} ${action === 'confirm' ? 'hold no guess' : 'hold that already'}, so nothing changes for them.`,
    notAsked > 0 && `It does not apply to ${itemsWords(register, notAsked)}, which stay as they are.`,
    leftAlone.length > 0 &&
      `${itemsWords(register, leftAlone.length)} changed after you chose them and are left alone.`,
  ].filter((note) => note !== false);
  if (notes.length === 0) return null;
  return html`<ul class="govuk-list govuk-list--bullet">${notes.map((note) => html`<li>${note}</li>`)}</ul>`;
}

function changesPart(register: Register, { action, links }: BulkPreview, changing: BulkPreview['fates']): Html {
  if (action.kind === 'remove') return namesPart(changing.map(({ item }) => nameOf(register, item)));
  const shown = changing.slice(0, SHOWN);
  const rest = changing.length - shown.length;
  const field = action.kind === 'set' ? register.fields.find(({ name }) => name === action.field) : undefined;
  const columns: { heading: string; cell: (row: BulkPreview['fates'][number]) => HtmlValue }[] =
    field === undefined
      ? [{ heading: 'Guesses that are right', cell: ({ item }) => guessWords(register, item, links) }]
      : [
          { heading: 'It was', cell: ({ item }) => valueWords(field, item.values[field.name], links) },
          {
            heading: 'It will be',
            cell: ({ made }) =>
              valueWords(field, made.fate === 'changes' ? made.after?.values[field.name] : null, links),
          },
        ];
  return html`${dataTable(
    'What will change',
    [{ heading: 'Name', cell: ({ item }) => nameOf(register, item) }, ...columns],
    shown,
  )}${rest > 0 && html`<p class="govuk-body">and ${rest.toLocaleString('en-GB')} more.</p>`}`;
}

function guessWords(register: Register, item: RegisterItem, links: LinkNames): string {
  const guessed = guessedFields(register, item);
  return register.fields
    .filter(({ name }) => guessed.includes(name))
    .map((field: RegisterField) => `${field.label}: ${valueWords(field, item.values[field.name], links)}`)
    .join('; ');
}

function namesPart(names: readonly string[]): Html {
  const shown = names.slice(0, SHOWN);
  const rest = names.length - shown.length;
  return html`<ul class="govuk-list govuk-list--bullet">${shown.map((name) => html`<li>${name}</li>`)}${
    rest > 0 && html`<li>and ${rest.toLocaleString('en-GB')} more</li>`
  }</ul>`;
}

function namedPart(
  items: BulkOutcome['leftAlone'],
  heading: string,
  around: Surroundings,
  register: Register,
): Html | null {
  if (items.length === 0) return null;
  const rest = items.length - SHOWN;
  const line = ({ id, name }: BulkOutcome['leftAlone'][number]): Html =>
    name === null
      ? html`<li>One that has been removed</li>`
      : html`<li><a class="govuk-link" href="${around.schoolBase}/${register.path}/${encodeURIComponent(id)}">${name}</a></li>`;
  return html`<h2>${heading}</h2>
<ul class="govuk-list govuk-list--bullet">${items.slice(0, SHOWN).map(line)}${rest > 0 && html`<li>and ${rest.toLocaleString('en-GB')} more</li>`}</ul>`;
}
