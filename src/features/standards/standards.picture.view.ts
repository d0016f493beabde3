/** The core standards by term where there is no plan: as they go on by themselves. */
import { pictureWithTable, standardsStrip } from '../../ui/charts/index.ts';
import { plainTable } from '../../ui/data-table.ts';
import { html, type Html } from '../../ui/html.ts';
import { standardAddress } from './standards.marks.view.ts';
import { dueTermIn, statesByTerm, type Outlook, type StandardLine, type TermState } from './standards.rules.ts';

const words: Record<TermState, string> = { met: 'Met', 'not-met': 'Not met', 'not-known': 'Not known' };

export function picturedWithoutPlan(base: string, outlook: Outlook, lines: readonly StandardLine[]): Html {
  const intervals = new Map(outlook.status.standards.map((one) => [one.standardId, one.intervals]));
  const rows = lines
    .filter(({ category }) => category.core)
    .map(({ standard, category }) => ({
      standard,
      category,
      states: statesByTerm(intervals.get(standard.id) ?? [], outlook.terms),
    }));
  const picture = standardsStrip({
    title: 'Core standards by term, as things stand',
    terms: outlook.terms,
    rows: rows.map(({ standard, category, states }) => ({
      name: standard.name,
      group: category.name,
      withPlan: null,
      without: states,
      href: standardAddress(base, standard.id),
    })),
    dueTerm: dueTermIn(outlook.edition, outlook.terms),
  });
  const table = plainTable(
    'Core standards by term, as things stand',
    [
      { heading: 'Standard', cell: ({ standard }) => standard.name },
      ...outlook.terms.map((term, index) => ({
        heading: term.name,
        cell: ({ states }: (typeof rows)[number]) => words[states[index] ?? 'not-known'],
      })),
    ],
    rows,
  );
  return html`${pictureWithTable({ caption: 'Core standards by term, as things stand', picture, table })}
<p class="govuk-body-s">What only counts once something is replaced is shown as met until then.</p>`;
}
