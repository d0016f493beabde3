/**
 * The routes of a register, from its declaration. A register may replace its list and add parts to its item's page; what
 * it does beyond that (ending a contract, importing) are routes of its own.
 */
import type { FastifyInstance } from 'fastify';
import type { Flash } from '../../ui/layout.ts';
import { parseFields, type FieldError } from '../../ui/forms/index.ts';
import { html, type Html, type HtmlValue } from '../../ui/html.ts';
import { baseOf, inSchool, NotFoundError, scopeOf, type InSchool, type WebServices } from '../../platform/web/index.ts';
import { documentRemovedDetail, documentsPart, listDocuments } from '../documents/index.ts';
import { bulkRoutes, type ListVersions } from './bulk-routes.ts';
import { exportRoutes, type ExportPages } from './export-routes.ts';
import { heldPage, readListRequest, ROWS_ON_A_PAGE, type ListRequest, type MoreOfList } from './list-filter.rules.ts';
import { askedFields, readLinks } from './link-fields.rules.ts';
import { countItems, listPageOfItems } from './list.queries.ts';
import { acting, cleanBody, idIn, itemOf, show, surroundings, textQuery, type ShownPage } from './register-pages.ts';
import { formFields, nameOf, sameValue, textOf, type Register, type RegisterItem } from './register.ts';
import { addItem, changeItem, differingFields, selectVersion } from './registers.commands.ts';
import { listBody, plainColumns, type ListPage } from './registers.list.view.ts';
import { toChange, toSee } from './registers.policy.ts';
import { listItemChanges, selectLinkNames } from './registers.queries.ts';
import {
  conflictPart,
  formBody,
  itemBody,
  linkChoices,
  removedFlash,
  textsOf,
  type Surroundings,
} from './registers.view.ts';
import { removeItem, restoreItem } from './removal.commands.ts';
import { reportRoutes, type ReportMade } from './report-routes.ts';
import { savedViewRoutes } from './saved-view-routes.ts';
import { listSavedViews } from './saved-views.queries.ts';

/** What every list shows beside its rows. */
export type ShownWithList = Pick<ListPage<unknown>, 'views' | 'noneTicked' | 'hasReport'>;

/** What a register may add to or put in the place of its plain pages. */
export interface RegisterPages extends ExportPages {
  /** The body of the list; the plain list where not given. `versions` finds the items that pass, for changing all of them. */
  list?: {
    more: MoreOfList;
    body: (context: InSchool, around: Surroundings, request: ListRequest, shown: ShownWithList) => Promise<Html>;
    versions: ListVersions;
  };
  /** The register in the fields that somebody expects, under `/register`. */
  report?: (context: InSchool, items: RegisterItem[]) => Promise<ReportMade> | ReportMade;
  /** What is known of a field that nobody filled in, from elsewhere than the register: shown in place of "Not known". */
  knownOtherwise?: (item: RegisterItem, field: string) => Html | null;
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

  const more = pages.list?.more ?? {};

  app.get(base, (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const plain = await surroundings(services, context, register, []);
      const around = { ...plain, knownOtherwise: pages.knownOtherwise };
      const query = textQuery(request);
      const asked = readListRequest(register, query, more);
      const shown: ShownWithList = {
        views: await listSavedViews(context.tx, scopeOf(context), register.table),
        noneTicked: query['done'] === 'none-ticked',
        hasReport: pages.report !== undefined,
      };
      const body = pages.list
        ? await pages.list.body(context, around, asked, shown)
        : await plainList(context, around, register, asked, shown);
      return show(reply, context, register, {
        title: register.words.title,
        body,
        wide: true,
        flash: await flashFor(context, around, register, query),
      });
    }),
  );

  exportRoutes(app, services, register, pages);
  if (pages.report) reportRoutes(app, services, register, pages.report);
  savedViewRoutes(app, services, register, more);
  bulkRoutes(app, services, register, more, pages.list?.versions);

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
      const changes = await listItemChanges(context.tx, scopeOf(context), register.table, item.id);
      const sides = changes.flatMap(({ before, after }) => [before ?? {}, after ?? {}]);
      const plain = await surroundings(services, context, register, [item.values, ...sides]);
      const around = { ...plain, knownOtherwise: pages.knownOtherwise };
      const parts = (await pages.item?.(context, around, item)) ?? {};
      const documents = await listDocuments(context.tx, scopeOf(context), register.table, item.id);
      const papers = documentsPart({ ...around, itemAddress: itemAddress(around, register, item.id), documents });
      return show(reply, context, register, {
        title: nameOf(register, item),
        body: itemBody(register, around, item, changes, { ...parts, middle: html`${parts.middle}${papers}` }),
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

async function plainList(
  context: InSchool,
  around: Surroundings,
  register: Register,
  request: ListRequest,
  shown: ShownWithList,
): Promise<Html> {
  const scope = scopeOf(context);
  const total = await countItems(context.tx, scope, register, request.filter);
  const offset = (heldPage(request.page, total) - 1) * ROWS_ON_A_PAGE;
  const limit = ROWS_ON_A_PAGE;
  const rows = await listPageOfItems(context.tx, scope, register, request.filter, request.sort, { limit, offset });
  const values = rows.map((item) => item.values);
  const here = { ...around, links: await selectLinkNames(context.tx, scope, register, values) };
  return listBody<RegisterItem>(register, here, {
    caption: register.words.title,
    columns: plainColumns(register, here),
    rows,
    total,
    request,
    itemOf: (item) => ({ id: item.id, name: nameOf(register, item) }),
    ...shown,
  });
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
  'view-saved': 'The view is saved.',
  'view-not-named': 'The view is not saved: give it a name.',
  document: 'The document is added.',
  ended: 'Marked as ended.',
  'not-ended': 'It is no longer marked as ended.',
  'notice-given': 'The day on which you gave notice is written down.',
  'notice-not-given': 'Notice is no longer marked as given.',
};

async function flashFor(
  context: InSchool,
  around: Surroundings,
  register: Register,
  query: Record<string, string>,
): Promise<Flash | undefined> {
  const done = doneWords[query['done'] ?? ''];
  if (done !== undefined) return { text: done };
  const document = query['removed-document'];
  if (document !== undefined && around.mayEdit) {
    return {
      text: 'The document is removed.',
      detail: documentRemovedDetail(around.schoolBase, around.csrf, document),
    };
  }
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
  const asked = askedFields(fields, around.links);
  const parsed = parseFields(asked, sent, linkChoices(asked, around.links));
  const linked = readLinks(fields, around.links, parsed.values);
  const given = fields.filter(({ name, required, showWhen }) => name in sent || required || showWhen !== undefined);
  return {
    typed: parsed.typed,
    errors: [...parsed.errors, ...linked.errors],
    values: Object.fromEntries(given.map(({ name }) => [name, linked.values[name]])),
  };
}

function itemAddress(around: Surroundings, register: Register, id: string): string {
  return `${around.schoolBase}/${register.path}/${encodeURIComponent(id)}`;
}

/** The version that a form was made from; nought, which no item has, where it names none. */
export function versionIn(body: unknown): number {
  const version = Number((body as Record<string, unknown> | null | undefined)?.['version']);
  return Number.isSafeInteger(version) ? version : 0;
}
