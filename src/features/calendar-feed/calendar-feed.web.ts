/** Routes of calendar feeds: the page to make and stop addresses, and the address that a calendar program fetches. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hashOfToken, type Person } from '../../platform/sessions/index.ts';
import { inPerson, inSchool, NotAllowedError, NotFoundError, type WebServices } from '../../platform/web/index.ts';
import { parseFields, type FieldError } from '../../ui/forms/index.ts';
import { page, type Flash } from '../../ui/layout.ts';
import { permissionToSee } from '../registers/index.ts';
import { makeFeed, MOST_FEEDS, readFeed } from './calendar-feed.commands.ts';
import {
  listFeeds,
  listFeedSchools,
  revokeFeed,
  selectFeedByToken,
  touchFeed,
  type Feed,
  type FeedSchool,
} from './calendar-feed.queries.ts';
import { calendarFile, etagOf, isKnown } from './calendar-feed.rules.ts';
import { feedFields, feedsBody } from './calendar-feed.view.ts';

/** A school's people may all come from one address of the internet; each program asks a few times a day. */
const FETCHES = { rateLimit: { max: 120, timeWindow: '10 minutes' } };
const FEW = { rateLimit: { max: 60, timeWindow: '10 minutes' } };
/** How often a fetch is written down. */
const TOUCH_MS = 60_000;

interface Shown {
  person: Person;
  csrf: string;
  /** The school whose page it is; null on the person's own. */
  school: FeedSchool | null;
  schools: FeedSchool[];
}

export function calendarFeedRoutes(app: FastifyInstance, services: WebServices): void {
  const { db, clock } = services;

  app.get('/schools/:key/calendar-feed', async (request, reply) => {
    const { key } = request.params as { key: string };
    await inSchool(services, request, permissionToSee, async () => undefined);
    return show(request, reply, await shownFor(request, key), {});
  });

  app.get('/calendar-feed', async (request, reply) => show(request, reply, await shownFor(request, null), {}));

  app.post('/calendar-feed', { config: FEW }, async (request, reply) => {
    const shown = await shownFor(request, schoolIn(request));
    const { values, typed, errors } = parseFields(feedFields, (request.body ?? {}) as Record<string, unknown>);
    if (errors.length > 0) return show(request, reply, shown, { values: typed, errors });
    const label = (values['label'] as string | null)?.replaceAll('\0', '') || null;
    const feed = { personId: shown.person.id, scope: shown.school?.scope ?? null, label };
    const token = await db.asSystem((tx) => makeFeed(tx, feed, clock.now()));
    if (token === null) {
      const message = `You have ${MOST_FEEDS} addresses already. Stop one that you no longer use`;
      return show(request, reply, shown, { values: typed, errors: [{ field: 'label', message }] });
    }
    return show(request, reply, shown, { address: `${originOf(request)}/calendar/${token}.ics` });
  });

  app.post('/calendar-feed/:id/stop', { config: FEW }, async (request, reply) => {
    const { person, school } = await shownFor(request, schoolIn(request));
    const { id } = request.params as { id: string };
    const stopped = await db.asSystem((tx) => revokeFeed(tx, person.id, id.replaceAll('\0', ''), clock.now()));
    if (!stopped) throw new NotFoundError();
    const base = school === null ? '' : `/schools/${encodeURIComponent(school.key)}`;
    return reply.seeOther(`${base}/calendar-feed?done=stopped`);
  });

  // The secret is in the address alone: the log has the route, and what is wrong is said in a line, not in a page.
  app.get('/calendar/:file', { config: { ...FETCHES, plain: true } }, async (request, reply) => {
    const { file } = request.params as { file: string };
    const secret = /^([\w-]{43})\.ics$/.exec(file)?.[1];
    const feed = secret === undefined ? null : await db.asSystem((tx) => selectFeedByToken(tx, hashOfToken(secret)));
    if (feed === null) return say(reply, 404, 'There is no calendar at this address.');
    if (feed.revokedAt !== null) return say(reply, 410, 'This calendar has been stopped. Make a new address in Cairn.');
    const asked = { today: clock.today(), origin: originOf(request) };
    const content = await db.as(feed.personId, (tx) => readFeed(tx, feed, asked));
    if (content === null)
      return say(reply, 404, 'This calendar’s school can no longer be read by the person who made it.');
    await touch(feed);
    const markup = calendarFile(content.name, content.events);
    const etag = etagOf(markup);
    reply.headers({ etag, 'cache-control': 'private, no-cache', 'x-robots-tag': 'noindex' });
    if (isKnown(etag, request.headers['if-none-match'])) return reply.code(304).send();
    reply.headers({
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'inline; filename="cairn.ics"',
    });
    return markup;
  });

  async function touch({ id, lastFetchedAt }: Feed): Promise<void> {
    const now = clock.now();
    if (lastFetchedAt !== null && now.getTime() - lastFetchedAt.getTime() < TOUCH_MS) return;
    await db.asSystem((tx) => touchFeed(tx, id, now));
  }

  /** The person and what they may see. @throws {NotAllowedError} where the school is not among it. */
  function shownFor(request: FastifyRequest, key: string | null): Promise<Shown> {
    return inPerson(services, request, async ({ tx, person, csrf }) => {
      const schools = await listFeedSchools(tx, person.id, {});
      // Where several organisations of theirs know the key, the first is the one that the school's pages show.
      const school = key === null ? null : (schools.find((one) => one.key === key) ?? null);
      if (key !== null && school === null) throw new NotAllowedError();
      return { person, csrf, school, schools };
    });
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { person, csrf, school, schools }: Shown,
    given: { address?: string; values?: Record<string, string>; errors?: FieldError[] },
  ): Promise<string> {
    const errors = given.errors ?? [];
    const all = await db.asSystem((tx) => listFeeds(tx, person.id));
    const body = feedsBody({
      csrf,
      school,
      feeds: school === null ? all : all.filter(({ scope }) => scope === null || isSame(scope, school.scope)),
      holds: ({ scope }) =>
        scope === null
          ? 'All your schools'
          : (schools.find((one) => isSame(one.scope, scope))?.name ?? 'A school that you can no longer see'),
      address: given.address ?? null,
      values: given.values ?? {},
      errors,
    });
    const { done } = request.query as { done?: unknown };
    const flash: Flash | undefined = done === 'stopped' ? { text: 'The address no longer works' } : undefined;
    const trail =
      school === null
        ? undefined
        : [{ text: 'Decisions', href: `/schools/${encodeURIComponent(school.key)}/decisions` }];
    const markup = page({
      title: 'Your calendar',
      person,
      csrf,
      ...(school !== null && { school, section: 'decisions' as const }),
      breadcrumbs: trail,
      body,
      errors,
      flash,
    });
    return reply.html(markup, errors.length > 0 ? 422 : 200);
  }

  function originOf(request: FastifyRequest): string {
    return services.config.publicUrl ?? `${request.protocol}://${request.host}`;
  }
}

function isSame(a: FeedSchool['scope'], b: FeedSchool['scope']): boolean {
  return a.organisationId === b.organisationId && a.schoolId === b.schoolId;
}

function schoolIn(request: FastifyRequest): string | null {
  const { school } = (request.body ?? {}) as { school?: unknown };
  return typeof school === 'string' && school !== '' ? school : null;
}

function say(reply: FastifyReply, status: number, words: string): string {
  reply.code(status).type('text/plain; charset=utf-8').header('x-robots-tag', 'noindex');
  return `${words}\n`;
}
