/** The register of internet lines. */
import type { Register } from '../registers/index.ts';
import { connectionFields } from './connections.schema.ts';

export const connectionRegister: Register = {
  table: 'connection',
  path: 'connections',
  words: {
    singular: 'internet connection',
    withArticle: 'an internet connection',
    plural: 'internet connections',
    title: 'Connections',
    why: 'The lines that bring the internet in, and what happens when one fails. The broadband standards are answered from here.',
    empty: 'No internet connections are written down yet. Start with the main line: its speed is on the bill.',
  },
  nameField: 'name',
  kindField: 'technology',
  fields: connectionFields,
  foldedGroups: ['More about it'],
  listFields: ['role', 'technology', 'downMbps', 'upMbps', 'automaticFailover', 'contractId'],
  endField: null,
};
