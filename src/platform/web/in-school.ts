/**
 * How a handler gets at data: as the person who is signed in, in one transaction, after the question whether they may.
 *
 * Return what `reply.html()` or `reply.seeOther()` gives: it is sent when the transaction has committed, so nobody is told
 * that something is saved before it is.
 */
import type { FastifyRequest } from 'fastify';
import type { Transaction } from '../database/index.ts';
import type { Person } from '../sessions/index.ts';
import type { Html } from '../../ui/html.ts';
import { NotAllowedError, NotSignedInError } from './errors.ts';
import { selectSchool } from './school.queries.ts';
import { watchSaves } from './saves.ts';
import type { Role, SchoolRow } from './school.queries.ts';
import type { WebServices } from './services.ts';

/** `administer-all`: only whoever administers all schools of the organisation, not one of them. */
export type Permission = 'read' | 'edit' | 'administer' | 'administer-all';

export interface InPerson {
  tx: Transaction;
  person: Person;
  /** The token for forms on the page. */
  csrf: string;
}

export interface InSchool extends InPerson {
  school: SchoolRow;
  role: Role;
  /** What the save before this page brought about, for the layout to show. */
  notice?: Html | null;
}

const ENOUGH: Record<Permission, readonly Role[]> = {
  read: ['reader', 'editor', 'administrator'],
  edit: ['editor', 'administrator'],
  administer: ['administrator'],
  'administer-all': ['administrator'],
};

/** True where the role may do that. */
export function mayDo(role: Role, permission: Permission): boolean {
  return ENOUGH[permission].includes(role);
}

/**
 * Runs the work as the signed-in person.
 * @throws {NotSignedInError} where nobody is.
 */
export async function inPerson<T>(
  services: WebServices,
  request: FastifyRequest,
  work: (context: InPerson) => Promise<T>,
): Promise<T> {
  const { person, csrf } = request.visitor;
  if (person === null) throw new NotSignedInError();
  return services.db.as(person.id, (tx) => work({ tx, person, csrf }));
}

/**
 * Runs the work in the school that the address names (`:key`). What a save brings about is said on the next page (saves.ts).
 * @throws {NotSignedInError} where nobody is signed in.
 * @throws {NotAllowedError} where they may not, or there is no such school: the same either way.
 */
export async function inSchool<T>(
  services: WebServices,
  request: FastifyRequest,
  permission: Permission,
  work: (context: InSchool) => Promise<T>,
): Promise<T> {
  const { key } = request.params as { key: string };
  return inPerson(services, request, async (context) => {
    const found = await selectSchool(context.tx, key, context.person.id);
    if (found === null || !mayDo(found.role, permission)) throw new NotAllowedError();
    if (permission === 'administer-all' && !found.seesAll) throw new NotAllowedError();
    const { school, role } = found;
    return watchSaves(services, request, { ...context, school, role }, work);
  });
}
