/** What the pages of all registers have in common: the frame, who acts, the item and the query of a request. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FieldError } from '../../ui/forms/index.ts';
import type { Html } from '../../ui/html.ts';
import type { Flash, SectionId } from '../../ui/layout.ts';
import {
  baseOf,
  NotFoundError,
  scopeOf,
  showSchoolPage,
  type InSchool,
  type WebServices,
} from '../../platform/web/index.ts';
import type { Register, RegisterItem, RegisterWords } from './register.ts';
import type { Acting } from './registers.commands.ts';
import { mayChange } from './registers.policy.ts';
import { selectItem, selectLinkNames } from './registers.queries.ts';
import type { Surroundings } from './registers.view.ts';

/** What the registers' own routes need to show a page in their section. */
export interface ShownPage {
  title: string;
  body: Html;
  errors?: readonly FieldError[];
  flash?: Flash | undefined;
  wide?: boolean;
}

export function show(
  reply: FastifyReply,
  context: InSchool,
  register: { path: string; words: Pick<RegisterWords, 'title'> },
  shown: ShownPage,
  status = 200,
): string {
  const { path, words } = register;
  const trail = [{ text: words.title, href: `${baseOf(context)}/${path}` }];
  const breadcrumbs = shown.title === words.title ? undefined : trail;
  return showSchoolPage(reply, context, { ...shown, section: path as SectionId, breadcrumbs, status });
}

export function acting(services: WebServices, context: InSchool): Acting {
  return { tx: context.tx, scope: scopeOf(context), personId: context.person.id, now: services.clock.now() };
}

/**
 * What a page needs to know about where it stands. `of` are the values that it shows: only the names of what they point to
 * are looked up. Without it all names are, for forms that let one choose.
 */
export async function surroundings(
  services: WebServices,
  context: InSchool,
  register: Register,
  of?: readonly Readonly<Record<string, unknown>>[],
): Promise<Surroundings> {
  return {
    schoolBase: baseOf(context),
    csrf: context.csrf,
    mayEdit: mayChange(context.role),
    today: services.clock.today(),
    links: await selectLinkNames(context.tx, scopeOf(context), register, of),
  };
}

/** @throws {NotFoundError} where the school has no such item. */
export async function itemOf(context: InSchool, register: Register, request: FastifyRequest): Promise<RegisterItem> {
  const item = await selectItem(context.tx, scopeOf(context), register, idIn(request));
  if (item === null) throw new NotFoundError();
  return item;
}

/** The address's query as texts of at most so many characters; a name given twice counts once. */
export function textQuery(request: FastifyRequest, longest = 200): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries((request.query ?? {}) as Record<string, unknown>)) {
    const last: unknown = Array.isArray(value) ? value.at(-1) : value;
    if (typeof last === 'string') query[name] = withoutNul(last).trim().slice(0, longest);
  }
  return query;
}

/** The database's text holds every character but one. */
function withoutNul(text: string): string {
  return text.replaceAll('\0', '');
}

/** A form's body without the one character that the database's text cannot hold. */
export function cleanBody(body: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).map(([name, value]) => [
      name,
      typeof value === 'string'
        ? withoutNul(value)
        : Array.isArray(value)
          ? value.map((one: unknown) => (typeof one === 'string' ? withoutNul(one) : one))
          : value,
    ]),
  );
}

export function idIn(request: FastifyRequest): string {
  return withoutNul((request.params as { id: string }).id);
}
