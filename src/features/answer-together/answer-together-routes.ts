/** All routes of answering together. */
import type { FastifyInstance } from 'fastify';
import type { AskingServices } from './asking.services.ts';
import { askingRoutes } from './asking.web.ts';
import { linkRoutes } from './link.web.ts';
import { signOffRoutes } from './sign-off.web.ts';

export function answerTogetherRoutes(app: FastifyInstance, services: AskingServices): void {
  askingRoutes(app, services);
  linkRoutes(app, services);
  signOffRoutes(app, services);
}
