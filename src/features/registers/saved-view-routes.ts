/** Routes of saved views: save, rename, remove. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { baseOf, inSchool, NotFoundError, scopeOf, type WebServices } from '../../platform/web/index.ts';
import { listAddress, queryOf, readListRequest, type MoreOfList } from './list-filter.rules.ts';
import { acting, cleanBody, show, surroundings } from './register-pages.ts';
import type { Register } from './register.ts';
import { toChange, toSee } from './registers.policy.ts';
import { LONGEST_VIEW_NAME, saveView } from './saved-views.commands.ts';
import { deleteSavedView, listSavedViews, updateSavedView } from './saved-views.queries.ts';
import { savedViewsBody } from './saved-views.view.ts';

export function savedViewRoutes(
  app: FastifyInstance,
  services: WebServices,
  register: Register,
  more: MoreOfList = {},
): void {
  const base = `/schools/:key/${register.path}`;
  const listOf = (context: Parameters<typeof baseOf>[0]) => `${baseOf(context)}/${register.path}`;

  app.get(`${base}/views`, (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const around = await surroundings(services, context, register, []);
      const views = await listSavedViews(context.tx, scopeOf(context), register.table);
      return show(reply, context, register, {
        title: `Saved views of ${register.words.plural}`,
        body: savedViewsBody(register, around, views, null),
      });
    }),
  );

  app.post(`${base}/views`, (request, reply) =>
    inSchool(services, request, toChange, async (context) => {
      const body = cleanBody(request.body);
      const { name, query } = { name: textIn(body, 'name'), query: textIn(body, 'query') };
      const back = (done: string) =>
        listAddress(listOf(context), readListRequest(register, queryOf(query), more).query, { done });
      if (name === '') return reply.seeOther(back('view-not-named'));
      await saveView(acting(services, context), register, { name, query, isShared: body['shared'] === 'yes' }, more);
      return reply.seeOther(back('view-saved'));
    }),
  );

  app.post(`${base}/views/:view/rename`, (request, reply) =>
    inSchool(services, request, toChange, async (context) => {
      const name = textIn(cleanBody(request.body), 'name').slice(0, LONGEST_VIEW_NAME);
      const id = viewIn(request);
      if (name === '') {
        const around = await surroundings(services, context, register, []);
        const views = await listSavedViews(context.tx, scopeOf(context), register.table);
        const errors = [
          { field: `name-${views.findIndex((view) => view.id === id)}`, message: 'Enter a name for the view' },
        ];
        const body = savedViewsBody(register, around, views, id);
        return show(reply, context, register, { title: `Saved views of ${register.words.plural}`, body, errors }, 422);
      }
      if (!(await updateSavedView(context.tx, scopeOf(context), id, { name }, services.clock.now()))) {
        throw new NotFoundError();
      }
      return reply.seeOther(`${listOf(context)}/views`);
    }),
  );

  app.post(`${base}/views/:view/remove`, (request, reply) =>
    inSchool(services, request, toChange, async (context) => {
      if (!(await deleteSavedView(context.tx, scopeOf(context), viewIn(request)))) throw new NotFoundError();
      return reply.seeOther(`${listOf(context)}/views`);
    }),
  );
}

function viewIn(request: FastifyRequest): string {
  return (request.params as { view: string }).view.replaceAll('\0', '');
}

function textIn(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value.trim() : '';
}
