/** The pages of reports: all that were made, and one, made again from what it was made from. */
import { formatDate } from '../../domain/dates.ts';
import type { Library } from '../../library/index.ts';
import { dataTable } from '../../ui/data-table.ts';
import { form } from '../../ui/forms/index.ts';
import { govukButton, govukInsetText } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { count, timeWords, type ExportTable } from '../registers/index.ts';
import { countsWords, resultWords } from '../standards/index.ts';
import type { Difference, Report, ReportLine, Reproduction } from './report.rules.ts';
import type { ReportRow } from './reports.queries.ts';

export interface ReportsContent {
  base: string;
  csrf: string;
  mayMake: boolean;
  library: Library;
  reports: readonly ReportRow[];
}

export function reportsBody({ base, csrf, mayMake, library, reports }: ReportsContent): Html {
  return html`<h1>Reports</h1>
<p class="govuk-body-l">A report keeps where your school stood on a day, under the edition of the standards that it was judged by then.</p>
<p class="govuk-body">Each is kept with everything that it was made from, so that it can be made again to the letter, whatever changes later. One is made by itself whenever the school moves to another edition.</p>
${mayMake && makeReportForm(base, csrf)}
${
  reports.length === 0
    ? html`<p class="govuk-body">No report has been made yet.</p>`
    : dataTable<ReportRow>(
        'Reports, newest first',
        [
          {
            heading: 'As at',
            cell: ({ id, asAt }) =>
              html`<a class="govuk-link" href="${reportAddress(base, id)}">${formatDate(asAt)}</a>`,
          },
          { heading: 'Edition', cell: ({ edition }) => editionTitle(library, edition) },
          { heading: 'Why', cell: ({ why }) => whyWords[why] },
          { heading: 'Made', cell: (report) => madeWords(report) },
        ],
        reports,
      )
}`;
}

const whyWords: Record<ReportRow['why'], string> = {
  asked: 'Somebody asked for it',
  'edition-moved': 'The school moved to another edition',
};

/** The button that makes a report of today. */
export function makeReportForm(base: string, csrf: string): Html {
  return form({
    action: `${base}/reports`,
    csrf,
    classes: 'cairn-no-print',
    body: govukButton({
      text: 'Make a report of today',
      classes: 'govuk-button--secondary',
      preventDoubleClick: true,
    }),
  });
}

function editionTitle({ editions }: Library, id: string): string {
  return editions.find((edition) => edition.id === id)?.title ?? id;
}

function madeWords({ madeAt, personName }: Pick<ReportRow, 'madeAt' | 'personName'>): string {
  return `${timeWords(madeAt)} by ${personName ?? 'someone who is no longer here'}`;
}

export function reportAddress(base: string, id: string): string {
  return `${base}/reports/${encodeURIComponent(id)}`;
}

export interface ReportContent {
  base: string;
  row: ReportRow;
  made: Reproduction;
}

export function reportBody({ base, row, made }: ReportContent): Html {
  const { report } = made;
  const address = reportAddress(base, row.id);
  const byStandard = Map.groupBy(report.requirements, ({ standardId }) => standardId);
  return html`<h1>Where ${report.school.name} stood on ${formatDate(report.asAt)}</h1>
<p class="govuk-body-l">Judged by: <cite>${report.edition.title}</cite>, as at ${formatDate(report.edition.asAt)}.</p>
<p class="govuk-body">Made ${madeWords(row)}. ${whyWords[row.why]}.</p>
${provenPart(row, made)}
<p class="govuk-body cairn-no-print">Take it with you <a class="govuk-link" href="${address}/report.json">as JSON</a> or <a class="govuk-link" href="${address}/report.csv">as a table (CSV)</a>. You can also take <a class="govuk-link" href="${address}/record.json">the record it was made from</a>.</p>
<h2>The areas</h2>
${dataTable(
  'Areas and standards',
  [
    { heading: 'Area', cell: ({ name, core }) => (core ? `${name} (core)` : name) },
    { heading: 'Result', cell: ({ result }) => resultWords[result] },
    { heading: 'Its standards', cell: ({ id }) => countsWords(countsOf(report, id)) },
  ],
  report.categories,
)}
${report.categories.map(
  (category) =>
    html`<h2>${category.name}</h2>
${report.standards
  .filter(({ categoryId }) => categoryId === category.id)
  .map((standard) => standardPart(standard, byStandard.get(standard.id) ?? []))}`,
)}`;
}

function countsOf(report: Report, categoryId: string) {
  const counts = { met: 0, 'not-met': 0, 'not-due': 0, 'not-known': 0, 'not-applicable': 0 };
  for (const standard of report.standards) if (standard.categoryId === categoryId) counts[standard.result] += 1;
  return counts;
}

function standardPart({ name, result }: Report['standards'][number], lines: readonly ReportLine[]): Html {
  return dataTable<ReportLine>(
    `${name}: ${resultWords[result]}`,
    [
      {
        heading: 'What it asks',
        cell: ({ text, level, duty }) =>
          html`${text}<br><span class="cairn-quiet">${duty ? 'A duty' : level === 'must' ? 'A must' : 'A should'}</span>`,
      },
      { heading: 'Result', cell: ({ result: one }) => resultWords[one], nowrap: true },
      { heading: 'How it was known', cell: (line) => groundsWords(line) },
    ],
    lines,
  );
}

function groundsWords({ reason, answer, contradiction, dueFrom }: ReportLine): Html {
  return html`${reason}${answer !== null && html`<br><span class="cairn-quiet">Answered on ${formatDate(answer.answeredOn)}${contradiction && ': the registers say otherwise'}</span>`}${dueFrom !== null && html`<br><span class="cairn-quiet">Due from ${formatDate(dueFrom)}</span>`}`;
}

function provenPart({ resultHash }: Pick<ReportRow, 'resultHash'>, made: Reproduction): Html {
  const hash = html`<span class="cairn-quiet cairn-address">SHA-256 ${resultHash}</span>`;
  switch (made.outcome) {
    case 'same':
      return govukInsetText({
        html: html`<p class="govuk-body">Made again just now from the record of that day, this report is the same to the letter as the one made then.${made.libraryChanged && ' The library has been put right since, in ways that change nothing in it.'}</p><p class="govuk-body-s">${hash}</p>`,
      });
    case 'differs':
      return html`${govukInsetText({
        html: html`<p class="govuk-body">This is the report as it was made then. Cairn’s library of standards has been put right since: made again from the same record, ${differenceWords(made.differences)}.</p><p class="govuk-body-s">${hash}</p>`,
      })}${differencesPart(made.differences)}`;
    case 'kept':
      return govukInsetText({
        html: html`<p class="govuk-body">This is the report as it was made then. It cannot be made again, because ${made.why === 'edition' ? 'the library no longer has that edition' : 'its record can no longer be read'}.</p><p class="govuk-body-s">${hash}</p>`,
      });
  }
}

function differenceWords({ length }: readonly Difference[]): string {
  if (length === 0) return 'only names and totals would read otherwise';
  return `${count(length, 'requirement')} would read otherwise`;
}

function differencesPart(differences: readonly Difference[]): Html | null {
  if (differences.length === 0) return null;
  return dataTable<Difference>(
    'What would read otherwise today',
    [
      { heading: 'What it asks', cell: ({ was, is }) => was?.text ?? is?.text ?? '' },
      {
        heading: 'Then',
        cell: ({ was }) => (was === null ? 'Not asked' : `${resultWords[was.result]}. ${was.reason}`),
      },
      {
        heading: 'Today',
        cell: ({ was, is }) => {
          if (is === null) return 'Not asked';
          const words = is.text === was?.text ? '' : `It reads: ${is.text} `;
          return `${words}${resultWords[is.result]}. ${is.reason}`;
        },
      },
    ],
    differences,
  );
}

/** A report as a table: one row a requirement. */
export function reportTable({ requirements, standards, categories }: Report): ExportTable {
  const standardOf = new Map(standards.map((standard) => [standard.id, standard]));
  const categoryOf = new Map(categories.map((category) => [category.id, category]));
  const headings = ['Area', 'Standard', 'Requirement', 'What it asks', 'Level', 'Duty', 'Result', 'How it was known'];
  return {
    columns: [
      ...headings.map((heading) => ({ heading, holds: 'text' as const })),
      { heading: 'Answered on', holds: 'date' },
      { heading: 'Due from', holds: 'date' },
    ],
    rows: requirements.map((line) => {
      const standard = standardOf.get(line.standardId);
      return [
        categoryOf.get(standard?.categoryId ?? '')?.name ?? '',
        standard?.name ?? line.standardId,
        line.requirementId,
        line.text,
        line.level,
        line.duty ? 'yes' : 'no',
        resultWords[line.result],
        line.reason,
        line.answer?.answeredOn ?? '',
        line.dueFrom ?? '',
      ];
    }),
  };
}
