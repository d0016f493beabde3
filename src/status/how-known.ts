/**
 * How a result is known, in one shape whatever it rests on: on what basis, by whom, when, and until when. For an answer that
 * is what was said with it; for a fact it is where the register's values came from.
 */
import { formatDate, type PlainDate } from '../domain/dates.ts';
import type { AnswerBasis, SchoolRecord, ValueSource } from '../domain/record.ts';
import type { FactLink, StatusInterval } from './results.ts';

/** `register`: written down in a register. `plan`: what the plan will bring, or what a finished item of it has brought. */
export type KnownBasis = AnswerBasis | 'register' | 'plan';

export interface HowKnown {
  basis: KnownBasis;
  /** A person, a role, a file; null where nobody wrote that down. */
  by: string | null;
  on: PlainDate | null;
  /** The last day of this result, where something ends it by itself. */
  until: PlainDate | null;
}

/** Null where nothing is known, or where nobody needs to say: what kind of school it is. */
export function howKnown(
  record: SchoolRecord,
  interval: Pick<StatusInterval, 'grounds' | 'answer' | 'chain' | 'effect' | 'to' | 'endsBecause'>,
): HowKnown | null {
  const until = interval.endsBecause === null ? null : interval.to;
  switch (interval.grounds) {
    case 'plan':
      return { basis: 'plan', by: interval.effect?.name ?? null, on: null, until };
    case 'answer': {
      const { answer } = interval;
      return answer && { basis: answer.basis, by: answer.by, on: answer.answeredOn, until: answer.until };
    }
    case 'fact':
      return { ...byRegister(record, interval.chain), until };
    default:
      return null;
  }
}

/** The latest source of the entries that decide; measured or by the plan only where all of them are. */
function byRegister(record: SchoolRecord, chain: readonly FactLink[]): Omit<HowKnown, 'until'> {
  const sources = chain.map((link) => sourceOf(record, link));
  const known = sources.filter((source) => source !== null);
  const latest = known.toSorted((a, b) => (a.on > b.on ? -1 : 1))[0];
  if (latest === undefined) return { basis: 'register', by: null, on: null };
  const isAll = (from: ValueSource['from']) =>
    known.length === sources.length && known.every((one) => one.from === from);
  const basis = isAll('measured') ? 'measured' : isAll('plan') ? 'plan' : 'register';
  return { basis, by: latest.note, on: latest.on };
}

/** Which field of an entry a link speaks of, by the words of the library's rules. */
export const FIELDS: Readonly<Record<string, string>> = {
  'support ends': 'supportEndsOn',
  'warranty ends': 'warrantyEndsOn',
  'wi-fi generation': 'wifiGeneration',
  'port speed': 'portSpeedMbps',
  wpa3: 'wpa3',
  'speed towards the core': 'uplinkMbps',
  'on a battery unit': 'onUps',
  'managed from one place': 'centrallyManaged',
  'locked away': 'lockedAway',
  lasts: 'upsMinutes',
  tag: 'assetTag',
  'operating system': 'operatingSystem',
  'how people sign in': 'signOn',
  'restore last tried': 'restoreTestedOn',
  copies: 'backupCopies',
  devices: 'backupDevices',
  'away from the school': 'backupOffSite',
  'cannot be changed': 'backupImmutable',
  'kind of line': 'technology',
  'takes over by itself': 'automaticFailover',
  'speed down': 'downMbps',
  'speed up': 'upMbps',
  'back within': 'recoveryHours',
  bought: 'boughtYear',
  ends: 'endsOn',
  kind: 'kind',
};

function sourceOf(record: SchoolRecord, { target, field }: FactLink): ValueSource | null {
  const lists = {
    contract: record.contracts,
    system: record.systems,
    equipment: record.equipment,
    connection: record.connections,
    register: [],
  };
  const item = lists[target.kind].find(({ id }) => id === target.id);
  if (item === undefined) return null;
  // A tried restore is a test: the day that it was tried on is the day that it is known from.
  if (FIELDS[field.toLowerCase()] === 'restoreTestedOn' && 'restoreTestedOn' in item && item.restoreTestedOn !== null) {
    return { from: 'measured', on: item.restoreTestedOn, note: null };
  }
  return item.sources[FIELDS[field.toLowerCase()] ?? '*'] ?? item.sources['*'] ?? null;
}

const BASIS_WORDS: Record<KnownBasis, string> = {
  asserted: 'Said',
  document: 'Document',
  measured: 'Measured or tested',
  'seen-by-peer': 'Seen by a peer',
  register: 'From your registers',
  plan: 'By the plan',
};

/** "Document, by the network manager, 3 May 2026, until 2 May 2027". What is not known is left out. */
export function howKnownWords({ basis, by, on, until }: HowKnown): string {
  return [
    BASIS_WORDS[basis],
    ...(by === null ? [] : [basis === 'register' || basis === 'plan' ? by : `by ${by}`]),
    ...(on === null ? [] : [formatDate(on)]),
    ...(until === null ? [] : [`until ${formatDate(until)}`]),
  ].join(', ');
}
