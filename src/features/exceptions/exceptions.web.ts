/** Routes of accepted gaps: the school's list, accepting one, changing that, taking it back and putting it back. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { editionFor, type Library } from '../../library/index.ts';
import { findNeeds, isDuty } from '../../needs/index.ts';
import {
  baseOf,
  inSchool,
  mayDo,
  NotFoundError,
  scopeOf,
  showSchoolPage,
  type InSchool,
  type WebServices,
} from '../../platform/web/index.ts';
import { fieldTexts, type FieldError } from '../../ui/forms/index.ts';
import { listItemChanges, textQuery } from '../registers/index.ts';
import { readRecord } from '../schools/index.ts';
import {
  acceptGap,
  changeException,
  removeException,
  restoreException,
  type ActingOnException,
} from './exceptions.commands.ts';
import { exceptionFields } from './exceptions.fields.ts';
import { listExceptions, selectException, selectExceptionAbout, type StoredException } from './exceptions.queries.ts';
import { parseException, placeToReturn, type ExceptionSubject } from './exceptions.rules.ts';
import { exceptionAddress, exceptionFormBody, exceptionListBody, exceptionRemovedDetail } from './exceptions.view.ts';

export interface ExceptionsServices extends WebServices {
  library: Library;
}

/** What a gap is about, as the pages name it. */
interface About extends ExceptionSubject {
  subject: string;
  aboutPath: string;
  isDuty: boolean;
}

export function exceptionsRoutes(app: FastifyInstance, services: ExceptionsServices): void {
  const { clock, library } = services;
  const list = '/schools/:key/exceptions';
  const item = `${list}/:id`;

  app.get(list, (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      const body = exceptionListBody({
        base: baseOf(context),
        mayEdit: mayDo(context.role, 'edit'),
        today: clock.today(),
        exceptions: await listExceptions(context.tx, scopeOf(context)),
      });
      const breadcrumbs = [{ text: 'Standards', href: `${baseOf(context)}/standards` }];
      const flash = flashFor(context, textQuery(request));
      return showSchoolPage(reply, context, {
        section: 'standards',
        title: 'Accepted for now',
        body,
        breadcrumbs,
        flash,
      });
    }),
  );

  app.get(`${list}/new`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const query = textQuery(request);
      const subject = subjectIn(query);
      const there = await selectExceptionAbout(context.tx, scopeOf(context), subject);
      if (there !== null) return reply.seeOther(exceptionAddress(baseOf(context), there.id));
      const about = await aboutOf(context, subject);
      const texts = fieldTexts(exceptionFields, { agreedOn: clock.today() });
      return showForm(reply, context, { about, texts, from: placeToReturn(query['from']) });
    }),
  );

  app.post(`${list}/new`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const sent = textsIn(request);
      const about = await aboutOf(context, subjectIn(sent));
      const from = placeToReturn(sent['from']);
      const { content, typed, errors } = parseException(request.body, clock.today(), about.isDuty);
      if (content === null) return showForm(reply, context, { about, texts: typed, errors, from, status: 422 });
      const { requirementId, needId, subject } = about;
      const result = await acceptGap(acting(context), { requirementId, needId, subject }, content);
      if (result.outcome === 'gone') throw new NotFoundError();
      if (result.outcome === 'stale') {
        const shown = { about, exception: result.latest, texts: typed, from, isStale: true, status: 409 };
        return showForm(reply, context, shown);
      }
      return reply.seeOther(backTo(context, from, 'accepted'));
    }),
  );

  app.get(item, (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      const exception = await exceptionIn(request, context);
      const about = await aboutOf(context, exception, exception);
      const texts = { ...fieldTexts(exceptionFields, { ...exception }), dutyKnown: 'yes' };
      return showForm(reply, context, { about, exception, texts, from: placeToReturn(textQuery(request)['from']) });
    }),
  );

  app.post(item, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const exception = await exceptionIn(request, context);
      const about = await aboutOf(context, exception, exception);
      const from = placeToReturn(textsIn(request)['from']);
      const { content, typed, errors, version } = parseException(request.body, clock.today(), about.isDuty);
      const shown = { about, exception, texts: typed, from };
      if (content === null) return showForm(reply, context, { ...shown, errors, version, status: 422 });
      const result = await changeException(acting(context), exception.id, version, content);
      if (result.outcome === 'gone') throw new NotFoundError();
      if (result.outcome === 'stale') {
        return showForm(reply, context, { ...shown, exception: result.latest, isStale: true, status: 409 });
      }
      return reply.seeOther(backTo(context, from, 'accepted'));
    }),
  );

  app.post(`${item}/remove`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const exception = await exceptionIn(request, context);
      const sent = textsIn(request);
      const from = placeToReturn(sent['from']);
      const result = await removeException(acting(context), exception.id, Number(sent['version']));
      if (result.outcome === 'stale') {
        const about = await aboutOf(context, exception, exception);
        const texts = { ...fieldTexts(exceptionFields, { ...result.latest }), dutyKnown: 'yes' };
        return showForm(reply, context, { about, exception: result.latest, texts, from, isStale: true, status: 409 });
      }
      const query = new URLSearchParams({ removed: exception.id, ...(from !== '' && { from }) });
      return reply.seeOther(`${baseOf(context)}/exceptions?${query.toString()}`);
    }),
  );

  app.post(`${item}/restore`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const { id } = request.params as { id: string };
      const result = await restoreException(acting(context), id);
      if (result.outcome === 'gone') throw new NotFoundError();
      return reply.seeOther(backTo(context, placeToReturn(textsIn(request)['from']), 'accepted'));
    }),
  );

  interface Showing {
    about: About;
    exception?: StoredException;
    texts: Record<string, string>;
    errors?: readonly FieldError[];
    /** The version that the form was opened with, where it is to be kept. */
    version?: number;
    from: string;
    isStale?: boolean;
    status?: number;
  }

  async function showForm(reply: FastifyReply, context: InSchool, showing: Showing): Promise<string> {
    const { about, exception = null, texts, errors = [], from, isStale = false, status = 200 } = showing;
    const { tx } = context;
    const body = exceptionFormBody({
      base: baseOf(context),
      csrf: context.csrf,
      mayEdit: mayDo(context.role, 'edit'),
      today: clock.today(),
      exception,
      subject: about,
      aboutPath: about.aboutPath,
      isDuty: about.isDuty,
      texts,
      errors,
      version: showing.version ?? exception?.version ?? 0,
      from,
      changes: exception === null ? [] : await listItemChanges(tx, scopeOf(context), 'accepted_gap', exception.id),
      isStale,
    });
    const breadcrumbs = [{ text: 'Accepted for now', href: `${baseOf(context)}/exceptions` }];
    const title = exception === null ? 'Accept a gap until a day' : 'A gap that you accept';
    return showSchoolPage(reply, context, {
      section: 'standards',
      title,
      body,
      breadcrumbs,
      errors: [...errors],
      status,
    });
  }

  /**
   * What a gap is about as the record has it today; where that is no longer asked for, as it was when it was accepted.
   * @throws {NotFoundError} where nothing of that name is asked for, and nothing was accepted.
   */
  async function aboutOf(
    context: InSchool,
    subject: ExceptionSubject,
    was: StoredException | null = null,
  ): Promise<About> {
    const { requirementId, needId } = subject;
    const record = await readRecord(context.tx, context.school.id, clock.today());
    const edition = editionFor(library, record);
    const requirement = edition.requirements.find(({ id }) => id === requirementId);
    if (requirement !== undefined) {
      const aboutPath = `/standards/${encodeURIComponent(requirement.standardId)}`;
      return { requirementId, needId, subject: requirement.text, aboutPath, isDuty: requirement.duty };
    }
    const need = needId === null ? undefined : findNeeds(record, library, edition).find(({ id }) => id === needId);
    if (need !== undefined) {
      const aboutPath = `/plan/${encodeURIComponent(need.id)}`;
      return { requirementId, needId, subject: `${need.name}.`, aboutPath, isDuty: isDuty(need) };
    }
    if (was === null) throw new NotFoundError();
    return {
      requirementId,
      needId,
      subject: was.subject,
      aboutPath: needId === null ? '/standards' : '/plan',
      isDuty: false,
    };
  }

  function acting(context: InSchool): ActingOnException {
    return { tx: context.tx, scope: scopeOf(context), personId: context.person.id, now: clock.now() };
  }
}

async function exceptionIn(request: FastifyRequest, context: InSchool): Promise<StoredException> {
  const { id } = request.params as { id: string };
  const exception = await selectException(context.tx, scopeOf(context), id.replaceAll('\0', ''));
  if (exception === null) throw new NotFoundError();
  return exception;
}

/** @throws {NotFoundError} where neither a requirement nor a need is named, or both. */
function subjectIn(sent: Readonly<Record<string, string>>): ExceptionSubject {
  const subject = { requirementId: sent['requirement'] || null, needId: sent['need'] || null };
  if ((subject.requirementId === null) === (subject.needId === null)) throw new NotFoundError();
  return subject;
}

function backTo(context: InSchool, from: string, done: string): string {
  return from === '' ? `${baseOf(context)}/exceptions?done=${done}` : `${baseOf(context)}/${from}?done=${done}`;
}

function flashFor(context: InSchool, query: Readonly<Record<string, string>>) {
  if (query['done'] === 'accepted') return { text: 'Saved' };
  const removed = query['removed'];
  if (removed === undefined) return undefined;
  const detail = exceptionRemovedDetail(baseOf(context), context.csrf, removed, placeToReturn(query['from']));
  return { text: 'No longer accepted', detail };
}

/** The form's fields that hold text. */
function textsIn(request: FastifyRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries((request.body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value.replaceAll('\0', '')]] : [],
    ),
  );
}
