/** What is asked of an item that has been ordered, started or dropped, and how the history names it. */
import type { RegisterField } from '../registers/index.ts';

const underWay = ['ordered', 'started'];

/** `outside`: it is no item of the plan, so that it needs a name. */
export function actualFields(outside: boolean): RegisterField[] {
  return [
    ...(outside
      ? [{ name: 'name', label: 'What was bought', kind: 'text' as const, required: true, maxLength: 500 }]
      : []),
    {
      name: 'state',
      label: 'What has become of it?',
      kind: 'choice',
      required: true,
      choices: [
        { value: 'ordered', label: 'Ordered' },
        { value: 'started', label: 'Started' },
        ...(outside ? [] : [{ value: 'dropped', label: 'Dropped: we will not do it' }]),
      ],
    },
    { name: 'orderedOn', label: 'Ordered on', kind: 'date', showWhen: { field: 'state', values: underWay } },
    {
      name: 'startsOn',
      label: 'Work starts, or started, on',
      kind: 'date',
      required: true,
      showWhen: { field: 'state', values: underWay },
    },
    {
      name: 'expectedOn',
      label: 'In place by',
      hint: 'The day on which it should work. Leave it empty to go by the plan.',
      kind: 'date',
      showWhen: { field: 'state', values: underWay },
    },
    {
      name: 'oneOffPence',
      label: 'Price agreed, once (£)',
      hint: 'Without VAT',
      kind: 'pounds',
      min: 0,
      showWhen: { field: 'state', values: underWay },
    },
    {
      name: 'oneOffPot',
      label: 'Paid from',
      kind: 'choice',
      choices: [
        { value: 'capital', label: 'Capital' },
        { value: 'revenue', label: 'Revenue' },
      ],
      showWhen: { field: 'state', values: underWay },
    },
    {
      name: 'yearlyPence',
      label: 'Price agreed, each year (£)',
      hint: 'Without VAT',
      kind: 'pounds',
      min: 0,
      showWhen: { field: 'state', values: underWay },
    },
    {
      name: 'quantity',
      label: 'How many the price is for',
      kind: 'whole',
      min: 1,
      max: 100_000,
      showWhen: { field: 'state', values: underWay },
    },
    { name: 'supplier', label: 'Supplier', kind: 'text', showWhen: { field: 'state', values: underWay } },
    {
      name: 'reference',
      label: 'Quote, order or contract number',
      kind: 'text',
      showWhen: { field: 'state', values: underWay },
    },
    {
      name: 'droppedOn',
      label: 'Dropped on',
      kind: 'date',
      required: true,
      showWhen: { field: 'state', values: ['dropped'] },
    },
    {
      name: 'dropReason',
      label: 'Why',
      kind: 'longtext',
      required: true,
      maxLength: 1000,
      showWhen: { field: 'state', values: ['dropped'] },
    },
  ];
}

/** What is asked when it is finished, before the facts that follow. */
export const finishFields: readonly RegisterField[] = [
  { name: 'finishedOn', label: 'In place since', kind: 'date', required: true },
  { name: 'oneOffPence', label: 'Paid once (£)', hint: 'Without VAT', kind: 'pounds', min: 0 },
  {
    name: 'oneOffPot',
    label: 'Paid from',
    kind: 'choice',
    choices: [
      { value: 'capital', label: 'Capital' },
      { value: 'revenue', label: 'Revenue' },
    ],
  },
  { name: 'yearlyPence', label: 'Each year (£)', hint: 'Without VAT', kind: 'pounds', min: 0 },
];

/** Who agreed a plan, and when. */
export const agreementFields: readonly RegisterField[] = [
  {
    name: 'agreedBy',
    label: 'Who agreed it',
    kind: 'text',
    required: true,
    maxLength: 200,
    hint: 'For example, “Full governing body”',
  },
  { name: 'agreedOn', label: 'On which day', kind: 'date', required: true },
];

/** How the school's history speaks of them. */
export const actualHistory = {
  label: 'Item of the plan',
  fields: [
    { name: 'name', label: 'What', kind: 'text' },
    ...actualFields(false),
    { name: 'finishedOn', label: 'In place since', kind: 'date' },
  ] as readonly RegisterField[],
  hidden: ['needId', 'optionId', 'contractId', 'facts'],
  path: (id: string) => `/actuals/${encodeURIComponent(id)}`,
};

export const agreementHistory = {
  label: 'Plan agreed',
  fields: agreementFields,
  hidden: ['planId'],
  path: () => '/actuals',
};
