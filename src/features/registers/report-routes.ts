/** Routes of a register in the fields that somebody expects: page, CSV and workbook. */
import type { FastifyInstance } from 'fastify';
import { inSchool, scopeOf, type InSchool, type WebServices } from '../../platform/web/index.ts';
import { sendTable } from './export-routes.ts';
import { readPage } from './list-filter.rules.ts';
import { show, surroundings, textQuery } from './register-pages.ts';
import type { Register, RegisterItem } from './register.ts';
import { toSee } from './registers.policy.ts';
import { listItems } from './registers.queries.ts';
import { inOrderOfName, reportTable, type RegisterReport } from './report.rules.ts';
import { reportBody } from './report.view.ts';

/** What is reported, and which items: those that are over may be left out. */
export interface ReportMade {
  report: RegisterReport;
  items: RegisterItem[];
}

export function reportRoutes(
  app: FastifyInstance,
  services: WebServices,
  register: Register,
  make: (context: InSchool, items: RegisterItem[]) => Promise<ReportMade> | ReportMade,
): void {
  const base = `/schools/:key/${register.path}/register`;
  const made = async (context: InSchool) => {
    const { report, items } = await make(context, await listItems(context.tx, scopeOf(context), register));
    const around = await surroundings(
      services,
      context,
      register,
      items.map(({ values }) => values),
    );
    return { report, items: inOrderOfName(register, items), around };
  };

  app.get(base, (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const { report, items, around } = await made(context);
      const body = reportBody(register, around, report, items, readPage(textQuery(request)['page']));
      return show(reply, context, register, { title: report.title, body, wide: true });
    }),
  );

  for (const ending of ['csv', 'xlsx'] as const) {
    app.get(`${base}.${ending}`, (request, reply) =>
      inSchool(services, request, toSee, async (context) => {
        const { report, items, around } = await made(context);
        const table = reportTable(register, report, items, around.links);
        return sendTable(reply, `${register.path}-register-${context.school.key}`, ending, report.title, table);
      }),
    );
  }
}
