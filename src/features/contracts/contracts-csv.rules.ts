/**
 * The contract register as CSV, under headings that the import recognises: what is downloaded, changed in a spreadsheet
 * and brought in again is read as it was meant. Values that could not be read go out as their original text.
 */
import type { Contract } from '../../domain/record.ts';
import { holdsOf, tableCsv, valueWords, type ExportTable } from '../registers/index.ts';
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
  { heading: 'One-off cost', field: 'oneOffCostPence', cell: ({ oneOffCostPence }) => pounds(oneOffCostPence) },
  { heading: 'What you pay in each financial year', ...byWords('cashByYear') },
  { heading: 'VAT', ...byWords('vat') },
  { heading: 'Notice period', field: 'noticeCount', cell: noticeCell },
  { heading: 'How notice must be given', ...byWords('noticeMethod') },
  { heading: 'Where notice must be sent', field: 'noticeTo', cell: ({ noticeTo }) => noticeTo },
  {
    heading: 'What happens at the end',
    field: 'renewal',
    cell: ({ renewal }) => (renewal === null ? null : renewalWords[renewal]),
  },
  { heading: 'Renewal months', field: 'renewalMonths', cell: ({ renewalMonths }) => renewalMonths },
  { heading: 'Extension months', field: 'extensionMonths', cell: ({ extensionMonths }) => extensionMonths },
  { heading: 'Extensions taken', field: 'extensionsTaken', cell: ({ extensionsTaken }) => extensionsTaken },
  { heading: 'Extensions left', field: 'extensionsLeft', cell: ({ extensionsLeft }) => extensionsLeft },
  { heading: 'Lead in days', field: 'leadInDays', cell: ({ leadInDays }) => leadInDays },
  {
    heading: 'Cost of leaving early',
    field: 'earlyTerminationPence',
    cell: ({ earlyTerminationPence }) => pounds(earlyTerminationPence),
  },
  {
    heading: 'Early termination terms',
    field: 'earlyTerminationTerms',
    cell: ({ earlyTerminationTerms }) => earlyTerminationTerms,
  },
  { heading: 'Exit plan', field: 'exitPlan', cell: ({ exitPlan }) => exitPlan },
  { heading: 'Bundled services', field: 'bundledServices', cell: ({ bundledServices }) => bundledServices },
  { heading: 'Is it a lease?', ...byWords('isLease') },
  { heading: 'Personal data', ...byWords('personalData') },
  { heading: 'Related party', ...byWords('relatedParty') },
  { heading: 'How it was bought', ...byWords('howBought') },
  { heading: 'Framework', field: 'frameworkName', cell: ({ frameworkName }) => frameworkName },
  { heading: 'Supplier contact', field: 'supplierContact', cell: ({ supplierContact }) => supplierContact },
  { heading: 'Where the papers are', field: 'documents', cell: ({ documents }) => documents },
  { heading: 'Notice given on', field: 'noticeGivenOn', cell: ({ noticeGivenOn }) => noticeGivenOn },
  { heading: 'Ended on', field: 'endedOn', cell: ({ endedOn }) => endedOn },
  { heading: 'Owner', field: 'owner', cell: ({ owner }) => owner },
  { heading: 'Heading in the accounts', field: 'heading', cell: ({ heading }) => heading },
  { heading: 'Notes', field: 'notes', cell: ({ notes }) => notes },
];

/** The register as a table to be downloaded. */
export function contractsTable(contracts: readonly Contract[]): ExportTable {
  const kinds = new Map(contractFields.map((field) => [field.name, field]));
  return {
    columns: columns.map(({ heading, field }) => {
      const known = kinds.get(field);
      // Notice holds its unit ("3 months"), so that its column is no column of numbers.
      return { heading, holds: known === undefined || field === 'noticeCount' ? 'text' : holdsOf(known) };
    }),
    rows: contracts.map((contract) =>
      columns.map(({ field, cell }) => String(cell(contract) ?? contract.unread[field] ?? '')),
    ),
  };
}

export function contractsCsv(contracts: readonly Contract[]): string {
  return tableCsv(contractsTable(contracts));
}

function typeLabel(type: Contract['type']): string | null {
  const choices = contractFields.find(({ name }) => name === 'type')?.choices ?? [];
  return choices.find(({ value }) => value === type)?.label ?? null;
}

/** A field whose value is written in the words of the page. */
function byWords(name: keyof Contract): { field: keyof Contract; cell: (contract: Contract) => string | null } {
  const field = contractFields.find((one) => one.name === name);
  return {
    field: name,
    cell: (contract) => (field === undefined || contract[name] === null ? null : valueWords(field, contract[name])),
  };
}

function pounds(pence: number | null): string | null {
  return pence === null ? null : (pence / 100).toFixed(2);
}

function noticeCell({ noticeCount, noticeUnit }: Contract): string | null {
  if (noticeCount === null) return null;
  return noticeUnit === null ? String(noticeCount) : `${noticeCount} ${noticeUnit}`;
}
