/**
 * What a form's field is. A register declares its fields once; the form, the parsing, the list, the words of the history
 * and the import all follow from the declaration.
 */

export interface Choice {
  value: string;
  label: string;
  hint?: string | undefined;
}

export type FieldKind =
  /** One line. */
  | 'text'
  /** Several lines. */
  | 'longtext'
  /** A whole number of nought or more. */
  | 'whole'
  /** Money: typed as pounds, held as whole pence. */
  | 'pounds'
  /** Money by financial year, one a line ("2026-27: £1,200"): held as whole pence by the year's id. */
  | 'pounds-by-year'
  /** A day: held as YYYY-MM-DD. */
  | 'date'
  /** A calendar year: held as a number. */
  | 'year'
  | 'choice'
  | 'yes-no'
  /** Another entry of the record, by id; its choices are given when the form is drawn. */
  | 'link';

export interface Field {
  /** Name of the input, of the typed value, and id for error links. */
  name: string;
  label: string;
  hint?: string | undefined;
  kind: FieldKind;
  /** For `choice`: at most four become radios, more a list to choose from. */
  choices?: readonly Choice[] | undefined;
  required?: boolean | undefined;
  /** Heading of the group that the field stands in; neighbours of the same group form one fieldset. */
  group?: string | undefined;
  /** Only asked, and only kept, where another field (of kind choice or yes-no) has one of these values. */
  showWhen?: { field: string; values: readonly string[] } | undefined;
  /** Smallest and largest value of a whole number, year or amount in pence. */
  min?: number | undefined;
  max?: number | undefined;
  /** Longest text, in characters. Default 500 for a line, 4,000 for several. */
  maxLength?: number | undefined;
}

/** Choices of `link` fields, by field name. */
export type ChoicesByField = Readonly<Record<string, readonly Choice[]>>;

/** True where the field applies, given what the other fields say. */
export function isAsked(field: Field, values: Readonly<Record<string, string>>): boolean {
  return field.showWhen === undefined || field.showWhen.values.includes(values[field.showWhen.field] ?? '');
}

/** Longest text that a text field takes, in characters. */
export function longestText(field: Field): number {
  return field.maxLength ?? (field.kind === 'longtext' ? 4000 : 500);
}
