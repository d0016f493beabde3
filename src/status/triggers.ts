/**
 * When a requirement that is not met becomes due.
 *
 * Most are due at once. Those that wait (`at-replacement`, `at-maintenance`, `before-buying`, `at-contract-end`,
 * `at-policy-review`, `after`) are due from the first of:
 * - the day after the thing that they wait for ends: support of the equipment that fails, the main line's contract;
 * - the day by which the category should be met (2030), unless support of all the failing equipment is recorded as running
 *   past it: a network that works and is supported is no failure even then;
 * - at once, where someone has answered that the equipment no longer does its work.
 *
 * The day of planned work on the network and that of a policy's review are not recorded. The first is put at the end of
 * support, by when it comes at the latest; the second is said to be not known.
 *
 * Where a category has no such day (only the core six have one), a wait whose day is not known goes on: a school that writes
 * nothing down of its servers is not told that a new server room is due today. It is said that the day is not known.
 */
import { addDays, formatDate, type PlainDate } from '../domain/dates.ts';
import { isInUse } from '../domain/in-use.ts';
import type { Contract, Equipment, SchoolRecord } from '../domain/record.ts';
import { supportEndOn, supportEndWords } from '../library/known-equipment.ts';
import type { Category, Requirement, Trigger as TriggerKind } from '../library/library.ts';
import { waits } from '../library/local-rules.ts';
import {
  ACCESS_POINTS,
  COMPUTERS,
  DEVICES,
  fullFibre,
  mainLines,
  ofKinds,
  SERVERS,
  SWITCHES,
  TABLETS,
} from './trigger-entries.ts';
import type { FactLink } from './results.ts';

/** From when it is due: `from` null means already, unless `isOpen`: then it waits for a day that nobody knows. */
export interface Due {
  from: PlainDate | null;
  isOpen: boolean;
  because: string | null;
  chain: FactLink[];
}

interface Trigger {
  /** Day from which it is due by this trigger; null where it has come already, undefined where the day is not known. */
  from: PlainDate | null | undefined;
  because: string | null;
  chain: FactLink[];
  /** True where the wait may run past the category's date. */
  outlastsCategory: boolean;
}

interface TriggerRule {
  /** What it waits for, after "not due until". */
  waitsFor: string;
  find(record: SchoolRecord, failing: readonly string[]): Trigger;
}

const AT_ONCE: Due = { from: null, isOpen: false, because: null, chain: [] };
const NOT_RECORDED: Trigger = { from: undefined, because: null, chain: [], outlastsCategory: false };

/** Every trigger rule by name: a requirement in the library names its own (`triggerRule: …`). */
export const triggerRules: Readonly<Record<string, TriggerRule>> = {
  'access-points-support-end': supportEndOf(ACCESS_POINTS, 'the access points are due to be replaced'),
  'switches-support-end': supportEndOf(SWITCHES, 'the switches are due to be replaced'),
  'servers-support-end': supportEndOf(SERVERS, 'the servers are due to be replaced'),
  'devices-support-end': supportEndOf(DEVICES, 'laptops, desktops or tablets are due to be replaced'),
  'computers-support-end': supportEndOf(COMPUTERS, 'laptops or desktops are due to be replaced'),
  'tablets-support-end': supportEndOf(TABLETS, 'tablets are due to be replaced'),
  'main-line-contract-end': { waitsFor: 'the contract of the main line ends', find: mainLineEnd },
  'cloud-contracts-end': { waitsFor: 'a contract of a cloud system ends', find: cloudContractEnd },
  'with-main-line': { waitsFor: 'the contract of the main line ends', find: withMainLine },
};

export function triggerRuleNames(): ReadonlySet<string> {
  return new Set(Object.keys(triggerRules));
}

const AT_REPLACEMENT: ReadonlySet<TriggerKind> = new Set(['at-replacement', 'at-maintenance']);
/** What is waited for where no rule says it, after "not due until". */
const WAITS_FOR: Partial<Record<TriggerKind, string>> = { 'at-policy-review': 'the policy is next reviewed' };

/**
 * When the requirement is due where it is not met. `failing` are the ids of the entries that its fact rule found wanting;
 * `after` is when what it waits for is met, for the trigger `after`.
 */
export function dueOf(
  record: SchoolRecord,
  category: Category,
  requirement: Requirement,
  failing: readonly string[],
  after: Due | null = null,
): Due {
  if (!waits(requirement)) return AT_ONCE;
  if (requirement.trigger === 'after') return byCategory(category, after ?? AT_ONCE);
  if (AT_REPLACEMENT.has(requirement.trigger) && isUnderperforming(record, category))
    return { ...AT_ONCE, because: 'The equipment no longer does its work, by your answer.' };
  const rule = requirement.triggerRule === null ? undefined : triggerRules[requirement.triggerRule];
  const trigger = rule?.find(record, failing) ?? NOT_RECORDED;
  if (trigger.from === null) return { ...AT_ONCE, because: trigger.because, chain: trigger.chain };
  const { dueOn } = category;
  if (trigger.from !== undefined && (dueOn === null || trigger.from <= dueOn || trigger.outlastsCategory))
    return { from: trigger.from, isOpen: false, because: trigger.because, chain: trigger.chain };
  if (dueOn === null) {
    const waitsFor = rule?.waitsFor ?? WAITS_FOR[requirement.trigger] ?? 'what it waits for ends';
    return { from: null, isOpen: true, because: `Not due until ${waitsFor}; the day is not known.`, chain: [] };
  }
  return {
    from: dueOn,
    isOpen: false,
    because: `${category.name} should be met by ${formatDate(dueOn)}.`,
    chain: trigger.chain,
  };
}

/** A wait for others ends at the category's own day at the latest. */
function byCategory({ name, dueOn }: Category, due: Due): Due {
  const isAtOnce = due.from === null && !due.isOpen;
  if (dueOn === null || isAtOnce || (due.from !== null && due.from <= dueOn)) return due;
  return { from: dueOn, isOpen: false, because: `${name} should be met by ${formatDate(dueOn)}.`, chain: due.chain };
}

function isUnderperforming(record: SchoolRecord, category: Category): boolean {
  const { underperforming } = category;
  if (underperforming === null) return false;
  const answer = record.answers.find(({ questionId }) => questionId === underperforming.questionId);
  return answer !== undefined && underperforming.choices.includes(answer.choice);
}

function supportEndOf(kinds: readonly Equipment['kind'][], waitsFor: string): TriggerRule {
  return { waitsFor, find: (record, failing) => supportEnd(ofKinds(record, kinds), failing, record.asAt) };
}

/** The first end of support among the equipment that fails (or among all of it, where the answer is by question). */
function supportEnd(items: Equipment[], failing: readonly string[], asAt: PlainDate): Trigger {
  const concerned = items.filter((item) => {
    return (failing.length === 0 || failing.includes(item.id)) && isInUse(item, asAt);
  });
  const ends = concerned.flatMap((item) => {
    const end = supportEndOn(item);
    return end === null ? [] : [{ item, end }];
  });
  const [first] = ends.sort((a, b) => (a.end.value < b.end.value ? -1 : 1));
  if (first === undefined) return NOT_RECORDED;
  const { item, end } = first;
  const from = addDays(end.value, 1);
  const value = supportEndWords(end);
  return {
    from: from <= asAt ? null : from,
    because: `Support of ${item.name} ${from <= asAt ? 'ended' : 'ends'} ${end.isLatest ? 'by' : 'on'} ${value}.`,
    chain: [{ target: { kind: 'equipment', id: item.id }, name: item.name, field: 'Support ends', value }],
    outlastsCategory: ends.length === concerned.length,
  };
}

/** The end of the main line's contract: by the line's own reference, else by any broadband contract. */
function mainLineEnd(record: SchoolRecord): Trigger {
  const named = new Set(mainLines(record).flatMap(({ contractId }) => contractId ?? []));
  const byName = record.contracts.filter(({ id }) => named.has(id));
  return contractEnd(record, byName.length > 0 ? byName : record.contracts.filter(({ type }) => type === 'broadband'));
}

/** The first contract to end of those that a cloud system names, and of those for a cloud platform. */
function cloudContractEnd(record: SchoolRecord): Trigger {
  const named = new Set(
    record.systems.flatMap(({ hosting, contractId }) => (hosting === 'cloud' ? (contractId ?? []) : [])),
  );
  return contractEnd(
    record,
    record.contracts.filter(({ id, type }) => named.has(id) || type === 'cloud-platform'),
  );
}

/**
 * The first of the contracts still running to end. Where all have ended, they roll on and can be left at any time, so it is
 * due already.
 */
function contractEnd(record: SchoolRecord, contracts: readonly Contract[]): Trigger {
  const candidates = contracts
    .filter(
      (contract): contract is Contract & { endsOn: PlainDate } => contract.endsOn !== null && contract.endedOn === null,
    )
    .sort((a, b) => (a.endsOn < b.endsOn ? -1 : 1));
  const running = candidates.find(({ endsOn }) => endsOn >= record.asAt);
  const contract = running ?? candidates.at(-1);
  if (contract === undefined) return NOT_RECORDED;
  const ends = formatDate(contract.endsOn);
  return {
    from: running ? addDays(contract.endsOn, 1) : null,
    because: running ? `${contract.title} ends on ${ends}.` : `${contract.title} ended on ${ends}.`,
    chain: [{ target: { kind: 'contract', id: contract.id }, name: contract.title, field: 'Ends', value: ends }],
    outlastsCategory: false,
  };
}

/** A backup comes with the full fibre line, or soon after: due already where that line is there, else when its turn comes. */
function withMainLine(record: SchoolRecord): Trigger {
  const chain = fullFibre(record);
  if (chain === null) return mainLineEnd(record);
  return {
    from: null,
    because: 'The full fibre line that it belongs to is there.',
    chain,
    outlastsCategory: false,
  };
}
