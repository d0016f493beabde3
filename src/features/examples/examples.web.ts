/** The door for newcomers: example schools of their own to change, without signing up. */
import type { FastifyInstance } from 'fastify';
import { NotFoundError, setSessionCookie } from '../../platform/web/index.ts';
import type { WebServices } from '../../platform/web/index.ts';
import { addExamples, lookAround, lookAroundTrust, openExampleTrust, planExamples } from './examples.commands.ts';
import type { ExampleServices } from './examples.commands.ts';

/** How long a newcomer waits for the first example's plan before the page comes without it. */
const FIRST_PLAN_MS = 2_000;
const FEW = { rateLimit: { max: 20, timeWindow: '10 minutes' } };

export function examplesRoutes(app: FastifyInstance, services: WebServices & ExampleServices): void {
  app.post('/look-around', { config: FEW }, async (request, reply) => {
    const { person } = request.visitor;
    if (services.examples.length === 0) throw new NotFoundError();
    if (person !== null) {
      const plans = await planExamples(services, await addExamples(services, person.id));
      await Promise.all(plans.map((id) => services.planRunner.untilFirst(id, FIRST_PLAN_MS)));
    } else {
      if (!services.config.lookAround) throw new NotFoundError();
      const visitor = await lookAround(services);
      const [first] = await planExamples(services, visitor);
      if (first !== undefined) await services.planRunner.untilFirst(first, FIRST_PLAN_MS);
      setSessionCookie(reply, services, visitor.sessionId);
    }
    return reply.seeOther(`/schools/${encodeURIComponent(services.examples[0]?.school.key ?? '')}`);
  });

  app.post('/look-around-trust', { config: FEW }, async (request, reply) => {
    const { person } = request.visitor;
    if (services.examples.length === 0) throw new NotFoundError();
    if (person !== null) {
      const organisationId = await openExampleTrust(services, person);
      return reply.seeOther(`/organisations/${encodeURIComponent(organisationId)}/fund`);
    }
    if (!services.config.lookAround) throw new NotFoundError();
    const { organisationId, sessionId } = await lookAroundTrust(services);
    setSessionCookie(reply, services, sessionId);
    return reply.seeOther(`/organisations/${encodeURIComponent(organisationId)}/fund`);
  });
}
