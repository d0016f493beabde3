/** Pages about signing in. */
import { form } from '../../ui/forms/index.ts';
import { govukButton } from '../../ui/govuk/index.ts';
import { type Html, html } from '../../ui/html.ts';

/** What to do when nobody is signed in. */
export function signInBody(): Html {
  return html`<h1 class="govuk-heading-l">Sign in</h1>
    <p class="govuk-body">You sign in with a link that works once. There is no password.</p>
    <p class="govuk-body">
      If you look after this Cairn, start it again: each start prints a new link for you. If somebody else does, ask them
      for one.
    </p>
    <p class="govuk-body"><a class="govuk-link" href="/">Go to the start page</a></p>`;
}

/** One button, so that a program that follows links in messages does not use the link up. */
export function useLinkBody(token: string, csrf: string): Html {
  return html`<h1 class="govuk-heading-l">Sign in to Cairn</h1>
    <p class="govuk-body">This link works once. Afterwards this browser stays signed in for 30 days.</p>
    ${form({ action: `/sign-in/${encodeURIComponent(token)}`, csrf, body: govukButton({ text: 'Sign in' }) })}`;
}

/** The link has been used, has expired, or never was one. */
export function deadLinkBody(): Html {
  return html`<h1 class="govuk-heading-l">This link no longer works</h1>
    <p class="govuk-body">A sign-in link works once, for a day, until a newer one is made.</p>
    <p class="govuk-body">
      If you look after this Cairn, start it again to get a new link. If somebody else does, ask them for one.
    </p>`;
}
