/** Systems: list, forms, pages. */
import type { FastifyInstance } from 'fastify';
import { systemSchema } from '../../domain/record.ts';
import type { Library } from '../../library/library.ts';
import type { WebServices } from '../../platform/web/index.ts';
import { systemCataloguePart } from '../catalogue/index.ts';
import { confirmPart } from '../presets/index.ts';
import { registerRoutes } from '../registers/index.ts';
import { systemsReport } from './systems-report.rules.ts';
import { systemRegister } from './systems.register.ts';

export { systemRegister } from './systems.register.ts';

export interface SystemsServices extends WebServices {
  library: Library;
}

export function systemsRoutes(app: FastifyInstance, services: SystemsServices): void {
  const { lifecycles } = services.library;
  registerRoutes(app, services, systemRegister, {
    report: (_context, items) => ({ report: systemsReport, items }),
    item: async (_context, around, item) => {
      const system = systemSchema.parse({ ...item.values, id: item.id });
      return {
        middle: systemCataloguePart(system, { lifecycles, today: around.today, editHref: null }),
        buttons: confirmPart(systemRegister, around, item),
      };
    },
  });
}
