/** Systems: list, forms, pages. */
import type { FastifyInstance } from 'fastify';
import type { WebServices } from '../../platform/web/index.ts';
import { registerRoutes } from '../registers/index.ts';
import { systemRegister } from './systems.register.ts';

export { systemRegister } from './systems.register.ts';

export function systemsRoutes(app: FastifyInstance, services: WebServices): void {
  registerRoutes(app, services, systemRegister);
}
