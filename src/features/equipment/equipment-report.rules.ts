/** Equipment as an asset register: the fields that auditors and DfE's guidance on keeping one expect. */
import type { RegisterReport } from '../registers/index.ts';

export const equipmentReport: RegisterReport = {
  title: 'Asset register',
  why: 'Equipment in the fields that an auditor expects of an asset register. Equipment that has been disposed of stays in it, with the day.',
  notKept: 'The day of the next review is not kept. Add disposal certificates to the item as documents.',
  columns: [
    { heading: 'Equipment', fields: ['name'], group: 'Equipment' },
    { heading: 'Kind', fields: ['kind'], group: 'Equipment' },
    { heading: 'How many', fields: ['quantity'], group: 'Equipment' },
    { heading: 'Maker', fields: ['manufacturer'], group: 'Make and marks' },
    { heading: 'Model', fields: ['model'], group: 'Make and marks' },
    { heading: 'Serial number', fields: ['serialNumber'], group: 'Make and marks' },
    { heading: 'Asset tag', fields: ['assetTag'], group: 'Make and marks' },
    { heading: 'Assigned to', fields: ['assignedTo'], group: 'Where it is' },
    { heading: 'Location', fields: ['location'], group: 'Where it is' },
    { heading: 'Bought on', fields: ['boughtOn'], group: 'Buying' },
    { heading: 'Bought in', fields: ['boughtYear'], group: 'Buying' },
    { heading: 'Price of each', fields: ['pricePence'], group: 'Buying' },
    { heading: 'Supplier', fields: ['supplier'], group: 'Buying' },
    { heading: 'Bought as', fields: ['acquiredAs'], group: 'Buying' },
    { heading: 'Warranty ends', fields: ['warrantyEndsOn'], group: 'Condition and support' },
    { heading: 'Support ends', fields: ['supportEndsOn'], group: 'Condition and support' },
    { heading: 'Condition', fields: ['condition'], group: 'Condition and support' },
    { heading: 'Disposed of on', fields: ['disposedOn'], group: 'Condition and support', mayBeEmpty: true },
  ],
};
