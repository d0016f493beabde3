/**
 * The files `library/lifecycles/*.yaml`: products with their releases, in the shape and with the words of endoflife.date's
 * own schema (releaseCycle, releaseDate, discontinued, eoas, eol, eoes), and beside them what schools need: the record's
 * kinds, names to recognise, successor, refresh life, price.
 */
import { z } from 'zod';
import { isPlainDate } from '../domain/dates.ts';
import { equipmentKinds, systemKinds } from '../domain/record.ts';
import type { Lifecycle, PriceBand, RefreshLife } from './lifecycle.ts';
import type { Source } from './library.ts';

const id = z.string().regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'must be small letters and digits joined by - or .');
const words = z.string().min(1);
const day = z.string().refine(isPlainDate, 'must be a real date written YYYY-MM-DD');
const dayOrWhether = z.union([day, z.boolean()], 'must be a real date written YYYY-MM-DD, or true or false');

const source = z.strictObject({
  title: words,
  /** Empty only where the source is our own range: see the checks. */
  url: z.union([z.literal(''), z.url({ protocol: /^https$/ })]),
  asAt: day,
  licence: words,
  confidence: z.enum(['seen', 'two-or-more', 'transcription', 'vendor', 'recalled', 'derived', 'disputed']),
});

/** A name is a phrase, or a list of phrases that must all be there. */
const name = z.union([words.transform((text) => [text]), z.array(words).min(2)]);

const dates = {
  releaseDate: day.optional(),
  discontinued: dayOrWhether.optional(),
  eoas: dayOrWhether.optional(),
  eol: dayOrWhether.optional(),
  eoes: dayOrWhether.optional(),
  movesOnFree: z.boolean().default(false),
  successor: id.optional(),
  note: words.optional(),
  doubt: words.optional(),
};

const release = z.strictObject({
  releaseCycle: id,
  releaseLabel: words,
  names: z.array(name).min(1),
  ...dates,
  source: words.optional(),
});

const pounds = z.number().min(0);

const price = z
  .strictObject({
    low: pounds,
    typical: pounds,
    high: pounds,
    unit: z.enum(['each', 'each-year']),
    placeholder: z.literal(true),
    why: words,
    source: words,
  })
  .refine(({ low, typical, high }) => low <= typical && typical <= high, 'low, typical and high must rise');

const product = z.strictObject({
  id,
  title: words,
  maker: words.optional(),
  kinds: z.array(z.enum([...equipmentKinds, ...systemKinds, 'operating-system', 'software'])).min(1),
  names: z.array(name).default([]),
  ...dates,
  refreshLife: z
    .strictObject({ years: z.number().positive().max(30), doubt: words.optional(), source: words })
    .optional(),
  price: price.optional(),
  source: words,
  releases: z.array(release).default([]),
});

export const lifecycleFileSchema = z.strictObject({
  sources: z.record(z.string(), source),
  products: z.array(product).min(1),
});

export type LifecycleFile = z.output<typeof lifecycleFileSchema>;
type Product = LifecycleFile['products'][number];
type Release = Product['releases'][number];

/** The id of a release: its product's and its own. */
export function releaseId(productId: string, { releaseCycle }: Pick<Release, 'releaseCycle'>): string {
  return `${productId}-${releaseCycle}`;
}

/** The entries of one file, sources resolved. That they exist has been checked. */
export function lifecyclesOf({ sources, products }: LifecycleFile): Lifecycle[] {
  const sourceOf = (key: string): Source => {
    const found = sources[key];
    if (found === undefined) throw new TypeError(`source ${key} was not checked`);
    return found;
  };
  return products.flatMap((one): Lifecycle[] => {
    const shared = { maker: one.maker ?? null, kinds: one.kinds };
    const whole: Lifecycle = {
      ...shared,
      id: one.id,
      title: one.title,
      familyId: null,
      names: one.names,
      ...datesOf(one),
      refreshLife: refreshLifeOf(one, sourceOf),
      price: priceOf(one, sourceOf),
      source: sourceOf(one.source),
    };
    const releases = one.releases.map((each): Lifecycle => ({
      ...shared,
      id: releaseId(one.id, each),
      title: each.releaseLabel,
      familyId: one.id,
      names: each.names,
      ...datesOf(each),
      refreshLife: whole.refreshLife,
      price: whole.price,
      source: sourceOf(each.source ?? one.source),
    }));
    return [whole, ...releases];
  });
}

function datesOf(given: Product | Release) {
  return {
    releasedOn: given.releaseDate ?? null,
    soldUntil: given.discontinued ?? null,
    supportEnds: given.eoas ?? null,
    securityEnds: given.eol ?? null,
    paidFixesEnd: given.eoes ?? null,
    movesOnFree: given.movesOnFree,
    successorId: given.successor ?? null,
    note: given.note ?? null,
    doubt: given.doubt ?? null,
  };
}

function refreshLifeOf({ refreshLife }: Product, sourceOf: (key: string) => Source): RefreshLife | null {
  if (refreshLife === undefined) return null;
  return { years: refreshLife.years, doubt: refreshLife.doubt ?? null, source: sourceOf(refreshLife.source) };
}

function priceOf({ price: given }: Product, sourceOf: (key: string) => Source): PriceBand | null {
  if (given === undefined) return null;
  const { low, typical, high, unit, placeholder, why } = given;
  const pence = (amount: number) => Math.round(amount * 100);
  return {
    lowPence: pence(low),
    typicalPence: pence(typical),
    highPence: pence(high),
    unit,
    placeholder,
    why,
    source: sourceOf(given.source),
  };
}
