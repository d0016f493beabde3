/** Internet connections: list, forms, pages. */
import type { FastifyInstance } from 'fastify';
import type { WebServices } from '../../platform/web/index.ts';
import { confirmPart } from '../presets/index.ts';
import { registerRoutes } from '../registers/index.ts';
import { connectionRegister } from './connections.register.ts';

export { connectionRegister } from './connections.register.ts';

export function connectionsRoutes(app: FastifyInstance, services: WebServices): void {
  registerRoutes(app, services, connectionRegister, {
    item: async (_context, around, item) => ({ buttons: confirmPart(connectionRegister, around, item) }),
  });
}
