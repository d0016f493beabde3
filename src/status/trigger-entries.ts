/** The entries of the registers by which it is told when something that waits is due. */
import type { Connection, Equipment, SchoolRecord } from '../domain/record.ts';
import type { FactLink } from './results.ts';

type Kind = Equipment['kind'];

export const ACCESS_POINTS: readonly Kind[] = ['access-point'];
export const SWITCHES: readonly Kind[] = ['core-switch', 'access-switch'];
export const SERVERS: readonly Kind[] = ['server'];
export const COMPUTERS: readonly Kind[] = ['desktop', 'laptop', 'chromebook'];
export const TABLETS: readonly Kind[] = ['tablet'];
export const DEVICES: readonly Kind[] = [...COMPUTERS, ...TABLETS];

const FULL_FIBRE: Partial<Record<NonNullable<Connection['technology']>, string>> = {
  fttp: 'fibre to the premises',
  'leased-line': 'leased line',
};

export function ofKinds(record: SchoolRecord, kinds: readonly Kind[]): Equipment[] {
  return record.equipment.filter((item) => kinds.includes(item.kind));
}

export function mainLines(record: SchoolRecord): Connection[] {
  return record.connections.filter((line) => line.role === 'main');
}

/** The main lines, where every one of them is full fibre; else null. */
export function fullFibre(record: SchoolRecord): FactLink[] | null {
  const lines = mainLines(record);
  const chain = lines.flatMap(({ id, name, technology }): FactLink[] => {
    const value = technology === null ? undefined : FULL_FIBRE[technology];
    return value === undefined ? [] : [{ target: { kind: 'connection', id }, name, field: 'Kind of line', value }];
  });
  return lines.length > 0 && chain.length === lines.length ? chain : null;
}
