/** A fund for the example schools, so that whoever looks around can share one out at once. */
import type { PlainDate } from '../../domain/dates.ts';
import { readRecord } from '../schools/index.ts';
import { saveFund, type Setting } from './trust.commands.ts';
import { listTrustSchools, selectFund } from './trust.queries.ts';
import { yearsOf } from './trust.task.ts';

/** Writes down what the schools' own budgets leave for their plans, where there are several schools and no fund yet. */
export async function giveExampleFund(setting: Setting, today: PlainDate): Promise<void> {
  const { tx, organisationId } = setting;
  const schools = await listTrustSchools(tx, organisationId);
  if (schools.length < 2 || (await selectFund(tx, organisationId)) !== null) return;
  const records = [];
  for (const { id } of schools) records.push(await readRecord(tx, id, today));
  await saveFund(setting, { capitalCarriesForward: true, years: yearsOf(records), pools: [], optedOut: [] });
}
