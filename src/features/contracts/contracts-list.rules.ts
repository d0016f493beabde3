/** The list of contracts by what is worked out from their dates: how each stands, when it really ends, when to decide. Pure. */
import type { ListRequest, ListSort, MoreOfList } from '../registers/index.ts';
import { byNextDecision, statusLabels, type ContractOutlook } from './contracts.rules.ts';

/** What the list's address may say beyond what every register's may. */
export const moreOfContracts: MoreOfList = {
  choices: { status: Object.keys(statusLabels) },
  sorts: ['ends', 'noticeBy', 'decideBy'],
};

const worked: Readonly<Record<string, (outlook: ContractOutlook) => string | null>> = {
  ends: ({ endsOn }) => endsOn,
  noticeBy: ({ notice }) => notice.lastSafeNoticeOn,
  decideBy: ({ decideBy }) => decideBy,
};

/** Whether an order is by what is worked out, so that the database cannot give it. */
export function isWorkedOut(sort: ListSort | null): boolean {
  return sort !== null && sort.field in worked;
}

/**
 * Those that pass, in order. The end that counts is the one after renewals, so that the list's end dates are looked at here
 * and not by the database. Where rows are ordered by a field of the contract, they come in that order and keep it.
 */
export function contractsInOrder<T extends { outlook: ContractOutlook }>(
  rows: readonly T[],
  request: ListRequest,
): T[] {
  const { endsFrom, endsBefore } = request.filter;
  const status = request.query['status'];
  const passing = rows.filter(
    ({ outlook: { status: present, endsOn } }) =>
      (!status || present === status) &&
      (!endsFrom || (endsOn !== null && endsOn >= endsFrom)) &&
      (!endsBefore || (endsOn !== null && endsOn < endsBefore)),
  );
  if (request.sort === null) return passing.sort((a, b) => byNextDecision(a.outlook, b.outlook) || byId(a, b));
  const key = worked[request.sort.field];
  return key === undefined ? passing : passing.sort(byKey(key, request.sort));
}

/** So that a row stands on one page, whatever order the database gave. */
function byId(a: { outlook: ContractOutlook }, b: { outlook: ContractOutlook }): number {
  return a.outlook.contract.id < b.outlook.contract.id ? -1 : 1;
}

/** Rows without a value come last either way. */
function byKey(key: (outlook: ContractOutlook) => string | null, { descending }: ListSort) {
  return (a: { outlook: ContractOutlook }, b: { outlook: ContractOutlook }): number => {
    const [one, other] = [key(a.outlook), key(b.outlook)];
    if (one === other) return byId(a, b);
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return (one < other ? -1 : 1) * (descending ? -1 : 1);
  };
}
