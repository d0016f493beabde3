/** Standards over time, with the plan and without it. */
import { type Html, html } from '../html.ts';
import {
  box,
  colours,
  fitText,
  hatch,
  legend,
  lettering,
  paragraph,
  rule,
  svg,
  textWidth,
  wrapText,
} from './drawing.ts';
import { addDays, formatDate, type PlainDate } from '../../domain/dates.ts';
import { type ChartTerm, type TermAxis, termAxis } from './term-axis.ts';

/** `not-due`: not met, but nothing is asked before something ends. `not-applicable`: it does not concern the school. */
export type StripState = 'met' | 'not-met' | 'not-due' | 'not-known' | 'not-applicable';

/** A state from one day to another, both included. */
export interface StripSpan {
  state: StripState;
  from: PlainDate;
  to: PlainDate;
}

/** By term, one state each; or by day, where it matters on which day of a term something changes. */
export type StripStates = readonly StripState[] | readonly StripSpan[];

export interface StandardsStripData {
  /** Unique in the page; default `standards-strip`. */
  id?: string;
  title?: string;
  terms: readonly ChartTerm[];
  /** For each standard its state in each term, with the plan carried out and with nothing done. */
  rows: readonly {
    name: string;
    /** Null where there is no plan: its band is left out. */
    withPlan: StripStates | null;
    without: StripStates;
    href?: string | undefined;
    /** A heading above neighbouring rows of the same group, for example the category. */
    group?: string | undefined;
    /** The whole group's own states, in the line of its heading; only the first row of a group says them. */
    groupStates?: StripStates | undefined;
    groupHref?: string | undefined;
    /** The whole of which the other rows are parts: its name stands out. */
    isWhole?: boolean | undefined;
  }[];
  /** How many lines a name may take; default 2. */
  nameLines?: number;
  /** The term by whose end the standards must be met; null where there is none in these terms. */
  dueTerm: number | null;
  /** What stands at that line; default "2030". */
  dueText?: string;
}

const WIDTH = 960;
const NAMES = 190;
const LEFT = 286;
const RIGHT = WIDTH - 8;
const MOST_ROOMY = 12;
/** Above this height the axis is repeated below. */
const TALL = 700;

/** Height of a band, size of its word and of the row's name: smaller where there are many rows. */
const roomy = { band: 20, word: 12, name: 13.5, gap: 7 };
const dense = { band: 16, word: 11.5, name: 12.5, gap: 4 };
type Measures = typeof roomy;

const looks: Record<
  StripState,
  { word: string; letter: string; fill: (id: string) => string; ink: string; stroke: string }
> = {
  met: { word: 'Met', letter: 'M', fill: () => colours.teal, ink: colours.white, stroke: colours.teal },
  'not-met': { word: 'Not met', letter: 'N', fill: () => colours.sand, ink: colours.ink, stroke: colours.ochre },
  'not-due': { word: 'Not due', letter: 'D', fill: () => colours.white, ink: colours.ink, stroke: colours.stone },
  'not-known': { word: 'Not known', letter: '?', fill: hatch, ink: colours.ink, stroke: colours.stone },
  'not-applicable': {
    word: 'Does not apply',
    letter: '–',
    fill: () => colours.white,
    ink: colours.stone,
    stroke: colours.faint,
  },
};

/** One row a standard: its band with the plan above, without the plan below, told apart by fill and by word or letter. */
export function standardsStrip(data: StandardsStripData): Html {
  const {
    id = 'standards-strip',
    title = 'Standards over time, with and without the plan',
    terms,
    rows,
    dueTerm,
  } = data;
  const dueText = data.dueText ?? '2030';
  const axis = termAxis(terms, LEFT, RIGHT);
  const labels = axis.labels(4);
  const top = 4 + labels.height + (dueTerm === null ? 4 : 20);
  const measures = rows.length > MOST_ROOMY ? dense : roomy;
  const avoid = dueTerm === null ? null : axis.ofTerm(dueTerm + 1);
  const hasParts = rows.some(({ isWhole }) => isWhole);
  const strip: Strip = { id, axis, terms, avoid, measures, nameLines: data.nameLines ?? 2, hasParts };
  let y = top;
  const drawn = rows.map((row, index) => {
    const isFirst = row.group !== undefined && row.group !== rows[index - 1]?.group;
    const heading = isFirst && groupHeading(strip, row, y);
    if (isFirst) y += 26;
    const { drawing, height } = stripRow(strip, row, y);
    y += height;
    return html`${heading}${drawing}`;
  });
  if (rows.length === 0) {
    drawn.push(lettering('No standards to show.', LEFT, y + 24, { fill: colours.stone }));
    y += 40;
  }
  const below = y - top > TALL ? axis.labels(y) : null;
  const keyTop = y + (below?.height ?? 0) + 20;
  const key = legend(
    statesInKey(rows).map((state) => ({
      mark: (x: number, at: number) =>
        html`${band(id, state, x, at - 10, 26, roomy.band)}${bandWord(state, looks[state].letter, x + 8, at - 10, roomy)}`,
      markWidth: 26,
      words: looks[state].word,
    })),
    0,
    keyTop,
    WIDTH,
  );
  return svg({
    id,
    width: WIDTH,
    height: keyTop + key.height,
    size: 'large',
    title,
    description: describe(terms, rows),
    hasLinks: rows.some((row) => row.href !== undefined),
    body: html`${labels.drawing}${axis.ground(top, y, [])}${drawn}${dueTerm !== null && dueLine(axis, dueTerm, dueText, top, y)}${below?.drawing}${key.drawing}`,
  });
}

/** What only some pictures show is named only there. */
function statesInKey(rows: StandardsStripData['rows']): StripState[] {
  const waits = rows.some(({ withPlan, without }) =>
    [...(withPlan ?? []), ...without].some(
      (one) => one === 'not-due' || (typeof one === 'object' && one.state === 'not-due'),
    ),
  );
  return (Object.keys(looks) as StripState[]).filter((state) => state !== 'not-due' || waits);
}

function dueLine(axis: TermAxis, dueTerm: number, text: string, top: number, bottom: number): Html {
  const x = axis.ofTerm(dueTerm + 1);
  const half = textWidth(text, 13, true) / 2;
  return html`<g aria-hidden="true">${rule(x, top - 2, x, bottom, { stroke: colours.ink, width: 3 })}${lettering(text, Math.min(x, axis.right - half), top - 6, { size: 13, bold: true, anchor: 'middle', halo: true })}</g>`;
}

interface Strip {
  id: string;
  axis: TermAxis;
  terms: readonly ChartTerm[];
  nameLines: number;
  /** True where one row is the whole of the others: theirs are then the lighter names. */
  hasParts: boolean;
  /** Where a line runs that words should keep clear of. */
  avoid: number | null;
  measures: Measures;
}

function groupHeading(strip: Strip, row: StandardsStripData['rows'][number], y: number): Html {
  const { group: name = '', groupStates, groupHref } = row;
  const words = lettering(fitText(name, LEFT - 8, 14, true), 0, y + 18, {
    bold: true,
    full: name,
    isLink: groupHref !== undefined,
  });
  return html`${rule(0, y, RIGHT, y, { stroke: colours.stone })}${groupHref === undefined ? words : html`<a href="${groupHref}">${words}</a>`}${groupStates && html`<g aria-hidden="true">${bands(strip, groupStates, y + 5)}</g>`}`;
}

function stripRow(strip: Strip, row: StandardsStripData['rows'][number], y: number): { drawing: Html; height: number } {
  const { band: height, gap, name: size, word } = strip.measures;
  const isPart = row.group !== undefined || (strip.hasParts && row.isWhole !== true);
  const inset = row.group !== undefined ? 10 : 0;
  const lines = wrapText(row.name, NAMES - 10 - inset, size, strip.nameLines, !isPart);
  const above = y + gap;
  const hasPlan = row.withPlan !== null;
  const below = hasPlan ? above + height + 3 : above;
  const names = paragraph(lines, inset, above + height * 0.5 + 4.5, {
    size,
    bold: !isPart,
    full: row.name,
    isLink: row.href !== undefined,
  });
  const side = { size: word, anchor: 'end', fill: colours.stone } as const;
  const drawing = html`${rule(0, y, RIGHT, y)}${row.href === undefined ? names : html`<a href="${row.href}">${names}</a>`}
<g aria-hidden="true">${hasPlan && lettering('With the plan', LEFT - 8, above + height * 0.5 + 4, side)}${hasPlan && lettering('Without', LEFT - 8, below + height * 0.5 + 4, side)}
${row.withPlan && bands(strip, row.withPlan, above)}${bands(strip, row.without, below)}</g>
`;
  const ofNames = lines.length * (size + 3);
  return { drawing, height: Math.max(hasPlan ? height * 2 + 3 : height, ofNames) + gap * 2 };
}

/** Neighbouring terms in the same state form one band, with its word at the left. */
function bands({ id, axis, terms, avoid, measures }: Strip, states: StripStates, y: number): Html {
  return html`${spansOf(states, terms).map(({ state, from, to }) => {
    const x = axis.ofDate(from) + 1;
    // A stretch of few days stays visible.
    const end = Math.max(axis.ofDate(addDays(to, 1)) - 1, x + 1.5);
    const { word, letter } = looks[state];
    const isLong = textWidth(word, measures.word, true) + 14 <= end - x;
    const text = isLong ? word : letter;
    const width = textWidth(text, measures.word, true);
    const first = isLong ? x + 8 : x + (end - x - width) / 2;
    const isCrossed = avoid !== null && avoid > first - 5 && avoid < first + width + 5;
    const wordX = isCrossed && avoid + 8 + width < end ? avoid + 8 : first;
    return html`${band(id, state, x, y, end - x, measures.band)}${width <= end - x && bandWord(state, text, wordX, y, measures)}`;
  })}`;
}

function band(id: string, state: StripState, x: number, y: number, width: number, height: number): Html {
  const { fill, stroke } = looks[state];
  return box(x, y, width, height, { fill: fill(id), stroke, radius: 3 });
}

function bandWord(state: StripState, text: string, x: number, y: number, { band: height, word }: Measures): Html {
  return lettering(text, x, y + height / 2 + 4.2, {
    size: word,
    bold: true,
    fill: looks[state].ink,
    halo: state === 'not-known',
  });
}

/** Spans as they are; states by term joined into spans that last until the day before another begins. */
function spansOf(states: StripStates, terms: readonly ChartTerm[]): StripSpan[] {
  if (isByDay(states)) return [...states];
  return runsOf(states).flatMap(({ state, from, to }) => {
    const first = terms[from];
    const next = terms[to];
    const last = terms[to - 1];
    if (first === undefined || last === undefined) return [];
    return [{ state, from: first.startsOn, to: next === undefined ? last.endsOn : addDays(next.startsOn, -1) }];
  });
}

function isByDay(states: StripStates): states is readonly StripSpan[] {
  return typeof states[0] === 'object';
}

function runsOf(states: readonly StripState[]): { state: StripState; from: number; to: number }[] {
  const runs: { state: StripState; from: number; to: number }[] = [];
  for (const [index, state] of states.entries()) {
    const last = runs.at(-1);
    if (last?.state === state) last.to = index + 1;
    else runs.push({ state, from: index, to: index + 1 });
  }
  return runs;
}

function describe(terms: readonly ChartTerm[], rows: StandardsStripData['rows']): string {
  const words = (states: StripStates): string =>
    (isByDay(states)
      ? states.map(({ state, from }) => `${looks[state].word.toLowerCase()} from ${formatDate(from)}`)
      : runsOf(states).map(
          (run) => `${looks[run.state].word.toLowerCase()} from ${terms[run.from]?.name ?? 'the start'}`,
        )
    ).join(', ') || 'no terms';
  return rows
    .map((row) =>
      row.withPlan === null
        ? `${row.name}: ${words(row.without)}.`
        : `${row.name}: with the plan ${words(row.withPlan)}; without it ${words(row.without)}.`,
    )
    .join(' ');
}
