/** Routes of one recorded item: writing it down, changing it, finishing it with the facts that follow, undoing that. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { editionFor } from '../../library/index.ts';
import { midPence } from '../../domain/money.ts';
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
import type { Library } from '../../library/index.ts';
import { fieldTexts, type FieldError } from '../../ui/forms/index.ts';
import type { Html } from '../../ui/html.ts';
import { listItemChanges, selectItem, textQuery } from '../registers/index.ts';
import { readRecord } from '../schools/index.ts';
import { selectAnswer } from '../standards/index.ts';
import { actualFormBody, finishBody, finishedBody } from './actual.view.ts';
import {
  changeActual,
  finishActual,
  recordActual,
  removeActual,
  restoreActual,
  undoFinish,
} from './actuals.commands.ts';
import { actualFields, finishFields } from './actuals.fields.ts';
import { agreedItemOf, isNeeded, offeredFor, resultsFor } from './actuals.page.ts';
import { listAgreements, selectActual, type StoredActual } from './actuals.queries.ts';
import { parseActual, parseFinish } from './actuals.rules.ts';
import type { AgreedItem } from './agreement.rules.ts';
import { factTexts, followingDay, readFacts, registerOf } from './facts.form.ts';
import { offeredFacts, type OfferedFact } from './facts.rules.ts';

interface Services extends WebServices {
  library: Library;
}

export function actualRoutes(app: FastifyInstance, services: Services): void {
  const { clock, library } = services;
  const list = '/schools/:key/actuals';
  const item = `${list}/:id`;

  app.get(`${list}/new`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const planned = await plannedIn(context, textQuery(request)['need']);
      const texts = fieldTexts(actualFields(planned === null), {
        state: 'ordered',
        orderedOn: clock.today(),
        ...(planned !== null && (await asPlanned(context, planned))),
      });
      return showForm(reply, context, { planned, texts });
    }),
  );

  app.post(`${list}/new`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const { need } = (request.body ?? {}) as Record<string, unknown>;
      const planned = await plannedIn(context, typeof need === 'string' ? need : undefined);
      const { content, typed, errors } = parseActual(request.body, planned === null, clock.today());
      if (content === null) return showForm(reply, context, { planned, texts: typed, errors, status: 422 });
      const about = planned ?? { needId: null, optionId: null, needName: content.name ?? '' };
      const { needId, optionId, needName: name } = about;
      const result = await recordActual(acting(context), { needId, optionId, name }, content);
      if (result.outcome !== 'done') {
        const taken = [
          { field: 'state', message: 'Something is on its way for this already. Open that, and change it there' },
        ];
        return showForm(reply, context, { planned, texts: typed, errors: taken, status: 409 });
      }
      return reply.seeOther(`${baseOf(context)}/actuals?done=saved`);
    }),
  );

  app.get(item, (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      const actual = await actualIn(request, context);
      return actual.state === 'finished'
        ? showFinished(request, reply, context, actual)
        : showActual(request, reply, context, actual);
    }),
  );

  app.post(item, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const actual = await actualIn(request, context);
      const { content, typed, errors, version } = parseActual(request.body, actual.needId === null, clock.today());
      if (content === null)
        return showActual(request, reply, context, actual, { texts: typed, errors, version, status: 422 });
      const result = await changeActual(acting(context), actual.id, version, content);
      if (result.outcome === 'gone') throw new NotFoundError();
      if (result.outcome === 'stale') {
        return showActual(request, reply, context, result.latest, { texts: typed, isStale: true, status: 409 });
      }
      return reply.seeOther(`${baseOf(context)}/actuals?done=saved`);
    }),
  );

  app.get(`${item}/finish`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const actual = await underWayIn(request, context);
      const facts = await factsFor(context, actual);
      const texts = {
        ...fieldTexts(finishFields, { ...actual, finishedOn: clock.today() }),
        ...factTexts(facts, await versionsOf(context, facts), actual.reference !== null),
      };
      return showFinish(reply, context, actual, { facts, texts });
    }),
  );

  app.post(`${item}/finish`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const actual = await underWayIn(request, context);
      const sent = (request.body ?? {}) as Record<string, unknown>;
      const facts = await factsFor(context, actual);
      const asked = parseFinish(sent, actual, clock.today());
      const { chosen, typed, errors } = readFacts(facts, sent);
      const texts = { ...asked.typed, ...typed };
      const all = [...asked.errors, ...errors];
      if (asked.finish === null || all.length > 0) {
        return showFinish(reply, context, actual, { facts, texts, errors: all, version: asked.version, status: 422 });
      }
      const facing = await factsFor(context, actual, asked.finish.finishedOn);
      const meant = followingDay(chosen, facts, facing);
      const result = await finishActual(await writing(context), actual.id, asked.version, asked.finish, meant);
      if (result.outcome === 'gone') throw new NotFoundError();
      if (result.outcome !== 'done') {
        const stale = result.outcome === 'stale' ? [actual.name] : result.names;
        const fresh = await versionsOf(context, facts);
        const versions = Object.fromEntries([...fresh].map(([id, version]) => [`${id}--version`, String(version)]));
        return showFinish(reply, context, actual, { facts, texts: { ...texts, ...versions }, stale, status: 409 });
      }
      return reply.seeOther(`${baseOf(context)}/actuals/${actual.id}?done=finished`);
    }),
  );

  app.post(`${item}/undo`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const actual = await actualIn(request, context);
      const version = Number(((request.body ?? {}) as Record<string, unknown>)['version']);
      const result = await undoFinish(await writing(context), actual.id, version);
      if (result.outcome === 'gone') throw new NotFoundError();
      if (result.outcome === 'stale') return showFinished(request, reply, context, result.latest, 409);
      const kept = result.kept.length === 0 ? 'undone' : 'undone-but';
      return reply.seeOther(`${baseOf(context)}/actuals/${actual.id}?done=${kept}`);
    }),
  );

  app.post(`${item}/remove`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const actual = await actualIn(request, context);
      const version = Number(((request.body ?? {}) as Record<string, unknown>)['version']);
      const result = await removeActual(acting(context), actual.id, version);
      if (result.outcome === 'gone') throw new NotFoundError();
      if (result.outcome === 'stale')
        return showActual(request, reply, context, result.latest, { isStale: true, status: 409 });
      return reply.seeOther(`${baseOf(context)}/actuals?removed=${actual.id}`);
    }),
  );

  app.post(`${item}/restore`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const { id } = request.params as { id: string };
      const result = await restoreActual(acting(context), id.replaceAll('\0', ''));
      if (result.outcome !== 'done') throw new NotFoundError();
      return reply.seeOther(`${baseOf(context)}/actuals?done=saved`);
    }),
  );

  interface Shown {
    texts?: Record<string, string>;
    errors?: readonly FieldError[];
    version?: number;
    isStale?: boolean;
    status?: number;
  }

  async function showActual(
    request: FastifyRequest,
    reply: FastifyReply,
    context: InSchool,
    actual: StoredActual,
    shown: Shown = {},
  ): Promise<string> {
    const planned = agreedItemOf(await listAgreements(context.tx, scopeOf(context)), actual.needId);
    const texts = shown.texts ?? fieldTexts(actualFields(actual.needId === null), { ...actual });
    const done = {
      undone: 'It counts as started again, and what was written with it is taken back',
      'undone-but': 'It counts as started again. What somebody changed since stays as it is',
    };
    const flash = flashOf(request, done);
    return showForm(reply, context, { planned, actual, flash, ...shown, texts });
  }

  async function showForm(
    reply: FastifyReply,
    context: InSchool,
    shown: Shown & {
      planned: AgreedItem | null;
      actual?: StoredActual;
      texts: Record<string, string>;
      flash?: { text: string } | undefined;
    },
  ): Promise<string> {
    const { planned, actual = null, texts, errors = [], isStale = false, status = 200 } = shown;
    const name = actual?.name ?? planned?.needName ?? 'Bought outside the plan';
    const changes =
      actual === null ? [] : await listItemChanges(context.tx, scopeOf(context), 'plan_actual', actual.id);
    const body = actualFormBody({
      base: baseOf(context),
      csrf: context.csrf,
      mayEdit: mayDo(context.role, 'edit'),
      actual,
      name,
      planned,
      needId: actual === null ? (planned?.needId ?? null) : null,
      isOutside: actual === null ? planned === null : actual.needId === null,
      texts,
      errors,
      version: shown.version ?? actual?.version ?? 0,
      isStale,
      changes,
    });
    return page(reply, context, { title: name, body, errors: [...errors], flash: shown.flash, status });
  }

  function showFinish(
    reply: FastifyReply,
    context: InSchool,
    actual: StoredActual,
    shown: Shown & { facts: readonly OfferedFact[]; texts: Record<string, string>; stale?: readonly string[] },
  ): string {
    const { facts, texts, errors = [], stale = [], status = 200 } = shown;
    const body = finishBody({
      base: baseOf(context),
      csrf: context.csrf,
      actual,
      facts,
      texts,
      errors,
      version: shown.version ?? actual.version,
      stale,
    });
    return page(reply, context, { title: `${actual.name}: it is finished`, body, errors: [...errors], status });
  }

  async function showFinished(
    request: FastifyRequest,
    reply: FastifyReply,
    context: InSchool,
    actual: StoredActual,
    status = 200,
  ): Promise<string> {
    const { tx } = context;
    const today = clock.today();
    const record = await readRecord(tx, context.school.id, today);
    const edition = editionFor(library, record);
    const body = finishedBody({
      base: baseOf(context),
      csrf: context.csrf,
      mayEdit: mayDo(context.role, 'edit'),
      actual,
      planned: agreedItemOf(await listAgreements(tx, scopeOf(context)), actual.needId),
      results: resultsFor(record, library, edition, actual.optionId, today),
      isStillNeeded: isNeeded(record, library, edition, actual.needId),
      changes: await listItemChanges(tx, scopeOf(context), 'plan_actual', actual.id),
    });
    const flash = flashOf(request, { finished: 'Written down: it is finished' });
    return page(reply, context, { title: actual.name, body, flash, status });
  }

  interface Page {
    title: string;
    body: Html;
    errors?: FieldError[];
    flash?: { text: string } | undefined;
    status?: number;
  }

  function page(reply: FastifyReply, context: InSchool, content: Page): string {
    const base = baseOf(context);
    const breadcrumbs = [
      { text: 'Plan', href: `${base}/plan` },
      { text: 'Plan and actual', href: `${base}/actuals` },
    ];
    return showSchoolPage(reply, context, { section: 'plan', breadcrumbs, ...content });
  }

  /** @throws {NotFoundError} where a need is named that the latest agreed plan has nothing for. Null where none is named. */
  async function plannedIn(context: InSchool, needId: string | undefined): Promise<AgreedItem | null> {
    if (needId === undefined || needId === '') return null;
    const planned = agreedItemOf(await listAgreements(context.tx, scopeOf(context)), needId);
    if (planned === null) throw new NotFoundError();
    return planned;
  }

  /** What was agreed, to begin with; a price only where it was a quote, so that nobody takes a guess for one. */
  async function asPlanned(context: InSchool, planned: AgreedItem) {
    const record = await readRecord(context.tx, context.school.id, clock.today());
    const offered = offeredFor(record, library, editionFor(library, record), planned);
    const once = planned.oneOffCapitalPence + planned.oneOffRevenuePence;
    const quote = record.quotes.find(({ optionId }) => optionId === planned.optionId);
    const isQuoted = offered?.isQuoted ?? false;
    return {
      startsOn: planned.startsOn,
      expectedOn: planned.inPlaceOn,
      oneOffPot: planned.oneOffCapitalPence > 0 ? 'capital' : 'revenue',
      quantity: planned.quantity,
      supplier: quote?.supplier ?? null,
      ...(isQuoted && once > 0 && { oneOffPence: once }),
      ...(isQuoted &&
        offered !== null &&
        midPence(offered.price.yearly) > 0 && { yearlyPence: midPence(offered.price.yearly) }),
    };
  }

  /** The facts that follow from an item's finish, by the record of today. */
  async function factsFor(context: InSchool, actual: StoredActual, finishedOn = clock.today()): Promise<OfferedFact[]> {
    const today = clock.today();
    const record = await readRecord(context.tx, context.school.id, today);
    const edition = editionFor(library, record);
    const offered = offeredFor(record, library, edition, actual);
    return offeredFacts({ record, edition, offered, actual, finishedOn });
  }

  async function versionsOf({ tx, ...context }: InSchool, facts: readonly OfferedFact[]): Promise<Map<string, number>> {
    const scope = scopeOf(context);
    const versions = new Map<string, number>();
    for (const fact of facts) {
      const found =
        fact.kind === 'answer'
          ? await selectAnswer(tx, scope, fact.questionId)
          : fact.itemId === null
            ? null
            : await selectItem(tx, scope, registerOf(fact.register), fact.itemId);
      versions.set(fact.id, found?.version ?? 0);
    }
    return versions;
  }

  async function writing(context: InSchool) {
    const record = await readRecord(context.tx, context.school.id, clock.today());
    const edition = editionFor(library, record);
    return { ...acting(context), edition, today: clock.today(), personName: context.person.name };
  }

  function acting(context: InSchool) {
    return { tx: context.tx, scope: scopeOf(context), personId: context.person.id, now: clock.now() };
  }
}

async function actualIn(request: FastifyRequest, context: InSchool): Promise<StoredActual> {
  const { id } = request.params as { id: string };
  const actual = await selectActual(context.tx, scopeOf(context), id.replaceAll('\0', ''));
  if (actual === null) throw new NotFoundError();
  return actual;
}

/** @throws {NotFoundError} where it is neither ordered nor started. */
async function underWayIn(request: FastifyRequest, context: InSchool): Promise<StoredActual> {
  const actual = await actualIn(request, context);
  if (actual.state !== 'ordered' && actual.state !== 'started') throw new NotFoundError();
  return actual;
}
