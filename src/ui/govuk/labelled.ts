/**
 * What a form's components have in common, written by hand because forms are full of them: a form page takes a tenth of
 * the time it takes with templates. The fixtures of govuk-frontend hold these to the same markup.
 */
import { type Html, html } from '../html.ts';
import type {
  Attributes,
  ErrorMessageArguments,
  FieldsetArguments,
  HintArguments,
  LabelArguments,
} from './arguments.ts';
import { alsoClasses, attributes, content, hasContent, optional } from './attributes.ts';

export function govukLabel(params: LabelArguments): Html {
  if (!hasContent(params)) return html``;
  const label = html`<label class="govuk-label${alsoClasses(params.classes)}"${attributes(params.attributes)}${optional('for', params.for)}>${content(params)}</label>`;
  return params.isPageHeading ? html`<h1 class="govuk-label-wrapper">${label}</h1>` : label;
}

export function govukHint(params: HintArguments): Html {
  return html`<div${optional('id', params.id)} class="govuk-hint${alsoClasses(params.classes)}"${attributes(params.attributes)}>${content(params)}</div>`;
}

export function govukErrorMessage(params: ErrorMessageArguments): Html {
  const hidden = params.visuallyHiddenText ?? 'Error';
  return html`<p${optional('id', params.id)} class="govuk-error-message${alsoClasses(params.classes)}"${attributes(params.attributes)}>${
    hidden &&
    html`<span class="govuk-visually-hidden">${hidden}:</span>
`
  }${content(params)}</p>`;
}

export function govukFieldset(params: FieldsetArguments): Html {
  const { legend } = params;
  return html`<fieldset class="govuk-fieldset${alsoClasses(params.classes)}"${optional('role', params.role)}${optional('aria-describedby', params.describedBy)}${attributes(params.attributes)}>${
    hasContent(legend) &&
    html`<legend class="govuk-fieldset__legend${alsoClasses(legend?.classes)}">${legend?.isPageHeading ? html`<h1 class="govuk-fieldset__heading">${content(legend)}</h1>` : content(legend)}</legend>`
  }${params.html}</fieldset>
`;
}

interface Labelled {
  label?: LabelArguments | undefined;
  hint?: HintArguments | undefined;
  errorMessage?: ErrorMessageArguments | undefined;
  describedBy?: string | undefined;
  formGroup?: { classes?: string | undefined; attributes?: Attributes | undefined } | undefined;
}

/** Hint and message of an input, and the ids that the input is described by. */
export function describing(params: Labelled, id: string): { parts: Html; describedBy: string } {
  const ids: string[] = params.describedBy ? [params.describedBy] : [];
  const parts: Html[] = [];
  if (params.hint) {
    ids.push(`${id}-hint`);
    parts.push(govukHint({ ...params.hint, id: `${id}-hint` }));
  }
  if (params.errorMessage) {
    ids.push(`${id}-error`);
    parts.push(govukErrorMessage({ ...params.errorMessage, id: `${id}-error` }));
  }
  return { parts: html`${parts}`, describedBy: ids.join(' ') };
}

/** The group around an input. */
export function formGroup(params: Labelled, inner: Html): Html {
  return html`<div class="govuk-form-group${alsoClasses(params.errorMessage && 'govuk-form-group--error', params.formGroup?.classes)}"${attributes(params.formGroup?.attributes)}>${inner}</div>
`;
}
