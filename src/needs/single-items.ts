/**
 * Single items as the plan counts with them. An asset register lists each laptop with its serial number; nobody replaces five
 * hundred laptops in five hundred decisions. Items of one need whose support ends in the same term are taken together, in
 * parts that can be spread over the years. What the register itself has as a group stays that group.
 */
import { formatDate } from '../domain/dates.ts';
import type { Equipment } from '../domain/record.ts';
import type { SchoolTerm } from '../domain/terms.ts';
import { supportEndOf } from './support-ends.ts';

/** About a class set: fewer than this are not divided. Our own judgement. */
const ITEMS_IN_A_PART = 30;
/** Parts at most, so that a plan stays one that people can read. Our own judgement. */
const MOST_PARTS = 4;

/** What one decision is about: a group of the register, a single item by itself, or part of the single items. */
export interface Batch {
  /** The row's own id, or that of the term and the part (`singles-2027-summer-2`): the same while the term is. */
  id: string;
  name: string;
  rows: Equipment[];
}

/** The batches of the rows that one template's need is about, whose ends all lie within the terms. Rows come sorted by id. */
export function batchesOf(rows: readonly Equipment[], terms: readonly SchoolTerm[]): Batch[] {
  const alone = (row: Equipment): boolean => row.quantity > 1 || row.kind === 'server';
  const byTerm = Map.groupBy(
    rows.filter((row) => !alone(row)),
    (row) => termOf(row, terms),
  );
  return [
    ...rows.filter(alone).map(ownBatch),
    ...[...byTerm].flatMap(([term, items]) => (items.length === 1 ? items.map(ownBatch) : parts(term, items))),
  ];
}

function ownBatch(row: Equipment): Batch {
  return { id: row.id, name: row.name, rows: [row] };
}

function parts(term: string, items: readonly Equipment[]): Batch[] {
  const count = Math.min(MOST_PARTS, Math.ceil(items.length / ITEMS_IN_A_PART));
  const last = items.flatMap((row) => supportEndOf(row)?.on ?? []).reduce((a, b) => (a > b ? a : b), '');
  return Array.from({ length: count }, (_, part) => {
    const rows = items.slice(
      Math.round((part * items.length) / count),
      Math.round(((part + 1) * items.length) / count),
    );
    const which = count === 1 ? '' : `, part ${part + 1} of ${count}`;
    return {
      id: `singles-${term}${count === 1 ? '' : `-${part + 1}`}`,
      name: `${rows.length} single items with support to ${formatDate(last)} at the latest${which}`,
      rows,
    };
  });
}

/** The id of the term in which an item's support ends; `before` where it has ended when the plan begins. */
function termOf(row: Equipment, terms: readonly SchoolTerm[]): string {
  const end = supportEndOf(row)?.on ?? '';
  const first = terms[0];
  if (first === undefined || end < first.startsOn) return 'before';
  return terms.find((term) => end <= term.endsOn)?.id ?? 'after';
}
