/** Rules on laptops, desktops and tablets: fixes, tags, editions, and how long what was bought lasts. */
import { addDays, addMonths, formatDate, plainDate, type PlainDate } from '../domain/dates.ts';
import type { Equipment, SchoolRecord } from '../domain/record.ts';
import { supportEndOn } from '../library/known-equipment.ts';
import { ofKinds, supportChanges, supportEndWords } from './facts-equipment.ts';
import type { FactRule } from './facts.ts';
import { everyEntry, namesOf, thresholdFor, unknown } from './finding.ts';

export const COMPUTERS: readonly Equipment['kind'][] = ['desktop', 'laptop', 'chromebook'];
export const TABLETS: readonly Equipment['kind'][] = ['tablet'];
export const DEVICES: readonly Equipment['kind'][] = [...COMPUTERS, ...TABLETS];
const NONE = 'No laptops, desktops or tablets are recorded.';

/** Made for families. It wins over any other word: "Windows 11 Home (education discount)". */
const FOR_HOMES = /\bhome\b/i;
const FOR_WORK = /\b(?:pro|professional|edu|education|enterprise)\b|\bchrome ?os\b|\bipados\b/i;

/** A span from the day of buying that should last for years. `end` null: not known. `isSure` false: it may have ended earlier. */
interface Span {
  field: string;
  endOf(item: Equipment): { end: PlainDate | null; isSure: boolean; words: string };
  what: string;
}

const SUPPORT: Span = {
  field: 'Support ends',
  endOf(item) {
    const known = supportEndOn(item);
    return { end: known?.value ?? null, isSure: known?.isLatest !== true, words: supportWords(item) };
  },
  what: 'security fixes',
};

const WARRANTY: Span = {
  field: 'Warranty ends',
  endOf: ({ warrantyEndsOn: end }) => ({ end, isSure: true, words: end === null ? 'not known' : formatDate(end) }),
  what: 'warranty',
};

export const deviceRules: Record<string, FactRule> = {
  'devices-supported': {
    explains:
      'Met until the first end of support among the laptops, desktops and tablets. A warranty does not stand in for it: it brings no fixes.',
    at: (record, _threshold, day) =>
      everyEntry('equipment', ofKinds(record, DEVICES), {
        field: 'Support ends',
        value: supportWords,
        pass: (item) => hasFixes(item, day),
        none: NONE,
        met: 'All devices still get security fixes.',
        notMet: (failing) => `${namesOf(failing)}: no more security fixes.`,
        notKnown: (open) => `Until when ${namesOf(open)} gets security fixes is not recorded.`,
      }),
    changes: (record) =>
      ofKinds(record, DEVICES)
        .filter((item) => supportEndOn(item) !== null)
        .flatMap(supportChanges),
  },
  'devices-tagged': {
    explains:
      'Met where every laptop, desktop and tablet is recorded one by one, each with its tag. Never not met: a tag may not be written down yet.',
    at: (record) =>
      everyEntry('equipment', ofKinds(record, DEVICES), {
        field: 'Tag',
        value: (item) => item.assetTag ?? 'not known',
        // One tag on a row of thirty says nothing of the other twenty-nine.
        pass: (item) => (item.assetTag !== null && item.quantity === 1 ? true : null),
        none: NONE,
        met: 'Every device has its tag in the register.',
        notMet: (failing) => `${namesOf(failing)}: no tag.`,
        notKnown: (open) => `The tag of each of ${namesOf(open)} is not recorded.`,
      }),
  },
  'devices-edition': {
    explains:
      'Not met where the operating system of a device says Home. Met where all say Pro, Education, Enterprise, ChromeOS or iPadOS.',
    at: (record) =>
      everyEntry('equipment', ofKinds(record, DEVICES), {
        field: 'Operating system',
        value: (item) => item.operatingSystem ?? 'not known',
        pass: (item) => isForWork(item.operatingSystem),
        none: NONE,
        met: 'All devices run a school or business edition.',
        notMet: (failing) => `${namesOf(failing)}: an edition made for homes.`,
        notKnown: (open) => `Which edition ${namesOf(open)} runs is not recorded.`,
      }),
  },
  'computers-support-years': yearsRule(COMPUTERS, 'laptops and desktops', SUPPORT),
  'tablets-support-years': yearsRule(TABLETS, 'tablets', SUPPORT),
  'computers-warranty-years': yearsRule(COMPUTERS, 'laptops and desktops', WARRANTY),
  'tablets-warranty-years': yearsRule(TABLETS, 'tablets', WARRANTY),
};

function hasFixes(item: Equipment, day: PlainDate): boolean | null {
  const end = supportEndOn(item);
  if (end === null) return null;
  return end.value >= day;
}

function supportWords(item: Equipment): string {
  const end = supportEndOn(item);
  return end === null ? 'not known' : supportEndWords(end);
}

function isForWork(operatingSystem: string | null): boolean | null {
  if (operatingSystem === null) return null;
  if (FOR_HOMES.test(operatingSystem)) return false;
  return FOR_WORK.test(operatingSystem) ? true : null;
}

/** Whether what was bought lasts as many years as asked for, counted from the day it was bought. Gifts were not bought. */
function yearsRule(kinds: readonly Equipment['kind'][], words: string, span: Span): FactRule {
  return {
    explains: `Met where all ${words} that were bought have ${span.what} for as many years from the day they were bought. With only the year of buying known, a doubtful one is not known.`,
    at(record: SchoolRecord, threshold) {
      const years = thresholdFor(record, threshold);
      if (years === null) return unknown('No number of years is set.');
      const bought = ofKinds(record, kinds).filter(({ acquiredAs }) => acquiredAs !== 'donated');
      return everyEntry('equipment', bought, {
        field: span.field,
        value: (item) => `${span.endOf(item).words}, bought ${boughtWords(item)}`,
        pass: (item) => lastsYears(item, span, years),
        none: `No ${words} that were bought are recorded.`,
        met: `All ${words} have ${span.what} for at least ${years} years.`,
        notMet: (failing) => `${namesOf(failing)}: ${span.what} for less than ${years} years.`,
        notKnown: (open) => `For how many years ${namesOf(open)} has ${span.what} is not recorded.`,
      });
    },
  };
}

function lastsYears(item: Equipment, span: Span, years: number): boolean | null {
  const { end, isSure } = span.endOf(item);
  const bought = boughtBetween(item);
  if (end === null || bought === null) return null;
  // Bought on 1 September 2025 for three years: it ends on 31 August 2028, or the day after in some registers.
  if (addDays(end, 1) < addMonths(bought.first, years * 12)) return false;
  return isSure && addDays(end, 1) >= addMonths(bought.last, years * 12) ? true : null;
}

/** The first and the last day on which it can have been bought; null where neither day nor year is recorded. */
function boughtBetween({ boughtOn, boughtYear }: Equipment): { first: PlainDate; last: PlainDate } | null {
  if (boughtOn !== null) return { first: boughtOn, last: boughtOn };
  const first = boughtYear === null ? null : plainDate(boughtYear, 1, 1);
  const last = boughtYear === null ? null : plainDate(boughtYear, 12, 31);
  return first === null || last === null ? null : { first, last };
}

function boughtWords({ boughtOn, boughtYear }: Equipment): string {
  if (boughtOn !== null) return formatDate(boughtOn);
  return boughtYear === null ? 'on a day that is not known' : `in ${boughtYear}`;
}
