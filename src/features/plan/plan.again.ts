/** Planning again after a change: the change and the new plan are one transaction, the work begins once it has committed. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Library } from '../../library/library.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, SchoolScope } from '../../platform/database/index.ts';
import { baseOf, inSchool, type InSchool, scopeOf, type WebServices } from '../../platform/web/index.ts';
import { startPlan } from './plan.commands.ts';
import type { PlanRunner } from './plan.jobs.ts';

/** How long a request that asks for a plan waits for a first one before it shows the page without. */
const FIRST_PLAN_MS = 2_000;

export interface PlanServices extends WebServices {
  library: Library;
  planRunner: PlanRunner;
}

/**
 * Makes a change, plans, and leads to the plan.
 * @param change gives null where it is made, or the page that says why it is not: nothing is planned then.
 */
export async function planAgain(
  services: PlanServices,
  request: FastifyRequest,
  reply: FastifyReply,
  change: (context: InSchool) => Promise<string | null>,
): Promise<string> {
  const { clock, library, planRunner } = services;
  const started = await inSchool(services, request, 'edit', async (context) => {
    const refusal = await change(context);
    if (refusal !== null) return { refusal };
    const school = scopeOf(context);
    const asker = { personId: context.person.id, at: clock.now(), today: clock.today() };
    return { ...(await startPlan(context.tx, library, school, asker)), school, base: baseOf(context), asker };
  });
  if ('refusal' in started) return started.refusal;
  const { planId, isNew, school, base, asker } = started;
  if (isNew) {
    planRunner.enqueue({ ...school, planId, personId: asker.personId });
    await planRunner.untilFirst(planId, FIRST_PLAN_MS);
  }
  return reply.seeOther(`${base}/plan?done=${isNew ? 'planned' : 'same'}`);
}

/** Plans a school outside any page (an example that has just been made), unless it has a plan. Does not wait for it. */
export async function planInBackground(
  services: { db: Database; clock: Clock; library: Library; planRunner: PlanRunner },
  school: SchoolScope,
  personId: string,
): Promise<string> {
  const { db, clock, library, planRunner } = services;
  const asker = { personId, at: clock.now(), today: clock.today() };
  const { planId } = await db.as(personId, (tx) => startPlan(tx, library, school, asker));
  planRunner.enqueue({ ...school, planId, personId });
  return planId;
}
