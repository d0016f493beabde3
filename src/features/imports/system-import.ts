/** Systems as something that can be imported. */
import { systemSchema } from '../../domain/record.ts';
import { systemRegister } from '../systems/index.ts';
import type { Importable } from './importable.ts';
import { readSystemCells } from './system-cells.rules.ts';
import { systemTargets } from './system-columns.ts';

export const systemImport: Importable = {
  table: 'system',
  path: systemRegister.path,
  words: systemRegister.words,
  fields: systemRegister.fields,
  previewFields: ['kind', 'hosting', 'supplier'],
  targets: systemTargets,
  readCells: readSystemCells,
  targetsOf: {
    name: ['name', 'product', 'supplier'],
    kind: ['kind', 'product', 'name'],
    product: ['product', 'version'],
    dataHeld: ['dataHeld', 'personalData'],
    notes: ['notes', 'description', 'usedBy', 'status'],
  },
  schema: systemSchema,
  nameField: 'name',
  nameFrom: ['name', 'product', 'supplier'],
  strongKeys: [],
  sharedKeys: ['name'],
  mustAgree: ['supplier'],
  hasHistory: true,
};
