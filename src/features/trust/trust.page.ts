/** What the pages of a shared fund have in common: who may, and the document around them. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Library } from '../../library/library.ts';
import { flashOf, inPerson, NotAllowedError, type InPerson, type WebServices } from '../../platform/web/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { govukInsetText } from '../../ui/govuk/index.ts';
import { page } from '../../ui/layout.ts';
import { selectSeenWhole, type Organisation } from './trust.queries.ts';
import type { TrustRunner } from './trust.jobs.ts';

export interface TrustServices extends WebServices {
  library: Library;
  trustRunner: TrustRunner;
}

export interface InTrust extends InPerson {
  organisation: Organisation;
}

/**
 * Runs the work in the organisation that the address names: only for whoever sees all of its schools. Row-level security says
 * the same of the fund's own tables.
 * @throws {NotAllowedError} where they do not, or there is no such organisation: the same either way.
 */
export async function inTrust<T>(
  services: WebServices,
  request: FastifyRequest,
  work: (context: InTrust) => Promise<T>,
): Promise<T> {
  const { organisation: id } = request.params as { organisation: string };
  return inPerson(services, request, async (context) => {
    const organisation = await selectSeenWhole(context.tx, id, context.person.id);
    if (organisation === null) throw new NotAllowedError();
    return work({ ...context, organisation });
  });
}

/**
 * The same for what changes something: only for administrators of all of the organisation's schools.
 * @throws {NotAllowedError} for everybody else.
 */
export async function inTrustToChange<T>(
  services: WebServices,
  request: FastifyRequest,
  work: (context: InTrust) => Promise<T>,
): Promise<T> {
  return inTrust(services, request, async (context) => {
    if (!context.organisation.mayChange) throw new NotAllowedError();
    return work(context);
  });
}

export function trustBase({ organisation }: Pick<InTrust, 'organisation'>): string {
  return `/organisations/${encodeURIComponent(organisation.id)}`;
}

export interface TrustPage {
  title: string;
  body: Html;
  errors?: FieldError[];
  /** Above the fund's own page. */
  isMain?: boolean;
  status?: number;
}

export function showTrustPage(
  request: FastifyRequest,
  reply: FastifyReply,
  context: InTrust,
  { title, body, errors = [], isMain = false, status }: TrustPage,
): string {
  const { person, csrf, organisation } = context;
  const breadcrumbs = [
    { text: 'Your schools', href: '/' },
    ...(isMain ? [] : [{ text: 'Shared fund', href: `${trustBase(context)}/fund` }]),
  ];
  const flash = flashOf(request, {
    saved: 'The fund is saved',
    shared: 'The fund is being shared out',
    named: 'The name is changed',
    pooled: 'The pool is added. Share the fund again to see whether it is reached',
    unpooled: 'The pool is taken out. Share the fund again',
    out: 'The school keeps its own share. The fund is being shared out again',
    in: 'The school shares the fund again. It is being shared out again',
  });
  const whole = organisation.isExample
    ? html`${govukInsetText({ text: 'Example schools: fictional. Change what you like; nothing here is about a real school.' })}${body}`
    : body;
  return reply.html(
    page({ title, person, csrf, body: whole, errors, breadcrumbs, flash, wide: true }),
    status ?? (errors.length > 0 ? 422 : 200),
  );
}
