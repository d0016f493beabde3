/** A fund for the example schools, so that whoever looks around can share one out at once. */
import type { PlainDate } from '../../domain/dates.ts';
import { readRecord } from '../schools/index.ts';
import { randomUUID } from 'node:crypto';
import { saveFund, type Setting } from './trust.commands.ts';
import { listTrustSchools, selectFund } from './trust.queries.ts';
import type { TrustPool } from './trust.schema.ts';
import { yearsOf } from './trust.task.ts';

/**
 * Writes down what the schools' own budgets leave for their plans, where there are several schools and no fund yet. The pools
 * are for the second year.
 */
export async function giveExampleFund(
  setting: Setting,
  today: PlainDate,
  pools: readonly Omit<TrustPool, 'id' | 'yearId'>[] = [],
): Promise<void> {
  const { tx, organisationId } = setting;
  const schools = await listTrustSchools(tx, organisationId);
  if (schools.length < 2 || (await selectFund(tx, organisationId)) !== null) return;
  const records = [];
  for (const { id } of schools) records.push(await readRecord(tx, id, today));
  const years = yearsOf(records);
  const yearId = years[1]?.id ?? years[0]?.id ?? '';
  await saveFund(setting, {
    capitalCarriesForward: true,
    years,
    pools: pools.map((pool) => ({ id: randomUUID(), yearId, ...pool })),
    optedOut: [],
  });
}
