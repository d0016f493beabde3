/** Money by financial year: capital and revenue apart, each against its budget. */
import { scaleBand, scaleLinear } from 'd3-scale';
import { type Pence, formatPence, formatPenceRange } from '../../domain/money.ts';
import { type Html, html } from '../html.ts';
import { box, colours, fitText, hatch, legend, lettering, rule, shortPounds, svg, textWidth } from './drawing.ts';

export interface CapitalYear {
  planned: Pence;
  /** Lowest and highest that it may come to. */
  low: Pence;
  high: Pence;
  /** Null where no budget is set. */
  budget: Pence | null;
}

export interface RevenueYear extends CapitalYear {
  /** Already signed for, whatever the plan does. `planned`, `low` and `high` come on top, and are below nought where the plan saves. */
  committed: Pence;
  /** The whole revenue budget, what is committed included. */
  budget: Pence | null;
}

export interface MoneyBarsData {
  /** Unique in the page; default `money-bars`. */
  id?: string;
  title?: string;
  years: readonly { name: string; capital: CapitalYear; revenue: RevenueYear }[];
}

interface Bar {
  year: string;
  committed: Pence;
  planned: Pence;
  low: Pence;
  high: Pence;
  budget: Pence | null;
}

const WIDTH = 920;
const PLOT = 230;
const TOP = 44;

/** Two panels side by side, each with its own scale: bars for what is spent, a line for the budget, whiskers for ranges. */
export function moneyBars(data: MoneyBarsData): Html {
  const { id = 'money-bars', title = 'Money by financial year, against budget', years } = data;
  const capital = years.map(({ name, capital: year }) => ({ ...year, year: name, committed: 0 }));
  const revenue = years.map(({ name, revenue: year }) => ({ ...year, year: name }));
  const key = legend(legendEntries(id, [...capital, ...revenue]), 0, TOP + PLOT + 62, WIDTH);
  return svg({
    id,
    width: WIDTH,
    height: TOP + PLOT + 62 + key.height,
    size: 'large',
    title,
    description: describe(capital, revenue),
    body: html`${panel(id, 'Capital', capital, 0, 440)}${panel(id, 'Revenue', revenue, 480, WIDTH)}${key.drawing}`,
  });
}

function panel(id: string, name: string, bars: readonly Bar[], from: number, to: number): Html {
  const left = from + 58;
  const y = valueScale(bars);
  const x = scaleBand<number>()
    .domain(bars.map((_, index) => index))
    .range([left, to])
    .paddingInner(0.3)
    .paddingOuter(0.15);
  const ticks = y.ticks(4);
  return html`<g aria-hidden="true">
${lettering(name, from, 18, { bold: true, size: 16 })}
${ticks.map((tick) => html`${rule(left, y(tick), to, y(tick), { stroke: tick === 0 ? colours.ink : colours.line })}${lettering(shortPounds(tick), left - 8, y(tick) + 4, { size: 12, anchor: 'end', fill: colours.stone })}`)}
${bars.map((bar, index) => oneBar(id, bar, y, { x: x(index) ?? left, width: x.bandwidth(), step: x.step(), left, right: to }))}
${bars.length === 0 && lettering('No years to show', (left + to) / 2, TOP + PLOT / 2, { anchor: 'middle', fill: colours.stone })}
</g>`;
}

function valueScale(bars: readonly Bar[]): ReturnType<typeof scaleLinear<number, number>> {
  const values = bars.flatMap((bar) => [
    bar.committed,
    bar.committed + bar.planned,
    bar.committed + bar.low,
    bar.committed + bar.high,
    bar.budget ?? 0,
  ]);
  const highest = Math.max(0, ...values);
  const lowest = Math.min(0, ...values);
  // A little room above for the figure on the tallest bar.
  const top = highest === lowest ? 100_000 : highest + (highest - lowest) * 0.12;
  return scaleLinear()
    .domain([lowest, top])
    .range([TOP + PLOT, TOP])
    .nice(4);
}

interface BarPlace {
  x: number;
  width: number;
  /** From one bar to the next. */
  step: number;
  /** Ends of the panel. */
  left: number;
  right: number;
}

function oneBar(
  id: string,
  bar: Bar,
  y: ReturnType<typeof scaleLinear<number, number>>,
  { x, width, step, left, right }: BarPlace,
): Html {
  const total = bar.committed + bar.planned;
  const middle = x + width / 2;
  const low = y(bar.committed + bar.low);
  const high = y(bar.committed + bar.high);
  const hasRange = bar.low !== bar.high;
  const budget = bar.budget === null ? null : y(bar.budget);
  const above = Math.min(y(total), y(0), hasRange ? high : Infinity);
  // The figure stands clear of the budget line where the two would meet.
  const figureY = budget !== null && budget > above - 18 && budget < above + 2 ? budget - 6 : above - 6;
  const figure = shortPounds(total);
  const half = textWidth(figure, 13, true) / 2;
  const figureX = Math.min(Math.max(middle, left + half), right - half);
  const isOver = bar.budget !== null && total > bar.budget;
  return html`${
    bar.committed !== 0 &&
    span(y(0), y(bar.planned < 0 && total >= 0 ? total : bar.committed), x, width, {
      fill: hatch(id),
      stroke: colours.stone,
    })
  }${
    bar.planned > 0 && span(y(bar.committed), y(total), x, width, { fill: colours.teal, stroke: colours.teal })
  }${bar.planned < 0 && span(y(bar.committed), y(total), x, width, { fill: colours.white, stroke: colours.teal, dash: '4 3' })}${
    hasRange &&
    html`${rule(middle, low, middle, high, { stroke: colours.ink, width: 1.5 })}${rule(middle - 6, low, middle + 6, low, { stroke: colours.ink, width: 1.5 })}${rule(middle - 6, high, middle + 6, high, { stroke: colours.ink, width: 1.5 })}`
  }${budget !== null && rule(middle - step / 2 + 2, budget, middle + step / 2 - 2, budget, { stroke: colours.ochre, width: 3 })}${lettering(
    figure,
    figureX,
    figureY,
    { size: 13, bold: true, anchor: 'middle', halo: true, fill: isOver ? colours.brick : colours.ink },
  )}${lettering(fitText(shortYear(bar.year), step - 4, 13), middle, TOP + PLOT + 20, { size: 13, anchor: 'middle', full: bar.year })}${
    isOver &&
    lettering('over', middle, TOP + PLOT + 36, { size: 12, bold: true, anchor: 'middle', fill: colours.brick })
  }
`;
}

function span(
  a: number,
  b: number,
  x: number,
  width: number,
  options: { fill: string; stroke: string; dash?: string },
): Html {
  return box(x, Math.min(a, b), width, Math.abs(a - b), options);
}

/** "2026 to 2027" → "2026–27", so that it fits below a bar. */
function shortYear(name: string): string {
  return name.replace(/^(\d{4}) (?:to|-|–) \d{2}(\d{2})$/, '$1–$2');
}

/** Only what the picture has. */
function legendEntries(id: string, bars: readonly Bar[]): Parameters<typeof legend>[0] {
  const entry = (options: Parameters<typeof box>[4], words: string): Parameters<typeof legend>[0][number] => ({
    mark: (x, y) => box(x, y - 7, 22, 14, options),
    markWidth: 22,
    words,
  });
  const whisker = { stroke: colours.ink, width: 1.5 };
  return [
    entry({ fill: colours.teal }, 'Planned'),
    ...(bars.some((bar) => bar.committed !== 0)
      ? [entry({ fill: hatch(id), stroke: colours.stone }, 'Already committed')]
      : []),
    ...(bars.some((bar) => bar.planned < 0)
      ? [entry({ fill: colours.white, stroke: colours.teal, dash: '4 3' }, 'Saved by the plan')]
      : []),
    ...(bars.some((bar) => bar.low !== bar.high)
      ? [
          {
            mark: (x: number, y: number) =>
              html`${rule(x + 6, y - 8, x + 6, y + 8, whisker)}${rule(x, y - 8, x + 12, y - 8, whisker)}${rule(x, y + 8, x + 12, y + 8, whisker)}`,
            markWidth: 12,
            words: 'Range it may come to',
          },
        ]
      : []),
    ...(bars.some((bar) => bar.budget !== null)
      ? [
          {
            mark: (x: number, y: number) => rule(x, y, x + 24, y, { stroke: colours.ochre, width: 3 }),
            markWidth: 24,
            words: 'Budget',
          },
        ]
      : []),
  ];
}

function describe(capital: readonly Bar[], revenue: readonly Bar[]): string {
  const words = (bar: Bar): string => {
    const range = { lowPence: bar.committed + bar.low, highPence: bar.committed + bar.high };
    const parts = [
      `${bar.year} ${formatPence(bar.committed + bar.planned)}`,
      bar.low === bar.high ? '' : `(${formatPenceRange(range)})`,
      bar.budget === null ? 'no budget set' : `of ${formatPence(bar.budget)}`,
    ];
    return parts.filter(Boolean).join(' ');
  };
  return `Capital: ${capital.map(words).join('; ') || 'no years'}. Revenue: ${revenue.map(words).join('; ') || 'no years'}.`;
}
