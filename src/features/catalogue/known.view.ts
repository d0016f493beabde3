/** What the catalogue knows of one thing in a register, on that thing's own page. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { formatPoundsRange } from '../../domain/money.ts';
import type { Equipment, System } from '../../domain/record.ts';
import {
  type KnownDate,
  knownDates,
  type KnownDates,
  knownSystem,
  lifecycleOfKind,
  type Lifecycles,
  type Recognition,
} from '../../library/index.ts';
import { govukInsetText } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { entryAddress, sourceLine } from './catalogue.view.ts';
import { knownDateWords, lifecycleDateWords, priceWords, recognisedWords } from './catalogue.words.ts';

export interface KnownContent {
  lifecycles: Lifecycles;
  today: PlainDate;
  /** Where the thing is changed; null for those who may not. */
  editHref: string | null;
}

/** The end of support where the school wrote none, and the year of replacement: above everything else on the page. */
export function equipmentDatesPart(item: Equipment, { lifecycles, today, editHref }: KnownContent): Html | null {
  const known = knownDates(item, lifecycles);
  const end = known.supportEnds;
  const lines = [
    ...(end !== null && end.from === 'catalogue' ? [endLine(end, today, editHref)] : []),
    ...replaceLines(item, known, today),
  ];
  if (lines.length === 0) return null;
  return govukInsetText({ html: html`${lines.map((line) => html`<p class="govuk-body">${line}</p>`)}` });
}

/** The catalogue's end of support in a list or among what is known; null where it has none, or the school has its own. */
export function endCell(item: Equipment, lifecycles: Lifecycles): Html | null {
  const end = knownDates(item, lifecycles).supportEnds;
  if (end === null || end.entry === null) return null;
  return html`${capital(knownDateWords(end))} <span class="cairn-quiet">from the catalogue: <a class="govuk-link" href="${entryAddress(end.entry)}">${end.entry.title}</a></span>`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function endLine(end: KnownDate, today: PlainDate, editHref: string | null): Html | null {
  if (end.entry === null) return null;
  const { entry } = end;
  const past = end.value < today;
  return html`<strong>${past ? 'Support ended' : 'End of support'} ${knownDateWords(end)}</strong>, from the catalogue (<a class="govuk-link" href="${entryAddress(entry)}">${entry.title}</a>; <cite>${entry.source.title}</cite>, as at ${formatDate(entry.source.asAt)}).${
    entry.note && html` ${entry.note}`
  }${
    editHref !== null &&
    html` <a class="govuk-link" href="${editHref}#supportEndsOn">Write your own date</a> to replace it.`
  }`;
}

function replaceLines({ kind, disposedOn }: Equipment, known: KnownDates, today: PlainDate): Html[] {
  if (disposedOn !== null && disposedOn <= today) {
    return [html`Disposed of on ${formatDate(disposedOn)}: it no longer counts for the standards or the plan.`];
  }
  const { replaceInYear, refreshLife, boughtInYear } = known;
  if (replaceInYear === null || refreshLife === null) return [];
  return [
    html`Bought in ${boughtInYear} and <a class="govuk-link" href="${entryAddress({ id: `kind-${kind}` })}">usually kept ${refreshLife.years} years</a>, so its replacement is expected in ${replaceInYear}.`,
  ];
}

/** What was recognised, with its sources, and what replacing it roughly costs. */
export function equipmentCataloguePart(item: Equipment, { lifecycles }: KnownContent): Html {
  const { recognised } = knownDates(item, lifecycles);
  const found = [recognised.model, recognised.operatingSystem].filter((one) => one !== null);
  const price = lifecycleOfKind(lifecycles, item.kind)?.price ?? null;
  const total = price && {
    lowPence: price.lowPence * item.quantity,
    highPence: price.highPence * item.quantity,
  };
  return html`<h2>From the catalogue</h2>
${
  found.length === 0
    ? html`<p class="govuk-body">Neither its model nor its operating system is recognised, so no dates are known from the <a class="govuk-link" href="/catalogue">catalogue</a>.</p>`
    : html`<ul class="govuk-list govuk-list--bullet">${found.map((one) => html`<li>${recognisedLine(one)}</li>`)}</ul>`
}
${
  price &&
  total &&
  html`<p class="govuk-body">A new one costs ${priceWords(price)}${
    item.quantity > 1 && html`; ${item.quantity.toLocaleString('en-GB')} of them ${formatPoundsRange(total)}`
  }. This is a placeholder, without VAT, until you have a quote: ${sourceLine(price.source)}</p>`
}`;
}

/** What is known of a system by its product; null where it is not recognised. */
export function systemCataloguePart(system: Pick<System, 'name' | 'kind' | 'product'>, content: KnownContent): Html {
  const { recognised } = knownSystem(system, content.lifecycles);
  return html`<h2>From the catalogue</h2>
<p class="govuk-body">${
    recognised === null
      ? html`Its product is not in the <a class="govuk-link" href="/catalogue">catalogue</a>, so no dates are known from there.`
      : recognisedLine(recognised)
  }</p>`;
}

function recognisedLine(found: Recognition): Html {
  const { entry, certainty } = found;
  const link = html`<a class="govuk-link" href="${entryAddress(entry)}">${entry.title}</a>`;
  if (certainty === 'family') {
    return html`${link}, ${recognisedWords(found)}. Which release it is cannot be told from that, so no date is taken.`;
  }
  const ends = lifecycleDateWords(entry.securityEnds, entry.source);
  return html`${link}, ${recognisedWords(found)}. Security fixes until: ${ends ?? 'not known'}.${
    entry.movesOnFree && html` What follows comes to the same device for nothing, as far as the model takes it.`
  }${entry.doubt && html` ${entry.doubt}`} Source: ${sourceLine(entry.source)}`;
}
