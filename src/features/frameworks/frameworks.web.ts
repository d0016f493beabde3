/** The page of frameworks. */
import type { FastifyInstance } from 'fastify';
import type { Library } from '../../library/index.ts';
import { baseOf, inSchool, showSchoolPage, type WebServices } from '../../platform/web/index.ts';
import { permissionToSee } from '../registers/index.ts';
import { readRecord } from '../schools/index.ts';
import { frameworkOutlooks } from './frameworks.rules.ts';
import { frameworksBody } from './frameworks.view.ts';

export interface FrameworksServices extends WebServices {
  library: Library;
}

export function frameworksRoutes(app: FastifyInstance, services: FrameworksServices): void {
  const { clock, library } = services;

  app.get('/schools/:key/frameworks', (request, reply) =>
    inSchool(services, request, permissionToSee, async (context) => {
      const today = clock.today();
      const record = await readRecord(context.tx, context.school.id, today);
      const base = baseOf(context);
      return showSchoolPage(reply, context, {
        title: 'What else asks the same of you',
        section: 'standards',
        breadcrumbs: [{ text: 'Standards', href: `${base}/standards` }],
        body: frameworksBody({ base, ...frameworkOutlooks(record, library, today) }),
        wide: true,
      });
    }),
  );
}
