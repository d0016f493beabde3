/** Everything that can be imported. */
import { contractImport } from './contract-import.ts';
import type { Importable } from './importable.ts';

export const importables: readonly Importable[] = [contractImport];
