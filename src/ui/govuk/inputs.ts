/** Input, textarea, select and radios, written by hand (see labelled.ts). */
import { type Html, html } from '../html.ts';
import type { InputArguments, RadiosArguments, SelectArguments, TextareaArguments } from './arguments.ts';
import { alsoClasses, attributes, content, flag, hasContent, optional } from './attributes.ts';
import { describing, formGroup, govukFieldset, govukHint, govukLabel } from './labelled.ts';

export function govukInput(params: InputArguments): Html {
  const id = params.id || params.name;
  const { parts, describedBy } = describing(params, id);
  const { prefix, suffix } = params;
  const { beforeInput, afterInput } = params.formGroup ?? {};
  const input = html`<input${attributes({
    class: `govuk-input${params.classes ? ` ${params.classes}` : ''}${params.errorMessage ? ' govuk-input--error' : ''}`,
    id,
    name: params.name,
    type: params.type || 'text',
    spellcheck: {
      value: typeof params.spellcheck === 'boolean' ? String(params.spellcheck) : undefined,
      optional: true,
    },
    value: { value: params.value, optional: true },
    disabled: { value: params.disabled, optional: true },
    'aria-describedby': { value: describedBy || undefined, optional: true },
    autocomplete: { value: params.autocomplete, optional: true },
    autocapitalize: { value: params.autocapitalize, optional: true },
    pattern: { value: params.pattern, optional: true },
    inputmode: { value: params.inputmode, optional: true },
  })}${attributes(params.attributes)}>`;
  const isWrapped = [prefix, suffix, beforeInput, afterInput].some(hasContent);
  const wrapped = isWrapped
    ? html`<div class="govuk-input__wrapper${alsoClasses(params.inputWrapper?.classes)}"${attributes(params.inputWrapper?.attributes)}>${content(beforeInput)}${affix(prefix, 'prefix')}${input}${affix(suffix, 'suffix')}${content(afterInput)}</div>`
    : input;
  return formGroup(params, html`${params.label && govukLabel({ ...params.label, for: id })}${parts}${wrapped}`);
}

type Affix = NonNullable<InputArguments['prefix']>;

function affix(params: Affix | undefined, kind: 'prefix' | 'suffix'): Html | null {
  if (params === undefined || !hasContent(params)) return null;
  return html`<div class="govuk-input__${kind}${alsoClasses(params.classes)}" aria-hidden="true"${attributes(params.attributes)}>${content(params)}</div>`;
}

export function govukTextarea(params: TextareaArguments): Html {
  const id = params.id || params.name;
  const { parts, describedBy } = describing(params, id);
  const spellcheck = typeof params.spellcheck === 'boolean' ? String(params.spellcheck) : undefined;
  // Browsers drop a line break right after the opening tag; one of ours keeps a value's own leading one.
  const value = params.value?.startsWith('\n') ? `\n${params.value}` : params.value;
  return formGroup(
    params,
    html`${params.label && govukLabel({ ...params.label, for: id })}${parts}${content(params.formGroup?.beforeInput)}<textarea class="govuk-textarea${alsoClasses(params.errorMessage && 'govuk-textarea--error', params.classes)}" id="${id}" name="${params.name}" rows="${params.rows || '5'}"${optional('spellcheck', spellcheck)}${flag('disabled', params.disabled)}${optional('aria-describedby', describedBy)}${optional('autocomplete', params.autocomplete)}${attributes(params.attributes)}>${value}</textarea>${content(params.formGroup?.afterInput)}`,
  );
}

export function govukSelect(params: SelectArguments): Html {
  const id = params.id || params.name;
  const { parts, describedBy } = describing(params, id);
  const options = params.items.map((item) => {
    if (!item) return null;
    const isCurrent = Boolean(params.value) && (item.value ?? item.text) === params.value && item.selected !== false;
    return html`<option${item.value !== undefined && html` value="${item.value}"`}${flag('selected', item.selected || isCurrent)}${flag('disabled', item.disabled)}${attributes(item.attributes)}>${item.text}</option>`;
  });
  return formGroup(
    params,
    html`${params.label && govukLabel({ ...params.label, for: id })}${parts}${content(params.formGroup?.beforeInput)}<select class="govuk-select${alsoClasses(params.classes, params.errorMessage && 'govuk-select--error')}" id="${id}" name="${params.name}"${flag('disabled', params.disabled)}${optional('aria-describedby', describedBy)}${attributes(params.attributes)}>${options}</select>${content(params.formGroup?.afterInput)}`,
  );
}

export function govukRadios(params: RadiosArguments): Html {
  const id = params.idPrefix || params.name;
  const { parts, describedBy } = describing({ ...params, describedBy: params.fieldset?.describedBy }, id);
  const { beforeInputs, afterInputs } = params.formGroup ?? {};
  const inner = html`${parts}<div class="govuk-radios${alsoClasses(params.classes)}"${attributes(params.attributes)} data-module="govuk-radios">${content(beforeInputs)}${params.items.map((item, index) => item && radio(params, item, index === 0 ? id : `${id}-${index + 1}`))}${content(afterInputs)}</div>
`;
  return formGroup(params, params.fieldset ? govukFieldset({ ...params.fieldset, describedBy, html: inner }) : inner);
}

type RadioItem = Exclude<RadiosArguments['items'][number], null | undefined | false>;

function radio(params: RadiosArguments, item: RadioItem, defaultId: string): Html {
  if (item.divider) return html`<div class="govuk-radios__divider">${item.divider}</div>`;
  const id = item.id || defaultId;
  const { hint } = item;
  const isChecked = item.checked || (Boolean(params.value) && item.value === params.value && item.checked !== false);
  const conditional = item.conditional?.html?.toString() ? item.conditional.html : undefined;
  return html`<div class="govuk-radios__item"><input class="govuk-radios__input" id="${id}" name="${params.name}" type="radio" value="${item.value}"${flag('checked', isChecked)}${flag('disabled', item.disabled)}${conditional && html` data-aria-controls="conditional-${id}"`}${hasContent(hint) && html` aria-describedby="${id}-item-hint"`}${attributes(item.attributes)}>${govukLabel({ html: item.html, text: item.text, classes: `govuk-radios__label${item.label?.classes ? ` ${item.label.classes}` : ''}`, attributes: item.label?.attributes, for: id })}${
    hint &&
    hasContent(hint) &&
    govukHint({
      ...hint,
      id: `${id}-item-hint`,
      classes: `govuk-radios__hint${hint.classes ? ` ${hint.classes}` : ''}`,
    })
  }</div>${conditional && html`<div class="govuk-radios__conditional${alsoClasses(!isChecked && 'govuk-radios__conditional--hidden')}" id="conditional-${id}">${conditional}</div>`}`;
}
