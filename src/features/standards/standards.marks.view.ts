/** The small pieces that all pages of standards and questions share: result tags, chains of facts, addresses. */
import { formatDate } from '../../domain/dates.ts';
import type { AnswerFinding, FactLink, Result } from '../../status/index.ts';
import { govukTag } from '../../ui/govuk/index.ts';
import { html, type Html, type HtmlValue } from '../../ui/html.ts';
import { resultTags, resultWords } from './standards.words.ts';

const registerPaths = {
  contract: 'contracts',
  system: 'systems',
  equipment: 'equipment',
  connection: 'connections',
} as const;

/** A result in a word; a duty that is not met is marked as one. */
export function resultTag(result: Result, isDuty = false): Html {
  const urgent = isDuty && result === 'not-met';
  return govukTag({
    text: urgent ? `${resultWords[result]}: a duty today` : resultWords[result],
    classes: `${urgent ? 'govuk-tag--orange' : resultTags[result]} cairn-nowrap`,
  });
}

/** The entries of the registers that a finding rests on, each a link to its page. */
export function factChain(base: string, chain: readonly FactLink[]): Html | null {
  if (chain.length === 0) return null;
  return html`<ul class="govuk-list govuk-list--bullet">${chain.map(
    (link) =>
      html`<li><a class="govuk-link" href="${factAddress(base, link)}">${link.name}</a>: ${factWords(link)}</li>`,
  )}</ul>`;
}

/** "Support ends: 31 August 2027"; what a whole register holds is a sentence of its own. */
function factWords({ target, field, value }: FactLink): string {
  return target.kind === 'register' ? value : `${lower(field)}: ${value}`;
}

export function factAddress(base: string, { target }: FactLink): string {
  if (target.kind === 'register') return `${base}/${encodeURIComponent(target.id)}`;
  return `${base}/${registerPaths[target.kind]}/${encodeURIComponent(target.id)}`;
}

/** "Answered “Yes, both” on 3 October 2026 by Pat Bursar"; `personName` where the answer itself names nobody. */
export function answeredWords(answer: AnswerFinding, personName: string | null): string {
  const by = answer.by ?? personName;
  return `Answered “${answer.label}” on ${formatDate(answer.answeredOn)}${by === null ? '' : ` by ${by}`}`;
}

export function standardAddress(base: string, standardId: string): string {
  return `${base}/standards/${encodeURIComponent(standardId)}`;
}

/** Where a requirement stands on its standard's page. */
export function requirementAddress(base: string, requirement: { id: string; standardId: string }): string {
  return `${standardAddress(base, requirement.standardId)}#${anchorOf(requirement.id)}`;
}

/** A requirement's id in its page: "broadband-1.speed" has a point, which an id should not. */
export function anchorOf(requirementId: string): string {
  return requirementId.replaceAll('.', '-');
}

/** `from` says where to come back to: `check`, or a standard's id. */
export function questionAddress(base: string, questionId: string, from = ''): string {
  return `${base}/questions/${encodeURIComponent(questionId)}${from === '' ? '' : `?from=${encodeURIComponent(from)}`}`;
}

/** One row of a summary list. */
export function summaryRow(key: string, value: HtmlValue) {
  return { key: { text: key }, value: { html: html`${value}` } };
}

function lower(text: string): string {
  return /^[A-Z][a-z]*( |$)/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
