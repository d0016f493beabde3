/** The shapes of what `status` says. Intervals include both their days. */
import type { PlainDate } from '../domain/dates.ts';
import type { AnswerBasis } from '../domain/record.ts';

/**
 * Where a requirement stands:
 * - `met`
 * - `not-met`: not met, and due
 * - `not-due`: not met, but nothing is asked before its trigger (a replacement, a contract's end)
 * - `not-known`: neither the registers nor an answer say
 * - `not-applicable`: does not concern this school, with the reason
 */
export type Result = 'met' | 'not-met' | 'not-due' | 'not-known' | 'not-applicable';

/** What a finding rests on: one field of one entry of the record. `kind` and `id` say which page shows it. */
export interface FactLink {
  target: { kind: 'contract' | 'system' | 'equipment' | 'connection' | 'register'; id: string };
  /** The entry's own name. */
  name: string;
  /** The field, in words. */
  field: string;
  /** Its value, in words. */
  value: string;
}

/** What the registers say of one requirement on one day. */
export interface FactFinding {
  outcome: 'met' | 'not-met' | 'not-known' | 'not-applicable';
  /** One plain sentence. */
  reason: string;
  chain: FactLink[];
  /** Ids of the entries that fail: where the requirement waits for their replacement, their dates decide. */
  failing: string[];
  /** True where the fact has only grown old by itself after the day of the record: an answer that says "we do this" then stands. */
  lapsed: boolean;
}

/** A finding that holds from `from` to `to`. */
export interface FactInterval extends FactFinding {
  from: PlainDate;
  to: PlainDate;
  /** What ends it by itself ("Support of Core switch ends on 31 August 2027"); null at the end of what was asked for. */
  endsBecause: string | null;
}

/** What someone answered. */
export interface AnswerFinding {
  questionId: string;
  choice: string;
  label: string;
  answeredOn: PlainDate;
  /** Not known, too, where the answer does not count on this day (see `lapse`). */
  says: 'met' | 'not-met' | 'not-known' | 'not-applicable';
  basis: AnswerBasis;
  /** Who says, measured or saw it; null where only the history knows. */
  by: string | null;
  /** The last day on which it counts; null where it has no end, or does not count. */
  until: PlainDate | null;
  /** Why it does not count on this day ("The answer of 3 May 2025 held until 2 May 2026."); null where it does. */
  lapse: string | null;
}

/** What a placement of the plan does to a requirement. */
export interface PlanEffect {
  requirementId: string;
  /** First day on which it holds. */
  from: PlainDate;
  /** Last day; null where it lasts. */
  to: PlainDate | null;
  needId: string;
  optionId: string;
  /** The option's name, for the reason shown. */
  name: string;
}

/** How a result is known; `school`: by what kind of school it is. */
export type Grounds = 'fact' | 'answer' | 'plan' | 'school' | 'none';

export interface StatusInterval {
  from: PlainDate;
  to: PlainDate;
  result: Result;
  grounds: Grounds;
  /** One plain sentence. */
  reason: string;
  /** Empty unless the registers have something to say. */
  chain: FactLink[];
  /** Shown beside the fact even where the fact decides. */
  answer: AnswerFinding | null;
  /** The registers and the answer say opposite things. The registers decide; neither is changed. */
  contradiction: boolean;
  /** For `not-due`: the day from which it is due; null where that day is not known (`dueBecause` says what it waits for). */
  dueFrom: PlainDate | null;
  dueBecause: string | null;
  effect: PlanEffect | null;
  /** What ends this interval; null at the end of what was asked for. */
  endsBecause: string | null;
}

export interface RequirementStatus {
  requirementId: string;
  standardId: string;
  categoryId: string;
  level: 'must' | 'should';
  duty: boolean;
  /** What is not written down of the school and could mean that this does not apply, in a sentence; null where nothing is. */
  mayNotApply: string | null;
  intervals: StatusInterval[];
}

/** How many musts of a standard, or standards of a category, have each result. */
export type Counts = Record<Result, number>;

export interface GroupInterval {
  from: PlainDate;
  to: PlainDate;
  result: Result;
  counts: Counts;
}

export interface StandardStatus {
  standardId: string;
  categoryId: string;
  /** By its musts. */
  intervals: GroupInterval[];
}

export interface CategoryStatus {
  categoryId: string;
  core: boolean;
  /** By its standards. */
  intervals: GroupInterval[];
}

export interface SchoolStatus {
  editionId: string;
  from: PlainDate;
  to: PlainDate;
  requirements: RequirementStatus[];
  standards: StandardStatus[];
  categories: CategoryStatus[];
}
