/** The history in tables: when, who, and what from what to what. */
import { formatDate, plainDateIn } from '../../domain/dates.ts';
import { govukDetails } from '../../ui/govuk/index.ts';
import { html, joinHtml, type Html } from '../../ui/html.ts';
import type { LinkNames, RegisterField } from './register.ts';
import { describeChange, type Change } from './registers.changes.ts';
import { dataTable } from '../../ui/data-table.ts';

/** What was done, newest first; each with what was and what is. */
export function changesTable(changes: readonly Change[], fields: readonly RegisterField[], links: LinkNames): Html {
  if (changes.length === 0) return html`<p class="govuk-body">Nothing has been changed yet.</p>`;
  return dataTable<Change>(
    'Changes, newest first',
    [
      { heading: 'When', cell: ({ at }) => timeWords(at), nowrap: true },
      { heading: 'Who', cell: ({ personName }) => personName ?? 'Someone who is no longer here' },
      { heading: 'What', cell: (change) => changeWords(change, fields, links) },
    ],
    changes,
  );
}

/** A change in a cell: the verb, and each field's two sides. */
export function changeWords(change: Change, fields: readonly RegisterField[], links: LinkNames): Html {
  const { verb, fields: changed, confirmed } = describeChange(change, fields, links);
  if (verb !== 'Changed') {
    const count = changed.length;
    const lines = changed.map(({ label, was, is }) => html`<li>${label}: ${verb === 'Removed' ? was : is}</li>`);
    // Many of these stand below each other: the hidden words tell them apart when they are read aloud.
    const summaryHtml = html`With what<span class="govuk-visually-hidden">, ${timeWords(change.at)}</span>`;
    return html`${verb}${count > 0 && govukDetails({ summaryHtml, html: html`<ul>${lines}</ul>`, classes: 'govuk-!-margin-bottom-0' })}`;
  }
  if (changed.length === 0 && confirmed.length === 0) return html`Saved without a difference`;
  return joinHtml(
    [
      ...changed.map(({ label, was, is }) => html`${label}: ${is} <span class="cairn-not-known">(was: ${was})</span>`),
      confirmed.length > 0 && html`No longer a guess: ${confirmed.join(', ')}`,
    ],
    html`<br>`,
  );
}

/** "14 March 2027 at 3:05pm", as the clocks in England show it. */
export function timeWords(at: Date): string {
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    hour: 'numeric',
    minute: '2-digit',
    hour12: true,
  })
    .format(at)
    .replace(/\s?([ap])m/i, (_, half: string) => `${half.toLowerCase()}m`);
  return `${formatDate(plainDateIn(at))} at ${time}`;
}
