/** The register of systems: what people use, where each runs, under which contract. */
import type { Register } from '../registers/index.ts';
import { systemFields } from './systems.schema.ts';

export const systemRegister: Register = {
  table: 'system',
  path: 'systems',
  words: {
    singular: 'system',
    withArticle: 'a system',
    plural: 'systems',
    title: 'Systems',
    why: 'What people use, where it runs and on what. The plan needs this to know what hangs on your server.',
    empty:
      'No systems are written down yet. Start with shared files, email, the MIS and backup: they matter most to the plan.',
  },
  nameField: 'name',
  kindField: 'kind',
  fields: systemFields,
  foldedGroups: ['More about it', 'Data and sign-in', 'If it fails'],
  listFields: ['kind', 'hosting', 'product', 'contractId', 'equipmentId'],
  endField: null,
};
