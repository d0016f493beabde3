/**
 * The rules by which the registers answer requirements. A requirement in `library/editions` names its rule (`fact: …`).
 *
 * A rule says what it finds on one day, and on which days its finding may change by itself: `status/facts-over-time.ts`
 * makes intervals of the two. What the registers do not hold is never taken as "no": it is not known, and the question is
 * asked instead. The exceptions are the registers themselves, whose gaps are what is asked about.
 */
import type { PlainDate } from '../domain/dates.ts';
import type { SchoolRecord } from '../domain/record.ts';
import type { Requirement } from '../library/library.ts';
import { backupRules } from './facts-backup.ts';
import { connectionRules } from './facts-connection.ts';
import { deviceRules } from './facts-devices.ts';
import { equipmentRules } from './facts-equipment.ts';
import { registerRules } from './facts-registers.ts';
import { serverRules } from './facts-servers.ts';
import { systemRules } from './facts-systems.ts';
import type { FactFinding, FactLink } from './results.ts';

/** What a rule may read of the requirement that names it. */
export type Threshold = Requirement['threshold'];

/** A day on which a rule's finding may change by itself. */
export interface FactChange {
  /** First day of the new state. */
  on: PlainDate;
  because: string;
}

export interface FactRule {
  /** What it looks at and when it says what, for the guide and for whoever edits the library. */
  explains: string;
  at(record: SchoolRecord, threshold: Threshold, day: PlainDate): FactFinding;
  /** Left out where the finding cannot change by itself. */
  changes?(record: SchoolRecord): FactChange[];
}

/** Every rule by name. */
export const factRules: Readonly<Record<string, FactRule>> = {
  ...connectionRules,
  ...equipmentRules,
  ...backupRules,
  ...registerRules,
  ...serverRules,
  ...deviceRules,
  ...systemRules,
};

export function factRuleNames(): ReadonlySet<string> {
  return new Set(Object.keys(factRules));
}

export type { FactFinding, FactLink };
