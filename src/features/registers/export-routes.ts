/** Downloads of a register: CSV and a workbook, all fields of all items, under headings that the import recognises. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { inSchool, scopeOf, type InSchool, type WebServices } from '../../platform/web/index.ts';
import type { Register, RegisterItem } from './register.ts';
import { registerTable, tableCsv, type ExportTable } from './registers.csv.ts';
import { toSee } from './registers.policy.ts';
import { listItems, selectLinkNames } from './registers.queries.ts';
import { tableWorkbook } from './workbook.ts';

export interface ExportPages {
  /** The register as a table; a column for each field where not given. */
  table?: (items: readonly RegisterItem[]) => ExportTable;
}

const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function exportRoutes(
  app: FastifyInstance,
  services: WebServices,
  register: Register,
  pages: ExportPages,
): void {
  const tableOf = async (context: InSchool): Promise<ExportTable> => {
    const items = await listItems(context.tx, scopeOf(context), register);
    const links = await selectLinkNames(context.tx, scopeOf(context), register);
    return pages.table?.(items) ?? registerTable(register, items, links);
  };
  for (const ending of ['csv', 'xlsx'] as const) {
    app.get(`/schools/:key/${register.path}.${ending}`, (request, reply) =>
      inSchool(services, request, toSee, async (context) =>
        sendTable(
          reply,
          `${register.path}-${context.school.key}`,
          ending,
          register.words.title,
          await tableOf(context),
        ),
      ),
    );
  }
}

/** Answers with a table as a file to keep. */
export async function sendTable(
  reply: FastifyReply,
  fileName: string,
  ending: 'csv' | 'xlsx',
  title: string,
  table: ExportTable,
): Promise<string | Buffer> {
  const plainName = fileName.replace(/[^\w.-]/g, '-');
  reply.header('content-disposition', `attachment; filename="${plainName}.${ending}"`);
  if (ending === 'csv') {
    reply.type('text/csv; charset=utf-8');
    return tableCsv(table);
  }
  reply.type(WORKBOOK_TYPE);
  return tableWorkbook(title, table);
}
