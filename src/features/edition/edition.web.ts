/** Routes of a school's edition: the page, and the move. */
import type { FastifyInstance } from 'fastify';
import { editionFor, type Edition, type Library } from '../../library/index.ts';
import {
  baseOf,
  flashOf,
  InputError,
  inSchool,
  scopeOf,
  showSchoolPage,
  type InSchool,
  type WebServices,
} from '../../platform/web/index.ts';
import { mayChange, permissionToChange, permissionToSee } from '../registers/index.ts';
import { addReport } from '../reports/index.ts';
import { readRecord } from '../schools/index.ts';
import { useEdition } from './edition.commands.ts';
import { listAnsweredSince, listStandingAnswers, selectLastMove } from './edition.queries.ts';
import { editionOutlook } from './edition.rules.ts';
import { editionBody } from './edition.view.ts';

export interface EditionServices extends WebServices {
  library: Library;
}

export function editionRoutes(app: FastifyInstance, services: EditionServices): void {
  const { library, clock } = services;

  app.get('/schools/:key/edition', (request, reply) =>
    inSchool(services, request, permissionToSee, async (context) => {
      const outlook = await outlookFor(context);
      const base = baseOf(context);
      return showSchoolPage(reply, context, {
        title: 'Edition of the standards',
        section: 'standards',
        breadcrumbs: [{ text: 'Standards', href: `${base}/standards` }],
        body: editionBody({ ...outlook, base, csrf: context.csrf, mayChange: mayChange(context.role) }),
        flash: flashOf(request, {
          moved: 'Your school is judged by the other edition now. All answers are kept',
          overtaken: 'Somebody else moved the school meanwhile. Nothing was changed: look at the page again',
        }),
      });
    }),
  );

  app.post('/schools/:key/edition', (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const { from, to } = (request.body ?? {}) as Record<string, unknown>;
      const known = library.editions.find(({ id }) => id === to);
      if (known === undefined || typeof from !== 'string') {
        throw new InputError('There is no such edition of the standards here. Go back and choose one from the page.');
      }
      // Where it is judged by that edition already, the form was sent twice or somebody else was quicker.
      if (context.school.edition !== known.id) {
        const by = { personId: context.person.id, at: clock.now() };
        const moved = await useEdition(context.tx, scopeOf(context), { from, to: known.id }, by);
        if (!moved) return reply.seeOther(`${baseOf(context)}/edition?done=overtaken`);
        await keepReportUnder(context, from);
      }
      return reply.seeOther(`${baseOf(context)}/edition?done=moved`);
    }),
  );

  /** What was said of the school under the edition that it leaves; nothing where the library no longer has that edition. */
  async function keepReportUnder(context: InSchool, edition: string): Promise<void> {
    if (!library.editions.some(({ id }) => id === edition)) return;
    const asked = {
      why: 'edition-moved',
      edition,
      personId: context.person.id,
      at: clock.now(),
      today: clock.today(),
    } as const;
    await addReport(context.tx, library, scopeOf(context), asked);
  }

  async function outlookFor(context: InSchool) {
    const scope = scopeOf(context);
    const answers = await listStandingAnswers(context.tx, scope);
    const move = await selectLastMove(context.tx, scope);
    const last = move && { move, answeredSince: await listAnsweredSince(context.tx, scope, move.changeId) };
    const record = await readRecord(context.tx, context.school.id, clock.today());
    const local = (edition: Edition) => editionFor(library, { ...record, edition: edition.id });
    return editionOutlook(library, context.school.edition, answers, last, local);
  }
}
