/**
 * Typical schools: what a new school may start from until it writes down its own. Every count and value is a guess with its
 * source and its doubt; {@link ./expand-preset.ts} makes a school's items of them.
 */
import type { RegisterName } from '../domain/guesses.ts';
import type { Phase } from '../domain/record.ts';
import type { Source } from './library.ts';

/** What a number is counted by: the school as a whole, every hundred pupils, or every classroom. */
export type PresetBasis = 'school' | 'hundred-pupils' | 'classroom';

/** A guessed number that grows with the school. */
export interface PresetNumber {
  per: PresetBasis;
  low: number;
  typical: number;
  high: number;
  source: Source;
}

/** A guessed number that does not depend on size. */
export interface PresetFigure {
  low: number;
  typical: number;
  high: number;
  source: Source;
}

/** A guessed value of a field: yes or no, one of the field's choices, or a few words. */
export interface PresetFact {
  value: string | boolean;
  source: Source;
}

/** One thing that such a school typically has. */
export interface PresetEntry {
  id: string;
  register: RegisterName;
  name: string;
  /** The register's kind: of contract, system or equipment; the role of a connection. */
  kind: string;
  /** How many; null where the register keeps no number. */
  count: PresetNumber | null;
  /** Years since it was bought; null where nothing is guessed. */
  age: PresetFigure | null;
  /** Pounds a year; null where nothing is guessed. */
  yearlyCost: PresetNumber | null;
  /** By field of the record. */
  facts: Record<string, PresetFact>;
  /** By field of the record. */
  figures: Record<string, PresetFigure>;
  /** The entry of the same preset that it is under or runs on, by field of the record. */
  links: Record<string, string>;
  /** What makes the guess unsure, to show. */
  doubt: string;
  source: Source;
}

export interface Preset {
  id: string;
  /** To follow "typical for": "a two-form-entry primary". */
  name: string;
  phase: Phase;
  /** Offered first to schools of this many pupils; `to` null for any number above. */
  pupils: { from: number; to: number | null };
  /** Pupils to one classroom. */
  classSize: number;
  source: Source;
  entries: PresetEntry[];
}

/** The typical school that fits best; null where none is of that phase. */
export function presetFor(presets: readonly Preset[], school: { phase: Phase; pupils: number }): Preset | null {
  const ofPhase = presets.filter(({ phase }) => phase === school.phase);
  const fits = ({ pupils }: Preset) =>
    pupils.from <= school.pupils && (pupils.to === null || school.pupils <= pupils.to);
  return ofPhase.find(fits) ?? null;
}
