/** Systems as an information asset register: what data protection officers ask for. */
import type { RegisterReport } from '../registers/index.ts';

export const systemsReport: RegisterReport = {
  title: 'Information asset register',
  why: 'Systems by the data that they hold, for your data protection officer: what, where, whose, and who else gets it.',
  notKept: 'How long data is kept is not a field of its own: write it in the notes.',
  columns: [
    { heading: 'System', fields: ['name'], group: 'System' },
    { heading: 'Purpose', fields: ['kind'], group: 'System' },
    { heading: 'Product', fields: ['product'], group: 'System', mayBeEmpty: true },
    { heading: 'Data held', fields: ['dataHeld'], group: 'Data' },
    { heading: 'Personal data', fields: ['personalData'], group: 'Data' },
    { heading: 'Users', fields: ['users'], group: 'Data' },
    { heading: 'Who looks after it', fields: ['owner'], group: 'Whose and where' },
    { heading: 'Where it is kept', fields: ['hosting', 'equipmentId'], group: 'Whose and where' },
    { heading: 'Supplier', fields: ['supplier'], group: 'Whose and where' },
    { heading: 'Contract', fields: ['contractId'], group: 'Whose and where', mayBeEmpty: true },
    { heading: 'Exchanges data with', fields: ['integrations'], group: 'Sharing and access' },
    { heading: 'How people sign in', fields: ['signOn'], group: 'Sharing and access' },
    { heading: 'Hours to be back in', fields: ['recoveryHours'], group: 'If it fails' },
    { heading: 'Hours of work that may be lost', fields: ['recoveryPointHours'], group: 'If it fails' },
    { heading: 'Notes', fields: ['notes'], group: 'Notes', mayBeEmpty: true },
  ],
};
