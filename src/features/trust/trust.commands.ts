/** Setting the fund, and asking for it to be shared: each one transaction with its history. */
import { randomUUID } from 'node:crypto';
import type { PlainDate } from '../../domain/dates.ts';
import { recordChange, type Transaction } from '../../platform/database/index.ts';
import { insertSharing, listTrustSchools, selectFund, updateName, upsertFund } from './trust.queries.ts';
import type { TrustFund } from './trust.schema.ts';

export interface Setting {
  tx: Transaction;
  organisationId: string;
  personId: string;
  at: Date;
}

/** Puts the fund in the place of the one before. */
export async function saveFund({ tx, organisationId, personId, at }: Setting, fund: TrustFund): Promise<void> {
  const before = await selectFund(tx, organisationId, true);
  await upsertFund(tx, organisationId, fund, at);
  await recordChange(tx, {
    organisationId,
    schoolId: null,
    table: 'trust_fund',
    rowId: 'fund',
    before: before && { ...before },
    after: { ...fund },
    personId,
    at,
  });
}

/** What the schools together are called. */
export async function renameOrganisation(
  { tx, organisationId, personId, at }: Setting,
  before: string,
  name: string,
): Promise<void> {
  await updateName(tx, organisationId, name);
  const entry = { organisationId, schoolId: null, table: 'organisation', rowId: organisationId };
  await recordChange(tx, { ...entry, before: { name: before }, after: { name }, personId, at });
}

/** Asks for the fund to be shared out as it stands. @returns the sharing's id, or null where there is no fund yet. */
export async function startSharing(setting: Setting, asAt: PlainDate): Promise<string | null> {
  const { tx, organisationId, personId, at } = setting;
  const fund = await selectFund(tx, organisationId, true);
  if (fund === null) return null;
  const { version: fundVersion, ...asked } = fund;
  const schools = await listTrustSchools(tx, organisationId);
  const known = new Set(schools.map(({ id }) => id));
  const id = randomUUID();
  const question = {
    fund: { ...asked, optedOut: asked.optedOut.filter((one) => known.has(one)) },
    fundVersion,
    schools: schools.map(({ id: schoolId, key, name, pupils }) => ({ id: schoolId, key, name, pupils })),
  };
  await insertSharing(tx, organisationId, { id, asAt, question, createdBy: personId }, at);
  await recordChange(tx, {
    organisationId,
    schoolId: null,
    table: 'trust_sharing',
    rowId: id,
    before: null,
    after: { asAt, schools: schools.length },
    personId,
    at,
  });
  return id;
}
