/** What a school tells us to start with. Only the name is needed to know what to call it; the rest decides thresholds and years. */
import { phases, type Phase } from '../../domain/record.ts';
import { type Field, type FieldError, parseFields } from '../../ui/forms/index.ts';

export const phaseNames: Record<Phase, string> = {
  nursery: 'Nursery',
  primary: 'Primary',
  secondary: 'Secondary',
  'all-through': 'All-through',
  special: 'Special school or alternative provision',
  'post-16': 'Sixth form or further education',
};

export const schoolFields: Field[] = [
  { name: 'name', label: 'Name of the school', kind: 'text', required: true, maxLength: 200 },
  {
    name: 'urn',
    label: 'Unique reference number (URN), if you know it',
    hint: 'Six digits, for example 100001. Leave it empty if you do not know it.',
    kind: 'text',
    maxLength: 6,
  },
  {
    name: 'phase',
    label: 'What kind of school is it?',
    hint: 'Some standards ask more of secondary schools.',
    kind: 'choice',
    choices: phases.map((phase) => ({ value: phase, label: phaseNames[phase] })),
    required: true,
  },
  {
    name: 'pupils',
    label: 'How many pupils are there?',
    hint: 'Roughly is fine. First prices depend on it.',
    kind: 'whole',
    required: true,
    min: 1,
    max: 20_000,
  },
  {
    name: 'governance',
    label: 'Who runs it?',
    hint: 'This decides when your financial year starts.',
    kind: 'choice',
    choices: [
      { value: 'maintained', label: 'The local authority (year from April to March)' },
      { value: 'academy', label: 'An academy trust (year from September to August)' },
    ],
    required: true,
  },
  { name: 'localAuthority', label: 'Local authority', kind: 'text', maxLength: 200 },
  {
    name: 'hasSixthForm',
    label: 'Does it have a sixth form?',
    hint: 'Some requirements are only for schools with one.',
    kind: 'yes-no',
    showWhen: { field: 'phase', values: ['secondary', 'all-through', 'special'] },
  },
  {
    name: 'sites',
    label: 'On how many sites does it teach?',
    hint: 'One, if all its buildings stand together. Leave it empty if you do not know.',
    kind: 'whole',
    min: 1,
    max: 1000,
  },
];

export interface NewSchool {
  name: string;
  urn: string | null;
  phase: Phase;
  pupils: number;
  governance: 'maintained' | 'academy';
  localAuthority: string | null;
  hasSixthForm: boolean | null;
  sites: number | null;
}

/** Reads the form: a school, or what to mend with what was typed. */
export function readSchoolForm(body: unknown): {
  school: NewSchool | null;
  typed: Record<string, string>;
  errors: FieldError[];
} {
  const { values, typed, errors } = parseFields(schoolFields, (body ?? {}) as Record<string, unknown>);
  const urn = values['urn'];
  const all = [...errors];
  if (typeof urn === 'string' && !/^\d{6}$/.test(urn)) {
    all.push({ field: 'urn', message: 'A URN has six digits. Check it, or leave it empty' });
  }
  // In the order of the form, as they are read.
  const place = ({ field }: FieldError) => schoolFields.findIndex(({ name }) => name === field);
  all.sort((a, b) => place(a) - place(b));
  return { school: all.length > 0 ? null : (values as unknown as NewSchool), typed, errors: all };
}

/** What the national register says of a school, as the form would have it typed. */
export function valuesFromEstablishment(found: {
  urn: string;
  name: string;
  phase: string | null;
  governance: string | null;
  pupils: number | null;
  localAuthority: string | null;
  hasSixthForm: boolean | null;
}): Record<string, string> {
  return {
    name: found.name,
    urn: found.urn,
    phase: found.phase ?? '',
    governance: found.governance ?? '',
    pupils: found.pupils === null ? '' : String(found.pupils),
    localAuthority: found.localAuthority ?? '',
    hasSixthForm: found.hasSixthForm === null ? '' : found.hasSixthForm ? 'yes' : 'no',
  };
}
