/** The page on which a person chooses reminders, and the pages that links in mails lead to. */
import { formatDate } from '../../domain/dates.ts';
import { dataTable } from '../../ui/data-table.ts';
import { errorMessageFor, form, type FieldError } from '../../ui/forms/index.ts';
import {
  govukButton,
  govukCheckboxes,
  govukInput,
  govukInsetText,
  govukRadios,
  govukWarningText,
} from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { reminderItems } from './reminders.message.ts';
import { LEADS_IN_DAYS, type PlannedMail, type Rhythm } from './reminders.rules.ts';

/** What stands in the form. */
export interface ReminderForm {
  email: string;
  leadsInDays: readonly number[];
  rhythm: Rhythm;
}

export interface RemindersContent {
  /** `/schools/<key>` */
  base: string;
  csrf: string;
  /**
   * - `mail-off`: this Cairn sends no mail. `visitor`: somebody who looks around.
   * - `off`: never asked for. `to-confirm`: the link has not been used yet. `on`. `stopped`.
   */
  state: 'mail-off' | 'visitor' | 'off' | 'to-confirm' | 'on' | 'stopped';
  values: ReminderForm;
  errors: readonly FieldError[];
  /** What will be sent, or would be. */
  planned: readonly PlannedMail[];
  /** What addresses in mails begin with, where that is this machine alone; null where others can open it too. */
  localOrigin: string | null;
}

/** Mails listed on the page. */
const MOST_LISTED = 50;

export function remindersBody(content: RemindersContent): Html {
  const { base, csrf, state, values } = content;
  return html`<h1>Reminders</h1>
<p class="govuk-body-l">Cairn can write to you before the days to decide on a contract and to give notice.</p>
${statePart(content)}
${state !== 'mail-off' && state !== 'visitor' && formPart(content)}
${(state === 'on' || state === 'to-confirm') && form({ action: `${base}/reminders/stop`, csrf, body: govukButton({ text: 'Stop reminders', classes: 'govuk-button--secondary' }) })}
${content.localOrigin !== null && state !== 'mail-off' && state !== 'visitor' && html`<p class="govuk-body">Links in mails begin with ${content.localOrigin}, which works on this machine only. Whoever looks after this Cairn can set CAIRN_PUBLIC_URL to the address that people use.</p>`}
${plannedPart(content, values)}`;
}

function statePart({ base, csrf, state, values }: RemindersContent): Html | null {
  switch (state) {
    case 'mail-off':
      return html`${govukWarningText({ text: 'Mail is off in this Cairn, so that no reminders can be sent.', iconFallbackText: 'Warning' })}
<p class="govuk-body">Whoever looks after it can turn mail on: the guide docs/guide/mail.md says how. Until then, <a class="govuk-link" href="${base}/calendar-feed">put the dates in your own calendar</a>, which can remind you too.</p>`;
    case 'visitor':
      return govukInsetText({
        html: html`<p class="govuk-body">You are looking around, so that Cairn does not know who you are and sends no mail. Start with a school of your own to get reminders.</p>`,
      });
    case 'to-confirm':
      return govukInsetText({
        html: html`<p class="govuk-body">Cairn is sending a link to ${values.email}. Open it to confirm the address. Until then nothing else is sent there.</p>
${form({ action: `${base}/reminders/again`, csrf, body: html`<p class="govuk-body">Has it not come after some minutes? Look among unwanted mail, or <button class="cairn-link-button" type="submit">send the link again</button>.</p>` })}`,
      });
    case 'on':
      return html`<p class="govuk-body">Reminders are on. They go to <strong>${values.email}</strong>, at seven in the morning.</p>`;
    case 'stopped':
      return html`<p class="govuk-body">Your reminders are stopped. Save to turn them on again.</p>`;
    case 'off':
      return null;
  }
}

function formPart({ base, csrf, state, values, errors }: RemindersContent): Html {
  const body = html`${govukInput({
    id: 'email',
    name: 'email',
    label: { text: 'Your e-mail address' },
    hint: { text: 'A new address gets a link first, to make sure that it is yours' },
    type: 'email',
    autocomplete: 'email',
    spellcheck: false,
    value: values.email,
    errorMessage: errorMessageFor(errors, 'email'),
    classes: 'govuk-input--width-20',
  })}
${govukCheckboxes({
  idPrefix: 'leads',
  name: 'leads',
  classes: 'govuk-checkboxes--small',
  fieldset: { legend: { text: 'How long before each date?' } },
  errorMessage: errorMessageFor(errors, 'leads'),
  items: LEADS_IN_DAYS.map((days) => ({
    name: `before-${days}`,
    value: 'yes',
    text: days === 1 ? 'The day before' : `${days} days before`,
    checked: values.leadsInDays.includes(days),
  })),
})}
${govukRadios({
  idPrefix: 'rhythm',
  name: 'rhythm',
  classes: 'govuk-radios--small',
  fieldset: { legend: { text: 'How often?' } },
  errorMessage: errorMessageFor(errors, 'rhythm'),
  items: [
    {
      value: 'daily',
      text: 'On the day that a reminder is due',
      hint: { text: 'One mail a day at most' },
      checked: values.rhythm === 'daily',
    },
    {
      value: 'weekly',
      text: 'On Mondays, for the whole week',
      hint: { text: 'Another mail in between only for a date that cannot wait until the next Monday' },
      checked: values.rhythm === 'weekly',
    },
  ],
})}
${govukButton({ text: state === 'on' || state === 'to-confirm' ? 'Save' : 'Turn reminders on', preventDoubleClick: true })}`;
  return form({ action: `${base}/reminders`, csrf, body });
}

function plannedPart({ base, state, planned }: RemindersContent, { leadsInDays }: ReminderForm): Html {
  const isReal = state === 'on';
  const days = [...leadsInDays].toSorted((a, b) => b - a).join(', ');
  const heading = isReal ? 'What will be sent' : 'What would be sent';
  if (planned.length === 0) {
    return html`<h2>${heading}</h2>
<p class="govuk-body">Nothing in the next twelve months: no contract that Cairn can work out a date for has one in that time. <a class="govuk-link" href="${base}/contracts">See the contracts</a>.</p>`;
  }
  const listed = planned.slice(0, MOST_LISTED);
  return html`<h2>${heading}</h2>
<p class="govuk-body">In the next twelve months, ${days} ${days === '1' ? 'day' : 'days'} before each date, if nothing changes. Each reminder is sent once; a contract that ends or has been given notice gets none.</p>
${dataTable<PlannedMail>(
  heading,
  [
    { heading: 'Mail on', cell: ({ on }) => formatDate(on), nowrap: true },
    {
      heading: 'Reminds of',
      cell: ({ on, reminders }) =>
        html`<ul class="govuk-list">${reminderItems(reminders, on, base).map(
          ({ headline, links }) =>
            html`<li><a class="govuk-link" href="${links[0]?.href ?? base}">${headline}</a></li>
`,
        )}</ul>`,
    },
  ],
  listed,
)}
${planned.length > listed.length && html`<p class="govuk-body">And ${planned.length - listed.length} more mails after these.</p>`}`;
}

/** One button, so that a program that follows links in mails confirms nothing. */
export function confirmBody(token: string): Html {
  return html`<h1>Get reminders at this address?</h1>
<p class="govuk-body">Cairn will write to you before days to decide on contracts and to give notice. Each mail has a link that stops them.</p>
${plainForm(`/reminders/confirm/${encodeURIComponent(token)}`, 'Yes, send me reminders')}`;
}

export function confirmedBody(): Html {
  return html`<h1>Your reminders are on</h1>
<p class="govuk-body">The first mail comes at seven in the morning of the first day on which something is due. Sign in to Cairn to see what will be sent and when.</p>`;
}

export function stopBody(token: string): Html {
  return html`<h1>Stop these mails?</h1>
<p class="govuk-body">Cairn will no longer remind you of this school’s dates.</p>
${plainForm(`/reminders/stop/${encodeURIComponent(token)}`, 'Stop these mails')}`;
}

export function stoppedBody(): Html {
  return html`<h1>These mails are stopped</h1>
<p class="govuk-body">Cairn no longer reminds you of this school’s dates. To turn reminders on again, sign in and open Decisions, then Reminders.</p>`;
}

/** The link has been used, has expired, or never was one. */
export function deadLinkBody(): Html {
  return html`<h1>This link no longer works</h1>
<p class="govuk-body">A link to confirm an address works once, for seven days, until a newer one is sent. For another, sign in to Cairn and open Decisions, then Reminders.</p>`;
}

/** The secret in the address is all that this form needs. */
function plainForm(action: string, text: string): Html {
  return html`<form method="post" action="${action}" novalidate>${govukButton({ text })}</form>`;
}
