/** Equipment: list, forms, pages. */
import type { FastifyInstance } from 'fastify';
import { scopeOf, type WebServices } from '../../platform/web/index.ts';
import { hangingPart, listHanging, registerRoutes } from '../registers/index.ts';
import { equipmentRegister } from './equipment.register.ts';

export { equipmentRegister } from './equipment.register.ts';

export function equipmentRoutes(app: FastifyInstance, services: WebServices): void {
  registerRoutes(app, services, equipmentRegister, {
    item: async (context, around, item) => ({
      middle: hangingPart(
        around,
        await listHanging(context.tx, scopeOf(context), 'equipment', item.id),
        'Systems that run on it',
      ),
    }),
  });
}
