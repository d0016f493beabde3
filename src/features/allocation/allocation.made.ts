/** Writes a file of made-up schools, one at a time however many there are. */
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { madeAllocation } from '../../planner/allocation/index.ts';
import { AllocationFileError } from './allocation.lines.ts';

/** @returns how many bytes the file has. */
export function writeMade(path: string, seed: number, schools: number): number {
  const beside = `${path}.${process.pid}.partial`;
  const { frame, school } = madeAllocation(seed, schools);
  let bytes = 0;
  try {
    const file = openSync(beside, 'w');
    try {
      const put = (value: unknown): void => {
        const line = Buffer.from(`${JSON.stringify(value)}\n`, 'utf8');
        for (let at = 0; at < line.length;) at += writeSync(file, line, at);
        bytes += line.length;
      };
      put(frame);
      for (let index = 0; index < schools; index++) put(school(index));
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
    return bytes;
  } catch (error) {
    rmSync(beside, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOSPC' ? 'the disk is full' : (code ?? String(error));
    throw new AllocationFileError(path, null, `it cannot be written (${why}).`, { cause: error });
  }
}
