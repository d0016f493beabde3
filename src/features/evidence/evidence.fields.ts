/** What is asked of a piece of evidence, and how the history names it. */
import type { RegisterField } from '../registers/index.ts';

export const evidenceFields: readonly RegisterField[] = [
  {
    name: 'title',
    label: 'What it is',
    kind: 'text',
    required: true,
    maxLength: 200,
    hint: 'For example, “Cyber Essentials certificate” or “Filtering review of May 2026”.',
  },
  {
    name: 'url',
    label: 'Link to it',
    kind: 'text',
    maxLength: 2000,
    hint: 'Where it is kept, if it has an address. It begins with https://',
  },
  { name: 'effectiveOn', label: 'First day on which it counts', kind: 'date', required: true },
  {
    name: 'expiresOn',
    label: 'Last day on which it counts',
    kind: 'date',
    hint: 'The day on which it expires. Leave it empty if it has no end.',
  },
  {
    name: 'note',
    label: 'A note, if you like',
    kind: 'longtext',
    hint: 'Where the paper is kept, if it is neither a file nor a link.',
  },
];

/** How the school's history speaks of evidence. */
export const evidenceHistory = {
  label: 'Evidence',
  fields: [...evidenceFields, { name: 'document', label: 'File', kind: 'text' }] as readonly RegisterField[],
  hidden: ['documentId', 'questionId', 'requirementId'],
  path: (id: string) => `/evidence/${encodeURIComponent(id)}`,
};
