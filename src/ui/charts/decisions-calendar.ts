/** The months ahead as a strip, with what must be decided or sent in each. */
import { type PlainDate, addMonths, dateParts, formatDate, formatMonth } from '../../domain/dates.ts';
import { type Html, html } from '../html.ts';
import { box, colours, legend, lettering, rule, svg } from './drawing.ts';

export type DecisionMarkKind = 'notice' | 'decide' | 'meeting' | 'end';

export interface DecisionsCalendarData {
  /** Unique in the page; default `decisions-calendar`. */
  id?: string;
  title?: string;
  /** The strip starts with this day's month. */
  from: PlainDate;
  /** How many months it shows; default 12, at most 24 in one strip of two rows. */
  months?: number;
  marks: readonly { date: PlainDate; kind: DecisionMarkKind; label: string; href?: string | undefined }[];
}

const WIDTH = 960;
const PER_ROW = 12;
const MARK = 22;
const MOST_MARKS = 6;

const kinds: Record<
  DecisionMarkKind,
  { letter: string; words: string; fill: string; ink: string; stroke: string; radius: number }
> = {
  notice: {
    letter: 'N',
    words: 'Last day to give notice',
    fill: colours.ochre,
    ink: colours.white,
    stroke: colours.ochre,
    radius: 2,
  },
  decide: { letter: 'D', words: 'Decide by', fill: colours.teal, ink: colours.white, stroke: colours.teal, radius: 9 },
  meeting: {
    letter: 'G',
    words: 'Governors meet',
    fill: colours.white,
    ink: colours.ink,
    stroke: colours.stone,
    radius: 9,
  },
  end: { letter: 'E', words: 'Contract ends', fill: colours.white, ink: colours.ink, stroke: colours.ochre, radius: 2 },
};

/** Twelve months to a row; each mark has the letter of its kind and the day, its words when pointed at. */
export function decisionsCalendar(data: DecisionsCalendarData): Html {
  const { id = 'decisions-calendar', title = 'Decisions by month', from, marks } = data;
  const count = Math.min(24, Math.max(1, Math.trunc(data.months ?? 12)));
  const first = `${from.slice(0, 7)}-01`;
  const starts = Array.from({ length: count }, (_, index) => addMonths(first, index));
  const inMonth = starts.map((start) =>
    marks.filter((mark) => mark.date.slice(0, 7) === start.slice(0, 7)).toSorted((a, b) => (a.date < b.date ? -1 : 1)),
  );
  let y = 0;
  const rows: Html[] = [];
  for (let row = 0; row * PER_ROW < count; row += 1) {
    const months = starts.slice(row * PER_ROW, (row + 1) * PER_ROW);
    const most = Math.min(
      MOST_MARKS + 1,
      Math.max(1, ...months.map((_, index) => inMonth[row * PER_ROW + index]?.length ?? 0)),
    );
    const height = 34 + most * (MARK + 2) + 6;
    rows.push(
      html`${months.map((start, index) => month(start, inMonth[row * PER_ROW + index] ?? [], index, y, height))}`,
    );
    y += height + 10;
  }
  const used = (Object.keys(kinds) as DecisionMarkKind[]).filter((kind) =>
    inMonth.flat().some((mark) => mark.kind === kind),
  );
  const key = legend(
    used.map((kind) => ({
      mark: (x: number, at: number) => chip(kind, x, at - 9),
      markWidth: 18,
      words: kinds[kind].words,
    })),
    0,
    y + 12,
    WIDTH,
  );
  const shown = inMonth.flat();
  return svg({
    id,
    width: WIDTH,
    height: y + (key.height > 0 ? 12 + key.height : 0),
    size: 'large',
    title,
    description:
      shown
        .map((mark) => `${formatDate(mark.date)}: ${kinds[mark.kind].words.toLowerCase()}, ${mark.label}`)
        .join('; ') || 'Nothing to decide in these months.',
    hasLinks: shown.some((mark) => mark.href !== undefined),
    body: html`${rows}${key.drawing}`,
  });
}

function month(
  start: PlainDate,
  marks: DecisionsCalendarData['marks'],
  column: number,
  y: number,
  height: number,
): Html {
  const width = WIDTH / PER_ROW;
  const x = column * width;
  const { year, month: number } = dateParts(start);
  const showsYear = column === 0 || number === 1;
  const shown = marks.length > MOST_MARKS ? marks.slice(0, MOST_MARKS) : marks;
  return html`<g>${box(x + 0.5, y + 0.5, width - 1, height - 1, { fill: marks.length > 0 ? colours.white : colours.paper, stroke: colours.line })}${rule(x + 1, y + 26, x + width - 1, y + 26)}${lettering(formatMonth(start).slice(0, 3), x + 8, y + 18, { size: 13, bold: true })}${
    showsYear && lettering(String(year), x + width - 8, y + 18, { size: 12, anchor: 'end', fill: colours.stone })
  }
${shown.map((mark, index) => dayMark(mark, x + 8, y + 33 + index * (MARK + 2)))}${
    marks.length > shown.length &&
    lettering(`+ ${marks.length - shown.length} more`, x + 8, y + 48 + shown.length * (MARK + 2), {
      size: 12,
      fill: colours.stone,
    })
  }</g>
`;
}

function dayMark(mark: DecisionsCalendarData['marks'][number], x: number, y: number): Html {
  const { day } = dateParts(mark.date);
  const words = `${formatDate(mark.date)}: ${kinds[mark.kind].words.toLowerCase()}, ${mark.label}`;
  const inner = html`<title>${words}</title>${box(x - 4, y - 2, 68, MARK, { fill: 'transparent' })}${chip(mark.kind, x, y)}${lettering(String(day), x + 26, y + 14, { size: 14, bold: true, isLink: mark.href !== undefined })}`;
  return mark.href === undefined ? html`<g>${inner}</g>` : html`<a href="${mark.href}">${inner}</a>`;
}

function chip(kind: DecisionMarkKind, x: number, y: number): Html {
  const { letter, fill, ink, stroke, radius } = kinds[kind];
  return html`${box(x, y, 18, 18, { fill, stroke, radius })}${lettering(letter, x + 9, y + 13.5, { size: 12, bold: true, anchor: 'middle', fill: ink })}`;
}
