/** One standard: what it asks, where each requirement of it stands, how that is known, and until when. */
import type { Phase, SchoolRecord } from '../../domain/record.ts';
import { waits, type FactRules, type Requirement, type Source, type Standard, type Term } from '../../library/index.ts';
import { howKnown, howKnownWords, type Result } from '../../status/index.ts';
import type { ShowEvidence } from '../evidence/index.ts';
import type { ShowException } from '../exceptions/index.ts';
import { govukInsetText, govukSummaryList, govukTag } from '../../ui/govuk/index.ts';
import { html, joinHtml, type Html, type HtmlValue } from '../../ui/html.ts';
import { termsPart } from '../glossary/index.ts';
import { areaAddress } from './area.view.ts';
import { factsPart } from './standard.facts.view.ts';
import { asksPart, evidencePart } from './local.view.ts';
import { localDays, localWords } from './local.words.ts';
import { concernWords, ownLeadWords, rolesWords } from './concern.words.ts';
import {
  anchorOf,
  answeredWords,
  factChain,
  questionAddress,
  requirementAddress,
  resultTag,
  standardAddress,
  summaryRow,
} from './standards.marks.view.ts';
import { sourcePart } from './source.view.ts';
import type { RequirementLine, StandardLine } from './standards.rules.ts';
import {
  aheadWords,
  countsWords,
  dueBecauseWords,
  dueWords,
  dutyWords,
  groundsWords,
  sentence,
  thresholdWords,
  triggerWords,
} from './standards.words.ts';

/** What the plan does for a requirement. */
export interface PlannedStep {
  requirementId: string;
  needId: string;
  /** "Core switches: replace" */
  name: string;
  /** "starts in Spring term 2028, in place from Summer term 2028" */
  when: string;
}

export interface StandardContent {
  base: string;
  mayAnswer: boolean;
  phase: Phase;
  line: StandardLine;
  /** The standards that it builds on, where they stand. */
  dependsOn: readonly StandardLine[];
  /** The standards that build on it. */
  neededBy: readonly StandardLine[];
  /** What each requirement builds on, by id. */
  requirementNames: ReadonlyMap<string, { text: string; standardId: string; result: Result | null }>;
  /** For this school's kind, by requirement; null where the source names none. */
  thresholds: ReadonlyMap<string, number | null>;
  /** Who gave each answer last, by question. */
  answeredBy: ReadonlyMap<string, string | null>;
  /** Who can usually answer, by question. */
  answerers: ReadonlyMap<string, string>;
  notes: ReadonlyMap<string, string | null>;
  /** The record that the results are found from. */
  record: SchoolRecord;
  showEvidence: ShowEvidence;
  showException: ShowException;
  planned: readonly PlannedStep[];
  /** The standard and its requirements over time, with the plan and without it. */
  ahead: Html;
  /** What is to say of the plan that the picture shows; null where there is none. */
  planWords: Html | null;
  cost: Html;
  rules: FactRules;
  /** Words of the trade that its texts use. */
  terms: readonly Term[];
}

export function standardBody(content: StandardContent): Html {
  const { line, base, dependsOn, neededBy, ahead, planWords, cost } = content;
  const { standard, category, now } = line;
  const duty = line.requirements.some((one) => one.requirement.duty && one.now.result === 'not-met');
  return html`<span class="govuk-caption-l"><a class="govuk-link" href="${areaAddress(base, category.id)}">${category.name}</a></span>
<h1>${standard.name}</h1>
${asksPart(standard)}
<p class="govuk-body">${resultTag(now.result, duty)} <span>Its musts: ${countsWords(now.counts)}.</span></p>
<p class="govuk-body">${aheadWords(line.ahead)}</p>
${govukSummaryList({
  rows: [
    summaryRow('Why', standard.why),
    summaryRow('Who usually leads', rolesWords(category)),
    summaryRow('By when', [dueWords(category), ...localDays(category.local), ...localDays(standard.local)].join(' ')),
    ...(dependsOn.length > 0 ? [summaryRow('It builds on', standardLinks(base, dependsOn))] : []),
    ...(neededBy.length > 0 ? [summaryRow('These build on it', standardLinks(base, neededBy))] : []),
    summaryRow('Where it is from', sourcePart(standard.source)),
  ],
})}
<p class="govuk-body cairn-no-print"><a class="govuk-link" href="#cost">What it may cost</a>, or <a class="govuk-link" href="${standardAddress(base, standard.id)}/history">what has changed so far</a>.</p>
${termsPart(content.terms)}
<h2>How it goes on</h2>
${ahead}
${planWords}
<h2 class="cairn-page-break">What it asks, one by one</h2>
${line.requirements.map((requirement) => requirementPart(content, requirement))}
${cost}`;
}

/** A local rule's own requirement that is not due before its day does not count from today. */
function whenWords(requirement: Requirement): string | null {
  return requirement.localDue !== undefined && !waits(requirement) ? null : triggerWords(requirement);
}

function standardLinks(base: string, lines: readonly StandardLine[]): Html {
  return html`<ul class="govuk-list">${lines.map(
    ({ standard, now }) =>
      html`<li><a class="govuk-link" href="${standardAddress(base, standard.id)}">${standard.name}</a> ${resultTag(now.result)}</li>`,
  )}</ul>`;
}

function requirementPart(content: StandardContent, line: RequirementLine): Html {
  const { requirement, now, status } = line;
  const { base, planned } = content;
  const level = requirement.level === 'must' ? 'Must' : 'Should';
  const threshold = thresholdWords(requirement.threshold, content.thresholds.get(requirement.id) ?? null);
  const due = dueBecauseWords(now);
  const isMetThroughout = status.intervals.every(({ result }) => result === 'met' || result === 'not-applicable');
  const steps = planned.filter(({ requirementId }) => requirementId === requirement.id && !isMetThroughout);
  const local = localWords(requirement, content.phase);
  const rows: [string, HtmlValue][] = [
    ...(local.length === 0 ? [] : [['Whose rule', local.join(' ')] as [string, HtmlValue]]),
    [
      'Today',
      html`${govukTag({ text: level, classes: 'govuk-tag--grey' })} ${resultTag(now.result, requirement.duty)}`,
    ],
    ...optional('Accepted for now', acceptedOf(content, line)),
    ['How we know', groundsPart(content, line)],
    ['Where the facts come from', factsPart(base, content.rules, requirement)],
    ['From here on', aheadWords(status.intervals)],
    ...optional('Who it concerns', concernWords(requirement, status, now)),
    ...optional('Who leads', ownLeadWords(requirement, line.category)),
    ...optional('Who can answer', content.answerers.get(requirement.question?.id ?? '') ?? null),
    ['When it counts', joinHtml([whenWords(requirement), dutyWords(requirement), due], ' ')],
    ...(threshold === null ? [] : [['For a school like yours', threshold] as [string, HtmlValue]]),
    ...(steps.length === 0 ? [] : [['In the plan', stepsPart(base, steps)] as [string, HtmlValue]]),
    ...others(content, 'It waits for', requirement.after),
    ...others(content, 'These build on it', requirement.before),
    ...others(content, 'It builds on', requirement.dependsOn),
    ['What would show it', evidencePart(requirement.evidence, requirement.local)],
    ['Evidence', evidenceOf(content, line)],
    ...(sameSource(requirement.source, line.standard.source)
      ? []
      : [['Where it is from', sourcePart(requirement.source)] as [string, HtmlValue]]),
  ];
  return govukSummaryList({
    card: { title: { text: requirement.text, headingLevel: 3 }, attributes: { id: anchorOf(requirement.id) } },
    rows: rows.map(([key, value]) => summaryRow(key, value)),
  });
}

function optional(key: string, value: HtmlValue | null): [string, HtmlValue][] {
  return value === null ? [] : [[key, value]];
}

/** Other requirements that it has to do with, as links; no row where there are none. */
function others(content: StandardContent, key: string, ids: readonly string[] = []): [string, HtmlValue][] {
  return ids.length === 0 ? [] : [[key, dependencies(content, ids)]];
}

/** What is accepted stays not met; what is met needs no accepting. */
function acceptedOf({ showException, line }: StandardContent, { requirement, now }: RequirementLine): Html | null {
  const isOpen = now.result === 'not-met' || now.result === 'not-known';
  const about = { name: requirement.text, isOpen, from: `standards/${line.standard.id}` };
  return showException({ requirementId: requirement.id }, about);
}

function evidenceOf({ showEvidence, line }: StandardContent, { requirement }: RequirementLine): Html {
  const { question, id, text } = requirement;
  const subject = { questionId: question?.id ?? null, requirementId: question === null ? id : null };
  return showEvidence(subject, text, `standards/${line.standard.id}`);
}

/** What decides comes first: the registers with their entries, or the answer. */
function groundsPart(content: StandardContent, line: RequirementLine): Html {
  const { base, mayAnswer, answeredBy, notes } = content;
  const { requirement, now, standard } = line;
  const { question } = requirement;
  const { answer, chain } = now;
  const note = answer && notes.get(answer.questionId);
  const person = (answer && answeredBy.get(answer.questionId)) ?? null;
  const isAnswered = now.grounds === 'answer';
  const known = howKnown(content.record, now);
  // Who gave an answer of which nobody was named: the history knows.
  const how =
    known &&
    html`<p class="govuk-body"><strong>${howKnownWords({ ...known, by: known.by ?? (isAnswered ? person : null) })}.</strong></p>`;
  const said =
    answer &&
    html`<p class="govuk-body">${isAnswered ? `Answered “${answer.label}”` : answeredWords(answer, person)}.${note && html` Note: “${note}”.`}</p>`;
  const isReasonSaid = now.grounds !== 'none' || answer === null || answer.lapse !== null || now.contradiction;
  const registers = html`${!isAnswered && html`${how}<p class="govuk-body">${how === null && `${groundsWords[now.grounds]}. `}${isReasonSaid && sentence(now.reason)}</p>`}${isAnswered && chain.length > 0 && html`<p class="govuk-body">The registers hold:</p>`}${factChain(base, chain)}`;
  const link =
    mayAnswer &&
    question !== null &&
    html`<p class="govuk-body cairn-no-print"><a class="govuk-link" href="${questionAddress(base, answer?.questionId ?? question.id, standard.id)}">${answer === null ? 'Answer the question' : 'Change the answer'}<span class="govuk-visually-hidden">: ${requirement.text}</span></a></p>`;
  return isAnswered
    ? html`${how}${said}${registers}${link}`
    : html`${registers}${now.contradiction ? contradictionPart(content, line) : said}${link}`;
}

/** What the answer says, beside the registers that decide. */
function contradictionPart({ answeredBy }: StandardContent, { now: { answer } }: RequirementLine): Html | null {
  if (answer === null) return null;
  return govukInsetText({
    html: html`<p class="govuk-body"><strong>The answer and the registers disagree.</strong> ${answeredWords(answer, answeredBy.get(answer.questionId) ?? null)}. The registers decide until one of the two is put right.</p>`,
  });
}

function stepsPart(base: string, steps: readonly PlannedStep[]): Html {
  return html`${steps.map(
    ({ needId, name, when }) =>
      html`<p class="govuk-body"><a class="govuk-link" href="${base}/plan/${encodeURIComponent(needId)}">${name}</a> ${when}.</p>`,
  )}`;
}

function dependencies({ base, requirementNames }: StandardContent, ids: readonly string[]): Html {
  return html`<ul class="govuk-list">${ids.flatMap((id) => {
    const known = requirementNames.get(id);
    return known === undefined
      ? []
      : [
          html`<li><a class="govuk-link" href="${requirementAddress(base, { id, standardId: known.standardId })}">${known.text}</a>${known.result !== null && html` ${resultTag(known.result)}`}</li>`,
        ];
  })}</ul>`;
}

function sameSource(a: Source, b: Source): boolean {
  return a.url === b.url && a.asAt === b.asAt && a.confidence === b.confidence;
}

/** What a standard's page says in the library's words. */
export function textsOf({ standard, requirements }: StandardLine): string[] {
  return [
    standard.asks,
    standard.why,
    ...requirements.flatMap(({ requirement: { text, evidence } }) => [text, evidence]),
  ];
}

/** Which of the lines are named. */
export function linesOf(lines: readonly StandardLine[], ids: readonly Standard['id'][]): StandardLine[] {
  return lines.filter(({ standard }) => ids.includes(standard.id));
}
