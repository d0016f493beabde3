/** All routes of what the schools of a trust or an authority share. */
import type { FastifyInstance } from 'fastify';
import { endsRoutes } from './ends.web.ts';
import type { TrustServices } from './trust.page.ts';
import { fundRoutes } from './trust.web.ts';

export function trustRoutes(app: FastifyInstance, services: TrustServices): void {
  fundRoutes(app, services);
  endsRoutes(app, services);
}
