/** Signing in and out. */
import type { FastifyInstance } from 'fastify';
import { hashOfToken, endSession } from '../../platform/sessions/index.ts';
import { clearSessionCookie, csrfToken, setSessionCookie } from '../../platform/web/index.ts';
import type { WebServices } from '../../platform/web/index.ts';
import { page } from '../../ui/layout.ts';
import type { Html } from '../../ui/html.ts';
import { signInWithLink } from './people.commands.ts';
import { linkStands } from './people.queries.ts';
import { deadLinkBody, signInBody, useLinkBody } from './people.view.ts';

const SIGN_INS = { rateLimit: { max: 30, timeWindow: '10 minutes' } };
const NEXT_COOKIE = 'cairn_next';

export function peopleRoutes(app: FastifyInstance, services: WebServices): void {
  const { db, clock } = services;
  const bare = (title: string, body: Html): string => page({ title, person: null, csrf: null, body });

  app.get('/sign-in', async (request, reply) => {
    const { next } = request.query as { next?: unknown };
    if (request.visitor.person !== null) return reply.seeOther(localAddress(next));
    if (typeof next === 'string') {
      reply.setCookie(NEXT_COOKIE, localAddress(next), {
        path: '/sign-in',
        httpOnly: true,
        sameSite: 'lax',
        maxAge: 3600,
      });
    }
    return reply.html(bare('Sign in', signInBody()));
  });

  app.get('/sign-in/:token', async (request, reply) => {
    const { token } = request.params as { token: string };
    const stands = await db.asSystem((tx) => linkStands(tx, hashOfToken(token), clock.now()));
    if (stands) return reply.html(bare('Sign in', useLinkBody(token, csrfToken(request))));
    return reply.html(bare('This link no longer works', deadLinkBody()), 410);
  });

  app.post('/sign-in/:token', { config: SIGN_INS }, async (request, reply) => {
    const { token } = request.params as { token: string };
    const sessionId = await db.asSystem((tx) => signInWithLink(tx, token, clock.now()));
    if (sessionId === null) return reply.html(bare('This link no longer works', deadLinkBody()), 410);
    setSessionCookie(reply, services, sessionId);
    reply.clearCookie(NEXT_COOKIE, { path: '/sign-in' });
    return reply.seeOther(localAddress(request.cookies[NEXT_COOKIE]));
  });

  app.post('/sign-out', async (request, reply) => {
    const { sessionId } = request.visitor;
    if (sessionId !== null) await db.asSystem((tx) => endSession(tx, sessionId));
    clearSessionCookie(reply, services);
    return reply.seeOther('/');
  });
}

/** An address on this site, or the front page: a link may not lead people elsewhere after they sign in. */
export function localAddress(address: unknown): string {
  if (typeof address !== 'string' || !address.startsWith('/') || /[\\\s]/.test(address)) return '/';
  const base = 'http://cairn.invalid';
  const url = URL.parse(address, base);
  // `/.//elsewhere` has this site's origin, and its path alone is another site's address.
  const isOurs = url !== null && url.origin === base && !url.pathname.startsWith('//');
  return isOurs ? url.pathname + url.search : '/';
}
