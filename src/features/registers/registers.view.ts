/** The pages of a register, from its declaration: form, the item's page, and the page after a conflict. */
import type { PlainDate } from '../../domain/dates.ts';
import type { ValueSource } from '../../domain/record.ts';
import { fieldTexts, form, renderFields, type ChoicesByField, type FieldError } from '../../ui/forms/index.ts';
import { govukButton, govukDetails } from '../../ui/govuk/index.ts';
import { html, type Html, type HtmlValue } from '../../ui/html.ts';
import type { Flash } from '../../ui/layout.ts';
import {
  formFields,
  nameOf,
  sourceOf,
  textOf,
  type LinkNames,
  type Register,
  type RegisterField,
  type RegisterItem,
} from './register.ts';
import type { Change } from './registers.changes.ts';
import { changesTable, timeWords } from './registers.changes.view.ts';
import { assumedTag, dataTable, notKnown } from '../../ui/data-table.ts';
import type { HangingItem } from './hanging.queries.ts';
import { askedFields, textsWithNames } from './link-fields.rules.ts';
import { count, distanceWords, sourceWords, valueWords } from './registers.words.ts';

/** What every page of a register needs to know about where it stands and who looks. */
export interface Surroundings {
  /** `/schools/<key>` */
  schoolBase: string;
  csrf: string;
  mayEdit: boolean;
  today: PlainDate;
  links: LinkNames;
  /** What is known, from elsewhere than the register, of a field that nobody filled in; null where nothing is. */
  knownOtherwise?: ((item: RegisterItem, field: string) => Html | null) | undefined;
}

/** The form for a new item, or for one that is there. */
export function formBody(
  register: Register,
  around: Surroundings,
  given: {
    heading: string;
    action: string;
    button: string;
    cancelHref: string;
    texts: Readonly<Record<string, string>>;
    errors: readonly FieldError[];
    unread?: Readonly<Record<string, string>>;
    version?: number;
    before?: HtmlValue;
  },
): Html {
  const fields = askedFields(formFields(register), around.links);
  const choices = linkChoices(fields, around.links);
  const texts = textsWithNames(formFields(register), around.links, given.texts);
  const draw = (some: readonly RegisterField[]) =>
    renderFields(some, texts, given.errors, choices, { unread: given.unread });
  const isFolded = ({ group }: RegisterField) => group !== undefined && register.foldedGroups.includes(group);
  return html`<h1>${given.heading}</h1>
${given.before}
${given.version === undefined && html`<p class="govuk-body">Only the name is needed. Leave out what you do not know: you can add it later.</p>`}
${form({
  action: given.action,
  csrf: around.csrf,
  body: html`${given.version !== undefined && html`<input type="hidden" name="version" value="${given.version}">`}
${draw(fields.filter((field) => !isFolded(field)))}
<div class="cairn-folded">${register.foldedGroups.map((group) =>
    foldedGroup(
      group,
      fields.filter((field) => field.group === group),
      given,
      draw,
    ),
  )}</div>
<div class="govuk-button-group cairn-no-print">${govukButton({ text: given.button, preventDoubleClick: true })}<a class="govuk-link" href="${given.cancelHref}">Cancel</a></div>`,
})}`;
}

/** A group behind its name: open where it holds something to be seen. Its fields' labels say beforehand what is inside. */
function foldedGroup(
  group: string,
  members: readonly RegisterField[],
  given: {
    texts: Readonly<Record<string, string>>;
    errors: readonly FieldError[];
    unread?: Readonly<Record<string, string>>;
  },
  draw: (some: readonly RegisterField[]) => Html,
): Html | null {
  if (members.length === 0) return null;
  const holds = ({ name }: RegisterField) =>
    (given.texts[name] ?? '') !== '' ||
    given.unread?.[name] !== undefined ||
    given.errors.some(({ field }) => field === name);
  const filled = members.filter(holds).length;
  return govukDetails({
    summaryHtml: html`${group}<span class="cairn-folded__count">${filled === 0 ? count(members.length, 'question') : `${filled} of ${count(members.length, 'question')} answered`}</span>`,
    open: filled > 0,
    html: draw(members.map(({ group: _named, ...field }) => field)),
  });
}

/** An item: what is known, what is not and what knowing it would change, what was done to it. */
export function itemBody(
  register: Register,
  around: Surroundings,
  item: RegisterItem,
  changes: readonly Change[],
  parts: { top?: HtmlValue; middle?: HtmlValue; buttons?: HtmlValue } = {},
): Html {
  const address = `${around.schoolBase}/${register.path}/${encodeURIComponent(item.id)}`;
  return html`<h1>${nameOf(register, item)}</h1>
${parts.top}
${
  around.mayEdit &&
  html`<div class="govuk-button-group cairn-no-print">${govukButton({ text: 'Change', href: `${address}/edit`, classes: 'govuk-button--secondary' })}${parts.buttons}
${form({ action: `${address}/remove`, csrf: around.csrf, classes: 'cairn-inline', body: html`<button class="cairn-link-button" type="submit">Remove</button>` })}</div>`
}
<h2>What is known</h2>
${knownList(register, around, item)}
${unknownList(register, around, item)}
${parts.middle}
<h2>History of this ${register.words.singular}</h2>
${changesTable(changes, register.fields, around.links)}`;
}

/** The table of both versions, above the form that keeps what was typed. */
export function conflictPart(
  register: Register,
  around: Surroundings,
  conflict: {
    latest: RegisterItem;
    mine: Record<string, unknown>;
    differing: readonly string[];
    lastChange: Change | undefined;
  },
): Html {
  const { latest, mine, differing, lastChange } = conflict;
  const who = lastChange?.personName ?? 'Someone';
  const when = lastChange ? ` on ${timeWords(lastChange.at)}` : '';
  const address = `${around.schoolBase}/${register.path}/${encodeURIComponent(latest.id)}`;
  const rows = register.fields.filter(({ name }) => differing.includes(name));
  return html`<p class="govuk-body">${who} changed this ${register.words.singular}${when}, after you had opened it. Nothing is lost: what you typed is in the form below. Change it as you wish and save, or <a class="govuk-link" href="${address}">keep it as it is now</a>.</p>
${dataTable<RegisterField>(
  'Where the two differ',
  [
    { heading: 'What', cell: ({ label }) => label },
    { heading: 'As it is now', cell: (field) => valueWords(field, latest.values[field.name], around.links) },
    { heading: 'What you typed', cell: (field) => valueWords(field, mine[field.name], around.links) },
  ],
  rows,
)}`;
}

/** A value in a list or on a page, unknown and unreadable said as such, dates with how far away they are. */
export function valueCell(field: RegisterField, item: RegisterItem, around: Surroundings): HtmlValue {
  const value = item.values[field.name];
  const unread = item.unread[field.name];
  const original = unread !== undefined && html` <span class="cairn-unread">The file said: <q>${unread}</q></span>`;
  if (value === null || value === undefined || value === '') {
    return html`${around.knownOtherwise?.(item, field.name) ?? notKnown()}${original}`;
  }
  if (field.kind === 'link' && field.linksTo !== undefined) {
    const path = { contract: 'contracts', system: 'systems', equipment: 'equipment', connection: 'connections' }[
      field.linksTo
    ];
    return html`<a class="govuk-link" href="${around.schoolBase}/${path}/${encodeURIComponent(textOf(value))}">${valueWords(field, value, around.links)}</a>`;
  }
  const words = valueWords(field, value, around.links);
  if (field.kind === 'date' && DISTANT.test(field.name) && typeof value === 'string') {
    return html`${words} (${distanceWords(around.today, value)})${original}`;
  }
  return html`${words}${original}`;
}

/** Dates that matter by how far away they are. */
const DISTANT = /EndsOn$|^endsOn$/;

/** Stored values as the form shows them. */
export function textsOf(register: Register, values: Readonly<Record<string, unknown>>): Record<string, string> {
  return fieldTexts(formFields(register), values);
}

/** Choices of the fields that point to other registers. */
export function linkChoices(fields: readonly RegisterField[], links: LinkNames): ChoicesByField {
  return Object.fromEntries(
    fields
      .filter(({ kind, linksTo }) => kind === 'link' && linksTo !== undefined)
      .map(({ name, linksTo }) => [
        name,
        [...((linksTo && links[linksTo]) ?? new Map<string, string>())].map(([value, label]) => ({ value, label })),
      ]),
  );
}

function isKnown(item: RegisterItem, name: string): boolean {
  const value = item.values[name];
  return value !== null && value !== undefined && value !== '';
}

function isKnownOtherwise({ knownOtherwise }: Surroundings, item: RegisterItem, name: string): boolean {
  return !isKnown(item, name) && knownOtherwise !== undefined && knownOtherwise(item, name) !== null;
}

/** A field that does not apply to this item, such as backup questions about a phone system. */
function applies(field: RegisterField, item: RegisterItem): boolean {
  return field.showWhen === undefined || field.showWhen.values.includes(String(item.values[field.showWhen.field]));
}

function knownList(register: Register, around: Surroundings, item: RegisterItem): Html {
  const shown = register.fields.filter(
    ({ name }) => isKnown(item, name) || isKnownOtherwise(around, item, name) || item.unread[name] !== undefined,
  );
  const usual = usualSource(register, item);
  return html`${
    usual !== null &&
    html`<p class="govuk-body cairn-quiet">${sourceWords(usual)}${shown.some(({ name }) => differs(item, name, usual)) && ', unless it says otherwise below'}.</p>`
  }<dl class="govuk-summary-list">${shown.map(
    (
      field,
    ) => html`<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">${field.label}</dt><dd class="govuk-summary-list__value">${valueCell(field, item, around)}${sourcePart(item, field.name, usual)}</dd></div>
`,
  )}</dl>`;
}

/** The source that most values share, said once above them; null where two or fewer do. */
function usualSource(register: Register, item: RegisterItem): ValueSource | null {
  const sources = register.fields.flatMap(({ name }) => sourceOf(item, name) ?? []);
  const [most] = [...Map.groupBy(sources, sourceWords).values()].sort((a, b) => b.length - a.length);
  return most !== undefined && (most.length > 2 || most.length === sources.length) ? (most[0] ?? null) : null;
}

function differs(item: RegisterItem, field: string, usual: ValueSource): boolean {
  const source = sourceOf(item, field);
  return source !== null && sourceWords(source) !== sourceWords(usual);
}

/** Marks a guess; null where the value is none. */
export function guessMark(item: RegisterItem, field: string): Html | null {
  return sourceOf(item, field)?.from === 'assumed' ? assumedTag() : null;
}

/** Where a value came from, and when, where that is not the usual; a guess is always marked as such. */
function sourcePart(item: RegisterItem, field: string, usual: ValueSource | null): Html | null {
  const source = sourceOf(item, field);
  if (source === null) return null;
  const words =
    (usual === null || differs(item, field, usual)) && html`<span class="cairn-source">${sourceWords(source)}</span>`;
  return html`${guessMark(item, field)}${words}`;
}

function unknownList(register: Register, around: Surroundings, item: RegisterItem): Html | null {
  const unknown = register.fields.filter(
    (field) =>
      !isKnown(item, field.name) &&
      !isKnownOtherwise(around, item, field.name) &&
      field.ifKnown !== undefined &&
      !field.quietWhenEmpty &&
      applies(field, item),
  );
  if (unknown.length === 0) return null;
  const isMinor = ({ group }: RegisterField): boolean => group !== undefined && register.foldedGroups.includes(group);
  const minor = unknown.filter(isMinor);
  const major = unknown.filter((field) => !isMinor(field));
  return html`<h2>Not known yet, and what knowing it would change</h2>
${major.length > 0 && unknownRows(major)}
${
  minor.length > 0 &&
  govukDetails({
    summaryText:
      major.length > 0 ? `${count(minor.length, 'more thing')} not known` : `${count(minor.length, 'thing')} not known`,
    html: unknownRows(minor),
  })
}`;
}

function unknownRows(fields: readonly RegisterField[]): Html {
  return html`<dl class="govuk-summary-list">${fields.map(
    ({
      label,
      ifKnown,
    }) => html`<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">${label}</dt><dd class="govuk-summary-list__value">${notKnown()}: with it, ${ifKnown}.</dd></div>
`,
  )}</dl>`;
}

/** After a removal: what went, and the way back. */
export function removedFlash(register: Register, around: Surroundings, id: string, name: string): Flash {
  const action = `${around.schoolBase}/${register.path}/${encodeURIComponent(id)}/restore`;
  return {
    text: `“${name}” is removed.`,
    detail: form({
      action,
      csrf: around.csrf,
      classes: 'cairn-inline',
      body: html`<button class="cairn-link-button" type="submit">Undo: put it back</button>`,
    }),
  };
}

/** What points to an item: links, or a plain word that nothing is linked. */
export function hangingPart(around: Surroundings, hanging: readonly HangingItem[], heading: string): Html {
  const paths = { system: 'systems', connection: 'connections', equipment: 'equipment' };
  return html`<h2>${heading}</h2>
${
  hanging.length === 0
    ? html`<p class="govuk-body">Nothing is linked to it yet.</p>`
    : html`<ul class="govuk-list govuk-list--bullet">${hanging.map(
        ({ table, id, name }) =>
          html`<li><a class="govuk-link" href="${around.schoolBase}/${paths[table]}/${encodeURIComponent(id)}">${name}</a> (${table})</li>`,
      )}</ul>`
}`;
}
