/** What the plan's timeline is made of, and the same in words for who can't see it. */
import { type PlainDate, formatDate } from '../../domain/dates.ts';
import type { ChartTerm } from './term-axis.ts';

export interface TimelineItem {
  name: string;
  /** Index of the term in which work starts. */
  startTerm: number;
  /** Index of the first term with the result in place; the number of terms where that is after the last one. */
  completeTerm: number;
  locked: boolean;
  href?: string | undefined;
  /** For example "£4,000 to £6,500". */
  costText?: string | undefined;
}

export interface TimelineContractEnd {
  name: string;
  date: PlainDate;
  /** The last day to give notice; null where there is none or it isn't known. */
  noticeBy: PlainDate | null;
}

/** One item in words: name, start, completion, cost, whether it is fixed. */
export function itemWords(terms: readonly ChartTerm[], item: TimelineItem): string {
  const start = terms[item.startTerm]?.name ?? 'after the last term';
  const complete = terms[item.completeTerm];
  const parts = [
    `${item.name}: starts ${start}`,
    complete ? `in place from ${complete.name}` : 'in place after the last term',
    item.costText ?? '',
    item.locked ? 'fixed by you' : '',
  ];
  return parts.filter(Boolean).join(', ');
}

/** The whole timeline in words. */
export function describeTimeline(
  terms: readonly ChartTerm[],
  items: readonly TimelineItem[],
  ends: readonly TimelineContractEnd[],
): string {
  const span = terms.length > 0 ? ` from ${terms[0]?.name} to ${terms.at(-1)?.name}` : '';
  const parts = [
    `A timeline${span}.`,
    items.length > 0 ? `${items.map((item) => itemWords(terms, item)).join('; ')}.` : 'Nothing is placed.',
    ends.length > 0 ? `Contracts: ${ends.map((end) => `${end.name} ends ${formatDate(end.date)}`).join('; ')}.` : '',
  ];
  return parts.filter(Boolean).join(' ');
}
