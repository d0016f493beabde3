/** The plan as a timeline by term: what starts when, what it waits for, what ends on the way. */
import { type PlainDate, formatDate } from '../../domain/dates.ts';
import { type Html, html } from '../html.ts';
import {
  box,
  colours,
  diamond,
  fitText,
  legend,
  lettering,
  padlock,
  paragraph,
  rule,
  svg,
  textWidth,
  wrapText,
} from './drawing.ts';
import { type ChartHoliday, type ChartTerm, type TermAxis, dayLine, termAxis } from './term-axis.ts';
import { type TimelineContractEnd, type TimelineItem, describeTimeline, itemWords } from './timeline-words.ts';

export interface PlanTimelineData {
  /** Unique in the page; default `plan-timeline`. */
  id?: string;
  /** The picture's name; default "The plan by term". */
  title?: string;
  terms: readonly ChartTerm[];
  /** Groups in the order to show them; empty ones are left out. */
  groups: readonly { name: string; items: readonly TimelineItem[] }[];
  contractEnds: readonly TimelineContractEnd[];
  holidays: readonly ChartHoliday[];
  today?: PlainDate | undefined;
}

const WIDTH = 960;
const LABELS = 236;
const WIDE_LABELS = 316;
const RIGHT = WIDTH - 8;
const MOST_GUIDES = 8;
/** With more items than this each takes one line, its cost beside its bar. */
const MOST_ROOMY = 14;
/** Above this height the axis is repeated below. */
const TALL = 700;

/** Work as a solid bar, the result in place as a line after it; contract ends and notice deadlines on the same axis. */
export function planTimeline(data: PlanTimelineData): Html {
  const { id = 'plan-timeline', title = 'The plan by term', terms, contractEnds, holidays, today } = data;
  const groups = data.groups.filter((group) => group.items.length > 0);
  const items = groups.flatMap((group) => group.items);
  const isDense = items.length > MOST_ROOMY;
  const rowOf = isDense ? denseRow : roomyRow;
  const axis = termAxis(terms, (isDense ? WIDE_LABELS : LABELS) + 8, RIGHT);
  const labels = axis.labels(4);
  const top = 4 + labels.height + 18;
  const ends = contractEnds
    .filter((end) => axis.isInside(end.date) || (end.noticeBy !== null && axis.isInside(end.noticeBy)))
    .toSorted((a, b) => (a.date < b.date ? -1 : 1));

  let y = top;
  const rows: Html[] = [];
  const guides: { x: number; y: number }[] = [];
  if (ends.length > 0) {
    rows.push(groupHeading(axis, 'Contracts ending', y));
    y += 28;
    for (const end of ends) {
      rows.push(contractRow(axis, end, y));
      if (axis.isInside(end.date) && ends.length <= MOST_GUIDES) guides.push({ x: axis.ofDate(end.date), y: y + 18 });
      y += 26;
    }
    y += 8;
  }
  for (const group of groups) {
    rows.push(groupHeading(axis, group.name, y));
    y += 28;
    for (const item of group.items) {
      const { drawing, height } = rowOf(axis, terms, item, y);
      rows.push(drawing);
      y += height;
    }
    y += 8;
  }
  if (rows.length === 0) {
    rows.push(lettering('Nothing is placed in these terms.', axis.left + 12, y + 24, { fill: colours.stone }));
    y += 44;
  }
  const bottom = y;
  const below = bottom - top > TALL ? axis.labels(bottom) : null;
  const keyTop = bottom + (below?.height ?? 0) + 22;
  const key = legend(legendEntries(ends, groups, holidays), 0, keyTop, WIDTH);
  return svg({
    id,
    width: WIDTH,
    height: keyTop + key.height,
    size: 'large',
    title,
    description: describeTimeline(terms, items, ends),
    hasLinks: items.some((item) => item.href !== undefined),
    body: html`${labels.drawing}${axis.ground(top, bottom, holidays)}
<g aria-hidden="true">${guides.map((guide) => rule(guide.x, guide.y, guide.x, bottom, { stroke: colours.ochre, dash: '1 5' }))}</g>
${rows}${today && dayLine(axis, today, 'Today', top, bottom)}${below?.drawing}${key.drawing}`,
  });
}

function groupHeading(axis: TermAxis, name: string, y: number): Html {
  return html`${rule(0, y, RIGHT, y, { stroke: colours.stone })}${lettering(fitText(name, axis.left - 8, 14, true), 0, y + 19, { bold: true, full: name })}`;
}

/** The name in up to two lines, the cost below it. */
function roomyRow(
  axis: TermAxis,
  terms: readonly ChartTerm[],
  item: TimelineItem,
  y: number,
): { drawing: Html; height: number } {
  const lines = wrapText(item.name, axis.left - 20, 13.5, 2);
  const height = lines.length * 17 + (item.costText ? 16 : 0) + 10;
  const isCut = lines.some((line) => line.endsWith('…'));
  const names = paragraph(lines, 10, y + 15, {
    size: 13.5,
    isLink: item.href !== undefined,
    ...(isCut && { full: item.name }),
  });
  const cost =
    item.costText &&
    lettering(fitText(item.costText, axis.left - 20, 12), 10, y + 14 + lines.length * 17, {
      size: 12,
      fill: colours.stone,
      full: item.costText,
    });
  return { drawing: linked(terms, item, y, height, html`${names}${cost}${itemBar(axis, item, y + 11)}`), height };
}

/** The name in one line, the cost over the line that follows the bar, or before the bar where there is no room. */
function denseRow(
  axis: TermAxis,
  terms: readonly ChartTerm[],
  item: TimelineItem,
  y: number,
): { drawing: Html; height: number } {
  const name = lettering(fitText(item.name, axis.left - 20, 13.5), 10, y + 15, {
    size: 13.5,
    isLink: item.href !== undefined,
    full: item.name,
  });
  const { start, complete } = placeOf(axis, item);
  const text = item.costText ?? '';
  const width = textWidth(text, 12);
  const isAfter = complete + 12 + width <= axis.right;
  const before = start - (item.locked ? 20 : 8);
  const cost =
    (isAfter || before - width >= axis.left) &&
    text !== '' &&
    lettering(text, isAfter ? complete + 12 : before, isAfter ? y + 5.5 : y + 15, {
      size: 12,
      fill: colours.stone,
      halo: true,
      anchor: isAfter ? 'start' : 'end',
    });
  return { drawing: linked(terms, item, y, 27, html`${name}${itemBar(axis, item, y + 11)}${cost}`), height: 27 };
}

function linked(terms: readonly ChartTerm[], item: TimelineItem, y: number, height: number, inner: Html): Html {
  const words = itemWords(terms, item);
  const area = box(0, y - 2, RIGHT, height - 2, {
    fill: 'transparent',
    ...(item.href === undefined && { title: words }),
  });
  if (item.href === undefined)
    return html`<g>${area}${inner}</g>
`;
  return html`<a href="${item.href}"><title>${words}</title>${area}${inner}</a>
`;
}

function placeOf(axis: TermAxis, item: TimelineItem): { start: number; complete: number } {
  const start = axis.ofTerm(item.startTerm);
  return { start, complete: Math.max(axis.ofTerm(item.completeTerm), Math.min(start + 10, axis.right)) };
}

function itemBar(axis: TermAxis, item: TimelineItem, middle: number): Html {
  const { start, complete } = placeOf(axis, item);
  return html`${box(start, middle - 9, complete - start, 18, { fill: colours.teal, radius: 3 })}${
    complete < axis.right &&
    html`${box(complete, middle - 2, axis.right - complete, 4, { fill: colours.teal })}<circle cx="${complete}" cy="${middle}" r="5" fill="${colours.white}" stroke="${colours.teal}" stroke-width="2.5"/>`
  }${item.locked && lock(axis, start, complete, middle)}`;
}

function lock(axis: TermAxis, start: number, complete: number, middle: number): Html {
  if (complete - start >= 20) return padlock(start + 5, middle - 7, colours.white);
  return padlock(start - 14 > axis.left ? start - 14 : complete + 8, middle - 7, colours.ink);
}

function contractRow(axis: TermAxis, end: TimelineContractEnd, y: number): Html {
  const middle = y + 10;
  const x = axis.ofDate(end.date);
  const isEndInside = axis.isInside(end.date);
  const notice = end.noticeBy !== null && axis.isInside(end.noticeBy) ? axis.ofDate(end.noticeBy) : null;
  const words = isEndInside ? `ends ${formatDate(end.date)}` : `notice by ${formatDate(end.noticeBy ?? end.date)}`;
  const width = textWidth(words, 12);
  const rightmost = isEndInside ? x : (notice ?? x);
  const leftmost = notice ?? x;
  const fitsRight = rightmost + 10 + width <= axis.right;
  const wordsX = fitsRight ? rightmost + 10 : Math.max(axis.left + width, leftmost - 10);
  const whole = `${end.name}: ends ${formatDate(end.date)}${end.noticeBy === null ? '' : `, notice by ${formatDate(end.noticeBy)}`}`;
  return html`<g>${box(0, y - 2, RIGHT, 24, { fill: 'transparent', title: whole })}${lettering(fitText(end.name, axis.left - 20, 13.5), 10, y + 15, { size: 13.5, full: end.name })}${
    notice !== null && rule(notice, middle, isEndInside ? x : axis.right, middle, { stroke: colours.ochre, width: 2 })
  }${isEndInside && box(x - 3, middle - 9, 6, 18, { fill: colours.ochre })}${
    notice !== null && diamond(notice, middle, 6, colours.white, colours.ochre)
  }${lettering(words, wordsX, y + 14.5, { size: 12, fill: colours.ochre, halo: true, anchor: fitsRight ? 'start' : 'end' })}</g>
`;
}

function legendEntries(
  ends: readonly TimelineContractEnd[],
  groups: readonly { items: readonly TimelineItem[] }[],
  holidays: readonly ChartHoliday[],
): Parameters<typeof legend>[0] {
  const items = groups.flatMap((group) => group.items);
  return [
    ...(items.length > 0
      ? [
          {
            mark: (x: number, y: number) => box(x, y - 7, 26, 14, { fill: colours.teal, radius: 3 }),
            markWidth: 26,
            words: 'Work',
          },
          {
            mark: (x: number, y: number) =>
              html`${box(x + 4, y - 2, 24, 4, { fill: colours.teal })}<circle cx="${x + 5}" cy="${y}" r="5" fill="${colours.white}" stroke="${colours.teal}" stroke-width="2.5"/>`,
            markWidth: 28,
            words: 'In place',
          },
        ]
      : []),
    ...(items.some((item) => item.locked)
      ? [{ mark: (x: number, y: number) => padlock(x, y - 7, colours.ink), markWidth: 10, words: 'Fixed by you' }]
      : []),
    ...(ends.length > 0
      ? [
          {
            mark: (x: number, y: number) => box(x + 4, y - 8, 6, 16, { fill: colours.ochre }),
            markWidth: 12,
            words: 'Contract ends',
          },
          {
            mark: (x: number, y: number) => diamond(x + 6, y, 6, colours.white, colours.ochre),
            markWidth: 12,
            words: 'Last day to give notice',
          },
        ]
      : []),
    ...(holidays.length > 0
      ? [
          {
            mark: (x: number, y: number) => box(x, y - 8, 14, 16, { fill: colours.faint }),
            markWidth: 14,
            words: 'Holiday',
          },
        ]
      : []),
  ];
}
