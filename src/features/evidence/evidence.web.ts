/** Routes of evidence: the school's list, adding, changing, removing and putting back. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { editionFor, type Edition, type Library } from '../../library/index.ts';
import {
  baseOf,
  inSchool,
  isUploadedFile,
  mayDo,
  NotFoundError,
  scopeOf,
  showSchoolPage,
  type InSchool,
  type WebServices,
} from '../../platform/web/index.ts';
import { fieldTexts, type FieldError } from '../../ui/forms/index.ts';
import type { Flash } from '../../ui/layout.ts';
import { listItemChanges, textQuery } from '../registers/index.ts';
import { readRecord } from '../schools/index.ts';
import {
  addEvidence,
  changeEvidence,
  removeEvidence,
  restoreEvidence,
  type ActingOnEvidence,
  type NewFile,
} from './evidence.commands.ts';
import { evidenceFields } from './evidence.fields.ts';
import { listEvidence, selectEvidence, type StoredEvidence } from './evidence.queries.ts';
import {
  aboutOf,
  isSubject,
  lapsesUntil,
  parseEvidence,
  placeOf,
  requirementsOf,
  warnedUntil,
  type EvidenceSubject,
} from './evidence.rules.ts';
import { evidenceFormBody, evidenceListBody, evidenceRemovedDetail } from './evidence.view.ts';

export interface EvidenceServices extends WebServices {
  library: Library;
}

export function evidenceRoutes(app: FastifyInstance, services: EvidenceServices): void {
  const { clock, library } = services;
  const list = '/schools/:key/evidence';
  const item = `${list}/:id`;

  app.get(list, (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      const today = clock.today();
      const record = await readRecord(context.tx, context.school.id, today);
      const edition = editionFor(library, record);
      const evidence = await listEvidence(context.tx, scopeOf(context));
      const body = evidenceListBody({
        base: baseOf(context),
        mayEdit: mayDo(context.role, 'edit'),
        today,
        evidence: evidence.map((one) => ({ ...one, about: aboutOf(edition, one) })),
        lapses: lapsesUntil(record, edition, today, warnedUntil(today)),
      });
      return showSchoolPage(reply, context, {
        section: 'standards',
        title: 'Evidence',
        body,
        breadcrumbs: [standardsCrumb(context)],
        flash: flashOf(context, textQuery(request)),
      });
    }),
  );

  app.get(`${list}/new`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const query = textQuery(request);
      const edition = await judgingEdition(context);
      const subject = subjectOf(query, edition);
      const texts = fieldTexts(evidenceFields, { effectiveOn: clock.today() });
      return showForm(reply, context, { edition, subject, texts, from: placeOf(query['from']) });
    }),
  );

  app.post(`${list}/new`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const sent = textsIn(request);
      const edition = await judgingEdition(context);
      const subject = subjectOf(sent, edition);
      const file = fileIn(request);
      const from = placeOf(sent['from']);
      const { content, typed, errors } = parseEvidence(request.body, file !== null);
      if (content === null)
        return showForm(reply, context, { edition, subject, texts: typed, errors, from, status: 422 });
      const result = await addEvidence(acting(context), subject, content, file);
      if (result.outcome === 'mend') {
        const mend = [{ field: 'file', message: result.mend }];
        return showForm(reply, context, { edition, subject, texts: typed, errors: mend, from, status: 422 });
      }
      return reply.seeOther(backTo(context, from, 'done=evidence'));
    }),
  );

  app.get(item, (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      const evidence = await evidenceIn(request, context);
      const edition = await judgingEdition(context);
      const texts = fieldTexts(evidenceFields, { ...evidence });
      const from = placeOf(textQuery(request)['from']);
      return showForm(reply, context, { edition, evidence, subject: evidence, texts, from });
    }),
  );

  app.post(item, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const evidence = await evidenceIn(request, context);
      const edition = await judgingEdition(context);
      const file = fileIn(request);
      const from = placeOf(textsIn(request)['from']);
      const { content, typed, errors, version } = parseEvidence(request.body, file !== null || evidence.file !== null);
      const shown = { edition, evidence, subject: evidence, texts: typed, from };
      if (content === null) return showForm(reply, context, { ...shown, errors, version, status: 422 });
      const result = await changeEvidence(acting(context), evidence.id, version, content, file);
      if (result.outcome === 'gone') throw new NotFoundError();
      if (result.outcome === 'stale') {
        return showForm(reply, context, { ...shown, evidence: result.latest, isStale: true, status: 409 });
      }
      if (result.outcome === 'mend') {
        const mend = [{ field: 'file', message: result.mend }];
        return showForm(reply, context, { ...shown, errors: mend, version, status: 422 });
      }
      return reply.seeOther(backTo(context, from, 'done=evidence'));
    }),
  );

  app.post(`${item}/remove`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const evidence = await evidenceIn(request, context);
      const sent = textsIn(request);
      const from = placeOf(sent['from']);
      const result = await removeEvidence(acting(context), evidence.id, Number(sent['version']));
      if (result.outcome === 'stale') {
        const texts = fieldTexts(evidenceFields, { ...result.latest });
        const edition = await judgingEdition(context);
        const shown = { edition, evidence: result.latest, subject: evidence, texts, from };
        return showForm(reply, context, { ...shown, isStale: true, status: 409 });
      }
      const query = new URLSearchParams({ removed: evidence.id, ...(from !== '' && { from }) });
      return reply.seeOther(`${baseOf(context)}/evidence?${query.toString()}`);
    }),
  );

  app.post(`${item}/restore`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const { id } = request.params as { id: string };
      const result = await restoreEvidence(acting(context), id);
      if (result.outcome !== 'done') throw new NotFoundError();
      return reply.seeOther(backTo(context, placeOf(textsIn(request)['from']), 'done=evidence'));
    }),
  );

  interface Showing {
    edition: Edition;
    evidence?: StoredEvidence;
    subject: EvidenceSubject;
    texts: Record<string, string>;
    errors?: readonly FieldError[];
    /** The version that the form was opened with, where it is to be kept. */
    version?: number;
    from: string;
    isStale?: boolean;
    status?: number;
  }

  async function showForm(reply: FastifyReply, context: InSchool, showing: Showing): Promise<string> {
    const { edition, evidence = null, subject, texts, errors = [], from, isStale = false, status = 200 } = showing;
    const scope = scopeOf(context);
    const body = evidenceFormBody({
      base: baseOf(context),
      csrf: context.csrf,
      mayEdit: mayDo(context.role, 'edit'),
      evidence,
      subject: { questionId: subject.questionId, requirementId: subject.requirementId },
      about: aboutOf(edition, subject),
      requirements: requirementsOf(edition, subject),
      texts,
      errors,
      version: showing.version ?? evidence?.version ?? 0,
      from,
      changes: evidence === null ? [] : await listItemChanges(context.tx, scope, 'evidence', evidence.id),
      isStale,
    });
    return showSchoolPage(reply, context, {
      section: 'standards',
      title: evidence === null ? 'Add evidence' : evidence.title,
      body,
      breadcrumbs: [standardsCrumb(context), { text: 'Evidence', href: `${baseOf(context)}/evidence` }],
      errors,
      status,
    });
  }

  async function judgingEdition(context: InSchool): Promise<Edition> {
    const record = await readRecord(context.tx, context.school.id, clock.today());
    return editionFor(library, record);
  }

  function acting(context: InSchool): ActingOnEvidence {
    return { tx: context.tx, scope: scopeOf(context), personId: context.person.id, now: clock.now() };
  }
}

async function evidenceIn(request: FastifyRequest, context: InSchool): Promise<StoredEvidence> {
  const { id } = request.params as { id: string };
  const evidence = await selectEvidence(context.tx, scopeOf(context), id);
  if (evidence === null) throw new NotFoundError();
  return evidence;
}

function standardsCrumb(context: InSchool) {
  return { text: 'Standards', href: `${baseOf(context)}/standards` };
}

function backTo(context: InSchool, from: string, query: string): string {
  return from === '' ? `${baseOf(context)}/evidence?${query}` : `${baseOf(context)}/${from}?${query}`;
}

function flashOf(context: InSchool, query: Readonly<Record<string, string>>): Flash | undefined {
  if (query['done'] === 'evidence') return { text: 'Evidence saved' };
  const removed = query['removed'];
  if (removed === undefined) return undefined;
  const detail = evidenceRemovedDetail(baseOf(context), context.csrf, removed, placeOf(query['from']));
  return { text: 'Evidence removed', detail };
}

/** @throws {NotFoundError} where the edition has no such question or requirement that evidence can be added to. */
function subjectOf(sent: Readonly<Record<string, string>>, edition: Edition): EvidenceSubject {
  const subject = { questionId: sent['question'] || null, requirementId: sent['requirement'] || null };
  if (!isSubject(edition, subject)) throw new NotFoundError();
  return subject;
}

/** The form's fields that hold text. */
function textsIn(request: FastifyRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries((request.body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}

/** The file that was chosen; null where none was. */
function fileIn(request: FastifyRequest): NewFile | null {
  const file: unknown = ((request.body ?? {}) as Record<string, unknown>)['file'];
  return isUploadedFile(file) && file.fileName !== '' ? file : null;
}
