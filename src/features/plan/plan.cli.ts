/** `cairn plan SCHOOL.json` and `cairn plan check PLAN.json`: the same plan as the page's, from a file, without a database. */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { formatPounds, formatPoundsRange } from '../../domain/money.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import { recordSchema, type SchoolRecord } from '../../domain/record.ts';
import type { Library } from '../../library/library.ts';
import {
  checkPlan,
  conflictInWorker,
  explainInWorker,
  NoPlanFoundError,
  planInWorker,
  PlannerStoppedError,
} from '../../planner/index.ts';
import { type Command, CommandError, type CommandIo, isSet, textOption } from '../../platform/command-line/index.ts';
import { problemOf } from './plan.problem.ts';
import { planFile, readPlanFile } from './plan.file.ts';
import { planItems, planTotals } from './plan.rules.ts';
import { completionWords, countWords, proofSentence, termName } from './plan.words.ts';

export interface PlanCliServices {
  /** The library is only read when a command needs it. */
  readLibrary: () => Library;
}

export function planCommand({ readLibrary }: PlanCliServices): Command {
  return {
    path: ['plan'],
    summary: 'Plan a school from its file, to a proven optimum where it gets there',
    usage: 'SCHOOL.json [--out PLAN.json] [--quick] [--no-reasons]',
    options: {
      out: { type: 'string', value: 'PLAN.json', summary: 'write the plan, its problem and its certificate there' },
      quick: { type: 'boolean', summary: 'stop at a good plan with its gap rather than look for the proof' },
      'no-reasons': { type: 'boolean', summary: 'leave out why each item is where it is (saves time)' },
    },
    positionals: { least: 1, most: 1 },
    async run(args, io) {
      const record = await readSchoolFile(resolve(io.folder, args.positionals[0] ?? ''));
      const problem = problemOfFile(readLibrary(), record);
      const effort = isSet(args, 'quick') ? 'quick' : 'standard';
      const plan = await makePlan(problem, io, effort, !isSet(args, 'no-reasons'));
      const out = textOption(args, 'out');
      const file = planFile(record.school, problem, plan);
      if (out !== null) {
        const target = resolve(io.folder, out);
        await writeFile(target, `${JSON.stringify(file, null, 1)}\n`).catch((error: NodeJS.ErrnoException) => {
          throw new CommandError('write', `${target} cannot be written (${error.code ?? error.message}).`);
        });
        io.note(`Written to ${target}.`);
      }
      const totals = planTotals(problem, plan);
      const { status, gap, levels } = plan.certificate;
      const data = { school: file.school, hash: plan.hash, status, gap, levels, totals, placements: plan.placements };
      io.result(data, planText(record, problem, plan));
      return 0;
    },
  };
}

export function planCheckCommand(): Command {
  return {
    path: ['plan', 'check'],
    summary: 'Check a plan file: every limit and level added up again, without the solver',
    usage: 'PLAN.json',
    options: {},
    positionals: { least: 1, most: 1 },
    async run(args, io) {
      const path = resolve(io.folder, args.positionals[0] ?? '');
      const read = readPlanFile(await readJson(path));
      if ('message' in read) throw new CommandError('plan-file', `${path} is not a plan file: ${read.message}.`);
      const { problem, plan } = read.file;
      const { ok, faults, levels, cashByYear } = checkPlan(problem, plan);
      const words = ok
        ? `The plan holds: ${countWords(plan.placements.length, 'placement')}, every limit kept, every level as the certificate says.\n${proofSentence(plan.certificate)}`
        : `The plan does not hold:\n${faults.map((fault) => `  ${fault}`).join('\n')}`;
      io.result({ ok, faults, hash: plan.hash, levels, cashByYear }, words);
      return ok ? 0 : 1;
    },
  };
}

function problemOfFile(library: Library, record: SchoolRecord): PlanningProblem {
  try {
    return problemOf(library, record);
  } catch (error) {
    throw new CommandError('school-file', error instanceof Error ? error.message : String(error), { cause: error });
  }
}

async function makePlan(
  problem: PlanningProblem,
  io: CommandIo,
  effort: 'quick' | 'standard',
  withReasons: boolean,
): Promise<Plan> {
  try {
    const plan = await planInWorker(problem, {
      effort,
      onProgress: ({ certificate: { gap } }) => {
        if (!io.json)
          io.note(gap < 1 ? `A plan, within ${(gap * 100).toFixed(1)}% of the best there can be.` : 'A plan.');
      },
    });
    if (plan.certificate.status === 'infeasible') throw new NoPlanFoundError();
    return withReasons ? await explainInWorker(problem, plan) : plan;
  } catch (error) {
    if (!(error instanceof NoPlanFoundError) && !(error instanceof PlannerStoppedError)) throw error;
    const conflict = await conflictInWorker(problem).catch(() => null);
    const limits = conflict?.limits.map(({ detail }) => detail).join(' ');
    throw new CommandError(
      'no-plan',
      limits ? `No plan fits. At the least this would have to give way: ${limits}` : error.message,
      {
        cause: error,
      },
    );
  }
}

function planText(record: SchoolRecord, problem: PlanningProblem, plan: Plan): string {
  const totals = planTotals(problem, plan);
  const items = planItems(problem, plan);
  const lines = items.map(({ placement, need, option, candidate }) => {
    const cost = formatPounds(candidate.wholeLifePence).padStart(10);
    return `  ${termName(problem, placement.term).padEnd(12)} ${cost}  ${need.name}: ${option.name} (${completionWords(problem, placement.completeTerm)})`;
  });
  return [
    `${record.school.name}: ${countWords(totals.items, 'item')}, ${formatPoundsRange(totals.range)} over the five years.`,
    `${totals.metByDate} of ${totals.coreStandards} core standards met by their date; ${totals.metByDateWithout} without the plan.`,
    proofSentence(plan.certificate),
    '',
    ...lines,
    '',
    `Hash ${plan.hash}`,
  ].join('\n');
}

async function readSchoolFile(path: string): Promise<SchoolRecord> {
  const read = recordSchema.safeParse(await readJson(path));
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const where = issue?.path.join('.') || 'the file';
  throw new CommandError(
    'school-file',
    `${path} is not a school file: ${where}: ${issue?.message ?? 'not as expected'}.`,
  );
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'There is no file' : 'Cannot read';
    throw new CommandError('read', `${why} ${path}.`);
  });
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new CommandError('json', `${path} is not JSON.`, { cause: error });
  }
}
