/**
 * What has become of a plan, and what a school has decided to live with for a time: two lists of the record, which is in
 * {@link ./record.ts}.
 */
import { z } from 'zod';
import { isPlainDate } from './dates.ts';

const date = z.string().refine(isPlainDate, 'must be a real date written YYYY-MM-DD');
const known = <T extends z.ZodType>(type: T) => type.nullable().default(null);
const id = z.string().min(1).max(100);
const pence = z.number().int().min(-1e13).max(1e13);
const text = z.string().max(4000);

export const actualStates = ['ordered', 'started', 'finished', 'dropped'] as const;

/** What has become of an item of the plan, or of something bought outside it. Money without VAT, as agreed or paid. */
export const actualSchema = z
  .object({
    id,
    /** Null where it is outside the plan. */
    needId: known(z.string().min(1).max(200)),
    optionId: known(z.string().min(1).max(200)),
    name: z.string().min(1).max(500),
    state: z.enum(actualStates),
    orderedOn: known(date),
    /** When work starts or started; only null where it was dropped. */
    startsOn: known(date),
    /** When it should be in place. */
    expectedOn: known(date),
    finishedOn: known(date),
    droppedOn: known(date),
    dropReason: known(z.string().max(1000)),
    oneOffPence: known(pence),
    oneOffPot: known(z.enum(['capital', 'revenue'])),
    yearlyPence: known(pence),
    /** How many the one-off price is for. */
    quantity: known(z.number().int().min(1).max(100_000)),
    supplier: known(text),
    reference: known(text),
    /** The contract in the register that carries the yearly cost once it is finished. */
    contractId: known(id),
  })
  .refine(({ state, startsOn }) => state === 'dropped' || startsOn !== null, {
    message: 'must hold the day on which it starts',
    path: ['startsOn'],
  })
  .refine(({ state, finishedOn }) => state !== 'finished' || finishedOn !== null, {
    message: 'must hold the day on which it was finished',
    path: ['finishedOn'],
  })
  .refine(({ state, droppedOn, dropReason }) => state !== 'dropped' || (droppedOn !== null && dropReason !== null), {
    message: 'must hold the day on which it was dropped, and why',
    path: ['droppedOn'],
  });

/** "We accept this until …, because …": about one requirement of the standards, or one need of the plan. */
export const exceptionSchema = z
  .object({
    id,
    requirementId: known(id),
    needId: known(z.string().min(1).max(200)),
    /** What it is about, in the words that were on the page. */
    subject: z.string().min(1).max(4000),
    reason: z.string().min(1).max(1000),
    /** The last day on which it is accepted. */
    until: date,
    agreedBy: z.string().min(1).max(200),
    agreedOn: date,
  })
  .refine(({ requirementId, needId }) => (requirementId === null) !== (needId === null), {
    message: 'must name either a requirement or a need',
    path: ['requirementId'],
  })
  .refine(({ until, agreedOn }) => until > agreedOn, { message: 'must be after agreedOn', path: ['until'] });

export type Actual = z.infer<typeof actualSchema>;
export type Exception = z.infer<typeof exceptionSchema>;
