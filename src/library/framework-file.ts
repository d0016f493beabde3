/**
 * `frameworks/<any>.yaml`: what somebody beside the Department asks of a school, and how it maps to the standards. Who said
 * so and when stands with each mapping. What is made of the file: {@link Framework}.
 */
import { z } from 'zod';
import { day, id, source, words } from './edition-shape.ts';
import type { Framework, Source } from './library.ts';

const requirement = z.strictObject({
  id,
  group: words,
  text: words,
  level: z.enum(['must', 'should']).default('must'),
  trigger: z.enum(['now', 'every-year', 'every-term']).default('now'),
  duty: z.boolean().default(false),
  mustPass: z.boolean().default(false),
  evidence: words,
  source: words,
});

export const frameworkFileSchema = z.strictObject({
  id,
  name: words,
  version: words,
  publisher: words,
  asAt: day,
  inForceFrom: day,
  appliesTo: words,
  note: words,
  source: words,
  sources: z.record(z.string(), source),
  requirements: z.array(requirement).min(1),
  mappings: z
    .array(
      z.strictObject({
        edition: id,
        assertedBy: words,
        on: day,
        links: z.array(z.strictObject({ from: id, to: id, relation: z.enum(['equal', 'part-of', 'overlaps']) })),
        unmapped: z.array(z.strictObject({ id, why: words })).default([]),
      }),
    )
    .default([]),
});

export type FrameworkFile = z.output<typeof frameworkFileSchema>;

/** The framework of one file, its sources resolved. That they exist has been checked. */
export function frameworkOf({ sources, ...data }: FrameworkFile): Framework {
  const sourceOf = (key: string): Source => {
    const found = sources[key];
    if (found === undefined) throw new TypeError(`source ${key} of ${data.id} was not checked`);
    return found;
  };
  return {
    ...data,
    source: sourceOf(data.source),
    requirements: data.requirements.map((one) => ({ ...one, source: sourceOf(one.source) })),
  };
}
