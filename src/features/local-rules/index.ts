/** The door of local rules: what a trust or an authority asks of its schools beside the national standards. */
import type { FastifyInstance } from 'fastify';
import { importPages } from './import.web.ts';
import type { LocalRulesServices } from './local-rules.page.ts';
import { setPages } from './local-rules.web.ts';
import { rulePages } from './rule.web.ts';

export type { LocalRulesServices } from './local-rules.page.ts';

export function localRulesRoutes(app: FastifyInstance, services: LocalRulesServices): void {
  setPages(app, services);
  importPages(app, services);
  rulePages(app, services);
}
