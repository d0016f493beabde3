/** Evidence on pages: the list of a question or requirement, the list of the school, and the form. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { dataTable } from '../../ui/data-table.ts';
import { errorMessageFor, form, renderFields, type FieldError } from '../../ui/forms/index.ts';
import {
  govukButton,
  govukDetails,
  govukFileUpload,
  govukInsetText,
  govukSummaryList,
  govukTag,
} from '../../ui/govuk/index.ts';
import { html, type Html, type HtmlValue } from '../../ui/html.ts';
import { kindWords, sizeWords } from '../documents/index.ts';
import { changesTable, count, distanceWords, type Change } from '../registers/index.ts';
import { evidenceFields, evidenceHistory } from './evidence.fields.ts';
import type { StoredEvidence } from './evidence.queries.ts';
import { stateOf, WARN_DAYS, type EvidenceState, type EvidenceSubject, type Lapse } from './evidence.rules.ts';

const stateWords: Record<EvidenceState, { text: string; classes: string }> = {
  'in-force': { text: 'Counts', classes: 'govuk-tag--green cairn-nowrap' },
  expired: { text: 'Expired', classes: 'govuk-tag--yellow cairn-nowrap' },
  'to-come': { text: 'Not yet', classes: 'govuk-tag--grey cairn-nowrap' },
};

/** The evidence itself: its file, its link, or only its name. */
function titlePart(base: string, evidence: StoredEvidence): Html {
  const { title, url, file } = evidence;
  const name =
    url === null ? html`${title}` : html`<a class="govuk-link" href="${url}" rel="noreferrer noopener">${title}</a>`;
  if (file === null) return name;
  const about = `${kindWords(file.mediaType)}, ${sizeWords(file.byteCount)}`;
  const address = `${base}/documents/${encodeURIComponent(file.id)}`;
  return url === null
    ? html`<a class="govuk-link" href="${address}" download>${title}</a> (${about})`
    : html`${name}, <a class="govuk-link" href="${address}" download>as a file<span class="govuk-visually-hidden">: ${title}</span></a> (${about})`;
}

function datesWords({ effectiveOn, expiresOn }: StoredEvidence): string {
  return expiresOn === null
    ? `from ${formatDate(effectiveOn)}`
    : `from ${formatDate(effectiveOn)} until ${formatDate(expiresOn)}`;
}

export interface EvidencePartContent {
  base: string;
  mayEdit: boolean;
  today: PlainDate;
  evidence: readonly StoredEvidence[];
  subject: EvidenceSubject;
  /** What it is about, for who hears the links read. */
  about: string;
  /** Page to come back to, below the school's address. */
  from: string;
}

/** The evidence of one question or requirement, with a way to add to it. */
export function evidencePart(content: EvidencePartContent): Html {
  const { base, mayEdit, today, evidence, subject, about, from } = content;
  const query = new URLSearchParams({
    ...(subject.questionId === null ? {} : { question: subject.questionId }),
    ...(subject.requirementId === null ? {} : { requirement: subject.requirementId }),
    from,
  });
  return html`${
    evidence.length > 0 &&
    html`<ul class="govuk-list">${evidence.map(
      (one) =>
        html`<li>${titlePart(base, one)}, ${datesWords(one)} ${govukTag(stateWords[stateOf(one, today)])}${one.note !== null && html` ${one.note}`}${mayEdit && html` <a class="govuk-link cairn-no-print" href="${base}/evidence/${encodeURIComponent(one.id)}?from=${encodeURIComponent(from)}">Change<span class="govuk-visually-hidden">: ${one.title}, for ${about}</span></a>`}</li>`,
    )}</ul>`
  }${evidence.length === 0 && html`<p class="govuk-body">None is kept here yet.</p>`}${
    mayEdit &&
    html`<p class="govuk-body cairn-no-print"><a class="govuk-link" href="${base}/evidence/new?${query.toString()}">Add evidence<span class="govuk-visually-hidden"> for ${about}</span></a></p>`
  }`;
}

export interface EvidenceListContent {
  base: string;
  mayEdit: boolean;
  today: PlainDate;
  evidence: readonly (StoredEvidence & { about: { text: string; path: string } })[];
  lapses: readonly Lapse[];
}

/** All evidence of the school, and what lapses soon. */
export function evidenceListBody(content: EvidenceListContent): Html {
  const { base, today, evidence, lapses } = content;
  const past = lapses.filter(({ lastDay }) => lastDay < today).length;
  const coming = lapses.length - past;
  return html`<h1>Evidence</h1>
<p class="govuk-body-l">${coming === 0 ? 'Nothing' : count(coming, 'thing')} will stop counting within ${WARN_DAYS} days, and ${past === 0 ? 'nothing has' : `${count(past, 'thing')} ${past === 1 ? 'has' : 'have'}`} lapsed.</p>
<p class="govuk-body">An answer counts until its last day. After that the result is not known until somebody answers again. An answer that rests on a document counts only while that document does. Add evidence on the page of a standard or of a question.</p>
<h2>What lapses</h2>
${
  lapses.length === 0
    ? html`<p class="govuk-body">Nothing lapses before then.</p>`
    : dataTable<Lapse>(
        'Answers and evidence, the first to lapse first',
        [
          {
            heading: 'Last day',
            nowrap: true,
            cell: ({ lastDay }) =>
              html`${formatDate(lastDay)}<br><span class="cairn-quiet">${distanceWords(today, lastDay)}</span>`,
          },
          { heading: 'Kind', cell: ({ kind }) => (kind === 'answer' ? 'Answer' : 'Evidence') },
          {
            heading: 'What',
            cell: ({ name, path }) => html`<a class="govuk-link" href="${base}${path}">${name}</a>`,
          },
        ],
        lapses,
      )
}
<h2>All evidence</h2>
${
  evidence.length === 0
    ? html`<p class="govuk-body">None is kept here yet.</p>`
    : dataTable<EvidenceListContent['evidence'][number]>(
        'Evidence, the first to expire first',
        [
          { heading: 'Evidence', cell: (one) => evidenceCell(content, one) },
          {
            heading: 'What it shows',
            cell: ({ about }) => html`<a class="govuk-link" href="${base}${about.path}">${about.text}</a>`,
          },
          { heading: 'From', nowrap: true, cell: ({ effectiveOn }) => formatDate(effectiveOn) },
          {
            heading: 'Last day',
            nowrap: true,
            cell: ({ expiresOn }) => (expiresOn === null ? 'No end' : formatDate(expiresOn)),
          },
          { heading: 'Today', cell: (one) => govukTag(stateWords[stateOf(one, today)]) },
        ],
        evidence,
      )
}`;
}

function evidenceCell({ base, mayEdit }: EvidenceListContent, one: StoredEvidence): Html {
  const verb = mayEdit ? 'Change' : 'See';
  return html`${titlePart(base, one)}<br><a class="govuk-link cairn-no-print" href="${base}/evidence/${encodeURIComponent(one.id)}">${verb}<span class="govuk-visually-hidden"> ${one.title}</span></a>`;
}

export interface EvidenceFormContent {
  base: string;
  csrf: string;
  mayEdit: boolean;
  /** Null for evidence to be added. */
  evidence: StoredEvidence | null;
  subject: EvidenceSubject;
  /** The question, or the requirement. */
  about: { text: string; path: string };
  /** The requirements that it counts for. */
  requirements: readonly string[];
  texts: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
  /** The version that a save has to find. */
  version: number;
  from: string;
  changes: readonly Change[];
  /** True where somebody else changed it meanwhile. */
  isStale: boolean;
}

export function evidenceFormBody(content: EvidenceFormContent): Html {
  const { evidence, about, requirements, mayEdit, changes } = content;
  return html`${content.isStale && stalePart(content)}<span class="govuk-caption-l">${about.text}</span>
<h1>${evidence === null ? 'Add evidence' : evidence.title}</h1>
${requirements.length > 0 && govukDetails({ summaryText: requirements.length === 1 ? 'What it counts for' : `The ${requirements.length} things it counts for`, html: html`<ul class="govuk-list govuk-list--bullet">${requirements.map((text) => html`<li>${text}</li>`)}</ul>` })}
${mayEdit ? editForm(content) : readOnly(content)}
${changes.length > 0 && govukDetails({ summaryText: 'History of this evidence', html: changesTable(changes.map(shownChange), evidenceHistory.fields, {}) })}`;
}

function editForm(content: EvidenceFormContent): Html {
  const { base, csrf, evidence, subject, texts, errors, version, from } = content;
  const address = `${base}/evidence/${evidence === null ? 'new' : encodeURIComponent(evidence.id)}`;
  const hidden = (name: string, value: string | number) => html`<input type="hidden" name="${name}" value="${value}">`;
  const back = from === '' ? `${base}/evidence` : `${base}/${from}`;
  return html`<p class="govuk-body">Everyone who may see this school can open it: leave out what only some may read.</p>
${form({
  action: address,
  csrf,
  sendsFile: true,
  body: html`${hidden('version', version)}${hidden('from', from)}${subject.questionId !== null && hidden('question', subject.questionId)}${subject.requirementId !== null && hidden('requirement', subject.requirementId)}
${renderFields(evidenceFields.slice(0, 2), texts, errors)}
${evidence?.file && html`<p class="govuk-body">The file kept now: <a class="govuk-link" href="${base}/documents/${encodeURIComponent(evidence.file.id)}" download>${evidence.file.name}</a>.</p>`}
${govukFileUpload({
  id: 'file',
  name: 'file',
  label: { text: evidence?.file ? 'A newer file in its place' : 'The file' },
  hint: { text: 'A PDF, a picture, or a Word, Excel or OpenDocument file of up to 10 MB' },
  errorMessage: errorMessageFor(errors, 'file'),
})}
${renderFields(evidenceFields.slice(2), texts, errors)}
<div class="govuk-button-group">${govukButton({ text: evidence === null ? 'Add' : 'Save', preventDoubleClick: true })}<a class="govuk-link" href="${back}">Cancel</a></div>`,
})}${
    evidence !== null &&
    form({
      action: `${address}/remove`,
      csrf,
      body: html`${hidden('version', evidence.version)}${hidden('from', from)}<p class="govuk-body"><button class="cairn-link-button" type="submit">Remove this evidence</button></p>`,
    })
  }`;
}

function readOnly({ base, evidence }: EvidenceFormContent): Html | null {
  if (evidence === null) return null;
  const row = (key: string, value: HtmlValue) => ({ key: { text: key }, value: { html: html`${value}` } });
  return govukSummaryList({
    rows: [
      row('Evidence', titlePart(base, evidence)),
      row('It counts', datesWords(evidence)),
      ...(evidence.note === null ? [] : [row('Note', evidence.note)]),
    ],
  });
}

/** Theirs, above what was typed. */
function stalePart({ evidence }: EvidenceFormContent): Html | null {
  if (evidence === null) return null;
  return govukInsetText({
    html: html`<p class="govuk-body">Someone else changed this evidence after you had opened it. Nothing is lost: what you typed is still in the form. Only a chosen file must be chosen again. Save to put yours in place of theirs.</p>
<p class="govuk-body">Theirs: “${evidence.title}”, ${datesWords(evidence)}.${evidence.url !== null && html` Link: ${evidence.url}.`}${evidence.note !== null && html` Note: “${evidence.note}”.`}</p>`,
  });
}

/** What says nothing to people is left out. */
function shownChange(change: Change): Change {
  const shown = (side: Change['before']) =>
    side && Object.fromEntries(Object.entries(side).filter(([key]) => !evidenceHistory.hidden.includes(key)));
  return { ...change, before: shown(change.before), after: shown(change.after) };
}

/** After a removal: the way back. */
export function evidenceRemovedDetail(base: string, csrf: string, id: string, from: string): Html {
  return form({
    action: `${base}/evidence/${encodeURIComponent(id)}/restore`,
    csrf,
    classes: 'cairn-inline',
    body: html`<input type="hidden" name="from" value="${from}"><button class="cairn-link-button" type="submit">Undo: put it back</button>`,
  });
}
