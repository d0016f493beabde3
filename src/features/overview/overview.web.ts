/** A school's front page. */
import type { FastifyInstance } from 'fastify';
import type { Library } from '../../library/library.ts';
import {
  baseOf,
  flashOf,
  inSchool,
  mayDo,
  scopeOf,
  showSchoolPage,
  type WebServices,
} from '../../platform/web/index.ts';
import { checksPart, standingFor } from '../checks/index.ts';
import { currentPlan } from '../plan/index.ts';
import { costRangePart, planCostRange } from '../presets/index.ts';
import { overviewOf } from './overview.rules.ts';
import { overviewBody } from './overview.view.ts';

export interface OverviewServices extends WebServices {
  library: Library;
}

export function overviewRoutes(app: FastifyInstance, services: OverviewServices): void {
  const { clock, library } = services;

  app.get('/schools/:key', (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      const { tx, school, person, csrf, role } = context;
      const today = clock.today();
      const { current, isStale, record } = await currentPlan(tx, library, scopeOf(context), today);
      const made = current?.plan && { problem: current.problem, placements: current.plan.placements, isStale };
      const cost = made ? planCostRange(library, record, made) : null;
      const checks = await standingFor(tx, library, scopeOf(context), today, { current, isStale, record });
      const body = overviewBody({
        ...overviewOf({ ...record, asAt: today }, library, current, today),
        base: baseOf(context),
        csrf,
        mayEdit: mayDo(role, 'edit'),
        mayLetIn: mayDo(role, 'administer') && !person.isGuest,
        name: school.name,
        isStale,
        checks: checksPart(baseOf(context), checks),
        costRange: costRangePart(cost, baseOf(context)),
        hasNothing: [record.contracts, record.systems, record.equipment, record.connections].every(
          (items) => items.length === 0,
        ),
      });
      const flash = flashOf(request, { started: 'Your school is here', details: 'Details saved' });
      return showSchoolPage(reply, context, { title: school.name, section: 'overview', body, flash });
    }),
  );
}
