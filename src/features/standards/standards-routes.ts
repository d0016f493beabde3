/** All routes of the standards. */
import type { FastifyInstance } from 'fastify';
import { questionPages } from './questions.web.ts';
import type { HistoryTable } from '../history/index.ts';
import { standardHistoryPages } from './standard-history.web.ts';
import { standardPages } from './standard.web.ts';
import type { StandardsServices } from './standards.page.ts';
import { standardsPages } from './standards.web.ts';

/** `moreHistory` says how the history speaks of tables that it does not know itself. */
export function standardsRoutes(
  app: FastifyInstance,
  services: StandardsServices,
  moreHistory: Readonly<Record<string, HistoryTable>> = {},
): void {
  standardsPages(app, services);
  standardPages(app, services);
  standardHistoryPages(app, services, moreHistory);
  questionPages(app, services);
}
