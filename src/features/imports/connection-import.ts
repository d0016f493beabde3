/** Internet connections as something that can be imported. */
import { connectionSchema } from '../../domain/record.ts';
import { connectionRegister } from '../connections/index.ts';
import { readConnectionCells } from './connection-cells.rules.ts';
import { connectionTargets } from './connection-columns.ts';
import type { Importable } from './importable.ts';

export const connectionImport: Importable = {
  table: 'connection',
  path: connectionRegister.path,
  words: connectionRegister.words,
  fields: connectionRegister.fields,
  previewFields: ['technology', 'downMbps', 'supplier'],
  targets: connectionTargets,
  readCells: readConnectionCells,
  targetsOf: {
    name: ['name', 'supplier', 'technology', 'reference'],
    role: ['role', 'name'],
    technology: ['technology', 'name'],
    downMbps: ['downMbps', 'speed'],
    upMbps: ['upMbps', 'downMbps', 'speed', 'technology'],
    notes: ['notes', 'reference', 'site'],
  },
  schema: connectionSchema,
  nameField: 'name',
  nameFrom: ['name'],
  strongKeys: [],
  sharedKeys: ['name', 'supplier'],
  mustAgree: ['installedOn', 'technology'],
  hasHistory: true,
};
