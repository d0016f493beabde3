/** The pages of the typical school: what would be put in and where each guess is from, and what of it is still a guess. */
import { guessRange, type RegisterName } from '../../domain/guesses.ts';
import { formatPence } from '../../domain/money.ts';
import { formatDate } from '../../domain/dates.ts';
import type { Phase } from '../../domain/record.ts';
import type { Preset, PresetEntry } from '../../library/index.ts';
import { TYPICAL_ID } from '../../library/index.ts';
import { dataTable } from '../../ui/data-table.ts';
import { form } from '../../ui/forms/index.ts';
import { govukButton, govukSelect } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { count, type Register } from '../registers/index.ts';
import { nameOfItem, registerOrder, type AnyItem, type RemainingGuesses, type TypicalOffer } from './presets.rules.ts';

interface Place {
  base: string;
  csrf: string;
  mayEdit: boolean;
  registers: readonly Register[];
}

export interface OfferContent extends Place {
  phase: Phase;
  pupils: number;
  presets: readonly Preset[];
  /** Null where no typical school fits and none was chosen. */
  offer: TypicalOffer | null;
}

const phaseWords: Record<Phase, string> = {
  nursery: 'a nursery school',
  primary: 'a primary school',
  secondary: 'a secondary school',
  'all-through': 'an all-through school',
  special: 'a special school',
  'post-16': 'a sixth form or college',
};

export function offerBody(content: OfferContent): Html {
  const { offer, phase, pupils } = content;
  return html`<h1 class="govuk-heading-l">Start from a typical school</h1>
    <p class="govuk-body-l">
      A first plan needs to know roughly what you have. Until you have written that down, it can start from what a school like
      yours typically has. Every number is a guess with a range, is marked as one, and you can take them all out again.
    </p>
    <p class="govuk-body">
      Guesses never answer a standard, and no end date is guessed: those you write down yourself.
    </p>
    ${
      offer === null &&
      html`<p class="govuk-body">
        Nothing that we found says what ${phaseWords[phase]} typically has, so none is suggested. You can start from the
        nearest kind.
      </p>`
    }
    ${chooseForm(content)} ${offer && offerPart(content, offer, pupils)}`;
}

function chooseForm({ base, presets, offer }: OfferContent): Html {
  return html`<form method="get" action="${base}/typical" class="cairn-no-print">
    ${govukSelect({
      id: 'preset',
      name: 'preset',
      label: { text: 'Start from what is typical for' },
      items: presets.map(({ id, name }) => ({ value: id, text: name, selected: id === offer?.preset.id })),
    })}
    ${govukButton({ text: 'Show what that is', classes: 'govuk-button--secondary' })}
  </form>`;
}

function offerPart(content: OfferContent, offer: TypicalOffer, pupils: number): Html {
  const { preset, items, leftOut } = offer;
  return html`<h2 class="govuk-heading-m">What is typical for ${preset.name}, at ${count(pupils, 'pupil')}</h2>
    ${
      offer.count === 0
        ? html`<p class="govuk-body">You have something of all of it already, so there is nothing to put in.</p>`
        : html`<p class="govuk-body">${summaryWords(content, offer)}</p>
            ${putInForm(content, offer)}`
    }
    ${leftOut.length > 0 && html`<p class="govuk-body">Left out, because you have such things already: ${leftOut.join(', ')}.</p>`}
    ${registerOrder.map(({ name, list }) => items[list].length > 0 && offerTable(content, preset, name, items[list]))}`;
}

function summaryWords({ registers }: OfferContent, { items }: TypicalOffer): string {
  const parts = registerOrder.flatMap(({ name, list }) => {
    const found = items[list].length;
    const words = wordsOf(registers, name);
    if (found === 0) return [];
    return name === 'equipment'
      ? [count(found, 'group') + ' of equipment']
      : [`${found} ${found === 1 ? words.singular : words.plural}`];
  });
  const last = parts.at(-1) ?? '';
  return `This puts in ${parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${last}` : last}.`;
}

function putInForm({ base, csrf, mayEdit }: Place, { preset, count: guesses }: TypicalOffer): Html | null {
  if (!mayEdit) return null;
  return form({
    action: `${base}/typical`,
    csrf,
    body: html`<input type="hidden" name="preset" value="${preset.id}">${govukButton({ text: `Put these ${guesses} guesses in`, preventDoubleClick: true })}`,
  });
}

function offerTable(
  { registers }: OfferContent,
  preset: Preset,
  register: RegisterName,
  items: readonly AnyItem[],
): Html {
  const { title } = wordsOf(registers, register);
  const entries = new Map(preset.entries.map((entry) => [`${entry.register}/${TYPICAL_ID}${entry.id}`, entry]));
  const rows = items.flatMap((item) => {
    const entry = entries.get(`${register}/${item.id}`);
    return entry === undefined ? [] : [{ item, entry }];
  });
  return html`<h3 class="govuk-heading-s">${title}</h3>
    ${dataTable(
      `${title} typical for ${preset.name}`,
      [
        { heading: 'What', cell: ({ item }) => nameOfItem(item) },
        { heading: 'The guess', nowrap: true, cell: ({ item }) => guessCell(item) },
        { heading: 'Why it is unsure', cell: ({ entry }) => entry.doubt },
        { heading: 'Where it is from', cell: ({ entry }) => sourcesOf(entry) },
      ],
      rows,
    )}`;
}

function guessCell(item: AnyItem): Html {
  return html`${guessLines(item).map((line) => html`${line}<br />`)}`;
}

/** "38, between 16 and 76", "Bought in 2022 (2019 to 2025)". */
function guessLines(item: AnyItem): string[] {
  const range = (field: string, words: (value: number) => string) => {
    const found = guessRange(item, field);
    return found === null || found.low === found.high ? '' : ` (${words(found.low)} to ${words(found.high)})`;
  };
  const lines: string[] = [];
  if ('quantity' in item) lines.push(`${item.quantity}${range('quantity', String)}`);
  if ('boughtYear' in item && item.boughtYear !== null)
    lines.push(`Bought in ${item.boughtYear}${range('boughtYear', String)}`);
  if ('wifiGeneration' in item && item.wifiGeneration !== null) lines.push(`Wi-Fi ${item.wifiGeneration}`);
  if ('annualCostPence' in item && item.annualCostPence !== null)
    lines.push(`${formatPence(item.annualCostPence)} a year${range('annualCostPence', formatPence)}`);
  if ('hosting' in item)
    lines.push(
      item.hosting === null ? 'You have one' : item.hosting === 'on-site' ? 'On a server in school' : 'In the cloud',
    );
  if ('technology' in item && item.technology !== null) lines.push(technologyWords[item.technology]);
  if ('downMbps' in item && item.downMbps !== null) lines.push(`${item.downMbps} Mbps${range('downMbps', String)}`);
  return lines;
}

const technologyWords = {
  adsl: 'Copper phone line',
  fttc: 'Fibre to the cabinet',
  cable: 'Cable',
  fttp: 'Full fibre',
  'leased-line': 'Leased line',
  mobile: 'Mobile',
  satellite: 'Satellite',
};

function sourcesOf({ source, count: number, age, yearlyCost, facts, figures }: PresetEntry): Html {
  const all = [
    source,
    number?.source,
    age?.source,
    yearlyCost?.source,
    ...[...Object.values(facts), ...Object.values(figures)].map((one) => one.source),
  ];
  const unique = [...new Map(all.flatMap((one) => (one === undefined ? [] : [[one.title, one]]))).values()];
  return html`${unique.map(
    ({ title, url, asAt, licence }) =>
      html`${url === '' ? html`<cite>${title}</cite>` : html`<a class="govuk-link" href="${url}">${title}</a>`}${licence !== 'MIT' && html`, as at ${formatDate(asAt)}`}<br />`,
  )}`;
}

export interface GuessesContent extends Place {
  remaining: RemainingGuesses;
  hasPlan: boolean;
  hasBudgets: boolean;
}

export function guessesBody({ base, csrf, mayEdit, registers, remaining, hasPlan, hasBudgets }: GuessesContent): Html {
  const { facts, guesses, items, untouched, doubled } = remaining;
  return html`<h1 class="govuk-heading-l">Guesses from a typical school</h1>
    <p class="govuk-body-l">
      ${guesses.length} of your ${count(facts, 'fact')} ${guesses.length === 1 ? 'is a guess' : 'are guesses'}. Replace them
      one by one, in any order: the plan’s page says which matter most.
    </p>
    ${doubled.length > 0 && doubledPart({ base, csrf, mayEdit }, doubled)}
    ${!hasBudgets && html`<p class="govuk-body">Next, write down what you may spend: without a budget the plan can do nothing that costs money.</p>`}
    ${
      mayEdit &&
      html`<div class="govuk-button-group cairn-no-print">
        ${!hasBudgets && govukButton({ text: 'Write down the budgets', href: `${base}/budgets` })}
        ${form({
          action: `${base}/plan`,
          csrf,
          classes: 'cairn-inline',
          body: govukButton({
            text: hasPlan ? 'Plan again' : 'Make a plan',
            preventDoubleClick: true,
            ...(!hasBudgets && { classes: 'govuk-button--secondary' }),
          }),
        })}
        ${
          untouched > 0 &&
          form({
            action: `${base}/typical/undo`,
            csrf,
            classes: 'cairn-inline',
            body: govukButton({
              text: 'Undo: take out all guesses that nobody changed',
              classes: 'govuk-button--secondary',
              preventDoubleClick: true,
            }),
          })
        }
      </div>`
    }
    ${items.map(({ register, items: rows }) => {
      const { path, words } = registerOf(registers, register);
      return html`<h2 class="govuk-heading-m govuk-!-margin-top-6">${words.title}</h2>
        ${dataTable(
          `${words.title} that hold guesses`,
          [
            {
              heading: 'Name',
              cell: ({ item, name }) =>
                html`<a class="govuk-link" href="${base}/${path}/${encodeURIComponent(item.id)}">${name}</a>`,
            },
            { heading: 'As it is now', nowrap: true, cell: ({ item }) => guessCell(item) },
            {
              heading: 'How far',
              cell: (row) => (row.untouched ? 'Nothing of it is your own yet' : 'Partly your own'),
            },
          ],
          rows,
        )}
        ${
          mayEdit &&
          form({
            action: `${base}/typical/${path}/right`,
            csrf,
            classes: 'cairn-no-print',
            body: govukButton({
              text: `All guesses in ${words.title.toLowerCase()} are right`,
              classes: 'govuk-button--secondary',
            }),
          })
        }`;
    })}
    <p class="govuk-body"><a class="govuk-link" href="${base}/typical?look=again">See where the guesses are from</a></p>`;
}

/** After an import, say: the school's own entry and the guess of the same kind would both count. */
function doubledPart({ base, csrf, mayEdit }: Omit<Place, 'registers'>, doubled: readonly string[]): Html {
  return html`<div class="cairn-stale">
    <p class="govuk-body">
      <strong>You have written down your own of ${doubled.length === 1 ? 'one thing that is' : `${doubled.length} things that are`} guessed here too:</strong>
      ${doubled.join(', ')}. Both count until the guess goes.
    </p>
    ${
      mayEdit &&
      form({
        action: `${base}/typical/doubled`,
        csrf,
        body: govukButton({
          text: `Take out ${doubled.length === 1 ? 'this guess' : `these ${doubled.length} guesses`}`,
          classes: 'govuk-button--secondary',
          preventDoubleClick: true,
        }),
      })
    }
  </div>`;
}

function registerOf(registers: readonly Register[], name: RegisterName): Register {
  const found = registers.find(({ table }) => table === name);
  if (found === undefined) throw new TypeError(`no register of ${name}`);
  return found;
}

function wordsOf(registers: readonly Register[], name: RegisterName): Register['words'] {
  return registerOf(registers, name).words;
}
