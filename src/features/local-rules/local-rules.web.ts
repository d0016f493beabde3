/** Routes of local rules: the sets, one set, its rules one by one, and whole sets from a file. */
import type { FastifyInstance } from 'fastify';
import { baseOf, inSchool, showSchoolPage, type InSchool } from '../../platform/web/index.ts';
import { editionFor } from '../../library/index.ts';
import { versionIn } from '../registers/index.ts';
import { readRecord } from '../schools/index.ts';
import { addSet, changeSet, type Setting } from './local-rules.commands.ts';
import { pageOf, STALE, storedIn, surroundings, type LocalRulesServices } from './local-rules.page.ts';
import { toSee, toSet } from './local-rules.policy.ts';
import { listSetChanges, listSets, type StoredSet } from './local-rules.queries.ts';
import { setBody, setFormBody, setsBody } from './local-rules.view.ts';
import { idFor, readSetForm } from './set-form.rules.ts';

export function setPages(app: FastifyInstance, services: LocalRulesServices): void {
  const { clock, library } = services;
  const settingOf = ({ tx, school, person }: InSchool): Setting => ({
    tx,
    organisationId: school.organisation_id,
    personId: person.id,
    at: clock.now(),
  });

  /** What of the rules does nothing under the edition that the school uses. */
  async function lookAgainIn({ tx, school }: InSchool) {
    const record = await readRecord(tx, school.id, clock.today());
    return editionFor(library, record).local?.lookAgain ?? [];
  }

  app.get('/schools/:key/local-rules', (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const sets = await listSets(context.tx, context.school.organisation_id);
      const around = surroundings(services, context);
      const body = setsBody(around, sets, await lookAgainIn(context));
      return showSchoolPage(reply, context, pageOf(request, context, 'Rules of your trust or authority', body));
    }),
  );

  app.get('/schools/:key/local-rules/new', (request, reply) =>
    inSchool(services, request, toSet, async (context) => {
      const around = surroundings(services, context);
      const content = { typed: {}, phases: [], errors: [], version: null };
      const body = setFormBody(around, { ...NEW, action: `${around.base}/new`, ...content });
      return showSchoolPage(reply, context, pageOf(request, context, NEW.title, body));
    }),
  );

  app.post('/schools/:key/local-rules/new', (request, reply) =>
    inSchool(services, request, toSet, async (context) => {
      const around = surroundings(services, context);
      const { given, typed, errors } = readSetForm(bodyOf(request.body));
      if (errors.length > 0) {
        const content = { typed, phases: given.phases, errors, version: null };
        const body = setFormBody(around, { ...NEW, action: `${around.base}/new`, ...content });
        return showSchoolPage(reply, context, { ...pageOf(request, context, NEW.title, body), errors });
      }
      const sets = await listSets(context.tx, context.school.organisation_id);
      const id = idFor(given.name, new Set(sets.map(({ set }) => set.id)));
      await addSet(settingOf(context), { id, ...given, asAt: clock.today(), rules: [] });
      return reply.seeOther(`${around.base}/${id}?done=started`);
    }),
  );

  app.get('/schools/:key/local-rules/:set', (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const stored = await storedIn(context, request.params);
      const changes = await listSetChanges(context.tx, context.school.organisation_id, stored.set.id);
      const lookAgain = (await lookAgainIn(context)).filter(({ setId }) => setId === stored.set.id);
      const body = setBody(surroundings(services, context), stored, lookAgain, changes);
      return showSchoolPage(reply, context, pageOf(request, context, stored.set.name, body));
    }),
  );

  app.get('/schools/:key/local-rules/:set/rules.json', (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const { set } = await storedIn(context, request.params);
      reply.type('application/json; charset=utf-8');
      reply.header('content-disposition', `attachment; filename="${set.id}.json"`);
      return `${JSON.stringify(set, null, 2)}\n`;
    }),
  );

  app.get('/schools/:key/local-rules/:set/change', (request, reply) =>
    inSchool(services, request, toSet, async (context) => {
      const { set, version } = await storedIn(context, request.params);
      const typed = { by: set.by, name: set.name, url: set.url ?? '' };
      const body = changeForm(context, { set, version }, { typed, phases: set.phases, errors: [] });
      return showSchoolPage(reply, context, pageOf(request, context, CHANGE, body));
    }),
  );

  app.post('/schools/:key/local-rules/:set/change', (request, reply) =>
    inSchool(services, request, toSet, async (context) => {
      const stored = await storedIn(context, request.params, true);
      const { given, typed, errors } = readSetForm(bodyOf(request.body));
      const isStale = versionIn(request.body) !== stored.version;
      if (errors.length > 0 || isStale) {
        const all = isStale ? [{ field: 'name', message: STALE }] : errors;
        const body = changeForm(context, stored, { typed, phases: given.phases, errors: all });
        const shown = { ...pageOf(request, context, CHANGE, body), errors: all };
        return showSchoolPage(reply, context, { ...shown, ...(isStale && { status: 409 }) });
      }
      await changeSet(settingOf(context), stored, { ...stored.set, ...given, asAt: clock.today() });
      return reply.seeOther(`${addressOf(context, stored)}?done=saved`);
    }),
  );

  for (const [step, isWithdrawn, done] of [
    ['withdraw', true, 'withdrawn'],
    ['take-up', false, 'taken-up'],
  ] as const) {
    app.post(`/schools/:key/local-rules/:set/${step}`, (request, reply) =>
      inSchool(services, request, toSet, async (context) => {
        const stored = await storedIn(context, request.params, true);
        const isSo = (stored.withdrawnAt !== null) === isWithdrawn;
        if (!isSo && versionIn(request.body) !== stored.version)
          return reply.seeOther(`${addressOf(context, stored)}?done=overtaken`);
        if (!isSo) await changeSet(settingOf(context), stored, stored.set, isWithdrawn ? clock.now() : null);
        return reply.seeOther(`${addressOf(context, stored)}?done=${done}`);
      }),
    );
  }

  function changeForm(
    context: InSchool,
    { set, version }: Pick<StoredSet, 'set' | 'version'>,
    content: Pick<Parameters<typeof setFormBody>[1], 'typed' | 'phases' | 'errors'>,
  ) {
    const around = surroundings(services, context);
    const action = `${around.base}/${encodeURIComponent(set.id)}/change`;
    return setFormBody(around, { title: CHANGE, button: 'Save', action, version, ...content });
  }
}

const NEW = { title: 'Start a set of rules', button: 'Start it' };
const CHANGE = 'Change the set of rules';

function bodyOf(body: unknown): Record<string, unknown> {
  return (body ?? {}) as Record<string, unknown>;
}

function addressOf(context: InSchool, { set }: StoredSet): string {
  return `${baseOf(context)}/local-rules/${encodeURIComponent(set.id)}`;
}
