/** SQL of a shared fund, of its sharings, and of the organisation that has it. */
import { sql } from 'kysely';
import type { PlainDate } from '../../domain/dates.ts';
import type { Phase } from '../../domain/record.ts';
import type { SharingProgress, SharingResult } from '../../planner/sharing/index.ts';
import type { Tables, Transaction } from '../../platform/database/index.ts';
import type { TrustFund } from './trust.schema.ts';

export interface Organisation {
  id: string;
  name: string;
  isExample: boolean;
}

/** The organisation where the person administers all of its schools; null else. */
export async function selectAdministered(
  tx: Transaction,
  organisationId: string,
  personId: string,
): Promise<Organisation | null> {
  const row = await tx
    .selectFrom('organisation')
    .innerJoin('membership', 'membership.organisation_id', 'organisation.organisation_id')
    .select(['organisation.organisation_id', 'organisation.name', 'organisation.is_example'])
    .where('organisation.organisation_id', '=', organisationId)
    .where('membership.person_id', '=', personId)
    .where('membership.role', '=', 'administrator')
    .where('membership.school_id', 'is', null)
    .executeTakeFirst();
  return row ? { id: row.organisation_id, name: row.name, isExample: row.is_example } : null;
}

export async function updateName(tx: Transaction, organisationId: string, name: string): Promise<void> {
  await tx.updateTable('organisation').set({ name }).where('organisation_id', '=', organisationId).execute();
}

export interface TrustSchool {
  id: string;
  key: string;
  name: string;
  phase: Phase;
  pupils: number;
  governance: 'maintained' | 'academy';
}

/** The organisation's schools, by name. */
export async function listTrustSchools(tx: Transaction, organisationId: string): Promise<TrustSchool[]> {
  return tx
    .selectFrom('school')
    .select(['id', 'key', 'name', 'phase', 'pupils', 'governance'])
    .where('organisation_id', '=', organisationId)
    .orderBy('name')
    .orderBy('key')
    .execute();
}

export interface StoredFund extends TrustFund {
  version: number;
}

/** `forUpdate` keeps others from changing it until the transaction ends. */
export async function selectFund(
  tx: Transaction,
  organisationId: string,
  forUpdate = false,
): Promise<StoredFund | null> {
  const query = tx
    .selectFrom('trust_fund')
    .select(['capital_carries_forward', 'years', 'pools', 'opted_out', 'version'])
    .where('organisation_id', '=', organisationId);
  const row = await (forUpdate ? query.forUpdate() : query).executeTakeFirst();
  if (!row) return null;
  return {
    capitalCarriesForward: row.capital_carries_forward,
    years: row.years as TrustFund['years'],
    pools: row.pools as TrustFund['pools'],
    optedOut: row.opted_out as string[],
    version: row.version,
  };
}

/** Puts the fund in the place of the one before. */
export async function upsertFund(tx: Transaction, organisationId: string, fund: TrustFund, at: Date): Promise<void> {
  const values = {
    capital_carries_forward: fund.capitalCarriesForward,
    years: JSON.stringify(fund.years),
    pools: JSON.stringify(fund.pools),
    opted_out: JSON.stringify(fund.optedOut),
    updated_at: at,
  };
  await tx
    .insertInto('trust_fund')
    .values({ organisation_id: organisationId, ...values, created_at: at })
    .onConflict((conflict) =>
      conflict.column('organisation_id').doUpdateSet({ ...values, version: sql<number>`trust_fund.version + 1` }),
    )
    .execute();
}

/** What was asked of one sharing. */
export interface SharingQuestion {
  fund: TrustFund;
  fundVersion: number;
  schools: { id: string; key: string; name: string; pupils: number }[];
}

export type SharingState = Tables['trust_sharing']['state'];

export interface StoredSharing {
  id: string;
  state: SharingState;
  asAt: PlainDate;
  question: SharingQuestion;
  progress: SharingProgress | null;
  result: SharingResult | null;
  error: string | null;
  createdBy: string;
}

export async function insertSharing(
  tx: Transaction,
  organisationId: string,
  sharing: Pick<StoredSharing, 'id' | 'asAt' | 'question' | 'createdBy'>,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('trust_sharing')
    .values({
      organisation_id: organisationId,
      id: sharing.id,
      state: 'working',
      as_at: sharing.asAt,
      question: JSON.stringify(sharing.question),
      created_by: sharing.createdBy,
      created_at: at,
      updated_at: at,
    })
    .execute();
}

/** The newest sharing, or the one of that id. */
export async function selectSharing(
  tx: Transaction,
  organisationId: string,
  id: string | null = null,
): Promise<StoredSharing | null> {
  const query = tx
    .selectFrom('trust_sharing')
    .select(['id', 'state', 'as_at', 'question', 'progress', 'result', 'error', 'created_by'])
    .where('organisation_id', '=', organisationId)
    .orderBy('entered', 'desc')
    .limit(1);
  const row = await (id === null ? query : query.where('id', '=', id)).executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    state: row.state,
    asAt: row.as_at,
    question: row.question as SharingQuestion,
    progress: row.progress as SharingProgress | null,
    result: row.result as SharingResult | null,
    error: row.error,
    createdBy: row.created_by,
  };
}

export interface SharingFound {
  state: SharingState;
  progress?: SharingProgress | null;
  result?: SharingResult;
  error?: string;
}

/** Stores what the work has reached; what is left out stays as it is. */
export async function updateSharing(
  tx: Transaction,
  organisationId: string,
  id: string,
  found: SharingFound,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('trust_sharing')
    .set({
      state: found.state,
      ...(found.progress && { progress: JSON.stringify(found.progress) }),
      ...(found.result && { result: JSON.stringify(found.result) }),
      ...(found.error !== undefined && { error: found.error }),
      updated_at: at,
    })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .where('state', '=', 'working')
    .execute();
}
