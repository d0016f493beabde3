/** The fields of an internet line, as data. Names are those of the record. */
import type { RegisterField } from '../registers/index.ts';

export const connectionFields: RegisterField[] = [
  {
    name: 'name',
    label: 'Name',
    hint: 'For example, main fibre line',
    kind: 'text',
    required: true,
    maxLength: 200,
    group: 'The line',
  },
  {
    name: 'role',
    label: 'What it is for',
    kind: 'choice',
    choices: [
      { value: 'main', label: 'The main line' },
      { value: 'backup', label: 'A backup for when the main line fails' },
    ],
    fallback: 'main',
    group: 'The line',
  },
  {
    name: 'technology',
    label: 'How it reaches the school',
    kind: 'choice',
    choices: [
      { value: 'fttp', label: 'Full fibre (FTTP)' },
      { value: 'leased-line', label: 'Leased line' },
      { value: 'fttc', label: 'Fibre to the cabinet (FTTC)' },
      { value: 'adsl', label: 'Copper phone line (ADSL)' },
      { value: 'cable', label: 'Cable' },
      { value: 'mobile', label: 'Mobile (4G or 5G)' },
      { value: 'satellite', label: 'Satellite' },
    ],
    group: 'The line',
    ifKnown: 'the broadband standard can be answered from this register',
  },
  {
    name: 'downMbps',
    label: 'Download speed, in Mbps',
    hint: '1000 for one gigabit',
    kind: 'whole',
    group: 'The line',
    ifKnown: 'the broadband standard can be answered from this register',
  },
  {
    name: 'upMbps',
    label: 'Upload speed, in Mbps',
    kind: 'whole',
    group: 'The line',
    ifKnown: 'the broadband standard can be answered from this register',
  },
  {
    name: 'automaticFailover',
    label: 'Does the school move to a backup line by itself when this one fails?',
    kind: 'yes-no',
    group: 'The line',
    ifKnown: 'the standard on staying connected can be answered from this register',
  },
  {
    name: 'contractId',
    label: 'Contract it is under',
    kind: 'link',
    linksTo: 'contract',
    group: 'The line',
    ifKnown: 'the plan can time a faster line to the contract’s end',
  },
  { name: 'notes', label: 'Notes', kind: 'longtext', group: 'More about it' },
];
