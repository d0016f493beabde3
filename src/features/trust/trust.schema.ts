/** The forms of a shared fund: amounts by year, and pools. What is typed in, what comes out. */
import { formatPence } from '../../domain/money.ts';
import { isUnread, readCount, readMoney } from '../../domain/reading/index.ts';
import type { FundYear, SharingProgress, SharingResult } from '../../planner/sharing/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';

/** A pool as it is kept. */
export interface TrustPool {
  id: string;
  /** Option of the library. */
  optionId: string;
  optionName: string;
  yearId: string;
  fromSchools: number;
  /** The lower price of one unit: a school, a pupil or an item, as the library prices the option. */
  unitPence: number;
}

export interface TrustFund {
  capitalCarriesForward: boolean;
  years: FundYear[];
  pools: TrustPool[];
  optedOut: string[];
}

/** What came of a sharing, without its schools: they are kept one by one. */
export type SharedSummary = Omit<SharingResult, 'schools'>;

/** How far the work on a sharing is. */
export interface TrustProgress extends Omit<SharingProgress, 'stage'> {
  stage: 'reading' | SharingProgress['stage'] | 'plans';
  /** Schools whose records have been read and whose needs are worked out. */
  schoolsRead: number;
  plansMade: number;
  plans: number;
}

export type Typed = Record<string, string>;

/** More than any trust has; keeps sums exact. */
const MOST_PENCE = 100_000_000_000;
export const MOST_POOLS = 12;

export function fundTyped(fund: Pick<TrustFund, 'years' | 'capitalCarriesForward'>): Typed {
  const typed: Typed = { 'carry-forward': fund.capitalCarriesForward ? 'yes' : '' };
  for (const { id, capitalPence, revenuePence } of fund.years) {
    typed[`capital-${id}`] = formatPence(capitalPence).replace('£', '');
    typed[`revenue-${id}`] = formatPence(revenuePence).replace('£', '');
  }
  return typed;
}

/** Reads the amounts; an empty one is nought. */
export function readFundForm(
  body: Record<string, unknown>,
  years: readonly Pick<FundYear, 'id' | 'name'>[],
): { fund: Pick<TrustFund, 'years' | 'capitalCarriesForward'>; typed: Typed; errors: FieldError[] } {
  const typed = textsOf(body);
  const errors: FieldError[] = [];
  const money = (field: string, label: string): number => {
    const read = readMoney(typed[field] ?? '');
    if (isUnread(read)) errors.push({ field, message: `${label} must be an amount in pounds, like 12,500` });
    else if ((read.value ?? 0) < 0) errors.push({ field, message: `${label} cannot be less than nothing` });
    else if ((read.value ?? 0) > MOST_PENCE)
      errors.push({ field, message: `${label} must be less than £1,000,000,000` });
    else return read.value ?? 0;
    return 0;
  };
  return {
    fund: {
      capitalCarriesForward: typed['carry-forward'] === 'yes',
      years: years.map(({ id, name }) => ({
        id,
        name,
        capitalPence: money(`capital-${id}`, `Capital in ${name}`),
        revenuePence: money(`revenue-${id}`, `Revenue in ${name}`),
      })),
    },
    typed,
    errors,
  };
}

/** Reads the form of a pool. */
export function readPoolForm(
  body: Record<string, unknown>,
  known: { options: ReadonlyMap<string, string>; years: readonly Pick<FundYear, 'id'>[]; schools: number },
): { pool: Omit<TrustPool, 'id'> | null; typed: Typed; errors: FieldError[] } {
  const typed = textsOf(body);
  const errors: FieldError[] = [];
  const optionId = typed['option'] ?? '';
  const optionName = known.options.get(optionId);
  if (optionName === undefined) errors.push({ field: 'option', message: 'Choose what is bought together' });
  const yearId = typed['year'] ?? '';
  if (!known.years.some(({ id }) => id === yearId)) errors.push({ field: 'year', message: 'Choose the year' });
  const count = readCount(typed['schools'] ?? '');
  const fromSchools = isUnread(count) ? null : count.value;
  if (fromSchools === null || fromSchools < 2 || fromSchools > known.schools)
    errors.push({ field: 'schools', message: `The number of schools must be from 2 to ${known.schools}` });
  const price = readMoney(typed['price'] ?? '');
  const unitPence = isUnread(price) ? null : price.value;
  if (unitPence === null || unitPence < 0 || unitPence > MOST_PENCE)
    errors.push({ field: 'price', message: 'The lower price must be an amount in pounds, like 250' });
  if (errors.length > 0 || optionName === undefined || fromSchools === null || unitPence === null)
    return { pool: null, typed, errors };
  return { pool: { optionId, optionName, yearId, fromSchools, unitPence }, typed, errors };
}

function textsOf(body: Record<string, unknown>): Typed {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.trim()]] : [])),
  );
}
