/** Which of a school's quotes stands for an option. */
import type { Quote } from '../domain/record.ts';

/** The latest quote for the option of a need, else the latest for the option wherever it stands; null where there is none. */
export function quoteFor(quotes: readonly Quote[], optionId: string, templateId: string): Quote | null {
  const sorted = [...quotes].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return (
    sorted.findLast((quote) => quote.optionId === optionId) ??
    sorted.findLast((quote) => quote.optionId === templateId) ??
    null
  );
}

function order(quote: Quote): string {
  return [quote.quotedOn ?? '', quote.oneOffPence ?? '', quote.yearlyPence ?? '', quote.supplier ?? ''].join('|');
}
