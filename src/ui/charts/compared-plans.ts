/** Plans side by side as small pictures of one scale: money by year against the budgets, and core standards met by year. */
import { scaleBand, scaleLinear } from 'd3-scale';
import { type Pence, formatPounds } from '../../domain/money.ts';
import { type Html, html } from '../html.ts';
import { box, colours, fitText, hatch, legend, lettering, rule, shortPounds, svg } from './drawing.ts';

export interface ComparedMoneyData {
  /** Unique in the page; default `compared-money`. */
  id?: string;
  title?: string;
  panels: readonly {
    name: string;
    years: readonly {
      name: string;
      capital: Pence;
      capitalBudget: Pence;
      /** Below nought where the plan saves. */
      revenue: Pence;
      revenueBudget: Pence;
    }[];
  }[];
}

export interface ComparedStandardsData {
  /** Unique in the page; default `compared-standards`. */
  id?: string;
  title?: string;
  /** How many there are to meet. */
  of: number;
  panels: readonly { name: string; years: readonly { name: string; met: number }[] }[];
}

const WIDTH = 920;
const GAP = 40;
const COLUMN = (WIDTH - GAP) / 2;
const PLOT = 120;
const HEAD = 34;
const FOOT = 44;
const FIGURE = 16;

/** Full bars are capital, hatched ones revenue; the line over each is what may be spent. */
export function comparedMoney({
  id = 'compared-money',
  title = 'Money by year, plan by plan',
  panels,
}: ComparedMoneyData): Html {
  const values = panels.flatMap(({ years }) =>
    years.flatMap((year) => [year.capital, year.capitalBudget, year.revenue, year.revenueBudget]),
  );
  const y = scaleLinear()
    .domain([Math.min(0, ...values), Math.max(100_000, ...values)])
    .range([PLOT, 0])
    .nice(4);
  const key = legend(
    [
      { mark: (x, top) => box(x, top - 7, 22, 14, { fill: colours.teal }), markWidth: 22, words: 'Capital' },
      {
        mark: (x, top) => box(x, top - 7, 22, 14, { fill: hatch(id), stroke: colours.stone }),
        markWidth: 22,
        words: 'Revenue, on top of what contracts take',
      },
      {
        mark: (x, top) => rule(x, top, x + 24, top, { stroke: colours.ink, width: 3 }),
        markWidth: 24,
        words: 'What may be spent',
      },
    ],
    0,
    heightOf(panels.length) + 6,
    WIDTH,
  );
  const drawn = panels.map(({ name, years }, index) => {
    const place = placeOf(index);
    const x = bands(years.length);
    return html`<g transform="translate(${place.left} ${place.top})">${frame(name, y, shortPounds)}${years.map(
      (year, k) => {
        const half = x.bandwidth() / 2;
        const left = x(k) ?? 0;
        return html`${bar(y, left, half - 2, year.capital, { fill: colours.teal, stroke: colours.teal })}${bar(y, left + half + 2, half - 2, year.revenue, { fill: hatch(id), stroke: colours.stone })}${limit(y, left, half, year.capitalBudget)}${limit(y, left + half + 2, half, year.revenueBudget)}${yearName(year.name, left + half, x.step())}`;
      },
    )}</g>`;
  });
  return svg({
    id,
    width: WIDTH,
    height: heightOf(panels.length) + key.height + 12,
    size: 'large',
    title,
    description: panels
      .map(
        ({ name, years }) =>
          `${name}: ${years.map((year) => `${year.name} capital ${formatPounds(year.capital)} of ${formatPounds(year.capitalBudget)}, revenue ${formatPounds(year.revenue)} of ${formatPounds(year.revenueBudget)}`).join('; ')}`,
      )
      .join('. '),
    body: html`<g aria-hidden="true">${drawn}</g>${key.drawing}`,
  });
}

/** A bar a year: how many core standards are met at its end. */
export function comparedStandards({
  id = 'compared-standards',
  title = 'Core standards met at the end of each year, plan by plan',
  of,
  panels,
}: ComparedStandardsData): Html {
  // Below the plan's name there is room for the figure over the tallest bar.
  const y = scaleLinear()
    .domain([0, Math.max(1, of)])
    .range([PLOT, FIGURE]);
  const drawn = panels.map(({ name, years }, index) => {
    const place = placeOf(index);
    const x = bands(years.length);
    return html`<g transform="translate(${place.left} ${place.top})">${frame(name, y, (value) => (Number.isInteger(value) ? String(value) : ''))}${years.map(
      (year, k) => {
        const left = x(k) ?? 0;
        return html`${bar(y, left, x.bandwidth(), year.met, { fill: colours.teal, stroke: colours.teal })}${lettering(String(year.met), left + x.bandwidth() / 2, HEAD + y(year.met) - 5, { size: 13, bold: true, anchor: 'middle', halo: true })}${yearName(year.name, left + x.bandwidth() / 2, x.step())}`;
      },
    )}</g>`;
  });
  return svg({
    id,
    width: WIDTH,
    height: heightOf(panels.length),
    size: 'large',
    title,
    description: panels
      .map(({ name, years }) => `${name}: ${years.map((year) => `${year.name} ${year.met} of ${of}`).join(', ')}`)
      .join('. '),
    body: html`<g aria-hidden="true">${drawn}</g>`,
  });
}

type Scale = ReturnType<typeof scaleLinear<number, number>>;

function placeOf(index: number): { left: number; top: number } {
  return { left: (index % 2) * (COLUMN + GAP), top: Math.floor(index / 2) * (HEAD + PLOT + FOOT) };
}

function heightOf(panels: number): number {
  return Math.max(1, Math.ceil(panels / 2)) * (HEAD + PLOT + FOOT);
}

function bands(years: number) {
  return scaleBand<number>()
    .domain(Array.from({ length: years }, (_, k) => k))
    .range([56, COLUMN])
    .paddingInner(0.3)
    .paddingOuter(0.15);
}

function frame(name: string, y: Scale, words: (value: number) => string): Html {
  return html`${lettering(fitText(name, COLUMN, 15, true), 0, 16, { size: 15, bold: true, full: name })}${y
    .ticks(3)
    .map(
      (tick) =>
        html`${rule(56, HEAD + y(tick), COLUMN, HEAD + y(tick), { stroke: tick === 0 ? colours.ink : colours.line })}${lettering(words(tick), 50, HEAD + y(tick) + 4, { size: 12, anchor: 'end', fill: colours.stone })}`,
    )}`;
}

function bar(y: Scale, left: number, width: number, value: number, options: { fill: string; stroke: string }): Html {
  return box(left, HEAD + Math.min(y(0), y(value)), width, Math.abs(y(0) - y(value)), options);
}

function limit(y: Scale, left: number, width: number, value: number): Html {
  return rule(left - 1, HEAD + y(value), left + width - 2, HEAD + y(value), { stroke: colours.ink, width: 3 });
}

function yearName(name: string, middle: number, step: number): Html {
  return lettering(fitText(name, step - 2, 12), middle, HEAD + PLOT + 18, { size: 12, anchor: 'middle', full: name });
}
