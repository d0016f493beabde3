/**
 * Fields that point to an item of another register. A list to choose from is best, until that register holds hundreds: then
 * the page would be nothing but the list, so one writes the item's name. Pure.
 */
import type { FieldError } from '../../ui/forms/index.ts';
import { textOf, type LinkNames, type RegisterField } from './register.ts';

/** More items than this are not offered as a list. */
export const MOST_CHOICES = 300;

function namesOf(field: RegisterField, links: LinkNames): ReadonlyMap<string, string> | null {
  const names = field.linksTo === undefined ? undefined : links[field.linksTo];
  return field.kind === 'link' && names !== undefined && names.size > MOST_CHOICES ? names : null;
}

/** The fields as they are asked: those with too many choices as a line of text. */
export function askedFields(fields: readonly RegisterField[], links: LinkNames): RegisterField[] {
  return fields.map((field) => {
    if (namesOf(field, links) === null) return field;
    return { ...field, kind: 'text', hint: 'Write its name as it stands in the register. Leave it empty for none.' };
  });
}

/** Texts to fill such a form with: names in the place of ids. */
export function textsWithNames(
  fields: readonly RegisterField[],
  links: LinkNames,
  texts: Readonly<Record<string, string>>,
): Record<string, string> {
  const shown = { ...texts };
  for (const field of fields) {
    const name = namesOf(field, links)?.get(texts[field.name] ?? '');
    if (name !== undefined) shown[field.name] = name;
  }
  return shown;
}

/** What was written in such fields, as ids; an error says what to do where no item or several have that name. */
export function readLinks(
  fields: readonly RegisterField[],
  links: LinkNames,
  values: Readonly<Record<string, unknown>>,
): { values: Record<string, unknown>; errors: FieldError[] } {
  const read = { ...values };
  const errors: FieldError[] = [];
  for (const field of fields) {
    const names = namesOf(field, links);
    const written = textOf(values[field.name]).trim();
    if (names === null || written === '') continue;
    const found = idsOf(names, written);
    read[field.name] = found.length === 1 ? found[0] : null;
    if (found.length === 1) continue;
    const why = found.length === 0 ? 'Nothing in the register is called' : 'Several in the register are called';
    errors.push({ field: field.name, message: `${why} “${written}”: write its name in full as it stands there` });
  }
  return { values: read, errors };
}

/** By exact name, else without regard to case, else by the id that the form had before it was shown as a name. */
function idsOf(names: ReadonlyMap<string, string>, written: string): string[] {
  if (names.has(written)) return [written];
  const called = (same: (name: string) => boolean) => [...names].filter(([, name]) => same(name)).map(([id]) => id);
  const exact = called((name) => name.trim() === written);
  return exact.length > 0 ? exact : called((name) => name.trim().toLowerCase() === written.toLowerCase());
}
