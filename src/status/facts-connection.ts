/** Rules on the internet lines. */
import type { Connection, SchoolRecord } from '../domain/record.ts';
import type { FactRule } from './facts.ts';
import type { FactFinding } from './results.ts';
import { anyEntry, everyEntry, found, link, namesOf, thresholdFor, unknown, yesNo } from './finding.ts';

const FULL_FIBRE: ReadonlySet<string> = new Set(['fttp', 'leased-line']);
/** Both run over the same copper pair, so that one fault stops both. */
const COPPER: ReadonlySet<string> = new Set(['adsl', 'fttc']);
const NONE = 'No main internet line is recorded.';

const technologyNames: Record<NonNullable<Connection['technology']>, string> = {
  adsl: 'ADSL (copper)',
  fttc: 'fibre to the cabinet, then copper',
  cable: 'cable',
  fttp: 'fibre to the premises',
  'leased-line': 'leased line',
  mobile: 'mobile',
  satellite: 'satellite',
};

export const connectionRules: Record<string, FactRule> = {
  'main-line-full-fibre': {
    explains:
      'Met where every main line is fibre to the premises or a leased line; not met where one is anything else.',
    at: (record) => fullFibre(record),
  },
  'main-line-fibre-or-free': {
    explains:
      'Does not apply where every main line is full fibre already; otherwise not known: the contract must be read.',
    at(record) {
      const fibre = fullFibre(record);
      if (fibre.outcome === 'met') return found('not-applicable', 'The main line is full fibre already.', fibre.chain);
      return unknown('Whether the contract lets the school move to full fibre is not recorded.', fibre.chain);
    },
  },
  'main-line-download': {
    explains: 'Met where every main line brings in at least the speed set for the phase.',
    at: (record, threshold) => speed(record, thresholdFor(record, threshold), 'down'),
  },
  'main-line-upload': {
    explains: 'Met where every main line sends out at least the speed set for the phase.',
    at: (record, threshold) => speed(record, thresholdFor(record, threshold), 'up'),
  },
  'backup-line-present': {
    explains: 'Met where a backup line is recorded. None recorded is not known: it may not have been written down yet.',
    at(record) {
      const backups = backupLines(record);
      if (backups.length === 0) return unknown('No backup line is recorded.');
      return found(
        'met',
        'A backup line is recorded.',
        backups.map((line) => link('connection', line, 'Kind of line', technology(line))),
      );
    },
  },
  'backup-line-different-type': {
    explains:
      'Met where one backup line is of another kind than every main line. ADSL and FTTC count as one kind (copper).',
    at(record) {
      const mains = mainLines(record);
      if (mains.length === 0) return unknown(NONE);
      return anyEntry('connection', backupLines(record), {
        field: 'Kind of line',
        value: technology,
        pass(backup) {
          if (backup.technology === null || mains.some((main) => main.technology === null)) return null;
          return mains.every((main) => kindOf(main) !== kindOf(backup));
        },
        none: 'No backup line is recorded.',
        met: `The backup line is of another kind than ${namesOf(mains)}.`,
        notMet: `The backup line is of the same kind as ${namesOf(mains)}.`,
        notKnown: 'The kind of one of the lines is not recorded.',
      });
    },
  },
  'backup-line-automatic-failover': {
    explains: 'Met where a backup line is recorded as taking over by itself.',
    at: (record) =>
      anyEntry('connection', backupLines(record), {
        field: 'Takes over by itself',
        value: (line) => yesNo(line.automaticFailover),
        pass: (line) => line.automaticFailover,
        none: 'No backup line is recorded.',
        met: 'The backup line takes over by itself.',
        notMet: 'The backup line does not take over by itself.',
        notKnown: 'Whether the backup line takes over by itself is not recorded.',
      }),
  },
};

export function mainLines(record: SchoolRecord): Connection[] {
  return record.connections.filter((line) => line.role === 'main');
}

function backupLines(record: SchoolRecord): Connection[] {
  return record.connections.filter((line) => line.role === 'backup');
}

/** Whether every main line is full fibre. */
export function fullFibre(record: SchoolRecord): FactFinding {
  return everyEntry('connection', mainLines(record), {
    field: 'Kind of line',
    value: technology,
    pass: (line) => (line.technology === null ? null : FULL_FIBRE.has(line.technology)),
    none: NONE,
    met: 'The main line is full fibre.',
    notMet: (failing) => `${namesOf(failing)} is not fibre all the way.`,
    notKnown: (open) => `The kind of line of ${namesOf(open)} is not recorded.`,
  });
}

function speed(record: SchoolRecord, needed: number | null, way: 'down' | 'up') {
  if (needed === null) return unknown('No speed is set for this kind of school.');
  const of = (line: Connection) => (way === 'down' ? line.downMbps : line.upMbps);
  return everyEntry('connection', mainLines(record), {
    field: way === 'down' ? 'Speed down' : 'Speed up',
    value: (line) => (of(line) === null ? 'not known' : `${of(line)} Mbps`),
    pass(line) {
      const mbps = of(line);
      return mbps === null ? null : mbps >= needed;
    },
    none: NONE,
    met: `The main line reaches ${needed} Mbps ${way}.`,
    notMet: (failing) => `${namesOf(failing)} does not reach ${needed} Mbps ${way}.`,
    notKnown: (open) => `The speed ${way} of ${namesOf(open)} is not recorded.`,
  });
}

function technology(line: Connection): string {
  return line.technology === null ? 'not known' : technologyNames[line.technology];
}

function kindOf(line: Connection): string | null {
  return line.technology !== null && COPPER.has(line.technology) ? 'copper' : line.technology;
}
