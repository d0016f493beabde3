/** An allocation's plan as a file: figures first, then one start a line. Its hash is over what was asked and every start. */
import { createHash } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { AllocatedStart } from '../../domain/allocation.ts';
import {
  type AllocationResult,
  askHere,
  boundByBranching,
  boundOf,
  checkAllocation,
  startsOf,
} from '../../planner/allocation/index.ts';
import { AllocationFileError } from './allocation.lines.ts';
import type { OpenAllocation } from './allocation.file.ts';
import { type AllocationPlanFile, faultWords, planSchema } from './allocation.schema.ts';

/** The chosen starts, school by school, as the file is read again. */
export function* chosenStarts(file: OpenAllocation, result: AllocationResult): Generator<AllocatedStart> {
  let index = 0;
  for (const { school } of file.schools()) yield* startsOf(school, result.choice(index++));
}

/** Hash of what was asked and what was chosen: nothing in it depends on how it was found. */
export function allocationHash(inputHash: string, starts: Iterable<AllocatedStart>): string {
  const hashing = hashOfStarts(inputHash);
  for (const start of starts) hashing.add(start);
  return hashing.done();
}

function hashOfStarts(inputHash: string) {
  const hash = createHash('sha256').update(inputHash);
  return {
    add: ({ schoolId, needId, optionId, year }: AllocatedStart) =>
      void hash.update(`\n${JSON.stringify([schoolId, needId, optionId, year])}`),
    done: () => hash.digest('hex'),
  };
}

/** Everything of a plan file but the starts and the hash. */
export type PlanHead = Omit<AllocationPlanFile, 'starts' | 'hash'>;

export function planHead(file: OpenAllocation, result: AllocationResult): PlanHead {
  return {
    format: 'cairn.allocation-plan/1',
    inputHash: file.inputHash,
    value: result.value,
    bound: result.bound,
    ...(result.priceBound === result.bound ? {} : { priceBound: result.priceBound }),
    gap: result.gap,
    prices: result.prices,
    used: file.frame.limits.map(({ id, allowed }, l) => ({ id, used: result.used[l]!, allowed })),
    rounds: result.rounds,
  };
}

/** Writes a plan file: whole, or not at all. Gives the plan's hash, which comes last in it. */
export function writePlan(path: string, head: PlanHead, starts: Iterable<AllocatedStart>): string {
  const beside = `${path}.${process.pid}.partial`;
  try {
    const hashing = hashOfStarts(head.inputHash);
    const file = openSync(beside, 'w');
    let hash = '';
    try {
      let lines = `${JSON.stringify(head).slice(0, -1)},\n"starts":[`;
      const flush = () => {
        const bytes = Buffer.from(lines, 'utf8');
        for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
        lines = '';
      };
      let comma = '\n';
      for (const start of starts) {
        hashing.add(start);
        lines += comma + JSON.stringify(start);
        comma = ',\n';
        if (lines.length > 65_536) flush();
      }
      hash = hashing.done();
      lines += `\n],\n"hash":"${hash}"}\n`;
      flush();
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
    return hash;
  } catch (error) {
    rmSync(beside, { force: true });
    if (error instanceof AllocationFileError) throw error;
    throw cannotWrite(path, error);
  }
}

/** Says before a long run, not after it, that a plan could not be written there. */
export function requirePlaceFor(path: string): void {
  try {
    accessSync(dirname(path), constants.W_OK);
    if (existsSync(path) && statSync(path).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function cannotWrite(path: string, error: unknown): AllocationFileError {
  const { code } = error as NodeJS.ErrnoException;
  const words: Record<string, string> = {
    ENOSPC: 'the disk is full',
    ENOENT: 'its folder is not there',
    EISDIR: 'it is a folder',
    EACCES: 'this user may not write there',
  };
  const why = words[code ?? ''] ?? code ?? String(error);
  return new AllocationFileError(path, null, `the plan cannot be written there (${why}).`, { cause: error });
}

/** Reads a plan file. */
export function readPlan(path: string): AllocationPlanFile {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new AllocationFileError(path, null, isMissing ? 'there is no such file.' : 'it is not JSON.', {
      cause: error,
    });
  }
  const read = planSchema.safeParse(value);
  if (!read.success) throw new AllocationFileError(path, null, `it is no plan: ${faultWords(read.error)}.`);
  return read.data;
}

/** What is wrong with a plan for the file; the schools are asked once more at its prices, to work the bound out again. */
export async function planFaults(file: OpenAllocation, plan: AllocationPlanFile): Promise<string[]> {
  const schools = function* () {
    for (const { school } of file.schools()) yield school;
  };
  const check = checkAllocation(file.frame, schools(), plan.starts);
  const faults = [...check.faults];
  if (plan.inputHash !== file.inputHash)
    faults.push('It was made for another file, or for this one before it was changed.');
  if (check.value !== plan.value) faults.push(`It is worth ${check.value}, not ${plan.value} as it says.`);
  file.frame.limits.forEach(({ id, name, allowed }, l) => {
    const said = plan.used[l];
    if (said?.id !== id || said.used !== check.used[l] || said.allowed !== allowed)
      faults.push(
        `${name}: it takes ${check.used[l]} of ${allowed}, not ${said?.used} of ${said?.allowed} as it says.`,
      );
  });
  if (allocationHash(plan.inputHash, plan.starts) !== plan.hash) faults.push('Its hash is not that of its starts.');
  faults.push(...(await boundFaults(file, plan)));
  return faults;
}

async function boundFaults(file: OpenAllocation, plan: AllocationPlanFile): Promise<string[]> {
  if (plan.prices.length !== file.frame.limits.length) return ['It does not have a price for each limit.'];
  const bound = boundOf(file.frame, plan.prices, await askHere(file.packed).ask(plan.prices));
  const faults: string[] = [];
  const near = 1e-9 * Math.max(1, Math.abs(bound));
  const said = plan.priceBound ?? plan.bound;
  if (Math.abs(bound - said) > near)
    faults.push(`At its prices no allocation is worth more than ${bound}; it says ${said}.`);
  else if (plan.bound < bound - near) {
    const proven = boundByBranching(file.frame, file.packed, plan.prices, bound, plan);
    if (proven > plan.bound + near)
      faults.push(
        `What could be proven again is that no allocation is worth more than ${proven}; it says ${plan.bound}.`,
      );
  }
  const gap = Math.max(0, plan.bound - plan.value) / Math.max(1, Math.abs(plan.bound));
  if (Math.abs(gap - plan.gap) > 1e-9) faults.push(`Its gap is ${gap}, not ${plan.gap} as it says.`);
  return faults;
}
