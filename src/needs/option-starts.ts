/**
 * Every allowed start of one option of one need, with its cash, staff days and decide-by date worked out, and why the other
 * starts are not allowed.
 *
 * Cash by financial year: one-off money falls in the year of the term it starts in; yearly money runs by days from the
 * change-over (the first day of the first complete term, or the day after the replaced contract's last where that comes in
 * the holiday before) until the result lapses or the plan ends; what replaced contracts no longer cost is taken off.
 */
import {
  addDays,
  addMonths,
  daysBetween,
  earlierDate,
  formatDate,
  laterDate,
  type PlainDate,
} from '../domain/dates.ts';
import { midPence, type Pence, type PenceRange } from '../domain/money.ts';
import type { Candidate, PlanTerm, RuledOutStart } from '../domain/planning.ts';
import type { Contract, SchoolRecord } from '../domain/record.ts';
import { runDays, type Horizon } from '../domain/terms.ts';
import type { OptionTemplate } from '../library/library.ts';
import { spreadByYear } from './commitments.ts';
import { type Cash, cashRanges } from './cash-ranges.ts';
import { boundReason, leaveContract, LONGEST_DOUBLE_DAYS, safeEndFor, type Leaving } from './contract-windows.ts';
import type { FoundNeed } from './find-needs.ts';
import type { GuessedPrices } from './guessed-prices.ts';
import type { OptionPrice } from './prices.ts';

/** A result that is in place longer than this before what it replaces ends is not needed yet. */
export const EARLIEST_BEFORE_END_DAYS = { contract: 200, equipment: 366 } as const;

/** A contract that has run out may be counted on for this long before what follows it is complete. */
export const LATEST_AFTER_END_DAYS = 130;

/** A contract that renews itself may also be left at its next end, and the one after; later ones are not offered. */
export const LATEST_RENEWALS_DAYS = 800;

/** Makers seldom sell more support for something that lost it longer ago than this. */
export const LATEST_EXTENSION_DAYS = 366;

/** A day further than this after the last recorded governors' meeting has no meeting recorded for it yet. */
const MEETINGS_REACH_DAYS = 200;

export interface StartsInput {
  need: FoundNeed;
  option: OptionTemplate;
  /** The option's id in the problem. */
  optionId: string;
  price: OptionPrice;
  /** The price where the numbers behind it are at the ends of their ranges; null where none of them is a guess. */
  guessed: GuessedPrices | null;
  /** Running contracts that it makes unnecessary. */
  replaced: readonly Contract[];
  record: SchoolRecord;
  horizon: Horizon;
  terms: readonly PlanTerm[];
}

/** All starts of one option: the candidates and, with their reasons, the starts that are ruled out. */
export function startsOf(input: StartsInput): { candidates: Candidate[]; ruledOut: RuledOutStart[] } {
  const candidates: Candidate[] = [];
  const ruledOut: RuledOutStart[] = [];
  for (let term = 0; term < input.terms.length; term += 1) {
    const result = startIn(input, term);
    if ('reason' in result) ruledOut.push({ optionId: input.optionId, term, ...result });
    else candidates.push(result);
  }
  return { candidates, ruledOut };
}

function startIn(input: StartsInput, term: number): Candidate | { kind: string; reason: string } {
  const { option, record, terms, horizon, replaced, need } = input;
  const starts = terms[term];
  if (starts === undefined) throw new RangeError(`no term ${term}`);
  const leadInDays = leadInOf(input);
  const orderBy = addDays(starts.startsOn, -leadInDays);
  if (orderBy < record.asAt) {
    const reason = `Choosing and buying takes ${leadInDays} days; counted from ${formatDate(record.asAt)} that ends on ${formatDate(addDays(record.asAt, leadInDays))}, after this term starts.`;
    return { kind: 'lead-in', reason };
  }
  const shut = holidayFault(input, term);
  if (shut !== null) return shut;
  const completeTerm = Math.min(terms.length, term + option.durationTerms);
  const completeOn = terms[completeTerm]?.startsOn ?? addDays(horizon.endsOn, 1);
  const fault = untimely(input, starts.startsOn, completeOn);
  if (fault !== null) return fault;
  const leavings = replaced.flatMap((contract) => {
    return leaveContract(contract, record.asAt, completeOn, horizon.years, horizon.endsOn, record.limits) ?? [];
  });
  const duty = need.unmet.some(({ requirement }) => requirement.duty);
  for (const leaving of leavings) {
    const contract = replaced.find(({ id }) => id === leaving.contractId);
    if (contract !== undefined && leaving.doubleDays > LONGEST_DOUBLE_DAYS && !duty) {
      return { kind: 'contract', reason: boundReason(contract, leaving) };
    }
  }
  return candidateFor(input, term, completeTerm, completeOn, leavings, orderBy);
}

/** Where a start lies that need not begin within the plan's own terms: in another year or before the first term. */
export interface StartsAt {
  /** Index of the financial year that one-off money falls in; below nought where it is none of the plan's. */
  startYear: number;
  /** Index of the term; below nought before the plan's first. */
  startIndex: number;
}

/** A start with its cash, staff days and decide-by date. */
export function candidateFor(
  input: StartsInput,
  term: number,
  completeTerm: number,
  completeOn: PlainDate,
  leavings: readonly Leaving[],
  orderBy: PlainDate,
  startsAt: StartsAt = { startYear: input.terms[term]?.year ?? 0, startIndex: term },
): Candidate {
  const { option, optionId, price, horizon, terms, need } = input;
  const { years } = horizon;
  const changeOverOn = leavings.map((leaving) => leaving.changeOverOn).reduce(earlierDate, completeOn);
  const lapsesOn = option.lifeYears === null ? null : addMonths(changeOverOn, Math.round(option.lifeYears * 12));
  const lapsesTerm = lapsesOn === null || lapsesOn > horizon.endsOn ? null : firstTermCutShort(horizon, lapsesOn);
  const yearlyUntil = lapsesOn === null ? horizon.endsOn : earlierDate(addDays(lapsesOn, -1), horizon.endsOn);
  const { startYear, startIndex } = startsAt;
  const changes = (left: readonly Leaving[], index: number): Pence => {
    const year = years[index];
    if (year === undefined) return 0;
    const saved = left.reduce((sum, leaving) => sum + (leaving.savedPence[index] ?? 0), 0);
    const leaves = (leaving: Leaving): boolean => {
      return (
        laterDate(leaving.changeOverOn, year.startsOn) === leaving.changeOverOn && leaving.changeOverOn <= year.endsOn
      );
    };
    return left.filter(leaves).reduce((sum, leaving) => sum + leaving.earlyTerminationPence, 0) - saved;
  };
  const cash = (at: OptionPrice, of: (range: PenceRange) => Pence, left = leavings): Cash => {
    const yearly = spreadByYear(of(at.yearly), changeOverOn, yearlyUntil, years);
    return {
      capital: years.map((_, index) => (index === startYear ? of(at.oneOffCapital) : 0)),
      revenue: years.map((_, index) => {
        return (index === startYear ? of(at.oneOffRevenue) : 0) + (yearly[index] ?? 0) + changes(left, index);
      }),
    };
  };
  /** The same with one of the contracts at another cost. */
  const withContract = (contract: Contract): Leaving[] =>
    leavings.map((leaving) => {
      if (leaving.contractId !== contract.id) return leaving;
      return leaveContract(contract, input.record.asAt, completeOn, years, horizon.endsOn) ?? leaving;
    });
  const middle = cash(price, midPence);
  const satisfies = [...option.satisfies, ...(need.keeps === null ? [] : [need.keeps.requirementId])];
  return {
    optionId,
    term,
    completeTerm,
    capitalPence: middle.capital,
    revenuePence: middle.revenue,
    ...(leavings.length > 0 && { besidePricePence: years.map((_, index) => changes(leavings, index)) }),
    staffDays: staffDays(option, startIndex, lapsesTerm, terms.length),
    satisfies: [...new Set(satisfies)].sort(),
    lapsesTerm: lapsesTerm === null ? null : Math.max(lapsesTerm, completeTerm),
    wholeLifePence: [...middle.capital, ...middle.revenue].reduce((sum, pence) => sum + pence, 0),
    ...cashRanges({
      price,
      guessed: input.guessed,
      cash: (at, end, contract) => cash(at, end, contract && withContract(contract)),
    }),
    ...decision(input, term, orderBy, leavings),
  };
}

/** The school's own time for a replacement where a contract records it, else the library's. */
function leadInOf({ option, replaced }: StartsInput): number {
  const own = replaced.flatMap(({ leadInDays }) => leadInDays ?? []);
  return own.length > 0 ? Math.max(...own) : option.leadInDays;
}

function holidayFault(input: StartsInput, term: number): { kind: string; reason: string } | null {
  const { option, horizon } = input;
  if (option.holidayDays === 0) return null;
  const during = horizon.terms.slice(term, term + Math.max(1, option.durationTerms));
  const usable = during.some(
    ({ usableHoliday }) => usableHoliday !== null && runDays(usableHoliday) >= option.holidayDays,
  );
  if (usable) return null;
  const longest = Math.max(...during.map(({ holiday }) => runDays(holiday)));
  const wants = `The work needs ${option.holidayDays} days without pupils at a stretch`;
  if (longest >= option.holidayDays) {
    return { kind: 'blackout', reason: `${wants}, and the days that nobody may be disturbed leave too few.` };
  }
  return { kind: 'holiday', reason: `${wants}; the longest holiday then is ${longest} days.` };
}

/** A replacement long before or long after the end that it answers is not offered, unless a standard asks for one. */
function untimely(
  { need, option, record, terms }: StartsInput,
  startsOn: PlainDate,
  completeOn: PlainDate,
): { kind: string; reason: string } | null {
  const { endsOn, contract, unmet, template } = need;
  if (endsOn === null) return beforeItIsDue(need, completeOn, terms);
  if (
    option.kind === 'extend' &&
    template.deadline === undefined &&
    daysBetween(endsOn, startsOn) > LATEST_EXTENSION_DAYS
  ) {
    return {
      kind: 'too-late',
      reason: `Support ended on ${formatDate(endsOn)}; more of it can seldom be had so long after.`,
    };
  }
  if (unmet.length > 0) return null;
  if (contract !== null) return untimelyForContract(contract, endsOn, record, completeOn);
  const isEquipment = template.equipmentKinds.length > 0 && template.systems.length === 0;
  if (isEquipment && daysBetween(completeOn, endsOn) > EARLIEST_BEFORE_END_DAYS.equipment) {
    return { kind: 'not-yet-needed', reason: `It is supported until ${formatDate(endsOn)}.` };
  }
  return null;
}

/**
 * What nothing asks for yet is not offered long before its day. Not so where a standard has a day to be met by (the core six):
 * a school may well begin years ahead of that.
 */
function beforeItIsDue(
  { unmet }: FoundNeed,
  completeOn: PlainDate,
  terms: readonly PlanTerm[],
): { kind: string; reason: string } | null {
  if (unmet.length === 0 || unmet.some(({ hasDate }) => hasDate)) return null;
  const first = terms[Math.min(...unmet.map(({ metWithout }) => metWithout.indexOf(false)))];
  if (first === undefined || daysBetween(completeOn, first.startsOn) <= EARLIEST_BEFORE_END_DAYS.equipment) return null;
  return { kind: 'not-yet-needed', reason: `Nothing that it meets is due before the ${first.name.toLowerCase()}.` };
}

function untimelyForContract(
  contract: Contract,
  endsOn: PlainDate,
  { asAt, limits }: Pick<SchoolRecord, 'asAt' | 'limits'>,
  completeOn: PlainDate,
): { kind: string; reason: string } | null {
  const end = safeEndFor(contract, asAt, completeOn, limits)?.endsOn ?? endsOn;
  if (daysBetween(completeOn, end) > EARLIEST_BEFORE_END_DAYS.contract) {
    const kind = end === endsOn ? 'not-yet-needed' : 'contract';
    return {
      kind,
      reason: `The contract runs until ${formatDate(end)}${end === endsOn ? '' : ', having renewed itself'}.`,
    };
  }
  const rolls = contract.renewal === 'automatic' || contract.renewal === null;
  if (daysBetween(endsOn, completeOn) > (rolls ? LATEST_RENEWALS_DAYS : LATEST_AFTER_END_DAYS)) {
    return {
      kind: 'contract',
      reason: `The contract ends on ${formatDate(endsOn)}: this would come too long after it.`,
    };
  }
  return null;
}

/** The first term with school days on or after the day on which the result lapses. */
function firstTermCutShort({ terms }: Horizon, day: PlainDate): number | null {
  const index = terms.findIndex(({ teachingEndsOn }) => teachingEndsOn >= day);
  return index < 0 ? null : index;
}

/** Work days are shared out over the terms of the work, the first terms taking what does not divide; then yearly days, a year apart. */
function staffDays(option: OptionTemplate, term: number, lapsesTerm: number | null, terms: number): number[] {
  const days = Array.from({ length: terms }, () => 0);
  const over = Math.max(1, option.durationTerms);
  for (let index = 0; index < over; index += 1) {
    const at = term + index;
    if (at >= 0 && at < terms)
      days[at] = Math.floor(option.staffDays / over) + (index < option.staffDays % over ? 1 : 0);
  }
  const yearly = option.yearlyStaffDays ?? 0;
  for (let at = term + 3; yearly > 0 && at < (lapsesTerm ?? terms); at += 3)
    if (at >= 0) days[at] = (days[at] ?? 0) + yearly;
  return days;
}

/**
 * The last day to decide and still start in a term: the term's first day less the time to choose and buy, or the last safe
 * notice date of a contract it replaces where that is sooner, then back to the last governors' meeting. Options without a
 * price need no meeting.
 */
function decision(
  input: StartsInput,
  term: number,
  orderBy: PlainDate,
  leavings: readonly Leaving[],
): { decideBy: PlainDate; decideByReason: string } {
  const { record, replaced, price, terms } = input;
  const startsOn = terms[term]?.startsOn ?? orderBy;
  const leadInDays = leadInOf(input);
  let by = orderBy;
  let why =
    leadInDays === 0
      ? `It starts on ${formatDate(startsOn)}.`
      : `It starts on ${formatDate(startsOn)} and takes ${leadInDays} days to choose and buy.`;
  for (const { contractId, noticeBy, safeEndOn } of leavings) {
    if (noticeBy === null || noticeBy >= by) continue;
    by = noticeBy;
    const title = replaced.find(({ id }) => id === contractId)?.title ?? contractId;
    why = `Notice to end "${title}" on ${formatDate(safeEndOn)} must be given by ${formatDate(noticeBy)}.`;
  }
  const costs = [price.oneOffCapital, price.oneOffRevenue, price.yearly].some(({ highPence }) => highPence > 0);
  if (!costs) return { decideBy: by, decideByReason: why };
  const meetings = [...record.limits.governorsMeetings].sort();
  const inTime = meetings.findLast((meeting) => meeting >= record.asAt && meeting <= by);
  if (meetings.length === 0) return { decideBy: by, decideByReason: `${why} No governors' meetings are written down.` };
  if (inTime === undefined) {
    return {
      decideBy: by,
      decideByReason: `${why} No governors' meeting comes before that, so it needs a decision between meetings.`,
    };
  }
  if (daysBetween(inTime, by) > MEETINGS_REACH_DAYS) {
    return { decideBy: by, decideByReason: `${why} The governors' meetings before then are not written down yet.` };
  }
  return {
    decideBy: inTime,
    decideByReason: `${why} The last governors' meeting in time is on ${formatDate(inTime)}.`,
  };
}
