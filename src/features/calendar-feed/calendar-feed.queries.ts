/**
 * SQL of calendar feeds. The feeds themselves are reached as the system, like sessions; what a feed holds is read in a
 * transaction as the person whose feed it is, so that row-level security has the last word.
 */
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';

export interface Feed {
  id: string;
  personId: string;
  /** The one school that it is for; null for all that the person may see. */
  scope: SchoolScope | null;
  label: string | null;
  createdAt: Date;
  lastFetchedAt: Date | null;
  revokedAt: Date | null;
}

export interface FeedSchool {
  scope: SchoolScope;
  key: string;
  name: string;
  isExample: boolean;
  /** Both change when its terms, holidays or governors' meetings do. */
  version: number;
  updatedAt: Date;
}

export async function insertFeed(
  tx: Transaction,
  feed: Pick<Feed, 'id' | 'personId' | 'scope' | 'label'> & { tokenHash: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('calendar_feed')
    .values({
      id: feed.id,
      token_hash: feed.tokenHash,
      person_id: feed.personId,
      of_organisation_id: feed.scope?.organisationId ?? null,
      of_school_id: feed.scope?.schoolId ?? null,
      label: feed.label,
      created_at: feed.at,
      last_fetched_at: null,
      revoked_at: null,
    })
    .execute();
}

/** The feed behind a secret, stopped or not; null where there is none. */
export async function selectFeedByToken(tx: Transaction, tokenHash: string): Promise<Feed | null> {
  const row = await tx.selectFrom('calendar_feed').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst();
  return row === undefined ? null : toFeed(row);
}

/** A person's feeds that are not stopped, the oldest first. */
export async function listFeeds(tx: Transaction, personId: string): Promise<Feed[]> {
  const rows = await tx
    .selectFrom('calendar_feed')
    .selectAll()
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(toFeed);
}

/** Stops a feed of that person's. @returns false where they have no such feed that runs. */
export async function revokeFeed(tx: Transaction, personId: string, id: string, at: Date): Promise<boolean> {
  const result = await tx
    .updateTable('calendar_feed')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

export async function touchFeed(tx: Transaction, id: string, at: Date): Promise<void> {
  await tx.updateTable('calendar_feed').set({ last_fetched_at: at }).where('id', '=', id).execute();
}

/** The schools that the transaction's person may see, by name; only the one that is asked for, where one is. */
export async function listFeedSchools(
  tx: Transaction,
  personId: string,
  wanted: { scope?: SchoolScope | null; key?: string },
): Promise<FeedSchool[]> {
  let query = tx
    .selectFrom('school')
    .innerJoin('membership', 'membership.organisation_id', 'school.organisation_id')
    .select(['school.organisation_id', 'school.id', 'school.key', 'school.name', 'school.is_example'])
    .select(['school.version', 'school.updated_at'])
    .where('membership.person_id', '=', personId);
  if (wanted.key !== undefined) query = query.where('school.key', '=', wanted.key);
  if (wanted.scope) {
    const { organisationId, schoolId } = wanted.scope;
    query = query.where('school.organisation_id', '=', organisationId).where('school.id', '=', schoolId);
  }
  const rows = await query.orderBy('school.is_example').orderBy('school.name').orderBy('school.created_at').execute();
  return rows.map((row) => ({
    scope: { organisationId: row.organisation_id, schoolId: row.id },
    key: row.key,
    name: row.name,
    isExample: row.is_example,
    version: row.version,
    updatedAt: row.updated_at,
  }));
}

interface FeedRow {
  id: string;
  person_id: string;
  of_organisation_id: string | null;
  of_school_id: string | null;
  label: string | null;
  created_at: Date;
  last_fetched_at: Date | null;
  revoked_at: Date | null;
}

function toFeed(row: FeedRow): Feed {
  const { of_organisation_id: organisationId, of_school_id: schoolId } = row;
  return {
    id: row.id,
    personId: row.person_id,
    scope: organisationId === null || schoolId === null ? null : { organisationId, schoolId },
    label: row.label,
    createdAt: row.created_at,
    lastFetchedAt: row.last_fetched_at,
    revokedAt: row.revoked_at,
  };
}
