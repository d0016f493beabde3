/** Who sends a request, known before its handler runs: someone signed in, or a visitor with a token for forms. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findSession, newToken, SESSION_DAYS } from '../sessions/index.ts';
import type { Person } from '../sessions/index.ts';
import { ForgedFormError } from './errors.ts';
import type { WebServices } from './services.ts';

const SESSION_COOKIE = 'cairn_session';
const FORM_COOKIE = 'cairn_form';

export interface Visitor {
  /** Null where nobody is signed in. */
  person: Person | null;
  /** The token that forms on this visitor's pages carry as `_csrf`. */
  csrf: string;
  /** Value of the session cookie; never shown, never logged. */
  sessionId: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    visitor: Visitor;
  }
  interface FastifyContextConfig {
    /** The route needs no visitor: it reads no database and sets no cookie. */
    plain?: boolean;
    /**
     * The address holds a secret that nobody else has, so that a form without our token cannot be forged: for links in
     * mails, which mail programs follow without cookies.
     */
    secretInAddress?: boolean;
  }
}

const NOBODY: Visitor = { person: null, csrf: '', sessionId: null };

/** Finds the visitor of each request, and refuses forms without their token. */
export function recogniseVisitors(app: FastifyInstance, services: WebServices): void {
  app.decorateRequest('visitor');
  app.addHook('onRequest', async (request, reply) => {
    request.visitor = isPlain(request) ? NOBODY : await visitorOf(services, request, reply);
  });
  app.addHook('preHandler', async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return;
    if (request.is404 || request.routeOptions.config.secretInAddress === true) return;
    const sent =
      (request.body as Record<string, unknown> | null | undefined)?.['_csrf'] ?? request.headers['x-csrf-token'];
    if (typeof sent !== 'string' || !sameText(sent, request.visitor.csrf)) throw new ForgedFormError();
  });
}

/** The token for forms on the page that answers this request. */
export function csrfToken(request: FastifyRequest): string {
  return request.visitor.csrf;
}

/** Gives the browser its session. */
export function setSessionCookie(reply: FastifyReply, services: WebServices, sessionId: string): void {
  reply.setCookie(SESSION_COOKIE, sessionId, { ...cookieOptions(services), maxAge: SESSION_DAYS * 86_400 });
}

/** Takes the session from the browser. */
export function clearSessionCookie(reply: FastifyReply, services: WebServices): void {
  reply.clearCookie(SESSION_COOKIE, cookieOptions(services));
}

async function visitorOf(services: WebServices, request: FastifyRequest, reply: FastifyReply): Promise<Visitor> {
  const sessionId = request.cookies[SESSION_COOKIE];
  if (sessionId !== undefined) {
    const session = await findSession(services, sessionId);
    if (session !== null) return { person: session.person, csrf: session.csrf, sessionId };
  }
  const known = request.cookies[FORM_COOKIE];
  if (known !== undefined && /^[\w-]{43}$/.test(known)) return { person: null, csrf: known, sessionId: null };
  const csrf = newToken();
  reply.setCookie(FORM_COOKIE, csrf, cookieOptions(services));
  return { person: null, csrf, sessionId: null };
}

function isPlain(request: FastifyRequest): boolean {
  return request.routeOptions.config.plain === true || request.url.startsWith('/assets/');
}

function cookieOptions({ config }: WebServices) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: config.secure } as const;
}

function sameText(a: string, b: string): boolean {
  const one = Buffer.from(a);
  const other = Buffer.from(b);
  return b !== '' && one.length === other.length && timingSafeEqual(one, other);
}
