/** What the pages of plan and actual are made from: the agreed plan, what is recorded, and what the library offers today. */
import type { PlainDate } from '../../domain/dates.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { editionFor, type Edition, type Library } from '../../library/index.ts';
import { findNeeds, offeredOptions, ordersByNeed, yearlyCostOf, type OfferedOption } from '../../needs/index.ts';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';
import { howKnown, howKnownWords, onDay, statusOn } from '../../status/index.ts';
import { currentPlan, type StoredPlan } from '../plan/index.ts';
import { resultWords } from '../standards/index.ts';
import { listActuals, listAgreements, type Agreement, type StoredActual } from './actuals.queries.ts';
import { agreedPlan, type AgreedItem, type AgreedPlan } from './agreement.rules.ts';
import { type KnownContract, varianceOf, type Variance } from './variance.rules.ts';

export interface ActualsState {
  agreement: Agreement | null;
  agreements: Agreement[];
  actuals: StoredActual[];
  variance: Variance | null;
  current: StoredPlan | null;
  mayAgree: 'yes' | 'no-plan' | 'old-plan' | 'agreed';
  record: SchoolRecord;
}

/** `of`: which agreement is looked at; the latest where it names none. */
export async function readActuals(
  tx: Transaction,
  library: Library,
  scope: SchoolScope,
  asked: { today: PlainDate; of?: string | undefined },
): Promise<ActualsState> {
  const { current, isStale, record } = await currentPlan(tx, library, scope, asked.today);
  const agreements = await listAgreements(tx, scope);
  const agreement = agreements.find(({ id }) => id === asked.of) ?? agreements[0] ?? null;
  const actuals = await listActuals(tx, scope);
  const variance =
    agreement &&
    varianceOf(agreement.content, actuals, {
      agreedOn: agreement.agreedOn,
      today: asked.today,
      contracts: knownContracts(record),
    });
  const isAgreed = agreements.some(({ planId }) => planId === current?.id);
  const mayAgree = current?.plan == null ? 'no-plan' : isAgreed ? 'agreed' : isStale ? 'old-plan' : 'yes';
  return { agreement, agreements, actuals, variance, current, mayAgree, record };
}

/** The contracts of the register, those that have ended too, as plan and actual needs them. */
export function knownContracts({ contracts }: Pick<SchoolRecord, 'contracts'>): KnownContract[] {
  return contracts.map((contract) => ({
    id: contract.id,
    endedOn: contract.endedOn,
    yearlyPence: yearlyCostOf(contract),
  }));
}

/** The current plan as it would be agreed; null where there is none. */
export function planToAgree(
  library: Library,
  { current, record }: Pick<ActualsState, 'current' | 'record'>,
): AgreedPlan | null {
  if (current?.plan == null) return null;
  const offered = offeredOptions(record, library, editionFor(library, record));
  return agreedPlan(current.problem, current.plan, offered, ordersByNeed(record), record);
}

/** The item of the latest agreed plan about a need. */
export function agreedItemOf(agreements: readonly Agreement[], needId: string | null): AgreedItem | null {
  return agreements[0]?.content.items.find((item) => item.needId === needId) ?? null;
}

/** What the library has of a recorded item on the record's day. Where its need is no more, by the record that it arose from. */
export function offeredFor(
  record: SchoolRecord,
  library: Library,
  edition: Edition,
  actual: Pick<StoredActual, 'optionId'>,
): OfferedOption | null {
  return actual.optionId === null ? null : (offeredOptions(record, library, edition).get(actual.optionId) ?? null);
}

/** What the standards say today of what an option was to meet. */
export function resultsFor(
  record: SchoolRecord,
  library: Library,
  edition: Edition,
  optionId: string | null,
  today: PlainDate,
): { text: string; standardId: string; result: string; how: string | null }[] {
  const templateId = optionId?.split(':')[0];
  const template = library.needs.flatMap(({ options }) => options).find(({ id }) => id === templateId);
  if (template === undefined) return [];
  const status = new Map(statusOn(record, edition, today).requirements.map((one) => [one.requirementId, one]));
  return edition.requirements
    .filter(({ id }) => template.satisfies.includes(id))
    .flatMap(({ id, text, standardId }) => {
      const now = onDay(status.get(id)?.intervals ?? [], today);
      if (now === undefined || now.result === 'not-applicable') return [];
      const how = howKnown(record, now);
      return [{ text, standardId, result: resultWords[now.result], how: how && howKnownWords(how) }];
    });
}

/** Whether a need of that id still arises from the record. */
export function isNeeded(record: SchoolRecord, library: Library, edition: Edition, needId: string | null): boolean {
  return needId !== null && findNeeds(record, library, edition).some(({ id }) => id === needId);
}
