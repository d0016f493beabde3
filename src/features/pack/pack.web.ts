/** Routes of the governor pack: the page, and the same page printed to PDF where Chromium is present. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Library } from '../../library/library.ts';
import { findChromium, printToPdf } from '../../platform/pdf.ts';
import {
  baseOf,
  inSchool,
  type InSchool,
  NotFoundError,
  schoolPage,
  scopeOf,
  type WebServices,
} from '../../platform/web/index.ts';
import { assetFolder } from '../../ui/assets.ts';
import type { Html } from '../../ui/html.ts';
import { currentPlan } from '../plan/index.ts';
import { listReports, reportAddress } from '../reports/index.ts';
import { noPackBody, packBody } from './pack.view.ts';

export interface PackServices extends WebServices {
  library: Library;
}

/** Printing takes a browser each time: a person needs it now and then, a program should not. */
const FEW = { rateLimit: { max: 20, timeWindow: '10 minutes' } };

export function packRoutes(app: FastifyInstance, services: PackServices): void {
  app.get('/schools/:key/pack', (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      const canPrint = (await findChromium(services.config.chromiumPath)) !== null;
      const pack = await packOf(context, { canPrint, forPrint: false });
      return reply.html(pack ?? packPage(context, noPackBody(baseOf(context))));
    }),
  );

  app.get('/schools/:key/pack.pdf', { config: FEW }, async (request, reply) => {
    const chromium = await findChromium(services.config.chromiumPath);
    if (chromium === null) throw new NotFoundError();
    // The transaction ends before the printing starts: Chromium takes a second or more.
    const { markup, key } = await inSchool(services, request, 'read', async (context) => ({
      markup: await packOf(context, { canPrint: false, forPrint: true }),
      key: context.school.key,
    }));
    if (markup === null) throw new NotFoundError();
    const pdf = await printToPdf(chromium, markup, readFileSync(join(assetFolder, 'cairn.css'), 'utf8'));
    reply.type('application/pdf');
    reply.header('content-disposition', `attachment; filename="governor-pack-${key}.pdf"`);
    return pdf;
  });

  async function packOf(
    context: InSchool,
    { canPrint, forPrint }: { canPrint: boolean; forPrint: boolean },
  ): Promise<string | null> {
    const today = services.clock.today();
    const { current, isStale, record } = await currentPlan(context.tx, services.library, scopeOf(context), today);
    if (!current?.plan) return null;
    const [report] = await listReports(context.tx, scopeOf(context), 1);
    const body = packBody({
      base: baseOf(context),
      canPrint,
      forPrint,
      record,
      today,
      problem: current.problem,
      plan: current.plan,
      isStale,
      madeOn: current.asAt,
      report: report === undefined ? null : { asAt: report.asAt, address: reportAddress(baseOf(context), report.id) },
    });
    return packPage(context, body);
  }
}

function packPage(context: InSchool, body: Html): string {
  return schoolPage(context, { title: 'Governor pack', section: 'pack', body, wide: true });
}
