/** Signing off: whose name stands under the answers of an area, since when, and what has been answered otherwise since. Pure. */
import { createHash } from 'node:crypto';
import type { PlainDate } from '../../domain/dates.ts';
import type { Answer } from '../../domain/record.ts';
import type { Category, Edition, Question } from '../../library/index.ts';

/** What was answered when it was signed, by question, in the words that were on the page. */
export type SignedAnswers = Record<string, { text: string; answer: string; choice: string }>;

export interface SignOff {
  id: string;
  /** Null for all areas. */
  categoryId: string | null;
  signedOn: PlainDate;
  personId: string;
  personName: string;
  answers: SignedAnswers;
}

export interface ChangeSince {
  question: string;
  /** Null where there was none. */
  was: string | null;
  /** Null where it was taken back. */
  is: string | null;
}

export interface SignOffLine {
  category: Category;
  total: number;
  answered: number;
  unsure: number;
  /** The latest; null where nobody has signed. */
  signOff: SignOff | null;
  changes: ChangeSince[];
  /** Names the answers as they were shown, so that nobody signs what they did not see. */
  seen: string;
}

/** Each area with its latest sign-off, which may be one of all areas. `signOffs` are in order, the newest first. */
export function signOffLines(
  edition: Edition,
  answers: readonly Answer[],
  signOffs: readonly SignOff[],
): SignOffLine[] {
  return edition.categories.flatMap((category) => {
    const questions = edition.questions.filter(({ categoryId }) => categoryId === category.id);
    if (questions.length === 0) return [];
    const now = answersNow(questions, answers);
    const own = Object.values(now);
    const signOff = signOffs.find(({ categoryId }) => categoryId === null || categoryId === category.id) ?? null;
    return [
      {
        category,
        total: questions.length,
        answered: own.length,
        unsure: own.filter(({ choice }) => choice === 'not-sure').length,
        signOff,
        changes: signOff === null ? [] : changesSince(signOff.answers, now, questions),
        seen: digestOf(now),
      },
    ];
  });
}

/** The answers to some questions, as they would be signed. */
export function answersNow(questions: readonly Question[], answers: readonly Answer[]): SignedAnswers {
  const given = new Map(answers.map((answer) => [answer.questionId, answer.choice]));
  return Object.fromEntries(
    questions.flatMap(({ id, text, choices }) => {
      const choice = given.get(id);
      if (choice === undefined) return [];
      return [[id, { text, answer: choices.find((one) => one.id === choice)?.label ?? choice, choice }]];
    }),
  );
}

/** What differs between what was signed and what is answered. Only of the questions given. */
export function changesSince(
  signed: SignedAnswers,
  now: SignedAnswers,
  questions: readonly Pick<Question, 'id'>[],
): ChangeSince[] {
  return questions.flatMap(({ id }) => {
    const was = signed[id];
    const is = now[id];
    if (was?.choice === is?.choice) return [];
    return [{ question: is?.text ?? was?.text ?? id, was: was?.answer ?? null, is: is?.answer ?? null }];
  });
}

/** The same answers have the same. */
export function digestOf(answers: SignedAnswers): string {
  const choices = Object.entries(answers)
    .map(([id, { choice }]) => [id, choice])
    .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(choices)).digest('base64url');
}
