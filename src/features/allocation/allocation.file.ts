/** An allocation's file: the years and limits on the first line, then one school a line. Read as often as it is needed, never held whole. */
import type { AllocationFrame, AllocationSchool } from '../../domain/allocation.ts';
import { AllocationInputError, makeRecipe, packSchools, type PackedSchools } from '../../planner/allocation/index.ts';
import { AllocationFileError, readLines, type Line } from './allocation.lines.ts';
import { readSchool, SchoolFault } from './allocation.school.ts';
import { faultWords, frameSchema } from './allocation.schema.ts';

export interface OpenAllocation {
  path: string;
  frame: AllocationFrame;
  packed: PackedSchools;
  /** SHA-256 of the file. */
  inputHash: string;
  /** The schools again, in order, each with the line that it stands on. Throws where the file has changed since it was opened. */
  schools(): Generator<{ school: AllocationSchool; text: string }>;
}

/**
 * Reads and packs a file.
 * @throws {AllocationFileError} with the line where something is not as it should be.
 */
export function openAllocation(path: string): OpenAllocation {
  const reading = readSchools(path);
  const { frame } = reading;
  let line = 1;
  const each = function* () {
    for (const { school, number } of reading.schools()) {
      line = number;
      yield school;
    }
  };
  let packed: PackedSchools;
  try {
    packed = packSchools(frame, each());
  } catch (error) {
    if (error instanceof AllocationInputError)
      throw new AllocationFileError(path, line, error.message, { cause: error });
    throw error;
  }
  if (packed.schools === 0)
    throw new AllocationFileError(path, null, 'it has no school: each stands on a line after the first.');
  requireWorkable(path, packed, reading.lineOf);
  const inputHash = reading.hash();
  return { path, frame, packed, inputHash, schools: () => schoolsAgain(path, inputHash) };
}

/** Lines of a part, as they were written. */
export function schoolsOfLines(text: string): AllocationSchool[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => readSchool(JSON.parse(line)));
}

/** A school whose needs hang together too closely is found before any work begins. */
function requireWorkable(path: string, packed: PackedSchools, lineOf: (school: number) => number): void {
  for (let school = 0; school < packed.schools; school++)
    try {
      makeRecipe(packed, school);
    } catch (error) {
      if (!(error instanceof AllocationInputError)) throw error;
      throw new AllocationFileError(path, lineOf(school), error.message, { cause: error });
    }
}

/** The schools once more. Their hash says that they are what was checked, so that they need not be checked again. */
function* schoolsAgain(path: string, inputHash: string): Generator<{ school: AllocationSchool; text: string }> {
  const lines = readLines(path);
  try {
    let isFrame = true;
    for (;;) {
      const { value, done } = lines.next();
      if (done) {
        if (value !== inputHash) throw changed(path);
        return;
      }
      if (!isFrame) yield { school: parseAgain(path, value.text), text: value.text };
      isFrame = false;
    }
  } finally {
    lines.return('');
  }
}

function parseAgain(path: string, text: string): AllocationSchool {
  try {
    return JSON.parse(text) as AllocationSchool;
  } catch {
    throw changed(path);
  }
}

function changed(path: string): AllocationFileError {
  return new AllocationFileError(path, null, 'it has changed since it was read. Start again.');
}

function readSchools(path: string) {
  const lines = readLines(path);
  let hash = '';
  const next = (): Line | null => {
    const { value, done } = lines.next();
    if (done) hash = value;
    return done ? null : value;
  };
  const first = next();
  if (first === null) throw new AllocationFileError(path, null, 'it is empty.');
  const frame = frameOf(path, first);
  refuseTwice(path, first, frame);
  const ids = new Map<string, number>();
  return {
    frame,
    hash: () => hash,
    /** The line that a school stands on. */
    lineOf: (school: number) => [...ids.values()][school] ?? 1,
    *schools(): Generator<{ school: AllocationSchool; number: number }> {
      try {
        for (let line = next(); line !== null; line = next()) {
          const school = schoolOf(path, line);
          const earlier = ids.get(school.id);
          if (earlier !== undefined)
            throw new AllocationFileError(path, line.number, `school ${school.id} stands on line ${earlier} already.`);
          ids.set(school.id, line.number);
          yield { school, number: line.number };
        }
      } finally {
        lines.return('');
      }
    },
  };
}

function schoolOf(path: string, line: Line): AllocationSchool {
  const value = parse(path, line);
  try {
    return readSchool(value);
  } catch (error) {
    if (error instanceof SchoolFault) throw new AllocationFileError(path, line.number, error.message, { cause: error });
    throw error;
  }
}

function frameOf(path: string, line: Line): AllocationFrame {
  const read = frameSchema.safeParse(parse(path, line));
  if (read.success) return read.data;
  throw new AllocationFileError(
    path,
    line.number,
    `the first line holds the years and the limits, and ${faultWords(read.error)}.`,
  );
}

function parse(path: string, line: Line): unknown {
  try {
    return JSON.parse(line.text);
  } catch (error) {
    // The parser quotes the text, which may be long: only what it says of it is kept.
    const why = error instanceof Error ? (/^[^"'\n]{0,80}/.exec(error.message)?.[0] ?? '').trim() : '';
    throw new AllocationFileError(path, line.number, `it is not JSON (${why || 'cannot be read'}).`, { cause: error });
  }
}

function refuseTwice(path: string, line: Line, frame: AllocationFrame): void {
  for (const [what, list] of [
    ['years', frame.years],
    ['limits', frame.limits],
  ] as const) {
    const ids = new Set(list.map(({ id }) => id));
    if (ids.size < list.length) throw new AllocationFileError(path, line.number, `two ${what} have the same id.`);
  }
}
