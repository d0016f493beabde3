/** Routes of the governor pack: the page, the same page printed to PDF where Chromium is present, and the Word document. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { addMonths } from '../../domain/dates.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { editionFor } from '../../library/index.ts';
import type { Library } from '../../library/library.ts';
import { BITMAP_SCALE, drawAsPng, findChromium, printToPdf } from '../../platform/pdf.ts';
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
import { cutPng } from '../../ui/png.ts';
import type { Html } from '../../ui/html.ts';
import { knownContracts, listActuals, listAgreements, varianceOf } from '../actuals/index.ts';
import { standingFor } from '../checks/index.ts';
import { lapsesUntil } from '../evidence/index.ts';
import { currentPlan, planChanges, planLastTime } from '../plan/index.ts';
import { listReports, type Report, reportAddress, reportOf, selectReport } from '../reports/index.ts';
import { packDocument, type PackGiven } from './pack.document.ts';
import { DOCX_MEDIA_TYPE, packDocx, type PackPictures } from './pack.docx.ts';
import { groupRows } from './pack.rules.ts';
import { noPackBody, packBody, packDrawings } from './pack.view.ts';

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

  app.get('/schools/:key/pack.docx', { config: FEW }, async (request, reply) => {
    const { given, base, key } = await inSchool(services, request, 'read', async (context) => ({
      given: await givenOf(context),
      base: baseOf(context),
      key: context.school.key,
    }));
    if (given === null) throw new NotFoundError();
    const document = packDocument(given);
    const drawings = packDrawings(document, {
      ...contentOf(given),
      base,
      canPrint: false,
      forPrint: true,
      report: null,
    });
    reply.type(DOCX_MEDIA_TYPE);
    reply.header('content-disposition', `attachment; filename="governor-pack-${key}.docx"`);
    return packDocx(document, await withBitmaps(drawings));
  });

  function contentOf({ record, today, problem, plan }: PackGiven) {
    return { record, today, problem, plan, groups: groupRows(problem, plan, editionFor(services.library, record)) };
  }

  /** Each drawing with a bitmap of it, where there is a Chromium to make one. */
  async function withBitmaps(drawings: ReturnType<typeof packDrawings>): Promise<PackPictures> {
    const chromium = await findChromium(services.config.chromiumPath);
    if (chromium === null) return drawings;
    const all = [...drawings.values()].flat();
    const png = all.length === 0 ? null : await drawAsPng(chromium, all);
    let from = 0;
    const pieces = all.map(({ height }) => {
      const piece = { from: from * BITMAP_SCALE, height: height * BITMAP_SCALE };
      from += height;
      return piece;
    });
    const cut = png && cutPng(png, pieces);
    const made = new Map(all.map((drawing, index) => [drawing, cut?.[index]]));
    return new Map(
      [...drawings].map(([name, mine]) => [
        name,
        mine.map((drawing) => {
          const bitmap = made.get(drawing);
          return bitmap ? { ...drawing, png: bitmap } : drawing;
        }),
      ]),
    );
  }

  async function packOf(
    context: InSchool,
    { canPrint, forPrint }: { canPrint: boolean; forPrint: boolean },
  ): Promise<string | null> {
    const given = await givenOf(context);
    if (given === null) return null;
    const [report] = await listReports(context.tx, scopeOf(context), 1);
    const body = packBody(packDocument(given), {
      base: baseOf(context),
      canPrint,
      forPrint,
      ...contentOf(given),
      report: report === undefined ? null : { asAt: report.asAt, address: reportAddress(baseOf(context), report.id) },
    });
    return packPage(context, body);
  }

  /** Everything that the pack is made from; null while there is no plan. */
  async function givenOf(context: InSchool): Promise<PackGiven | null> {
    const { tx } = context;
    const { library } = services;
    const scope = scopeOf(context);
    const today = services.clock.today();
    const found = await currentPlan(tx, library, scope, today);
    const { current, isStale, record } = found;
    if (!current?.plan) return null;
    const { problem, plan } = current;
    const last = await planLastTime(tx, scope, current, record, today);
    const since = last?.plan.plan
      ? { problem: last.plan.problem, plan: last.plan.plan, asAt: last.plan.asAt, meeting: last.meeting }
      : null;
    const { open } = await standingFor(tx, library, scope, today, found);
    return {
      library,
      record,
      today,
      problem,
      plan,
      isStale,
      madeOn: current.asAt,
      since,
      changes: since ? planChanges(since, { problem, plan }) : [],
      recorded: await recordedOf(context, record, today),
      report: reportOf(record, library),
      lastReport: await reportBefore(context, record),
      contradictions: open.map(({ sentence }) => sentence),
      lapses: lapsesUntil(record, editionFor(library, record), today, addMonths(today, 12)),
    };
  }

  /** The plan agreed last, held against what is recorded. */
  async function recordedOf(context: InSchool, record: SchoolRecord, today: string): Promise<PackGiven['recorded']> {
    const contracts = knownContracts(record);
    const [agreement] = await listAgreements(context.tx, scopeOf(context));
    if (!agreement) return null;
    const { agreedOn, content } = agreement;
    const actuals = await listActuals(context.tx, scopeOf(context));
    return { agreedOn, variance: varianceOf(content, actuals, { agreedOn, today, contracts }) };
  }

  /** The newest report of an earlier day, where it is of the same edition: counts of another cannot be compared. */
  async function reportBefore(context: InSchool, record: { asAt: string; edition: string }): Promise<Report | null> {
    const { tx } = context;
    const scope = scopeOf(context);
    const reports = await listReports(tx, scope);
    const before = reports.find(({ asAt, edition }) => asAt < record.asAt && edition === record.edition);
    const kept = before && (await selectReport(tx, scope, before.id));
    return kept ? (JSON.parse(kept.result) as Report) : null;
  }
}

function packPage(context: InSchool, body: Html): string {
  return schoolPage(context, { title: 'Governor pack', section: 'pack', body, wide: true });
}
