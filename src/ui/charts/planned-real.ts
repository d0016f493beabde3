/** Planned and real money by financial year side by side, capital and revenue apart. Readable in black and white. */
import { scaleBand, scaleLinear } from 'd3-scale';
import { formatPence, type Pence } from '../../domain/money.ts';
import { type Html, html } from '../html.ts';
import { box, colours, fitText, hatch, legend, lettering, rule, shortPounds, svg } from './drawing.ts';

export interface PlannedRealYear {
  name: string;
  capital: PlannedReal;
  revenue: PlannedReal;
}

export interface PlannedReal {
  planned: Pence;
  /** Ordered, started or finished. */
  recorded: Pence;
  /** As planned, because its time has not come. */
  toCome: Pence;
}

export interface PlannedRealData {
  /** Unique in the page; default `planned-real`. */
  id?: string;
  title?: string;
  years: readonly PlannedRealYear[];
}

const WIDTH = 920;
const PLOT = 220;
const TOP = 44;

/** Two panels, each with its own scale: an open bar for what was planned, a filled one beside it for what is recorded. */
export function plannedReal({
  id = 'planned-real',
  title = 'Planned and real money by financial year',
  years,
}: PlannedRealData): Html {
  const capital = years.map(({ name, capital: pot }) => ({ name, ...pot }));
  const revenue = years.map(({ name, revenue: pot }) => ({ name, ...pot }));
  const mark = (options: Parameters<typeof box>[4]) => (x: number, y: number) => box(x, y - 7, 22, 14, options);
  const key = legend(
    [
      { mark: mark({ fill: colours.white, stroke: colours.ink }), markWidth: 22, words: 'Planned' },
      { mark: mark({ fill: colours.teal, stroke: colours.teal }), markWidth: 22, words: 'Ordered or paid' },
      { mark: mark({ fill: hatch(id), stroke: colours.stone }), markWidth: 22, words: 'Still to come, as planned' },
    ],
    0,
    TOP + PLOT + 50,
    WIDTH,
  );
  return svg({
    id,
    width: WIDTH,
    height: TOP + PLOT + 50 + key.height,
    size: 'large',
    title,
    description: `Capital: ${words(capital)}. Revenue: ${words(revenue)}.`,
    body: html`${panel(id, 'Capital', capital, 0, 440)}${panel(id, 'Revenue', revenue, 480, WIDTH)}${key.drawing}`,
  });
}

type Bars = PlannedReal & { name: string };

function words(bars: readonly Bars[]): string {
  return (
    bars
      .map(({ name, planned, recorded, toCome }) => {
        return `${name} planned ${formatPence(planned)}, real ${formatPence(recorded + toCome)}`;
      })
      .join('; ') || 'no years'
  );
}

function panel(id: string, name: string, bars: readonly Bars[], from: number, to: number): Html {
  const left = from + 58;
  const values = bars.flatMap(({ planned, recorded, toCome }) => [planned, recorded, recorded + toCome]);
  const highest = Math.max(0, ...values);
  const lowest = Math.min(0, ...values);
  const y = scaleLinear()
    .domain([lowest, highest === lowest ? 100_000 : highest + (highest - lowest) * 0.1])
    .range([TOP + PLOT, TOP])
    .nice(4);
  const x = scaleBand<number>()
    .domain(bars.map((_, index) => index))
    .range([left, to])
    .paddingInner(0.28)
    .paddingOuter(0.14);
  const bar = (a: Pence, b: Pence, at: number, width: number, options: Parameters<typeof box>[4]) =>
    a === b ? null : box(at, Math.min(y(a), y(b)), width, Math.abs(y(a) - y(b)), options);
  return html`<g aria-hidden="true">
${lettering(name, from, 18, { bold: true, size: 16 })}
${y.ticks(4).map((tick) => html`${rule(left, y(tick), to, y(tick), { stroke: tick === 0 ? colours.ink : colours.line })}${lettering(shortPounds(tick), left - 8, y(tick) + 4, { size: 12, anchor: 'end', fill: colours.stone })}`)}
${bars.map(({ name: year, planned, recorded, toCome }, index) => {
  const at = x(index) ?? left;
  const half = x.bandwidth() / 2 - 2;
  return html`${bar(0, planned, at, half, { fill: colours.white, stroke: colours.ink })}${bar(0, recorded, at + half + 4, half, { fill: colours.teal, stroke: colours.teal })}${bar(recorded, recorded + toCome, at + half + 4, half, { fill: hatch(id), stroke: colours.stone })}${lettering(fitText(shortYear(year), x.step() - 4, 13), at + x.bandwidth() / 2, TOP + PLOT + 20, { size: 13, anchor: 'middle', full: year })}`;
})}
${bars.length === 0 && lettering('No years to show', (left + to) / 2, TOP + PLOT / 2, { anchor: 'middle', fill: colours.stone })}
</g>`;
}

/** "April 2026 to March 2027" and "2026 to 2027" become "2026–27", so that they fit below the bars. */
function shortYear(name: string): string {
  const years = name.match(/\d{4}/g);
  return years?.length === 2 ? `${years[0]}–${years[1]?.slice(2)}` : name;
}
