/**
 * The needs and options of `library/options/*.yaml`: the files' shape, and what is made of them.
 *
 * A file holds `sources` (by a short name) and `needs`. Money is whole pounds; a price band is `[up to pupils, low, high]`
 * with null for "any size". Whatever an option leaves out is nothing: no cost, no prerequisites, no holiday needed.
 */
import { z } from 'zod';
import { isPlainDate } from '../domain/dates.ts';
import { contractTypes, equipmentKinds, nationalHeadings, phases, systemKinds } from '../domain/record.ts';
import type { NeedTemplate, OptionTemplate, PriceModel, Source } from './library.ts';

const confidences = ['seen', 'two-or-more', 'transcription', 'vendor', 'recalled', 'derived', 'disputed'] as const;
const optionKinds = ['buy', 'lease', 'managed', 'cloud', 'extend', 'switch-supplier', 'keep', 'do'] as const;
const idPattern = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;
const id = z.string().regex(idPattern);
const ids = z.array(id).default([]);
const days = z.number().int().min(0).max(1000);
const day = z.string().refine(isPlainDate, 'must be a real date written YYYY-MM-DD');

/** Where a fact is from: the same in every file of the library. */
export const sourceSchema = z.strictObject({
  title: z.string().min(1),
  url: z.string(),
  asAt: day,
  licence: z.string().min(1),
  confidence: z.enum(confidences),
});

const price = z
  .strictObject({
    basis: z.enum(['school', 'per-pupil', 'per-item']),
    bands: z.array(z.tuple([z.number().int().positive().nullable(), z.number().min(0), z.number().min(0)])).min(1),
    pupilsPerItem: z.number().positive().optional(),
    percentOfContract: z.strictObject({ low: z.number().min(0), high: z.number().min(0) }).optional(),
  })
  .refine((model) => model.bands.at(-1)?.[0] === null, 'the last band must be for any size')
  .refine((model) => model.bands.every(([, low, high]) => low <= high), 'low must not exceed high')
  .refine((model) => model.bands.every(([size], i) => i === 0 || (model.bands[i - 1]?.[0] ?? 1e9) < (size ?? 1e9)), {
    message: 'bands must rise by size',
  });

const option = z.strictObject({
  id,
  name: z.string().min(1),
  kind: z.enum(optionKinds),
  summary: z.string().min(1),
  oneOffCapital: price.nullable().default(null),
  oneOffRevenue: price.nullable().default(null),
  yearlyRevenue: price.nullable().default(null),
  heading: z.enum(nationalHeadings),
  leadInDays: days.default(0),
  durationTerms: z.number().int().min(0).max(6).default(1),
  holidayDays: days.default(0),
  staffDays: z.number().int().min(0).max(200).default(0),
  yearlyStaffDays: z.number().int().min(0).max(200).default(0),
  satisfies: ids,
  after: ids,
  afterAll: z.array(id).min(1).optional(),
  endsContractTypes: z.array(z.enum(contractTypes)).default([]),
  movesSystems: z.array(z.enum(systemKinds)).default([]),
  excludes: ids,
  lifeYears: z.number().positive().max(30).nullable().default(null),
  phases: z.array(z.enum(phases)).min(1).optional(),
  source: z.string(),
});

const need = z.strictObject({
  id,
  name: z.string().min(1),
  group: z.string().min(1),
  requirements: ids,
  equipmentKinds: z.array(z.enum(equipmentKinds)).default([]),
  systems: z
    .array(z.strictObject({ kind: z.enum(systemKinds), hosting: z.enum(['on-site', 'cloud', 'hosted-elsewhere']) }))
    .default([]),
  contractTypes: z.array(z.enum(contractTypes)).default([]),
  doNothing: z.string().min(1),
  each: z.enum(['contract', 'equipment']).optional(),
  holdsUpUntil: z.array(id).min(1).optional(),
  unless: ids,
  minYearly: z.number().min(0).optional(),
  keeps: z
    .strictObject({ text: z.string().min(1), weight: z.number().int().min(1).max(9), duty: z.boolean().default(false) })
    .optional(),
  deadline: z.strictObject({ on: day, note: z.string().min(1), source: z.string() }).optional(),
  options: z.array(option).min(2, 'a need has at least two real options'),
});

/** The shape of one file under `library/options/`, before its sources are resolved. */
export const needsFileSchema = z.strictObject({ sources: z.record(z.string(), sourceSchema), needs: z.array(need) });

export type NeedsFile = z.output<typeof needsFileSchema>;

/** The needs of one file, its sources resolved. That they exist has been checked ({@link checkNeeds}). */
export function needsOf({ sources, needs }: NeedsFile): NeedTemplate[] {
  const sourceOf = (key: string, where: string): Source => {
    const found = sources[key];
    if (found === undefined) throw new TypeError(`source ${key} of ${where} was not checked`);
    return found;
  };
  return needs.map((entry): NeedTemplate => {
    const { each, holdsUpUntil, unless, minYearly, keeps, deadline, options, ...plain } = entry;
    return {
      ...plain,
      unless,
      ...(each === undefined ? {} : { each }),
      ...(holdsUpUntil === undefined ? {} : { holdsUpUntil }),
      ...(minYearly === undefined ? {} : { minYearlyPence: pounds(minYearly) }),
      ...(keeps === undefined ? {} : { keeps }),
      ...(deadline === undefined
        ? {}
        : { deadline: { on: deadline.on, note: deadline.note, source: sourceOf(deadline.source, entry.id) } }),
      options: options.map(({ phases: offeredTo, afterAll, ...choice }): OptionTemplate => ({
        ...choice,
        ...(afterAll === undefined ? {} : { afterAll }),
        ...(offeredTo === undefined ? {} : { phases: offeredTo }),
        oneOffCapital: priceOf(choice.oneOffCapital),
        oneOffRevenue: priceOf(choice.oneOffRevenue),
        yearlyRevenue: priceOf(choice.yearlyRevenue),
        source: sourceOf(choice.source, choice.id),
      })),
    };
  });
}

function priceOf(model: z.infer<typeof price> | null): PriceModel | null {
  if (model === null) return null;
  const { basis, bands, pupilsPerItem, percentOfContract } = model;
  return {
    basis,
    bands: bands.map(([upToPupils, low, high]) => ({ upToPupils, lowPence: pounds(low), highPence: pounds(high) })),
    ...(pupilsPerItem === undefined ? {} : { pupilsPerItem }),
    ...(percentOfContract === undefined ? {} : { percentOfContract }),
  };
}

function pounds(amount: number): number {
  return Math.round(amount * 100);
}
