/** Every standard by term in one strip: as things stand, or with the plan carried out. */
import { pictureWithTable, standardsStrip } from '../../ui/charts/index.ts';
import { plainTable } from '../../ui/data-table.ts';
import { html, type Html } from '../../ui/html.ts';
import type { SchoolStatus } from '../../status/index.ts';
import { areaAddress } from './area.view.ts';
import { standardAddress } from './standards.marks.view.ts';
import { dueTermIn, statesByTerm, type Outlook, type StandardLine, type TermState } from './standards.rules.ts';

const words: Record<TermState, string> = {
  met: 'Met',
  'not-met': 'Not met',
  'not-due': 'Not due',
  'not-known': 'Not known',
  'not-applicable': 'Does not apply',
};

export interface AllPictureContent {
  base: string;
  outlook: Outlook;
  lines: readonly StandardLine[];
  /** With the plan or without it, as the picture says. */
  status: SchoolStatus;
  hasPlan: boolean;
  isWithPlan: boolean;
  /** What is to say of the plan, below the picture. */
  planWords: Html;
}

/** The strip of all standards, the core areas first and each area's own state beside its name, with its table. */
export function allPicture(content: AllPictureContent): Html {
  const { base, outlook, lines, status, isWithPlan, planWords } = content;
  const intervals = new Map(status.standards.map((one) => [one.standardId, one.intervals]));
  const areas = new Map(status.categories.map((one) => [one.categoryId, statesByTerm(one.intervals, outlook.terms)]));
  const rows = lines
    .toSorted((a, b) => Number(b.category.core) - Number(a.category.core))
    .map(({ standard, category }) => ({
      standard,
      category,
      states: statesByTerm(intervals.get(standard.id) ?? [], outlook.terms),
    }));
  const dueTerm = dueTermIn(outlook.edition, outlook.terms);
  const core = outlook.edition.categories.filter((category) => category.core).length;
  const title = `All ${rows.length} standards by term, ${isWithPlan ? 'with the plan' : 'as things stand'}`;
  const picture = standardsStrip({
    id: 'all-standards',
    title,
    terms: outlook.terms,
    rows: rows.map(({ standard, category, states }) => ({
      name: standard.name,
      group: category.name,
      groupStates: areas.get(category.id),
      groupHref: areaAddress(base, category.id),
      withPlan: null,
      without: states,
      href: standardAddress(base, standard.id),
    })),
    dueTerm,
  });
  const tableRows = rows.flatMap((row, index) => [
    ...(rows[index - 1]?.category === row.category
      ? []
      : [{ name: `${row.category.name}: the whole area`, states: areas.get(row.category.id) ?? [] }]),
    { name: row.standard.name, states: row.states },
  ]);
  const table = plainTable(
    title,
    [
      { heading: 'Standard', cell: ({ name }) => name },
      ...outlook.terms.map((term, index) => ({
        heading: term.name,
        cell: ({ states }: (typeof tableRows)[number]) => words[states[index] ?? 'not-known'],
      })),
    ],
    tableRows,
  );
  return html`${viewsPart(content)}
${pictureWithTable({ caption: title, picture, table })}
<p class="govuk-body-s">${dueTerm !== null && `The first ${core} areas are the core ones, and the line at 2030 is for them only. `}“Not due” is not met, but nothing is asked before something ends or is replaced. An area’s own band stands beside its name: it is met only when all of its standards are.</p>
${planWords}`;
}

/** The two views, as links: each is an address that can be sent. */
function viewsPart({ base, hasPlan, isWithPlan }: AllPictureContent): Html | null {
  if (!hasPlan) return null;
  const view = (text: string, query: string, isShown: boolean) =>
    isShown
      ? html`<li><a class="govuk-link" href="${base}/standards${query}#all" aria-current="page"><strong>${text}</strong></a></li>`
      : html`<li><a class="govuk-link" href="${base}/standards${query}#all">${text}</a></li>`;
  return html`<nav class="cairn-no-print" aria-label="What the picture shows"><ul class="govuk-list cairn-views">${view('As things stand', '', !isWithPlan)}${view('With the plan', '?plan=with', isWithPlan)}</ul></nav>`;
}
