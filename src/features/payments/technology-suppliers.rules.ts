/** The data by which payments are told to be for technology, read and checked. Pure: whoever calls reads the file. */
import { parse } from 'yaml';
import { z } from 'zod';
import { contractTypes, nationalHeadings } from '../../domain/record.ts';
import { supplierKey } from './supplier-names.rules.ts';

const pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(text, 'i');
  } catch {
    context.addIssue({ code: 'custom', message: `“${text}” is no pattern` });
    return z.NEVER;
  }
});

const supplierSchema = z.strictObject({
  name: z.string().min(1),
  /** Other names that files print. */
  also: z.array(z.string().min(1)),
  type: z.enum(contractTypes),
  heading: z.enum(nationalHeadings),
  /** `mixed`: sells much besides technology, so that its name alone says nothing. */
  sells: z.enum(['technology', 'mixed']).default('technology'),
});

const fileSchema = z.strictObject({
  source: z.string().min(20),
  asAt: z.iso.date(),
  doubt: z.string().min(20),
  suppliers: z.array(supplierSchema).min(1),
  sureAccounts: z.array(pattern).min(1),
  accounts: z.array(pattern).min(1),
  words: z.array(pattern).min(1),
  notTechnology: z.array(pattern).min(1),
  cards: z.array(pattern).min(1),
});

export type TechnologySupplier = z.infer<typeof supplierSchema>;
export type TechnologyWords = z.infer<typeof fileSchema> & {
  /** By the key of each of its names. */
  byKey: ReadonlyMap<string, TechnologySupplier>;
};

/** The file cannot be used; the message says where it is wrong. */
export class TechnologyWordsError extends Error {
  readonly code = 'payments.technology-words';
  constructor(message: string) {
    super(`The list of technology suppliers has a fault: ${message}`);
    this.name = 'TechnologyWordsError';
  }
}

/** Reads `library/imports/technology-suppliers.yaml`. Throws {@link TechnologyWordsError}. */
export function readTechnologyWords(yaml: string): TechnologyWords {
  const parsed = fileSchema.safeParse(parse(yaml));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new TechnologyWordsError(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const byKey = new Map<string, TechnologySupplier>();
  for (const supplier of parsed.data.suppliers) {
    for (const key of new Set([supplier.name, ...supplier.also].map(supplierKey))) {
      const other = byKey.get(key);
      if (key === '' || (other !== undefined && other !== supplier))
        throw new TechnologyWordsError(`“${supplier.name}” and “${other?.name ?? ''}” share the name “${key}”`);
      byKey.set(key, supplier);
    }
  }
  return { ...parsed.data, byKey };
}
