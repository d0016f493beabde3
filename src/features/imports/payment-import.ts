/** Payments as something that can be imported: brought in and taken out whole, without history. */
import { PAYMENTS_PATH, paymentFields, paymentSchema, paymentWords } from '../payments/index.ts';
import type { Importable } from './importable.ts';
import { readPaymentCells, withholdPayment } from './payment-cells.rules.ts';
import { paymentTargets } from './payment-columns.ts';

export const paymentImport: Importable = {
  table: 'payment',
  path: PAYMENTS_PATH,
  words: paymentWords,
  fields: paymentFields,
  previewFields: ['paidOn', 'amountPence', 'account'],
  targets: paymentTargets,
  readCells: readPaymentCells,
  withhold: withholdPayment,
  targetsOf: { amountPence: ['amountPence', 'debitPence'] },
  schema: paymentSchema,
  nameField: 'supplier',
  nameFrom: ['supplier'],
  // A payment is only known again by its whole row: two of one day and amount are two.
  strongKeys: [],
  sharedKeys: [],
  mustAgree: [],
  hasHistory: false,
};
