/** The contracts' own parts of their pages: the list by what needs a decision next, deadlines in words, ending. */
import { formatDate } from '../../domain/dates.ts';
import { isGuess } from '../../domain/guesses.ts';
import { formatPence } from '../../domain/money.ts';
import { form, renderFields, type Field, type FieldError } from '../../ui/forms/index.ts';
import { govukButton, govukInsetText, govukSelect } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import {
  count,
  distanceWords,
  listBody,
  nameOf,
  type ListColumn,
  type ListRequest,
  type RegisterItem,
  type ShownWithList,
  type Surroundings,
} from '../registers/index.ts';
import { assumedTag, notKnown } from '../../ui/data-table.ts';
import { contractRegister } from './contracts.register.ts';
import { statusLabels, type ContractOutlook, type ContractTotals } from './contracts.rules.ts';

export const endFields: Field[] = [
  {
    name: 'endedOn',
    label: 'Last day of the contract',
    hint: 'For example, 31/8/2026. It may be in the future.',
    kind: 'date',
    required: true,
  },
];

/** One page of the list. */
export interface ContractsPage {
  outlooks: readonly ContractOutlook[];
  /** How many pass, on all pages. */
  total: number;
  totals: ContractTotals;
  request: ListRequest;
  shown: ShownWithList;
}

export function contractsBody(around: Surroundings, { outlooks, total, totals, request, shown }: ContractsPage): Html {
  return listBody<ContractOutlook>(contractRegister, around, {
    caption: request.sort === null ? 'Contracts, by what needs a decision next' : 'Contracts',
    columns: columns(around),
    rows: outlooks,
    total,
    request,
    itemOf: ({ contract }) => ({ id: contract.id, name: contract.title }),
    filterInputs: govukSelect({
      id: 'status',
      name: 'status',
      label: { text: 'How it stands' },
      items: [
        { value: '', text: 'All' },
        ...Object.entries(statusLabels).map(([value, text]) => ({
          value,
          text,
          selected: value === request.query['status'],
        })),
      ],
    }),
    summary: html`${total > 0 && html`<p class="govuk-body">${totalsWords(totals)}</p>`}
<p class="govuk-body cairn-no-print"><a class="govuk-link" href="${around.schoolBase}/payments">Find contracts that you forgot, from payments</a></p>`,
    ...shown,
  });
}

/** "31 contracts. Those that run cost £45,300 a year; 4 more have no yearly cost written down." */
export function totalsWords({ contracts, annualCostPence, withoutCost }: ContractTotals): string {
  const missing = withoutCost === 0 ? '' : `, not counting ${withoutCost} whose yearly cost is not known`;
  return `${count(contracts, 'contract')}. Those that have not ended cost ${formatPence(annualCostPence)} a year${missing}.`;
}

/** What to do by when, at the top of a contract's page. */
export function deadlinePart(around: Surroundings, outlook: ContractOutlook): Html {
  const { notice, status, decideBy } = outlook;
  const action = decideBy !== null && outlook.nextOn !== null && status === 'running';
  const late = action && decideBy < around.today;
  return govukInsetText({
    html: html`${
      action &&
      html`<p class="govuk-body govuk-!-font-weight-bold">${
        late
          ? `Decide now: the day to decide by was ${formatDate(decideBy)}.`
          : `Decide by ${formatDate(decideBy)} (${distanceWords(around.today, decideBy)}).`
      }</p>`
    }
<p class="govuk-body">${statusLabels[status]}. ${notice.reason}</p>
${action && html`<p class="govuk-body">${outlook.decideByReason}</p>`}`,
  });
}

/** The button that ends a contract, or takes that back. */
export function endButton(around: Surroundings, item: RegisterItem): Html {
  const address = `${around.schoolBase}/contracts/${encodeURIComponent(item.id)}`;
  if (item.values['endedOn'] === null) {
    return govukButton({ text: 'End it', href: `${address}/end`, classes: 'govuk-button--secondary' });
  }
  return form({
    action: `${address}/undo-end`,
    csrf: around.csrf,
    classes: 'cairn-inline',
    body: html`<input type="hidden" name="version" value="${item.version}">${govukButton({ text: 'Undo: it has not ended', classes: 'govuk-button--secondary' })}`,
  });
}

/** The form that ends a contract. */
export function endBody(
  around: Surroundings,
  item: RegisterItem,
  version: number,
  texts: Readonly<Record<string, string>>,
  errors: readonly FieldError[],
): Html {
  const address = `${around.schoolBase}/contracts/${encodeURIComponent(item.id)}`;
  return html`<h1>End “${nameOf(contractRegister, item)}”</h1>
<p class="govuk-body">It stays in the register and its history, and no longer counts as a cost or asks for a decision. You can undo this.</p>
${form({
  action: `${address}/end`,
  csrf: around.csrf,
  body: html`<input type="hidden" name="version" value="${version}">${renderFields(endFields, texts, errors)}
<div class="govuk-button-group cairn-no-print">${govukButton({ text: 'End the contract', preventDoubleClick: true })}<a class="govuk-link" href="${address}">Cancel</a></div>`,
})}`;
}

function columns(around: Surroundings): ListColumn<ContractOutlook>[] {
  return [
    {
      heading: 'Contract',
      sort: 'title',
      cell: ({ contract }) =>
        html`<a class="govuk-link" href="${around.schoolBase}/contracts/${encodeURIComponent(contract.id)}">${contract.title}</a>`,
    },
    { heading: 'Supplier', sort: 'supplier', cell: ({ contract }) => contract.supplier ?? notKnown() },
    {
      heading: 'Cost a year',
      sort: 'annualCostPence',
      cell: ({ contract }) =>
        contract.annualCostPence === null
          ? notKnown()
          : html`${formatPence(contract.annualCostPence)}${isGuess(contract, 'annualCostPence') && assumedTag()}`,
      numeric: true,
    },
    {
      heading: 'Ends',
      sort: 'ends',
      cell: ({ endsOn, contract }) => dateCell(endsOn, contract.unread['endsOn']),
      nowrap: true,
    },
    {
      heading: 'Give notice by',
      sort: 'noticeBy',
      cell: ({ notice, status }) =>
        isOver(status) || status === 'running-over' ? statusLabels[status] : dateCell(notice.lastSafeNoticeOn),
      nowrap: true,
    },
    {
      heading: 'Decide by',
      sort: 'decideBy',
      cell: ({ decideBy, status }) => {
        if (isOver(status)) return 'Nothing to decide';
        if (status === 'running-over') return 'Now: it is past its end';
        if (decideBy === null) return notKnown();
        return decideBy < around.today ? `Now (was ${formatDate(decideBy)})` : formatDate(decideBy);
      },
      nowrap: true,
    },
  ];
}

function isOver(status: ContractOutlook['status']): boolean {
  return status === 'ended' || status === 'leaving';
}

function dateCell(date: string | null, unread?: string): Html | string {
  if (date !== null) return formatDate(date);
  return html`${notKnown()}${unread !== undefined && html` <span class="cairn-unread">The file said: <q>${unread}</q></span>`}`;
}
