/** SQL for schools: the lists people choose from, the school's own row, and the national register's rows. */
import { insertRows, type Tables, type Transaction } from '../../platform/database/index.ts';
import type { Establishment as ReadEstablishment } from './gias.rules.ts';
import type { NewSchool } from './schools.schema.ts';
import type { ListedSchool } from './schools.view.ts';

/** The schools that the transaction's person may see, by name. */
export async function listSchools(tx: Transaction): Promise<ListedSchool[]> {
  const rows = await tx
    .selectFrom('school')
    .select(['key', 'name', 'phase', 'pupils', 'is_example'])
    .orderBy('is_example')
    .orderBy('name')
    .orderBy('key')
    .execute();
  return rows.map((row) => ({
    key: row.key,
    name: row.name,
    phase: row.phase,
    pupils: row.pupils,
    isExample: row.is_example,
  }));
}

export interface AdministeredOrganisation {
  id: string;
  name: string;
  isExample: boolean;
  schools: number;
}

/** The organisations all of whose schools the person administers, by name. */
export async function listAdministered(tx: Transaction, personId: string): Promise<AdministeredOrganisation[]> {
  return listOrganisations(tx, personId, ['administrator']);
}

async function listOrganisations(
  tx: Transaction,
  personId: string,
  roles: readonly Tables['membership']['role'][],
): Promise<AdministeredOrganisation[]> {
  const rows = await tx
    .selectFrom('organisation')
    .innerJoin('membership', 'membership.organisation_id', 'organisation.organisation_id')
    .leftJoin('school', 'school.organisation_id', 'organisation.organisation_id')
    .select(['organisation.organisation_id', 'organisation.name', 'organisation.is_example'])
    .select((of) => of.fn.count<number>('school.id').as('schools'))
    .where('membership.person_id', '=', personId)
    .where('membership.role', 'in', [...roles])
    .where('membership.school_id', 'is', null)
    .groupBy(['organisation.organisation_id', 'organisation.name', 'organisation.is_example'])
    .orderBy('organisation.name')
    .orderBy('organisation.organisation_id')
    .execute();
  return rows.map((row) => ({
    id: row.organisation_id,
    name: row.name,
    isExample: row.is_example,
    schools: row.schools,
  }));
}

/** The organisations of several schools of which the person sees all, by name: whatever they may do there. */
export async function listSeenWhole(tx: Transaction, personId: string): Promise<AdministeredOrganisation[]> {
  return listOrganisations(tx, personId, ['reader', 'editor', 'administrator']);
}

/** True where the person already has a school of that key: it would answer to the same address. */
export async function keyIsTaken(tx: Transaction, key: string): Promise<boolean> {
  const row = await tx.selectFrom('school').select('id').where('key', '=', key).executeTakeFirst();
  return row !== undefined;
}

/** Changes a school's details where it is still the version that was read. */
export async function updateSchool(
  tx: Transaction,
  ref: { organisationId: string; schoolId: string; version: number },
  school: NewSchool,
  at: Date,
): Promise<boolean> {
  const result = await tx
    .updateTable('school')
    .set({
      name: school.name,
      urn: school.urn,
      phase: school.phase,
      pupils: school.pupils,
      governance: school.governance,
      local_authority: school.localAuthority,
      has_sixth_form: school.hasSixthForm,
      sites: school.sites,
      version: ref.version + 1,
      updated_at: at,
    })
    .where('organisation_id', '=', ref.organisationId)
    .where('id', '=', ref.schoolId)
    .where('version', '=', ref.version)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

export interface Establishment {
  urn: string;
  name: string;
  phase: string | null;
  governance: 'maintained' | 'academy' | null;
  pupils: number | null;
  localAuthority: string | null;
  hasSixthForm: boolean | null;
  status: string | null;
}

/** A school of the national register, or null. */
export async function selectEstablishment(tx: Transaction, urn: string): Promise<Establishment | null> {
  const row = await tx
    .selectFrom('establishment')
    .select(['urn', 'name', 'phase', 'governance', 'pupils', 'local_authority', 'has_sixth_form', 'status'])
    .where('urn', '=', urn)
    .executeTakeFirst();
  if (!row) return null;
  const { local_authority: localAuthority, has_sixth_form: hasSixthForm, ...rest } = row;
  return { ...rest, localAuthority, hasSixthForm };
}

/** Whether the national register has been imported. */
export async function hasEstablishments(tx: Transaction): Promise<boolean> {
  return (await tx.selectFrom('establishment').select('urn').limit(1).executeTakeFirst()) !== undefined;
}

/** Puts the national register in place of the one before. */
export async function replaceEstablishments(
  tx: Transaction,
  batches: AsyncIterable<ReadEstablishment[]>,
  asAt: string | null,
): Promise<void> {
  await tx.deleteFrom('establishment').execute();
  for await (const batch of batches) {
    const rows = batch.map((one) => ({
      urn: one.urn,
      name: one.name,
      phase: one.phase,
      type: one.type,
      governance: one.governance,
      pupils: one.pupils,
      local_authority: one.laName,
      has_sixth_form: one.hasSixthForm,
      trust: one.trustName,
      town: one.town,
      postcode: one.postcode,
      status: one.status,
      opened_on: one.openedOn,
      closed_on: one.closedOn,
      as_at: asAt,
    }));
    await insertRows(tx, 'establishment', rows);
  }
}
