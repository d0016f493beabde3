/** Every standard by term as things stand: what is met, what waits, what is due, whatever a plan would change. */
import { pictureWithTable, standardsStrip } from '../../ui/charts/index.ts';
import { plainTable } from '../../ui/data-table.ts';
import { html, type Html } from '../../ui/html.ts';
import { standardAddress } from './standards.marks.view.ts';
import { dueTermIn, statesByTerm, type Outlook, type StandardLine, type TermState } from './standards.rules.ts';

const words: Record<TermState, string> = {
  met: 'Met',
  'not-met': 'Not met',
  'not-due': 'Not due',
  'not-known': 'Not known',
  'not-applicable': 'Does not apply',
};

/** The strip of all standards, the core areas first, with its table. */
export function picturedWithoutPlan(base: string, outlook: Outlook, lines: readonly StandardLine[]): Html {
  const intervals = new Map(outlook.status.standards.map((one) => [one.standardId, one.intervals]));
  const rows = lines
    .toSorted((a, b) => Number(b.category.core) - Number(a.category.core))
    .map(({ standard, category }) => ({
      standard,
      category,
      states: statesByTerm(intervals.get(standard.id) ?? [], outlook.terms),
    }));
  const dueTerm = dueTermIn(outlook.edition, outlook.terms);
  const core = outlook.edition.categories.filter((category) => category.core).length;
  const title = `All ${rows.length} standards by term, as things stand`;
  const picture = standardsStrip({
    id: 'all-standards',
    title,
    terms: outlook.terms,
    rows: rows.map(({ standard, category, states }) => ({
      name: standard.name,
      group: category.name,
      withPlan: null,
      without: states,
      href: standardAddress(base, standard.id),
    })),
    dueTerm,
  });
  const table = plainTable(
    title,
    [
      { heading: 'Standard', cell: ({ standard }) => standard.name },
      ...outlook.terms.map((term, index) => ({
        heading: term.name,
        cell: ({ states }: (typeof rows)[number]) => words[states[index] ?? 'not-known'],
      })),
    ],
    rows,
  );
  return html`${pictureWithTable({ caption: title, picture, table })}
<p class="govuk-body-s">${dueTerm !== null && `The first ${core} areas are the core ones, and the line at 2030 is for them only. `}“Not due” is not met, but nothing is asked before something ends or is replaced.</p>`;
}
