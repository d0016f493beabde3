/** An answer's fields as the history names them (answers.commands.ts writes them), and those that say how it is known. */
import { answerBases, type AnswerBasis } from '../../domain/record.ts';
import type { Field } from '../../ui/forms/index.ts';
import type { RegisterField } from '../registers/index.ts';

const basisChoices: Record<AnswerBasis, { label: string; hint: string }> = {
  asserted: { label: 'Somebody says so', hint: 'You, or whoever you name below.' },
  document: { label: 'A document shows it', hint: 'A policy, a certificate, a log. You can add it as evidence.' },
  measured: { label: 'It was measured or tested', hint: 'A speed test, a tried restore, a walk with a meter.' },
  'seen-by-peer': { label: 'Somebody from another school has seen it', hint: 'Name them and their school below.' },
};

const basis: Field = {
  name: 'basis',
  label: 'How is it known?',
  kind: 'choice',
  required: true,
  choices: answerBases.map((value) => ({ value, ...basisChoices[value] })),
};
const by: Field = { name: 'by', label: 'Who says so, measured it or saw it', kind: 'text', maxLength: 200 };
const answeredOn: Field = {
  name: 'answeredOn',
  label: 'On which day',
  kind: 'date',
  hint: 'For example, 14/3/2027. Leave it empty for today.',
};
const holdsUntil: Field = {
  name: 'holdsUntil',
  label: 'Until when it counts',
  kind: 'date',
  hint: 'The last day. After it the question is asked again. Leave it empty if it has no end.',
};

/** The part of a question's form about how its answer is known. */
export const knownFields: readonly Field[] = [basis, by, answeredOn, holdsUntil];

export const answerFields: readonly RegisterField[] = [
  { name: 'name', label: 'Question', kind: 'text' },
  { name: 'answer', label: 'Answer', kind: 'text' },
  { name: 'note', label: 'Note', kind: 'longtext' },
  { ...basis, label: 'How it is known' },
  { name: 'by', label: 'By', kind: 'text' },
  { name: 'answeredOn', label: 'Answered on', kind: 'date' },
  { name: 'holdsUntil', label: 'Counts until', kind: 'date' },
];

/** How the school's history speaks of answers. */
export const answerHistory = {
  label: 'Answer',
  fields: answerFields,
  path: (questionId: string) => `/questions/${encodeURIComponent(questionId)}`,
};
