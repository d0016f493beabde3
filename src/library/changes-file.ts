/**
 * `editions/<id>/changes.yaml`: what became of every requirement since the edition before. The list is written by a person,
 * who says in a sentence what each change means for a school, and compared with the two editions themselves when the library
 * is checked, so that it names all that changed and nothing else.
 */
import { z } from 'zod';
import { id, words } from './edition-shape.ts';

export const changesFileSchema = z.strictObject({
  from: id,
  to: id,
  added: z.array(z.strictObject({ id })),
  removed: z.array(z.strictObject({ id })),
  changed: z.array(
    z.strictObject({
      id,
      what: words.regex(/^[A-Z].*\.$/s, 'must be a sentence: a capital letter first, a full stop last'),
    }),
  ),
  superseded: z.array(z.strictObject({ id, by: id })),
});

export type ChangesFile = z.output<typeof changesFileSchema>;
