/** The door for newcomers: example schools of their own to change, without signing up. */
import type { FastifyInstance } from 'fastify';
import { NotFoundError, setSessionCookie } from '../../platform/web/index.ts';
import type { WebServices } from '../../platform/web/index.ts';
import { addExamples, lookAround } from './examples.commands.ts';
import type { ExampleServices } from './examples.commands.ts';

const FEW = { rateLimit: { max: 20, timeWindow: '10 minutes' } };

export function examplesRoutes(app: FastifyInstance, services: WebServices & ExampleServices): void {
  app.post('/look-around', { config: FEW }, async (request, reply) => {
    const { person } = request.visitor;
    if (services.examples.length === 0) throw new NotFoundError();
    if (person !== null) await addExamples(services, person.id);
    else {
      if (!services.config.lookAround) throw new NotFoundError();
      setSessionCookie(reply, services, await lookAround(services));
    }
    return reply.seeOther(`/schools/${encodeURIComponent(services.examples[0]?.school.key ?? '')}`);
  });
}
