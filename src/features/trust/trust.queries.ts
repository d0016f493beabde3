/** SQL of a shared fund, of its sharings, and of the organisation that has it. */
import { sql } from 'kysely';
import type { PlainDate } from '../../domain/dates.ts';
import type { Phase } from '../../domain/record.ts';
import type { SchoolOutcome, SharingSchool, SharingStart } from '../../planner/sharing/index.ts';
import { insertRows, type Tables, type Transaction } from '../../platform/database/index.ts';
import type { SharedSummary, TrustFund, TrustProgress } from './trust.schema.ts';

export interface Organisation {
  id: string;
  name: string;
  isExample: boolean;
  /** The person administers all of its schools; else they may read only. */
  mayChange: boolean;
}

/** The organisation where the person sees all of its schools; null else. */
export async function selectSeenWhole(
  tx: Transaction,
  organisationId: string,
  personId: string,
): Promise<Organisation | null> {
  const row = await tx
    .selectFrom('organisation')
    .innerJoin('membership', 'membership.organisation_id', 'organisation.organisation_id')
    .select(['organisation.organisation_id', 'organisation.name', 'organisation.is_example', 'membership.role'])
    .where('organisation.organisation_id', '=', organisationId)
    .where('membership.person_id', '=', personId)
    .where('membership.school_id', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  const mayChange = row.role === 'administrator';
  return { id: row.organisation_id, name: row.name, isExample: row.is_example, mayChange };
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
  progress: TrustProgress | null;
  result: SharedSummary | null;
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
    progress: row.progress as TrustProgress | null,
    result: row.result as SharedSummary | null,
    error: row.error,
    createdBy: row.created_by,
  };
}

export interface SharingFound {
  state: SharingState;
  progress?: TrustProgress | null;
  result?: SharedSummary;
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

/** What a school is given; and of its plans what a list shows. */
export type Given = Omit<SharingSchool, 'id' | 'starts'>;

/** A school in the list of those that share. */
export interface ListedShare {
  schoolId: string;
  given: Given;
  /** By fund year: how many options it begins. */
  begun: Record<string, number>;
  plan: Omit<SchoolOutcome, 'placements'> | null;
  own: Omit<SchoolOutcome, 'placements'> | null;
}

/** All of a school's part. */
export interface SchoolShare extends Omit<ListedShare, 'begun' | 'plan' | 'own'> {
  starts: SharingStart[];
  plan: SchoolOutcome | null;
  own: SchoolOutcome | null;
}

const inSharing = (tx: Transaction, organisationId: string, sharingId: string) =>
  tx
    .selectFrom('trust_sharing_school')
    .where('organisation_id', '=', organisationId)
    .where('sharing_id', '=', sharingId)
    .orderBy('school_id');

/** The schools of a sharing, without what each of them begins and plans: hundreds may be on one page. */
export async function listShares(tx: Transaction, organisationId: string, sharingId: string): Promise<ListedShare[]> {
  const rows = await inSharing(tx, organisationId, sharingId)
    .select([
      'school_id',
      'given',
      sql<ListedShare['plan']>`plan - 'placements'`.as('plan'),
      sql<ListedShare['own']>`own - 'placements'`.as('own'),
      sql<Record<string, number>>`coalesce((select jsonb_object_agg(b.year, b.count) from
        (select s ->> 'year' as year, count(*) as count from jsonb_array_elements(starts) s group by 1) b), '{}')`.as(
        'begun',
      ),
    ])
    .execute();
  return rows.map(({ school_id, given, plan, own, begun }) => ({
    schoolId: school_id,
    given: given as Given,
    begun,
    plan,
    own,
  }));
}

/** One school's part, or all of them. */
export async function listWholeShares(
  tx: Transaction,
  organisationId: string,
  sharingId: string,
  schoolId: string | null = null,
): Promise<SchoolShare[]> {
  const query = inSharing(tx, organisationId, sharingId).select(['school_id', 'given', 'starts', 'plan', 'own']);
  const rows = await (schoolId === null ? query : query.where('school_id', '=', schoolId)).execute();
  return rows.map(({ school_id, given, starts, plan, own }) => ({
    schoolId: school_id,
    given: given as Given,
    starts: starts as SharingStart[],
    plan: plan as SchoolOutcome | null,
    own: own as SchoolOutcome | null,
  }));
}

/** Schools of a sharing whose plans are not made yet. */
export async function listUnplanned(tx: Transaction, organisationId: string, sharingId: string): Promise<string[]> {
  const rows = await inSharing(tx, organisationId, sharingId).select('school_id').where('own', 'is', null).execute();
  return rows.map(({ school_id }) => school_id);
}

/** Puts what each school is given in the place of what was there. */
export async function replaceShares(
  tx: Transaction,
  organisationId: string,
  sharingId: string,
  schools: readonly SharingSchool[],
  at: Date,
): Promise<void> {
  await tx
    .deleteFrom('trust_sharing_school')
    .where('organisation_id', '=', organisationId)
    .where('sharing_id', '=', sharingId)
    .execute();
  const rows = schools.map(({ id, starts, ...given }) => ({
    organisation_id: organisationId,
    sharing_id: sharingId,
    school_id: id,
    given,
    starts,
    updated_at: at.toISOString(),
  }));
  for (let first = 0; first < rows.length; first += ROWS_AT_ONCE)
    await insertRows(tx, 'trust_sharing_school', rows.slice(first, first + ROWS_AT_ONCE));
}

/** So many schools' rows are written in one go: some hundreds of kilobytes. */
const ROWS_AT_ONCE = 40;

/** Stores a school's plans. */
export async function updatePlans(
  tx: Transaction,
  organisationId: string,
  sharingId: string,
  schoolId: string,
  { plan, own }: { plan: SchoolOutcome; own: SchoolOutcome },
  at: Date,
): Promise<void> {
  await tx
    .updateTable('trust_sharing_school')
    .set({ plan: JSON.stringify(plan), own: JSON.stringify(own), updated_at: at })
    .where('organisation_id', '=', organisationId)
    .where('sharing_id', '=', sharingId)
    .where('school_id', '=', schoolId)
    .execute();
}
