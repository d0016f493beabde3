/** Accepted gaps on pages: beside what they are about, the list of the school, and the form. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { dataTable } from '../../ui/data-table.ts';
import { errorMessageFor, form, renderFields, type FieldError } from '../../ui/forms/index.ts';
import {
  govukButton,
  govukCheckboxes,
  govukDetails,
  govukInsetText,
  govukTag,
  govukWarningText,
} from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { changesTable, distanceWords, type Change } from '../registers/index.ts';
import type { Exception } from '../../domain/actuals.ts';
import { exceptionFields, exceptionHistory } from './exceptions.fields.ts';
import type { StoredException } from './exceptions.queries.ts';
import {
  exceptionSentence,
  standingOfException,
  type ExceptionStanding,
  type ExceptionSubject,
} from './exceptions.rules.ts';

const standingTags: Record<ExceptionStanding, { text: string; classes: string }> = {
  running: { text: 'Accepted for now', classes: 'govuk-tag--grey cairn-nowrap' },
  near: { text: 'Back soon', classes: 'govuk-tag--yellow cairn-nowrap' },
  over: { text: 'No longer accepted', classes: 'govuk-tag--yellow cairn-nowrap' },
};

/** "Accepted for now": beside a result, which stays as it is. */
export function exceptionTag(exception: Pick<Exception, 'until'>, today: PlainDate): Html {
  return govukTag(standingTags[standingOfException(exception, today)]);
}

export function exceptionAddress(base: string, id: string): string {
  return `${base}/exceptions/${encodeURIComponent(id)}`;
}

export interface ExceptionPartContent {
  base: string;
  mayEdit: boolean;
  today: PlainDate;
  exception: StoredException | null;
  subject: ExceptionSubject;
  name: string;
  isOpen: boolean;
  from: string;
}

/** What is accepted, or the way to accept it; null where there is neither. */
export function exceptionPart(content: ExceptionPartContent): Html | null {
  const { base, mayEdit, today, exception, subject, name, isOpen, from } = content;
  if (exception !== null) {
    return html`<p class="govuk-body">${exceptionTag(exception, today)} ${exceptionSentence(exception, today)}${
      mayEdit &&
      html` <a class="govuk-link cairn-no-print" href="${exceptionAddress(base, exception.id)}?from=${encodeURIComponent(from)}">Change<span class="govuk-visually-hidden"> what is accepted of: ${name}</span></a>`
    }</p>`;
  }
  if (!isOpen || !mayEdit) return null;
  const query = new URLSearchParams({
    ...(subject.requirementId !== null && { requirement: subject.requirementId }),
    ...(subject.needId !== null && { need: subject.needId }),
    from,
  });
  return html`<p class="govuk-body cairn-no-print"><a class="govuk-link" href="${base}/exceptions/new?${query.toString()}">Accept it until a day<span class="govuk-visually-hidden">: ${name}</span></a></p>`;
}

/** A list of what the school accepts, for the plan and the pack: one sentence each. Null where there is nothing. */
export function acceptedList(exceptions: readonly Exception[], today: PlainDate): Html | null {
  const running = exceptions.filter(({ until }) => until >= today);
  if (running.length === 0) return null;
  return html`<ul class="govuk-list govuk-list--bullet">${running
    .toSorted((a, b) => (a.until < b.until ? -1 : 1))
    .map((one) => html`<li>${one.subject} ${exceptionSentence(one, today)}</li>`)}</ul>`;
}

export interface ExceptionListContent {
  base: string;
  mayEdit: boolean;
  today: PlainDate;
  exceptions: readonly StoredException[];
}

/** All that the school accepts, and what it no longer does. */
export function exceptionListBody({ base, today, exceptions }: ExceptionListContent): Html {
  const running = exceptions.filter(({ until }) => until >= today).length;
  return html`<h1 class="govuk-heading-l">Accepted for now</h1>
<p class="govuk-body-l">${running === 0 ? 'Your school accepts no gap at present.' : `Your school accepts ${running === 1 ? '1 gap' : `${running} gaps`} for now.`}</p>
<p class="govuk-body">What is accepted is still not met, and no page counts it as met. The plan starts nothing on it before the day has passed; a duty stays in the plan whatever is accepted. To accept a gap, open it on the page of its standard or of its item in the plan.</p>
${
  exceptions.length > 0 &&
  dataTable<StoredException>(
    'Gaps that are accepted, the first to come back first',
    [
      {
        heading: 'Until',
        nowrap: true,
        cell: ({ until }) =>
          html`${formatDate(until)}<br><span class="cairn-quiet">${distanceWords(today, until)}</span>`,
      },
      {
        heading: 'What',
        cell: (one) =>
          html`<a class="govuk-link" href="${exceptionAddress(base, one.id)}">${one.subject}</a><br>${exceptionTag(one, today)}`,
      },
      { heading: 'Because', cell: ({ reason }) => reason },
      { heading: 'Agreed', cell: ({ agreedBy, agreedOn }) => `${agreedBy}, ${formatDate(agreedOn)}` },
    ],
    exceptions,
  )
}
<p class="govuk-body cairn-no-print"><a class="govuk-link" href="${base}/standards">Standards</a> <a class="govuk-link" href="${base}/plan">Plan</a></p>`;
}

export interface ExceptionFormContent {
  base: string;
  csrf: string;
  mayEdit: boolean;
  today: PlainDate;
  /** Null while it is new. */
  exception: StoredException | null;
  subject: ExceptionSubject & { subject: string };
  /** The page of what it is about, below the school's address. */
  aboutPath: string;
  isDuty: boolean;
  texts: Record<string, string>;
  errors: readonly FieldError[];
  version: number;
  from: string;
  changes: readonly Change[];
  isStale: boolean;
}

export function exceptionFormBody(content: ExceptionFormContent): Html {
  const { base, csrf, mayEdit, today, exception, subject, isDuty, texts, errors, version, from, isStale } = content;
  const address = exception === null ? `${base}/exceptions/new` : exceptionAddress(base, exception.id);
  return html`<h1 class="govuk-heading-l">${exception === null ? 'Accept a gap until a day' : 'A gap that you accept'}</h1>
${
  isStale &&
  govukWarningText({
    text: 'Somebody else changed this while you were typing. What you see is theirs, with your words in the form. Save again to put yours in its place.',
    iconFallbackText: 'Warning',
  })
}
${govukInsetText({ html: html`<p class="govuk-body"><a class="govuk-link" href="${base}${content.aboutPath}">${subject.subject}</a></p>` })}
${exception !== null && html`<p class="govuk-body">${exceptionTag(exception, today)} ${exceptionSentence(exception, today)}</p>`}
${isDuty && dutyWarning()}
<p class="govuk-body">It stays not met, and no page counts it as met. ${isDuty ? 'Because it is a duty, it keeps its place at the front of the plan.' : 'The plan starts nothing on it before the day that you give has passed.'}</p>
${
  mayEdit
    ? form({
        action: address,
        csrf,
        body: html`<input type="hidden" name="version" value="${version}"><input type="hidden" name="from" value="${from}">
${subject.requirementId !== null && html`<input type="hidden" name="requirement" value="${subject.requirementId}">`}
${subject.needId !== null && html`<input type="hidden" name="need" value="${subject.needId}">`}
${renderFields(exceptionFields, texts, errors)}${isDuty && dutyBox(texts, errors)}
${govukButton({ text: exception === null ? 'Accept it' : 'Save', preventDoubleClick: true })}`,
      })
    : ''
}
${
  exception !== null &&
  mayEdit &&
  form({
    action: `${address}/remove`,
    csrf,
    body: html`<input type="hidden" name="version" value="${exception.version}"><input type="hidden" name="from" value="${from}">${govukButton({ text: 'Accept it no longer', classes: 'govuk-button--secondary', preventDoubleClick: true })}`,
  })
}
${
  exception !== null &&
  content.changes.length > 0 &&
  govukDetails({
    summaryText: 'What was done to it',
    html: changesTable(content.changes, exceptionHistory.fields, {}),
  })
}`;
}

function dutyWarning(): Html {
  return govukWarningText({
    text: 'This is a duty that is in force. The law asks for it whatever your school accepts, and the governors answer for it.',
    iconFallbackText: 'Warning',
  });
}

function dutyBox(texts: Record<string, string>, errors: readonly FieldError[]): Html {
  return govukCheckboxes({
    idPrefix: 'dutyKnown',
    name: 'dutyKnown',
    errorMessage: errorMessageFor(errors, 'dutyKnown'),
    items: [
      {
        value: 'yes',
        text: 'We know that the law asks for this, and whoever agreed it knows too',
        checked: texts['dutyKnown'] === 'yes',
      },
    ],
  });
}

/** What stands beside "no longer accepted": the way back. */
export function exceptionRemovedDetail(base: string, csrf: string, id: string, from: string): Html {
  return form({
    action: `${exceptionAddress(base, id)}/restore`,
    csrf,
    classes: 'cairn-inline',
    body: html`<input type="hidden" name="from" value="${from}"><button class="cairn-link-button" type="submit">Undo</button>`,
  });
}
