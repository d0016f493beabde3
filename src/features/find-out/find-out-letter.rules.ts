/** The letter that asks one person all that they can tell us. What is not known becomes a place to fill in. Pure. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import type { Edition } from '../../library/index.ts';
import { fillIn, letterLineText, type LetterPart } from '../../ui/letter.ts';
import { dueOf, leadRole, NOT_SURE, type TaskGroup } from './find-out.rules.ts';

export interface LetterQuestion {
  text: string;
  /** Where to look. */
  hint: string;
  /** What can be answered. */
  choices: string[];
  /** What hangs on it, in a sentence. */
  why: string;
  /** Who should be asked too: "with the estates team"; null where nobody. */
  alsoAsk: string | null;
}

export interface FindOutLetter {
  from: LetterPart[][];
  to: LetterPart[][];
  /** Null where nobody has written it down. */
  email: string | null;
  date: string;
  subject: string;
  opening: string[];
  questions: LetterQuestion[];
  closing: LetterPart[][];
}

/** Addresses longer than this are cut or refused by some programs that open them. */
const LONGEST_MAILTO = 1900;

/** The letter as it would be sent on `today`. */
export function findOutLetter(group: TaskGroup, edition: Edition, schoolName: string, today: PlainDate): FindOutLetter {
  const count = group.tasks.length;
  const [first] = group.tasks;
  const role = leadRole(first?.task.askedRole ?? '');
  const due = dueOf(group);
  return {
    from: [[schoolName], [fillIn('your school’s address')]],
    to: group.ownerName === null ? [[fillIn('the name of who is asked')], [role]] : [[group.ownerName]],
    email: group.ownerEmail,
    date: formatDate(today),
    subject:
      count === 1
        ? `A question about technology at ${schoolName}`
        : `${count} questions about technology at ${schoolName}`,
    opening: [
      `We are checking where ${schoolName} stands against the digital and technology standards for schools. We were not sure about ${count === 1 ? 'the question' : 'the questions'} below, and you can most likely tell us.`,
      due < today
        ? 'We hoped to know by now: please answer as soon as you can.'
        : `Please answer by ${formatDate(due)}. A short answer is enough. If you do not know either, please say who does. “You” and “your” mean the school.`,
    ],
    questions: group.tasks.map(({ question }) => ({
      text: question.text,
      hint: question.hint,
      choices: question.choices.filter(({ id }) => id !== NOT_SURE).map(({ label }) => label),
      why: whyAsked(edition, question.id),
      alsoAsk: alsoAsk(question.asks),
    })),
    closing: [['Thank you'], [fillIn('your name')], [fillIn('your role')], [schoolName]],
  };
}

/** The letter as plain text, to copy; places to fill in stand in square brackets. */
export function letterText(letter: FindOutLetter): string {
  return [
    letter.from.map(letterLineText).join('\n'),
    letter.to.map(letterLineText).join('\n'),
    letter.date,
    letter.subject,
    messageText(letter),
  ].join('\n\n');
}

/** Opens the person's mail program with the letter; with its first lines alone where it is too long for an address. */
export function mailAddress(letter: FindOutLetter): { href: string; isWhole: boolean } {
  const to = encodeURIComponent(letter.email ?? '').replaceAll('%40', '@');
  const address = (body: string) =>
    `mailto:${to}?subject=${encodeURIComponent(letter.subject)}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`;
  const whole = address(messageText(letter));
  if (whole.length <= LONGEST_MAILTO) return { href: whole, isWhole: true };
  return { href: address(['Hello,', ...letter.opening].join('\n\n')), isWhole: false };
}

/** What hangs on a question: the standards that it decides, and why the weightiest of them is asked of schools. */
export function whyAsked(edition: Edition, questionId: string): string {
  const own = edition.requirements
    .filter(({ question }) => question?.id === questionId)
    .toSorted((a, b) => b.weight - a.weight);
  const standards = [...new Set(own.map(({ standardId }) => standardId))].flatMap(
    (id) => edition.standards.find((standard) => standard.id === id) ?? [],
  );
  const [first, ...others] = standards;
  if (first === undefined) return 'It tells us which areas apply to the school.';
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `It decides on the standard “${first.name}”${more}. ${first.why}`;
}

/** The letter without addresses: what goes into a mail. */
function messageText({ opening, questions, closing }: FindOutLetter): string {
  const asked = questions.map(({ text, hint, choices, why, alsoAsk: others }, index) =>
    [
      questions.length === 1 ? text : `${index + 1}. ${text}`,
      ...choices.map((label) => `   [ ] ${label}`),
      `   Where to look: ${hint}`,
      `   Why we ask: ${why}`,
      ...(others === null ? [] : [`   Please ask too: ${others}`]),
    ].join('\n'),
  );
  return ['Hello,', ...opening, ...asked, closing.map(letterLineText).join('\n')].join('\n\n');
}

function alsoAsk(asks: string): string | null {
  const rest = asks.slice(leadRole(asks).length).replace(/^,? (?:with|or) /, '');
  return rest === '' ? null : rest;
}
