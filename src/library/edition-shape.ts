/**
 * The shape of the files in `library/editions/<id>/`: `edition.yaml` says which edition it is, every other file holds one
 * category with its standards, their requirements and the questions.
 */
import { z } from 'zod';
import { isPlainDate } from '../domain/dates.ts';
import { phases } from '../domain/record.ts';

/** An id as it is written in every file of the library. */
export const id = z
  .string()
  .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'must be small letters and digits joined by - or .');
const ids = z.array(id).default([]);
export const day = z.string().refine(isPlainDate, 'must be a real date written YYYY-MM-DD');
export const words = z.string().min(1);

export const editionFileSchema = z.strictObject({ id, title: words, asAt: day });

/** Where a fact is from. */
export const source = z.strictObject({
  title: words,
  url: z.url({ protocol: /^https$/ }),
  asAt: day,
  licence: words,
  confidence: z.enum(['seen', 'two-or-more', 'transcription', 'vendor', 'recalled', 'derived', 'disputed']),
});

const requirement = z.strictObject({
  id,
  text: words,
  level: z.enum(['must', 'should']).default('must'),
  trigger: z.enum(['now', 'at-replacement', 'at-contract-end', 'every-year', 'every-term', 'before-strategy']),
  triggerRule: id.nullable().default(null),
  duty: z.boolean().optional(),
  weight: z.number().int().min(1).max(9),
  threshold: z
    .strictObject({
      unit: words,
      byPhase: z.partialRecord(z.enum(phases), z.number().min(0)).default({}),
      all: z.number().min(0).optional(),
    })
    .nullable()
    .default(null),
  evidence: words,
  dependsOn: ids,
  fact: id.nullable().default(null),
  question: z
    .strictObject({ id, met: z.array(id).min(1) })
    .nullable()
    .default(null),
  source: words.optional(),
});

const standard = z.strictObject({
  id,
  name: words,
  asks: words,
  why: words,
  dependsOn: ids,
  source: words.optional(),
  requirements: z.array(requirement).min(1),
});

const question = z.strictObject({
  id,
  text: words,
  hint: words,
  asks: words,
  choices: z.array(z.strictObject({ id, label: words })).min(2),
  skipWhenKnown: z.boolean().default(true),
});

export const categoryFileSchema = z.strictObject({
  sources: z.record(z.string(), source),
  category: z.strictObject({
    id,
    name: words,
    core: z.boolean(),
    duty: z.boolean().default(false),
    group: words,
    lead: words,
    consult: z.array(words).default([]),
    dueOn: day.nullable().default(null),
    dueNote: words.nullable().default(null),
    underperforming: z
      .strictObject({ question: id, choices: z.array(id).min(1) })
      .nullable()
      .default(null),
    source: words,
  }),
  standards: z.array(standard).min(1),
  questions: z.array(question).default([]),
});

export type EditionFile = z.output<typeof editionFileSchema>;
export type CategoryFile = z.output<typeof categoryFileSchema>;
