/** What rules would change, school by school, read from the schools' own records. */
import type { LocalRuleSet } from '../../domain/local-rules.ts';
import type { InSchool } from '../../platform/web/index.ts';
import { readRecord } from '../schools/index.ts';
import { localEffect } from './local-effect.rules.ts';
import type { LocalRulesServices } from './local-rules.page.ts';
import { listOrganisationSchools } from './local-rules.queries.ts';
import type { ReachedEffect } from './rule-form.view.ts';

/** For every school of the organisation, `next` in the place of the set of that id. */
export async function effectsOf(
  { library, clock }: LocalRulesServices,
  { tx, school }: InSchool,
  setId: string,
  next: LocalRuleSet | null,
): Promise<ReachedEffect[]> {
  const today = clock.today();
  const effects: ReachedEffect[] = [];
  for (const each of await listOrganisationSchools(tx, school.organisation_id)) {
    const record = await readRecord(tx, each.id, today);
    // A school of an edition that is not here any more cannot be judged; its own pages say so.
    if (!library.editions.some(({ id }) => id === record.edition)) continue;
    effects.push({ school: each, effect: localEffect(record, library, setId, next, today) });
  }
  return effects;
}
