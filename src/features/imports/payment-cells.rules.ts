/**
 * One row's cells → a payment, and what of a row may be kept at all. Payments to people are left out whole; of the others, a
 * cell that names somebody is left out, and a description is kept only where it speaks of technology.
 */
import { readDate, readMoney, readText, tidyText, type Reading } from '../../domain/reading/index.ts';
import { looksLikePerson, namesSomebody, personReason, speaksOfTechnology, type Payment } from '../payments/index.ts';
import { cellReader, type CellsRead } from './cell-reader.rules.ts';
import type { ColumnMapping } from './columns.rules.ts';
import type { PaymentTarget } from './payment-columns.ts';

const LONGEST_SUPPLIER = 500;

/** Reads the cells of one row by their columns' targets. */
export function readPaymentCells(cells: readonly string[], mapping: readonly ColumnMapping[]): CellsRead {
  const reader = cellReader(cells, mapping);
  const fields: Partial<Payment> = {};
  const take = <T>(target: PaymentTarget, field: keyof Payment, read: (text: string) => Reading<T>): T | null =>
    reader.take(target, field, read);

  const supplier = reader.takeText('supplier', LONGEST_SUPPLIER);
  if (supplier !== null) fields.supplier = supplier;
  fields.paidOn = take('paidOn', 'paidOn', readDate);
  const amount = take('amountPence', 'amountPence', (text) => readMoney(text));
  // A ledger writes what was paid as it likes: what left the account is above nought.
  const debit = take('debitPence', 'amountPence', (text) => readMoney(text));
  fields.amountPence = amount ?? (debit === null ? null : Math.abs(debit));
  fields.account = take('account', 'account', readText);
  fields.reference = take('reference', 'reference', readText);
  const description = reader.takeText('description');
  fields.description = description !== null && speaksOfTechnology(description) ? description : null;
  return { fields, unread: reader.unread, warnings: reader.warnings, links: reader.links };
}

/** What of a row may be kept: its cells, and the reason where it is left out as a whole. */
export function withholdPayment(
  cells: readonly string[],
  mapping: readonly ColumnMapping[],
): { cells: string[]; reason: string | null } {
  // Only a row that was left out before is empty: empty rows of a file are passed over.
  if (cells.every((cell) => tidyText(cell) === '')) return leftOut(cells, 'it looked like a payment to a person');
  const cellOf = (target: PaymentTarget): string | null => {
    const line = mapping.find((candidate) => candidate.target === target);
    return line === undefined ? null : (cells[line.index] ?? '');
  };
  const supplier = cellOf('supplier');
  const why = personReason({ supplier: supplier ?? '', account: cellOf('account') });
  if (why !== null) return leftOut(cells, why);
  const meant = new Map(mapping.map(({ index, target }) => [index, target]));
  const kept = cells.map((cell, index) => {
    const target = meant.get(index) ?? null;
    if (target === 'description') return speaksOfTechnology(cell) ? cell : '';
    // The supplier was looked at above: a business may be named like somebody.
    if (target === 'supplier') return cell;
    return looksLikePerson(cell) || namesSomebody(cell) ? '' : cell;
  });
  return { cells: kept, reason: null };
}

function leftOut(cells: readonly string[], why: string): { cells: string[]; reason: string } {
  return { cells: cells.map(() => ''), reason: `Nothing of it is kept: ${why}.` };
}
