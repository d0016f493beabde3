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
  type Contract,
  type Equipment,
  type SchoolRecord,
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
const OWN = Symbol('own');
const KEPT = Symbol('kept');

/**
 * An entry: a class of its own for each register, because the expression language knows types by their class. Its fields are
 * read from the register's entry when they are asked for; most rules ask for one or two of thirty.
 */
export class RuleEntry {
  readonly [field: string]: Value;
  readonly [OWN]: object;
  [KEPT]: Map<string, unknown> | null = null;
  constructor(own: object) {
    this[OWN] = own;
  }
}
/**
 * What was worked out of an entry before under this key, else what `make` works out now. It lives as long as the entry does.
 * The key says all that it follows from, so that rules which ask the same of an entry share it.
 */
export function keptOf<T>(entry: RuleEntry, key: string, make: () => T): T {
  const kept = (entry[KEPT] ??= new Map());
  const before = kept.get(key);
  if (before !== undefined) return before as T;
  const made = make();
  kept.set(key, made);
  return made;
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

type Derived<T> = readonly [name: string, kind: EntryField['kind'], canBeUnknown: boolean, of: (item: T) => Value];

/** Fields that follow from others, with how. */
const ofEquipment: readonly Derived<Equipment>[] = [
  ['supportEnds', 'date', true, (item) => supportEndOn(item)?.value ?? null],
  // False where a source only says that support has ended: it may have ended earlier.
  ['supportIsSure', 'yes-no', false, (item) => supportEndOn(item)?.isLatest !== true],
  ['supportWords', 'text', true, supportWords],
  ['supportOrWarrantyWords', 'text', true, (item) => supportWords(item) ?? warrantyWords(item)],
  ['boughtFirst', 'date', true, (item) => boughtBetween(item)?.first ?? null],
  ['boughtLast', 'date', true, (item) => boughtBetween(item)?.last ?? null],
  ['boughtWords', 'text', false, boughtWords],
  ['wifiNumber', 'number', true, ({ wifiGeneration }) => (wifiGeneration === null ? null : wifiNumber(wifiGeneration))],
];
const ofContracts: readonly Derived<Contract>[] = [
  ['name', 'text', false, ({ title }) => title],
  ['lastDay', 'date', true, lastDay],
];

/** Every field of every register by its name. */
export const entryFields: Record<Register, ReadonlyMap<string, EntryField>> = {
  equipment: defineFields(EquipmentEntry, equipmentSchema.shape, ofEquipment),
  systems: defineFields(SystemEntry, systemSchema.shape, []),
  connections: defineFields(ConnectionEntry, connectionSchema.shape, []),
  contracts: defineFields(ContractEntry, contractSchema.shape, ofContracts),
};

type Shape = Record<string, { safeParse(value: unknown): { success: boolean } }>;

/** Lets the entries of a class be read by the fields of the record's schema and by those that follow from them. */
function defineFields<T>(
  entryClass: typeof RuleEntry,
  shape: Shape,
  derived: readonly Derived<T>[],
): ReadonlyMap<string, EntryField> {
  const plain = fieldsOf(shape);
  const define = (name: string, of: (own: never) => Value) =>
    void Object.defineProperty(entryClass.prototype, name, {
      get(this: RuleEntry) {
        return of(this[OWN] as never);
      },
    });
  for (const [name] of plain) define(name, (own: Record<string, Value>) => own[name] ?? null);
  for (const [name, , , of] of derived) define(name, of);
  return new Map([
    ...plain,
    ...derived.map(([name, kind, canBeUnknown]) => [name, { kind, choices: null, canBeUnknown }] as const),
  ]);
}

/** What of the record's schema a rule can read: plain values, not lists or tables. */
function fieldsOf(shape: Shape): [string, EntryField][] {
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

/** The entries of a register in the record's order. */
export function entriesOf(record: SchoolRecord, register: Register): RuleEntry[] {
  const entryClass = entryClasses[register];
  return record[register].map((own) => new entryClass(own));
}

function supportWords(item: Equipment): string | null {
  const end = supportEndOn(item);
  return end === null ? null : supportEndWords(end);
}

function warrantyWords({ warrantyEndsOn: end }: Equipment): string | null {
  return end === null ? null : `not known; warranty until ${formatDate(end)}`;
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

/** A contract that renews by itself runs on past its end, until notice has been given or it was ended. */
function lastDay({ endedOn, endsOn, renewal, noticeGivenOn }: Contract): PlainDate | null {
  if (endedOn !== null) return endedOn;
  return renewal === 'automatic' && noticeGivenOn === null ? null : endsOn;
}
