/** Contracts' own ends beside one day on which all of them are to end. */
import { type PlainDate, addMonths, daysBetween, formatDate, formatMonth } from '../../domain/dates.ts';
import { type Html, html } from '../html.ts';
import { box, colours, fitText, hatch, legend, lettering, rule, svg } from './drawing.ts';

export interface EndingPictureData {
  /** Unique in the page. */
  id: string;
  title: string;
  from: PlainDate;
  /** How many months it shows. */
  months: number;
  commonOn: PlainDate;
  rows: readonly { label: string; endsOn: PlainDate; words: string }[];
}

const WIDTH = 920;
const LABELS = 300;
const ROW = 34;
const TOP = 48;

/** One bar for each contract to its own end; what is added to reach the day is hatched, what runs past it is outlined. */
export function endingPicture({ id, title, from, months, commonOn, rows }: EndingPictureData): Html {
  const first = `${from.slice(0, 7)}-01`;
  const whole = daysBetween(first, addMonths(first, months));
  const x = (day: PlainDate) => LABELS + ((WIDTH - LABELS - 10) * Math.max(0, daysBetween(first, day))) / whole;
  const bottom = TOP + rows.length * ROW;
  const step = Math.max(1, Math.ceil(months / 6));
  const ticks = Array.from({ length: Math.floor(months / step) }, (_, k) => addMonths(first, k * step));
  const key = legend(
    [
      {
        mark: (left, top) => box(left, top - 6, 22, 12, { fill: colours.tealLight }),
        markWidth: 22,
        words: 'Runs to its own end',
      },
      {
        mark: (left, top) => box(left, top - 6, 22, 12, { fill: hatch(id), stroke: colours.stone }),
        markWidth: 22,
        words: 'Carried on to the day',
      },
      {
        mark: (left, top) => box(left, top - 6, 22, 12, { fill: colours.white, stroke: colours.brick, dash: '4 3' }),
        markWidth: 22,
        words: 'Left early, or paid twice',
      },
    ],
    0,
    bottom + 40,
    WIDTH,
  );
  return svg({
    id,
    width: WIDTH,
    height: bottom + 40 + key.height,
    size: 'large',
    title,
    description: rows
      .map(({ label, endsOn, words }) => `${label}: its own end ${formatDate(endsOn)}. ${words}.`)
      .join(' '),
    body: html`<g aria-hidden="true">${ticks.map(
      (month) =>
        html`${rule(x(month), TOP - 8, x(month), bottom)}${lettering(formatMonth(month), x(month) + 3, TOP - 14, { size: 12, fill: colours.stone })}`,
    )}${rows.map(({ label, endsOn }, r) => {
      const y = TOP + r * ROW + 8;
      const till = endsOn < commonOn ? endsOn : commonOn;
      return html`${lettering(fitText(label, LABELS - 12, 14), 0, y + 14, { full: label })}${box(x(from), y, x(till) - x(from), 18, { fill: colours.tealLight })}${
        endsOn < commonOn
          ? box(x(endsOn), y, x(commonOn) - x(endsOn), 18, { fill: hatch(id), stroke: colours.stone })
          : box(x(commonOn), y, x(endsOn) - x(commonOn), 18, {
              fill: colours.white,
              stroke: colours.brick,
              dash: '4 3',
            })
      }`;
    })}${rule(x(commonOn), TOP - 8, x(commonOn), bottom + 6, { stroke: colours.ink, width: 2 })}${lettering(formatDate(commonOn), Math.min(x(commonOn), WIDTH - 90), bottom + 22, { anchor: 'middle', bold: true })}</g>${key.drawing}`,
  });
}
