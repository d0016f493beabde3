/** SQL of quotes: at most one stands for an option. */
import type { Quote } from '../../domain/record.ts';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';

export async function selectQuote(tx: Transaction, school: SchoolScope, optionId: string): Promise<Quote | null> {
  const row = await tx
    .selectFrom('quote')
    .select(['option_id', 'one_off_pence', 'yearly_pence', 'supplier', 'quoted_on'])
    .where('organisation_id', '=', school.organisationId)
    .where('school_id', '=', school.schoolId)
    .where('option_id', '=', optionId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    optionId: row.option_id,
    oneOffPence: row.one_off_pence,
    yearlyPence: row.yearly_pence,
    supplier: row.supplier,
    quotedOn: row.quoted_on,
  };
}

/** Puts a quote in place of the one before; null takes it away. */
export async function replaceQuote(
  tx: Transaction,
  school: SchoolScope,
  optionId: string,
  quote: Quote | null,
): Promise<void> {
  await tx
    .deleteFrom('quote')
    .where('organisation_id', '=', school.organisationId)
    .where('school_id', '=', school.schoolId)
    .where('option_id', '=', optionId)
    .execute();
  if (!quote) return;
  await tx
    .insertInto('quote')
    .values({
      organisation_id: school.organisationId,
      school_id: school.schoolId,
      option_id: optionId,
      one_off_pence: quote.oneOffPence,
      yearly_pence: quote.yearlyPence,
      supplier: quote.supplier,
      quoted_on: quote.quotedOn,
    })
    .execute();
}
