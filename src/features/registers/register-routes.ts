/**
 * The routes of a register, from its declaration. A register may replace its list and add parts to its item's page; what
 * it does beyond that (ending a contract, importing) are routes of its own.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Flash, SectionId } from '../../ui/layout.ts';
import { parseFields, type FieldError } from '../../ui/forms/index.ts';
import type { Html, HtmlValue } from '../../ui/html.ts';
import {
  baseOf,
  inSchool,
  NotFoundError,
  scopeOf,
  showSchoolPage,
  type InSchool,
  type WebServices,
} from '../../platform/web/index.ts';
import { formFields, nameOf, sameValue, textOf, type Register, type RegisterItem } from './register.ts';
import {
  addItem,
  changeItem,
  differingFields,
  removeItem,
  restoreItem,
  selectVersion,
  type Acting,
} from './registers.commands.ts';
import { registerCsv } from './registers.csv.ts';
import { listBody, PAGE_SIZE, plainColumns, type ListPage } from './registers.list.view.ts';
import { mayChange, toChange, toSee } from './registers.policy.ts';
import { listItemChanges, listItems, selectItem, selectLinkNames } from './registers.queries.ts';
import {
  conflictPart,
  formBody,
  itemBody,
  linkChoices,
  removedFlash,
  textsOf,
  type Surroundings,
} from './registers.view.ts';

/** What a register may add to or put in the place of its plain pages. */
export interface RegisterPages {
  /** The body of the list; the plain list where not given. */
  list?: (context: InSchool, around: Surroundings, query: Record<string, string>) => Promise<Html>;
  /** The register as CSV; a column for each field where not given. */
  csv?: (items: readonly RegisterItem[]) => string;
  /** Parts of an item's page. */
  item?: (
    context: InSchool,
    around: Surroundings,
    item: RegisterItem,
  ) => Promise<{ top?: HtmlValue; middle?: HtmlValue; buttons?: HtmlValue }>;
}

export function registerRoutes(
  app: FastifyInstance,
  services: WebServices,
  register: Register,
  pages: RegisterPages = {},
): void {
  const base = `/schools/:key/${register.path}`;

  app.get(base, (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const around = await surroundings(services, context, register);
      const query = textQuery(request);
      const body = pages.list
        ? await pages.list(context, around, query)
        : await plainList(context, around, register, query);
      return show(reply, context, register, {
        title: register.words.title,
        body,
        wide: true,
        flash: await flashFor(context, around, register, query),
      });
    }),
  );

  app.get(`${base}.csv`, (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const items = await listItems(context.tx, scopeOf(context), register);
      const links = await selectLinkNames(context.tx, scopeOf(context), register);
      reply.type('text/csv; charset=utf-8');
      reply.header('content-disposition', `attachment; filename="${register.path}-${context.school.key}.csv"`);
      return pages.csv ? pages.csv(items) : registerCsv(register, items, links);
    }),
  );

  app.get(`${base}/new`, (request, reply) =>
    inSchool(services, request, toChange, async (context) => {
      const around = await surroundings(services, context, register);
      return show(reply, context, register, newPage(register, around, {}, []));
    }),
  );

  app.post(`${base}/new`, (request, reply) =>
    inSchool(services, request, toChange, async (context) => {
      const around = await surroundings(services, context, register);
      const { values, typed, errors } = parse(register, around, request.body);
      if (errors.length > 0) return show(reply, context, register, newPage(register, around, typed, errors), 422);
      const id = await addItem(acting(services, context), register, values);
      return reply.seeOther(`${itemAddress(around, register, id)}?done=added`);
    }),
  );

  app.get(`${base}/:id`, (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const item = await itemOf(context, register, request);
      const around = await surroundings(services, context, register);
      const changes = await listItemChanges(context.tx, scopeOf(context), register.table, item.id);
      const parts = (await pages.item?.(context, around, item)) ?? {};
      return show(reply, context, register, {
        title: nameOf(register, item),
        body: itemBody(register, around, item, changes, parts),
        flash: await flashFor(context, around, register, textQuery(request)),
      });
    }),
  );

  app.get(`${base}/:id/edit`, (request, reply) =>
    inSchool(services, request, toChange, async (context) => {
      const item = await itemOf(context, register, request);
      const around = await surroundings(services, context, register);
      const texts = textsOf(register, item.values);
      return show(reply, context, register, editPage(register, around, item, item.version, texts, []));
    }),
  );

  app.post(`${base}/:id/edit`, (request, reply) =>
    inSchool(services, request, toChange, async (context) => {
      const item = await itemOf(context, register, request);
      const around = await surroundings(services, context, register);
      const { values, typed, errors } = parse(register, around, request.body);
      const version = versionIn(request.body);
      if (errors.length > 0) {
        return show(reply, context, register, editPage(register, around, item, version, typed, errors), 422);
      }
      const result = await changeItem(acting(services, context), register, item.id, version, values);
      if (result.outcome === 'gone') throw new NotFoundError();
      if (result.outcome === 'done') return reply.seeOther(`${itemAddress(around, register, item.id)}?done=changed`);
      return show(
        reply,
        context,
        register,
        await conflictPage(services, context, around, register, result.latest, version, values),
        409,
      );
    }),
  );

  app.post(`${base}/:id/remove`, (request, reply) =>
    inSchool(services, request, toChange, async (context) => {
      const id = idIn(request);
      const removed = await removeItem(acting(services, context), register, id);
      if (removed === null) throw new NotFoundError();
      return reply.seeOther(`${baseOf(context)}/${register.path}?removed=${encodeURIComponent(id)}`);
    }),
  );

  app.post(`${base}/:id/restore`, (request, reply) =>
    inSchool(services, request, toChange, async (context) => {
      const id = idIn(request);
      if (!(await restoreItem(acting(services, context), register, id))) throw new NotFoundError();
      const address = `${baseOf(context)}/${register.path}/${encodeURIComponent(id)}`;
      return reply.seeOther(`${address}?done=restored`);
    }),
  );
}

/** What the registers' own routes need to show a page in their section. */
export interface ShownPage {
  title: string;
  body: Html;
  errors?: readonly FieldError[];
  flash?: Flash | undefined;
  wide?: boolean;
}

export function show(
  reply: FastifyReply,
  context: InSchool,
  register: Pick<Register, 'path' | 'words'>,
  shown: ShownPage,
  status = 200,
): string {
  const { path, words } = register;
  const trail = [{ text: words.title, href: `${baseOf(context)}/${path}` }];
  const breadcrumbs = shown.title === words.title ? undefined : trail;
  return showSchoolPage(reply, context, { ...shown, section: path as SectionId, breadcrumbs, status });
}

export function acting(services: WebServices, context: InSchool): Acting {
  return { tx: context.tx, scope: scopeOf(context), personId: context.person.id, now: services.clock.now() };
}

export async function surroundings(
  services: WebServices,
  context: InSchool,
  register: Register,
): Promise<Surroundings> {
  return {
    schoolBase: baseOf(context),
    csrf: context.csrf,
    mayEdit: mayChange(context.role),
    today: services.clock.today(),
    links: await selectLinkNames(context.tx, scopeOf(context), register),
  };
}

/** @throws {NotFoundError} where the school has no such item. */
export async function itemOf(context: InSchool, register: Register, request: FastifyRequest): Promise<RegisterItem> {
  const item = await selectItem(context.tx, scopeOf(context), register, idIn(request));
  if (item === null) throw new NotFoundError();
  return item;
}

/** The address's query as texts; a name given twice counts once. */
export function textQuery(request: FastifyRequest): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries((request.query ?? {}) as Record<string, unknown>)) {
    const last: unknown = Array.isArray(value) ? value.at(-1) : value;
    if (typeof last === 'string') query[name] = withoutNul(last).trim().slice(0, 200);
  }
  return query;
}

/** Which page of a list the address asks for, held to those there are. */
export function pageOf(query: Record<string, string>, total: number): number {
  const asked = /^\d{1,6}$/.test(query['page'] ?? '') ? Number(query['page']) : 1;
  return Math.min(Math.max(asked, 1), Math.max(Math.ceil(total / PAGE_SIZE), 1));
}

async function plainList(
  context: InSchool,
  around: Surroundings,
  register: Register,
  query: Record<string, string>,
): Promise<Html> {
  const filter = { q: query['q'] ?? '', kind: query['type'] ?? '' };
  const items = await listItems(context.tx, scopeOf(context), register, filter);
  const pageNumber = pageOf(query, items.length);
  const list: ListPage<RegisterItem> = {
    caption: register.words.title,
    columns: plainColumns(register, around),
    rows: items.slice((pageNumber - 1) * PAGE_SIZE, pageNumber * PAGE_SIZE),
    total: items.length,
    pageNumber,
    query: { q: filter.q, type: filter.kind },
  };
  return listBody(register, around, list);
}

function newPage(
  register: Register,
  around: Surroundings,
  texts: Record<string, string>,
  errors: readonly FieldError[],
): ShownPage {
  const title = `Add ${register.words.withArticle}`;
  const list = `${around.schoolBase}/${register.path}`;
  const body = formBody(register, around, {
    heading: title,
    action: `${list}/new`,
    button: 'Add',
    cancelHref: list,
    texts,
    errors,
  });
  return { title, body, errors };
}

function editPage(
  register: Register,
  around: Surroundings,
  item: RegisterItem,
  version: number,
  texts: Record<string, string>,
  errors: readonly FieldError[],
  before?: HtmlValue,
): ShownPage {
  const title = `Change ${nameOf(register, item)}`;
  const address = itemAddress(around, register, item.id);
  const body = formBody(register, around, {
    heading: title,
    action: `${address}/edit`,
    button: 'Save',
    cancelHref: address,
    texts,
    errors,
    unread: item.unread,
    version,
    before,
  });
  return { title, body, errors };
}

/**
 * Both versions side by side, and the form with what was typed. Fields that the person left as they found them take the
 * other person's value, so that saving overwrites nothing by accident.
 */
async function conflictPage(
  services: WebServices,
  context: InSchool,
  around: Surroundings,
  register: Register,
  latest: RegisterItem,
  version: number,
  values: Record<string, unknown>,
): Promise<ShownPage> {
  const found = await selectVersion(acting(services, context), register, latest.id, version);
  const untouched = (name: string) => found !== null && sameValue(found[name], values[name]);
  const merged = Object.fromEntries(
    formFields(register).map(({ name }) => [name, untouched(name) ? latest.values[name] : values[name]]),
  );
  const [lastChange] = await listItemChanges(context.tx, scopeOf(context), register.table, latest.id);
  const differing = differingFields(register, latest, values);
  const part = conflictPart(register, around, { latest, mine: values, differing, lastChange });
  const shown = editPage(register, around, latest, latest.version, textsOf(register, merged), [], part);
  return { ...shown, title: `Someone else changed ${nameOf(register, latest)}` };
}

const doneWords: Record<string, string> = {
  added: 'Added.',
  changed: 'Saved.',
  restored: 'It is back.',
  ended: 'Marked as ended.',
  'not-ended': 'It is no longer marked as ended.',
};

async function flashFor(
  context: InSchool,
  around: Surroundings,
  register: Register,
  query: Record<string, string>,
): Promise<Flash | undefined> {
  const done = doneWords[query['done'] ?? ''];
  if (done !== undefined) return { text: done };
  const removed = query['removed'];
  if (removed === undefined || !around.mayEdit) return undefined;
  const [latest] = await listItemChanges(context.tx, scopeOf(context), register.table, removed);
  if (latest === undefined || latest.after !== null) return undefined;
  return removedFlash(register, around, removed, textOf(latest.before?.[register.nameField]));
}

/** A field that the form did not send at all keeps what it has; one that does not apply any more is emptied. */
function parse(register: Register, around: Surroundings, body: unknown) {
  const fields = formFields(register);
  const sent = cleanBody(body);
  const parsed = parseFields(fields, sent, linkChoices(fields, around.links));
  const given = fields.filter(({ name, required, showWhen }) => name in sent || required || showWhen !== undefined);
  return { ...parsed, values: Object.fromEntries(given.map(({ name }) => [name, parsed.values[name]])) };
}

/** The database's text holds every character but one. */
function withoutNul(text: string): string {
  return text.replaceAll('\0', '');
}

function cleanBody(body: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).map(([name, value]) => [
      name,
      typeof value === 'string' ? withoutNul(value) : value,
    ]),
  );
}

function itemAddress(around: Surroundings, register: Register, id: string): string {
  return `${around.schoolBase}/${register.path}/${encodeURIComponent(id)}`;
}

export function idIn(request: FastifyRequest): string {
  return withoutNul((request.params as { id: string }).id);
}

function versionIn(body: unknown): number {
  const version = Number((body as Record<string, unknown> | null | undefined)?.['version']);
  return Number.isSafeInteger(version) ? version : 0;
}
