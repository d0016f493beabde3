/** A change of the history in words: what was done, and for each field what it was and what it is. */
import type { ValueSource } from '../../domain/record.ts';
import { sourceOf, type LinkNames, type RegisterField } from './register.ts';
import { NOT_KNOWN, valueWords } from './registers.words.ts';

/** One line of the append-only history. `before` is null where it was added, `after` where it was removed. */
export interface Change {
  id: string;
  table: string;
  rowId: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  /** Null where the program did it by itself. */
  personName: string | null;
  at: Date;
}

export interface ChangedField {
  label: string;
  was: string;
  is: string;
}

export interface DescribedChange {
  verb: 'Added' | 'Put back' | 'Changed' | 'Removed';
  fields: ChangedField[];
  /** Labels of fields whose guess a person found right, without changing it. */
  confirmed: string[];
}

/** Keys that say nothing to people. An answer's `choice` stands beside its words. */
const SILENT = new Set([
  'id',
  'organisationId',
  'schoolId',
  'version',
  'createdAt',
  'updatedAt',
  'entered',
  'tied',
  'sources',
  'choice',
]);

/** Compares both sides. Keys may be written in either style of the database or the record. */
export function describeChange(
  change: Pick<Change, 'before' | 'after'>,
  fields: readonly RegisterField[],
  links: LinkNames = {},
): DescribedChange {
  const before = withRecordKeys(change.before);
  const after = withRecordKeys(change.after);
  const verb = verbOf(change);
  const known = new Map(fields.map((field) => [field.name, field]));
  const keys = [
    ...fields.map(({ name }) => name),
    ...[...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !known.has(key)),
  ];
  const changed = keys
    .filter((key) => !SILENT.has(key) && canonical(before[key]) !== canonical(after[key]))
    .map((key) => {
      const field = known.get(key);
      return {
        label: field?.label ?? labelOf(key),
        was: words(field, before[key], links),
        is: words(field, after[key], links),
      };
    })
    .filter(({ was, is }) => was !== is);
  return { verb, fields: changed, confirmed: confirmedLabels(before, after, fields) };
}

/** What is put back goes on from the version that it had; what is new starts at the first. */
function verbOf({ before, after }: Pick<Change, 'before' | 'after'>): DescribedChange['verb'] {
  if (after === null) return 'Removed';
  if (before !== null) return 'Changed';
  return Number(after['version'] ?? 1) > 1 ? 'Put back' : 'Added';
}

/** Fields that held a guess, hold the same still, and were since said to be right. */
function confirmedLabels(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  fields: readonly RegisterField[],
): string[] {
  const side = (values: Record<string, unknown>) => ({
    values,
    sources: (values['sources'] ?? {}) as Record<string, ValueSource>,
  });
  return fields
    .filter(
      ({ name }) =>
        sourceOf(side(before), name)?.from === 'assumed' &&
        sourceOf(side(after), name)?.from === 'typed' &&
        canonical(before[name]) === canonical(after[name]),
    )
    .map(({ label }) => label);
}

/** "staffDaysPerTerm" → "Staff days per term". */
export function labelOf(key: string): string {
  const spaced = key
    .replace(/Pence$/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function words(field: RegisterField | undefined, value: unknown, links: LinkNames): string {
  if (field !== undefined) return valueWords(field, value, links);
  if (isEmpty(value)) return NOT_KNOWN;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value)
      .map(([key, part]) => `${labelOf(key)}: “${String(part)}”`)
      .join(', ');
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function isEmpty(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === '' ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  );
}

function canonical(value: unknown): string {
  return isEmpty(value) ? '' : JSON.stringify(value);
}

function withRecordKeys(side: Record<string, unknown> | null): Record<string, unknown> {
  return Object.fromEntries(Object.entries(side ?? {}).map(([key, value]) => [toRecordKey(key), value]));
}

function toRecordKey(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
