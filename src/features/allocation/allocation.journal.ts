/**
 * Rounds kept in a folder, so that a run that is killed goes on from where it was. Each is a file of its own, which is there
 * whole or not at all, with a checksum: a round that has been damaged is asked again.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Asker, AnswerSum, Round } from '../../planner/allocation/index.ts';
import { roundSchema } from './allocation.schema.ts';

/** The folder cannot be used; the message says how to mend it. */
export class JournalError extends Error {
  readonly code = 'allocation-journal';
}

export interface Journal {
  /** Rounds that were there when it was opened. */
  readonly rounds: number;
  /** What was answered to these prices; null where that is not kept. */
  find(prices: readonly number[]): AnswerSum[] | null;
  keep(round: Round): void;
}

const FORMAT = 'cairn.allocation-journal/1';
const ROUND = /^round-(\d{4,9})\.json$/;

/** Writes a file so that it is there whole or not at all, and on the disk. */
export type WriteWhole = (path: string, text: string) => void;

/**
 * Opens the journal of a file's run, making the folder where there is none.
 * @throws {JournalError} where the folder belongs to another file's run or cannot be used.
 */
export function openJournal(
  folder: string,
  run: { inputHash: string; limits: number; groups: number },
  write: WriteWhole = writeWhole,
): Journal {
  const kept = new Map<string, AnswerSum[]>();
  let next = 1;
  guarded(folder, () => {
    mkdirSync(folder, { recursive: true });
    const names = readdirSync(folder);
    if (names.includes('run.json')) requireSameRun(folder, run.inputHash);
    else if (names.some((name) => !name.startsWith('.')))
      throw new JournalError(`${folder} holds other things. Name an empty folder, or one that is not there yet.`);
    else write(join(folder, 'run.json'), `${JSON.stringify({ format: FORMAT, inputHash: run.inputHash })}\n`);
    for (const name of names) {
      const number = Number(ROUND.exec(name)?.[1] ?? 0);
      if (number === 0) continue;
      next = Math.max(next, number + 1);
      const round = readRound(readFileSync(join(folder, name), 'utf8'));
      if (round === null || round.prices.length !== run.limits || round.sums.length !== run.groups) continue;
      if (round.sums.some(({ uses }) => uses.length !== run.limits)) continue;
      kept.set(keyOf(round.prices), round.sums);
    }
  });
  const rounds = kept.size;
  return {
    rounds,
    find: (prices) => kept.get(keyOf(prices)) ?? null,
    keep(round) {
      const name = `round-${String(next).padStart(4, '0')}.json`;
      guarded(folder, () => write(join(folder, name), roundText(round)));
      next++;
      kept.set(keyOf(round.prices), round.sums);
    },
  };
}

/** Asks as `asker` does, but for what the journal knows; keeps what is answered before it is used. */
export function askWithJournal(asker: Asker, journal: Journal): Asker {
  return {
    async ask(prices) {
      const known = journal.find(prices);
      if (known !== null) return known;
      const sums = await asker.ask(prices);
      journal.keep({ prices: [...prices], sums });
      return sums;
    },
    answers: (pricesOf) => asker.answers(pricesOf),
  };
}

const keyOf = (prices: readonly number[]): string => prices.join(' ');
const checksum = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

function roundText(round: Round): string {
  const text = JSON.stringify({ prices: round.prices, sums: round.sums });
  return `${text}\n${checksum(text)}\n`;
}

function readRound(file: string): Round | null {
  const [text = '', sum = ''] = file.split('\n');
  if (checksum(text) !== sum) return null;
  const read = roundSchema.safeParse(JSON.parse(text));
  return read.success ? read.data : null;
}

function requireSameRun(folder: string, inputHash: string): void {
  let run: { format?: unknown; inputHash?: unknown } = {};
  try {
    run = (JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as typeof run) ?? {};
  } catch {
    // Said below.
  }
  if (run.format !== FORMAT) throw new JournalError(`${folder} is no folder of rounds. Name another one.`);
  if (run.inputHash !== inputHash)
    throw new JournalError(
      `${folder} holds the rounds of another file, or of this one before it was changed. Name another folder.`,
    );
}

function guarded(folder: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof JournalError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const words: Record<string, string> = {
      ENOSPC: 'the disk is full. The rounds kept so far are whole: make room and call the same line again.',
      EDQUOT:
        'this user’s share of the disk is full. The rounds kept so far are whole: make room and call the same line again.',
      EROFS: 'the disk cannot be written to.',
      EACCES: 'this user may not write there.',
      ENOTDIR: 'it is no folder.',
      EEXIST: 'it is no folder.',
    };
    throw new JournalError(`${folder}: ${words[code ?? ''] ?? `it cannot be used (${code ?? String(error)}).`}`, {
      cause: error,
    });
  }
}

/** By way of a file beside it, synced, then renamed. */
export function writeWhole(path: string, text: string): void {
  const beside = `${path}.${process.pid}.partial`;
  try {
    const file = openSync(beside, 'w');
    try {
      const bytes = Buffer.from(text, 'utf8');
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
