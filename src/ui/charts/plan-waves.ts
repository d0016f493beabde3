/** What is done together: a column for each term, a row for each group, a block for each thing that starts. */
import { type Html, html } from '../html.ts';
import { box, colours, fitText, lettering, rule, shortPounds, svg } from './drawing.ts';
import { shortTermName } from './term-axis.ts';

export interface PlanWavesData {
  /** Unique in the page; default `plan-waves`. */
  id?: string;
  title?: string;
  /** Rows, in order. */
  groups: readonly string[];
  waves: readonly PlanWave[];
}

export interface PlanWave {
  /** "Spring 2027". */
  term: string;
  /** The names of what starts, by group. */
  starts: Readonly<Record<string, readonly string[]>>;
  /** The middle of what it comes to. */
  pence: number;
  /** Days of the school's own people: asked for, and there. */
  staffDays: number;
  staffDaysThere: number;
}

const WIDTH = 960;
const NAMES = 150;
const RIGHT = WIDTH - 8;
const BLOCK = 13;
const PITCH = 16;
const WIDEST = 130;
/** Blocks of one cell stand in lines of at most this many. */
const MOST_IN_LINE = 6;

/** Blocks are counted below each column, so that nothing hangs on telling them apart. */
export function planWaves(data: PlanWavesData): Html {
  const { id = 'plan-waves', title = 'What starts together, by term', groups, waves } = data;
  const width = Math.min(WIDEST, (RIGHT - NAMES) / Math.max(1, waves.length));
  const inLine = Math.max(1, Math.min(MOST_IN_LINE, Math.floor((width - 6) / PITCH)));
  const left = (index: number): number => NAMES + index * width;
  const end = left(waves.length);
  const heads = waves.map(({ term }, index) => {
    const name = shortTermName(term);
    const year = term.slice(name.length).trim();
    const middle = left(index) + width / 2;
    return html`${lettering(fitText(name, width - 4, 12), middle, 16, { size: 12, anchor: 'middle', full: term })}${lettering(fitText(year, width - 4, 12, true), middle, 31, { size: 12, bold: true, anchor: 'middle' })}`;
  });
  let y = 40;
  const rows = groups.map((name) => {
    const cells = waves.map(({ starts }) => starts[name] ?? []);
    const lines = Math.max(1, ...cells.map((cell) => Math.ceil(cell.length / inLine)));
    const drawing = html`${rule(0, y, end, y)}${lettering(fitText(name, NAMES - 8, 13), 0, y + 17, { size: 13, full: name })}${cells.map((cell, column) => blocks(cell, left(column), y + 6, width, inLine))}`;
    y += lines * PITCH + 9;
    return drawing;
  });
  const sums = [
    { name: 'Start', words: (wave: PlanWave) => String(countOf(wave)) },
    { name: 'Money, five years', words: ({ pence }: PlanWave) => shortPounds(pence) },
    {
      name: 'Own days, of those there',
      words: ({ staffDays, staffDaysThere }: PlanWave) => `${daysWords(staffDays)}/${daysWords(staffDaysThere)}`,
    },
  ].map(({ name, words }, index) => {
    const drawing = html`${rule(0, y, end, y, { stroke: index === 0 ? colours.ink : colours.line })}${lettering(fitText(name, NAMES - 4, 12), 0, y + 16, { size: 12, fill: colours.stone, full: name })}${waves.map((wave, column) => lettering(fitText(words(wave), width - 2, 12, index === 0), left(column) + width / 2, y + 16, { size: 12, anchor: 'middle', bold: index === 0 }))}`;
    y += 23;
    return drawing;
  });
  const columns = waves.map((_, index) => rule(left(index), 4, left(index), y, { stroke: colours.faint }));
  if (waves.length === 0) rows.push(lettering('Nothing starts in these terms.', 0, 20, { fill: colours.stone }));
  return svg({
    id,
    width: WIDTH,
    height: y + 4,
    size: 'large',
    title,
    description: waves.map(describe).join(' ') || 'Nothing starts in these terms.',
    body: html`<g aria-hidden="true">${columns}${heads}${rows}${sums}</g>`,
  });
}

function blocks(names: readonly string[], left: number, top: number, width: number, inLine: number): Html {
  const across = Math.min(inLine, names.length) * PITCH - (PITCH - BLOCK);
  const first = left + (width - across) / 2;
  return html`${names.map((name, index) =>
    box(first + (index % inLine) * PITCH, top + Math.floor(index / inLine) * PITCH, BLOCK, BLOCK, {
      fill: colours.teal,
      radius: 2,
      title: name,
    }),
  )}`;
}

function countOf({ starts }: PlanWave): number {
  return Object.values(starts).reduce((sum, names) => sum + names.length, 0);
}

/** Half days count. */
function daysWords(days: number): string {
  return String(Math.round(days * 10) / 10);
}

function describe(wave: PlanWave): string {
  const groups = Object.entries(wave.starts)
    .filter(([, names]) => names.length > 0)
    .map(([group, names]) => `${group} ${names.length}`);
  return `${wave.term}: ${groups.join(', ')}; ${daysWords(wave.staffDays)} of ${daysWords(wave.staffDaysThere)} days of your own people.`;
}
