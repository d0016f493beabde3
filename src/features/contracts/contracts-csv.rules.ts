/**
 * The contract register as CSV, under headings that the import recognises: what is downloaded, changed in a spreadsheet
 * and brought in again is read as it was meant. Values that could not be read go out as their original text.
 */
import type { Contract } from '../../domain/record.ts';
import { toCsv } from '../registers/index.ts';
import { contractFields } from './contracts.schema.ts';

const renewalWords = { none: 'It stops', 'by-agreement': 'By agreement', automatic: 'Renews by itself' } as const;

const columns: { heading: string; field: keyof Contract; cell: (contract: Contract) => string | number | null }[] = [
  { heading: 'Contract title', field: 'title', cell: ({ title }) => title },
  { heading: 'Kind of contract', field: 'type', cell: ({ type }) => typeLabel(type) },
  { heading: 'Supplier', field: 'supplier', cell: ({ supplier }) => supplier },
  { heading: 'Reference', field: 'reference', cell: ({ reference }) => reference },
  { heading: 'Description', field: 'description', cell: ({ description }) => description },
  { heading: 'Cost a year', field: 'annualCostPence', cell: ({ annualCostPence }) => pounds(annualCostPence) },
  { heading: 'Total contract value', field: 'totalValuePence', cell: ({ totalValuePence }) => pounds(totalValuePence) },
  { heading: 'Start date', field: 'startsOn', cell: ({ startsOn }) => startsOn },
  { heading: 'End date', field: 'endsOn', cell: ({ endsOn }) => endsOn },
  { heading: 'Notice period', field: 'noticeCount', cell: noticeCell },
  {
    heading: 'What happens at the end',
    field: 'renewal',
    cell: ({ renewal }) => (renewal === null ? null : renewalWords[renewal]),
  },
  { heading: 'Renewal months', field: 'renewalMonths', cell: ({ renewalMonths }) => renewalMonths },
  { heading: 'Extension months', field: 'extensionMonths', cell: ({ extensionMonths }) => extensionMonths },
  { heading: 'Lead in days', field: 'leadInDays', cell: ({ leadInDays }) => leadInDays },
  {
    heading: 'Cost of leaving early',
    field: 'earlyTerminationPence',
    cell: ({ earlyTerminationPence }) => pounds(earlyTerminationPence),
  },
  { heading: 'Notice given on', field: 'noticeGivenOn', cell: ({ noticeGivenOn }) => noticeGivenOn },
  { heading: 'Ended on', field: 'endedOn', cell: ({ endedOn }) => endedOn },
  { heading: 'Owner', field: 'owner', cell: ({ owner }) => owner },
  { heading: 'Heading in the accounts', field: 'heading', cell: ({ heading }) => heading },
  { heading: 'Notes', field: 'notes', cell: ({ notes }) => notes },
];

export function contractsCsv(contracts: readonly Contract[]): string {
  return toCsv([
    columns.map(({ heading }) => heading),
    ...contracts.map((contract) =>
      columns.map(({ field, cell }) => String(cell(contract) ?? contract.unread[field] ?? '')),
    ),
  ]);
}

function typeLabel(type: Contract['type']): string | null {
  const choices = contractFields.find(({ name }) => name === 'type')?.choices ?? [];
  return choices.find(({ value }) => value === type)?.label ?? null;
}

function pounds(pence: number | null): string | null {
  return pence === null ? null : (pence / 100).toFixed(2);
}

function noticeCell({ noticeCount, noticeUnit }: Contract): string | null {
  if (noticeCount === null) return null;
  return noticeUnit === null ? String(noticeCount) : `${noticeCount} ${noticeUnit}`;
}
