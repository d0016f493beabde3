/** Routes of the catalogue: the same for every school, for whoever has signed in. */
import type { FastifyInstance } from 'fastify';
import { type Library, lifecycleOf } from '../../library/index.ts';
import { inPerson, NotFoundError, type WebServices } from '../../platform/web/index.ts';
import { page } from '../../ui/layout.ts';
import { catalogueBody, entryBody } from './catalogue.view.ts';
import { isKind } from './catalogue.words.ts';

export interface CatalogueServices extends WebServices {
  library: Library;
}

export function catalogueRoutes(app: FastifyInstance, services: CatalogueServices): void {
  const { lifecycles } = services.library;

  app.get('/catalogue', (request, reply) =>
    inPerson(services, request, async ({ person, csrf }) => {
      const { q, kind } = request.query as Record<string, unknown>;
      const filter = {
        q: typeof q === 'string' ? q.replaceAll('\0', '').trim().slice(0, 100) : '',
        kind: typeof kind === 'string' && isKind(kind) ? kind : '',
      };
      return reply.html(
        page({ title: 'Catalogue', person, csrf, wide: true, body: catalogueBody(lifecycles, filter) }),
      );
    }),
  );

  app.get('/catalogue/:id', (request, reply) =>
    inPerson(services, request, async ({ person, csrf }) => {
      const entry = lifecycleOf(lifecycles, (request.params as { id: string }).id);
      if (entry === null) throw new NotFoundError();
      const breadcrumbs = [{ text: 'Catalogue', href: '/catalogue' }];
      return reply.html(page({ title: entry.title, person, csrf, breadcrumbs, body: entryBody(lifecycles, entry) }));
    }),
  );
}
