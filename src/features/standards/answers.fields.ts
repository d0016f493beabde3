/** An answer's fields as the history names them (answers.commands.ts writes them). */
import type { RegisterField } from '../registers/index.ts';

export const answerFields: readonly RegisterField[] = [
  { name: 'name', label: 'Question', kind: 'text' },
  { name: 'answer', label: 'Answer', kind: 'text' },
  { name: 'note', label: 'Note', kind: 'longtext' },
  { name: 'answeredOn', label: 'Answered on', kind: 'date' },
];

/** How the school's history speaks of answers. */
export const answerHistory = {
  label: 'Answer',
  fields: answerFields,
  path: (questionId: string) => `/questions/${encodeURIComponent(questionId)}`,
};
