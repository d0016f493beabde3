/** Groups of standards over the terms: how many of each are met with the plan, and without it below. */
import { type Html, html } from '../html.ts';
import { box, colours, legend, lettering, paragraph, rule, svg, textWidth, wrapText } from './drawing.ts';
import { type ChartTerm, termAxis } from './term-axis.ts';

export interface GroupStripData {
  /** Unique in the page; default `group-strip`. */
  id?: string;
  title?: string;
  terms: readonly ChartTerm[];
  rows: readonly {
    name: string;
    /** How many standards the group has. */
    of: number;
    /** How many are met in each term. */
    withPlan: readonly number[];
    without: readonly number[];
  }[];
  /** The term by whose end they must be met; null where there is none in these terms. */
  dueTerm: number | null;
}

const WIDTH = 960;
const NAMES = 196;
const LEFT = 286;
const RIGHT = WIDTH - 8;
const BAND = 17;
const ROW = BAND * 2 + 13;

/** A cell is filled from below by the share that is met, and says the number: nothing hangs on its colour. */
export function groupStrip(data: GroupStripData): Html {
  const { id = 'group-strip', title = 'Core standards met, by term', terms, rows, dueTerm } = data;
  const axis = termAxis(terms, LEFT, RIGHT);
  const labels = axis.labels(4);
  const top = 4 + labels.height + (dueTerm === null ? 4 : 18);
  const bottom = top + Math.max(1, rows.length) * ROW;
  const cells = (met: readonly number[], of: number, y: number): Html =>
    html`${terms.map((_, index) => {
      const x = axis.ofTerm(index) + 1;
      const width = (index + 1 < terms.length ? axis.ofTerm(index + 1) : axis.right) - 1 - x;
      const count = Math.min(met[index] ?? 0, of);
      const height = of === 0 ? 0 : (BAND * count) / of;
      const words = String(count);
      const isDark = count === of && of > 0;
      return html`${box(x, y, width, BAND, { fill: colours.white, stroke: colours.stone })}${box(x, y + BAND - height, width, height, { fill: isDark ? colours.teal : colours.tealLight })}${
        textWidth(words, 12, true) + 2 <= width &&
        lettering(words, x + width / 2, y + 13, {
          size: 12,
          bold: true,
          anchor: 'middle',
          fill: isDark ? colours.white : colours.ink,
        })
      }`;
    })}`;
  const drawn = rows.map((row, index) => {
    const y = top + index * ROW;
    const side = { size: 11.5, anchor: 'end', fill: colours.stone } as const;
    const lines = wrapText(`${row.name} (${row.of})`, NAMES - 8, 13, 2, true);
    return html`${rule(0, y, RIGHT, y)}${paragraph(lines, 0, y + 20, { size: 13, bold: true, full: row.name })}${lettering('With the plan', LEFT - 8, y + 18, side)}${lettering('Without', LEFT - 8, y + 18 + BAND + 3, side)}${cells(row.withPlan, row.of, y + 5)}${cells(row.without, row.of, y + 8 + BAND)}`;
  });
  if (rows.length === 0) drawn.push(lettering('No standards to show.', LEFT, top + 24, { fill: colours.stone }));
  const due = dueTerm === null ? null : axis.ofTerm(dueTerm + 1);
  const key = legend(
    [
      { mark: (x, y) => box(x, y - 8, 22, 16, { fill: colours.teal }), markWidth: 22, words: 'All of the group met' },
      {
        mark: (x, y) =>
          html`${box(x, y - 8, 22, 16, { fill: colours.white, stroke: colours.stone })}${box(x, y, 22, 8, { fill: colours.tealLight })}`,
        markWidth: 22,
        words: 'How many are met, as a share of the group',
      },
    ],
    0,
    bottom + 18,
    WIDTH,
  );
  return svg({
    id,
    width: WIDTH,
    height: bottom + 18 + key.height,
    size: 'large',
    title,
    description: rows.map((row) => describe(terms, row)).join(' ') || 'No standards to show.',
    body: html`${labels.drawing}<g aria-hidden="true">${drawn}${due !== null && html`${rule(due, top - 2, due, bottom, { stroke: colours.ink, width: 3 })}${lettering('2030', Math.min(due, RIGHT - 18), top - 6, { size: 13, bold: true, anchor: 'middle' })}`}</g>${key.drawing}`,
  });
}

function describe(terms: readonly ChartTerm[], row: GroupStripData['rows'][number]): string {
  const last = terms.length - 1;
  const at = (met: readonly number[]): string => `${met[0] ?? 0} at first, ${met[last] ?? 0} at the end`;
  return `${row.name}, ${row.of} standards: with the plan ${at(row.withPlan)}; without it ${at(row.without)}.`;
}
