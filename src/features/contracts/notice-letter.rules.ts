/**
 * A draft of the letter that gives notice on a contract. What the register does not know becomes a place to fill in, marked as
 * such: nothing is made up. It is a draft for the school to check against its contract, not advice on the law.
 */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { noticeLength, noticeWords, type NoticeDeadline } from '../../domain/deadlines.ts';
import type { Contract } from '../../domain/record.ts';
import { fillIn, letterLineText, type LetterPart } from '../../ui/letter.ts';

export interface NoticeLetter {
  /** Lines of the sender's address, then of the receiver's. */
  from: LetterPart[][];
  to: LetterPart[][];
  date: string;
  subject: string;
  reference: LetterPart[];
  paragraphs: LetterPart[][];
  /** What the supplier is asked to confirm. */
  asked: LetterPart[][];
  closing: LetterPart[][];
}

const methodWords: Record<NonNullable<Contract['noticeMethod']>, string> = {
  email: 'by email',
  letter: 'by letter',
  'recorded-post': 'by letter that is signed for',
  portal: 'on your website',
  other: 'in the way that the contract describes',
};

/** Whether there is an end that notice can still bring about: it renews itself, or may, and none has been given or agreed. */
export function mayGiveNotice(contract: Contract, deadline: NoticeDeadline): boolean {
  if (contract.renewal === 'none' || contract.renewal === 'by-agreement') return false;
  if (contract.endedOn !== null || deadline.status === 'ended' || deadline.status === 'passed') return false;
  return true;
}

/** The letter as it would be sent on `today`. */
export function noticeLetter(
  contract: Contract,
  deadline: NoticeDeadline,
  schoolName: string,
  today: PlainDate,
): NoticeLetter {
  const { supplier, noticeTo, reference, title, noticeMethod } = contract;
  const notice = noticeLength(contract);
  const reading = typeof notice === 'string' ? fillIn('the notice that the contract asks for') : noticeWords(notice);
  const end = deadline.endsOn === null ? fillIn('the day on which it ends') : formatDate(deadline.endsOn);
  const how =
    noticeMethod === null ? fillIn('how the contract says that notice must be given') : methodWords[noticeMethod];
  const due = deadline.dueOn === null ? [] : [' By our reading notice is due by ', formatDate(deadline.dueOn), '.'];
  return {
    from: [[schoolName], [fillIn('your school’s address')]],
    to: [
      [supplier ?? fillIn('the supplier’s name')],
      ...(noticeTo === null ? [[fillIn('the address that the contract names for notices')]] : linesOf(noticeTo)),
    ],
    date: formatDate(today),
    subject: `Notice to end the contract for ${title}`,
    reference: ['Reference: ', reference ?? fillIn('contract or account number')],
    paragraphs: [
      ['We give notice that we end this contract. We do not want it to renew. It then ends on ', end, '.'],
      ['The contract asks for ', reading, ', given ', how, '.', ...due],
      [
        'This letter is that notice. If you think that the contract ends on another day, tell us at once and say which of its terms that follows from.',
      ],
    ],
    asked: [
      ['that you have received this notice, and when'],
      ['the day on which the contract ends, and that nothing is to be paid after it'],
      ...dataLines(contract),
      ...leaseLines(contract),
    ],
    closing: [['Yours faithfully'], [fillIn('your name')], [fillIn('your role')], [schoolName]],
  };
}

/** The letter as plain text, to copy; places to fill in stand in square brackets. */
export function letterText(letter: NoticeLetter): string {
  const line = letterLineText;
  return [
    letter.from.map(line).join('\n'),
    letter.to.map(line).join('\n'),
    letter.date,
    [letter.subject, line(letter.reference)].join('\n'),
    ...letter.paragraphs.map(line),
    ['Please confirm in writing within 14 days:', ...letter.asked.map((parts) => `- ${line(parts)}`)].join('\n'),
    letter.closing.map(line).join('\n'),
  ].join('\n\n');
}

function dataLines({ personalData }: Contract): LetterPart[][] {
  if (personalData === false) return [];
  const returned = 'how we get our data back, and that you delete it afterwards';
  return [personalData === null ? [fillIn(`if you hold personal data for us: ${returned}`)] : [returned]];
}

function leaseLines({ isLease, type }: Contract): LetterPart[][] {
  const lease = isLease ?? type === 'equipment-lease';
  return lease ? [['when and how the equipment is collected, and who pays for that']] : [];
}

function linesOf(text: string): LetterPart[][] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => [line]);
}
