/** A school's front page. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Library } from '../../library/library.ts';
import { inSchool, mayDo, type WebServices } from '../../platform/web/index.ts';
import { type Flash, page } from '../../ui/layout.ts';
import { currentPlan } from '../plan/index.ts';
import { overviewOf } from './overview.rules.ts';
import { overviewBody } from './overview.view.ts';

export interface OverviewServices extends WebServices {
  library: Library;
}

export function overviewRoutes(app: FastifyInstance, services: OverviewServices): void {
  const { clock, library } = services;

  app.get('/schools/:key', (request, reply) =>
    inSchool(services, request, 'read', async ({ tx, school, person, csrf, role }) => {
      const place = { organisationId: school.organisation_id, schoolId: school.id };
      const today = clock.today();
      const { current, isStale, record } = await currentPlan(tx, library, place, today);
      const body = overviewBody({
        ...overviewOf({ ...record, asAt: today }, library, current, today),
        base: `/schools/${encodeURIComponent(school.key)}`,
        csrf,
        mayEdit: mayDo(role, 'edit'),
        mayLetIn: mayDo(role, 'administer') && !person.isGuest,
        name: school.name,
        isStale,
      });
      const shown = { key: school.key, name: school.name, isExample: school.is_example };
      const flash = flashOf(request);
      return reply.html(page({ title: school.name, person, csrf, school: shown, section: 'overview', body, flash }));
    }),
  );
}

function flashOf(request: FastifyRequest): Flash | undefined {
  const { done } = request.query as { done?: unknown };
  if (done === 'started') return { text: 'Your school is here' };
  if (done === 'details') return { text: 'Details saved' };
  return undefined;
}
