/**
 * Local rules: what a trust or an authority asks of its schools beside the national standards. They travel with a school's
 * record, each set with the name of whoever set it. What they do to an edition is in `library/local-rules.ts`.
 *
 * The shape alone refuses what would loosen the national standards where it can ("should" in place of "must"); numbers and
 * dates are held against the edition in `library/local-rules-checks.ts`.
 */
import { z } from 'zod';
import { isPlainDate } from './dates.ts';
import { phases } from './phases.ts';

const day = z.string().refine(isPlainDate, 'must be a real date written YYYY-MM-DD');
const words = z.string().trim().min(1).max(2000);
const target = z.string().min(1).max(200);
/** A set's or a rule's own id: it becomes a part of the ids of what the rule adds. */
const ownId = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be small letters and digits joined by -');
const address = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with https://' })
  .max(2000)
  .nullable()
  .default(null);

const number = z.number().min(0).max(1e9);
const numbers = { all: number.optional(), byPhase: z.partialRecord(z.enum(phases), number).default({}) };
const isGiven = ({ all, byPhase }: { all?: number | undefined; byPhase: object }) =>
  all !== undefined || Object.keys(byPhase).length > 0;

/** A requirement of the trust's or authority's own, under a national standard. */
const add = z.strictObject({
  kind: z.literal('add'),
  id: ownId,
  standardId: target,
  text: words,
  level: z.enum(['must', 'should']).default('must'),
  trigger: z.enum(['now', 'every-year', 'every-term', 'at-replacement', 'at-contract-end']).default('now'),
  /** Only for the triggers that wait: the library's rule that finds the day. */
  triggerRule: target.nullable().default(null),
  /** Not due before this day; null: as soon as its trigger says. */
  dueOn: day.nullable().default(null),
  weight: z.number().int().min(1).max(9).default(5),
  threshold: z
    .strictObject({ unit: z.string().trim().min(1).max(60), atMost: z.boolean().optional(), ...numbers })
    .refine(isGiven, 'must name a number, for all or by phase')
    .nullable()
    .default(null),
  evidence: words.nullable().default(null),
  /** A rule of the library that can answer it from the registers. */
  fact: target.nullable().default(null),
  /** Its question, where other words than the requirement's own are wanted. */
  question: z
    .strictObject({ text: words, hint: words.nullable().default(null), asks: words.nullable().default(null) })
    .nullable()
    .default(null),
  /** A national requirement: whatever the plan does for that meets this one too. */
  metWith: target.nullable().default(null),
  url: address,
});

const STRICTER = 'can only be made stricter by a local rule';

/** A national requirement asked for more strictly. */
const tighten = z
  .strictObject({
    kind: z.literal('tighten'),
    id: ownId,
    requirementId: target,
    /** The number to reach. `unit` repeats the national one, so that a later edition in another unit is noticed. */
    threshold: z
      .strictObject({ unit: z.string().trim().min(1).max(60).optional(), ...numbers })
      .refine(isGiven, 'must name a number, for all or by phase')
      .optional(),
    level: z.literal('must', { error: `${STRICTER}: write must, or leave it out` }).optional(),
    trigger: z.literal('now', { error: `${STRICTER}: write now, or leave it out` }).optional(),
  })
  .refine(
    ({ threshold, level, trigger }) => threshold ?? level ?? trigger,
    'must change a threshold, a level or a trigger',
  );

/** What waits is due by this day at the latest. */
const earlier = z
  .strictObject({
    kind: z.literal('earlier'),
    id: ownId,
    categoryId: target.optional(),
    standardId: target.optional(),
    requirementId: target.optional(),
    dueOn: day,
  })
  .refine(
    ({ categoryId, standardId, requirementId }) =>
      [categoryId, standardId, requirementId].filter((one) => one !== undefined).length === 1,
    'must name one of categoryId, standardId and requirementId',
  );

/** Words in place of the national ones; those stay a click away. */
const guidance = z
  .strictObject({
    kind: z.literal('guidance'),
    id: ownId,
    standardId: target.optional(),
    requirementId: target.optional(),
    text: z.string().trim().min(1).max(4000),
    url: address,
  })
  .refine(
    ({ standardId, requirementId }) => (standardId === undefined) !== (requirementId === undefined),
    'must name one of standardId and requirementId',
  );

export const localRuleSchema = z.discriminatedUnion('kind', [add, tighten, earlier, guidance]);

export const localRuleSetSchema = z
  .strictObject({
    id: ownId,
    name: z.string().trim().min(1).max(200),
    /** The trust's or the authority's name, as schools should read it. */
    by: z.string().trim().min(1).max(200),
    /** The day on which the rules were set or last looked at. */
    asAt: day,
    /** The phases of the schools that it reaches; empty: all. */
    phases: z.array(z.enum(phases)).default([]),
    /** Where the trust or authority publishes it. */
    url: address,
    rules: z.array(localRuleSchema).max(200).default([]),
  })
  .superRefine(({ rules }, context) => {
    const seen = new Set<string>();
    rules.forEach(({ id }, index) => {
      if (seen.has(id))
        context.addIssue({ code: 'custom', path: ['rules', index, 'id'], message: `the rule ${id} is there twice` });
      seen.add(id);
    });
  });

export type LocalRule = z.infer<typeof localRuleSchema>;
export type LocalRuleSet = z.infer<typeof localRuleSetSchema>;
export type LocalRuleOf<K extends LocalRule['kind']> = Extract<LocalRule, { kind: K }>;

/** True where the set reaches a school of that phase. */
export function reaches({ phases: of }: Pick<LocalRuleSet, 'phases'>, phase: (typeof phases)[number]): boolean {
  return of.length === 0 || of.includes(phase);
}
