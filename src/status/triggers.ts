/**
 * When a requirement that is not met becomes due.
 *
 * Most are due at once. Those that wait (`at-replacement`, `at-contract-end`) are due from the first of:
 * - the day after the thing that they wait for ends: support of the equipment that fails, the main line's contract;
 * - the day by which the category should be met (2030), unless support of all the failing equipment is recorded as running
 *   past it: a network that works and is supported is no failure even then;
 * - at once, where someone has answered that the equipment no longer does its work.
 *
 * The fallback on the category's date means that an unrecorded end never lets a requirement wait for ever.
 */
import { addDays, formatDate, type PlainDate } from '../domain/dates.ts';
import { isInUse } from '../domain/in-use.ts';
import type { Contract, Equipment, SchoolRecord } from '../domain/record.ts';
import { supportEndOn } from '../library/known-equipment.ts';
import type { Category, Requirement } from '../library/library.ts';
import { ACCESS_POINTS, ofKinds, supportEndWords, SWITCHES } from './facts-equipment.ts';
import { fullFibre, mainLines } from './facts-connection.ts';
import type { FactLink } from './results.ts';

/** From when it is due: `from` null means already. */
export interface Due {
  from: PlainDate | null;
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

type TriggerRule = (record: SchoolRecord, failing: readonly string[]) => Trigger;

const AT_ONCE: Due = { from: null, because: null, chain: [] };
const NOT_RECORDED: Trigger = { from: undefined, because: null, chain: [], outlastsCategory: false };

/** Every trigger rule by name: a requirement in the library names its own (`triggerRule: …`). */
export const triggerRules: Readonly<Record<string, TriggerRule>> = {
  'access-points-support-end': (record, failing) => supportEnd(ofKinds(record, ACCESS_POINTS), failing, record.asAt),
  'switches-support-end': (record, failing) => supportEnd(ofKinds(record, SWITCHES), failing, record.asAt),
  'main-line-contract-end': contractEnd,
  'with-main-line': withMainLine,
};

export function triggerRuleNames(): ReadonlySet<string> {
  return new Set(Object.keys(triggerRules));
}

/** When the requirement is due where it is not met. `failing` are the ids of the entries that its fact rule found wanting. */
export function dueOf(
  record: SchoolRecord,
  category: Category,
  requirement: Requirement,
  failing: readonly string[],
): Due {
  if (requirement.trigger !== 'at-replacement' && requirement.trigger !== 'at-contract-end') return AT_ONCE;
  if (requirement.trigger === 'at-replacement' && isUnderperforming(record, category))
    return { from: null, because: 'The equipment no longer does its work, by your answer.', chain: [] };
  const rule = requirement.triggerRule === null ? undefined : triggerRules[requirement.triggerRule];
  const trigger = rule?.(record, failing) ?? NOT_RECORDED;
  if (trigger.from === null) return { from: null, because: trigger.because, chain: trigger.chain };
  const { dueOn } = category;
  if (trigger.from !== undefined && (dueOn === null || trigger.from <= dueOn || trigger.outlastsCategory))
    return { from: trigger.from, because: trigger.because, chain: trigger.chain };
  // No date at all to wait for: asked for now rather than never.
  if (dueOn === null) return AT_ONCE;
  return {
    from: dueOn,
    because: `${category.name} should be met by ${formatDate(dueOn)}.`,
    chain: trigger.chain,
  };
}

function isUnderperforming(record: SchoolRecord, category: Category): boolean {
  const { underperforming } = category;
  if (underperforming === null) return false;
  const answer = record.answers.find(({ questionId }) => questionId === underperforming.questionId);
  return answer !== undefined && underperforming.choices.includes(answer.choice);
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

/**
 * The end of the main line's contract: by the line's own reference, else by any broadband contract. The first of those still
 * running counts. Where all have ended, the line rolls on and can be left at any time, so it is due already.
 */
function contractEnd(record: SchoolRecord): Trigger {
  const named = new Set(mainLines(record).flatMap(({ contractId }) => contractId ?? []));
  const byName = record.contracts.filter(({ id }) => named.has(id));
  const candidates = (byName.length > 0 ? byName : record.contracts.filter(({ type }) => type === 'broadband'))
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
  const fibre = fullFibre(record);
  if (fibre.outcome !== 'met') return contractEnd(record);
  return {
    from: null,
    because: 'The full fibre line that it belongs to is there.',
    chain: fibre.chain,
    outlastsCategory: false,
  };
}
