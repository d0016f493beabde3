/**
 * What a save brings about, said on the page after it. All saves of a school go through `inSchool`, so they are watched
 * there and nowhere else; what is looked for is not the web's business, and given by whoever puts the application together.
 *
 * Between the save and the next page, the ids of what was found wait in a cookie. The page looks them up again: what has been
 * put right meanwhile is not said, and nothing about the school is kept in the browser.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Html } from '../../ui/html.ts';
import type { InSchool } from './in-school.ts';
import type { WebServices } from './services.ts';

export interface SaveWatch {
  /**
   * Called before a form of a school is acted on. What it gives is called after it, in the same transaction, and gives the
   * ids of what the save brought about.
   */
  watch(context: InSchool): Promise<() => Promise<readonly string[]>>;
  /** What there is to say of these ids now; null where nothing is left of them. */
  notice(context: InSchool, ids: readonly string[]): Promise<Html | null>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What the save of this request brought about, to be said on the next page. */
    broughtAbout: Found | null;
  }
}

interface Found {
  schoolKey: string;
  ids: readonly string[];
}

const COOKIE = 'cairn_found';
/** So many are said at once; the page of all of them says the rest. */
const MOST_IDS = 8;
/** A cookie holds about 4,000 characters. */
const LONGEST = 3_000;
/** The next page comes at once. Where none comes, a later visit should not begin with it. */
const SECONDS = 120;

/** Gives the browser what a save brought about, with the answer that leads to the next page. */
export function passOnFindings(app: FastifyInstance, { config }: WebServices): void {
  app.decorateRequest('broughtAbout', null);
  app.addHook('onSend', async (request, reply) => {
    const found = request.broughtAbout;
    if (found === null || reply.statusCode !== 303) return;
    const value = JSON.stringify([found.schoolKey, ...found.ids.slice(0, MOST_IDS)]);
    if (encodeURIComponent(value).length > LONGEST) return;
    reply.setCookie(COOKIE, value, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: config.secure,
      maxAge: SECONDS,
    });
  });
}

/** The ids that wait to be said of this school. */
export function waitingIds(request: FastifyRequest, schoolKey: string): string[] {
  const value = request.cookies[COOKIE];
  if (value === undefined) return [];
  try {
    const read: unknown = JSON.parse(value);
    if (!Array.isArray(read) || read[0] !== schoolKey) return [];
    return read.slice(1, MOST_IDS + 1).filter((id) => typeof id === 'string');
  } catch {
    return [];
  }
}

/** They have been said. */
export function forgetFindings(reply: FastifyReply): void {
  reply.clearCookie(COOKIE, { path: '/' });
}

/** Runs the work of a request; a form's is watched, a page's gets what waits to be said. */
export async function watchSaves<T>(
  { saves }: WebServices,
  request: FastifyRequest,
  context: InSchool,
  work: (context: InSchool) => Promise<T>,
): Promise<T> {
  if (saves === undefined) return work(context);
  if (request.method === 'GET') {
    const ids = waitingIds(request, context.school.key);
    return work(ids.length === 0 ? context : { ...context, notice: await saves.notice(context, ids) });
  }
  const foundBy = await saves.watch(context);
  const result = await work(context);
  const ids = await foundBy();
  request.broughtAbout = ids.length === 0 ? null : { schoolKey: context.school.key, ids };
  return result;
}
