/** How long an answer usually counts: as long as what it answers is usually looked at again. */
import { addDays, addMonths, earlierDate, type PlainDate } from '../domain/dates.ts';
import type { Edition } from '../library/library.ts';

/** Months by a requirement's trigger. Terms differ in length: four months, as for a tried restore. Others have no end. */
const MONTHS: Readonly<Partial<Record<string, number>>> = {
  'every-week': 4,
  'every-term': 4,
  'every-year': 12,
  'at-policy-review': 12,
};

/**
 * The last day on which an answer given on `answeredOn` counts unless somebody says otherwise: by the strictest trigger of the
 * requirements that the question decides. Null where none of them asks to look again.
 */
export function usualHoldsUntil(
  { requirements }: Pick<Edition, 'requirements'>,
  questionId: string,
  answeredOn: PlainDate,
): PlainDate | null {
  return requirements
    .filter(({ question }) => question?.id === questionId)
    .flatMap(({ trigger }) => MONTHS[trigger] ?? [])
    .map((months) => addDays(addMonths(answeredOn, months), -1))
    .reduce<PlainDate | null>((first, day) => (first === null ? day : earlierDate(first, day)), null);
}
