/** The form of a set of local rules: who asks, since when, and of which schools. Pure. */
import type { LocalRuleSet } from '../../domain/local-rules.ts';
import { phases, type Phase } from '../../domain/record.ts';
import { parseFields, type Field, type FieldError } from '../../ui/forms/index.ts';

export const setFields: Field[] = [
  {
    name: 'by',
    label: 'Who asks this',
    hint: 'The name of the trust or the local authority.',
    kind: 'text',
    required: true,
    maxLength: 200,
  },
  {
    name: 'name',
    label: 'What the rules are called',
    hint: 'Our technology rules 2026, say.',
    kind: 'text',
    required: true,
    maxLength: 200,
  },
  {
    name: 'url',
    label: 'Where schools can read them',
    hint: 'A web address. Leave it empty if there is none.',
    kind: 'text',
    maxLength: 2000,
  },
];

export interface ReadSet {
  given: Pick<LocalRuleSet, 'name' | 'by' | 'url' | 'phases'>;
  typed: Record<string, string>;
  errors: FieldError[];
}

/** Without a phase ticked it reaches all. */
export function readSetForm(body: Readonly<Record<string, unknown>>): ReadSet {
  const { values, typed, errors } = parseFields(setFields, body);
  const url = values['url'] as string | null;
  if (url !== null && !isAddress(url))
    errors.push({ field: 'url', message: 'The web address must begin with https://' });
  return {
    given: {
      name: (values['name'] as string | null) ?? '',
      by: (values['by'] as string | null) ?? '',
      url,
      phases: phases.filter((phase): phase is Phase => body[phaseField(phase)] === 'yes'),
    },
    typed,
    errors,
  };
}

/** Each box has a name of its own. */
export function phaseField(phase: Phase): string {
  return `phase-${phase}`;
}

function isAddress(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}

/** An id made of the name, unlike those that are taken. */
export function idFor(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  const base = plain === '' ? 'rules' : plain;
  if (!taken.has(base) && !RESERVED.has(base)) return base;
  for (let number = 2; ; number += 1) if (!taken.has(`${base}-${number}`)) return `${base}-${number}`;
}

/** Words that stand in addresses beside the sets' ids. */
export const RESERVED: ReadonlySet<string> = new Set(['new', 'import']);
