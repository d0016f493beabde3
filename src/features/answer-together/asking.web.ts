/** Routes of the school's side of links: the list, making one, reviewing what was sent. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addDays, formatDate, type PlainDate } from '../../domain/dates.ts';
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
import { parseFields, type FieldError } from '../../ui/forms/index.ts';
import type { Html } from '../../ui/html.ts';
import type { Flash } from '../../ui/layout.ts';
import { leadRole } from '../find-out/index.ts';
import { listItemChanges, textQuery } from '../registers/index.ts';
import { readRecord } from '../schools/index.ts';
import { listAnswers, outlookOf, standardLines } from '../standards/index.ts';
import { decide, makeRequest, stopRequest, type Asking, type Decision } from './asking.commands.ts';
import { listRequests, type StoredRequest } from './asking.queries.ts';
import type { AskingServices } from './asking.services.ts';
import {
  LONGEST_LINK_DAYS,
  MOST_LINKS,
  questionsByRole,
  reviewLines,
  usualExpiry,
  withProposals,
  type ReviewLine,
} from './asking.rules.ts';
import { askingBody, madeBody, newRequestBody, requestFields } from './asking.view.ts';
import { addressOf, anchorOf, reviewBody } from './review.view.ts';

/** Making links is no hurry, and each is a door. */
const FEW = { rateLimit: { max: 60, timeWindow: '10 minutes' } };

const doneWords = {
  accepted: 'Accepted. It is the answer now',
  declined: 'Declined. The answer stays as it is',
  stopped: 'The link no longer works',
};

export function askingRoutes(app: FastifyInstance, services: AskingServices): void {
  const { clock, library } = services;

  app.get('/schools/:key/asking', (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      const requests = await listRequests(context.tx, scopeOf(context));
      const body = askingBody({
        base: baseOf(context),
        today: clock.today(),
        mayEdit: mayDo(context.role, 'edit'),
        requests,
      });
      return show(reply, context, { title: 'Answer together', body, isList: true });
    }),
  );

  app.get('/schools/:key/asking/new', (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const query = textQuery(request);
      const texts = { personName: '', message: '', expiresOn: formatDate(usualExpiry(clock.today())) };
      return showNew(reply, context, { role: query['role'] ?? '', question: query['question'] ?? null, texts });
    }),
  );

  app.post('/schools/:key/asking', { config: FEW }, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const body = withoutNulls(request.body);
      const { values, typed, errors } = parseFields(requestFields, body);
      const outlook = await outlookFor(context);
      const ticked = new Set([body['question[]']].flat().map(String));
      const questions = outlook.edition.questions.filter(({ id }) => ticked.has(id));
      const expiresOn = values['expiresOn'] as PlainDate | null;
      const today = clock.today();
      const last = addDays(today, LONGEST_LINK_DAYS);
      if (expiresOn !== null && (expiresOn < today || expiresOn > last)) {
        errors.push({
          field: 'expiresOn',
          message: `The link must work until a day from today to ${formatDate(last)}`,
        });
      }
      if (questions.length === 0) errors.push({ field: 'questions', message: 'Tick at least one question' });
      const role = typeof body['role'] === 'string' ? body['role'] : '';
      if (errors.length > 0 || expiresOn === null) {
        return showNew(reply, context, { role, ticked, texts: typed, errors });
      }
      const personName = values['personName'] as string;
      const message = (values['message'] as string | null) ?? null;
      const { name: schoolName } = context.school;
      const made = await makeRequest(askingOf(context), { schoolName, personName, message, expiresOn, questions });
      if (made === null) {
        const tooMany = `${MOST_LINKS} links wait for answers already. Stop one that you no longer need`;
        return showNew(reply, context, {
          role,
          ticked,
          texts: typed,
          errors: [{ field: 'personName', message: tooMany }],
        });
      }
      const address = `${originOf(request)}/answer/${made.token}`;
      const shown = { base: baseOf(context), id: made.id, address, personName, schoolName, expiresOn };
      const markup = madeBody({ ...shown, count: questions.length });
      return show(reply, context, { title: `The link for ${personName}`, body: markup });
    }),
  );

  app.get('/schools/:key/asking/:id', (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      const { accepted } = textQuery(request);
      const flash = /^\d{1,3}$/.test(accepted ?? '')
        ? { text: accepted === '1' ? 'One answer is taken over' : `${accepted} answers are taken over` }
        : flashOf(request, doneWords);
      return showReview(reply, context, await requestIn(request, context), { flash });
    }),
  );

  app.post('/schools/:key/asking/:id/stop', (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const found = await requestIn(request, context);
      const address = addressOf(baseOf(context), found);
      if (found.sentAt !== null) {
        return showReview(reply, context, found, { notice: 'They have sent their answers already.', status: 409 });
      }
      await stopRequest(askingOf(context), found);
      return reply.seeOther(`${address}?done=stopped`);
    }),
  );

  app.post('/schools/:key/asking/:id/questions/:question', (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const found = await requestIn(request, context);
      const { question: questionId } = request.params as { question: string };
      const { decision } = withoutNulls(request.body);
      const seen = seenIn(request.body).get(questionId);
      const lines = await linesFor(context, found);
      const line = lines.find(({ item }) => item.questionId === questionId);
      if (line === undefined || (decision !== 'accepted' && decision !== 'declined')) throw new NotFoundError();
      const result = await decideOn(context, found, line, { ...(seen ?? NOTHING_SEEN), decision });
      if (result === 'gone') throw new NotFoundError();
      if (result === 'stale') {
        const notice = `Nothing was changed: somebody else decided on “${line.item.question.text}”, or its answer was changed, after you had opened this page. Look at it as it is now.`;
        return showReview(reply, context, await requestIn(request, context), { notice, status: 409 });
      }
      return reply.seeOther(`${addressOf(baseOf(context), found)}?done=${decision}#${anchorOf(questionId)}`);
    }),
  );

  app.post('/schools/:key/asking/:id/accept-all', (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const found = await requestIn(request, context);
      const seen = seenIn(request.body);
      let accepted = 0;
      for (const line of await linesFor(context, found)) {
        const versions = seen.get(line.item.questionId);
        // Only what was on the page as one of these, and is so still.
        if (versions === undefined || !line.isPlain) continue;
        if ((await decideOn(context, found, line, { ...versions, decision: 'accepted' })) === 'done') accepted += 1;
      }
      return reply.seeOther(`${addressOf(baseOf(context), found)}?accepted=${accepted}`);
    }),
  );

  async function decideOn(context: InSchool, found: StoredRequest, line: ReviewLine, decision: Decision) {
    const { edition } = await outlookFor(context);
    const { questionId } = line.item;
    const item = found.items.find((one) => one.questionId === questionId);
    if (item === undefined) throw new NotFoundError();
    const question = edition.questions.find(({ id }) => id === questionId) ?? null;
    return decide(askingOf(context), found, item, question, decision);
  }

  async function outlookFor(context: InSchool) {
    const today = clock.today();
    return outlookOf(await readRecord(context.tx, context.school.id, today), library, today);
  }

  async function linesFor(context: InSchool, found: StoredRequest): Promise<ReviewLine[]> {
    const today = clock.today();
    const now = await outlookFor(context);
    const { record, edition } = now;
    const given = { by: found.personName, on: found.sentOn ?? today };
    const open = found.items.filter(({ decision }) => decision === null);
    const then = outlookOf(withProposals(record, open, given), library, today);
    return reviewLines(found.items, {
      questions: edition.questions,
      answers: record.answers,
      now: requirementsOf(now),
      proposed: requirementsOf(then),
    });
  }

  async function requestIn(request: FastifyRequest, context: InSchool): Promise<StoredRequest> {
    const { id } = request.params as { id: string };
    const [found] = await listRequests(context.tx, scopeOf(context), id.replaceAll('\0', ''));
    if (found === undefined) throw new NotFoundError();
    return found;
  }

  async function showReview(
    reply: FastifyReply,
    context: InSchool,
    found: StoredRequest,
    shown: { notice?: string; flash?: Flash | undefined; status?: number },
  ): Promise<string> {
    const { notice = null, flash, status = 200 } = shown;
    const answers = await listAnswers(context.tx, scopeOf(context));
    const body = reviewBody({
      base: baseOf(context),
      csrf: context.csrf,
      today: clock.today(),
      mayEdit: mayDo(context.role, 'edit'),
      request: found,
      lines: await linesFor(context, found),
      answers: new Map(answers.map((answer) => [answer.questionId, answer])),
      changes: await listItemChanges(context.tx, scopeOf(context), 'answer_request', found.id),
      notice,
    });
    return show(reply, context, { title: `Questions for ${found.personName}`, body, flash, status });
  }

  async function showNew(
    reply: FastifyReply,
    context: InSchool,
    asked: {
      role: string;
      question?: string | null;
      ticked?: ReadonlySet<string>;
      texts: Record<string, string>;
      errors?: FieldError[];
    },
  ): Promise<string> {
    const { questions } = await outlookFor(context);
    const byRole = questionsByRole(questions);
    const roles = [...byRole.keys()];
    const wanted = questions.find(({ question }) => question.id === asked.question);
    const role = leadRole(wanted?.question.asks ?? asked.role);
    const [firstRole = ''] = roles;
    const shown = byRole.has(role) ? role : firstRole;
    const own = byRole.get(shown) ?? [];
    const usual =
      wanted === undefined ? own.filter(({ state }) => state !== 'known' && state !== 'not-asked') : [wanted];
    const body = newRequestBody({
      base: baseOf(context),
      csrf: context.csrf,
      roles,
      role: shown,
      own,
      others: questions.filter((state) => !own.includes(state)),
      ticked: asked.ticked ?? new Set(usual.map(({ question }) => question.id)),
      texts: asked.texts,
      errors: asked.errors ?? [],
    });
    return show(reply, context, { title: 'Ask someone else', body, errors: asked.errors ?? [] });
  }

  function askingOf(context: InSchool): Asking {
    const { tx, person } = context;
    return { tx, scope: scopeOf(context), personId: person.id, now: clock.now(), today: clock.today() };
  }

  function originOf(request: FastifyRequest): string {
    return services.config.publicUrl ?? `${request.protocol}://${request.host}`;
  }
}

const NOTHING_SEEN = { itemVersion: -1, answerVersion: -1 };

/** `question:version of the proposal:version of the answer`, once or many times. */
function seenIn(body: unknown): Map<string, { itemVersion: number; answerVersion: number }> {
  const { 'seen[]': seen } = (body ?? {}) as { 'seen[]'?: unknown };
  return new Map(
    [seen].flat().flatMap((one) => {
      const parts = /^([a-z0-9.-]{1,200}):(\d{1,9}):(\d{1,9})$/.exec(typeof one === 'string' ? one : '');
      const [, questionId = '', item = '', answer = ''] = parts ?? [];
      return parts === null ? [] : [[questionId, { itemVersion: Number(item), answerVersion: Number(answer) }]];
    }),
  );
}

function requirementsOf(outlook: Parameters<typeof standardLines>[0]) {
  return standardLines(outlook).flatMap(({ requirements }) => requirements);
}

function show(
  reply: FastifyReply,
  context: InSchool,
  content: {
    title: string;
    body: Html;
    errors?: readonly FieldError[];
    flash?: Flash | undefined;
    status?: number;
    isList?: boolean;
  },
): string {
  const base = baseOf(context);
  const { isList = false, ...rest } = content;
  const breadcrumbs = [
    { text: 'Standards', href: `${base}/standards` },
    { text: 'Questions', href: `${base}/questions` },
    ...(isList ? [] : [{ text: 'Answer together', href: `${base}/asking` }]),
  ];
  const status = rest.status ?? ((rest.errors?.length ?? 0) > 0 ? 422 : 200);
  return showSchoolPage(reply, context, { section: 'standards', breadcrumbs, ...rest, status });
}

/** The database's text holds every character but this one. */
function withoutNulls(body: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll('\0', '') : value,
    ]),
  );
}
