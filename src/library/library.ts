/**
 * The shapes of what the sector knows: standards by edition, questions, needs and the options that meet them. The data is
 * in `library/` as YAML; {@link ./load.ts} reads and checks it. An entry without a source does not load.
 */
import type { NationalHeading } from '../domain/planning.ts';
import type { PlainDate } from '../domain/dates.ts';
import type { Equipment, Phase, School } from '../domain/record.ts';
import type { FactRules } from './fact-rule.ts';
import type { Preset } from './presets.ts';
import type { Term } from './glossary.ts';
import type { Lifecycles } from './lifecycle.ts';

export interface Source {
  title: string;
  url: string;
  asAt: PlainDate;
  licence: string;
  /** Marks of doubt carried from the research: third-party transcription, vendor, recalled, derived, disputed. */
  confidence: 'seen' | 'two-or-more' | 'transcription' | 'vendor' | 'recalled' | 'derived' | 'disputed';
}

export interface Category {
  id: string;
  name: string;
  core: boolean;
  /** The plan's group that its needs belong to. */
  group: string;
  lead: string;
  consult: string[];
  /** The day by which its standards should be fully met; null where none is set. */
  dueOn: PlainDate | null;
  dueNote: string | null;
  /** The answer that says its equipment no longer does its work: what waits for replacement is then due at once. */
  underperforming: { questionId: string; choices: string[] } | null;
  source: Source;
  local?: LocalMark[];
}

export interface Standard {
  id: string;
  categoryId: string;
  name: string;
  asks: string;
  why: string;
  dependsOn: string[];
  source: Source;
  /** Only by a local rule: the day by which it should be met, where that is before its category's. */
  dueOn?: PlainDate;
  local?: LocalMark[];
}

/**
 * What a local rule has done to a part of an edition, and who asks for it. `national` holds what the edition asked before, so
 * that a page can say both; where several sets change the same, each has its own mark.
 */
export type LocalMark = LocalOrigin &
  (
    | { kind: 'add' }
    | { kind: 'threshold'; asked: Threshold; national: Threshold }
    | { kind: 'level' }
    | { kind: 'trigger'; national: Trigger }
    | { kind: 'due'; on: PlainDate; national: PlainDate | null }
    | { kind: 'guidance'; text: string; url: string | null }
  );

/** The set that a rule is of. */
export interface LocalOrigin {
  setId: string;
  ruleId: string;
  setName: string;
  /** The trust's or authority's name. */
  by: string;
  asAt: PlainDate;
}

/** A local rule that does nothing under this edition: what it names is gone, or the edition asks as much by itself. */
export interface LocalLookAgain extends LocalOrigin {
  why: 'gone' | 'not-stricter' | 'unknown-rule' | 'other-unit';
  /** What is the matter, in a sentence. */
  message: string;
}

/** Present where local rules have been applied to the edition. */
export interface LocalOverlay {
  sets: { id: string; name: string; by: string; asAt: PlainDate; rules: number }[];
  /** The rules that have been applied: `<set>.<rule>`. */
  applied: string[];
  lookAgain: LocalLookAgain[];
}

/**
 * When a requirement bites. Due at once: `now`, `every-week`, `every-term`, `every-year`, and `before` (others build on it).
 * Those that wait: `at-replacement`, `at-maintenance` (at the next planned work, and at replacement at the latest),
 * `before-buying`, `at-contract-end`, `at-policy-review`, and `after` (not asked until other requirements are met).
 */
export const triggers = [
  'now',
  'every-week',
  'every-term',
  'every-year',
  'before',
  'at-replacement',
  'at-maintenance',
  'before-buying',
  'at-contract-end',
  'at-policy-review',
  'after',
] as const;
export type Trigger = (typeof triggers)[number];

/** Which schools are asked: all that is said must hold. What a record does not know is taken to hold. */
export interface Applicability {
  phases?: Phase[] | undefined;
  governance?: School['governance'][] | undefined;
  /** Only schools with a sixth form, or only those without. */
  sixthForm?: boolean | undefined;
  /** Only schools with at least so many sites. */
  leastSites?: number | undefined;
  /** Only schools that have something of one of these kinds. */
  equipment?: Equipment['kind'][] | undefined;
  /** One plain sentence: whom it is asked of. It is the reason shown where it does not apply. */
  because: string;
}

/** By what something is a duty today: an Act or regulations, or statutory guidance, which schools must have regard to. */
export interface Duty {
  kind: 'law' | 'statutory-guidance';
  /** Its name, as it is shown. */
  by: string;
  source: Source;
}

/** A number to reach, in a unit; what a phase has no number for takes that of all. */
export interface Threshold {
  unit: string;
  /** The number is the most that is allowed; left out, it is the least. */
  atMost?: boolean | undefined;
  byPhase: Partial<Record<Phase, number>>;
  all?: number;
}

export interface Requirement {
  id: string;
  standardId: string;
  /** One testable statement, in our own words. */
  text: string;
  level: 'must' | 'should';
  trigger: Trigger;
  /** Name of a rule in `status/triggers.ts` that finds the day of the trigger in the registers; null where none can. */
  triggerRule: string | null;
  /** Only for the trigger `after`: it is not asked before all of these requirements are met. */
  after?: string[] | undefined;
  /** Only for the trigger `before`: the requirements that build on it. */
  before?: string[] | undefined;
  /** Which schools are asked; all where left out. */
  appliesTo?: Applicability | undefined;
  /** In force as a legal or statutory duty today. */
  duty: boolean;
  /** By what it is a duty. */
  dutyBy?: Duty | undefined;
  weight: number;
  /** Who leads, and whom they ask, where that is not as in the whole category. */
  lead?: string | undefined;
  consult?: string[] | undefined;
  threshold: Threshold | null;
  evidence: string;
  dependsOn: string[];
  /** Id of a rule of `library/rules/` that can answer it from the registers. */
  fact: string | null;
  /** A question, the choices that mean met, and those that mean that it does not concern the school. */
  question: { id: string; met: string[]; notApplicable?: string[] | undefined } | null;
  source: Source;
  /**
   * Only by a local rule. What waits is due on this day at the latest, even where its equipment is supported for longer; what
   * does not wait (only a local rule's own requirement can have a day then) is not due before.
   */
  localDue?: { on: PlainDate; by: string[] };
  /** Only of a local rule's own requirement: whatever the plan does for this national one meets it too. */
  metWith?: string | null;
  local?: LocalMark[];
}

export interface Question {
  id: string;
  categoryId: string;
  text: string;
  hint: string;
  /** Who can usually answer it. */
  asks: string;
  choices: { id: string; label: string }[];
  /** Asked only where the facts have not already answered all requirements that use it. */
  skipWhenKnown: boolean;
}

export interface Edition {
  id: string;
  title: string;
  asAt: PlainDate;
  categories: Category[];
  standards: Standard[];
  requirements: Requirement[];
  questions: Question[];
  /** The library's catalogue, by which dates that a school did not write down are known: the same for every edition. */
  lifecycles: Lifecycles;
  /** The library's rules by which registers answer requirements: the same for every edition. */
  rules: FactRules;
  local?: LocalOverlay;
}

/** A price by size of school, before a quote. Whole pounds in the YAML, pence here. */
export interface PriceModel {
  basis: 'school' | 'per-pupil' | 'per-item';
  bands: { upToPupils: number | null; lowPence: number; highPence: number }[];
  /** Only for `per-item`, where no equipment of the need's kinds is recorded: how many pupils to one item. */
  pupilsPerItem?: number;
  /** Where a running contract is replaced and its yearly cost is known, this share of that cost stands in place of the bands. */
  percentOfContract?: { low: number; high: number };
}

export interface OptionTemplate {
  id: string;
  name: string;
  kind: 'buy' | 'lease' | 'managed' | 'cloud' | 'extend' | 'switch-supplier' | 'keep' | 'do';
  summary: string;
  oneOffCapital: PriceModel | null;
  oneOffRevenue: PriceModel | null;
  yearlyRevenue: PriceModel | null;
  heading: NationalHeading;
  leadInDays: number;
  durationTerms: number;
  /** Days without pupils that the work needs at a stretch; 0 where it disturbs nobody. */
  holidayDays: number;
  staffDays: number;
  /** Days of the school's own people in every later year that it stands (a yearly review, say). */
  yearlyStaffDays?: number;
  /** Requirement ids that hold once it is complete. */
  satisfies: string[];
  /** Needs that must be complete before it starts, where the school has them and something of them is not in place yet. */
  after: string[];
  /** The same, even where what they are about still holds: the last server goes once everything on it has moved. */
  afterAll?: string[];
  /** Contract types whose running contract it makes unnecessary. */
  endsContractTypes: string[];
  /** System kinds that it moves away from the school's own server. */
  movesSystems: string[];
  /** Options that cannot stand beside it. */
  excludes: string[];
  /** Years until it needs doing again; null where it stands past the horizon. */
  lifeYears: number | null;
  /** Only offered to schools of these phases; to all where left out. */
  phases?: Phase[];
  source: Source;
}

/** What makes a need arise. Any one of the parts that are present suffices. */
export interface NeedTemplate {
  id: string;
  name: string;
  group: string;
  requirements: string[];
  equipmentKinds: string[];
  systems: { kind: string; hosting: string }[];
  contractTypes: string[];
  doNothing: string;
  options: OptionTemplate[];
  /** One need for each contract or each equipment group that raises it, where left out one for the school. */
  each?: 'contract' | 'equipment';
  /**
   * Others wait for this need while one of these requirements is not met, due or not (files wait for a fibre line even while
   * the copper line's contract runs). Where left out, they wait while anything of it is not met and due.
   */
  holdsUpUntil?: string[];
  /** Not raised where one of these needs is: they already deal with it. */
  unless?: string[];
  /** Contracts below this yearly cost do not raise it. */
  minYearlyPence?: number;
  /** What the need itself asks beside the standards' requirements ("the servers are within support"), with its weight from 1 to 9. */
  keeps?: {
    text: string;
    weight: number;
    /** Counts with the duties: what must not stop because safety hangs on it (calls to 999, alarms). */
    duty?: boolean;
  };
  /** A day from which doing nothing no longer works, whatever the records say (the phone network's switch-off). */
  deadline?: { on: PlainDate; note: string; source: Source };
}

/** What became of the requirements between two editions that follow each other. */
export interface EditionChanges {
  from: string;
  to: string;
  added: { id: string }[];
  removed: { id: string }[];
  /** What the change means for a school, in one sentence. */
  changed: { id: string; what: string }[];
  /** Gone from the later edition, where another requirement stands in its place. */
  superseded: { id: string; by: string }[];
}

export interface FrameworkRequirement {
  id: string;
  group: string;
  text: string;
  level: 'must' | 'should';
  trigger: 'now' | 'every-year' | 'every-term';
  duty: boolean;
  /** To miss it fails the whole assessment. */
  mustPass: boolean;
  evidence: string;
  source: Source;
}

/**
 * How a requirement of a framework and one of an edition stand to each other, in either direction. `equal`: each is met where
 * the other is. `part-of`: `from` asks for a part of what `to` asks for, so it is met where `to` is, never the other way
 * round. `overlaps`: neither says that the other is met.
 */
export interface FrameworkLink {
  from: string;
  to: string;
  relation: 'equal' | 'part-of' | 'overlaps';
}

/** How a framework maps to the requirements of one edition: who says so, and since when. */
export interface FrameworkMapping {
  edition: string;
  assertedBy: string;
  on: PlainDate;
  links: FrameworkLink[];
  /** What no requirement of the edition touches, and why. */
  unmapped: { id: string; why: string }[];
}

/** What somebody beside the Department asks: a certificate, an insurer's conditions, a duty. */
export interface Framework {
  id: string;
  name: string;
  version: string;
  publisher: string;
  asAt: PlainDate;
  inForceFrom: PlainDate;
  appliesTo: string;
  note: string;
  source: Source;
  requirements: FrameworkRequirement[];
  mappings: FrameworkMapping[];
}

export interface Library {
  /** By their day, the latest last. */
  editions: Edition[];
  /** One for each edition after the first. */
  changes: EditionChanges[];
  frameworks: Framework[];
  needs: NeedTemplate[];
  presets: Preset[];
  lifecycles: Lifecycles;
  /** Words of the trade with their meanings, by name. */
  terms: Term[];
}
