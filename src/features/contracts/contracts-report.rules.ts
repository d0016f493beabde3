/**
 * The contract register as School Financial Value Standard question 21 and the academy trusts' self-assessment checklist
 * expect it, with what councils' templates (Walsall's, DfE's own) add: trigger date, how it was bought, who answers for it.
 * Source: edexec.co.uk/contracts-register-is-there-value-in-having-one and link.walsall.gov.uk, Schools Contract Register,
 * both second-hand for the wording of the standard; the fields are theirs, the words ours.
 */
import { formatDate } from '../../domain/dates.ts';
import { valueWords, type RegisterItem, type RegisterReport } from '../registers/index.ts';
import { contractRegister } from './contracts.register.ts';
import { statusLabels, type ContractOutlook } from './contracts.rules.ts';

/** `outlook` gives what is worked out for an item. */
export function contractsReport(outlook: (item: RegisterItem) => ContractOutlook): RegisterReport {
  const field = (name: string, item: RegisterItem): string | null => {
    const found = contractRegister.fields.find((one) => one.name === name);
    const value = item.values[name];
    return found === undefined || value === null || value === undefined ? null : valueWords(found, value);
  };
  const day = (date: string | null): string | null => (date === null ? null : formatDate(date));
  return {
    title: 'Contract register for governors and auditors',
    why: 'What the School Financial Value Standard (question 21) and the academy trusts’ checklist expect a contract register to show. Contracts that have ended are left out.',
    columns: [
      { heading: 'Contract', fields: ['title'], group: 'Contract' },
      { heading: 'Kind', fields: ['type'], group: 'Contract' },
      { heading: 'Description', fields: ['description'], group: 'Contract', mayBeEmpty: true },
      { heading: 'Supplier', fields: ['supplier'], group: 'Contract' },
      { heading: 'Supplier’s contact', fields: ['supplierContact'], group: 'Contract', mayBeEmpty: true },
      { heading: 'Reference', fields: ['reference'], group: 'Contract', mayBeEmpty: true },
      { heading: 'Cost a year', fields: ['annualCostPence'], group: 'Value' },
      { heading: 'Paid by financial year', fields: ['cashByYear'], group: 'Value', mayBeEmpty: true },
      { heading: 'Value over its whole life', fields: ['totalValuePence'], group: 'Value' },
      { heading: 'VAT', fields: ['vat'], group: 'Value' },
      { heading: 'Heading in the accounts', fields: ['heading'], group: 'Value' },
      { heading: 'Start date', fields: ['startsOn'], group: 'Dates' },
      { heading: 'End date', fields: ['endsOn'], group: 'Dates' },
      {
        heading: 'How it stands',
        fields: [],
        group: 'Dates',
        isWorkedOut: true,
        words: (item) => statusLabels[outlook(item).status],
      },
      { heading: 'At the end', fields: ['renewal'], group: 'Dates' },
      {
        heading: 'Notice to give',
        fields: ['noticeCount'],
        group: 'Notice and lead-in',
        words: (item) => {
          const count = field('noticeCount', item);
          const unit = field('noticeUnit', item)?.toLowerCase();
          if (count === null || unit === undefined) return count;
          return `${count} ${count === '1' ? unit.replace(/s$/, '') : unit}`;
        },
      },
      {
        heading: 'Give notice by',
        fields: [],
        group: 'Notice and lead-in',
        isWorkedOut: true,
        words: (item) => day(outlook(item).notice.lastSafeNoticeOn),
      },
      {
        heading: 'Procurement lead-in',
        fields: ['leadInDays'],
        group: 'Notice and lead-in',
        words: (item) => {
          const days = field('leadInDays', item);
          return days === null ? null : `${days} days`;
        },
      },
      {
        heading: 'Decide by (trigger date)',
        fields: [],
        group: 'Notice and lead-in',
        isWorkedOut: true,
        words: (item) => day(outlook(item).decideBy),
      },
      {
        heading: 'Extension options',
        fields: ['extensionMonths'],
        group: 'Extending and leaving',
        words: (item) => extensionWords(item.values),
      },
      { heading: 'Terms for leaving early', fields: ['earlyTerminationTerms'], group: 'Extending and leaving' },
      { heading: 'Cost of leaving early', fields: ['earlyTerminationPence'], group: 'Extending and leaving' },
      { heading: 'Exit or re-procurement plan', fields: ['exitPlan'], group: 'Extending and leaving' },
      { heading: 'How it was bought', fields: ['howBought', 'frameworkName'], group: 'Buying and answering for it' },
      { heading: 'Who looks after it', fields: ['owner'], group: 'Buying and answering for it' },
      { heading: 'Lease', fields: ['isLease'], group: 'Buying and answering for it' },
      { heading: 'Personal data', fields: ['personalData'], group: 'Buying and answering for it' },
      { heading: 'Related party', fields: ['relatedParty'], group: 'Buying and answering for it' },
      { heading: 'Papers', fields: ['documents'], group: 'Buying and answering for it' },
    ],
  };
}

/** "24 months over 2 extensions; 1 taken". */
function extensionWords(values: RegisterItem['values']): string | null {
  const [months, left, taken] = [values['extensionMonths'], values['extensionsLeft'], values['extensionsTaken']];
  const number = (value: unknown): value is number => typeof value === 'number';
  const parts = [
    number(months) ? `${months} months left` : null,
    number(left) ? `${left} ${left === 1 ? 'extension' : 'extensions'} left` : null,
    number(taken) ? `${taken} taken` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}
