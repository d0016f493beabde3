/** Writing a quote down, or taking it away: with its history. */
import type { Quote } from '../../domain/record.ts';
import { recordChange, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import type { Asker } from './plan.commands.ts';
import { replaceQuote, selectQuote } from './quotes.queries.ts';

/** The quote then replaces the library's range wherever that option is priced. */
export async function changeQuote(
  tx: Transaction,
  school: SchoolScope,
  optionId: string,
  quote: Quote | null,
  asker: Asker,
): Promise<void> {
  const before = await selectQuote(tx, school, optionId);
  if (before === null && quote === null) return;
  await replaceQuote(tx, school, optionId, quote);
  await recordChange(tx, {
    ...school,
    table: 'quote',
    rowId: optionId,
    before: before && { ...before },
    after: quote && { ...quote },
    personId: asker.personId,
    at: asker.at,
  });
}
