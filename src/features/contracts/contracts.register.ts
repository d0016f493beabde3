/** The register of contracts, and an item of it as the record's contract. */
import type { Contract } from '../../domain/record.ts';
import type { Register, RegisterItem } from '../registers/index.ts';
import { contractFields } from './contracts.schema.ts';

export const contractRegister: Register = {
  table: 'contract',
  path: 'contracts',
  words: {
    singular: 'contract',
    withArticle: 'a contract',
    plural: 'contracts',
    title: 'Contracts',
    why: 'What you pay for, when each ends, and the day by which someone must decide.',
    empty:
      'No contracts are written down yet. Import the spreadsheet you keep, or add the broadband and the photocopiers first.',
  },
  nameField: 'title',
  kindField: 'type',
  fields: contractFields,
  foldedGroups: [
    'Giving notice',
    'More about the cost',
    'Extending or leaving it',
    'How it was bought',
    'More about it',
  ],
  listFields: ['supplier', 'annualCostPence', 'endsOn'],
  endField: 'endsOn',
  overField: { name: 'endedOn', label: 'Mark them as ended' },
};

/** The database's checks and the record's schema say the same, so no further check is needed here. */
export function toContract(item: RegisterItem): Contract {
  return { id: item.id, ...item.values, unread: item.unread, sources: item.sources } as Contract;
}
