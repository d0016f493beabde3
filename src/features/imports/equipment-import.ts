/** Equipment as something that can be imported. */
import { equipmentSchema } from '../../domain/record.ts';
import { equipmentRegister } from '../equipment/index.ts';
import { readEquipmentCells } from './equipment-cells.rules.ts';
import { equipmentTargets } from './equipment-columns.ts';
import type { Importable } from './importable.ts';

export const equipmentImport: Importable = {
  table: 'equipment',
  path: equipmentRegister.path,
  words: equipmentRegister.words,
  fields: equipmentRegister.fields,
  previewFields: ['kind', 'quantity', 'model'],
  targets: equipmentTargets,
  readCells: readEquipmentCells,
  targetsOf: {
    name: ['name', 'model', 'manufacturer', 'kind', 'assetTag', 'serialNumber'],
    kind: ['kind', 'model', 'name'],
    quantity: ['quantity', 'name'],
    model: ['model', 'modelNumber'],
    location: ['location', 'building', 'site'],
    operatingSystem: ['operatingSystem', 'osVersion'],
    boughtYear: ['boughtYear', 'boughtOn'],
    pricePence: ['pricePence', 'totalPence', 'quantity'],
    warrantyEndsOn: ['warranty', 'boughtOn'],
    condition: ['condition', 'status'],
    disposedOn: ['disposedOn', 'status'],
  },
  schema: equipmentSchema,
  nameField: 'name',
  nameFrom: ['name'],
  strongKeys: ['serialNumber', 'assetTag'],
  sharedKeys: ['name', 'location', 'model'],
  mustAgree: ['serialNumber', 'assetTag', 'boughtYear'],
  hasHistory: true,
};
