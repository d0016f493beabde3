/** Contracts on a line of years: to their own ends, and to the day on which all are to end. */
import { daysBetween, formatDate, type PlainDate } from '../../domain/dates.ts';
import type { CommonEnd } from '../../needs/index.ts';
import type { Html } from '../../ui/html.ts';
import { html } from '../../ui/html.ts';
import { endingPicture } from '../../ui/charts/index.ts';
import { wayWords } from './ends.words.ts';

/** The picture of one common end. */
export function commonEndPicture(found: CommonEnd, asAt: PlainDate): Html {
  const rows = found.contracts.flatMap((one) =>
    one.ownEndOn === null
      ? []
      : [{ label: `${one.school}: ${one.title}`, endsOn: one.ownEndOn, words: wayWords[one.way] }],
  );
  const latest = rows.reduce((last, { endsOn }) => (endsOn > last ? endsOn : last), found.endsOn);
  if (rows.length === 0) return html``;
  return endingPicture({
    id: 'common-end',
    title: `All contracts brought to end on ${formatDate(found.endsOn)}`,
    from: asAt,
    months: Math.max(6, Math.ceil(daysBetween(asAt, latest) / 30) + 2),
    commonOn: found.endsOn,
    rows,
  });
}
