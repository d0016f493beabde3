/** Telling rows of files apart by what they hold. */
import { hash } from 'node:crypto';
import { tidyText } from '../../domain/reading/index.ts';
import type { Column } from '../../platform/tables/index.ts';

/**
 * Fingerprints of rows by their filled cells under their column names, whatever the order of rows and columns. The second of
 * two identical rows gets another one than the first, so that a register that lists a contract twice keeps both.
 */
export function rowFingerprints(columns: readonly Column[]): (cells: readonly string[]) => string {
  const order = columns.map(({ index, name }) => ({ index, name: name.toLowerCase() }));
  order.sort((a, b) => (a.name < b.name ? -1 : 1));
  // Keyed by 52 bits of the hash: half a million rows fit in little memory, and a chance match only tells two rows apart.
  const seen = new Map<number, number>();
  return (cells) => {
    let content = '';
    const add = (name: string, cell: string | undefined): void => {
      const text = cell === undefined ? '' : tidyText(cell).replace(/\s+/g, ' ');
      if (text !== '') content += `${name}\u0000${text}\u0001`;
    };
    for (const { index, name } of order) add(name, cells[index]);
    for (let index = columns.length; index < cells.length; index += 1) add(`column ${index + 1}`, cells[index]);
    const first = hash('sha256', content).slice(0, 32);
    const key = Number.parseInt(first.slice(0, 13), 16);
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return times === 1 ? first : hash('sha256', `${first}#${times}`).slice(0, 32);
  };
}
