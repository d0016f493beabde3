/** What is asked where a gap is accepted for a time, and how the history names it. */
import type { RegisterField } from '../registers/index.ts';

export const exceptionFields: readonly RegisterField[] = [
  {
    name: 'until',
    label: 'We accept this until',
    kind: 'date',
    required: true,
    hint: 'The last day. After it, the gap is back: in the plan, in the checks and in your calendar. For example, 31 August 2028',
  },
  {
    name: 'reason',
    label: 'Because',
    kind: 'longtext',
    required: true,
    maxLength: 1000,
    hint: 'Governors and whoever comes after you will read this. For example, “We move to the new building in 2028”',
  },
  {
    name: 'agreedBy',
    label: 'Who agreed it',
    kind: 'text',
    required: true,
    maxLength: 200,
    hint: 'For example, “Full governing body”',
  },
  { name: 'agreedOn', label: 'On which day', kind: 'date', required: true },
];

/** How the school's history speaks of them. */
export const exceptionHistory = {
  label: 'Accepted for now',
  fields: [{ name: 'subject', label: 'What', kind: 'longtext' }, ...exceptionFields] as readonly RegisterField[],
  hidden: ['requirementId', 'needId'],
  path: (id: string) => `/exceptions/${encodeURIComponent(id)}`,
};
