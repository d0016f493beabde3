/**
 * Rows that look like a contract that is in the register already, though they did not come from the same cells: the same
 * register downloaded, changed and brought in again, or one typed by hand before. They are left out unless a person says
 * otherwise, because two of the same contract would count its cost twice.
 */
import type { Contract } from '../../domain/record.ts';

export type KnownContract = Pick<Contract, 'id' | 'title' | 'supplier' | 'reference' | 'startsOn'>;

/**
 * For each row that has a twin in the register, the twin's id, by row number. Twins have the same name and supplier, and
 * neither another reference nor another start where both have one. Rows that came in before are no twins of themselves.
 */
export function findTwins(
  rows: readonly { row: number; item: unknown }[],
  known: readonly KnownContract[],
): Map<number, string> {
  const ids = new Set(known.map(({ id }) => id));
  const byName = Map.groupBy(known, nameKey);
  const twins = new Map<number, string>();
  for (const { row, item } of rows) {
    const contract = item as KnownContract | null;
    if (contract === null || ids.has(contract.id)) continue;
    const twin = byName.get(nameKey(contract))?.find((other) => agrees(contract, other));
    if (twin !== undefined) twins.set(row, twin.id);
  }
  return twins;
}

function nameKey({ title, supplier }: Pick<Contract, 'title' | 'supplier'>): string {
  return `${plain(title)}\n${plain(supplier ?? '')}`;
}

function agrees(a: KnownContract, b: KnownContract): boolean {
  const same = (one: string | null, other: string | null) =>
    one === null || other === null || plain(one) === plain(other);
  return same(a.reference, b.reference) && same(a.startsOn, b.startsOn);
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}
