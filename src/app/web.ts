/** The web door: the server with every feature's routes. */
import type { FastifyInstance } from 'fastify';
import { examplesRoutes } from '../features/examples/index.ts';
import { peopleRoutes } from '../features/people/index.ts';
import { createServer } from '../platform/web/index.ts';
import type { ServerParts } from '../platform/web/index.ts';
import { assetFolder } from '../ui/assets.ts';
import { renderErrorPage } from './error-page.view.ts';
import type { Services } from './services.ts';

/** Makes the whole application, ready to listen or to be asked by tests. */
export async function createWeb(services: Services, parts: Pick<ServerParts, 'logTo'> = {}): Promise<FastifyInstance> {
  const app = await createServer(services, { assetFolder, renderErrorPage, ...parts });
  peopleRoutes(app, services);
  examplesRoutes(app, services);
  return app;
}
