/** The words for what became of a plan. */
import { formatDate } from '../../domain/dates.ts';
import { formatPence, formatPoundsRange, type Pence } from '../../domain/money.ts';
import type { Actual } from '../../domain/actuals.ts';
import type { Cause, ItemState, VarianceItem } from './variance.rules.ts';

export const causeWords: Readonly<Record<Cause, { name: string; means: string }>> = {
  quantity: { name: 'How many', means: 'More or fewer were bought than planned.' },
  price: {
    name: 'Price',
    means: 'The price differs from the quote, or from the middle of the range, that was planned with.',
  },
  'other-option': { name: 'Another option', means: 'Something else was bought for the same need.' },
  pot: { name: 'Another pot', means: 'It was paid from the other pot than planned.' },
  dates: { name: 'Earlier or later', means: 'It started, or was in place, on another day than planned.' },
  'old-contract': {
    name: 'The old contract',
    means: 'What it takes the place of ended on another day, or cost another price, than planned.',
  },
  dropped: { name: 'Dropped', means: 'It will not be done.' },
  'nothing-recorded': {
    name: 'Due, nothing recorded',
    means: 'It should have started by now, and nothing is written down.',
  },
  added: { name: 'Outside the plan', means: 'It was bought though the plan did not hold it.' },
};

export const stateWords: Readonly<Record<ItemState, { text: string; classes: string }>> = {
  'to-come': { text: 'To come', classes: 'govuk-tag--grey cairn-nowrap' },
  due: { text: 'Due', classes: 'govuk-tag--yellow cairn-nowrap' },
  ordered: { text: 'Ordered', classes: 'govuk-tag--blue cairn-nowrap' },
  started: { text: 'Started', classes: 'govuk-tag--blue cairn-nowrap' },
  finished: { text: 'Finished', classes: 'govuk-tag--green cairn-nowrap' },
  dropped: { text: 'Dropped', classes: 'govuk-tag--grey cairn-nowrap' },
  added: { text: 'Outside the plan', classes: 'govuk-tag--grey cairn-nowrap' },
};

export function causeName(cause: Cause): string {
  return causeWords[cause].name;
}

export function itemStateName(state: ItemState): string {
  return stateWords[state].text;
}

/** "£1,200 more", "£300 less", "as planned". */
export function differenceWords(pence: Pence): string {
  if (pence === 0) return 'as planned';
  return pence > 0 ? `${formatPence(pence)} more` : `${formatPence(-pence)} less`;
}

/** "+£1,200.00", "−£300.00", "£0.00": for columns that are added up. */
export function signedPence(pence: Pence): string {
  if (pence === 0) return formatPence(0);
  return pence > 0 ? `+${formatPence(pence)}` : `−${formatPence(-pence)}`;
}

/** When it was planned and when it was, in terms and days; null where nothing is recorded. */
export function datesWords({
  planned,
  startTerm,
  inPlaceTerm,
  startDaysLate,
  inPlaceDaysLate,
}: VarianceItem): string | null {
  if (planned === null || startTerm === null || startDaysLate === null) return null;
  const start =
    startTerm === planned.termName
      ? `started in ${startTerm}, as planned`
      : `started in ${startTerm}, not ${planned.termName}`;
  const days = inPlaceDaysLate === null ? '' : inPlaceWords(inPlaceDaysLate, inPlaceTerm);
  return `${start}${days}`;
}

function inPlaceWords(days: number, term: string | null): string {
  if (days === 0) return '; in place as planned';
  const much = `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'} ${days > 0 ? 'later' : 'earlier'} than planned`;
  return `; in place ${much}${term === null ? '' : ` (${term})`}`;
}

/** What was agreed or paid: "£9,500 once from capital and £600 a year". Null where no price is written down. */
export function priceWords({ oneOffPence, oneOffPot, yearlyPence }: Actual): string | null {
  const parts = [
    ...(oneOffPence === null
      ? []
      : [`${formatPence(oneOffPence)} once${oneOffPot === null ? '' : ` from ${oneOffPot}`}`]),
    ...(yearlyPence === null ? [] : [`${formatPence(yearlyPence)} a year`]),
  ];
  return parts.length === 0 ? null : parts.join(' and ');
}

/** Whether the price lies within what was planned with; null where there is nothing to compare. */
export function rangeWords({ planned, actual }: VarianceItem): string | null {
  if (planned === null || actual?.oneOffPence == null) return null;
  const range = planned.oneOffRange;
  if (range === null) {
    const quote = planned.oneOffCapitalPence + planned.oneOffRevenuePence;
    return quote === actual.oneOffPence ? 'the price of the quote' : `planned with a quote of ${formatPence(quote)}`;
  }
  if (range.highPence === 0) return null;
  const where =
    actual.oneOffPence < range.lowPence ? 'below' : actual.oneOffPence > range.highPence ? 'above' : 'within';
  return `${where} the range of ${formatPoundsRange(range)} that was planned with`;
}

/** "Ordered on 1 June 2027", "Finished on …". */
export function whenWords(actual: Actual): string {
  switch (actual.state) {
    case 'ordered':
      return actual.orderedOn === null ? 'Ordered' : `Ordered on ${formatDate(actual.orderedOn)}`;
    case 'started':
      return actual.startsOn === null ? 'Started' : `Started on ${formatDate(actual.startsOn)}`;
    case 'finished':
      return actual.finishedOn === null ? 'Finished' : `In place since ${formatDate(actual.finishedOn)}`;
    case 'dropped':
      return actual.droppedOn === null ? 'Dropped' : `Dropped on ${formatDate(actual.droppedOn)}`;
  }
}
