/** Routes of signing off. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { editionFor } from '../../library/index.ts';
import {
  baseOf,
  flashOf,
  inSchool,
  mayDo,
  NotFoundError,
  scopeOf,
  showSchoolPage,
  type InSchool,
} from '../../platform/web/index.ts';
import type { Flash } from '../../ui/layout.ts';
import { readRecord } from '../schools/index.ts';
import type { AskingServices } from './asking.services.ts';
import { signOff, takeBackSignOff, type Signing } from './sign-off.commands.ts';
import { listSignOffs } from './sign-off.queries.ts';
import { answersNow, digestOf, signOffLines } from './sign-off.rules.ts';
import { signOffBody } from './sign-off.view.ts';

const doneWords = { signed: 'Signed off', 'taken-back': 'The signature is taken back' };

export function signOffRoutes(app: FastifyInstance, services: AskingServices): void {
  const { clock, library } = services;
  const address = '/schools/:key/sign-off';

  app.get(address, (request, reply) =>
    inSchool(services, request, 'read', (context) =>
      showSignOff(reply, context, { flash: flashOf(request, doneWords) }),
    ),
  );

  app.post(address, (request, reply) =>
    inSchool(services, request, 'administer', async (context) => {
      const { category: categoryId, seen } = (request.body ?? {}) as { category?: unknown; seen?: unknown };
      const { edition, answers } = await readAnswers(context);
      const category = categoryId === undefined ? null : edition.categories.find(({ id }) => id === categoryId);
      if (category === undefined) throw new NotFoundError();
      const questions = edition.questions.filter((one) => category === null || one.categoryId === category.id);
      const now = answersNow(questions, answers);
      if (digestOf(now) !== seen) return showSignOff(reply, context, { isStale: true, status: 409 });
      await signOff(signingOf(context), { category, personName: context.person.name, answers: now });
      return reply.seeOther(`${baseOf(context)}/sign-off?done=signed`);
    }),
  );

  app.post(`${address}/:id/take-back`, (request, reply) =>
    inSchool(services, request, 'administer', async (context) => {
      const { id } = request.params as { id: string };
      const found = (await listSignOffs(context.tx, scopeOf(context))).find((one) => one.id === id);
      if (found === undefined) throw new NotFoundError();
      const { edition } = await readAnswers(context);
      const name = edition.categories.find((one) => one.id === found.categoryId)?.name;
      await takeBackSignOff(signingOf(context), found, name ?? found.categoryId ?? undefined);
      return reply.seeOther(`${baseOf(context)}/sign-off?done=taken-back`);
    }),
  );

  async function readAnswers(context: InSchool) {
    const record = await readRecord(context.tx, context.school.id, clock.today());
    return { edition: editionFor(library, record), answers: record.answers };
  }

  async function showSignOff(
    reply: FastifyReply,
    context: InSchool,
    shown: { flash?: Flash | undefined; isStale?: boolean; status?: number },
  ): Promise<string> {
    const { edition, answers } = await readAnswers(context);
    const base = baseOf(context);
    const body = signOffBody({
      base,
      csrf: context.csrf,
      maySign: mayDo(context.role, 'administer'),
      lines: signOffLines(edition, answers, await listSignOffs(context.tx, scopeOf(context))),
      seenAll: digestOf(answersNow(edition.questions, answers)),
      isStale: shown.isStale ?? false,
    });
    return showSchoolPage(reply, context, {
      title: 'Sign off',
      section: 'standards',
      breadcrumbs: [
        { text: 'Standards', href: `${base}/standards` },
        { text: 'Answer together', href: `${base}/asking` },
      ],
      body,
      flash: shown.flash,
      status: shown.status ?? 200,
    });
  }

  function signingOf(context: InSchool): Signing {
    const { tx, person } = context;
    return { tx, scope: scopeOf(context), personId: person.id, now: clock.now(), today: clock.today() };
  }
}
