/** Routes of what is to be found out: the list, one task, and the letter that asks. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatDate } from '../../domain/dates.ts';
import { editionFor, type Edition, type Library } from '../../library/index.ts';
import {
  baseOf,
  flashOf,
  inSchool,
  mayDo,
  NotFoundError,
  scopeOf,
  showSchoolPage,
  type InSchool,
  type WebServices,
} from '../../platform/web/index.ts';
import { parseFields, type FieldError } from '../../ui/forms/index.ts';
import { selectSchoolCalendar } from '../contracts/index.ts';
import { readRecord } from '../schools/index.ts';
import { changeTask, type FindingOut } from './find-out.commands.ts';
import { findOutLetter } from './find-out-letter.rules.ts';
import { listTasks } from './find-out.queries.ts';
import {
  allTasks,
  dueOf,
  groupWith,
  taskGroups,
  type AskedTask,
  type FindOutTask,
  type TaskContent,
} from './find-out.rules.ts';
import { findOutBody, letterBody, taskBody, taskFields } from './find-out.view.ts';

export interface FindOutServices extends WebServices {
  library: Library;
}

const doneWords = {
  saved: 'Saved',
  dropped: 'Dropped. The answer stays “not sure”',
  reopened: 'It is to be found out again',
};

export function findOutRoutes(app: FastifyInstance, services: FindOutServices): void {
  const { clock, library } = services;
  const address = '/schools/:key/find-out/:question';

  app.get('/schools/:key/find-out', (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      const { tasks } = await readTasks(context);
      const body = findOutBody({
        base: baseOf(context),
        today: clock.today(),
        mayEdit: mayDo(context.role, 'edit'),
        groups: taskGroups(tasks),
        closed: tasks.filter(({ task }) => task.state !== 'open'),
      });
      return show(reply, context, { title: 'To find out', body, flash: flashOf(request, doneWords) });
    }),
  );

  app.get(`${address}/letter`, (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      const { tasks, edition } = await readTasks(context);
      const { question } = request.params as { question: string };
      const group = groupWith(taskGroups(tasks), question);
      if (group === null) throw new NotFoundError();
      const today = clock.today();
      const letter = findOutLetter(group, edition, context.school.name, today);
      const by = dueOf(group);
      return show(reply, context, { title: letter.subject, body: letterBody(letter, { by, isPast: by < today }) });
    }),
  );

  app.get(address, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const asked = await askedOf(request, context);
      return showTask(reply, context, asked, { texts: textsOf(asked.task) });
    }),
  );

  app.post(address, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const asked = await askedOf(request, context);
      const body = withoutNulls(request.body);
      const { values, typed, errors } = parseFields(taskFields, body);
      const email = (values['ownerEmail'] as string | null) ?? null;
      if (email !== null && !/^[^\s@]+@[^\s@]+$/.test(email)) {
        errors.push({
          field: 'ownerEmail',
          message: 'Enter an email address like name@example.com, or leave it empty',
        });
      }
      const version = versionIn(body);
      if (errors.length > 0) return showTask(reply, context, asked, { texts: typed, errors, version, status: 422 });
      const content: TaskContent = {
        ownerName: (values['ownerName'] as string | null) ?? null,
        ownerEmail: email,
        dueOn: values['dueOn'] as string,
        note: (values['note'] as string | null) ?? null,
      };
      return change(reply, context, asked, version, content, { done: 'saved', texts: typed });
    }),
  );

  app.post(`${address}/drop`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const asked = await askedOf(request, context);
      const version = versionIn(withoutNulls(request.body));
      return change(
        reply,
        context,
        asked,
        version,
        { state: 'dropped' },
        { done: 'dropped', texts: textsOf(asked.task) },
      );
    }),
  );

  app.post(`${address}/reopen`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const asked = await askedOf(request, context);
      const version = versionIn(withoutNulls(request.body));
      return change(
        reply,
        context,
        asked,
        version,
        { state: 'open' },
        { done: 'reopened', texts: textsOf(asked.task) },
      );
    }),
  );

  async function change(
    reply: FastifyReply,
    context: InSchool,
    asked: AskedTask,
    version: number,
    content: Parameters<typeof changeTask>[3],
    { done, texts }: { done: keyof typeof doneWords; texts: Record<string, string> },
  ): Promise<string> {
    const seen = { ...asked.task, version };
    const result = await changeTask(findingOf(context), asked.question, seen, content);
    if (result.outcome === 'stale') {
      const { latest } = result;
      const now = { ...asked, task: latest };
      return showTask(reply, context, now, { texts, version: latest.version, latest, status: 409 });
    }
    return reply.seeOther(`${baseOf(context)}/find-out?done=${done}`);
  }

  async function readTasks(context: InSchool): Promise<{ tasks: AskedTask[]; edition: Edition }> {
    const { tx } = context;
    const record = await readRecord(tx, context.school.id, clock.today());
    const edition = editionFor(library, record);
    const stored = await listTasks(tx, scopeOf(context));
    const calendar = await selectSchoolCalendar(tx, scopeOf(context));
    return { tasks: allTasks(stored, record.answers, edition, calendar), edition };
  }

  async function askedOf(request: FastifyRequest, context: InSchool): Promise<AskedTask> {
    const { question: id } = request.params as { question: string };
    const { tasks } = await readTasks(context);
    const asked = tasks.find(({ question }) => question.id === id);
    if (asked === undefined) throw new NotFoundError();
    return asked;
  }

  function findingOf(context: InSchool): FindingOut {
    const { tx, person } = context;
    return { tx, scope: scopeOf(context), personId: person.id, now: clock.now(), today: clock.today() };
  }
}

function showTask(
  reply: FastifyReply,
  context: InSchool,
  asked: AskedTask,
  shown: {
    texts: Record<string, string>;
    errors?: FieldError[];
    version?: number;
    latest?: FindOutTask;
    status?: number;
  },
): string {
  const { texts, errors = [], latest = null, version = asked.task.version, status = 200 } = shown;
  const base = baseOf(context);
  return showSchoolPage(reply, context, {
    title: asked.question.text,
    section: 'standards',
    breadcrumbs: [...crumbs(base), { text: 'To find out', href: `${base}/find-out` }],
    body: taskBody({ base, csrf: context.csrf, asked, version, texts, errors, latest }),
    errors,
    status,
  });
}

function show(
  reply: FastifyReply,
  context: InSchool,
  content: Pick<Parameters<typeof showSchoolPage>[2], 'title' | 'body' | 'flash'>,
): string {
  return showSchoolPage(reply, context, { section: 'standards', breadcrumbs: crumbs(baseOf(context)), ...content });
}

function crumbs(base: string) {
  return [
    { text: 'Standards', href: `${base}/standards` },
    { text: 'Questions', href: `${base}/questions` },
  ];
}

function textsOf(task: FindOutTask): Record<string, string> {
  const { ownerName, ownerEmail, dueOn, note } = task;
  return { ownerName: ownerName ?? '', ownerEmail: ownerEmail ?? '', dueOn: formatDate(dueOn), note: note ?? '' };
}

function versionIn(body: Readonly<Record<string, unknown>>): number {
  const version = Number(body['version']);
  return Number.isSafeInteger(version) ? version : -1;
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
