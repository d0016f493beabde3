/**
 * The shape of the files in `library/editions/<id>/`: `edition.yaml` says which edition it is, every other file holds one
 * category with its standards, their requirements and the questions.
 */
import { z } from 'zod';
import { isPlainDate } from '../domain/dates.ts';
import { equipmentKinds, phases } from '../domain/record.ts';
import { triggers } from './library.ts';

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

/** Which schools are asked; what each part means: `Applicability` in library.ts. */
const appliesTo = z.strictObject({
  phases: z.array(z.enum(phases)).min(1).optional(),
  governance: z
    .array(z.enum(['maintained', 'academy']))
    .min(1)
    .optional(),
  sixthForm: z.boolean().optional(),
  leastSites: z.number().int().min(2).optional(),
  equipment: z.array(z.enum(equipmentKinds)).min(1).optional(),
  because: words,
});

const duty = z.strictObject({ kind: z.enum(['law', 'statutory-guidance']), by: words, source: words });

const requirement = z.strictObject({
  id,
  text: words,
  level: z.enum(['must', 'should']).default('must'),
  trigger: z.enum(triggers),
  triggerRule: id.nullable().default(null),
  after: z.array(id).min(1).optional(),
  before: z.array(id).min(1).optional(),
  appliesTo: appliesTo.optional(),
  duty: duty.nullable().optional(),
  weight: z.number().int().min(1).max(9),
  lead: words.optional(),
  consult: z.array(words).min(1).optional(),
  threshold: z
    .strictObject({
      unit: words,
      atMost: z.literal(true).optional(),
      byPhase: z.partialRecord(z.enum(phases), z.number().min(0)).default({}),
      all: z.number().min(0).optional(),
    })
    .nullable()
    .default(null),
  evidence: words,
  dependsOn: ids,
  fact: id.nullable().default(null),
  question: z
    .strictObject({ id, met: z.array(id).min(1), notApplicable: z.array(id).min(1).optional() })
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
  appliesTo: appliesTo.optional(),
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
    duty: duty.nullable().default(null),
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
