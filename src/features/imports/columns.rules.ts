/** Recognising columns by their headings. The result is a proposal: a person can correct every line of it. */
import { tidyText } from '../../domain/reading/index.ts';
import type { TargetWords } from './importable.ts';
import type { Column } from '../../platform/tables/index.ts';

export interface ColumnMapping {
  index: number;
  /** The column's own name, unique in its table. */
  column: string;
  /** What it is taken for; null where it is not used (its cells are kept with the row all the same). */
  target: string | null;
  /** `sure`: the heading is known; `likely`: it contains known words; `chosen`: a person said so; `remembered`: last time. */
  certainty: 'sure' | 'likely' | 'chosen' | 'remembered' | 'none';
}

/** A heading without case, punctuation, brackets and joined words: "Total_Contract Value (inc. VAT)" → "total contract value". */
export function normaliseHeading(heading: string): string {
  return tidyText(heading)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** How much a heading speaks for a target: 0 not at all, from 1,000 down for a known name, up to 100 for known words in it. */
function score(heading: string, words: TargetWords): number {
  const name = words.names.indexOf(heading);
  if (name >= 0) return 1000 - name;
  const padded = ` ${heading} `;
  if (words.not.some((word) => padded.includes(` ${word} `))) return 0;
  const hint = Math.max(
    0,
    ...words.hints.filter((phrase) => padded.includes(` ${phrase} `)).map((phrase) => phrase.length),
  );
  return hint === 0 ? 0 : Math.max(1, hint * 2 - Math.min(30, heading.length - hint));
}

/** For each column what it is best taken for; every target goes to at most one column, the best first. */
export function recogniseColumns(columns: readonly Column[], targets: readonly TargetWords[]): ColumnMapping[] {
  const claims = columns
    .flatMap((column) => {
      const heading = normaliseHeading(column.heading);
      return targets.map((words) => ({
        column,
        target: words.target,
        score: heading === '' ? 0 : score(heading, words),
      }));
    })
    .filter((claim) => claim.score > 0)
    .sort((a, b) => b.score - a.score || a.column.index - b.column.index);
  const byColumn = new Map<number, (typeof claims)[number]>();
  const taken = new Set<string>();
  for (const claim of claims) {
    if (byColumn.has(claim.column.index) || taken.has(claim.target)) continue;
    byColumn.set(claim.column.index, claim);
    taken.add(claim.target);
  }
  return columns.map(({ index, name }) => {
    const claim = byColumn.get(index);
    if (claim === undefined) return { index, column: name, target: null, certainty: 'none' };
    return { index, column: name, target: claim.target, certainty: claim.score > 100 ? 'sure' : 'likely' };
  });
}

/** Counts how many of a row's cells are names of the targets' columns: what finds the header among notes. */
export function headingCounter(targets: readonly TargetWords[]): (cells: readonly string[]) => number {
  const targetOf = new Map(targets.flatMap(({ target, names }) => names.map((name) => [name, target] as const)));
  return (cells) => countKnownHeadings(cells, targetOf);
}

function countKnownHeadings(cells: readonly string[], targetOf: ReadonlyMap<string, string>): number {
  const found = new Set<string>();
  for (const cell of cells) {
    if (cell.length > 60) continue;
    const target = targetOf.get(normaliseHeading(cell));
    if (target !== undefined) found.add(target);
  }
  return found.size;
}

/**
 * The mapping with a person's corrections, by column name. A target that is chosen for one column is taken from any other.
 * Names of columns that the table does not have are passed over, so that a mapping remembered from another file can be used.
 */
export function correctMapping(
  mapping: readonly ColumnMapping[],
  corrections: Readonly<Record<string, string | null>>,
): ColumnMapping[] {
  const chosen = new Map(
    mapping.flatMap(({ column }) =>
      Object.hasOwn(corrections, column) ? [[column, corrections[column] ?? null] as const] : [],
    ),
  );
  const claimed = new Set([...chosen.values()].filter((target) => target !== null));
  return mapping.map((line) => {
    const target = chosen.get(line.column);
    if (target !== undefined) return { ...line, target, certainty: 'chosen' };
    return line.target !== null && claimed.has(line.target) ? { ...line, target: null, certainty: 'none' } : line;
  });
}

/** What the headings of a table's columns are remembered by, by the column's index; a heading that comes twice is two. */
export function headingKeys(columns: readonly Column[]): Map<number, string> {
  const times = new Map<string, number>();
  return new Map(
    columns.map(({ index, heading }) => {
      const base = normaliseHeading(heading) || (heading === '' ? `column ${index + 1}` : heading.toLowerCase());
      const time = (times.get(base) ?? 0) + 1;
      times.set(base, time);
      return [index, (time === 1 ? base : `${base} #${time}`).slice(0, 200)];
    }),
  );
}

/** The proposal with what people chose for the same headings before, target null where they said it is not used. */
export function withRemembered(
  mapping: readonly ColumnMapping[],
  columns: readonly Column[],
  remembered: ReadonlyMap<string, string | null>,
): ColumnMapping[] {
  const keys = headingKeys(columns);
  const corrections: Record<string, string | null> = {};
  const claimed = new Set<string>();
  for (const { index, column } of mapping) {
    const target = remembered.get(keys.get(index) ?? '');
    if (target === undefined || (target !== null && claimed.has(target))) continue;
    if (target !== null) claimed.add(target);
    corrections[column] = target;
  }
  return correctMapping(mapping, corrections).map((line) =>
    Object.hasOwn(corrections, line.column) ? { ...line, certainty: 'remembered' } : line,
  );
}
