/** What the page of the typical school shows, worked out from the record. Pure. */
import { countFacts, type Guess, type RegisterName } from '../../domain/guesses.ts';
import type { SchoolRecord, ValueSource } from '../../domain/record.ts';
import { expandPreset, kindKey, missingFrom, presetFor, type Preset, type TypicalItems } from '../../library/index.ts';

/** Items of the record, by register, as the registers' own features name them. */
export type AnyItem = TypicalItems[keyof TypicalItems][number];

export const registerOrder: readonly { name: RegisterName; list: keyof TypicalItems }[] = [
  { name: 'equipment', list: 'equipment' },
  { name: 'system', list: 'systems' },
  { name: 'contract', list: 'contracts' },
  { name: 'connection', list: 'connections' },
];

export interface TypicalOffer {
  preset: Preset;
  /** What would be put in. */
  items: TypicalItems;
  count: number;
  /** Names of what is left out, because the school has written down its own. */
  leftOut: string[];
}

/** What a typical school would add to this one. The day is the one that the guesses are made on. */
export function offerOf(preset: Preset, record: SchoolRecord, on: string): TypicalOffer {
  const all = expandPreset(preset, record.school, on);
  const items = missingFrom(record, all);
  return {
    preset,
    items,
    count: registerOrder.reduce((sum, { list }) => sum + items[list].length, 0),
    leftOut: registerOrder.flatMap(({ list }) =>
      all[list].filter(({ id }) => !items[list].some((one) => one.id === id)).map(nameOfItem),
    ),
  };
}

/** The preset asked for, else the one that fits; null where none fits. */
export function choosePreset(
  presets: readonly Preset[],
  record: SchoolRecord,
  asked: string | undefined,
): Preset | null {
  return presets.find(({ id }) => id === asked) ?? presetFor(presets, record.school);
}

/** The guesses that a school still holds. */
export interface RemainingGuesses {
  facts: number;
  guesses: Guess[];
  /** Items with at least one guess, by register, in order of name. */
  items: { register: RegisterName; items: { item: AnyItem; name: string; untouched: boolean }[] }[];
  /** How many items nobody has changed: what undoing takes out. */
  untouched: number;
  /** Names of those among them that stand beside the school's own of the same kind, and so count twice. */
  doubled: string[];
}

export function remainingGuesses(record: SchoolRecord): RemainingGuesses {
  const { facts, guesses } = countFacts(record);
  const items = registerOrder.flatMap(({ name: register, list }) => {
    const mine = new Set(guesses.filter((guess) => guess.register === register).map(({ id }) => id));
    const held = record[list].filter(({ id }) => mine.has(id));
    if (held.length === 0) return [];
    const rows = held.map((item) => ({ item, name: nameOfItem(item), untouched: isUntouched(item.sources) }));
    return [{ register, items: rows.sort((a, b) => (a.name < b.name ? -1 : 1)) }];
  });
  return {
    facts,
    guesses,
    items,
    untouched: items.flatMap((group) => group.items).filter((item) => item.untouched).length,
    doubled: registerOrder.flatMap(({ list }) => record[list].filter(doubledIn(record)).map(nameOfItem)),
  };
}

/** Whether an item is a guess that nobody changed, beside one of the same kind that is the school's own. */
export function doubledIn(record: SchoolRecord): (item: AnyItem) => boolean {
  const own = new Set(
    registerOrder.flatMap(({ name, list }) =>
      record[list].filter(({ sources }) => !isUntouched(sources)).map((item) => `${name} ${kindKey(item)}`),
    ),
  );
  return (item) => isUntouched(item.sources) && own.has(`${registerOf(item)} ${kindKey(item)}`);
}

function registerOf(item: AnyItem): RegisterName {
  if ('title' in item) return 'contract';
  if ('role' in item) return 'connection';
  return 'quantity' in item ? 'equipment' : 'system';
}

/** True where everything about an item is as it was guessed: nobody has typed, imported or confirmed anything of it. */
export function isUntouched(sources: Readonly<Record<string, ValueSource>>): boolean {
  const all = Object.values(sources);
  return all.length > 0 && all.every(({ from }) => from === 'assumed');
}

export function nameOfItem(item: AnyItem): string {
  return 'title' in item ? item.title : item.name;
}
