/** The page with the draft letter that gives notice, and where the day on which it was given is written down. */
import { formatDate } from '../../domain/dates.ts';
import type { Contract } from '../../domain/record.ts';
import { form, renderFields, type Field, type FieldError } from '../../ui/forms/index.ts';
import { govukButton, govukInsetText } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { letterLine, letterLines, letterToCopy } from '../../ui/letter.ts';
import { distanceWords, nameOf, type RegisterItem, type Surroundings } from '../registers/index.ts';
import { contractRegister } from './contracts.register.ts';
import type { ContractOutlook } from './contracts.rules.ts';
import { letterText, mayGiveNotice, type NoticeLetter } from './notice-letter.rules.ts';

export const noticeGivenFields: Field[] = [
  {
    name: 'noticeGivenOn',
    label: 'Day on which you gave notice',
    hint: 'For example, 31/8/2026. Where it went by post, the day on which it should arrive is safer.',
    kind: 'date',
    required: true,
  },
];

export interface NoticeLetterContent {
  item: RegisterItem;
  outlook: ContractOutlook;
  /** Null where there is nothing to give notice of. */
  letter: NoticeLetter | null;
  version: number;
  texts: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
}

export function noticeLetterBody(around: Surroundings, content: NoticeLetterContent): Html {
  const { item, outlook, letter } = content;
  const name = nameOf(contractRegister, item);
  if (letter === null) {
    return html`<h1>Notice on “${name}”</h1>
<p class="govuk-body-l">There is no notice to give.</p>
<p class="govuk-body">${outlook.notice.reason}</p>`;
  }
  // On paper the heading becomes the letter's subject, in its place below the addresses (src/ui/styles/_print.scss).
  return html`<div class="cairn-letter"><h1>${letter.subject}</h1>
<div class="cairn-no-print">${sendPart(around, outlook)}
<p class="govuk-body">This is a draft of the letter. Fill in what is <mark>[marked like this]</mark>, check it against the contract itself, and keep proof of when it was sent.</p>
<h2>The letter</h2></div>
${letterPart(letter)}
<div class="cairn-no-print">
${letterToCopy(letterText(letter))}
${around.mayEdit && givenPart(around, content)}</div></div>`;
}

/** On the contract's page: where the letter is, or how to take back that notice was given. */
export function noticeButton(around: Surroundings, item: RegisterItem, outlook: ContractOutlook): Html | null {
  const address = letterAddress(around, item);
  if (mayGiveNotice(outlook.contract, outlook.notice)) {
    return govukButton({ text: 'Give notice', href: address, classes: 'govuk-button--secondary' });
  }
  if (item.values['noticeGivenOn'] === null || item.values['endedOn'] !== null || !around.mayEdit) return null;
  return form({
    action: `${address}/undo`,
    csrf: around.csrf,
    classes: 'cairn-inline',
    body: govukButton({ text: 'Undo: notice was not given', classes: 'govuk-button--secondary' }),
  });
}

export function letterAddress(around: Surroundings, item: RegisterItem): string {
  return `${around.schoolBase}/contracts/${encodeURIComponent(item.id)}/notice-letter`;
}

function sendPart(around: Surroundings, { contract, notice }: ContractOutlook): Html {
  const by = notice.lastSafeNoticeOn;
  return govukInsetText({
    html: html`<p class="govuk-body govuk-!-font-weight-bold">${
      by === null
        ? 'It is not known by when this must be sent.'
        : `Send it by ${formatDate(by)} (${distanceWords(around.today, by)}).`
    }</p>
<p class="govuk-body">${notice.reason}</p>
<p class="govuk-body">${howWords(contract)}</p>`,
  });
}

function howWords({ noticeMethod, noticeTo }: Contract): string {
  const how = {
    email: 'It must be sent by email.',
    letter: 'It must be sent by letter.',
    'recorded-post': 'It must be sent by letter that is signed for.',
    portal: 'Notice must be given on the supplier’s website: use the letter for your own file, or paste it there.',
    other: 'The contract describes another way to give notice: look there.',
  };
  const way =
    noticeMethod === null ? 'How notice must be given is not known: look in the contract.' : how[noticeMethod];
  return noticeTo === null
    ? `${way} Where it must be sent is not known either: look for “notices” in the contract.`
    : way;
}

function letterPart(letter: NoticeLetter): Html {
  return html`<div class="cairn-letter__head"><p class="govuk-body">${letterLines(letter.from)}</p>
<p class="govuk-body">${letterLines(letter.to)}</p>
<p class="govuk-body">${letter.date}</p></div>
<div><p class="govuk-body cairn-letter__subject"><strong>${letter.subject}</strong></p>
<p class="govuk-body">${letterLine(letter.reference)}</p>
${letter.paragraphs.map((paragraph) => html`<p class="govuk-body">${letterLine(paragraph)}</p>`)}
<p class="govuk-body">Please confirm in writing within 14 days:</p>
<ul class="govuk-list govuk-list--bullet">${letter.asked.map((line) => html`<li>${letterLine(line)}</li>`)}</ul>
<p class="govuk-body">${letterLines(letter.closing)}</p></div>`;
}

function givenPart(around: Surroundings, { item, version, texts, errors }: NoticeLetterContent): Html {
  return html`<h2>When you have sent it</h2>
<p class="govuk-body">Write the day down. The contract then no longer asks for a decision, and the page says on which day it ends. You can undo this.</p>
${form({
  action: letterAddress(around, item),
  csrf: around.csrf,
  body: html`<input type="hidden" name="version" value="${version}">${renderFields(noticeGivenFields, texts, errors)}
${govukButton({ text: 'Notice is given', preventDoubleClick: true })}`,
})}`;
}
