/** Routes of imports, for everything that can be imported. The table stays between the steps, so that nobody sends it twice. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ImportError, type Table } from '../../platform/tables/index.ts';
import {
  inSchool,
  isUploadedFile,
  NotFoundError,
  scopeOf,
  type InSchool,
  type WebServices,
} from '../../platform/web/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';
import { acting, mayChange, permissionToChange, permissionToSee, show, textQuery, toCsv } from '../registers/index.ts';
import { changesBody, CHANGES_ON_A_PAGE } from './changes.view.ts';
import { selectLinkWords } from './import-items.queries.ts';
import { listBatchRows, updateChoices, type BatchRow } from './import-rows.queries.ts';
import type { Importable } from './importable.ts';
import { importables } from './importables.ts';
import {
  correctColumns,
  finishImport,
  openHeld,
  readImportTable,
  reopenImport,
  requirePageSize,
  startImport,
  summaryOfBatch,
  undoImport,
} from './imports.commands.ts';
import { forgetHeadings, listBatches, selectBatch, selectRemembered, type Batch } from './imports.queries.ts';
import { mendRow, type Mended } from './mend.commands.ts';
import { planBatch, type BatchPlan } from './plan.commands.ts';
import { previewBody, resultBody, type Standings } from './preview.view.ts';
import { rowBody, ROWS_ON_A_PAGE, shows, type Show } from './rows.view.ts';
import { columnsBody, startBody, type ImportSurroundings } from './start.view.ts';

export function importsRoutes(app: FastifyInstance, services: WebServices): void {
  for (const importable of importables) routesOf(app, services, importable);
}

function routesOf(app: FastifyInstance, services: WebServices, importable: Importable): void {
  const base = `/schools/:key/${importable.path}/import`;
  const start = startPages(importable);
  const pages = batchPages(importable);

  app.get(base, (request, reply) =>
    inSchool(services, request, permissionToChange, (context) => start.show(reply, context, '', [])),
  );

  app.post(base, { config: { isToldTooLarge: true } }, async (request, reply) => {
    // Asked first: nobody's file is read who may not import; and the file is read before a transaction waits on it.
    await inSchool(services, request, permissionToChange, async () => undefined);
    const sent = (request.body ?? {}) as Record<string, unknown>;
    const pasted = typeof sent['pasted'] === 'string' ? sent['pasted'] : '';
    const { key } = request.params as { key: string };
    const read = await readSent(importable, key, sent['file'], pasted);
    return inSchool(services, request, permissionToChange, async (context) => {
      if ('error' in read) return start.show(reply, context, pasted, [read.error]);
      const id = await startImport(acting(services, context), importable, openHeld(read.table));
      return reply.seeOther(`${addressOf(context, importable, id)}/columns`);
    });
  });

  app.post(`${base}/forget`, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      await forgetHeadings(context.tx, scopeOf(context), importable.table);
      return reply.seeOther(`${around(context, importable).base}/import`);
    }),
  );

  app.get(`${base}/:batch/columns`, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const batch = await batchOf(context, importable, request);
      if (batch.state !== 'preview') return reply.seeOther(addressOf(context, importable, batch.id));
      return start.showColumns(reply, context, batch, {}, []);
    }),
  );

  app.post(`${base}/:batch/columns`, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const batch = await batchOf(context, importable, request);
      const { chosen, corrections, errors } = readColumns(importable, batch, bodyOf(request));
      if (errors.length > 0) return start.showColumns(reply, context, batch, chosen, errors);
      await correctColumns(acting(services, context), importable, batch.id, corrections);
      return reply.seeOther(addressOf(context, importable, batch.id));
    }),
  );

  app.get(`${base}/:batch`, (request, reply) =>
    inSchool(services, request, permissionToSee, async (context) => {
      const batch = await batchOf(context, importable, request);
      return pages.show(reply, context, batch, textQuery(request));
    }),
  );

  app.get(`${base}/:batch/changes`, (request, reply) =>
    inSchool(services, request, permissionToSee, async (context) => {
      const batch = await batchOf(context, importable, request);
      if (batch.state !== 'preview') return reply.seeOther(addressOf(context, importable, batch.id));
      return pages.showChanges(reply, context, batch, textQuery(request));
    }),
  );

  app.post(`${base}/:batch/changes`, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const batch = await batchOf(context, importable, request);
      const plan = await planBatch(context.tx, scopeOf(context), importable, batch);
      await updateChoices(context.tx, scopeOf(context), batch.id, readChoices(plan, bodyOf(request)));
      return reply.seeOther(addressOf(context, importable, batch.id));
    }),
  );

  app.get(`${base}/:batch/rows/:row`, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const batch = await batchOf(context, importable, request);
      const row = await rowOf(context, batch, request);
      const body = rowBody(around(context, importable), batch, row, null);
      return show(reply, context, importable, { title: `Mend row ${row.row}`, body });
    }),
  );

  app.post(`${base}/:batch/rows/:row`, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const batch = await batchOf(context, importable, request);
      const row = await rowOf(context, batch, request);
      const cells = readCellsSent(batch, row, bodyOf(request));
      const mended = await mendRow(acting(services, context), importable, batch.id, row.row, cells);
      if (mended === null) throw new NotFoundError();
      const message = stillWrong(importable, mended);
      if (message === null) return reply.seeOther(`${addressOf(context, importable, batch.id)}?mended=${row.row}`);
      const body = rowBody(around(context, importable), batch, mended.row, message);
      return show(reply, context, importable, { title: `Mend row ${row.row}`, body }, 422);
    }),
  );

  for (const fate of ['kept', 'partial'] as const) {
    app.get(`${base}/:batch/${fate}.csv`, (request, reply) =>
      inSchool(services, request, permissionToSee, async (context) => {
        const batch = await batchOf(context, importable, request);
        const rows = await listBatchRows(context.tx, scopeOf(context), batch.id, { fate });
        const why = fate === 'kept' ? 'Why it was kept aside' : 'What was not read';
        const header = ['Row', why, ...batch.table.columns.map(({ name }) => name)];
        reply.type('text/csv; charset=utf-8');
        reply.header(
          'content-disposition',
          `attachment; filename="rows-${fate === 'kept' ? 'kept-aside' : 'in-part'}.csv"`,
        );
        return toCsv([header, ...rows.map((row) => [String(row.row), reasonOf(row), ...row.cells])]);
      }),
    );
  }

  for (const [step, work] of [
    ['finish', finishImport],
    ['undo', undoImport],
    ['reopen', reopenImport],
  ] as const) {
    app.post(`${base}/:batch/${step}`, (request, reply) =>
      inSchool(services, request, permissionToChange, async (context) => {
        const batch = await batchOf(context, importable, request);
        await work(acting(services, context), importable, batch.id, bodyOf(request)['alike'] === 'yes');
        return reply.seeOther(addressOf(context, importable, batch.id));
      }),
    );
  }
}

/** The table that was sent, or what is wrong with it, beside the field it came by. */
async function readSent(
  importable: Importable,
  key: string,
  file: unknown,
  pasted: string,
): Promise<{ table: Table } | { error: FieldError }> {
  const field = isUploadedFile(file) ? 'file' : 'pasted';
  if (!isUploadedFile(file) && pasted.trim() === '') {
    return { error: { field: 'file', message: 'Choose a file, or paste rows with their headings' } };
  }
  if (isUploadedFile(file) && file.isTooLarge)
    return { error: { field, message: tooLargeWords(importable, key, file.fileName) } };
  try {
    const table = isUploadedFile(file)
      ? await readImportTable(importable, file.bytes, file.fileName || 'The file')
      : await readImportTable(importable, Buffer.from(pasted, 'utf8'), 'Pasted rows');
    requirePageSize(importable, table);
    if (table.rows.length === 0) {
      return { error: { field, message: `${table.name} has headings and no rows. Choose a file that has both` } };
    }
    return { table };
  } catch (error) {
    if (error instanceof ImportError) return { error: { field, message: `${error.message} ${error.howToMend}` } };
    throw error;
  }
}

/** What to do about a file that is larger than a page takes. */
function tooLargeWords({ path }: Importable, key: string, fileName: string): string {
  return `“${fileName}” is larger than 20 MB, the most that a page takes. Leave out columns that are not needed or split it into several files; or ask whoever runs Cairn to bring it in from the command line, which takes 100 MB: cairn ${path} import "${fileName}" --school ${key}`;
}

/** The choices of the columns' page: what differs from what was guessed, and what cannot be. */
function readColumns({ targets }: Importable, batch: Batch, body: Record<string, unknown>) {
  const known = new Set(targets.map(({ target }) => target));
  const chosen: Record<number, string> = {};
  const corrections: Record<string, string | null> = {};
  const errors: FieldError[] = [];
  const taken = new Map<string, string>();
  for (const { index, column, target } of batch.table.mapping) {
    const sent = body[`column-${index}`];
    const choice = typeof sent === 'string' && (sent === '' || known.has(sent)) ? sent : (target ?? '');
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

/** Which changes of the rows that the page showed are ticked. */
function readChoices(plan: BatchPlan, body: Record<string, unknown>): Map<number, Record<string, boolean>> {
  const choices = new Map<number, Record<string, boolean>>();
  for (const shown of [body['row[]']].flat()) {
    const row = Number(shown);
    const changed = plan.changed.get(row);
    if (changed === undefined) continue;
    const ticked = new Set([body[`take-${row}[]`]].flat());
    choices.set(row, Object.fromEntries(changed.changes.map(({ field }) => [field, ticked.has(field)])));
  }
  return choices;
}

/** A row's cells as they were sent; those that were not sent stay. */
function readCellsSent({ table }: Batch, row: BatchRow, body: Record<string, unknown>): string[] {
  const cells = [...row.cells];
  for (const { index } of table.columns) {
    const sent = body[`cell-${index}`];
    while (cells.length <= index) cells.push('');
    if (typeof sent === 'string') cells[index] = sent.replaceAll('\0', '').replaceAll('\r\n', '\n').slice(0, 100_000);
  }
  return cells;
}

/** What to tell where a row still is not in as it should be; null where it is. */
function stillWrong({ words }: Importable, { outcome, row }: Mended): string | null {
  if (outcome === 'kept') return `The row is kept, and still cannot become ${words.withArticle}. ${row.reason ?? ''}`;
  if (outcome === 'alike') {
    return `The row is kept, and was not brought in: it looks like ${words.withArticle} that is in the register. Give it another name or reference where it is another.`;
  }
  return row.unread.length > 0 ? 'The row is saved. Some of its cells still cannot be read.' : null;
}

function reasonOf({ reason, unread }: BatchRow): string {
  return reason ?? unread.map(({ column, text, why }) => `${column}: ${text} (${why})`).join('; ');
}

function startPages(importable: Importable) {
  const title = `Import ${importable.words.plural}`;
  return {
    async show(reply: FastifyReply, context: InSchool, pasted: string, errors: readonly FieldError[]): Promise<string> {
      const batches = await listBatches(context.tx, scopeOf(context), importable.table);
      const remembered = (await selectRemembered(context.tx, scopeOf(context), importable.table)).size;
      const body = startBody(around(context, importable), { batches, remembered, pasted, errors });
      return show(reply, context, importable, { title, body, errors, wide: true }, errors.length > 0 ? 422 : 200);
    },
    async showColumns(
      reply: FastifyReply,
      context: InSchool,
      batch: Batch,
      chosen: Readonly<Record<number, string>>,
      errors: readonly FieldError[],
    ): Promise<string> {
      const rows = await listBatchRows(context.tx, scopeOf(context), batch.id, { most: 200 });
      const samples = batch.table.columns.map(({ index }) => samplesOf(rows, index));
      const body = columnsBody(around(context, importable), batch, samples, chosen);
      const shown = { title: 'What the columns mean', body, errors, wide: true };
      return show(reply, context, importable, shown, errors.length > 0 ? 422 : 200);
    },
  };
}

function batchPages(importable: Importable) {
  return {
    async show(reply: FastifyReply, context: InSchool, batch: Batch, query: Record<string, string>): Promise<string> {
      const { tx } = context;
      const scope = scopeOf(context);
      const waits = batch.state === 'preview';
      const plan = waits ? await planBatch(tx, scope, importable, batch) : null;
      const asked: Show = shows.find((name) => name === (query['show'] ?? query['fate'])) ?? '';
      const { rows, total, pageNumber } = await rowsShown(context, batch, plan, asked, query);
      const content = {
        summary: await summaryOfBatch({ tx, scope }, batch),
        standings: standingsOf(plan),
        missing: plan?.missing ?? [],
        rows: {
          rows,
          planned: new Map(plan?.rows.map((row) => [row.row, row])),
          changes: new Map([...(plan?.changed ?? [])].map(([row, { changes }]) => [row, changes])),
          total,
          pageNumber,
          show: asked,
          links: await selectLinkWords(tx, scope, importable),
        },
      };
      const place = around(context, importable);
      const body = waits ? previewBody(place, batch, content) : resultBody(place, batch, content);
      const mended = /^\d+$/.test(query['mended'] ?? '') ? query['mended'] : undefined;
      const flash = mended === undefined ? undefined : { text: `Row ${mended} is mended.` };
      return show(reply, context, importable, { title: `Import of ${batch.fileName}`, body, wide: true, flash });
    },
    async showChanges(
      reply: FastifyReply,
      context: InSchool,
      batch: Batch,
      query: Record<string, string>,
    ): Promise<string> {
      const scope = scopeOf(context);
      const plan = await planBatch(context.tx, scope, importable, batch);
      const all = [...plan.changed.values()];
      const pageNumber = pageOf(query, all.length, CHANGES_ON_A_PAGE);
      const changed = all.slice((pageNumber - 1) * CHANGES_ON_A_PAGE, pageNumber * CHANGES_ON_A_PAGE);
      const links = await selectLinkWords(context.tx, scope, importable);
      const content = { changed, total: all.length, pageNumber, links };
      const body = changesBody(around(context, importable), batch, content);
      return show(reply, context, importable, { title: `What ${batch.fileName} would change`, body, wide: true });
    },
  };
}

/** One page of the rows that are asked for. */
async function rowsShown(
  context: InSchool,
  batch: Batch,
  plan: BatchPlan | null,
  asked: Show,
  query: Record<string, string>,
): Promise<{ rows: BatchRow[]; total: number; pageNumber: number }> {
  const scope = scopeOf(context);
  const byFate = asked === 'whole' || asked === 'partial' || asked === 'kept';
  if (asked !== '' && !byFate) {
    const wanted: string[] = asked === 'alike' ? ['alike', 'gone'] : [asked];
    const numbers = (plan?.rows ?? []).filter(({ standing }) => wanted.includes(standing)).map(({ row }) => row);
    const pageNumber = pageOf(query, numbers.length, ROWS_ON_A_PAGE);
    const some = numbers.slice((pageNumber - 1) * ROWS_ON_A_PAGE, pageNumber * ROWS_ON_A_PAGE);
    return {
      rows: await listBatchRows(context.tx, scope, batch.id, { rows: some }),
      total: numbers.length,
      pageNumber,
    };
  }
  const total = byFate ? batch.counts[asked] : batch.rows;
  const pageNumber = pageOf(query, total, ROWS_ON_A_PAGE);
  const rows = await listBatchRows(context.tx, scope, batch.id, {
    ...(byFate && { fate: asked }),
    skip: (pageNumber - 1) * ROWS_ON_A_PAGE,
    most: ROWS_ON_A_PAGE,
  });
  return { rows, total, pageNumber };
}

function standingsOf(plan: BatchPlan | null): Standings {
  const standings: Standings = { new: 0, changed: 0, conflicts: 0, same: 0, alike: 0, gone: 0 };
  for (const { standing } of plan?.rows ?? []) if (standing !== 'kept') standings[standing] += 1;
  for (const { changes } of plan?.changed.values() ?? []) {
    if (changes.some(({ conflict }) => conflict)) standings.conflicts += 1;
  }
  return standings;
}

/** Which page the address asks for, held to those there are. */
function pageOf(query: Record<string, string>, total: number, size: number): number {
  const asked = /^\d{1,6}$/.test(query['page'] ?? '') ? Number(query['page']) : 1;
  return Math.min(Math.max(asked, 1), Math.max(Math.ceil(total / size), 1));
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

function bodyOf(request: FastifyRequest): Record<string, unknown> {
  return (request.body ?? {}) as Record<string, unknown>;
}

async function batchOf(context: InSchool, importable: Importable, request: FastifyRequest): Promise<Batch> {
  const { batch: id } = request.params as { batch: string };
  const batch = await selectBatch(context.tx, scopeOf(context), importable.table, id);
  if (batch === null) throw new NotFoundError();
  return batch;
}

async function rowOf(context: InSchool, batch: Batch, request: FastifyRequest): Promise<BatchRow> {
  const { row } = request.params as { row: string };
  if (!/^\d{1,9}$/.test(row)) throw new NotFoundError();
  const [found] = await listBatchRows(context.tx, scopeOf(context), batch.id, { rows: [Number(row)] });
  if (found === undefined) throw new NotFoundError();
  return found;
}

function around(context: InSchool, importable: Importable): ImportSurroundings {
  return {
    importable,
    base: `/schools/${encodeURIComponent(context.school.key)}/${importable.path}`,
    csrf: context.csrf,
    mayEdit: mayChange(context.role),
  };
}

function addressOf(context: InSchool, importable: Importable, batchId: string): string {
  return `${around(context, importable).base}/import/${batchId}`;
}
