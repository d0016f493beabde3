/** People, organisations and schools for tests. */
import { randomUUID } from 'node:crypto';
import { recordSchema, type SchoolRecord } from '../src/domain/record.ts';
import { foundOrganisation } from '../src/features/people/index.ts';
import { insertPerson } from '../src/features/people/people.queries.ts';
import { importRecord } from '../src/features/schools/index.ts';
import type { Database, Tables } from '../src/platform/database/index.ts';

/** The instant at which tests take place, unless they say otherwise. */
export const TEST_NOW = new Date('2026-11-24T09:00:00Z');

/** A person with an organisation of their own. */
export async function addPerson(
  db: Database,
  name = 'Pat Bursar',
): Promise<{ personId: string; organisationId: string }> {
  const personId = randomUUID();
  const organisationId = await db.asSystem(async (tx) => {
    await insertPerson(tx, { id: personId, name, at: TEST_NOW });
    return foundOrganisation(tx, { name: `${name}’s organisation`, personId, at: TEST_NOW });
  });
  return { personId, organisationId };
}

/** Makes a person a member of an organisation that is there already: of all its schools, or of one. */
export async function addMember(
  db: Database,
  organisationId: string,
  role: Tables['membership']['role'],
  schoolId: string | null = null,
): Promise<string> {
  const personId = randomUUID();
  await db.asSystem(async (tx) => {
    await insertPerson(tx, { id: personId, name: `A ${role}`, at: TEST_NOW });
    await tx
      .insertInto('membership')
      .values({ organisation_id: organisationId, person_id: personId, role, school_id: schoolId, created_at: TEST_NOW })
      .execute();
  });
  return personId;
}

/** A small record that holds together; `parts` replace its own. */
export function sampleRecord(parts: Partial<SchoolRecord> = {}): SchoolRecord {
  return recordSchema.parse({
    format: 'cairn.school/1',
    asAt: '2026-11-24',
    edition: '2026-09',
    school: {
      key: '100001',
      urn: '100001',
      name: 'Elm Lane Primary',
      phase: 'primary',
      pupils: 420,
      governance: 'maintained',
    },
    ...parts,
  });
}

/** Adds a school with that record to the person's organisation. */
export async function addSchool(
  db: Database,
  who: { personId: string; organisationId: string },
  parts: Partial<SchoolRecord> = {},
): Promise<{ schoolId: string; key: string }> {
  const record = sampleRecord(parts);
  const { schoolId } = await db.as(who.personId, (tx) => importRecord(tx, { ...who, record, at: TEST_NOW }));
  return { schoolId, key: record.school.key };
}
