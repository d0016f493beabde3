/** The register of network gear, servers and devices, in groups where they are alike. */
import type { Register } from '../registers/index.ts';
import { equipmentFields } from './equipment.schema.ts';

export const equipmentRegister: Register = {
  table: 'equipment',
  path: 'equipment',
  words: {
    singular: 'equipment',
    withArticle: 'equipment',
    plural: 'equipment',
    title: 'Equipment',
    why: 'Network, servers and devices, in groups: “31 laptops, bought 2021” is one line. The plan replaces things before their support ends.',
    empty: 'No equipment is written down yet. Start with servers, switches and Wi-Fi, then devices in groups.',
  },
  nameField: 'name',
  kindField: 'kind',
  fields: equipmentFields,
  foldedGroups: ['Where it is', 'How it was bought', 'More about it'],
  listFields: ['kind', 'quantity', 'model', 'boughtYear', 'supportEndsOn', 'warrantyEndsOn'],
  endField: 'supportEndsOn',
  overField: { name: 'disposedOn', label: 'Mark them as disposed of' },
};
