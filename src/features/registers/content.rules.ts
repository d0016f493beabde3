/** What an item holds, what a change makes of it, and how the history writes it down. Pure. */
import type { ValueSource } from '../../domain/record.ts';
import { isEmpty, sameValue, sourceOf, type Register } from './register.ts';

export interface Content {
  version?: number;
  values: Record<string, unknown>;
  unread: Record<string, string>;
  sources: Record<string, ValueSource>;
}

/**
 * An item after the given fields are written. Original text that could not be read is kept until its field gets a value;
 * what is changed is from now on as `source` says.
 */
export function changedContent(
  register: Register,
  before: Content & { version: number },
  values: Readonly<Record<string, unknown>>,
  source: ValueSource,
): Content & { version: number } {
  const written = withFallbacks(register, values);
  const merged: Record<string, unknown> = { ...before.values, ...written };
  const changed = Object.keys(written).filter((name) => !sameValue(before.values[name], written[name]));
  const mended = (name: string) => changed.includes(name) && !isEmpty(merged[name]);
  return {
    version: before.version + 1,
    values: merged,
    unread: Object.fromEntries(Object.entries(before.unread).filter(([name]) => !mended(name))),
    sources: { ...before.sources, ...Object.fromEntries(changed.map((name) => [name, source])) },
  };
}

/** An item whose guesses a person has looked at and found right: from now on they are as `source` says. */
export function confirmedContent(
  register: Register,
  before: Content & { version: number },
  source: ValueSource,
): Content & { version: number } {
  const guesses = guessedFields(register, before);
  const sources = { ...before.sources };
  for (const name of guesses) if (sources[name] !== undefined) sources[name] = source;
  if (guesses.some((name) => before.sources[name] === undefined)) sources['*'] = source;
  return { ...before, version: before.version + 1, sources };
}

/** Names of the fields whose value is a guess. */
export function guessedFields(register: Register, item: Pick<Content, 'values' | 'sources'>): string[] {
  return register.fields.map(({ name }) => name).filter((name) => sourceOf(item, name)?.from === 'assumed');
}

/** Whether both hold the same values and the same text that could not be read. */
export function sameContent(a: Content, b: Content): boolean {
  return (
    Object.keys(b.values).every((name) => sameValue(a.values[name], b.values[name])) &&
    JSON.stringify(a.unread) === JSON.stringify(b.unread)
  );
}

/** Values with what stands in for an empty one where a column always holds one. */
export function withFallbacks(register: Register, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const filled = { ...values };
  for (const { name, fallback } of register.fields) {
    if (fallback !== undefined && name in filled) filled[name] ??= fallback;
  }
  return filled;
}

/** An item as the history writes it. */
export function writtenDown(content: Content): Record<string, unknown> {
  const { values, unread, sources, version = 1 } = content;
  return { ...values, unread, sources, version };
}

/** The content that the history wrote down, and what it was tied to when it was removed. */
export function readBack(written: Readonly<Record<string, unknown>>): Content & { version: number; tied: unknown[] } {
  const { unread, sources, version, tied, ...values } = written;
  return {
    version: Number(version ?? 0),
    values,
    unread: (unread ?? {}) as Content['unread'],
    sources: (sources ?? {}) as Content['sources'],
    tied: Array.isArray(tied) ? tied : [],
  };
}
