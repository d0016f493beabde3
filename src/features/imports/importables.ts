/** Everything that can be imported. */
import { connectionImport } from './connection-import.ts';
import { contractImport } from './contract-import.ts';
import { equipmentImport } from './equipment-import.ts';
import type { Importable } from './importable.ts';
import { paymentImport } from './payment-import.ts';
import { systemImport } from './system-import.ts';

export const importables: readonly Importable[] = [
  contractImport,
  systemImport,
  equipmentImport,
  connectionImport,
  paymentImport,
];
