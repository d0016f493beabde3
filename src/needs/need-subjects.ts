/**
 * What each need of a plan is about, found without judging a single standard: whether something that ends has a need, and so a
 * place in the plan, depends on the registers alone. A hundred times cheaper than {@link findNeeds}, and asked after every save.
 */
import type { PlainDate } from '../domain/dates.ts';
import { inUseOn } from '../domain/in-use.ts';
import type { SchoolRecord } from '../domain/record.ts';
import { planningHorizon } from '../domain/terms.ts';
import { withKnownDates } from '../library/known-equipment.ts';
import type { Edition, Library } from '../library/library.ts';
import { needsUnder } from '../library/local-rules.ts';
import { raiseAll, type FoundNeed } from './find-needs.ts';

/**
 * The needs that equipment, systems and contracts give rise to in a plan made on `asAt`, with what each is about. Their ids are
 * those of the plan's needs. Some may be in no plan, because another need deals with the same; needs that only a standard gives
 * rise to are not among them.
 */
export function needSubjects(given: SchoolRecord, library: Library, edition: Edition, asAt: PlainDate): FoundNeed[] {
  const record = inUseOn(withKnownDates({ ...given, asAt }, library.lifecycles), asAt);
  const { terms } = planningHorizon(record.limits, record.school.governance, asAt);
  return raiseAll({
    // Single items are shared out over a need's parts in this order.
    record: { ...record, equipment: record.equipment.toSorted((a, b) => (a.id < b.id ? -1 : 1)) },
    needs: needsUnder(library.needs, edition),
    outlooks: [],
    terms,
    lifecycles: library.lifecycles,
  });
}
