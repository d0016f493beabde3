/** Contracts as something that can be imported. */
import { contractSchema } from '../../domain/record.ts';
import { contractRegister } from '../contracts/index.ts';
import { readContractCells } from './contract-cells.rules.ts';
import { contractTargets } from './contract-columns.ts';
import type { Importable } from './importable.ts';

export const contractImport: Importable = {
  table: 'contract',
  path: contractRegister.path,
  words: contractRegister.words,
  fields: contractRegister.fields,
  previewFields: ['supplier', 'annualCostPence', 'endsOn'],
  targets: contractTargets,
  readCells: readContractCells,
  targetsOf: {
    title: ['title', 'description', 'supplier', 'reference'],
    endsOn: ['currentEndsOn', 'endsOn', 'renewsOn', 'durationMonths'],
    noticeCount: ['notice', 'noticeBy'],
    noticeUnit: ['notice', 'noticeBy'],
    noticeGivenOn: ['noticeGivenOn', 'status'],
    endedOn: ['endedOn', 'status'],
  },
  schema: contractSchema,
  nameField: 'title',
  nameFrom: ['title', 'description', 'supplier', 'reference'],
  strongKeys: ['reference'],
  sharedKeys: ['title', 'supplier'],
  mustAgree: ['reference', 'startsOn'],
  hasHistory: true,
};
