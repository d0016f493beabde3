/** Routes of documents: add to an item, download, remove, put back. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  baseOf,
  inSchool,
  isUploadedFile,
  NotFoundError,
  scopeOf,
  showSchoolPage,
  type InSchool,
  type WebServices,
} from '../../platform/web/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';
import type { SectionId } from '../../ui/layout.ts';
import { addDocument, removeDocument, restoreDocument, type ActingOnDocuments } from './documents.commands.ts';
import {
  selectContent,
  selectDocument,
  selectItemName,
  type Document,
  type DocumentTable,
} from './documents.queries.ts';
import { addDocumentBody } from './documents.view.ts';

/** A register whose items can have documents. */
export interface DocumentedRegister {
  table: DocumentTable;
  /** Its folder in the address. */
  path: string;
  /** Heading of its list. */
  title: string;
}

export function documentsRoutes(
  app: FastifyInstance,
  services: WebServices,
  registers: readonly DocumentedRegister[],
): void {
  for (const register of registers) addRoutes(app, services, register);
  const base = '/schools/:key/documents/:document';
  const itemOf = ({ table, itemId }: Document, context: InSchool): string => {
    const register = registers.find((one) => one.table === table);
    // Evidence holds its own file: it is taken away with it.
    if (register === undefined) throw new NotFoundError();
    return addressOf(context, register, itemId);
  };

  app.get(base, (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      const document = await documentOf(context, request);
      const content = await selectContent(context.tx, scopeOf(context), document.id);
      if (content === null) throw new NotFoundError();
      // Always saved, never shown: whatever is inside runs nowhere near this site.
      reply.type(document.mediaType);
      reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(document.name)}`);
      reply.header('content-security-policy', "default-src 'none'; sandbox");
      return content;
    }),
  );

  for (const [step, work] of [
    ['remove', removeDocument],
    ['restore', restoreDocument],
  ] as const) {
    app.post(`${base}/${step}`, (request, reply) =>
      inSchool(services, request, 'edit', async (context) => {
        const { document: id } = request.params as { document: string };
        const known = await selectDocument(context.tx, scopeOf(context), id);
        if (known === null) throw new NotFoundError();
        const address = itemOf(known, context);
        await work(acting(services, context), id);
        const query = step === 'remove' ? `removed-document=${encodeURIComponent(id)}` : 'done=restored';
        return reply.seeOther(`${address}?${query}#documents`);
      }),
    );
  }
}

function addRoutes(app: FastifyInstance, services: WebServices, register: DocumentedRegister): void {
  const address = `/schools/:key/${register.path}/:id/documents/new`;

  app.get(address, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const item = await namedItem(context, register, request);
      return showSchoolPage(reply, context, addPage(context, register, item, []));
    }),
  );

  app.post(address, async (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const item = await namedItem(context, register, request);
      const file: unknown = ((request.body ?? {}) as Record<string, unknown>)['file'];
      const result = isUploadedFile(file)
        ? await addDocument(acting(services, context), register.table, item.id, file)
        : { mend: 'Choose the document to add' };
      if ('gone' in result) throw new NotFoundError();
      if ('mend' in result) {
        const errors = [{ field: 'file', message: result.mend }];
        return showSchoolPage(reply, context, { ...addPage(context, register, item, errors), status: 422 });
      }
      return reply.seeOther(`${addressOf(context, register, item.id)}?done=document#documents`);
    }),
  );
}

function addPage(
  context: InSchool,
  register: DocumentedRegister,
  item: { id: string; name: string },
  errors: readonly FieldError[],
) {
  const itemAddress = addressOf(context, register, item.id);
  return {
    title: `Add a document to ${item.name}`,
    body: addDocumentBody({ itemAddress, csrf: context.csrf }, item.name, errors),
    errors,
    section: register.path as SectionId,
    breadcrumbs: [
      { text: register.title, href: `${baseOf(context)}/${register.path}` },
      { text: item.name, href: itemAddress },
    ],
  };
}

async function namedItem(
  context: InSchool,
  { table }: DocumentedRegister,
  request: FastifyRequest,
): Promise<{ id: string; name: string }> {
  const { id } = request.params as { id: string };
  const name = await selectItemName(context.tx, scopeOf(context), table, id);
  if (name === null) throw new NotFoundError();
  return { id, name };
}

async function documentOf(context: InSchool, request: FastifyRequest): Promise<Document> {
  const { document: id } = request.params as { document: string };
  const document = await selectDocument(context.tx, scopeOf(context), id);
  if (document === null || document.removedAt !== null) throw new NotFoundError();
  return document;
}

function addressOf(context: InSchool, { path }: DocumentedRegister, id: string): string {
  return `${baseOf(context)}/${path}/${encodeURIComponent(id)}`;
}

function acting(services: WebServices, context: InSchool): ActingOnDocuments {
  return { tx: context.tx, scope: scopeOf(context), personId: context.person.id, now: services.clock.now() };
}
