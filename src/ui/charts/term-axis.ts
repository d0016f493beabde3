/** The axis that pictures over time share: dates to places, years and terms along the top, holidays shaded. */
import { scaleLinear } from 'd3-scale';
import { type PlainDate, addDays, dateParts, daysBetween, formatDate } from '../../domain/dates.ts';
import { type Html, html } from '../html.ts';
import { at, box, colours, lettering, rule, textWidth } from './drawing.ts';

/** A term as a period: it lasts until the day before the next one starts, so that periods meet. */
export interface ChartTerm {
  name: string;
  startsOn: PlainDate;
  endsOn: PlainDate;
}

export interface ChartHoliday {
  name: string;
  startsOn: PlainDate;
  endsOn: PlainDate;
}

export interface TermAxis {
  left: number;
  right: number;
  /** Place of the start of a term; of the end of the last one for an index past it. */
  ofTerm(index: number): number;
  /** Place of a day, held to the axis. */
  ofDate(date: PlainDate): number;
  isInside(date: PlainDate): boolean;
  /** Years above terms, from `y` down. */
  labels(y: number): { drawing: Html; height: number };
  /** Term lines and holidays from `top` to `bottom`. */
  ground(top: number, bottom: number, holidays: readonly ChartHoliday[]): Html;
}

/** An axis from the first term's start to the last one's end. With no terms it is empty and everything stands at its left. */
export function termAxis(terms: readonly ChartTerm[], left: number, right: number): TermAxis {
  const first = terms[0]?.startsOn ?? '2000-01-01';
  const end = addDays(terms.at(-1)?.endsOn ?? first, 1);
  const total = Math.max(1, daysBetween(first, end));
  const scale = scaleLinear().domain([0, total]).range([left, right]).clamp(true);
  const ofDate = (date: PlainDate): number => scale(daysBetween(first, date));
  const ofTerm = (index: number): number => {
    const term = terms[Math.max(0, index)];
    return term ? ofDate(term.startsOn) : terms.length === 0 ? left : right;
  };

  const labels = (y: number): { drawing: Html; height: number } => {
    const years: Html[] = [];
    const last = dateParts(end).year;
    for (let year = dateParts(first).year; year <= last && terms.length > 0; year += 1) {
      const from = ofDate(`${year}-01-01`);
      const to = ofDate(`${year + 1}-01-01`);
      if (to - from < 1) continue;
      if (from > left) years.push(rule(from, y, from, y + 20, { stroke: colours.stone }));
      const text = String(year);
      if (textWidth(text, 14, true) + 8 <= to - from) years.push(lettering(text, from + 5, y + 14, { bold: true }));
    }
    const widthOf = (index: number): number => (index + 1 < terms.length ? ofTerm(index + 1) : right) - ofTerm(index);
    // All names at the same length: whole, three letters, or one.
    const length = [Infinity, 3, 1].find((letters) =>
      terms.every((term, index) => textWidth(cut(shortTermName(term.name), letters), 12) <= widthOf(index) - 4),
    );
    const names = terms.map((term, index) =>
      lettering(cut(shortTermName(term.name), length ?? 1), ofTerm(index) + widthOf(index) / 2, y + 36, {
        size: 12,
        anchor: 'middle',
        fill: colours.stone,
        full: term.name,
      }),
    );
    return { drawing: html`<g aria-hidden="true">${years}${names}</g>`, height: 44 };
  };

  const ground = (top: number, bottom: number, holidays: readonly ChartHoliday[]): Html => {
    const shaded = holidays
      .filter((holiday) => holiday.endsOn >= first && holiday.startsOn < end && holiday.endsOn >= holiday.startsOn)
      .map((holiday) => {
        const from = ofDate(holiday.startsOn);
        const words = `${holiday.name}: ${formatDate(holiday.startsOn)} to ${formatDate(holiday.endsOn)}`;
        return box(from, top, Math.max(1, ofDate(addDays(holiday.endsOn, 1)) - from), bottom - top, {
          fill: colours.faint,
          title: words,
        });
      });
    const lines = terms.map((_, index) => rule(ofTerm(index), top, ofTerm(index), bottom));
    return html`<g aria-hidden="true">${shaded}${lines}${rule(right, top, right, bottom)}</g>`;
  };

  return { left, right, ofTerm, ofDate, isInside: (date) => date >= first && date < end, labels, ground };
}

/** "Autumn 2027" → "Autumn": the year stands above. */
export function shortTermName(name: string): string {
  return name.replace(/\s*(term\s*)?\d{4}(\s*[/–-]\s*\d{2,4})?\s*$/i, '').trim() || name;
}

function cut(name: string, letters: number): string {
  return letters === Infinity ? name : [...name].slice(0, letters).join('');
}

/** The line of a day across the picture, with its word at the top. */
export function dayLine(axis: TermAxis, date: PlainDate, word: string, top: number, bottom: number): Html | null {
  if (!axis.isInside(date)) return null;
  const x = axis.ofDate(date);
  const half = textWidth(word, 12, true) / 2;
  const centre = Math.min(Math.max(x, axis.left + half), axis.right - half);
  return html`<g aria-hidden="true">${rule(x, top, x, bottom, { stroke: colours.brick, width: 2 })}${lettering(word, at(centre), top - 4, { size: 12, bold: true, anchor: 'middle', fill: colours.brick, halo: true })}</g>`;
}
