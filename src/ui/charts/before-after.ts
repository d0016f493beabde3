/** What changed when something was planned again: each item where it was and where it is now. */
import { type Html, html } from '../html.ts';
import { box, colours, legend, lettering, paragraph, rule, svg, wrapText } from './drawing.ts';
import { type ChartTerm, type TermAxis, termAxis } from './term-axis.ts';

export interface PlacedSpan {
  startTerm: number;
  /** First term in place; the number of terms where it is after the last. */
  completeTerm: number;
  /** The option chosen, where it may have changed. */
  option?: string | undefined;
}

export interface BeforeAfterData {
  /** Unique in the page; default `before-after`. */
  id?: string;
  title?: string;
  terms: readonly ChartTerm[];
  /** `before` is null for what is new, `after` for what is no longer planned. */
  items: readonly { name: string; before: PlacedSpan | null; after: PlacedSpan | null }[];
}

const WIDTH = 960;
const LABELS = 236;
const RIGHT = WIDTH - 8;

/** Hollow bars for before, solid ones below for now, an arrow from the one to the other. */
export function beforeAfter(data: BeforeAfterData): Html {
  const { id = 'before-after', title = 'What changed', terms, items } = data;
  const axis = termAxis(terms, LABELS + 8, RIGHT);
  const labels = axis.labels(4);
  const top = 4 + labels.height + 4;
  let y = top;
  const rows = items.map((item) => {
    const { drawing, height } = changeRow(axis, item, y);
    y += height;
    return drawing;
  });
  if (items.length === 0) {
    rows.push(lettering('Nothing changed.', LABELS + 20, y + 24, { fill: colours.stone }));
    y += 40;
  }
  const key = legend(
    [
      { mark: (x, at) => oldBar(x, at - 5, 26), markWidth: 26, words: 'Before' },
      { mark: (x, at) => newBar(x, at - 7, 26), markWidth: 26, words: 'Now' },
    ],
    0,
    y + 20,
    WIDTH,
  );
  return svg({
    id,
    width: WIDTH,
    height: y + 20 + key.height,
    size: 'large',
    title,
    description: items.map((item) => `${item.name}: ${changeWords(item)}.`).join(' ') || 'Nothing changed.',
    body: html`${labels.drawing}${axis.ground(top, y, [])}${rows}${key.drawing}`,
  });
}

/** "moved 2 terms later", "new", "no longer planned", "stays, by another option": the change in a few words. */
export function changeWords({ before, after }: BeforeAfterData['items'][number]): string {
  if (before === null) return after === null ? 'not planned' : 'new';
  if (after === null) return 'no longer planned';
  const shift = after.startTerm - before.startTerm;
  const terms = Math.abs(shift) === 1 ? '1 term' : `${Math.abs(shift)} terms`;
  const move = shift === 0 ? 'stays' : `moved ${terms} ${shift > 0 ? 'later' : 'earlier'}`;
  return before.option === after.option ? move : `${move}, by another option`;
}

function changeRow(
  axis: TermAxis,
  item: BeforeAfterData['items'][number],
  y: number,
): { drawing: Html; height: number } {
  const lines = wrapText(item.name, LABELS - 12, 13.5, 2);
  const words = wrapText(changeWords(item), LABELS - 12, 12, 2, true);
  const height = Math.max(48, lines.length * 17 + words.length * 15 + 11);
  const { before, after } = item;
  const [oldX, oldWidth] = placeOf(axis, before);
  const [newX, newWidth] = placeOf(axis, after);
  const drawing = html`<g>${rule(0, y, RIGHT, y)}${paragraph(lines, 4, y + 18, { size: 13.5, full: item.name })}${paragraph(words, 4, y + 18 + lines.length * 17, { size: 12, bold: true, fill: after === null ? colours.brick : colours.ochre })}${before && oldBar(oldX, y + 8, oldWidth)}${after && newBar(newX, y + 26, newWidth)}${
    before && after && oldX !== newX && arrow(oldX, y + 19, newX, y + 25)
  }${before && !after && rule(oldX - 4, y + 13, oldX + oldWidth + 4, y + 13, { stroke: colours.brick, width: 2 })}</g>
`;
  return { drawing, height };
}

function placeOf(axis: TermAxis, span: PlacedSpan | null): [number, number] {
  if (span === null) return [axis.left, 0];
  const from = Math.min(axis.ofTerm(span.startTerm), axis.right - 10);
  return [from, Math.max(10, axis.ofTerm(span.completeTerm) - from)];
}

function oldBar(x: number, y: number, width: number): Html {
  return box(x, y, width, 10, { fill: colours.white, stroke: colours.stone, radius: 3, dash: '4 2' });
}

function newBar(x: number, y: number, width: number): Html {
  return box(x, y, width, 14, { fill: colours.teal, radius: 3 });
}

/** From the start of the old bar to the start of the new one. */
function arrow(x1: number, y1: number, x2: number, y2: number): Html {
  const middle = (y1 + y2) / 2;
  const way = x2 > x1 ? -1 : 1;
  return html`<path d="M${x1 + 3} ${y1}V${middle}H${x2 + way * 4}" fill="none" stroke="${colours.ochre}" stroke-width="2"/><path d="M${x2} ${middle}l${way * 8} -4v8z" fill="${colours.ochre}"/>`;
}
