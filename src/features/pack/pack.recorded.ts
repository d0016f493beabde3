/** What became of the agreed plan, for governors: what is recorded since last time, and all of it in the annex. Pure. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { formatPounds, type Pence } from '../../domain/money.ts';
import { textTable } from '../../ui/text-table.ts';
import {
  actualPriceWords,
  actualWhenWords,
  agreedDatesWords,
  causeName,
  itemStateName,
  type Variance,
} from '../actuals/index.ts';
import { countWords } from '../plan/index.ts';
import type { PackBlock } from './pack.document.ts';
import { clip } from './pack.words.ts';

/** The plan that was agreed, held against what is recorded. */
export interface PackRecorded {
  agreedOn: PlainDate;
  variance: Variance;
}

type Item = Variance['items'][number];

/** The day of the last thing recorded of an item; null where nothing is. */
export function recordedOn({ actual }: Item): PlainDate | null {
  if (actual === null) return null;
  const { state, orderedOn, startsOn, finishedOn, droppedOn } = actual;
  if (state === 'dropped') return droppedOn;
  return (state === 'finished' ? finishedOn : state === 'started' ? startsOn : orderedOn) ?? orderedOn;
}

/** What is recorded from that day until today, newest first. */
export function recordedSince({ variance }: PackRecorded, since: PlainDate, today: PlainDate): Item[] {
  return variance.items
    .filter((item) => {
      const day = recordedOn(item);
      return day !== null && day >= since && day <= today;
    })
    .toSorted((a, b) => ((recordedOn(a) ?? '') < (recordedOn(b) ?? '') ? 1 : -1));
}

const total = ({ capital, revenue }: Item['realCash']): Pence =>
  [...capital, ...revenue].reduce((sum, pence) => sum + pence, 0);

/** "Since then 2 things were ordered and 1 finished. They come to £12,000; £10,000 was planned." */
export function recordedSentence(items: readonly Item[]): string {
  const count = (state: string) => items.filter(({ actual }) => actual?.state === state).length;
  const counts = (['ordered', 'started', 'finished', 'dropped'] as const).flatMap((state) =>
    count(state) > 0 ? `${count(state)} ${state}` : [],
  );
  const real = items.reduce((sum, { realCash }) => sum + total(realCash), 0);
  const planned = items.reduce((sum, { plannedCash }) => sum + total(plannedCash), 0);
  return `Recorded since: ${counts.join(', ')}. ${items.length === 1 ? 'It comes' : 'They come'} to ${formatPounds(real)} over the plan’s years; ${formatPounds(planned)} was planned.`;
}

/** "Laptops: ordered on 3 March 2027, £9,500.00 once from capital; £10,000 was planned." */
export function recordedLine(item: Item, mostLetters: number): string {
  const { actual, plannedCash, realCash, planned } = item;
  if (actual === null) return '';
  const when = actualWhenWords(actual);
  const price = actual.state === 'dropped' ? null : actualPriceWords(actual);
  const before = planned === null ? 'not planned' : `${formatPounds(total(plannedCash))} planned`;
  const now = actual.state === 'dropped' ? before : `${formatPounds(total(realCash))} in all, ${before}`;
  const words = `${when.charAt(0).toLowerCase()}${when.slice(1)}${price === null ? '' : `, ${price}`}`;
  return `${clip(item.name, mostLetters)}: ${words}; ${now}.`;
}

/** The annex: each item of which something is recorded, and the years, as the page of plan and actual has them. */
export function recordedBlocks(recorded: PackRecorded | null): PackBlock[] {
  if (recorded === null) return [];
  const { agreedOn, variance } = recorded;
  const items = variance.items.filter(({ actual, state }) => actual !== null || state === 'due');
  const pot = (of: 'capital' | 'revenue', name: string) => [
    {
      heading: `${name} planned`,
      numeric: true,
      words: (year: Variance['years'][number]) => formatPounds(year[of].plannedPence),
    },
    {
      heading: `${name} ordered or paid`,
      numeric: true,
      words: (year: Variance['years'][number]) => formatPounds(year[of].recordedPence),
    },
    {
      heading: `${name} difference`,
      numeric: true,
      words: (year: Variance['years'][number]) => signedPounds(year[of].realPence - year[of].plannedPence),
    },
  ];
  return [
    { kind: 'heading', level: 3, text: 'Plan and actual' },
    {
      kind: 'text',
      text:
        items.length === 0
          ? `The plan that was agreed on ${formatDate(agreedOn)}: nothing of it is recorded as ordered or done yet.`
          : `The plan that was agreed on ${formatDate(agreedOn)}, held against what is recorded: ${countWords(items.length, 'item')} ordered, done, dropped or due.`,
    },
    ...(items.length === 0
      ? []
      : ([
          {
            kind: 'table',
            table: textTable(
              'What became of the agreed plan',
              [
                { heading: 'What', words: ({ name }) => name },
                { heading: 'How far', words: ({ state }) => itemStateName(state) },
                { heading: 'Dates', words: (item) => datesOf(item) },
                { heading: 'Planned', numeric: true, words: ({ plannedCash }) => formatPounds(total(plannedCash)) },
                { heading: 'Real', numeric: true, words: ({ realCash }) => formatPounds(total(realCash)) },
                {
                  heading: 'Why it differs',
                  words: ({ steps }) => [...new Set(steps.map(({ cause }) => causeName(cause)))].join(', '),
                },
              ],
              items,
            ),
          },
          {
            kind: 'table',
            table: textTable(
              'Plan and actual by year',
              [
                { heading: 'Year', nowrap: true, words: ({ id }) => id },
                ...pot('capital', 'Capital'),
                ...pot('revenue', 'Revenue'),
              ],
              variance.years,
            ),
          },
        ] satisfies PackBlock[])),
  ];
}

function datesOf(item: Item): string {
  const words = agreedDatesWords(item) ?? (item.actual === null ? 'nothing recorded' : actualWhenWords(item.actual));
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function signedPounds(pence: Pence): string {
  if (pence === 0) return formatPounds(0);
  return pence > 0 ? `+${formatPounds(pence)}` : `−${formatPounds(-pence)}`;
}
