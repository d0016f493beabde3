/**
 * What the planner is asked (a {@link PlanningProblem}) and what it answers (a {@link Plan}). Both are plain JSON, so that a
 * plan can be made from a file, stored, sent, and checked by anyone. See docs/decisions for why the problem lists every
 * allowed start ("candidate") with its cash already worked out: the solver and the checker then share facts, not code.
 *
 * Terms and years are named by their index in `terms` and `years`. Money is whole pence.
 */
import type { PlainDate } from './dates.ts';
import type { Pence, PenceRange } from './money.ts';

/** The national headings for ICT spending in schools' accounts. */
export type NationalHeading = 'E20A' | 'E20B' | 'E20C' | 'E20D' | 'E20E' | 'E20F' | 'E20G';

/** A school term as a planning period. It starts on its first day and lasts until the day before the next one starts. */
export interface PlanTerm {
  id: string;
  name: string;
  startsOn: PlainDate;
  endsOn: PlainDate;
  /** Index of the financial year that the term's first day falls in. */
  year: number;
  /** The longest run of days without pupils at the end of this period: what disruptive work can use. */
  holidayDays: number;
}

export interface PlanYear {
  id: string;
  name: string;
  startsOn: PlainDate;
  endsOn: PlainDate;
  /** Money free for the plan in this year, after what is already committed. */
  capitalPence: Pence;
  revenuePence: Pence;
  /** How that was arrived at where it is not simply budget less commitments ("no budget entered: last year's is used"). */
  notes?: string[];
}

/** A testable statement of a standard, with what the facts say of it when nothing is done. */
export interface PlanRequirement {
  id: string;
  name: string;
  standardId: string;
  must: boolean;
  /** A duty already in force (level 1), not only a standard to reach by a date. */
  duty: boolean;
  /** Whole number of points that a term without it counts. */
  weight: number;
  /** Counts only once all that is not so marked is as good as it can be: what stands outside the core standards. */
  comesAfter?: boolean;
  /** For each term, whether it is met throughout the term without any placement. Not known counts as not met. */
  metWithout: boolean[];
}

export interface PlanStandard {
  id: string;
  name: string;
  core: boolean;
  /** The term by whose end the standard must be fully met; null where it has no date. */
  dueTerm: number | null;
}

/** How far one guess in the record moves the ends of a whole-life cost: down by `lowPence` (nought or less), up by `highPence`. */
export interface GuessEffect {
  register: 'equipment' | 'contract';
  id: string;
  field: 'quantity' | 'annualCostPence';
  lowPence: Pence;
  highPence: Pence;
}

/** One option started in one term, with everything that follows from it worked out. */
export interface Candidate {
  optionId: string;
  /** Term in which work starts. */
  term: number;
  /** First term throughout which the result is in place; may equal the number of terms (complete after the horizon). */
  completeTerm: number;
  /** By financial year: money spent because of this candidate, less what it saves; revenue may be negative. */
  capitalPence: Pence[];
  revenuePence: Pence[];
  /**
   * Of the revenue, by financial year, what is not the option's own price: ending what it replaces early, less what that no
   * longer costs. Left out where it replaces nothing.
   */
  besidePricePence?: Pence[];
  /** By financial year: what the two amounts may come to while prices are ranges; left out where they are quotes. */
  capitalRange?: PenceRange[];
  revenueRange?: PenceRange[];
  /** By term. */
  staffDays: number[];
  /** Requirements that hold from `completeTerm` until `lapsesTerm`. */
  satisfies: string[];
  /** First term in which the result no longer holds (its own support has ended); null where it lasts past the horizon. */
  lapsesTerm: number | null;
  /** Cash to the horizon, both pots together, all savings taken off: level 4. */
  wholeLifePence: Pence;
  wholeLifeRange: PenceRange;
  /** Guesses behind the cost, and what each adds to the range; left out where nothing behind it is guessed. */
  guesses?: GuessEffect[];
  /** The last day on which the school can decide and still start then, and what sets that day. */
  decideBy: PlainDate | null;
  decideByReason: string | null;
}

export interface PlanOption {
  id: string;
  name: string;
  heading: NationalHeading;
  /** True where the price is a range from the library and no quote has replaced it. */
  placeholderPrice: boolean;
  /**
   * Needs that must have a completed placement before this option starts, beside the need's own `after`: moving files to the
   * cloud waits for the line, renewing the server does not.
   */
  after?: string[];
  /** Requirements that it would meet, where every start of it is ruled out: no candidate says so then. */
  wouldSatisfy?: string[];
}

/** Why an option may not start in a term: shown to people, and the answer to "why not earlier?". */
export interface RuledOutStart {
  optionId: string;
  term: number;
  /** lead-in, holiday, contract, blackout, not-yet-needed */
  kind: string;
  reason: string;
}

export interface PlanNeed {
  id: string;
  name: string;
  /** What people recognise: connection, wifi, network, cyber, safeguarding, devices, systems, leadership. */
  group: string;
  /** The facts or gaps that make this a need, in words. */
  because: string[];
  options: PlanOption[];
  candidates: Candidate[];
  ruledOut: RuledOutStart[];
  /** Needs that must have a completed placement before a candidate of this one starts. */
  after: string[];
  /** What is lost where nothing is placed, in words, and its cash by year (an old contract rolling on is already in the base line: nought here). */
  doNothing: string;
}

/** At most one of these options may be placed, whichever needs they belong to. */
export interface Exclusion {
  id: string;
  reason: string;
  optionIds: string[];
}

/** A chosen start. Written `none` (optionId null) where people have decided to do nothing for a need. */
export interface ChosenStart {
  needId: string;
  optionId: string | null;
  term: number;
}

export interface PlanningProblem {
  format: 'cairn.problem/1';
  terms: PlanTerm[];
  years: PlanYear[];
  capitalCarriesForward: boolean;
  /** Days of the school's own people that the plan may use, by term. */
  staffDaysPerTerm: number[];
  standards: PlanStandard[];
  requirements: PlanRequirement[];
  needs: PlanNeed[];
  exclusions: Exclusion[];
  /** Starts that people have fixed: the plan must hold them. */
  locks: ChosenStart[];
  /** The plan that people agreed before, where there is one: level 5 keeps to it. */
  agreed: ChosenStart[];
}

export interface Placement {
  needId: string;
  optionId: string;
  term: number;
  completeTerm: number;
  locked: boolean;
}

export type LimitKind = 'capital' | 'revenue' | 'staff' | 'window' | 'precedence' | 'exclusion' | 'lock' | 'contract';

/** One objective level of the certificate. Every level is "less is better"; `bound` is a proven lower bound on it. */
export interface PlanLevel {
  level:
    | 'duties'
    | 'core-standards'
    | 'core-lateness'
    | 'requirement-terms'
    | 'later-requirement-terms'
    | 'whole-life-cost'
    | 'changes';
  /** Requirement-terms, standards, standard-terms, weighted requirement-terms unmet (the core's, then the rest's), pence, placements changed. */
  value: number;
  bound: number;
  proven: boolean;
}

/** How much of one limit the placements use. `over` is nought or less in a valid plan. */
export interface LimitUse {
  kind: LimitKind;
  id: string;
  used: number;
  allowed: number;
}

export interface Certificate {
  status: 'proven' | 'gap' | 'infeasible';
  levels: PlanLevel[];
  /** Relative gap of the first level not proven, 0 where all are. */
  gap: number;
  limits: LimitUse[];
  solver: string;
  /** Counted work (branch-and-bound nodes), not seconds. */
  work: number;
  /**
   * Why the proof is not finished, once nothing more is tried: the counted work was used up, the time was, or the solver broke
   * down. Left out where it is finished, or still going on.
   */
  stopped?: 'work' | 'time' | 'solver';
}

/** Why a placement is where it is. Each part is confirmed by a re-solve in the planner's tests. */
export interface PlacementReason {
  needId: string;
  /**
   * The limit that holds it: relaxing it alone would move it earlier, or, where it holds it `together` with others, relaxing
   * all of them would; null where it starts as early as it is needed.
   */
  binding: { kind: LimitKind; id: string; detail: string; together?: { kind: LimitKind; id: string }[] } | null;
  /** What waiting a year does: extra (or saved) whole-life cost, and requirement-terms lost. */
  delayOneYear: {
    costPence: Pence;
    requirementTermsLost: number;
    possible: boolean;
    /** True where no plan that waits is better; else a good plan that waits was found, and a better one may exist. */
    proven?: boolean;
  } | null;
  /**
   * The cheapest change that would bring it forward: of one limit, or of one `together` with others. `isEnough`: others of the
   * plan move too, and the amount is what that plan takes, which may not be the least.
   */
  bringForward: {
    kind: LimitKind;
    id: string;
    amount: number;
    toTerm: number;
    together?: { kind: LimitKind; id: string; amount: number }[];
    isEnough?: boolean;
  } | null;
}

export interface UnmetRequirement {
  requirementId: string;
  /** Terms of the horizon in which it is not met. */
  terms: number;
  metAtEnd: boolean;
  /** Least extra money (over all years together) with which a plan would meet it; null where money alone would not. */
  leastExtraPence: Pence | null;
  /** Where money alone would not: the fewest limits to relax that would, by how much, and the least money beside them. */
  relaxing?: {
    limits: { kind: LimitKind; id: string; detail: string; amount: number | null }[];
    /** Null where that was not settled within the effort allowed. */
    extraPence: Pence | null;
  };
  reason: string;
}

export interface Plan {
  format: 'cairn.plan/1';
  /** SHA-256 over the canonical JSON of the problem and placements: same input and library, same hash, on any machine. */
  hash: string;
  problemHash: string;
  placements: Placement[];
  certificate: Certificate;
  /** Filled once asked for: they take further solves. */
  reasons: PlacementReason[];
  unmet: UnmetRequirement[];
}

/** Where no plan holds all limits and locks: the smallest set to relax. */
export interface Conflict {
  limits: { kind: LimitKind; id: string; detail: string }[];
}
