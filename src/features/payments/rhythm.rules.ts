/**
 * How regularly a supplier is paid. Payments of one day are one; payments of alike size are looked at by themselves, so that a
 * monthly line is seen beside a one-off purchase from the same supplier.
 *
 * What counts: amounts within a fifth of the middle one (a third for yearly payments, which rise); gaps between payments that
 * fit the rhythm, three in four of them; at least four payments for monthly, three for quarterly and termly, two for yearly.
 * Fewer than that, or other gaps, is `irregular`; one payment alone is `once`.
 */
import { daysBetween, type PlainDate } from '../../domain/dates.ts';

export type Rhythm = 'monthly' | 'quarterly' | 'termly' | 'yearly' | 'once' | 'irregular';

export interface DatedAmount {
  paidOn: PlainDate;
  amountPence: number;
}

export interface Regularity {
  rhythm: Rhythm;
  /** The middle amount of the payments that make the rhythm. */
  usualPence: number;
  /** What it comes to in a year at that rhythm; for `once` the amount, for `irregular` what was paid, scaled to a year. */
  yearlyPence: number;
  /** The payments that make the rhythm, in order. */
  payments: DatedAmount[];
}

interface Shape {
  rhythm: Exclude<Rhythm, 'once' | 'irregular'>;
  gap: [number, number];
  least: number;
  perYear: number;
  /** How far amounts may lie from the middle one, as a part of it. */
  spread: number;
}

/** Gaps in days. Terms are shorter and longer than a third of a year: two of three gaps are about 100, one is 160 or more. */
const SHAPES: Shape[] = [
  { rhythm: 'monthly', gap: [20, 45], least: 4, perYear: 12, spread: 0.2 },
  { rhythm: 'quarterly', gap: [75, 107], least: 3, perYear: 4, spread: 0.2 },
  { rhythm: 'termly', gap: [75, 170], least: 3, perYear: 3, spread: 0.2 },
  { rhythm: 'yearly', gap: [320, 410], least: 2, perYear: 1, spread: 0.34 },
];

/** Part of the gaps that must fit. */
const MOST_GAPS = 0.75;

/**
 * The most telling rhythm of one supplier's payments. Refunds are taken off the day they came on or left out.
 * @param spanDays days that the whole file covers: what irregular payments are scaled by.
 */
export function regularityOf(payments: readonly DatedAmount[], spanDays: number): Regularity | null {
  const days = byDay(payments).filter(({ amountPence }) => amountPence > 0);
  if (days.length === 0) return null;
  for (const shape of SHAPES) {
    const found = clusters(days, shape.spread)
      .filter((cluster) => fits(cluster, shape))
      .sort((a, b) => sum(b) - sum(a))[0];
    if (found === undefined) continue;
    const usualPence = middle(found.map(({ amountPence }) => amountPence));
    return { rhythm: shape.rhythm, usualPence, yearlyPence: usualPence * shape.perYear, payments: found };
  }
  const [only] = days;
  if (days.length === 1 && only !== undefined) {
    return { rhythm: 'once', usualPence: only.amountPence, yearlyPence: only.amountPence, payments: days };
  }
  const yearlyPence = Math.round((sum(days) * 365) / Math.max(spanDays, 365));
  return {
    rhythm: 'irregular',
    usualPence: middle(days.map(({ amountPence }) => amountPence)),
    yearlyPence,
    payments: days,
  };
}

/** One amount for each day, in order. */
function byDay(payments: readonly DatedAmount[]): DatedAmount[] {
  const days = new Map<PlainDate, number>();
  for (const { paidOn, amountPence } of payments) days.set(paidOn, (days.get(paidOn) ?? 0) + amountPence);
  return [...days]
    .map(([paidOn, amountPence]) => ({ paidOn, amountPence }))
    .sort((a, b) => (a.paidOn < b.paidOn ? -1 : 1));
}

/** Groups of payments whose amounts lie within `spread` of each group's middle; and all of them together. */
function clusters(days: readonly DatedAmount[], spread: number): DatedAmount[][] {
  const groups: DatedAmount[][] = [];
  for (const day of days.toSorted((a, b) => a.amountPence - b.amountPence)) {
    const group = groups.at(-1);
    const least = group?.[0]?.amountPence;
    // The ends of a group lie on either side of its middle.
    if (group !== undefined && least !== undefined && day.amountPence <= least * ((1 + spread) / (1 - spread)))
      group.push(day);
    else groups.push([day]);
  }
  return groups.map((group) => group.toSorted((a, b) => (a.paidOn < b.paidOn ? -1 : 1)));
}

function fits(days: readonly DatedAmount[], { gap: [least, most], least: count }: Shape): boolean {
  if (days.length < count) return false;
  const gaps = days.slice(1).map(({ paidOn }, index) => daysBetween(days[index]?.paidOn ?? paidOn, paidOn));
  const good = gaps.filter((gap) => gap >= least && gap <= most).length;
  return good >= count - 1 && good / gaps.length >= MOST_GAPS;
}

function middle(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1] ?? 0, sorted[half] ?? 0];
  return Math.round((low + high) / 2);
}

function sum(days: readonly DatedAmount[]): number {
  return days.reduce((total, { amountPence }) => total + amountPence, 0);
}
