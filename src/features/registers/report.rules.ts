/**
 * A register in the fields that somebody expects of it (the School Financial Value Standard, the trusts' checklist, an
 * auditor): the same items, under their headings, each unknown marked, and how complete each field is. Pure.
 */
import { isEmpty, nameOf, type LinkNames, type Register, type RegisterItem } from './register.ts';
import { holdsOf, type ExportTable } from './registers.csv.ts';
import { NOT_KNOWN, valueWords } from './registers.words.ts';

/** One thing that is expected. */
export interface ReportColumn {
  heading: string;
  /** The fields that say it, joined where several do. The first one decides whether it is known. */
  fields: readonly string[];
  /** Columns of one group stand in one column of the page. */
  group: string;
  /** Where more than the fields' words is needed; null where it is not known. */
  words?: (item: RegisterItem) => string | null;
  /** Worked out, so that it counts as no field of its own that could be filled in. */
  isWorkedOut?: boolean;
  /** Rightly empty for most, such as a day of disposal: then nothing is missing. */
  mayBeEmpty?: boolean;
}

export interface RegisterReport {
  title: string;
  /** Who expects it and for what, in a sentence or two. */
  why: string;
  /** What is expected and not kept here, said plainly. */
  notKept?: string;
  columns: readonly ReportColumn[];
}

/** How much of a field is known. */
export interface Completeness {
  column: ReportColumn;
  known: number;
  /** Items of which it is asked. */
  asked: number;
}

/** What an item says under a heading; null where it is not known. */
export function reportWords(
  register: Register,
  column: ReportColumn,
  item: RegisterItem,
  links: LinkNames,
): string | null {
  if (column.words !== undefined) return column.words(item);
  const parts = column.fields.flatMap((name) => {
    const field = register.fields.find((one) => one.name === name);
    const value = item.values[name];
    return field === undefined || isEmpty(value) ? [] : [valueWords(field, value, links)];
  });
  if (parts.length > 0) return parts.join(', ');
  const unread = item.unread[column.fields[0] ?? ''];
  return unread === undefined ? null : `${NOT_KNOWN} (the file said: ${unread})`;
}

/** For each field how many items say it, of those of which it is asked. */
export function completenessOf(
  register: Register,
  report: RegisterReport,
  items: readonly RegisterItem[],
): Completeness[] {
  return report.columns
    .filter(({ isWorkedOut, mayBeEmpty }) => !isWorkedOut && !mayBeEmpty)
    .map((column) => {
      const [first = ''] = column.fields;
      const showWhen = register.fields.find(({ name }) => name === first)?.showWhen;
      const asked = items.filter(
        ({ values }) => showWhen === undefined || showWhen.values.includes(String(values[showWhen.field])),
      );
      return { column, asked: asked.length, known: asked.filter(({ values }) => !isEmpty(values[first])).length };
    });
}

/** The report as a table to be downloaded. A single date or number stays one; what is not known says so. */
export function reportTable(
  register: Register,
  report: RegisterReport,
  items: readonly RegisterItem[],
  links: LinkNames,
): ExportTable {
  const plain = report.columns.map(({ fields, words }) => {
    const field = fields.length === 1 && !words ? register.fields.find(({ name }) => name === fields[0]) : undefined;
    return field !== undefined && holdsOf(field) !== 'text' ? field : null;
  });
  return {
    columns: report.columns.map(({ heading }, index) => {
      const field = plain[index];
      return { heading, holds: field ? holdsOf(field) : 'text' };
    }),
    rows: items.map((item) =>
      report.columns.map((column, index) => {
        const field = plain[index];
        const value = field && item.values[field.name];
        if (field && typeof value === 'number')
          return field.kind === 'pounds' ? (value / 100).toFixed(2) : String(value);
        if (field && typeof value === 'string') return value;
        return reportWords(register, column, item, links) ?? (column.mayBeEmpty ? '' : NOT_KNOWN);
      }),
    ),
  };
}

/** In order of name, as a register is read. */
export function inOrderOfName(register: Register, items: readonly RegisterItem[]): RegisterItem[] {
  return items.toSorted((a, b) => nameOf(register, a).localeCompare(nameOf(register, b), 'en'));
}
