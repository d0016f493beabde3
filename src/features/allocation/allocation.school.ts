/**
 * Whether a line is a school. By hand, not by a schema: a nation's file has some twenty million numbers, which a schema takes
 * twenty times as long over.
 */
import type { AllocationSchool } from '../../domain/allocation.ts';

/** A line that is no school. The message says where in it, and what is wrong there. */
export class SchoolFault extends Error {}

const MOST_OPTIONS = 200;
const MOST_STARTS = 500;
const LONGEST_ID = 200;

/**
 * The value as a school.
 * @throws {SchoolFault} where it is none, or where two things in it could not be told apart in a plan.
 */
export function readSchool(value: unknown): AllocationSchool {
  const school = object(value, 'the line');
  const id = name(school['id'], 'id');
  const needs = new Set<string>();
  const options = new Set<string>();
  list(school['needs'], 'needs').forEach((each, n) => readNeed(each, `needs[${n}]`, needs, options));
  list(school['exclusions'], 'exclusions').forEach((group, g) =>
    list(group, `exclusions[${g}]`).forEach((option, o) => {
      const known = name(option, `exclusions[${g}][${o}]`);
      if (!options.has(known)) fault(`exclusions[${g}]`, `names ${known}, which is no option of school ${id}`);
    }),
  );
  return value as AllocationSchool;
}

function readNeed(value: unknown, where: string, needs: Set<string>, options: Set<string>): void {
  const need = object(value, where);
  const id = name(need['id'], `${where}.id`);
  if (needs.has(id)) fault(where, `is called ${id}, as another need of the school is`);
  needs.add(id);
  list(need['after'], `${where}.after`).forEach((before, b) => {
    if (!Number.isInteger(before) || (before as number) < 0)
      fault(`${where}.after[${b}]`, 'must be the number of a need, counted from 0');
  });
  const all = list(need['options'], `${where}.options`);
  if (all.length > MOST_OPTIONS) fault(`${where}.options`, `has ${all.length} entries; ${MOST_OPTIONS} are the most`);
  all.forEach((each, o) => readOption(each, `${where}.options[${o}]`, options));
}

function readOption(value: unknown, where: string, options: Set<string>): void {
  const option = object(value, where);
  const id = name(option['id'], `${where}.id`);
  if (options.has(id)) fault(where, `is called ${id}, as another option of the school is`);
  options.add(id);
  const starts = list(option['starts'], `${where}.starts`);
  if (starts.length > MOST_STARTS)
    fault(`${where}.starts`, `has ${starts.length} entries; ${MOST_STARTS} are the most`);
  const years = new Set<unknown>();
  for (let s = 0; s < starts.length; s++) {
    const start = starts[s] as Record<string, unknown> | null;
    const at = () => `${where}.starts[${s}]`;
    if (typeof start !== 'object' || start === null) return fault(at(), 'must be an object');
    const { year, completeYear, value: worth, uses } = start;
    if (!isWhole(year) || year < 0) fault(`${at()}.year`, 'must be a year’s number, counted from 0');
    if (!isWhole(completeYear)) fault(`${at()}.completeYear`, 'must be a whole number');
    if (!isWhole(worth)) fault(`${at()}.value`, 'must be a whole number');
    if (!Array.isArray(uses)) return fault(`${at()}.uses`, 'must be a list');
    for (let l = 0; l < uses.length; l++) if (!isWhole(uses[l])) fault(`${at()}.uses[${l}]`, 'must be a whole number');
    years.add(year);
  }
  if (years.size < starts.length) fault(`${where}.starts`, 'has two starts in one year');
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function object(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fault(where, 'must be an object');
  return value as Record<string, unknown>;
}

function list(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) fault(where, 'must be a list');
  return value as unknown[];
}

function name(value: unknown, where: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is refused
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_ID || /[\u0000-\u001f\u007f]/.test(value))
    fault(where, `must be a name of up to ${LONGEST_ID} characters on one line`);
  return value;
}

function fault(where: string, what: string): never {
  throw new SchoolFault(`${where} ${what}.`);
}
