/**
 * The entries of a school's registers as rules see them: the register's own fields, and a few that follow from them (the
 * end of support by the catalogue, the days between which a thing was bought). What an expression may read, and how a value
 * is shown, both follow from the fields listed here.
 */
import { formatDate, plainDate, type PlainDate } from '../domain/dates.ts';
import {
  connectionSchema,
  contractSchema,
  contractTypes,
  equipmentKinds,
  equipmentSchema,
  systemKinds,
  systemSchema,
  type Connection,
  type Contract,
  type Equipment,
  type SchoolRecord,
  type System,
} from '../domain/record.ts';
import { supportEndOn, supportEndWords } from './known-equipment.ts';
import type { Register } from './rule-file.ts';
import { wifiNumber } from './wifi-generations.ts';

/** What a field can hold beside "not known". A `text` that stands for one of few words has them in `choices`. */
export interface EntryField {
  kind: 'text' | 'number' | 'yes-no' | 'date';
  choices: readonly string[] | null;
  canBeUnknown: boolean;
}

type Value = string | number | boolean | null;
/** An entry: a class of its own for each register, because the expression language knows types by their class. */
export class RuleEntry {
  readonly [field: string]: Value;
}
export class EquipmentEntry extends RuleEntry {}
export class SystemEntry extends RuleEntry {}
export class ConnectionEntry extends RuleEntry {}
export class ContractEntry extends RuleEntry {}

export const entryClasses = {
  equipment: EquipmentEntry,
  systems: SystemEntry,
  connections: ConnectionEntry,
  contracts: ContractEntry,
} as const satisfies Record<Register, typeof RuleEntry>;

/** Which field says what kind of entry it is, and the kinds there are. */
export const kindsOf: Record<Register, { field: string; kinds: readonly string[] }> = {
  equipment: { field: 'kind', kinds: equipmentKinds },
  systems: { field: 'kind', kinds: systemKinds },
  connections: { field: 'role', kinds: ['main', 'backup'] },
  contracts: { field: 'type', kinds: contractTypes },
};

const derived = (kind: EntryField['kind'], canBeUnknown = true): EntryField => ({ kind, choices: null, canBeUnknown });

/** Every field of every register by its name. */
export const entryFields: Record<Register, ReadonlyMap<string, EntryField>> = {
  equipment: new Map([
    ...fieldsOf(equipmentSchema.shape),
    ['supportEnds', derived('date')],
    ['supportIsSure', derived('yes-no', false)],
    ['supportWords', derived('text')],
    ['supportOrWarrantyWords', derived('text')],
    ['boughtFirst', derived('date')],
    ['boughtLast', derived('date')],
    ['boughtWords', derived('text', false)],
    ['wifiNumber', derived('number')],
  ]),
  systems: new Map(fieldsOf(systemSchema.shape)),
  connections: new Map(fieldsOf(connectionSchema.shape)),
  contracts: new Map([
    ...fieldsOf(contractSchema.shape),
    ['name', derived('text', false)],
    ['lastDay', derived('date')],
  ]),
};

/** What of the record's schema a rule can read: plain values, not lists or tables. */
function fieldsOf(shape: Record<string, { safeParse(value: unknown): { success: boolean } }>): [string, EntryField][] {
  return Object.entries(shape).flatMap(([name, schema]): [string, EntryField][] => {
    const takes = (value: unknown) => schema.safeParse(value).success;
    const canBeUnknown = takes(null);
    const choices = choicesOf(schema);
    if (choices !== null) return [[name, { kind: 'text', choices, canBeUnknown }]];
    if (takes(true)) return [[name, { kind: 'yes-no', choices: null, canBeUnknown }]];
    if (takes(1) || takes(2000)) return [[name, { kind: 'number', choices: null, canBeUnknown }]];
    if (takes('2026-01-31') && !takes('soon')) return [[name, { kind: 'date', choices: null, canBeUnknown }]];
    return takes('some words') ? [[name, { kind: 'text', choices: null, canBeUnknown }]] : [];
  });
}

/** The words of an enumeration, below "may be null" and "has a default". */
function choicesOf(schema: unknown): readonly string[] | null {
  let inner: unknown = schema;
  for (let depth = 0; depth < 5 && typeof inner === 'object' && inner !== null; depth += 1) {
    if ('options' in inner && Array.isArray(inner.options) && inner.options.every((one) => typeof one === 'string'))
      return inner.options;
    inner = 'unwrap' in inner && typeof inner.unwrap === 'function' ? Reflect.apply(inner.unwrap, inner, []) : null;
  }
  return null;
}

const kept = new WeakMap<object, RuleEntry>();

/** The entries of a register in the record's order. */
export function entriesOf(record: SchoolRecord, register: Register): RuleEntry[] {
  if (register === 'equipment') return record.equipment.map((item) => entryOf(item, ofEquipment));
  if (register === 'systems')
    return record.systems.map((item) => entryOf(item, (own: System) => fill(new SystemEntry(), own)));
  if (register === 'connections')
    return record.connections.map((item) => entryOf(item, (own: Connection) => fill(new ConnectionEntry(), own)));
  return record.contracts.map((item) => entryOf(item, ofContract));
}

function entryOf<T extends object>(item: T, make: (item: T) => RuleEntry): RuleEntry {
  let entry = kept.get(item);
  if (entry === undefined) {
    entry = make(item);
    kept.set(item, entry);
  }
  return entry;
}

/** Lists and tables of the entry (`unread`, `sources`) come along, but no expression may name them. */
function fill(entry: RuleEntry, ...parts: object[]): RuleEntry {
  return Object.assign(entry, ...parts) as RuleEntry;
}

function ofEquipment(item: Equipment): RuleEntry {
  const end = supportEndOn(item);
  const words = end === null ? null : supportEndWords(end);
  const warranty = item.warrantyEndsOn === null ? null : `not known; warranty until ${formatDate(item.warrantyEndsOn)}`;
  const bought = boughtBetween(item);
  return fill(new EquipmentEntry(), item, {
    supportEnds: end?.value ?? null,
    supportIsSure: end?.isLatest !== true,
    supportWords: words,
    supportOrWarrantyWords: words ?? warranty,
    boughtFirst: bought?.first ?? null,
    boughtLast: bought?.last ?? null,
    boughtWords: boughtWords(item),
    wifiNumber: item.wifiGeneration === null ? null : wifiNumber(item.wifiGeneration),
  });
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

/** `lastDay`: a contract that renews by itself runs on past its end, until notice has been given or it was ended. */
function ofContract(contract: Contract): RuleEntry {
  const { endedOn, endsOn, renewal, noticeGivenOn } = contract;
  const runsOn = renewal === 'automatic' && noticeGivenOn === null;
  return fill(new ContractEntry(), contract, { name: contract.title, lastDay: endedOn ?? (runsOn ? null : endsOn) });
}
