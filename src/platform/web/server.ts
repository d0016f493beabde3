/** The web server without its pages: cookies, forms, headers, files, errors. */
import { randomBytes } from 'node:crypto';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import staticFiles from '@fastify/static';
import { fastify, LogController } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { answerErrors, describeError } from './error-pages.ts';
import type { RenderErrorPage } from './error-pages.ts';
import { readFileForms } from './form-body.ts';
import { passOnFindings } from './saves.ts';
import type { WebServices } from './services.ts';
import { recogniseVisitors } from './visitor.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route with its method, as written (`/schools/:key/plan`): what tests go through, so that none is forgotten. */
    routeList: { method: string; url: string }[];
  }
  interface FastifyReply {
    /** The page to return from a handler; sent once the handler is done. */
    html(markup: string | { toString(): string }, status?: number): string;
    /** Leads the browser elsewhere with a GET (303); to return from a handler, sent once it is done. */
    seeOther(address: string): string;
  }
}

export interface ServerParts {
  /** Folder served under `/assets/`. */
  assetFolder: string;
  renderErrorPage: RenderErrorPage;
  /** Where log lines go; standard output where not given. */
  logTo?: { write(line: string): void };
}

const FORM_BYTES = 1024 * 1024;

/** An error in the log, with the fields that pino asks for. */
function describeFailure(error: Error): { type: string; message: string; stack: string } {
  const { name, message, stack, ...rest } = describeError(error);
  return { ...rest, type: name, message: message ?? '', stack: stack?.join('\n') ?? '' };
}

/** Makes the server; the caller adds routes, then listens. */
export async function createServer(services: WebServices, parts: ServerParts): Promise<FastifyInstance> {
  const { config } = services;
  const app: FastifyInstance = fastify({
    logger: {
      level: config.logLevel,
      base: null,
      // Addresses can hold names and sign-in tokens, and errors can quote what people typed: neither is logged.
      serializers: { req: () => ({}), res: () => ({}), err: describeFailure },
      ...(parts.logTo ? { stream: parts.logTo } : {}),
    },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomBytes(5).toString('hex'),
    trustProxy: config.trustedProxies > 0 ? (_address, hop) => hop < config.trustedProxies : false,
    bodyLimit: FORM_BYTES,
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true },
  });
  app.decorate('routeList', []);
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') app.routeList.push({ method: one, url });
  });
  app.decorateReply('html', function html(markup, status = 200) {
    this.code(status).type('text/html; charset=utf-8');
    return String(markup);
  });
  app.decorateReply('seeOther', function seeOther(address) {
    this.code(303).header('location', address);
    return '';
  });
  answerErrors(app, parts.renderErrorPage);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'"],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    strictTransportSecurity: config.secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
  });
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: FORM_BYTES });
  await readFileForms(app);
  await app.register(rateLimit, { global: false });
  recogniseVisitors(app, services);
  passOnFindings(app, services);

  await app.register(staticFiles, { root: parts.assetFolder, prefix: '/assets/', cacheControl: false, index: false });
  app.addHook('onSend', async (request, reply) => {
    if (reply.hasHeader('cache-control')) return;
    const lasting =
      request.url.startsWith('/assets/') && /[?&]v=[0-9a-f]+/.test(request.url) && reply.statusCode === 200;
    reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-store');
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    });
  });
  app.get('/healthz', { config: { plain: true } }, async (_request, reply) => {
    await services.db.asSystem(async () => undefined);
    reply.type('text/plain; charset=utf-8');
    return 'ok\n';
  });
  return app;
}
