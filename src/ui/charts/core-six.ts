/** The front page's small picture: the six core standards, how much of each is met, and which way it goes. */
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

export interface CoreSixData {
  /** Unique in the page; default `core-six`. */
  id?: string;
  title?: string;
  rows: readonly {
    name: string;
    /** Counts of requirements today. */
    met: number;
    /** Waits for a trigger, such as a replacement. */
    notDue?: number | undefined;
    notMet: number;
    notKnown: number;
    /** Does not concern the school: shown beside the others, and never counted with what is met. */
    notApplicable?: number | undefined;
    /** Which way it goes with the plan: more met, as many, or fewer. */
    direction: 'up' | 'same' | 'down';
  }[];
}

const WIDTH = 500;
const ROW = 36;
const BARS = 196;
const COUNTS = 386;

const directions = {
  up: { word: 'better', arrow: '↗' },
  same: { word: 'as now', arrow: '→' },
  down: { word: 'worse', arrow: '↘' },
} as const;

/** One row a standard; blocks for its requirements. */
export function coreSix(data: CoreSixData): Html {
  const { id = 'core-six', title = 'The core standards today, and where the plan takes them', rows } = data;
  const bottom = Math.max(1, rows.length) * ROW;
  const used = blockStates.filter((state) => {
    if (state === 'not-due') return rows.some((row) => (row.notDue ?? 0) > 0);
    return state !== 'not-applicable' || rows.some((row) => (row.notApplicable ?? 0) > 0);
  });
  const key = legend(
    used.map((state) => ({
      mark: (x, y) => block(id, state, x, y - 7, 14, 14, 2),
      markWidth: 14,
      words: blockWords[state],
    })),
    0,
    bottom + 18,
    WIDTH,
  );
  return svg({
    id,
    width: WIDTH,
    height: bottom + 18 + key.height,
    size: 'small',
    title,
    description:
      rows
        .map(
          (row) =>
            `${row.name}: ${row.met} of ${totalOf(row)} met, ${row.notDue ? `${row.notDue} not due yet, ` : ''}${row.notKnown} not known${row.notApplicable ? `, and ${row.notApplicable} more that does not apply` : ''}; with the plan ${directions[row.direction].word}.`,
        )
        .join(' ') || 'No standards to show.',
    body: html`<g aria-hidden="true">${rows.map((row, index) => standardRow(id, row, index * ROW))}${
      rows.length === 0 && lettering('No standards to show.', 0, 22, { fill: colours.stone })
    }</g>${key.drawing}`,
  });
}

function standardRow(id: string, row: CoreSixData['rows'][number], y: number): Html {
  const total = totalOf(row);
  const shown = total + (row.notApplicable ?? 0);
  const pitch = Math.min(20, (COUNTS - BARS - 12) / Math.max(1, shown));
  const gap = pitch > 6 ? 3 : pitch > 3 ? 1 : 0;
  const blocks = Math.min(shown, 200);
  const share = shown / Math.max(1, blocks);
  return html`${y > 0 && rule(0, y, WIDTH, y, { stroke: colours.faint })}${rowName(row.name, y)}${Array.from(
    { length: blocks },
    (_, index) => {
      const position = index * share;
      const width = pitch * share;
      return block(id, stateAt(row, position), BARS + index * width, y + 9, width - gap, 16, gap > 1 ? 2 : 0);
    },
  )}${lettering(fitText(`${row.met} of ${total}`, 60, 13), COUNTS, y + 22, { size: 13 })}${lettering(directions[row.direction].arrow, 442, y + 23, { size: 16, bold: true, fill: row.direction === 'down' ? colours.brick : colours.teal })}${lettering(directions[row.direction].word, 460, y + 22, { size: 11, fill: colours.stone })}`;
}

type BlockState = 'met' | 'not-due' | 'not-known' | 'not-met' | 'not-applicable';

const blockStates: readonly BlockState[] = ['met', 'not-due', 'not-known', 'not-met', 'not-applicable'];
const blockWords: Record<BlockState, string> = {
  met: 'Met',
  'not-due': 'Not due yet',
  'not-known': 'Not known',
  'not-met': 'Not met',
  'not-applicable': 'Does not apply',
};

function stateAt(row: CoreSixData['rows'][number], position: number): BlockState {
  const notDue = row.met + (row.notDue ?? 0);
  if (position < row.met) return 'met';
  if (position < notDue) return 'not-due';
  if (position < notDue + row.notKnown) return 'not-known';
  return position < totalOf(row) ? 'not-met' : 'not-applicable';
}

/** Filled where met, half filled where not due yet, hatched where not known, empty where not met, a dash where it does not apply. */
function block(
  id: string,
  state: BlockState,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): Html {
  if (state === 'met') return box(x, y, width, height, { fill: colours.teal, stroke: colours.teal, radius });
  if (state === 'not-known') return box(x, y, width, height, { fill: hatch(id), stroke: colours.stone, radius });
  if (state === 'not-met') return box(x, y, width, height, { fill: colours.white, stroke: colours.ochre, radius });
  if (state === 'not-applicable')
    return html`${box(x, y, width, height, { fill: colours.white, stroke: colours.faint, radius })}${rule(x + 3, y + height / 2, x + width - 3, y + height / 2, { stroke: colours.stone })}`;
  return html`${box(x, y, width, height, { fill: colours.white, stroke: colours.teal, radius })}${box(x, y + height / 2, width, height / 2, { fill: colours.teal, radius })}`;
}

function rowName(name: string, y: number): Html {
  if (textWidth(name, 14, true) <= BARS - 10) return lettering(name, 0, y + 22, { bold: true });
  const lines = wrapText(name, BARS - 10, 12.5, 2, true);
  return paragraph(lines, 0, y + (lines.length === 1 ? 22 : 15), { size: 12.5, bold: true, full: name });
}

/** What is asked of the school. */
function totalOf(row: CoreSixData['rows'][number]): number {
  return row.met + (row.notDue ?? 0) + row.notMet + row.notKnown;
}
