/** The page of payments: contracts that may have been forgotten, with what speaks for them. */
import { formatDate } from '../../domain/dates.ts';
import { formatPence } from '../../domain/money.ts';
import { dataTable } from '../../ui/data-table.ts';
import { form } from '../../ui/forms/index.ts';
import { govukButton, govukDetails, govukInsetText } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { count } from '../registers/index.ts';
import type { Suggestion } from './forgotten.rules.ts';
import type { Found } from './payments.commands.ts';
import type { Payment } from './payments.schema.ts';
import type { Rhythm } from './rhythm.rules.ts';

export interface PaymentsSurroundings {
  /** `/schools/<key>/payments` */
  base: string;
  csrf: string;
  mayEdit: boolean;
  /** Rows of imported files that were left out because they look like payments to people. */
  leftOut: number;
}

/** Payments that a suggestion shows at most, the latest ones. */
const MOST_SHOWN = 24;

const rhythmWords: Record<Rhythm, string> = {
  monthly: 'each month',
  quarterly: 'each quarter',
  termly: 'each term',
  yearly: 'each year',
  once: 'once',
  irregular: 'now and then',
};

export function paymentsBody(around: PaymentsSurroundings, found: Found): Html {
  const { regular, once, dismissed } = found;
  return html`<h1>Payments</h1>
<p class="govuk-body-l">Suppliers that the school pays for technology, and that no contract in the register names. A contract that nobody thinks of may renew itself.</p>
${found.count === 0 ? nothingYet(around) : coverage(around, found)}
${
  found.count > 0 &&
  html`<h2>Paid regularly, with no contract in the register</h2>
${regular.length === 0 ? html`<p class="govuk-body">None were found. ${inRegisterWords(found)}</p>` : html`<p class="govuk-body">${inRegisterWords(found)} The highest sum comes first. Each is only a suggestion.</p>${regular.map((suggestion) => part(around, suggestion))}`}
${once.length > 0 && html`<h2>Paid once: perhaps a yearly licence</h2><p class="govuk-body">These suppliers sell technology, and were paid once in the time that the payments cover. Payments of two years would show whether it comes back.</p>${once.map((suggestion) => part(around, suggestion))}`}
${cardsPart(found)}`
}
${dismissed.length > 0 && dismissedPart(around, found)}`;
}

function nothingYet({ base, mayEdit }: PaymentsSurroundings): Html {
  return html`<p class="govuk-body">No payments are here yet. Save a year of payments to suppliers from your finance system, or take the list that your council gives out. It needs the supplier, the date and the amount. The account helps.</p>
${privacy()}
${mayEdit && govukButton({ text: 'Import payments', href: `${base}/import` })}`;
}

function privacy(): Html {
  return govukInsetText({
    text: 'Payments to people (pay, expenses, “Mrs J Example”) are left out before anything is stored. The text of a payment is kept only where it speaks of technology.',
  });
}

function coverage({ base, mayEdit, leftOut }: PaymentsSurroundings, { count: payments, from, to }: Found): Html {
  const days = from !== null && to !== null ? html`, from ${formatDate(from)} to ${formatDate(to)}` : '';
  return html`<p class="govuk-body">${count(payments, 'payment')}${days}. ${leftOut > 0 && `${count(leftOut, 'row')} of the files ${leftOut === 1 ? 'was' : 'were'} left out, because ${leftOut === 1 ? 'it looks like a payment to a person' : 'they look like payments to people'}.`}</p>
${mayEdit && govukButton({ text: 'Import payments', href: `${base}/import`, classes: 'govuk-button--secondary' })}`;
}

function inRegisterWords({ inRegister }: Found): string {
  if (inRegister === 0) return '';
  return `${count(inRegister, 'supplier')} of technology ${inRegister === 1 ? 'is' : 'are'} in the register already.`;
}

function part({ base, csrf, mayEdit }: PaymentsSurroundings, suggestion: Suggestion): Html {
  const { key, supplier, regularity, why, payments, accounts, systems } = suggestion;
  const { rhythm, usualPence, yearlyPence } = regularity;
  const last = payments.at(-1)?.paidOn;
  const withWhom = html`<span class="govuk-visually-hidden"> with ${supplier}</span>`;
  return html`<section class="cairn-suggestion">
<h3>${supplier}</h3>
<p class="govuk-body"><strong>${rhythm === 'once' ? `${formatPence(usualPence)}, paid once` : `About ${formatPence(yearlyPence)} a year`}</strong>${rhythm !== 'once' && `: ${formatPence(usualPence)} ${rhythmWords[rhythm]}`}${last != null && `${rhythm === 'once' ? ' on' : ', last on'} ${formatDate(last)}`}.</p>
<p class="govuk-body">It is thought to be technology because ${why.join(', and ')}.${systems.length > 0 && ` You use it: ${systems.join(', ')}.`}${accounts.length > 1 && ` Booked to: ${accounts.slice(0, 3).join('; ')}.`}</p>
${govukDetails({ summaryHtml: html`${payments.length === 1 ? 'The payment' : `The ${count(payments.length, 'payment')}`}<span class="govuk-visually-hidden"> to ${supplier}</span>`, html: paymentsTable(supplier, payments) })}
${
  mayEdit &&
  html`<div class="govuk-button-group cairn-no-print">${govukButton({ html: html`Add as a contract${withWhom}`, href: `${base}/contract?supplier=${encodeURIComponent(key)}` })}${form(
    {
      action: `${base}/dismiss`,
      csrf,
      classes: 'cairn-inline',
      body: html`<input type="hidden" name="supplier" value="${key}">${govukButton({ html: html`Not a contract${withWhom}`, classes: 'govuk-button--secondary', preventDoubleClick: true })}`,
    },
  )}</div>`
}
</section>`;
}

function paymentsTable(supplier: string, payments: readonly Payment[]): Html {
  const shown = payments.slice(-MOST_SHOWN).toReversed();
  const hasAny = (field: 'account' | 'description') => shown.some((payment) => payment[field] !== null);
  return html`${dataTable<Payment>(
    `Payments to ${supplier}, the latest first`,
    [
      { heading: 'Paid on', cell: ({ paidOn }) => (paidOn === null ? 'Not known' : formatDate(paidOn)), nowrap: true },
      {
        heading: 'Amount',
        cell: ({ amountPence }) => (amountPence === null ? 'Not known' : formatPence(amountPence)),
        numeric: true,
      },
      ...(hasAny('account') ? [{ heading: 'Account', cell: ({ account }: Payment) => account ?? 'Not known' }] : []),
      ...(hasAny('description')
        ? [{ heading: 'Description', cell: ({ description }: Payment) => description ?? 'None kept' }]
        : []),
    ],
    shown,
  )}
${payments.length > shown.length && html`<p class="govuk-body">These are the latest ${shown.length} of ${payments.length}.</p>`}`;
}

function cardsPart({ cards }: Found): Html | false {
  if (cards.count === 0) return false;
  const technology =
    cards.technologyCount > 0 &&
    ` ${cards.technologyCount.toLocaleString('en-GB')} of them (${formatPence(cards.technologyPence)}) ${cards.technologyCount === 1 ? 'is' : 'are'} booked to accounts for technology.`;
  return html`<h2>Paid by card</h2>
<p class="govuk-body">${count(cards.count, 'payment')} (${formatPence(cards.sumPence)}) went through cards: ${cards.suppliers.join('; ')}.${technology} Whom they went to is not in the list: the card’s statement names the shops, and can be imported here too.</p>`;
}

function dismissedPart({ base, csrf, mayEdit }: PaymentsSurroundings, { dismissed }: Found): Html {
  return html`<h2>Set aside as no contract</h2>
<ul class="govuk-list">${dismissed.map(
    ({ key, supplier }) =>
      html`<li>${supplier} ${
        mayEdit &&
        form({
          action: `${base}/recall`,
          csrf,
          classes: 'cairn-inline',
          body: html`<input type="hidden" name="supplier" value="${key}">${govukButton({ html: html`Suggest again<span class="govuk-visually-hidden"> ${supplier}</span>`, classes: 'govuk-button--secondary', preventDoubleClick: true })}`,
        })
      }</li>`,
  )}</ul>`;
}
