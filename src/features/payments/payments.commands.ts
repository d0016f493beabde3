/** What people do with suggestions: write the contract down, set the supplier aside, and take that back. */
import { plainDateIn } from '../../domain/dates.ts';
import type { Contract, ValueSource } from '../../domain/record.ts';
import { contractRegister, listContracts } from '../contracts/index.ts';
import { addItem, isEmpty, listItems, sameValue, type Acting } from '../registers/index.ts';
import { systemRegister } from '../systems/index.ts';
import { findForgotten, type Forgotten, type Register, type Suggestion } from './forgotten.rules.ts';
import { deleteDismissal, insertDismissal, listDismissals, listPayments, type Dismissal } from './payments.queries.ts';
import type { TechnologyWords } from './technology-suppliers.rules.ts';

/** What the payments show, and what was set aside. */
export interface Found extends Forgotten {
  count: number;
  dismissed: Dismissal[];
}

/** Contracts that the school may have forgotten, by its payments and its registers as they are now. */
export async function findInSchool(
  { tx, scope }: Pick<Acting, 'tx' | 'scope'>,
  words: TechnologyWords,
): Promise<Found> {
  const payments = await listPayments(tx, scope);
  const dismissed = await listDismissals(tx, scope);
  const contracts = await listContracts(tx, scope);
  const systems = (await listItems(tx, scope, systemRegister)).map(
    ({ values }) => values as Register['systems'][number],
  );
  const keys = new Set(dismissed.map(({ key }) => key));
  return { ...findForgotten(payments, { contracts, systems }, words, keys), count: payments.length, dismissed };
}

/** What a contract's form holds beforehand. The cost is what was paid: whether with VAT, payments do not say. */
export function contractOf({ supplier, known, regularity, accounts }: Suggestion): Partial<Contract> {
  const heading = accounts
    .map((account) => /\bE20[A-G]\b/i.exec(account)?.[0]?.toUpperCase())
    .find((code) => code !== undefined);
  return {
    title: supplier,
    supplier,
    type: known?.type ?? null,
    annualCostPence: regularity.yearlyPence,
    heading: (heading as Contract['heading'] | undefined) ?? known?.heading ?? null,
  };
}

/**
 * Adds a contract from the form that a suggestion filled in. Values that the person left as they were are noted as coming
 * from payments. @returns the contract's id.
 */
export function addSuggested(acting: Acting, suggestion: Suggestion, values: Record<string, unknown>): Promise<string> {
  const source: ValueSource = {
    from: 'import',
    on: plainDateIn(acting.now),
    note: `payments to ${suggestion.supplier}`,
  };
  const left = Object.entries(contractOf(suggestion)).filter(
    ([field, value]) => !isEmpty(value) && sameValue(values[field], value),
  );
  return addItem(acting, contractRegister, values, Object.fromEntries(left.map(([field]) => [field, source])));
}

/** Remembers that there is no contract with a supplier to write down. */
export function dismissSupplier(
  { tx, scope, personId, now }: Acting,
  { key, supplier }: Pick<Suggestion, 'key' | 'supplier'>,
): Promise<void> {
  return insertDismissal(tx, scope, { key, supplier, personId, at: now });
}

/** Takes that back. */
export function recallSupplier({ tx, scope }: Acting, key: string): Promise<void> {
  return deleteDismissal(tx, scope, key);
}
