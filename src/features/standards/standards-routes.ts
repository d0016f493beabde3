/** All routes of the standards. */
import type { FastifyInstance } from 'fastify';
import { questionPages } from './questions.web.ts';
import { standardPages } from './standard.web.ts';
import type { StandardsServices } from './standards.page.ts';
import { standardsPages } from './standards.web.ts';

export function standardsRoutes(app: FastifyInstance, services: StandardsServices): void {
  standardsPages(app, services);
  standardPages(app, services);
  questionPages(app, services);
}
