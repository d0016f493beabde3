/** A plan as a file: what was asked, what was answered, and the certificate, so that anyone can check it. */
import { z } from 'zod';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';

export interface PlanFile {
  format: 'cairn.plan-file/1';
  school: { key: string; name: string };
  problem: PlanningProblem;
  plan: Plan;
}

export function planFile(school: { key: string; name: string }, problem: PlanningProblem, plan: Plan): PlanFile {
  return { format: 'cairn.plan-file/1', school: { key: school.key, name: school.name }, problem, plan };
}

const whole = z.number().int();
const candidate = z.looseObject({
  optionId: z.string(),
  term: whole,
  completeTerm: whole,
  capitalPence: z.array(whole),
  revenuePence: z.array(whole),
  staffDays: z.array(z.number()),
  satisfies: z.array(z.string()),
  lapsesTerm: whole.nullable(),
  wholeLifePence: whole,
});
const start = z.looseObject({ needId: z.string(), optionId: z.string().nullable(), term: whole });
const problem = z.looseObject({
  format: z.literal('cairn.problem/1'),
  terms: z.array(z.looseObject({ id: z.string(), year: whole })).min(1),
  years: z.array(z.looseObject({ id: z.string(), capitalPence: whole, revenuePence: whole })).min(1),
  capitalCarriesForward: z.boolean(),
  staffDaysPerTerm: z.array(z.number()),
  standards: z.array(z.looseObject({ id: z.string(), core: z.boolean(), dueTerm: whole.nullable() })),
  requirements: z.array(z.looseObject({ id: z.string(), standardId: z.string(), metWithout: z.array(z.boolean()) })),
  needs: z.array(
    z.looseObject({
      id: z.string(),
      after: z.array(z.string()),
      options: z.array(z.looseObject({ id: z.string(), after: z.array(z.string()).optional() })),
      candidates: z.array(candidate),
    }),
  ),
  exclusions: z.array(z.looseObject({ id: z.string(), optionIds: z.array(z.string()) })),
  locks: z.array(start),
  agreed: z.array(start),
});
const plan = z.looseObject({
  format: z.literal('cairn.plan/1'),
  hash: z.string(),
  problemHash: z.string(),
  placements: z.array(z.looseObject({ needId: z.string(), optionId: z.string(), term: whole, completeTerm: whole })),
  certificate: z.looseObject({
    status: z.enum(['proven', 'gap', 'infeasible']),
    levels: z.array(z.looseObject({ level: z.string(), value: z.number(), bound: z.number(), proven: z.boolean() })),
    limits: z.array(z.looseObject({ kind: z.string(), id: z.string(), used: z.number(), allowed: z.number() })),
  }),
});
const fileSchema = z.looseObject({
  format: z.literal('cairn.plan-file/1'),
  school: z.looseObject({ key: z.string(), name: z.string() }),
  problem,
  plan,
});

/** Reads a plan file; what is wrong with it comes back as one line. */
export function readPlanFile(json: unknown): { file: PlanFile } | { message: string } {
  const read = fileSchema.safeParse(json);
  // The checker looks at the rest itself; loose objects keep every field that the hash counts.
  if (read.success) return { file: read.data as unknown as PlanFile };
  const issue = read.error.issues[0];
  return { message: `${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'not as expected'}` };
}
