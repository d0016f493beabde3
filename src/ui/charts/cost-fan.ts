/** Between what each year's cost may lie: a bar from low to high, its middle marked, against what may be spent. */
import { scaleBand, scaleLinear } from 'd3-scale';
import { type Pence, formatPounds } from '../../domain/money.ts';
import { type Html, html } from '../html.ts';
import { box, colours, diamond, fitText, legend, lettering, rule, shortPounds, svg } from './drawing.ts';

export interface CostFanData {
  /** Unique in the page; default `cost-fan`. */
  id?: string;
  title?: string;
  years: readonly { name: string; low: Pence; middle: Pence; high: Pence; budget: Pence }[];
}

const WIDTH = 920;
const LEFT = 60;
const TOP = 20;
const PLOT = 210;

export function costFan({ id = 'cost-fan', title = 'What each year may cost', years }: CostFanData): Html {
  const values = years.flatMap(({ low, high, budget }) => [low, high, budget]);
  const y = scaleLinear()
    .domain([Math.min(0, ...values), Math.max(100_000, ...values)])
    .range([TOP + PLOT, TOP])
    .nice(4);
  const x = scaleBand<number>()
    .domain(years.map((_, k) => k))
    .range([LEFT, WIDTH])
    .paddingInner(0.5)
    .paddingOuter(0.25);
  const key = legend(
    [
      {
        mark: (left, top) => box(left, top - 7, 22, 14, { fill: colours.tealLight, stroke: colours.ink }),
        markWidth: 22,
        words: 'Eight in ten',
      },
      { mark: (left, top) => diamond(left + 6, top, 6, colours.ink), markWidth: 12, words: 'Middle' },
      {
        mark: (left, top) => rule(left, top, left + 24, top, { stroke: colours.ink, width: 3, dash: '6 3' }),
        markWidth: 24,
        words: 'What may be spent',
      },
    ],
    0,
    TOP + PLOT + 48,
    WIDTH,
  );
  const bars = years.map(({ name, low, middle, high, budget }, k) => {
    const left = x(k) ?? LEFT;
    const width = x.bandwidth();
    return html`${box(left, y(high), width, y(low) - y(high), { fill: colours.tealLight, stroke: colours.ink })}${diamond(left + width / 2, y(middle), 6, colours.ink)}${rule(left - width / 3, y(budget), left + width + width / 3, y(budget), { stroke: colours.ink, width: 3, dash: '6 3' })}${lettering(fitText(name, x.step() - 4, 13), left + width / 2, TOP + PLOT + 20, { size: 13, anchor: 'middle', full: name })}`;
  });
  return svg({
    id,
    width: WIDTH,
    height: TOP + PLOT + 48 + key.height,
    size: 'large',
    title,
    description: years
      .map(
        ({ name, low, middle, high, budget }) =>
          `${name}: ${formatPounds(low)} to ${formatPounds(high)}, middle ${formatPounds(middle)}, may be ${formatPounds(budget)}`,
      )
      .join('. '),
    body: html`<g aria-hidden="true">${y.ticks(4).map((tick) => html`${rule(LEFT, y(tick), WIDTH, y(tick), { stroke: tick === 0 ? colours.ink : colours.line })}${lettering(shortPounds(tick), LEFT - 8, y(tick) + 4, { size: 12, anchor: 'end', fill: colours.stone })}`)}${bars}</g>${key.drawing}`,
  });
}
