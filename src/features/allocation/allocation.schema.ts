/** What an allocation's files hold: the years and limits, the schools, the plan that came out, and the rounds kept on the way. */
import { z } from 'zod';

const id = z
  .string()
  .min(1)
  .max(200)
  // oxlint-disable-next-line no-control-regex -- they are what is refused
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'has a character that cannot be printed');
const whole = z.int();
const index = z.int().min(0);

/** The first line. */
export const frameSchema = z.object({
  format: z.literal('cairn.allocation/1'),
  years: z
    .array(z.object({ id, name: id }))
    .min(1)
    .max(50),
  limits: z
    .array(z.object({ id, name: id, allowed: whole }))
    .min(1)
    .max(200),
});

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** A plan file. */
export const planSchema = z.object({
  format: z.literal('cairn.allocation-plan/1'),
  inputHash: hash,
  hash,
  value: whole,
  bound: z.number(),
  /** What the prices alone prove, where the bound was lowered by branching. */
  priceBound: z.number().optional(),
  gap: z.number().min(0),
  prices: z.array(z.number().min(0)),
  used: z.array(z.object({ id, used: whole, allowed: whole })),
  rounds: index,
  starts: z.array(z.object({ schoolId: id, needId: id, optionId: id, year: index })),
});
export type AllocationPlanFile = z.infer<typeof planSchema>;

export const sumsSchema = z.object({ value: whole, uses: z.array(whole) });

/** One round, as the journal keeps it. */
export const roundSchema = z.object({ prices: z.array(z.number()), sums: z.array(sumsSchema) });

/** The first fault as words that name where it stands: `needs[2].options[0].starts[1].year: …`. */
export function faultWords(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'not as expected';
  const where = issue.path.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : text === '' ? String(step) : `${text}.${String(step)}`,
    '',
  );
  return where === '' ? issue.message : `${where}: ${issue.message}`;
}
