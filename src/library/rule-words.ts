/** Sentences and values of rules with `{names}` in them, and how each kind of value is shown. */
import { formatDate } from '../domain/dates.ts';
import type { RuleEntry, EntryField } from './rule-entries.ts';

/** Text and names by turns: "All give {threshold} Mbps." is ["All give ", "threshold", " Mbps."]. */
export interface Template {
  parts: readonly string[];
  names: readonly string[];
}

/** What stands for a field that the register leaves open. */
export const NOT_KNOWN = 'not known';

export function readTemplate(text: string): Template {
  const parts = text.split(/\{([A-Za-z][A-Za-z0-9]*)\}/);
  return { parts, names: parts.filter((_, i) => i % 2 === 1) };
}

/** The text with every name replaced. */
export function fillTemplate({ parts }: Template, valueOf: (name: string) => string): string {
  if (parts.length === 1) return parts[0] ?? '';
  return parts.map((part, i) => (i % 2 === 1 ? valueOf(part) : part)).join('');
}

/** What the chain shows of an entry: "1000 Mbps"; "not known" where none of its fields is. */
export interface ShownValue {
  template: Template;
  fields: ReadonlyMap<string, EntryField>;
  words: Readonly<Record<string, string>>;
}

export function showValue({ template, fields, words }: ShownValue, entry: RuleEntry): string {
  const { names } = template;
  if (names.length > 0 && names.every((name) => isOpen(entry[name]))) return NOT_KNOWN;
  return fillTemplate(template, (name) => fieldWords(fields.get(name), entry[name], words));
}

function isOpen(value: unknown): boolean {
  return value === null || value === undefined;
}

/** One field in words: yes or no, a day in full, the word for a choice. */
export function fieldWords(
  field: EntryField | undefined,
  value: RuleEntry[string] | undefined,
  words: Readonly<Record<string, string>> = {},
): string {
  if (value === null || value === undefined) return NOT_KNOWN;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = String(value);
  if (field?.kind === 'date') return formatDate(text);
  return Object.hasOwn(words, text) ? (words[text] ?? text) : text;
}

/** "Core switch", "Core switch and Hall switch", "Core switch and 3 others". */
export function namesOf(entries: readonly (RuleEntry | { name: string })[]): string {
  const [first, second] = entries;
  if (first === undefined) return 'nothing';
  if (second === undefined) return String(first['name']);
  if (entries.length === 2) return `${String(first['name'])} and ${String(second['name'])}`;
  return `${String(first['name'])} and ${entries.length - 1} others`;
}
