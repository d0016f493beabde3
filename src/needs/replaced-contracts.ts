/**
 * Which running contracts each need may end. A contract belongs to one need at most, so that no saving is counted twice: a
 * need about that very contract comes first, then the others in order of id.
 */
import { noticeDeadline } from '../domain/deadlines.ts';
import type { Contract, SchoolRecord } from '../domain/record.ts';
import type { OptionTemplate } from '../library/library.ts';
import type { FoundNeed } from './find-needs.ts';

/** For each need's id, the contracts that its options may end. */
export function contractsOfNeeds(found: readonly FoundNeed[], record: SchoolRecord): Map<string, Contract[]> {
  const claimed = new Set<string>();
  const byNeed = new Map<string, Contract[]>(found.map(({ id }) => [id, []]));
  const claim = (needId: string, contract: Contract): void => {
    if (claimed.has(contract.id)) return;
    claimed.add(contract.id);
    byNeed.get(needId)?.push(contract);
  };
  for (const { id, contract } of found) if (contract !== null) claim(id, contract);
  for (const need of found) {
    const types = new Set(need.template.options.flatMap(({ endsContractTypes }) => endsContractTypes));
    for (const type of [...types].sort()) {
      for (const contract of contractsOfType(type, need, record)) claim(need.id, contract);
    }
  }
  return byNeed;
}

/** Those of a need's contracts that one of its options ends. */
export function replacedBy(option: OptionTemplate, contracts: readonly Contract[]): Contract[] {
  return contracts.filter(({ type }) => type !== null && option.endsContractTypes.includes(type));
}

/**
 * The running contracts of a type that a need is about: those that its systems or the main line are recorded under, else the
 * only one of its type. Where several could be meant and nothing recorded tells, none is.
 */
function contractsOfType(type: string, need: FoundNeed, record: SchoolRecord): Contract[] {
  const running = record.contracts
    .filter((contract) => contract.type === type && runs(contract, record))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const moved = new Set(need.template.options.flatMap(({ movesSystems }) => movesSystems));
  const linked = new Set([
    ...need.systems.flatMap(({ contractId }) => contractId ?? []),
    ...record.systems.flatMap(({ kind, contractId }) => (moved.has(kind) ? (contractId ?? []) : [])),
    ...record.connections.flatMap(({ role, contractId }) => (role === 'main' ? (contractId ?? []) : [])),
  ]);
  const meant = running.filter(({ id }) => linked.has(id));
  if (meant.length > 0) return meant;
  return running.length === 1 ? running : [];
}

function runs(contract: Contract, record: SchoolRecord): boolean {
  const deadline = noticeDeadline(contract, record.asAt, record.limits);
  return !(deadline.status === 'ended' && deadline.endsOn !== null && deadline.endsOn < record.asAt);
}
