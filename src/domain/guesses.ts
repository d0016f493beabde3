/**
 * Guesses in a record: values that came from a typical school and that nobody at this school has looked at yet. They let a
 * first plan be made; they never answer a standard, and the plan's cost range allows for each of them being off.
 */
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
} from './record.ts';

export type RegisterName = 'contract' | 'system' | 'equipment' | 'connection';

/** An item of one of the four registers, as far as guesses go. */
export type Guessable = Contract | System | Equipment | Connection;

/** One value that is a guess. */
export interface Guess {
  register: RegisterName;
  id: string;
  /** What the item goes by. */
  name: string;
  field: string;
  value: unknown;
  source: ValueSource;
}

/** How much of a record is known, and how much of that is guessed. */
export interface FactCount {
  facts: number;
  guesses: Guess[];
}

/** What an item goes by and what Cairn keeps beside its values are no facts about the school. */
const NOT_FACTS: ReadonlySet<string> = new Set(['id', 'title', 'name', 'notes', 'unread', 'sources']);

/** The record's own fields: what is worked out from them and kept beside them is no fact, and goes with its guess. */
const RECORD_FIELDS: ReadonlySet<string> = new Set(
  [contractSchema, systemSchema, equipmentSchema, connectionSchema].flatMap(({ shape }) => Object.keys(shape)),
);

/** Where the value of a field came from; null where that was never written down or there is no value. */
export function sourceOfValue(item: Guessable, field: string): ValueSource | null {
  const value = valueOf(item, field);
  if (value === null || value === undefined || value === '') return null;
  return item.sources[field] ?? item.sources['*'] ?? null;
}

/** True where the field holds a guess. */
export function isGuess(item: Guessable, field: string): boolean {
  return sourceOfValue(item, field)?.from === 'assumed';
}

/**
 * Between what a guessed number may lie, its own value always within; null where the field holds no guess, or one that
 * names no range.
 */
export function guessRange(item: Guessable, field: string): { low: number; high: number } | null {
  const source = sourceOfValue(item, field);
  const value = valueOf(item, field);
  if (source?.from !== 'assumed' || source.range === undefined || typeof value !== 'number') return null;
  const { low, high } = source.range;
  return { low: Math.min(low, value), high: Math.max(high, value) };
}

/** Every filled field of the four registers, and those among them that are guesses. */
export function countFacts(record: SchoolRecord): FactCount {
  const guesses: Guess[] = [];
  let facts = 0;
  for (const [register, items] of registersOf(record)) {
    for (const item of items) {
      for (const field of filledFields(item)) {
        facts += 1;
        const source = sourceOfValue(item, field);
        if (source?.from !== 'assumed') continue;
        guesses.push({ register, id: item.id, name: nameOfItem(item), field, value: valueOf(item, field), source });
      }
    }
  }
  return { facts, guesses };
}

/** True where nobody has typed, imported or confirmed anything of the item: it may not be there at all. */
export function isWholeGuess(item: Guessable): boolean {
  if (item.sources['*']?.from !== 'assumed') return false;
  return filledFields(item).every((field) => isGuess(item, field));
}

/** Whether anything in the record is a guess: a look at the sources only, for registers of thousands of rows. */
export function holdsGuesses(record: SchoolRecord): boolean {
  return registersOf(record).some(([, items]) => items.some(({ sources }) => holdsGuess(sources)));
}

/**
 * The record without its guesses: items that are nothing but guesses left out, guessed values of the others unknown. What a
 * standard is judged by: a guess may say what is likely, never that a standard is met.
 */
export function withoutGuesses(record: SchoolRecord): SchoolRecord {
  if (!holdsGuesses(record)) return record;
  return {
    ...record,
    contracts: known(record.contracts),
    systems: known(record.systems),
    equipment: known(record.equipment),
    connections: known(record.connections),
  };
}

/** Fields that a column always fills: nothing to make unknown. */
const ALWAYS_FILLED: ReadonlySet<string> = new Set(['kind', 'role', 'quantity']);

function known<T extends Guessable>(items: readonly T[]): T[] {
  return items
    .filter((item) => !isWholeGuess(item))
    .map((item) => {
      const guessed = filledFields(item).filter((field) => !ALWAYS_FILLED.has(field) && isGuess(item, field));
      if (guessed.length === 0) return item;
      const own = Object.entries(item).filter(([field]) => RECORD_FIELDS.has(field));
      return { ...Object.fromEntries(own), ...Object.fromEntries(guessed.map((field) => [field, null])) } as T;
    });
}

function holdsGuess(sources: Readonly<Record<string, ValueSource>>): boolean {
  return Object.values(sources).some(({ from }) => from === 'assumed');
}

function registersOf(record: SchoolRecord): (readonly [RegisterName, readonly Guessable[]])[] {
  return [
    ['contract', record.contracts],
    ['system', record.systems],
    ['equipment', record.equipment],
    ['connection', record.connections],
  ];
}

function filledFields(item: Guessable): string[] {
  return Object.entries(item).flatMap(([field, value]) => {
    const isFact = RECORD_FIELDS.has(field) && !NOT_FACTS.has(field);
    return !isFact || value === null || value === undefined || value === '' ? [] : [field];
  });
}

function valueOf(item: Guessable, field: string): unknown {
  return (item as unknown as Record<string, unknown>)[field];
}

function nameOfItem(item: Guessable): string {
  return 'title' in item ? item.title : item.name;
}
