/** The governor pack as a page that prints as a document. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { groupStrip, pictureWithTable, scrollRegion } from '../../ui/charts/index.ts';
import { type Html, html, unescapeHtml } from '../../ui/html.ts';
import { textTableHtml } from '../../ui/text-table.ts';
import { moneyPicture, standardsPicture, timelinePicture, wavesPicture } from '../plan/index.ts';
import type { PackBlock, PackDocument } from './pack.document.ts';
import type { GroupRow } from './pack.rules.ts';

export interface PackContent {
  base: string;
  /** A PDF can be made here. */
  canPrint: boolean;
  /** The printed document has no links within Cairn. */
  forPrint: boolean;
  record: SchoolRecord;
  today: PlainDate;
  problem: PlanningProblem;
  plan: Plan;
  groups: readonly GroupRow[];
  /** The latest report of where the school stood, with its page; null where none was made. */
  report: { asAt: PlainDate; address: string } | null;
}

export function noPackBody(base: string): Html {
  return html`<h1 class="govuk-heading-l">Governor pack</h1>
    <p class="govuk-body-l">The pack is made from the plan, and there is no plan yet.</p>
    <p class="govuk-body"><a class="govuk-link" href="${base}/plan">Make a plan</a></p>`;
}

export function packBody(document: PackDocument, content: PackContent): Html {
  const [first, second] = document.pages.map((blocks) => blocks.map((block) => blockHtml(block, content)));
  return html`<div class="cairn-pack">
    <h1 class="govuk-heading-l">${document.title}</h1>
    ${!content.forPrint && actionsPart(content)} ${first}
    <div class="cairn-page-break">${second}</div>
    <div class="cairn-page-break">${document.annex.map((block) => blockHtml(block, content))}</div>
  </div>`;
}

function actionsPart({ base, canPrint, report }: PackContent): Html {
  return html`<ul class="govuk-list cairn-no-print">
    <li>
      ${
        canPrint
          ? html`<a class="govuk-link" href="${base}/pack.pdf">Save as PDF</a>`
          : 'To save it as PDF, print this page: no Chromium was found on this machine to do it for you.'
      }
    </li>
    <li><a class="govuk-link" href="${base}/pack.docx">Save as a Word document</a></li>
    ${report && html`<li><a class="govuk-link" href="${report.address}">See how each standard stood: report as at ${formatDate(report.asAt)}</a></li>`}
  </ul>`;
}

function blockHtml(block: PackBlock, content: PackContent): Html {
  switch (block.kind) {
    case 'heading':
      return headingHtml(block.level, block.text);
    case 'text':
      return html`<p class="govuk-body">${block.text}</p>`;
    case 'list':
      return html`<ul class="govuk-list govuk-list--bullet">
        ${block.items.map(({ lead, text }) => html`<li>${lead !== undefined && html`<strong>${lead}</strong> `}${text}</li>`)}
      </ul>`;
    case 'table':
      return scrollRegion(block.table.caption, textTableHtml(block.table));
    case 'picture':
      return pictureHtml(block, content);
  }
}

/** The pictures of a block alone, as drawings that stand by themselves, for the Word document. */
export function packDrawings(document: PackDocument, content: PackContent): Map<string, PackDrawing[]> {
  const blocks = [...document.pages.flat(), ...document.annex].filter((block) => block.kind === 'picture');
  return new Map(
    blocks.map((block) => {
      const drawn = [...String(pictureHtml(block, content)).matchAll(/<svg\b[^>]*>[^]*?<\/svg>/g)];
      return [block.picture, drawn.flatMap(([svg]) => drawingOf(svg) ?? [])];
    }),
  );
}

export interface PackDrawing {
  svg: string;
  width: number;
  height: number;
  title: string;
  description: string;
}

function drawingOf(svg: string): PackDrawing | null {
  const [head = ''] = /^<svg[^>]*>/.exec(svg) ?? [];
  const size = (name: string) => Number(new RegExp(` ${name}="([\\d.]+)"`).exec(head)?.[1] ?? 0);
  const words = (tag: string) => unescapeHtml(new RegExp(`<${tag}[^>]*>([^<]*)</${tag}>`).exec(svg)?.[1] ?? '');
  const [width, height] = [Math.ceil(size('width')), Math.ceil(size('height'))];
  if (width === 0 || height === 0) return null;
  // Within a page the kind of a drawing is known; by itself it has to say it.
  const alone = svg.replace(/^<svg/, '<svg xmlns="http://www.w3.org/2000/svg"');
  return { svg: alone, width, height, title: words('title'), description: words('desc') };
}

function headingHtml(level: 2 | 3, text: string): Html {
  if (text === 'Annex') return html`<h2 class="govuk-heading-l" id="annex">${text}</h2>`;
  return level === 2 ? html`<h2 class="govuk-heading-m">${text}</h2>` : html`<h3 class="govuk-heading-s">${text}</h3>`;
}

function pictureHtml({ picture, table }: Extract<PackBlock, { kind: 'picture' }>, content: PackContent): Html {
  const { problem, plan, record, today, base, forPrint } = content;
  const hrefOf = forPrint ? null : (needId: string) => `${base}/plan/${encodeURIComponent(needId)}`;
  switch (picture) {
    case 'timeline':
      // On paper the table of every item follows.
      return html`<div class="cairn-picture-alone">${timelinePicture({ problem, plan, record, today, hrefOf })}</div>`;
    case 'waves':
      return wavesPicture({ problem, plan });
    case 'money':
      return moneyPicture({ problem, plan, record });
    case 'standards':
      return standardsPicture({ problem, plan });
    case 'groups':
      // The picture has every figure of the table in it, and paper has two pages.
      return html`<div class="cairn-picture-alone">
        ${pictureWithTable({
          caption: 'How many standards of each group are met, by term',
          picture: groupStrip({ terms: problem.terms, rows: content.groups, dueTerm: dueTerm(problem) }),
          table: textTableHtml(table),
        })}
      </div>`;
  }
}

function dueTerm(problem: PlanningProblem): number | null {
  return problem.standards.find((standard) => standard.core && standard.dueTerm !== null)?.dueTerm ?? null;
}
