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
      ${cost.before === null ? 'This plan costs' : 'With what is written down now, this plan costs'} <strong>${formatPoundsRange(cost.range)}</strong>.${then}
      ${guessWords(cost, base)}${named.length > 0 && html` Replacing ${numberWords[named.length] ?? ''} would narrow it most:`}
    </p>
    ${
      named.length > 0 &&
      html`<ul class="govuk-list govuk-list--bullet">
        ${named.map((weight) => html`<li>${weightWords(weight, base)}</li>`)}
      </ul>`
    }
    ${contractsWords(cost)} ${doubledWords(cost, base)}
  </div>`;
}

function guessWords({ facts, guesses }: CostRange, base: string): Html {
  if (guesses === 0) return html`None of your ${facts} facts is a guess any more.`;
  const are = guesses === 1 ? 'is a guess' : 'are guesses';
  return html`<a class="govuk-link" href="${base}/typical">${guesses} of your ${facts} facts</a> ${are}.`;
}

function doubledWords({ doubled }: CostRange, base: string): Html | null {
  if (doubled === 0) return null;
  const stand = doubled === 1 ? 'One of the guesses stands' : `${doubled} of the guesses stand`;
  return html`<p class="govuk-body">
    ${stand} beside your own of the same kind, so that both count.
    <a class="govuk-link" href="${base}/typical">Take ${doubled === 1 ? 'it' : 'them'} out</a>
  </p>`;
}

/** What the contracts take decides what is free for the plan. */
function contractsWords({ guessedContracts }: CostRange): Html | null {
  if (guessedContracts === null) return null;
  const { count: contracts, yearly } = guessedContracts;
  return html`<p class="govuk-body">
    What ${contracts === 1 ? 'one of your contracts costs is a guess' : `${contracts} of your contracts cost is guessed`}
    too, ${formatPoundsRange(yearly)} a year${contracts === 1 ? '' : ' together'}: what is free for the plan depends on it.
  </p>`;
}

function weightWords({ register, id, field, name, value, low, high, narrowsPence }: GuessWeight, base: string): Html {
  const link = html`<a class="govuk-link" href="${base}/${paths[register]}/${encodeURIComponent(id)}">${name}</a>`;
  const [what, words] =
    field === 'quantity'
      ? ['how many there are', String]
      : ['what it costs a year', (pence: number) => formatPence(pence)];
  return html`${link}: ${what}, now ${words(value)} and between ${words(low)} and ${words(high)}. Knowing it narrows the range by about ${formatPounds(roughly(narrowsPence))}`;
}

/** To the nearest hundred pounds, or ten where it is less than a thousand. */
function roughly(pence: number): number {
  const step = pence < 100_000 ? 1_000 : 10_000;
  return Math.round(pence / step) * step;
}
