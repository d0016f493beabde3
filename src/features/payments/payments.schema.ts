/** A payment as it is kept, and the words for its fields. */
import { z } from 'zod';
import { isPlainDate } from '../../domain/dates.ts';
import type { RegisterField } from '../registers/index.ts';

const text = z.string().max(4000).nullable().default(null);

/** Only what finding forgotten contracts needs. */
export const paymentSchema = z.object({
  id: z.string().min(1).max(100),
  paidOn: z.string().refine(isPlainDate, 'must be a real date written YYYY-MM-DD').nullable().default(null),
  supplier: z.string().min(1).max(500),
  /** Below nought for a refund. */
  amountPence: z.number().int().min(-1e13).max(1e13).nullable().default(null),
  /** Kept only where it speaks of technology and names nobody. */
  description: text,
  /** The account it was booked to, as a code or in words. */
  account: text,
  reference: text,
  unread: z.record(z.string(), z.string()).default({}),
});

export type Payment = z.infer<typeof paymentSchema>;

export const paymentFields: RegisterField[] = [
  { name: 'supplier', label: 'Supplier', kind: 'text', required: true, maxLength: 500 },
  { name: 'paidOn', label: 'Paid on', kind: 'date' },
  { name: 'amountPence', label: 'Amount', kind: 'pounds' },
  { name: 'account', label: 'Account', kind: 'text' },
  { name: 'description', label: 'Description', kind: 'text' },
  { name: 'reference', label: 'Reference', kind: 'text' },
];

export const paymentWords = {
  singular: 'payment',
  withArticle: 'a payment',
  plural: 'payments',
  title: 'Payments',
} as const;

/** The folder in the address, and the word of the command line. */
export const PAYMENTS_PATH = 'payments';
