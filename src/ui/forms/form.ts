/** Forms that carry the token against forged requests. */
import { Html, html } from '../html.ts';

/** The hidden input that every POST form carries. */
export function csrfInput(token: string): Html {
  return html`<input type="hidden" name="_csrf" value="${token}">`;
}

export interface FormArguments {
  action: string;
  csrf: string;
  body: Html;
  /** For forms that send a file. */
  sendsFile?: boolean | undefined;
  /** For example `cairn-inline`. */
  classes?: string | undefined;
  id?: string | undefined;
}

/** A POST form. Browsers' own messages are off, because ours say how to mend it. */
export function formMarkup({ action, csrf, body, sendsFile, classes, id }: FormArguments): Html {
  return html`<form method="post" action="${action}" novalidate${sendsFile && html` enctype="multipart/form-data"`}${classes && html` class="${classes}"`}${id && html` id="${id}"`}>${csrfInput(csrf)}${body}</form>`;
}

export { formMarkup as form };
