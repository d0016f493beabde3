/** Which page an error becomes, and what the log says of it. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SqlError } from '../database/index.ts';
import { InputError, NotSignedInError } from './errors.ts';

/** A page that says why the one asked for is not there. */
export interface ErrorPage {
  status: number;
  title: string;
  paragraphs: string[];
  /** Where to go from here. */
  link: { text: string; href: string } | null;
  /** The id under which the log has the failure. */
  incident: string | null;
}

export type RenderErrorPage = (request: FastifyRequest, page: ErrorPage) => string;

const HOME = { text: 'Go to the start', href: '/' };

const NOT_FOUND: ErrorPage = {
  status: 404,
  title: 'Page not found',
  paragraphs: ['If you typed the address, check it. If you followed a link, what it led to may have been removed.'],
  link: HOME,
  incident: null,
};

const KNOWN: Readonly<Record<string, ErrorPage>> = {
  'not-found': NOT_FOUND,
  'not-allowed': {
    status: 403,
    title: 'You cannot see this page',
    paragraphs: [
      'Either it does not exist, or you have not been given access to it. Ask whoever manages the school in Cairn.',
    ],
    link: HOME,
    incident: null,
  },
  conflict: {
    status: 409,
    title: 'Someone else changed this first',
    paragraphs: ['Your change has not been saved. Go back, load the page again to see theirs, then make yours.'],
    link: HOME,
    incident: null,
  },
  'forged-form': {
    status: 403,
    title: 'This form is too old to be sent',
    paragraphs: [
      'Nothing has been saved. Go back, load the page again, and send the form once more.',
      'If it happens again, make sure that your browser accepts cookies from this site.',
    ],
    link: HOME,
    incident: null,
  },
  input: {
    status: 422,
    title: 'That could not be read',
    paragraphs: ['Something in the address or the form is not as this page expects it. Go back and try again.'],
    link: HOME,
    incident: null,
  },
  'too-large': {
    status: 413,
    title: 'That is too big',
    paragraphs: ['A file may have at most 20 MB. Save it with fewer sheets or without pictures, and try again.'],
    link: HOME,
    incident: null,
  },
  'too-many': {
    status: 429,
    title: 'Too many requests',
    paragraphs: ['Wait a few minutes, then try again.'],
    link: HOME,
    incident: null,
  },
};

/** Sends errors and unknown addresses as pages. */
export function answerErrors(app: FastifyInstance, render: RenderErrorPage): void {
  const send = (request: FastifyRequest, reply: FastifyReply, page: ErrorPage): FastifyReply =>
    reply
      .code(page.status)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(render(request, page));

  app.setNotFoundHandler((request, reply) => send(request, reply, NOT_FOUND));
  app.setErrorHandler<FastifyError | Error>((error, request, reply) => {
    if (error instanceof NotSignedInError) {
      const next = request.method === 'GET' ? `?next=${encodeURIComponent(request.url)}` : '';
      return reply.redirect(`/sign-in${next}`, 303);
    }
    const known = pageFor(error);
    if (known !== null) return send(request, reply, known);
    request.log.error({ incident: request.id, failure: describeError(error) }, 'request failed');
    const isDiskFull = error instanceof SqlError && error.sqlState === '53100';
    return send(request, reply, failurePage(request.id, isDiskFull));
  });
}

/** What may be known of an error without repeating anyone's data: SQL messages can quote values, so they are left out. */
export function describeError(error: unknown): {
  name: string;
  message?: string;
  stack?: string[];
  [more: string]: unknown;
} {
  if (!(error instanceof Error)) return { name: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    code: (error as { code?: unknown }).code,
    ...(error instanceof SqlError
      ? { sqlState: error.sqlState, constraint: error.constraint, table: error.table }
      : { message: error.message }),
    stack: frames.slice(0, 12).map((line) => line.trim()),
  };
}

function pageFor(error: FastifyError | Error): ErrorPage | null {
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  const known = code === undefined ? undefined : KNOWN[code];
  if (known !== undefined) {
    return error instanceof InputError && error.message !== '' ? { ...known, paragraphs: [error.message] } : known;
  }
  if (statusCode === 404) return NOT_FOUND;
  if (statusCode === 413) return KNOWN['too-large'] ?? null;
  if (statusCode === 429) return KNOWN['too-many'] ?? null;
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return KNOWN['input'] ?? null;
  return null;
}

function failurePage(incident: string, isDiskFull: boolean): ErrorPage {
  return {
    status: 500,
    title: 'Something went wrong',
    paragraphs: [
      isDiskFull
        ? 'The disk that Cairn writes to is full. What was saved before is safe; what you just sent has not been saved.'
        : 'This is our failure, not yours. What was saved before is safe; what you just sent may not have been saved.',
      `If it happens again, tell whoever looks after Cairn, with this number: ${incident}.`,
    ],
    link: HOME,
    incident,
  };
}
