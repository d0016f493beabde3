/** Rules on servers, and on the systems that run on them. A school may have none: then nothing is known here. */
import { addDays, formatDate } from '../domain/dates.ts';
import type { Equipment, SchoolRecord, System } from '../domain/record.ts';
import { ofKinds } from './facts-equipment.ts';
import type { FactRule, Threshold } from './facts.ts';
import { everyEntry, found, link, namesOf, thresholdFor, unknown, yesNo } from './finding.ts';

export const SERVERS: readonly Equipment['kind'][] = ['server'];
const NONE = 'No servers are recorded.';

export const serverRules: Record<string, FactRule> = {
  'servers-on-battery': {
    explains:
      'Not met where a server is recorded as not on a battery unit. Met where all are, and every recorded battery unit lasts as long as asked for.',
    at: (record, threshold) => onBattery(record, threshold),
  },
  'servers-in-warranty': {
    explains: 'Met until the first end of warranty among the servers; not met after that.',
    at: (record, _threshold, day) =>
      everyEntry('equipment', ofKinds(record, SERVERS), {
        field: 'Warranty ends',
        value: (item) => (item.warrantyEndsOn === null ? 'not known' : formatDate(item.warrantyEndsOn)),
        pass: (item) => (item.warrantyEndsOn === null ? null : item.warrantyEndsOn >= day),
        none: NONE,
        met: 'All servers are under warranty.',
        notMet: (failing) => `The warranty of ${namesOf(failing)} has ended.`,
        notKnown: (open) => `Until when ${namesOf(open)} is under warranty is not recorded.`,
      }),
    changes: (record) =>
      ofKinds(record, SERVERS).flatMap(({ name, warrantyEndsOn: end }) =>
        end === null ? [] : [{ on: addDays(end, 1), because: `The warranty of ${name} ends on ${formatDate(end)}` }],
      ),
  },
  'servers-locked-away': {
    explains:
      'Not met where a server is recorded as not locked away. Otherwise not known: a lock does not make it a room of its own.',
    at: (record) =>
      everyEntry('equipment', ofKinds(record, SERVERS), {
        field: 'Locked away',
        value: (item) => yesNo(item.lockedAway),
        pass: (item) => (item.lockedAway === false ? false : null),
        none: NONE,
        met: 'All servers are locked away.',
        notMet: (failing) => `${namesOf(failing)} is not locked away.`,
        notKnown: () => 'Whether the servers have a locked room of their own is not recorded.',
      }),
  },
  'recovery-hours-recorded': {
    explains:
      'Met where every server has systems recorded on it, each with the hours in which it must be back. Never not met: leaders may have set them elsewhere.',
    at: (record) => recoveryHours(record),
  },
};

/** Which battery unit feeds which server is not recorded: the units decide together, or not at all. */
function onBattery(record: SchoolRecord, threshold: Threshold) {
  const servers = ofKinds(record, SERVERS);
  const units = ofKinds(record, ['ups']);
  const needed = thresholdFor(record, threshold) ?? 0;
  const fed = everyEntry('equipment', servers, {
    field: 'On a battery unit',
    value: (item) => yesNo(item.onUps),
    pass: (item) => item.onUps,
    none: NONE,
    met: 'Every server is on a battery unit.',
    notMet: (failing) => `${namesOf(failing)} is not on a battery unit.`,
    notKnown: (open) => `Whether ${namesOf(open)} is on a battery unit is not recorded.`,
  });
  if (fed.outcome !== 'met') return fed;
  const chain = [
    ...fed.chain,
    ...units.map((unit) =>
      link('equipment', unit, 'Lasts', unit.upsMinutes === null ? 'not known' : `${unit.upsMinutes} minutes`),
    ),
  ];
  const lasting = units.map(({ upsMinutes }) => (upsMinutes === null ? null : upsMinutes >= needed));
  if (units.length > 0 && lasting.every((lasts) => lasts === true))
    return found('met', `Every server is on a battery unit that lasts ${needed} minutes or more.`, chain);
  if (units.length > 0 && lasting.every((lasts) => lasts === false))
    return found(
      'not-met',
      `The battery units last less than ${needed} minutes.`,
      chain,
      servers.map(({ id }) => id),
    );
  return unknown('How long the battery unit of the servers lasts is not recorded.', chain);
}

function recoveryHours(record: SchoolRecord) {
  const servers = ofKinds(record, SERVERS);
  const [only] = servers;
  if (only === undefined) return unknown(NONE);
  const onSite = record.systems.filter(({ hosting }) => hosting === 'on-site');
  const isOn = ({ equipmentId }: System, server: Equipment) =>
    equipmentId === server.id || (equipmentId === null && servers.length === 1);
  const chain = onSite.map((system) =>
    link(
      'system',
      system,
      'Back within',
      system.recoveryHours === null ? 'not known' : `${system.recoveryHours} hours`,
    ),
  );
  const isSet =
    servers.every((server) => onSite.some((system) => isOn(system, server))) &&
    onSite.every((system) => system.recoveryHours !== null);
  return isSet
    ? found('met', 'For every system on the servers it is recorded in how many hours it must be back.', chain)
    : unknown('In how many hours each system on the servers must be back is not recorded.', chain);
}
