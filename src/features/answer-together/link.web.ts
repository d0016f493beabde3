/**
 * The pages behind a link. Nobody signs in: the secret in the address is all that there is, the pages set no cookie, and the
 * database is asked in the role of links, which reaches that one link alone.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WebServices } from '../../platform/web/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';
import type { Html } from '../../ui/html.ts';
import { page } from '../../ui/layout.ts';
import { nextUnanswered, readLinkForm, type AskedItem, type TypedAnswer } from './asking.rules.ts';
import { openLink, saveLink, sendLink, type OpenLink } from './link.commands.ts';
import {
  deadLinkBody,
  itemAddress,
  linkCheckBody,
  linkFormBody,
  linkSentBody,
  linkStartBody,
  type LinkContent,
} from './link.view.ts';

/** A firm's people may all come from one address of the internet, and one of them saves each question by itself. */
const LINK = { rateLimit: { max: 300, timeWindow: '10 minutes' }, plain: true, secretInAddress: true };

export function linkRoutes(app: FastifyInstance, services: WebServices): void {
  const { db, clock } = services;

  app.get('/answer/:token', { config: LINK }, (request, reply) =>
    opened(request, reply, (content) => say(reply, titleOf(content), linkStartBody(content))),
  );

  app.get('/answer/:token/all', { config: LINK }, (request, reply) =>
    opened(request, reply, (content) => showForm(reply, content, null, {})),
  );

  app.get('/answer/:token/questions/:question', { config: LINK }, (request, reply) =>
    opened(request, reply, (content) => {
      const item = itemIn(request, content.items);
      return item === null ? sayDead(reply, 404) : showForm(reply, content, item, {});
    }),
  );

  app.get('/answer/:token/check', { config: LINK }, (request, reply) =>
    opened(request, reply, (content) => say(reply, 'Check your answers', linkCheckBody(content))),
  );

  app.post('/answer/:token/all', { config: LINK }, (request, reply) =>
    opened(request, reply, (content) => save(request, reply, content, null)),
  );

  app.post('/answer/:token/questions/:question', { config: LINK }, (request, reply) =>
    opened(request, reply, (content) => {
      const item = itemIn(request, content.items);
      return item === null ? sayDead(reply, 404) : save(request, reply, content, item);
    }),
  );

  app.post('/answer/:token/send', { config: LINK }, (request, reply) =>
    opened(request, reply, async ({ base }) => {
      const { outcome } = await sendLink(db, tokenIn(request), timeNow());
      if (outcome === 'dead') return sayDead(reply);
      return reply.seeOther(outcome === 'nothing' ? `${base}/check` : base);
    }),
  );

  /** Runs the work with the link, if it works and has not been sent. */
  async function opened(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (content: LinkContent) => string | Promise<string>,
  ): Promise<string> {
    const link = await openLink(db, tokenIn(request), clock.today());
    if (link === null) return sayDead(reply);
    const content = contentOf(request, link);
    if (link.request.sentAt === null) return work(content);
    return say(reply, 'Thank you', linkSentBody(content), request.method === 'GET' ? 200 : 409);
  }

  async function save(
    request: FastifyRequest,
    reply: FastifyReply,
    content: LinkContent,
    item: AskedItem | null,
  ): Promise<string> {
    const { typed, errors } = readLinkForm(item === null ? content.items : [item], request.body);
    if (errors.length > 0) return showForm(reply, content, item, { typed, errors });
    const result = await saveLink(db, tokenIn(request), typed, timeNow());
    if (result.outcome === 'dead') return sayDead(reply);
    if (result.outcome === 'sent') return reply.seeOther(content.base);
    const now = await openLink(db, tokenIn(request), clock.today());
    if (now === null) return sayDead(reply);
    const latest = contentOf(request, now);
    if (result.changed.length > 0) {
      // What could be kept is kept; only what another window changed is asked again.
      const again = typed.filter(({ questionId }) => result.changed.includes(questionId));
      const one = item && (latest.items.find(({ questionId }) => questionId === item.questionId) ?? item);
      return showForm(reply, latest, one, { typed: again, changed: result.changed });
    }
    const next = item === null ? null : nextUnanswered(latest.items, item.questionId);
    return reply.seeOther(next === null ? `${content.base}/check` : itemAddress(content.base, next));
  }

  function timeNow() {
    return { now: clock.now(), today: clock.today() };
  }
}

function showForm(
  reply: FastifyReply,
  content: LinkContent,
  item: AskedItem | null,
  shown: { typed?: readonly TypedAnswer[]; errors?: readonly FieldError[]; changed?: readonly string[] },
): string {
  const { typed = [], errors = [], changed = [] } = shown;
  const { base } = content;
  const action = item === null ? `${base}/all` : itemAddress(base, item.questionId);
  const asked = item === null ? content.items : [item];
  const title = item === null ? 'All questions' : item.question.text;
  const status = errors.length > 0 ? 422 : changed.length > 0 ? 409 : 200;
  return say(reply, title, linkFormBody({ ...content, asked, action, typed, errors, changed }), status, errors);
}

function contentOf(request: FastifyRequest, { request: asked, items }: OpenLink): LinkContent {
  return { base: `/answer/${tokenIn(request)}`, request: asked, items };
}

function titleOf({ request, items }: LinkContent): string {
  return `${items.length === 1 ? 'A question' : 'Questions'} from ${request.schoolName}`;
}

/** What is no secret of ours never reaches the database. */
function tokenIn(request: FastifyRequest): string {
  const { token } = request.params as { token: string };
  return /^[\w-]{43}$/.test(token) ? token : '';
}

function itemIn(request: FastifyRequest, items: readonly AskedItem[]): AskedItem | null {
  const { question } = request.params as { question: string };
  return items.find(({ questionId }) => questionId === question) ?? null;
}

/** Found by nobody, kept by nobody, and told to no other site. */
function say(reply: FastifyReply, title: string, body: Html, status = 200, errors: readonly FieldError[] = []): string {
  reply.headers({
    'x-robots-tag': 'noindex, nofollow',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
  return reply.html(page({ title, person: null, csrf: null, body, errors }), status);
}

function sayDead(reply: FastifyReply, status = 410): string {
  return say(reply, 'This link does not work', deadLinkBody(), status);
}
