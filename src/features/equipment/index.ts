/** Equipment: list, forms, pages. */
import type { FastifyInstance } from 'fastify';
import { type Equipment, equipmentSchema } from '../../domain/record.ts';
import type { Library } from '../../library/library.ts';
import { scopeOf, type WebServices } from '../../platform/web/index.ts';
import { html } from '../../ui/html.ts';
import { endCell, equipmentCataloguePart, equipmentDatesPart } from '../catalogue/index.ts';
import { confirmPart } from '../presets/index.ts';
import { hangingPart, listHanging, registerRoutes, type RegisterItem } from '../registers/index.ts';
import { equipmentReport } from './equipment-report.rules.ts';
import { equipmentRegister } from './equipment.register.ts';

export { equipmentRegister } from './equipment.register.ts';

export interface EquipmentServices extends WebServices {
  library: Library;
}

export function equipmentRoutes(app: FastifyInstance, services: EquipmentServices): void {
  const { lifecycles } = services.library;
  registerRoutes(app, services, equipmentRegister, {
    report: (_context, items) => ({ report: equipmentReport, items }),
    knownOtherwise: (item, field) => (field === 'supportEndsOn' ? endCell(equipmentOf(item), lifecycles) : null),
    item: async (context, around, item) => {
      const equipment = equipmentOf(item);
      const editHref = around.mayEdit ? `${around.schoolBase}/equipment/${encodeURIComponent(item.id)}/edit` : null;
      const known = { lifecycles, today: around.today, editHref };
      const hanging = await listHanging(context.tx, scopeOf(context), 'equipment', item.id);
      return {
        top: equipmentDatesPart(equipment, known),
        buttons: confirmPart(equipmentRegister, around, item),
        middle: html`${equipmentCataloguePart(equipment, known)}
${hangingPart(around, hanging, 'Systems that run on it')}`,
      };
    },
  });
}

function equipmentOf({ id, values }: RegisterItem): Equipment {
  return equipmentSchema.parse({ ...values, id });
}
