/** `cairn allocate …`: a fund shared out among the schools of a file, by this process or by several on one database. */
import { availableParallelism } from 'node:os';
import { basename, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { AllocationProgress } from '../../domain/allocation.ts';
import type { AllocationResult } from '../../planner/allocation/index.ts';
import { groupsOf } from '../../planner/allocation/index.ts';
import {
  type Command,
  type CommandArguments,
  CommandError,
  type CommandIo,
  isSet,
  textOption,
  UsageError,
} from '../../platform/command-line/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { type OpenAllocation, openAllocation } from './allocation.file.ts';
import { openJournal } from './allocation.journal.ts';
import { writeMade } from './allocation.made.ts';
import {
  allocationHash,
  chosenStarts,
  planFaults,
  planHead,
  readPlan,
  requirePlaceFor,
  writePlan,
} from './allocation.plan.ts';
import { deleteRun, hasRunning, listRuns } from './allocation.queries.ts';
import { endRun, shareOutByWorkers, shareOutHere } from './allocation.run.ts';
import { runsOfInstallation } from './allocation.store.ts';
import { createTaskWorker, LEASE_MS, partsFromDatabase } from './allocation.work.ts';

export interface AllocationCliServices {
  openDatabase(): Promise<Database>;
}

export function allocationCommands(services: AllocationCliServices): Command[] {
  return [
    allocateCommand(services),
    checkCommand(),
    madeCommand(),
    workCommand(services),
    runsCommand(services),
    removeCommand(services),
  ];
}

function allocateCommand(services: AllocationCliServices): Command {
  return {
    path: ['allocate'],
    summary: 'Share a fund out among the schools of a file, with a proven gap',
    usage: 'FILE [--out PLAN.json] [--threads N] [--resume FOLDER | --in-database [--workers-only]]',
    options: {
      out: { type: 'string', value: 'PLAN.json', summary: 'write the plan there' },
      threads: { type: 'string', value: 'N', summary: 'how many threads answer for the schools (one for each core)' },
      resume: {
        type: 'string',
        value: 'FOLDER',
        summary: 'keep what is worked out there, and go on from it after a kill',
      },
      'in-database': {
        type: 'boolean',
        summary: 'let processes of “cairn allocate work” on the same database take parts',
      },
      'workers-only': { type: 'boolean', summary: 'leave all parts to those processes' },
    },
    positionals: { least: 1, most: 1 },
    async run(args, io) {
      const threads = wholeOption(args, 'threads', 1, 1024) ?? availableParallelism();
      const folder = textOption(args, 'resume');
      const inDatabase = isSet(args, 'in-database');
      if (inDatabase && folder !== null)
        throw new UsageError('--in-database keeps its rounds in the database: leave --resume out.');
      if (isSet(args, 'workers-only') && !inDatabase) throw new UsageError('--workers-only goes with --in-database.');
      const path = resolve(io.folder, args.positionals[0] ?? '');
      const out = textOption(args, 'out');
      if (out !== null) requirePlaceFor(resolve(io.folder, out));
      const file = openAllocation(path);
      const hear = progressLines(io);
      if (inDatabase) {
        await withDatabase(services, async (db) => {
          const runs = runsOfInstallation(db);
          const { run, result } = await shareOutByWorkers(runs, file, {
            name: basename(path),
            worksToo: !isSet(args, 'workers-only'),
            hear,
            onNobody: () => io.note('Nobody takes any part. Start “cairn allocate work” on the same database.'),
          });
          const { hash } = tell(io, file, result, out);
          await endRun(runs, run, hash);
        });
        return 0;
      }
      const journal =
        folder === null
          ? null
          : openJournal(resolve(io.folder, folder), {
              inputHash: file.inputHash,
              limits: file.packed.limits,
              groups: groupsOf(file.packed.schools).length,
            });
      if (journal !== null && journal.rounds > 0) io.note(`Going on from ${journal.rounds} rounds in ${folder}.`);
      tell(io, file, await shareOutHere(file, { threads, journal, hear }), out);
      return 0;
    },
  };
}

function checkCommand(): Command {
  return {
    path: ['allocate', 'check'],
    summary: 'Check an allocation’s plan: every limit, order and total added up again, and its bound worked out again',
    usage: 'FILE PLAN.json',
    options: {},
    positionals: { least: 2, most: 2 },
    async run(args, io) {
      const plan = readPlan(resolve(io.folder, args.positionals[1] ?? ''));
      const file = openAllocation(resolve(io.folder, args.positionals[0] ?? ''));
      const faults = await planFaults(file, plan);
      const words =
        faults.length === 0
          ? `The plan holds: ${count(plan.starts.length)} starts in ${count(file.packed.schools)} schools, every limit kept, and no allocation is worth more than ${percent(plan.gap)} above it.`
          : `The plan does not hold:\n${faults.map((fault) => `  ${fault}`).join('\n')}`;
      io.result({ ok: faults.length === 0, faults, hash: plan.hash }, words);
      return faults.length === 0 ? 0 : 1;
    },
  };
}

function madeCommand(): Command {
  return {
    path: ['allocate', 'made'],
    summary: 'Write a made-up file of schools to try it with: the same for the same seed',
    usage: '--schools N --out FILE [--seed S]',
    options: {
      schools: { type: 'string', value: 'N', summary: 'how many schools' },
      seed: { type: 'string', value: 'S', summary: 'which of the made-up files (1)' },
      out: { type: 'string', value: 'FILE', summary: 'where to write it' },
    },
    positionals: { least: 0, most: 0 },
    async run(args, io) {
      const schools = wholeOption(args, 'schools', 1, 1_000_000);
      const seed = wholeOption(args, 'seed', 0, 1_000_000) ?? 1;
      const out = textOption(args, 'out');
      if (schools === null || out === null) throw new UsageError('Say how many --schools, and where to write --out.');
      const path = resolve(io.folder, out);
      const bytes = writeMade(path, seed, schools);
      io.result({ path, schools, seed, bytes }, `${count(schools)} made-up schools are in ${path}.`);
      return 0;
    },
  };
}

function workCommand(services: AllocationCliServices): Command {
  return {
    path: ['allocate', 'work'],
    summary: 'Answer for parts of the schools of runs that others began with --in-database; start one for each core',
    usage: '[--once] [--lease SECONDS]',
    options: {
      once: { type: 'boolean', summary: 'end when no run is under way, rather than wait for the next' },
      lease: {
        type: 'string',
        value: 'SECONDS',
        summary: `how long it may be silent before others take its parts (${LEASE_MS / 1000})`,
      },
    },
    positionals: { least: 0, most: 0 },
    async run(args, io) {
      const leaseMs = (wholeOption(args, 'lease', 1, 86_400) ?? LEASE_MS / 1000) * 1000;
      const parts = await withDatabase(services, (db) => work(db, leaseMs, isSet(args, 'once')));
      io.result({ parts }, `${count(parts)} parts answered.`);
      return 0;
    },
  };
}

/** A worker without work looks again after this long, then less and less often. */
const LOOK_FIRST_MS = 10;
const LOOK_MOST_MS = 500;

async function work(db: Database, leaseMs: number, once: boolean): Promise<number> {
  if (db.kind === 'embedded')
    throw new CommandError(
      'one-process',
      'The embedded database belongs to one process. Set DATABASE_URL to share a run among several, or leave “work” out.',
    );
  const runs = runsOfInstallation(db);
  const worker = createTaskWorker(runs, partsFromDatabase(runs), { leaseMs });
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  let parts = 0;
  let pause = LOOK_FIRST_MS;
  try {
    while (!stop.signal.aborted) {
      const answered = await worker.step();
      parts += answered;
      if (answered > 0) {
        pause = LOOK_FIRST_MS;
        continue;
      }
      const isBusy = await runs.transact((tx) => hasRunning(tx));
      if (!isBusy && once) break;
      await wait(pause, undefined, { signal: stop.signal }).catch(() => undefined);
      pause = Math.min(LOOK_MOST_MS, 2 * pause);
    }
    return parts;
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    await worker.release();
  }
}

function runsCommand(services: AllocationCliServices): Command {
  return {
    path: ['allocate', 'runs'],
    summary: 'List the runs in the database: how far each is, or what came of it',
    usage: '',
    options: {},
    positionals: { least: 0, most: 0 },
    async run(_args, io) {
      const rows = await withDatabase(services, (db) => runsOfInstallation(db).transact((tx) => listRuns(tx)));
      const data = rows.map(({ runId, name, schools, state, progress, planHash, updatedAt }) => ({
        run: runId,
        name,
        schools,
        state,
        progress,
        planHash,
        updatedAt,
      }));
      const lines = data.map(({ run, name, schools, state, progress, planHash }) =>
        [
          run,
          state,
          `${count(schools)} schools`,
          `${Number(progress['rounds'] ?? 0)} rounds`,
          typeof progress['gap'] === 'number' ? `gap ${percent(progress['gap'])}` : 'gap not known',
          planHash === null ? '' : planHash.slice(0, 12),
          name,
        ]
          .filter((text) => text !== '')
          .join('  '),
      );
      io.result(data, lines.length === 0 ? 'There are no runs.' : lines.join('\n'));
      return 0;
    },
  };
}

function removeCommand(services: AllocationCliServices): Command {
  return {
    path: ['allocate', 'remove'],
    summary: 'Remove a run from the database with all that was worked out',
    usage: 'RUN',
    options: {},
    positionals: { least: 1, most: 1 },
    async run(args, io) {
      const runId = args.positionals[0] ?? '';
      const isGone = await withDatabase(services, (db) => {
        const { organisationId, transact } = runsOfInstallation(db);
        return transact((tx) => deleteRun(tx, { organisationId, runId }));
      });
      if (!isGone) throw new CommandError('no-run', `There is no run ${runId}. “cairn allocate runs” lists them.`);
      io.result({ removed: runId }, `Run ${runId} is gone.`);
      return 0;
    },
  };
}

/** Writes the plan where it is wanted, and says what came out. */
function tell(io: CommandIo, file: OpenAllocation, result: AllocationResult, out: string | null): { hash: string } {
  const figures = planHead(file, result);
  const starts = chosenStarts(file, result);
  let hash: string;
  if (out === null) hash = allocationHash(file.inputHash, starts);
  else {
    const target = resolve(io.folder, out);
    hash = writePlan(target, figures, starts);
    io.note(`Written to ${target}.`);
  }
  const head = { ...figures, hash };
  const width = Math.max(...file.frame.limits.map(({ name }) => name.length));
  const limits = file.frame.limits.map(
    ({ name }, l) => `  ${name.padEnd(width)}  ${count(head.used[l]!.used)} of ${count(head.used[l]!.allowed)}`,
  );
  io.result(
    head,
    [
      `${count(file.packed.schools)} schools: worth ${count(head.value)} points; no allocation is worth more than ${count(Math.floor(head.bound))} (gap ${percent(head.gap)}, ${head.rounds} rounds).`,
      ...limits,
      `Hash ${head.hash}`,
    ].join('\n'),
  );
  return head;
}

/** A line a second at most, and whenever a round is over and there is time. */
function progressLines(io: CommandIo): (progress: AllocationProgress) => void {
  let last = -Infinity;
  return (progress) => {
    const now = performance.now();
    const isEnd = Number.isFinite(progress.gap);
    if (now - last < 1000 && !isEnd) return;
    last = now;
    io.note(
      [
        `${count(progress.schoolsAnswered)} of ${count(progress.schools)} schools answered`,
        `${progress.rounds} ${progress.rounds === 1 ? 'round' : 'rounds'} over`,
        Number.isFinite(progress.bound) ? `bound ${count(Math.floor(progress.bound))}` : 'bound not known yet',
        isEnd ? `gap ${percent(progress.gap)}` : 'gap not known yet',
      ].join(', '),
    );
  };
}

async function withDatabase<T>(services: AllocationCliServices, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await services.openDatabase();
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

function wholeOption(args: CommandArguments, name: string, least: number, most: number): number | null {
  const text = textOption(args, name);
  if (text === null) return null;
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text) || value < least || value > most)
    throw new UsageError(`--${name} must be a whole number from ${count(least)} to ${count(most)}.`);
  return value;
}

const count = (value: number): string => value.toLocaleString('en-GB');
const percent = (share: number): string => `${(100 * share).toFixed(4)}%`;
