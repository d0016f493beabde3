/** The catalogue's pages: what there is, and all that is known of one entry with where it comes from. */
import { formatDate } from '../../domain/dates.ts';
import { type Lifecycle, lifecycleOf, type Lifecycles, type Source } from '../../library/index.ts';
import { dataTable, notKnown, type Column } from '../../ui/data-table.ts';
import { govukButton, govukInput, govukSelect } from '../../ui/govuk/index.ts';
import { html, type Html, type HtmlValue } from '../../ui/html.ts';
import { type CatalogueFilter, filterEntries, kindEntries, kindsOf, releasesOf } from './catalogue.rules.ts';
import { confidenceWords, kindWords, lifecycleDateWords, namesWords, priceWords } from './catalogue.words.ts';

/** Where an entry's page is. */
export function entryAddress({ id }: Pick<Lifecycle, 'id'>): string {
  return `/catalogue/${encodeURIComponent(id)}`;
}

export function catalogueBody(lifecycles: Lifecycles, filter: CatalogueFilter): Html {
  const narrowed = filter.q !== '' || filter.kind !== '';
  return html`<h1>Catalogue</h1>
<p class="govuk-body-l">How long things are supported, how long they are usually kept, and what one roughly costs.</p>
<p class="govuk-body">What you have is recognised by what you wrote down. Your own date or price always comes before the catalogue’s.</p>
${filterForm(lifecycles, filter)}
${narrowed ? found(lifecycles, filter) : everything(lifecycles)}`;
}

function filterForm(lifecycles: Lifecycles, filter: CatalogueFilter): Html {
  return html`<form method="get" action="/catalogue" class="cairn-no-print" role="search" aria-label="Search the catalogue">
<div class="cairn-filter">${govukInput({ id: 'q', name: 'q', label: { text: 'Containing the words' }, hint: { text: 'For example, iPad or Windows Server' }, value: filter.q })}
${govukSelect({
  id: 'kind',
  name: 'kind',
  label: { text: 'Kind' },
  items: [
    { value: '', text: 'All' },
    ...kindsOf(lifecycles).map(({ kind }) => ({ value: kind, text: kindWords(kind), selected: kind === filter.kind })),
  ],
})}</div>
<div class="govuk-button-group">${govukButton({ text: 'Search', classes: 'govuk-button--secondary' })}${
    (filter.q !== '' || filter.kind !== '') && html`<a class="govuk-link" href="/catalogue">Show all</a>`
  }</div>
</form>`;
}

function found(lifecycles: Lifecycles, filter: CatalogueFilter): Html {
  const entries = filterEntries(lifecycles, filter);
  if (entries.length === 0) {
    return html`<p class="govuk-body">Nothing in the catalogue fits. It holds only what a source was found for: write your own dates down where you have them.</p>`;
  }
  return dataTable('Entries of the catalogue', entryColumns, entries);
}

const entryColumns: Column<Lifecycle>[] = [
  { heading: 'Name', cell: (entry) => html`<a class="govuk-link" href="${entryAddress(entry)}">${entry.title}</a>` },
  { heading: 'Maker', cell: ({ maker }) => maker ?? notKnown() },
  { heading: 'Came out', cell: ({ releasedOn, source }) => dateCell(releasedOn, source) },
  { heading: 'Security fixes until', cell: ({ securityEnds, source }) => dateCell(securityEnds, source) },
];

function dateCell(date: Lifecycle['securityEnds'], source: Source): HtmlValue {
  return lifecycleDateWords(date, source) ?? notKnown();
}

function everything(lifecycles: Lifecycles): Html {
  return html`<h2>How long things are kept, and what one costs</h2>
<p class="govuk-body">The prices are placeholders, without VAT, until you have a quote.</p>
${dataTable<Lifecycle>(
  'Usual life and price by kind of equipment',
  [
    { heading: 'Kind', cell: (entry) => html`<a class="govuk-link" href="${entryAddress(entry)}">${entry.title}</a>` },
    {
      heading: 'Usually kept',
      numeric: true,
      cell: ({ refreshLife }) => (refreshLife ? `${refreshLife.years} years` : notKnown()),
    },
    { heading: 'Price', cell: ({ price }) => (price ? priceWords(price) : notKnown()) },
  ],
  kindEntries(lifecycles),
)}
<h2>What is in it</h2>
<ul class="govuk-list">${kindsOf(lifecycles).map(
    ({ kind, count }) =>
      html`<li><a class="govuk-link" href="/catalogue?kind=${encodeURIComponent(kind)}">${kindWords(kind)}</a> (${count})</li>`,
  )}</ul>`;
}

export function entryBody(lifecycles: Lifecycles, entry: Lifecycle): Html {
  const { source, refreshLife, price, familyId } = entry;
  const successor = lifecycleOf(lifecycles, entry.successorId);
  const releases = releasesOf(lifecycles, entry.id);
  const dates: [label: string, date: Lifecycle['securityEnds']][] = [
    ['Came out', entry.releasedOn],
    ['Sold until', entry.soldUntil],
    ['Full support until', entry.supportEnds],
    ['Security fixes until', entry.securityEnds],
    ['Paid security fixes until', entry.paidFixesEnd],
  ];
  const isKind = entry.id.startsWith('kind-');
  return html`<h1>${entry.title}</h1>
${entry.note && html`<p class="govuk-body-l">${entry.note}</p>`}
<dl class="govuk-summary-list">${row('Maker', isKind ? null : (entry.maker ?? notKnown()))}
${row('Kind', entry.kinds.map(kindWords).join(', '))}
${dates.map(([label, date]) => row(label, isKind ? null : (lifecycleDateWords(date, source) ?? notKnown())))}
${entry.movesOnFree && row('What follows', 'The next release comes to the same device for nothing, as far as the model takes it')}
${successor && row('Successor', html`<a class="govuk-link" href="${entryAddress(successor)}">${successor.title}</a>`)}
${refreshLife && row('Usually kept', html`${refreshLife.years} years${refreshLife.doubt && html`. ${refreshLife.doubt}`}`)}
${price && row('Price', html`${priceWords(price)}. A placeholder, without VAT, until you have a quote. ${price.why}`)}
${entry.doubt && row('Doubt', entry.doubt)}
${row('Recognised by', entry.names.length === 0 ? null : namesWords(entry))}</dl>
${releases.length > 0 && html`<h2>Its releases</h2>${dataTable('Releases', entryColumns, releases)}`}
<h2>Where this comes from</h2>
${sourceList([source, ...(refreshLife ? [refreshLife.source] : []), ...(price ? [price.source] : [])])}
${
  familyId !== null &&
  html`<p class="govuk-body">Part of <a class="govuk-link" href="${entryAddress({ id: familyId })}">${lifecycleOf(lifecycles, familyId)?.title ?? familyId}</a></p>`
}`;
}

function row(key: string, value: HtmlValue): Html | null {
  if (value === null) return null;
  return html`<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">${key}</dt><dd class="govuk-summary-list__value">${value}</dd></div>
`;
}

function sourceList(sources: readonly Source[]): Html {
  return html`<ul class="govuk-list govuk-list--bullet">${[...new Set(sources)].map(
    (source) => html`<li>${sourceLine(source)}</li>`,
  )}</ul>`;
}

/** A source with its day and how sure it is. */
export function sourceLine({ title, url, asAt, licence, confidence }: Source): Html {
  const name = url === '' ? html`<cite>${title}</cite>` : html`<a class="govuk-link" href="${url}">${title}</a>`;
  const doubt = confidenceWords(confidence);
  return html`${name}, as at ${formatDate(asAt)} (${licence}).${doubt && html` ${doubt}`}`;
}
