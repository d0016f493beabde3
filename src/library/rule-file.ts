/**
 * The shape of the files in `library/rules/`: the rules by which a school's registers answer requirements. A requirement
 * names its rule by id (`fact: servers-in-warranty`). Expressions are CEL; {@link ./rule-expressions.ts} says what they may
 * hold. Everything has a longest length, because a rule may come from a folder that somebody sent.
 */
import { z } from 'zod';
import { id, words } from './edition-shape.ts';

/** Longest expression, in characters. */
export const LONGEST_EXPRESSION = 500;
const expression = z.string().min(1).max(LONGEST_EXPRESSION);
const sentence = words.max(300);
/** The name of a list or a count, as expressions and sentences use it. */
const name = z.string().regex(/^[a-z][A-Za-z]{1,29}$/, 'must be 2 to 30 letters, the first of them small');

export const registers = ['equipment', 'systems', 'connections', 'contracts'] as const;

/** The entries of one register that a rule looks at, and what the chain of reasons shows of each. */
const look = z.strictObject({
  register: z.enum(registers),
  /** Kinds of equipment or system, types of contract, roles of line; every entry where left out. */
  kinds: z.array(id).min(1).max(40).optional(),
  /** Only the entries for which it holds. */
  where: expression.optional(),
  /** What the chain shows: the field's name, and its value with `{fields}` in it. */
  field: words.max(100),
  value: words.max(200),
  /** What is shown for the words of a list of choices ("adsl": "ADSL (copper)"). */
  words: z.record(z.string(), words.max(100)).default({}),
  /** Said, as not known, where there is no such entry. */
  none: sentence.optional(),
});

/** One row of a decision table: the first whose `when` holds is the finding. */
const ruleCase = z.strictObject({
  /** Left out in the last case only. */
  when: expression.optional(),
  outcome: z.enum(['met', 'not-met', 'not-known', 'not-applicable']),
  says: sentence,
  /** The entries that it is about (`{names}` in its sentence): those of a list for which `where` holds. */
  about: z.strictObject({ list: name, where: expression }).optional(),
  /** The lists whose entries the chain shows; those that it is about where left out. */
  shows: z.array(name).max(4).optional(),
  /** The chain shows one line, the register under this name, with the sentence as its value. */
  showsRegister: z.strictObject({ id: z.enum(registers), name: words.max(100) }).optional(),
  /** The list whose entries fail, where they are others than those it is about. */
  failing: name.optional(),
  /** True where the fact has only grown old by itself since the day of the record. */
  lapsed: expression.optional(),
});

/** A day on which the finding changes by itself, of every entry of a list's kinds. */
const change = z
  .strictObject({
    of: name,
    where: expression.optional(),
    /** The first day of the new state, as an expression that comes to a day or notKnown. */
    on: expression.optional(),
    /** The field that holds the last day of the old one. */
    dayAfter: name.optional(),
    because: sentence,
  })
  .refine(({ on, dayAfter }) => (on === undefined) !== (dayAfter === undefined), 'needs either on or dayAfter');

const says = z.strictObject({
  met: sentence.optional(),
  notMet: sentence.optional(),
  notKnown: sentence.optional(),
});

const rule = z
  .strictObject({
    id,
    /** What it looks at and when it says what, for the guide and for whoever edits the library. */
    explains: words.max(600),
    looksAt: z.record(name, look).refine((all) => Object.keys(all).length <= 4, 'at most 4 lists'),
    /** Numbers of entries, for expressions and sentences. */
    counts: z.record(name, z.strictObject({ of: name, where: expression.optional() })).default({}),
    /** Said, as not known, where the requirement has no number for a school of this phase. */
    noThreshold: sentence.optional(),
    /** Every entry of this list has to pass. */
    every: name.optional(),
    /** One entry of this list that passes is enough. */
    any: name.optional(),
    /** One entry of one of these lists is enough; none is not known. */
    present: z.array(name).min(1).max(4).optional(),
    /** True, false, or notKnown, of one entry (`item`). */
    pass: expression.optional(),
    says: says.optional(),
    /** False: nothing is listed where every entry passes. */
    showsMet: z.boolean().default(true),
    /** For what a single list does not say: the first case that holds. */
    cases: z.array(ruleCase).min(1).max(12).optional(),
    changes: z.array(change).max(6).default([]),
  })
  .refine(
    ({ every, any, present, cases }) => [every, any, present, cases].filter((part) => part !== undefined).length === 1,
    'needs exactly one of every, any, present and cases',
  )
  .refine(
    ({ every, any, pass }) => (every !== undefined || any !== undefined) === (pass !== undefined),
    'pass belongs to every and any, and to nothing else',
  )
  .refine(
    ({ cases, says: own }) => (cases === undefined) === (own !== undefined),
    'says belongs to every, any and present',
  );

export const rulesFileSchema = z.strictObject({ rules: z.array(rule).min(1).max(200) });

export type RulesFile = z.output<typeof rulesFileSchema>;
export type RuleData = RulesFile['rules'][number];
export type Look = z.output<typeof look>;
export type RuleCase = z.output<typeof ruleCase>;
export type RuleChange = z.output<typeof change>;
export type Register = (typeof registers)[number];
