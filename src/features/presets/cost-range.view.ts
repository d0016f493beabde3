/** How unsure the plan's cost is, and which guesses would narrow it most, in words. */
import { formatPence, formatPounds, formatPoundsRange } from '../../domain/money.ts';
import { html, type Html } from '../../ui/html.ts';
import type { CostRange, GuessWeight } from './cost-range.ts';

/** How many guesses are named. */
const MOST_NAMED = 3;

const paths = { equipment: 'equipment', contract: 'contracts' };
const numberWords = ['', 'this one', 'these two', 'these three'];

/** A paragraph and a short list; null where nothing is or was guessed. */
export function costRangePart(cost: CostRange | null, base: string): Html | null {
  if (cost === null) return null;
  const named = cost.weights.slice(0, MOST_NAMED);
  const then = cost.before && html` It was ${formatPoundsRange(cost.before)} when the plan was made.`;
  return html`<div class="cairn-guesses">
    <p class="govuk-body">
      With what is written down now, this plan costs <strong>${formatPoundsRange(cost.range)}</strong>.${then}
      ${guessWords(cost, base)}${named.length > 0 && html` Replacing ${numberWords[named.length] ?? ''} would narrow it most:`}
    </p>
    ${
      named.length > 0 &&
      html`<ul class="govuk-list govuk-list--bullet">
        ${named.map((weight) => html`<li>${weightWords(weight, base)}</li>`)}
      </ul>`
    }
  </div>`;
}

function guessWords({ facts, guesses }: CostRange, base: string): Html {
  if (guesses === 0) return html`None of your ${facts} facts is a guess any more.`;
  const are = guesses === 1 ? 'is a guess' : 'are guesses';
  return html`<a class="govuk-link" href="${base}/typical">${guesses} of your ${facts} facts</a> ${are}.`;
}

function weightWords({ register, id, field, name, value, low, high, narrowsPence }: GuessWeight, base: string): Html {
  const link = html`<a class="govuk-link" href="${base}/${paths[register]}/${encodeURIComponent(id)}">${name}</a>`;
  const [what, words] =
    field === 'quantity'
      ? ['how many there are', String]
      : ['what it costs a year', (pence: number) => formatPence(pence)];
  return html`${link}: ${what}, now ${words(value)} and between ${words(low)} and ${words(high)}. Knowing it narrows the range by about ${formatPounds(narrowsPence)}`;
}
