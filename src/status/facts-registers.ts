/** Rules on the registers themselves, and on systems that it is enough to have. */
import { addDays, formatDate, type PlainDate } from '../domain/dates.ts';
import type { Contract, SchoolRecord } from '../domain/record.ts';
import type { FactChange, FactRule } from './facts.ts';
import { found, link, unknown } from './finding.ts';
import type { FactLink } from './results.ts';

/** Fewer entries than this may be a start rather than a register. */
export const REGISTER_MINIMUM = 3;

export const registerRules: Record<string, FactRule> = {
  'contract-register': {
    explains: `Met where at least ${REGISTER_MINIMUM} contracts are recorded and at least half of them have an end date; not known with fewer contracts.`,
    at(record) {
      const all = record.contracts;
      if (all.length < REGISTER_MINIMUM) return unknown(`${all.length} contracts are recorded here.`);
      const ends = all.filter((contract) => contract.endsOn !== null || contract.endedOn !== null).length;
      const notice = all.filter((contract) => contract.noticeCount !== null || contract.renewal === 'none').length;
      const says = `${all.length} contracts are recorded, ${ends} with an end date and ${notice} with their notice.`;
      const chain = [registerLink('contracts', 'Contract register', says)];
      return found(ends * 2 >= all.length ? 'met' : 'not-met', says, chain);
    },
  },
  'asset-register': {
    explains: `Met where at least ${REGISTER_MINIMUM} groups of equipment are recorded and at least half have the year they were bought; not known with fewer.`,
    at(record) {
      const all = record.equipment;
      if (all.length < REGISTER_MINIMUM) return unknown(`${all.length} groups of equipment are recorded here.`);
      const bought = all.filter((item) => item.boughtYear !== null).length;
      const says = `${all.length} groups of equipment are recorded, ${bought} with the year they were bought.`;
      const chain = [registerLink('equipment', 'Equipment register', says)];
      return found(bought * 2 >= all.length ? 'met' : 'not-met', says, chain);
    },
  },
  'firewall-recorded': {
    explains: 'Met where a firewall is recorded, as equipment or as a system that someone runs for the school.',
    at(record) {
      const items = record.equipment.filter((item) => item.kind === 'firewall');
      const systems = record.systems.filter((system) => system.kind === 'firewall');
      const chain = [
        ...items.map((item) => link('equipment', item, 'Kind', 'firewall')),
        ...systems.map((system) => link('system', system, 'Kind', 'firewall')),
      ];
      return chain.length > 0 ? found('met', 'A firewall is recorded.', chain) : unknown('No firewall is recorded.');
    },
  },
  'filter-recorded': {
    explains:
      'Met where a filtering system is recorded, or while a filtering contract runs. A contract that renews by itself runs on past its end date.',
    at(record, _threshold, day) {
      const systems = record.systems.filter((system) => system.kind === 'filtering');
      const contracts = filteringContracts(record).filter((contract) => runsOn(contract, day));
      const chain: FactLink[] = [
        ...systems.map((system) => link('system', system, 'Kind', 'web filtering')),
        ...contracts.map((contract) => ({
          target: { kind: 'contract' as const, id: contract.id },
          name: contract.title,
          field: 'Ends',
          value: contract.endsOn === null ? 'not known' : formatDate(contract.endsOn),
        })),
      ];
      return chain.length > 0
        ? found('met', 'Web filtering is recorded.', chain)
        : unknown('No web filtering is recorded.');
    },
    changes: (record) => filteringContracts(record).flatMap(contractChanges),
  },
};

function registerLink(id: string, name: string, value: string): FactLink {
  return { target: { kind: 'register', id }, name, field: 'Entries', value };
}

function filteringContracts(record: SchoolRecord): Contract[] {
  return record.contracts.filter((contract) => contract.type === 'filtering');
}

function lastDay(contract: Contract): PlainDate | null {
  if (contract.endedOn !== null) return contract.endedOn;
  return contract.renewal === 'automatic' && contract.noticeGivenOn === null ? null : contract.endsOn;
}

function runsOn(contract: Contract, day: PlainDate): boolean {
  const last = lastDay(contract);
  return (contract.startsOn === null || contract.startsOn <= day) && (last === null || last >= day);
}

function contractChanges(contract: Contract): FactChange[] {
  const last = lastDay(contract);
  return [
    ...(contract.startsOn === null
      ? []
      : [{ on: contract.startsOn, because: `${contract.title} starts on ${formatDate(contract.startsOn)}` }]),
    ...(last === null ? [] : [{ on: addDays(last, 1), because: `${contract.title} ends on ${formatDate(last)}` }]),
  ];
}
