/**
 * What of a register a list shows, and in which order: read from the address, and written back into it. Whatever the
 * address holds is taken or passed over; a value that a person typed and that cannot be read is said so.
 */
import type { PlainDate } from '../../domain/dates.ts';
import { isUnread, readDate } from '../../domain/reading/index.ts';
import type { Register, RegisterField } from './register.ts';

export interface ListFilter {
  /** Words that must all occur in one of the text fields. */
  q?: string;
  /** A value of the register's kind field; `not-known` for none. */
  kind?: string;
  /** Part of the supplier's name. */
  supplier?: string;
  /** Name of a field whose value is not known. */
  unknown?: string;
  /** Only items that hold a guess. */
  assumed?: boolean;
  /** Changed on this day or later. */
  changedSince?: PlainDate;
  /** The register's end date is this day or later. */
  endsFrom?: PlainDate;
  /** The register's end date is before this day. */
  endsBefore?: PlainDate;
}

/** By which field the rows are ordered. Rows without a value come last either way. */
export interface ListSort {
  field: string;
  descending: boolean;
}

export interface ListRequest {
  filter: ListFilter;
  /** Null for the register's own order. */
  sort: ListSort | null;
  /** From 1; more than there are pages is held to the last when the rows are counted. */
  page: number;
  /** What the address says, cleaned: to fill the filter's form with and to carry into links. Without the page. */
  query: Record<string, string>;
  /** What was typed and could not be read, in words. */
  problems: string[];
}

/** What a register's list may have beyond what all have. */
export interface MoreOfList {
  /** Names of further parameters of the address, each with the values it takes. */
  choices?: Readonly<Record<string, readonly string[]>>;
  /** Names of further orders. */
  sorts?: readonly string[];
}

export const ROWS_ON_A_PAGE = 50;
const LONGEST = 200;

/** Fields by which a list can be ordered. */
export function sortableFields(register: Register): RegisterField[] {
  return register.fields.filter(({ kind }) => kind !== 'longtext' && kind !== 'pounds-by-year');
}

/** Fields that can be asked to be unknown: those of which the register says what knowing them would change. */
export function askableFields(register: Register): RegisterField[] {
  return register.fields.filter((field) => field.ifKnown !== undefined && !field.quietWhenEmpty);
}

/** Reads a list's address. Never fails: what makes no sense is passed over. */
export function readListRequest(
  register: Register,
  query: Readonly<Record<string, string>>,
  more: MoreOfList = {},
): ListRequest {
  const filter: ListFilter = {};
  const kept: Record<string, string> = {};
  const problems: string[] = [];
  const text = (name: string): string => (query[name] ?? '').trim().slice(0, LONGEST);
  const keep = (name: string, value: string): string => {
    if (value !== '') kept[name] = value;
    return value;
  };
  const oneOf = (name: string, values: readonly string[]): string => {
    const value = text(name);
    return values.includes(value) ? keep(name, value) : '';
  };
  const day = (name: string, label: string): PlainDate | undefined => {
    const typed = keep(name, text(name));
    if (typed === '') return undefined;
    const read = readDate(typed);
    if (!isUnread(read) && read.value !== null) return read.value;
    problems.push(`“${typed}” is not a date, so “${label}” is left out. Write it like 31/8/2027.`);
    return undefined;
  };
  const given = <K extends keyof ListFilter>(name: K, value: ListFilter[K] | ''): void => {
    if (value !== '' && value !== undefined && value !== false) Object.assign(filter, { [name]: value });
  };

  given('q', keep('q', text('q')));
  const kinds = register.fields.find(({ name }) => name === register.kindField)?.choices ?? [];
  given('kind', oneOf('type', [...kinds.map(({ value }) => value), 'not-known']));
  given('supplier', keep('supplier', text('supplier')));
  given(
    'unknown',
    oneOf(
      'unknown',
      askableFields(register).map(({ name }) => name),
    ),
  );
  given('assumed', oneOf('guesses', ['yes']) === 'yes');
  given('changedSince', day('changed-since', 'Changed since'));
  if (register.endField !== null) {
    given('endsFrom', day('ends-from', 'Ending from'));
    given('endsBefore', day('ends-before', 'Ending before'));
  }
  for (const [name, values] of Object.entries(more.choices ?? {})) oneOf(name, values);
  const sort = readSort(text('sort'), [...sortableFields(register).map(({ name }) => name), ...(more.sorts ?? [])]);
  if (sort !== null) kept['sort'] = text('sort');
  return { filter, sort, page: readPage(query['page']), query: kept, problems };
}

/** "endsOn" rises, "-endsOn" falls. */
function readSort(text: string, names: readonly string[]): ListSort | null {
  const descending = text.startsWith('-');
  const field = descending ? text.slice(1) : text;
  return names.includes(field) ? { field, descending } : null;
}

/** A page's number from an address: 1 where it is none. */
export function readPage(text: string | undefined): number {
  return /^\d{1,6}$/.test(text ?? '') ? Math.max(Number(text), 1) : 1;
}

/** The page that is shown: held to those there are. */
export function heldPage(page: number, total: number): number {
  return Math.min(page, Math.max(Math.ceil(total / ROWS_ON_A_PAGE), 1));
}

/** The address of a list with some of its parameters set otherwise; `null` takes one away. The page starts anew. */
export function listAddress(
  base: string,
  query: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>> = {},
): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...changes })) if (value) params.set(name, value);
  return params.size > 0 ? `${base}?${params.toString()}` : base;
}

/** The parameters of an address that was carried in a form, as {@link readListRequest} takes them. */
export function queryOf(address: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(address.slice(0, 4000).replaceAll('\0', '')));
}

/** Whether anything narrows the list; its order does not. */
export function isNarrowed(query: Readonly<Record<string, string>>): boolean {
  return Object.entries(query).some(([name, value]) => name !== 'sort' && value !== '');
}
