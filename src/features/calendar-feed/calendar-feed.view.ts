/** The page on which a person makes and stops addresses for their calendar program. */
import { dataTable } from '../../ui/data-table.ts';
import { form, renderFields, type Field, type FieldError } from '../../ui/forms/index.ts';
import { govukButton, govukDetails, govukInsetText, govukWarningText } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { timeWords } from '../registers/index.ts';
import type { Feed } from './calendar-feed.queries.ts';

export const feedFields: Field[] = [
  {
    name: 'label',
    label: 'What will you use it in?',
    hint: 'Only so that you know it again. For example, Outlook at work',
    kind: 'text',
    maxLength: 100,
  },
];

export interface FeedsContent {
  csrf: string;
  /** The school that the page belongs to; null on the person's own page. */
  school: { key: string; name: string } | null;
  feeds: readonly Feed[];
  /** What a feed holds, in words: a school's name, or all. */
  holds: (feed: Feed) => string;
  /** An address that has just been made: shown once, never again. */
  address: string | null;
  values: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
}

export function feedsBody(content: FeedsContent): Html {
  const { csrf, school, feeds, holds, address, values, errors } = content;
  return html`<h1>Your calendar</h1>
<p class="govuk-body-l">See the days to decide, to give notice, to find something out, and on which contracts end or evidence expires in Outlook, Google Calendar, Apple Calendar or any other calendar program. It fetches them by itself and keeps them up to date.</p>
${address !== null && madePart(address)}
<h2>Make an address for ${school === null ? 'all the schools that you may see' : school.name}</h2>
${form({
  action: '/calendar-feed',
  csrf,
  body: html`${school !== null && html`<input type="hidden" name="school" value="${school.key}">`}${renderFields(feedFields, values, errors)}
${govukButton({ text: 'Make an address', preventDoubleClick: true })}`,
})}
${
  school !== null &&
  html`<p class="govuk-body">Do you look after several schools? <a class="govuk-link" href="/calendar-feed">Make one address for all of them</a></p>`
}
${govukWarningText({ text: 'Whoever has an address can read these dates without signing in. Do not publish it, and stop it when you no longer need it.', iconFallbackText: 'Warning' })}
${feeds.length > 0 && feedsTable(csrf, school, feeds, holds)}
${govukDetails({
  summaryText: 'How to add an address to a calendar program',
  html: html`<ul class="govuk-list govuk-list--bullet">
<li>Outlook: Add calendar, then Subscribe from web.</li>
<li>Google Calendar, on a computer: Other calendars, then From URL.</li>
<li>Apple Calendar: File, then New Calendar Subscription.</li>
<li>Others: look for “subscribe” or “calendar from the internet”. Importing the file once would not keep it up to date.</li>
</ul>
<p class="govuk-body">Calendars on the web fetch from outside: they can only reach Cairn where it has an address on the internet. Most fetch a few times a day, some only once.</p>`,
})}`;
}

function madePart(address: string): Html {
  return govukInsetText({
    html: html`<h2 class="govuk-heading-m">Your new address</h2>
<p class="govuk-body">Copy it into your calendar program now. It is not shown again.</p>
<p class="govuk-body"><code class="cairn-address">${address}</code></p>
<p class="govuk-body">Or <a class="govuk-link" href="${address.replace(/^https?:/, 'webcal:')}">open it in the calendar program of this device</a>.</p>`,
  });
}

function feedsTable(
  csrf: string,
  school: FeedsContent['school'],
  feeds: readonly Feed[],
  holds: FeedsContent['holds'],
): Html {
  return html`<h2>Your addresses</h2>
${dataTable<Feed>(
  'Your addresses',
  [
    { heading: 'Used in', cell: ({ label }) => label ?? 'Not said' },
    { heading: 'Holds', cell: holds },
    { heading: 'Made', cell: ({ createdAt }) => timeWords(createdAt) },
    {
      heading: 'Last fetched',
      cell: ({ lastFetchedAt }) => (lastFetchedAt === null ? 'Never yet' : timeWords(lastFetchedAt)),
    },
    {
      heading: 'Stop it',
      cell: ({ id, label, createdAt }) =>
        form({
          action: `/calendar-feed/${encodeURIComponent(id)}/stop`,
          csrf,
          classes: 'cairn-inline',
          body: html`${school !== null && html`<input type="hidden" name="school" value="${school.key}">`}<button class="cairn-link-button" type="submit">Stop<span class="govuk-visually-hidden">: ${label ?? `made ${timeWords(createdAt)}`}</span></button>`,
        }),
    },
  ],
  feeds,
)}`;
}
