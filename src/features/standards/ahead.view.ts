/** How things go on, as two bands each, with the plan above and without it below, and every change in the table behind. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import type { SchoolTerm } from '../../domain/terms.ts';
import { pictureWithTable, standardsStrip } from '../../ui/charts/index.ts';
import { plainTable } from '../../ui/data-table.ts';
import { html, joinHtml, type Html } from '../../ui/html.ts';
import { isUnchanged, type Cause, type CauseKind, type Course, type Stretch } from './ahead.rules.ts';
import { resultWords, sentence } from './standards.words.ts';

export interface AheadRow {
  name: string;
  href?: string | undefined;
  /** What the other rows are parts of. */
  isWhole?: boolean;
  course: Course;
}

export interface AheadContent {
  /** Unique in the page. */
  id: string;
  caption: string;
  terms: readonly SchoolTerm[];
  dueTerm: number | null;
  rows: readonly AheadRow[];
  /** True where the causes have to name the requirement: several stand behind one row. */
  namesParts: boolean;
}

const kinds: Record<CauseKind, string> = {
  placement: 'The plan',
  due: 'The day on which it is due',
  expiry: 'An answer or its evidence',
  fact: 'A date in your registers',
};

/** So many of the causes of one day are said. */
const MOST_CAUSES = 3;

export function aheadPart({ id, caption, terms, dueTerm, rows, namesParts }: AheadContent): Html {
  const spans = (stretches: readonly Stretch[]) =>
    stretches.map(({ result, from, to }) => ({ state: result, from, to }));
  const hasPlan = rows.some(({ course }) => course.withPlan !== null);
  const picture = standardsStrip({
    id,
    title: caption,
    terms,
    rows: rows.map(({ name, href, isWhole, course }) => ({
      name,
      href,
      isWhole,
      withPlan: course.withPlan && spans(course.withPlan),
      without: spans(course.without),
    })),
    dueTerm,
    nameLines: hasPlan ? 3 : 2,
  });
  const table = plainTable(
    caption,
    [
      { heading: 'What', cell: ({ name }) => name },
      ...(hasPlan ? [{ heading: 'Plan', cell: ({ plan }: Line) => plan }] : []),
      { heading: 'From', cell: ({ stretch }) => formatDate(stretch.from), nowrap: true },
      { heading: 'Until', cell: ({ stretch }) => formatDate(stretch.to), nowrap: true },
      { heading: 'How it stands', cell: ({ stretch }) => resultWords[stretch.result] },
      { heading: 'What changes it then', cell: ({ stretch }) => causesCell(stretch, namesParts) },
    ],
    rows.flatMap(linesOf),
  );
  return pictureWithTable({ caption, picture, table, summary: 'The same as a table, with what causes each change' });
}

/** What is to know of the plan in the pictures: of which day it is and whether it is old, or that there is none. */
export function planWords(base: string, madeOn: PlainDate | null, isStale = false): Html {
  if (madeOn === null)
    return html`<p class="govuk-body-s">There is no plan yet. <a class="govuk-link" href="${base}/plan">Make one</a> to see what it would change.</p>`;
  return html`<p class="govuk-body-s">The plan is of ${formatDate(madeOn)}. ${isStale && 'The record has changed since. '}<a class="govuk-link" href="${base}/plan">See the plan</a>.</p>`;
}

interface Line {
  name: string;
  plan: string;
  stretch: Stretch;
}

function linesOf({ name, course }: AheadRow): Line[] {
  const lines = (plan: string, stretches: readonly Stretch[]) =>
    stretches.map((stretch): Line => ({ name, plan, stretch }));
  if (course.withPlan === null) return lines('', course.without);
  if (isUnchanged(course)) return lines('With it and without it', course.without);
  return [...lines('Without it', course.without), ...lines('With it', course.withPlan)];
}

/** Each cause once; where the row is a whole, with what of it changes. */
function causesCell({ causes }: Stretch, namesParts: boolean): Html | string {
  if (causes.length === 0) return 'Nothing on record';
  const byWhy = [...Map.groupBy(causes, whyWords)];
  const words = byWhy.map(([why, own]) => (namesParts ? `${why} ${partsWords(own)}` : why));
  const rest = words.length - MOST_CAUSES;
  return joinHtml([...words.slice(0, MOST_CAUSES), ...(rest > 0 ? [`And ${rest} more.`] : [])], html`<br>`);
}

function whyWords({ kind, because }: Cause): string {
  return because === null ? `${kinds[kind]}.` : `${kinds[kind]}: ${sentence(withoutPlan(because))}`;
}

/** "(Access points are at least Wi-Fi 7; and 2 more)" */
function partsWords(causes: readonly Cause[]): string {
  const [first, ...more] = causes;
  const rest = more.length === 0 ? '' : `; and ${more.length} more`;
  return first === undefined ? '' : `(${first.requirement.text.replace(/\.$/, '')}${rest})`;
}

/** The kind says it already. */
function withoutPlan(because: string): string {
  return because.replace(/^The plan: /, '');
}
