/** Routes of reports: all of a school, making one, and one as a page, as JSON and as a table. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Library } from '../../library/index.ts';
import {
  baseOf,
  flashOf,
  inSchool,
  NotFoundError,
  scopeOf,
  showSchoolPage,
  type InSchool,
  type WebServices,
} from '../../platform/web/index.ts';
import { mayChange, permissionToChange, permissionToSee, tableCsv } from '../registers/index.ts';
import { reproduce } from './report.rules.ts';
import { addReport } from './reports.commands.ts';
import { listReports, selectReport, type StoredReport } from './reports.queries.ts';
import { reportAddress, reportBody, reportsBody, reportTable } from './reports.view.ts';

export interface ReportsServices extends WebServices {
  library: Library;
}

export function reportsRoutes(app: FastifyInstance, services: ReportsServices): void {
  const { clock, library } = services;
  const list = '/schools/:key/reports';

  app.get(list, (request, reply) =>
    inSchool(services, request, permissionToSee, async (context) => {
      const base = baseOf(context);
      return showSchoolPage(reply, context, {
        title: 'Reports',
        section: 'standards',
        breadcrumbs: [{ text: 'Standards', href: `${base}/standards` }],
        body: reportsBody({
          base,
          csrf: context.csrf,
          mayMake: mayChange(context.role),
          library,
          reports: await listReports(context.tx, scopeOf(context)),
        }),
      });
    }),
  );

  app.post(list, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const asked = { why: 'asked', personId: context.person.id, at: clock.now(), today: clock.today() } as const;
      const { id, isNew } = await addReport(context.tx, library, scopeOf(context), asked);
      return reply.seeOther(`${reportAddress(baseOf(context), id)}?done=${isNew ? 'made' : 'there'}`);
    }),
  );

  app.get(`${list}/:report`, (request, reply) =>
    inSchool(services, request, permissionToSee, async (context) => {
      const stored = await reportIn(request, context);
      const base = baseOf(context);
      const made = reproduce(stored, library);
      return showSchoolPage(reply, context, {
        title: `Report as at ${stored.asAt}`,
        section: 'standards',
        breadcrumbs: [
          { text: 'Standards', href: `${base}/standards` },
          { text: 'Reports', href: `${base}/reports` },
        ],
        body: reportBody({ base, row: stored, made }),
        flash: flashOf(request, {
          made: 'The report is made and kept',
          there: 'Nothing has changed since this report was made',
        }),
        wide: true,
      });
    }),
  );

  app.get(`${list}/:report/report.json`, (request, reply) =>
    inSchool(services, request, permissionToSee, async (context) => {
      const stored = await reportIn(request, context);
      reply.type('application/json; charset=utf-8');
      reply.header('content-disposition', `attachment; filename="${fileName(context, stored)}.json"`);
      return reproduce(stored, library).text;
    }),
  );

  app.get(`${list}/:report/report.csv`, (request, reply) =>
    inSchool(services, request, permissionToSee, async (context) => {
      const stored = await reportIn(request, context);
      reply.type('text/csv; charset=utf-8');
      reply.header('content-disposition', `attachment; filename="${fileName(context, stored)}.csv"`);
      return tableCsv(reportTable(reproduce(stored, library).report));
    }),
  );

  app.get(`${list}/:report/record.json`, (request, reply) =>
    inSchool(services, request, permissionToSee, async (context) => {
      const stored = await reportIn(request, context);
      reply.type('application/json; charset=utf-8');
      reply.header('content-disposition', `attachment; filename="${fileName(context, stored)}-record.json"`);
      return stored.record;
    }),
  );
}

async function reportIn(request: FastifyRequest, context: InSchool): Promise<StoredReport> {
  const { report: id } = request.params as { report: string };
  const stored = await selectReport(context.tx, scopeOf(context), id);
  if (stored === null) throw new NotFoundError();
  return stored;
}

function fileName({ school }: InSchool, { asAt, edition }: StoredReport): string {
  return `report-${school.key}-${asAt}-${edition}`.replaceAll(/[^\w.-]/g, '-');
}
