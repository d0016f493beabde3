/** The page of terms: the same for everybody, signed in or not. */
import type { FastifyInstance } from 'fastify';
import type { Library } from '../../library/index.ts';
import { page } from '../../ui/layout.ts';
import { glossaryBody } from './glossary.view.ts';

export function glossaryRoutes(app: FastifyInstance, { library }: { library: Library }): void {
  app.get('/glossary', async (request, reply) => {
    const { person, csrf } = request.visitor;
    return reply.html(
      page({ title: 'What words mean', person, csrf: person && csrf, body: glossaryBody(library.terms) }),
    );
  });
}
