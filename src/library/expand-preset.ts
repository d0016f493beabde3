/** From a typical school to the items of one school's registers, every value marked as a guess with its range. Pure. */
import { formatPounds } from '../domain/money.ts';
import type { RegisterName } from '../domain/guesses.ts';
import {
  connectionSchema,
  contractSchema,
  equipmentSchema,
  systemSchema,
  type Connection,
  type Contract,
  type Equipment,
  type SchoolRecord,
  type System,
  type ValueSource,
} from '../domain/record.ts';
import type { PlainDate } from '../domain/dates.ts';
import type { Source } from './library.ts';
import type { Preset, PresetBasis, PresetEntry } from './presets.ts';

/** What an expanded preset holds, in the record's shape. */
export interface TypicalItems {
  contracts: Contract[];
  systems: System[];
  equipment: Equipment[];
  connections: Connection[];
}

/** Every item that came from a preset has an id that begins so. */
export const TYPICAL_ID = 'typical-';

/** Yearly costs are guesses in whole tens of pounds. */
const POUNDS_STEP = 10;

/** A number worked out for one school. */
interface Worked {
  low: number;
  typical: number;
  high: number;
}

/**
 * The items of a school of that many pupils, on that day. The same preset and school give the same items with the same ids.
 * Links lead only to items that are among them.
 */
export function expandPreset(preset: Preset, school: { pupils: number }, on: PlainDate): TypicalItems {
  const ids = new Set(preset.entries.map(({ register, id }) => `${register} ${id}`));
  const raw = (register: RegisterName) =>
    preset.entries
      .filter((entry) => entry.register === register)
      .map((entry) => itemOf(entry, preset, school.pupils, on, ids));
  return {
    contracts: raw('contract').map((item) => contractSchema.parse(item)),
    systems: raw('system').map((item) => systemSchema.parse(item)),
    equipment: raw('equipment').map((item) => equipmentSchema.parse(item)),
    connections: raw('connection').map((item) => connectionSchema.parse(item)),
  };
}

/**
 * Those items that the record has nothing like yet: a contract, system, equipment or line of the same kind stays the only one.
 * Links to what is left out are left open.
 */
export function missingFrom(record: SchoolRecord, items: TypicalItems): TypicalItems {
  const keep = <T extends Item>(own: readonly T[], typical: readonly T[]): T[] => {
    const there = new Set(own.map(kindKey));
    return typical.filter((row) => !there.has(kindKey(row)));
  };
  const contracts = keep(record.contracts, items.contracts);
  const equipment = keep(record.equipment, items.equipment);
  const known = new Set([...contracts, ...equipment].map(({ id }) => id));
  const linked = (id: string | null) => (id !== null && known.has(id) ? id : null);
  return {
    contracts,
    equipment,
    systems: keep(record.systems, items.systems).map((row) => ({
      ...row,
      contractId: linked(row.contractId),
      equipmentId: linked(row.equipmentId),
    })),
    connections: keep(record.connections, items.connections).map((row) => ({
      ...row,
      contractId: linked(row.contractId),
    })),
  };
}

type Item = TypicalItems[keyof TypicalItems][number];

/**
 * What kind of thing an item of a register is: two with the same key stand for the same thing. Software and "other" are many
 * things, and there the name is the key.
 */
export function kindKey(item: Item): string {
  if ('title' in item) {
    const { type, title } = item;
    return type === null || type === 'software' || type === 'other' ? `named ${title.toLowerCase()}` : type;
  }
  if ('role' in item) return item.role;
  return item.kind === 'other' ? `named ${item.name.toLowerCase()}` : item.kind;
}

function itemOf(
  entry: PresetEntry,
  preset: Preset,
  pupils: number,
  on: PlainDate,
  ids: ReadonlySet<string>,
): Record<string, unknown> {
  const { register, name, kind } = entry;
  const item: Record<string, unknown> = {
    id: TYPICAL_ID + entry.id,
    [register === 'contract' ? 'title' : 'name']: name,
    [register === 'contract' ? 'type' : register === 'connection' ? 'role' : 'kind']: kind,
  };
  const guess = (source: Source, range?: { low: number; high: number }, words?: string): ValueSource => ({
    from: 'assumed',
    on,
    note: `typical for ${preset.name}${words === undefined ? '' : `, ${words}`} (${source.title})`,
    ...(range !== undefined && range.low < range.high && { range }),
  });
  const sources: Record<string, ValueSource> = { '*': guess(entry.source) };
  const put = (field: string, value: unknown, source: ValueSource) => {
    item[field] = value;
    sources[field] = source;
  };
  if (entry.count !== null) {
    const { low, typical, high } = countOf(entry.count, baseOf(entry.count.per, preset, pupils));
    put('quantity', typical, guess(entry.count.source, { low, high }, between(low, high)));
  }
  if (entry.age !== null) {
    const year = Number(on.slice(0, 4));
    const range = { low: year - entry.age.high, high: year - entry.age.low };
    put('boughtYear', year - entry.age.typical, guess(entry.age.source, range, between(range.low, range.high)));
  }
  if (entry.yearlyCost !== null) {
    const { low, typical, high } = poundsOf(entry.yearlyCost, baseOf(entry.yearlyCost.per, preset, pupils));
    const range = { low: low * 100, high: high * 100 };
    const words = low < high ? `${formatPounds(range.low)} to ${formatPounds(range.high)}` : undefined;
    put('annualCostPence', typical * 100, guess(entry.yearlyCost.source, range, words));
  }
  for (const [field, { value, source }] of Object.entries(entry.facts)) put(field, value, guess(source));
  for (const [field, { low, typical, high, source }] of Object.entries(entry.figures)) {
    put(field, typical, guess(source, { low, high }, between(low, high)));
  }
  for (const [field, to] of Object.entries(entry.links)) {
    if (ids.has(`${field === 'contractId' ? 'contract' : 'equipment'} ${to}`)) item[field] = TYPICAL_ID + to;
  }
  return { ...item, sources };
}

function baseOf(per: PresetBasis, preset: Preset, pupils: number): number {
  if (per === 'school') return 1;
  return per === 'hundred-pupils' ? pupils / 100 : Math.max(1, Math.ceil(pupils / preset.classSize));
}

/** At least one: an entry is about something that is typically there. The range may reach down to none. */
function countOf(rate: Worked, base: number): Worked {
  const typical = Math.max(1, Math.round(rate.typical * base));
  return {
    low: Math.min(typical, Math.floor(rate.low * base)),
    typical,
    high: Math.max(typical, Math.ceil(rate.high * base)),
  };
}

function poundsOf(rate: Worked, base: number): Worked {
  const step = (pounds: number) => Math.round(pounds / POUNDS_STEP) * POUNDS_STEP;
  return { low: step(rate.low * base), typical: step(rate.typical * base), high: step(rate.high * base) };
}

function between(low: number, high: number): string | undefined {
  return low < high ? `${low} to ${high}` : undefined;
}
