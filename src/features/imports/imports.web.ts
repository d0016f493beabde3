/** Routes of the import of contracts. The uploaded table stays between the steps, so that nobody sends it twice. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  inSchool,
  isUploadedFile,
  NotFoundError,
  type InSchool,
  type WebServices,
  scopeOf,
} from '../../platform/web/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';
import { contractRegister } from '../contracts/index.ts';
import {
  acting,
  pageOf,
  PAGE_SIZE,
  permissionToChange,
  permissionToSee,
  show,
  textQuery,
  toCsv,
} from '../registers/index.ts';
import { ImportError, type Table } from '../../platform/tables/index.ts';
import {
  asPreview,
  correctColumns,
  finishImport,
  isContractTarget,
  MOST_ROWS,
  readContractsTable,
  reopenImport,
  startImport,
  undoImport,
} from './imports.commands.ts';
import {
  listBatches,
  listBatchRows,
  selectBatch,
  listKnownContracts,
  type Batch,
  type BatchRow,
} from './imports.queries.ts';
import { columnsBody, previewBody, resultBody, startBody, type ImportSurroundings } from './imports.view.ts';
import { summariseImport } from './summary.rules.ts';
import { findTwins } from './twins.rules.ts';

export function importsRoutes(app: FastifyInstance, services: WebServices): void {
  const base = '/schools/:key/contracts/import';

  app.get(base, (request, reply) =>
    inSchool(services, request, permissionToChange, (context) => showStart(reply, context, '', [])),
  );

  app.post(base, async (request, reply) => {
    // Asked first: nobody's file is read who may not import; and the file is read before a transaction waits on it.
    await inSchool(services, request, permissionToChange, async () => undefined);
    const sent = (request.body ?? {}) as Record<string, unknown>;
    const pasted = typeof sent['pasted'] === 'string' ? sent['pasted'] : '';
    const read = await readSent(sent['file'], pasted);
    return inSchool(services, request, permissionToChange, async (context) => {
      if ('error' in read) return showStart(reply, context, pasted, [read.error]);
      const id = await startImport(acting(services, context), read.table);
      return reply.seeOther(`${addressOf(context, id)}/columns`);
    });
  });

  app.get(`${base}/:batch/columns`, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const batch = await batchOf(context, request);
      if (batch.state !== 'preview') return reply.seeOther(addressOf(context, batch.id));
      return showColumns(reply, context, batch, {}, []);
    }),
  );

  app.post(`${base}/:batch/columns`, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const batch = await batchOf(context, request);
      const { chosen, corrections, errors } = readColumns(batch, (request.body ?? {}) as Record<string, unknown>);
      if (errors.length > 0) return showColumns(reply, context, batch, chosen, errors);
      await correctColumns(acting(services, context), batch.id, corrections);
      return reply.seeOther(addressOf(context, batch.id));
    }),
  );

  app.get(`${base}/:batch`, (request, reply) =>
    inSchool(services, request, permissionToSee, async (context) => {
      const batch = await batchOf(context, request);
      return showRows(reply, context, batch, textQuery(request));
    }),
  );

  app.get(`${base}/:batch/kept.csv`, (request, reply) =>
    inSchool(services, request, permissionToSee, async (context) => {
      const batch = await batchOf(context, request);
      const kept = (await listBatchRows(context.tx, scopeOf(context), batch.id)).filter(({ fate }) => fate === 'kept');
      const header = ['Row', 'Why it was kept aside', ...batch.table.columns.map(({ name }) => name)];
      reply.type('text/csv; charset=utf-8');
      reply.header('content-disposition', `attachment; filename="rows-kept-aside.csv"`);
      return toCsv([header, ...kept.map(({ row, reason, cells }) => [String(row), reason ?? '', ...cells])]);
    }),
  );

  for (const [step, work] of [
    ['finish', finishImport],
    ['undo', undoImport],
    ['reopen', reopenImport],
  ] as const) {
    app.post(`${base}/:batch/${step}`, (request, reply) =>
      inSchool(services, request, permissionToChange, async (context) => {
        const batch = await batchOf(context, request);
        await work(acting(services, context), batch.id, (request.body as Record<string, unknown>)['twins'] === 'yes');
        return reply.seeOther(addressOf(context, batch.id));
      }),
    );
  }
}

/** The table that was sent, or what is wrong with it, beside the field it came by. */
async function readSent(file: unknown, pasted: string): Promise<{ table: Table } | { error: FieldError }> {
  const field = isUploadedFile(file) ? 'file' : 'pasted';
  if (!isUploadedFile(file) && pasted.trim() === '') {
    return { error: { field: 'file', message: 'Choose a file, or paste rows with their headings' } };
  }
  try {
    const table = isUploadedFile(file)
      ? await readContractsTable(file.bytes, file.fileName || 'The file')
      : await readContractsTable(Buffer.from(pasted, 'utf8'), 'Pasted rows');
    if (table.rows.length > MOST_ROWS) {
      const message = `${table.name} has more than ${MOST_ROWS.toLocaleString('en-GB')} rows. Split it into smaller files`;
      return { error: { field, message } };
    }
    if (table.rows.length === 0) {
      return { error: { field, message: `${table.name} has headings and no rows. Choose a file that has both` } };
    }
    return { table };
  } catch (error) {
    if (error instanceof ImportError) return { error: { field, message: `${error.message} ${error.howToMend}` } };
    throw error;
  }
}

/** The choices of the columns' page: what differs from what was guessed, and what cannot be. */
function readColumns(batch: Batch, body: Record<string, unknown>) {
  const chosen: Record<number, string> = {};
  const corrections: Record<string, string | null> = {};
  const errors: FieldError[] = [];
  const taken = new Map<string, string>();
  for (const { index, column, target } of batch.table.mapping) {
    const sent = body[`column-${index}`];
    const choice = typeof sent === 'string' && (sent === '' || isContractTarget(sent)) ? sent : (target ?? '');
    chosen[index] = choice;
    const before = taken.get(choice);
    if (choice !== '' && before !== undefined) {
      errors.push({
        field: `column-${index}`,
        message: `“${before}” and “${column}” are taken for the same thing. Choose something else for one of them`,
      });
    }
    taken.set(choice, column);
    if (choice !== (target ?? '')) corrections[column] = choice === '' ? null : choice;
  }
  return { chosen, corrections, errors };
}

async function showStart(
  reply: FastifyReply,
  context: InSchool,
  pasted: string,
  errors: readonly FieldError[],
): Promise<string> {
  const batches = await listBatches(context.tx, scopeOf(context));
  const body = startBody(around(context), batches, pasted, errors);
  return show(
    reply,
    context,
    contractRegister,
    { title: 'Import contracts', body, errors, wide: true },
    errors.length > 0 ? 422 : 200,
  );
}

async function showColumns(
  reply: FastifyReply,
  context: InSchool,
  batch: Batch,
  chosen: Readonly<Record<number, string>>,
  errors: readonly FieldError[],
): Promise<string> {
  const rows = await listBatchRows(context.tx, scopeOf(context), batch.id);
  const samples = batch.table.columns.map(({ index }) => samplesOf(rows, index));
  const body = columnsBody(around(context), batch, samples, chosen);
  const title = 'What the columns mean';
  return show(reply, context, contractRegister, { title, body, errors, wide: true }, errors.length > 0 ? 422 : 200);
}

async function showRows(
  reply: FastifyReply,
  context: InSchool,
  batch: Batch,
  query: Record<string, string>,
): Promise<string> {
  const scope = scopeOf(context);
  const all = await listBatchRows(context.tx, scope, batch.id);
  const fate = ['whole', 'partial', 'kept'].includes(query['fate'] ?? '') ? (query['fate'] ?? '') : '';
  const some = fate === '' ? all : all.filter((row) => row.fate === fate);
  const pageNumber = pageOf(query, some.length);
  const known = batch.state === 'preview' ? await listKnownContracts(context.tx, scope) : [];
  const there = new Set(known.map(({ id }) => id));
  const content = {
    batch,
    summary: summariseImport(asPreview(batch, all)),
    already: all.filter(({ item }) => item !== null && there.has(item.id)).length,
    twins: findTwins(all, known),
    rows: some.slice((pageNumber - 1) * PAGE_SIZE, pageNumber * PAGE_SIZE),
    total: some.length,
    pageNumber,
    fate,
  };
  const body = batch.state === 'preview' ? previewBody(around(context), content) : resultBody(around(context), content);
  return show(reply, context, contractRegister, { title: `Import of ${batch.fileName}`, body, wide: true });
}

/** Up to three different cells of a column, shortened. */
function samplesOf(rows: readonly BatchRow[], index: number): string[] {
  const samples = new Set<string>();
  for (const { cells } of rows) {
    const text = (cells[index] ?? '').trim();
    if (text !== '') samples.add(text.length > 60 ? `${text.slice(0, 60)}…` : text);
    if (samples.size === 3) break;
  }
  return [...samples];
}

async function batchOf(context: InSchool, request: FastifyRequest): Promise<Batch> {
  const { batch: id } = request.params as { batch: string };
  const batch = await selectBatch(context.tx, scopeOf(context), id);
  if (batch === null) throw new NotFoundError();
  return batch;
}

function around(context: InSchool): ImportSurroundings {
  return { base: `/schools/${encodeURIComponent(context.school.key)}/contracts`, csrf: context.csrf };
}

function addressOf(context: InSchool, batchId: string): string {
  return `${around(context).base}/import/${batchId}`;
}
