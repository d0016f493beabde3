/** Rules on equipment: what it is, and until when its maker supports it. */
import { addDays, formatDate, type PlainDate } from '../domain/dates.ts';
import type { Equipment, SchoolRecord } from '../domain/record.ts';
import { supportEndOn, type KnownDate } from '../library/known-equipment.ts';
import type { FactChange, FactRule } from './facts.ts';
import { everyEntry, found, link, namesOf, thresholdFor, unknown, yesNo } from './finding.ts';

type Kind = Equipment['kind'];

export const ACCESS_POINTS: readonly Kind[] = ['access-point'];
export const SWITCHES: readonly Kind[] = ['core-switch', 'access-switch'];
const FIREWALLS: readonly Kind[] = ['firewall'];
/** Kinds that run software which their maker keeps safe. A battery unit or "other" need not. */
const SUPPORTED_KINDS: readonly Kind[] = [
  'server',
  'core-switch',
  'access-switch',
  'access-point',
  'router',
  'firewall',
  'desktop',
  'laptop',
  'chromebook',
  'tablet',
  'panel',
  'printer',
  'phone',
];

/** Newer is larger. 6E stands between 6 and 7. */
const GENERATION: Record<NonNullable<Equipment['wifiGeneration']>, number> = {
  '4': 4,
  '5': 5,
  '6': 6,
  '6E': 6.5,
  '7': 7,
};

/** What a hub's link to the core carries at the least. */
const HUB_MBPS = 10_000;

/** "Wi-Fi 6E" for 6.5: its number only says where it stands. */
export function wifiWords(generation: number): string {
  const [name] = Object.entries(GENERATION).find(([, number]) => number === generation) ?? [String(generation)];
  return `Wi-Fi ${name}`;
}

export const equipmentRules: Record<string, FactRule> = {
  'access-points-generation': {
    explains: 'Met where all access points are of the generation asked for. A mix is judged by its oldest.',
    at(record, threshold) {
      const needed = thresholdFor(record, threshold) ?? 0;
      return everyEntry('equipment', ofKinds(record, ACCESS_POINTS), {
        field: 'Wi-Fi generation',
        value: (item) => (item.wifiGeneration === null ? 'not known' : `Wi-Fi ${item.wifiGeneration}`),
        pass: (item) => (item.wifiGeneration === null ? null : GENERATION[item.wifiGeneration] >= needed),
        none: 'No access points are recorded.',
        met: `All access points are at least ${wifiWords(needed)}.`,
        notMet: (failing) => `${namesOf(failing)}: older than ${wifiWords(needed)}.`,
        notKnown: (open) => `The Wi-Fi generation of ${namesOf(open)} is not recorded.`,
      });
    },
  },
  'access-points-managed': managedRule(ACCESS_POINTS, 'access points'),
  'access-points-supported': supportedRule(ACCESS_POINTS, 'access points'),
  'switches-managed': managedRule(SWITCHES, 'switches'),
  'switches-supported': supportedRule(SWITCHES, 'switches'),
  'firewalls-supported': supportedRule(FIREWALLS, 'firewalls'),
  'equipment-supported': supportedRule(SUPPORTED_KINDS, 'equipment'),
  'switches-port-speed': {
    explains: 'Met where every switch gives the speed asked for to the desktop.',
    at(record, threshold) {
      const needed = thresholdFor(record, threshold) ?? 0;
      return everyEntry('equipment', ofKinds(record, SWITCHES), {
        field: 'Port speed',
        value: (item) => (item.portSpeedMbps === null ? 'not known' : `${item.portSpeedMbps} Mbps`),
        pass: (item) => (item.portSpeedMbps === null ? null : item.portSpeedMbps >= needed),
        none: 'No switches are recorded.',
        met: `All switches give ${needed} Mbps or more.`,
        notMet: (failing) => `${namesOf(failing)}: slower than ${needed} Mbps.`,
        notKnown: (open) => `The port speed of ${namesOf(open)} is not recorded.`,
      });
    },
  },
  'access-points-wpa3': {
    explains: 'Met where all access points are recorded as offering WPA3; not met where one does not.',
    at: (record) =>
      everyEntry('equipment', ofKinds(record, ACCESS_POINTS), {
        field: 'WPA3',
        value: (item) => yesNo(item.wpa3),
        pass: (item) => item.wpa3,
        none: 'No access points are recorded.',
        met: 'All access points offer WPA3.',
        notMet: (failing) => `${namesOf(failing)}: no WPA3.`,
        notKnown: (open) => `Whether ${namesOf(open)} offers WPA3 is not recorded.`,
      }),
  },
  'switches-uplink': {
    explains: `Not met where an edge switch joins the core at less than ${HUB_MBPS / 1000} Gbps. Otherwise not known: the second link and its route are not recorded.`,
    at: (record) =>
      everyEntry('equipment', ofKinds(record, ['access-switch']), {
        field: 'Speed towards the core',
        value: (item) => (item.uplinkMbps === null ? 'not known' : `${item.uplinkMbps} Mbps`),
        pass: (item) => (item.uplinkMbps !== null && item.uplinkMbps < HUB_MBPS ? false : null),
        none: 'No edge switches are recorded.',
        met: 'Every hub is joined as asked.',
        notMet: (failing) => `${namesOf(failing)}: less than ${HUB_MBPS / 1000} Gbps towards the core.`,
        notKnown: () => 'By how many links, and on which routes, the hubs join the core is not recorded.',
      }),
  },
  'core-switches-on-ups': {
    explains: 'Met where every core switch is recorded as fed by a battery unit.',
    at: (record) =>
      everyEntry('equipment', ofKinds(record, ['core-switch']), {
        field: 'On a battery unit',
        value: (item) => yesNo(item.onUps),
        pass: (item) => item.onUps,
        none: 'No core switch is recorded.',
        met: 'Every core switch is on a battery unit.',
        notMet: (failing) => `${namesOf(failing)} is not on a battery unit.`,
        notKnown: (open) => `Whether ${namesOf(open)} is on a battery unit is not recorded.`,
      }),
  },
  'support-dates-recorded': {
    explains:
      'Met where every recorded group that needs its maker’s support has an end-of-support date, its own or the catalogue’s.',
    at(record) {
      const items = ofKinds(record, SUPPORTED_KINDS);
      if (items.length === 0) return unknown('No equipment is recorded.');
      const open = items.filter((item) => supportEndOn(item) === null);
      if (open.length === 0) return found('met', 'Every group of equipment has the date on which support ends.');
      return found(
        'not-met',
        `${open.length} of ${items.length} groups of equipment have no date on which support ends.`,
        open.map((item) => link('equipment', item, 'Support ends', 'not known')),
        open.map(({ id }) => id),
      );
    },
  },
};

export function ofKinds(record: SchoolRecord, kinds: readonly Kind[]): Equipment[] {
  return record.equipment.filter((item) => kinds.includes(item.kind));
}

function managedRule(kinds: readonly Kind[], words: string): FactRule {
  return {
    explains: `Met where all ${words} are recorded as managed from one place.`,
    at: (record) =>
      everyEntry('equipment', ofKinds(record, kinds), {
        field: 'Managed from one place',
        value: (item) => yesNo(item.centrallyManaged),
        pass: (item) => item.centrallyManaged,
        none: `No ${words} are recorded.`,
        met: `All ${words} are managed from one place.`,
        notMet: (failing) => `${namesOf(failing)}: not managed from one place.`,
        notKnown: (open) => `Whether ${namesOf(open)} is managed from one place is not recorded.`,
      }),
  };
}

/**
 * The end of support decides, the school's own date or the catalogue's. Where there is neither, a running warranty shows support until its last day; after that
 * nothing is known, because many makers go on past the warranty.
 */
function supportedRule(kinds: readonly Kind[], words: string): FactRule {
  return {
    explains: `Met until the first end of support among the ${words}; a running warranty stands in where that is not recorded.`,
    at: (record, _threshold, day) =>
      everyEntry('equipment', ofKinds(record, kinds), {
        field: 'Support ends',
        value: supportWords,
        pass: (item) => supportedOn(item, day),
        none: `No ${words} ${words === 'equipment' ? 'is' : 'are'} recorded.`,
        met: `All ${words} ${words === 'equipment' ? 'is' : 'are'} supported.`,
        notMet: (failing) => `${namesOf(failing)}: no longer supported.`,
        notKnown: (open) => `Until when ${namesOf(open)} is supported is not recorded.`,
      }),
    changes: (record) => ofKinds(record, kinds).flatMap(supportChanges),
  };
}

/** "14 October 2025 (catalogue: Windows 10)": a date that the school did not write down says so. */
export function supportEndWords({ value, entry }: KnownDate): string {
  return entry === null ? formatDate(value) : `${formatDate(value)} (catalogue: ${entry.title})`;
}

function supportedOn(item: Equipment, day: PlainDate): boolean | null {
  const end = supportEndOn(item);
  if (end !== null) return end.value >= day;
  return item.warrantyEndsOn !== null && item.warrantyEndsOn >= day ? true : null;
}

export function supportChanges(item: Equipment): FactChange[] {
  const end = supportEndOn(item);
  if (end !== null)
    return [{ on: addDays(end.value, 1), because: `Support of ${item.name} ends on ${supportEndWords(end)}` }];
  if (item.warrantyEndsOn !== null)
    return [
      {
        on: addDays(item.warrantyEndsOn, 1),
        because: `The warranty of ${item.name} ends on ${formatDate(item.warrantyEndsOn)}`,
      },
    ];
  return [];
}

function supportWords(item: Equipment): string {
  const end = supportEndOn(item);
  if (end !== null) return supportEndWords(end);
  return item.warrantyEndsOn === null ? 'not known' : `not known; warranty until ${formatDate(item.warrantyEndsOn)}`;
}
