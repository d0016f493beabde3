/** Giving people access to a school's organisation, and taking it away. Runs as the system, after the page's policy. */
import { randomUUID } from 'node:crypto';
import type { Tables, Transaction } from '../../platform/database/index.ts';
import { deleteMembership, listMembers } from './members.queries.ts';
import { makeSignInLink } from './people.commands.ts';
import { insertMembership, insertPerson } from './people.queries.ts';

export interface NewMember {
  name: string;
  role: Tables['membership']['role'];
  /** The one school that they are to see; null for all of the organisation's. */
  schoolId: string | null;
}

/** Whose members are meant: all of an organisation's, or those alone who see one school of it. */
export interface Reach {
  organisationId: string;
  onlySchoolId: string | null;
}

/** Adds a person with a role. @returns the secret part of their first sign-in link. */
export async function addMember(
  tx: Transaction,
  organisationId: string,
  member: NewMember,
  at: Date,
): Promise<{ personId: string; token: string }> {
  const personId = randomUUID();
  await insertPerson(tx, { id: personId, name: member.name, at });
  await insertMembership(tx, { organisationId, personId, role: member.role, schoolId: member.schoolId, at });
  return { personId, token: await makeSignInLink(tx, personId, at) };
}

/** A new link for a member, in place of any earlier one; null where they are none. */
export async function renewLink(tx: Transaction, reach: Reach, personId: string, at: Date): Promise<string | null> {
  const members = await listMembers(tx, reach.organisationId, reach.onlySchoolId);
  return members.some((member) => member.personId === personId) ? makeSignInLink(tx, personId, at) : null;
}

/** Takes access away. The last administrator of all schools cannot go: nobody could then let anyone in. */
export async function removeMember(
  tx: Transaction,
  { organisationId, onlySchoolId }: Reach,
  personId: string,
): Promise<'removed' | 'gone' | 'last-administrator'> {
  const members = await listMembers(tx, organisationId);
  const gone = members.find((member) => member.personId === personId);
  if (gone === undefined || (onlySchoolId !== null && gone.schoolId !== onlySchoolId)) return 'gone';
  const others = members.filter((member) => member !== gone);
  if (!others.some(({ role, schoolId }) => role === 'administrator' && schoolId === null)) return 'last-administrator';
  return (await deleteMembership(tx, organisationId, personId)) ? 'removed' : 'gone';
}
