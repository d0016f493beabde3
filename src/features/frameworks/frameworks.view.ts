/** The page of frameworks: requirement by requirement, what the standards' results say of it, and what they cannot say. */
import { formatDate } from '../../domain/dates.ts';
import type { Edition, FrameworkLine, LinkedResult } from '../../library/index.ts';
import { dataTable } from '../../ui/data-table.ts';
import { govukInsetText, govukTag } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import type { FrameworkOutlook } from './frameworks.rules.ts';

export interface FrameworksContent {
  base: string;
  edition: Edition;
  outlooks: readonly FrameworkOutlook[];
}

const resultWords: Record<FrameworkLine['result'], string> = {
  met: 'Met',
  'not-met': 'Not met',
  'not-known': 'Not known',
};
const resultTags: Record<FrameworkLine['result'], string> = {
  met: 'govuk-tag--green',
  'not-met': 'govuk-tag--yellow',
  'not-known': 'govuk-tag--grey',
};
const linkedWords: Record<LinkedResult['result'], string> = {
  met: 'met',
  'not-met': 'not met',
  'not-known': 'not known',
  'not-applicable': 'does not apply',
};
const standsWords: Record<LinkedResult['stands'], string> = {
  equal: 'Asks the same',
  contains: 'Asks this and more',
  part: 'Asks a part of this',
  overlaps: 'Looked at, but never counts',
};

export function frameworksBody({ base, edition, outlooks }: FrameworksContent): Html {
  return html`<h1>What else asks the same of you</h1>
<p class="govuk-body-l">Certificates, cover and duties beside the standards, and what your results say of them today.</p>
${govukInsetText({
  text: 'Met is only said where a standard asks the same, or this and more. What a standard asks in part never counts as met, however much of it there is. No result here is a certificate or a promise of cover.',
})}
${outlooks.length > 1 && html`<ul class="govuk-list">${outlooks.map(({ framework: { id, name } }) => html`<li><a class="govuk-link" href="#${id}">${name}</a></li>`)}</ul>`}
${outlooks.map((outlook) => frameworkPart(base, edition, outlook))}`;
}

function frameworkPart(base: string, edition: Edition, { framework, standing }: FrameworkOutlook): Html {
  const { id, name, version, publisher, appliesTo, note, inForceFrom, asAt, source } = framework;
  return html`<h2 id="${id}">${name}</h2>
<p class="govuk-body">${publisher}. Version: ${version}. In force since ${formatDate(inForceFrom)}. For: ${appliesTo} ${note}</p>
${
  standing === null
    ? html`<p class="govuk-body">Nobody has compared it with the edition that your school is judged by. <a class="govuk-link" href="${base}/edition">See the other editions</a></p>`
    : html`<p class="govuk-body">${countWords(standing.lines)}</p>
${dataTable<FrameworkLine>(
  name,
  [
    { heading: 'What it asks', cell: ({ requirement }) => askedCell(requirement) },
    {
      heading: 'Result',
      cell: ({ result }) => govukTag({ text: resultWords[result], classes: `${resultTags[result]} cairn-nowrap` }),
    },
    { heading: 'What was looked at', cell: (line) => lookedAtCell(base, edition, line) },
  ],
  standing.lines,
)}
<p class="govuk-body-s">Compared with the standards by: ${standing.mapping.assertedBy}, on ${formatDate(standing.mapping.on)}.</p>`
}
<p class="govuk-body-s">Source: <a class="govuk-link" href="${source.url}" rel="external">${source.title}</a>, as at ${formatDate(asAt)}. ${source.licence}.</p>`;
}

function askedCell({ text, mustPass, level, duty }: FrameworkLine['requirement']): Html {
  const marks = [level === 'should' && 'should', duty && 'a duty', mustPass && 'missing it fails the whole'];
  const shown = marks.filter((mark) => mark !== false);
  return html`${text}${shown.length > 0 && html` <span class="cairn-not-known">(${shown.join(', ')})</span>`}`;
}

function lookedAtCell(base: string, edition: Edition, { linked, unmapped }: FrameworkLine): Html {
  if (linked.length === 0) return html`Nothing in the standards says. ${unmapped ?? ''}`;
  return html`<ul class="govuk-list">${linked.map(({ requirementId, stands, result }) => {
    const found = edition.requirements.find(({ id }) => id === requirementId);
    const address = `${base}/standards/${encodeURIComponent(found?.standardId ?? '')}`;
    return html`<li>${standsWords[stands]}: <a class="govuk-link" href="${address}">${found?.text ?? requirementId}</a> (${linkedWords[result]})</li>`;
  })}</ul>`;
}

function countWords(lines: readonly FrameworkLine[]): string {
  const of = (result: FrameworkLine['result']) => lines.filter((line) => line.result === result).length;
  return `Of ${lines.length} requirements: ${of('met')} met, ${of('not-met')} not met. For ${of('not-known')} the standards cannot tell: look at those yourself.`;
}
