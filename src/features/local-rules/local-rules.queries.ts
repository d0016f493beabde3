/** SQL of an organisation's local rules, and of the schools that they reach. */
import { sql } from 'kysely';
import { localRuleSetSchema, type LocalRuleSet } from '../../domain/local-rules.ts';
import type { Phase } from '../../domain/record.ts';
import type { Transaction } from '../../platform/database/index.ts';
import { toChange, type Change, type ChangeRow } from '../registers/index.ts';

/** A set as it is kept. */
export interface StoredSet {
  set: LocalRuleSet;
  version: number;
  withdrawnAt: Date | null;
}

const columns = ['id', 'name', 'set_by', 'as_at', 'phases', 'url', 'rules', 'version', 'withdrawn_at'] as const;

interface Row {
  id: string;
  name: string;
  set_by: string;
  as_at: string;
  phases: unknown;
  url: string | null;
  rules: unknown;
  version: number;
  withdrawn_at: Date | null;
}

/** Those in force first, then by name. */
export async function listSets(tx: Transaction, organisationId: string): Promise<StoredSet[]> {
  const rows = await tx
    .selectFrom('local_rule_set')
    .select(columns)
    .where('organisation_id', '=', organisationId)
    .orderBy((of) => of('withdrawn_at', 'is not', null))
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(storedOf);
}

/** `forUpdate` keeps others from changing it until the transaction ends. */
export async function selectSet(
  tx: Transaction,
  organisationId: string,
  id: string,
  forUpdate = false,
): Promise<StoredSet | null> {
  const query = tx
    .selectFrom('local_rule_set')
    .select(columns)
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id);
  const row = await (forUpdate ? query.forUpdate() : query).executeTakeFirst();
  return row === undefined ? null : storedOf(row);
}

export async function insertSet(tx: Transaction, organisationId: string, set: LocalRuleSet, at: Date): Promise<void> {
  await tx
    .insertInto('local_rule_set')
    .values({ organisation_id: organisationId, id: set.id, ...valuesOf(set), created_at: at, updated_at: at })
    .execute();
}

/** False where it is no longer the version that was read. */
export async function updateSet(
  tx: Transaction,
  organisationId: string,
  { set, version, withdrawnAt }: StoredSet,
  at: Date,
): Promise<boolean> {
  const result = await tx
    .updateTable('local_rule_set')
    .set({ ...valuesOf(set), withdrawn_at: withdrawnAt, version: version + 1, updated_at: at })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', set.id)
    .where('version', '=', version)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

/** What was done with a set, newest first. */
export async function listSetChanges(tx: Transaction, organisationId: string, id: string): Promise<Change[]> {
  const { rows } =
    await sql<ChangeRow>`select change.id, table_name, row_id, before, after, at, person.name as person_name
    from change left join person on person.id = change.person_id
    where organisation_id = ${organisationId} and school_id is null and table_name = 'local_rule_set' and row_id = ${id}
    order by change.id desc limit 100`.execute(tx);
  return rows.map(toChange);
}

export interface ReachedSchool {
  id: string;
  key: string;
  name: string;
  phase: Phase;
}

/** The organisation's schools, by name. */
export async function listOrganisationSchools(tx: Transaction, organisationId: string): Promise<ReachedSchool[]> {
  return tx
    .selectFrom('school')
    .select(['id', 'key', 'name', 'phase'])
    .where('organisation_id', '=', organisationId)
    .orderBy('name')
    .orderBy('key')
    .execute();
}

function valuesOf({ name, by, asAt, phases, url, rules }: LocalRuleSet) {
  return { name, set_by: by, as_at: asAt, phases: JSON.stringify(phases), url, rules: JSON.stringify(rules) };
}

function storedOf({ set_by: by, as_at: asAt, version, withdrawn_at: withdrawnAt, ...row }: Row): StoredSet {
  // Read by its schema, so that parts which a later version of Cairn adds have their defaults.
  return { set: localRuleSetSchema.parse({ ...row, by, asAt }), version, withdrawnAt };
}
