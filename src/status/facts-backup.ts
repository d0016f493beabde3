/** Rules on backups. Several backup systems together make the copies, so one that fulfils a part is enough for that part. */
import { addDays, addMonths, formatDate, type PlainDate } from '../domain/dates.ts';
import type { SchoolRecord, System } from '../domain/record.ts';
import type { FactRule, Threshold } from './facts.ts';
import { anyEntry, found, link, namesOf, thresholdFor, unknown, yesNo } from './finding.ts';

/**
 * How long a tried restore counts: "each term" without terms of equal length is a third of a year. A test in the last week
 * of one term then still counts until well into the next, and never past its end.
 */
export const RESTORE_TEST_MONTHS = 4;

const NONE = 'No backup is recorded.';

export const backupRules: Record<string, FactRule> = {
  'backup-copies': {
    explains: 'Met where a backup is recorded with at least as many copies as asked for.',
    at: (record, threshold) => atLeast(record, threshold, 'Copies', 'copies', (system) => system.backupCopies),
  },
  'backup-devices': {
    explains: 'Met where a backup is recorded on at least as many separate devices as asked for.',
    at: (record, threshold) => atLeast(record, threshold, 'Devices', 'devices', (system) => system.backupDevices),
  },
  'backup-off-site': {
    explains: 'Met where one backup is recorded as away from the school.',
    at: (record) =>
      yes(record, 'Away from the school', (system) => system.backupOffSite, {
        met: 'One copy is away from the school.',
        notMet: 'No copy is away from the school.',
        notKnown: 'Whether a copy is away from the school is not recorded.',
      }),
  },
  'backup-immutable': {
    explains: 'Met where one backup is recorded as one that cannot be changed.',
    at: (record) =>
      yes(record, 'Cannot be changed', (system) => system.backupImmutable, {
        met: 'One copy cannot be changed or deleted.',
        notMet: 'Every copy can be changed or deleted.',
        notKnown: 'Whether a copy is safe from change is not recorded.',
      }),
  },
  'backup-restore-tested': {
    explains: `Met for ${RESTORE_TEST_MONTHS} months after the last tried restore of every backup; not met after that.`,
    at: restoreTested,
    changes: (record) =>
      backups(record).flatMap(({ name, restoreTestedOn }) =>
        restoreTestedOn === null
          ? []
          : [
              { on: restoreTestedOn, because: `A restore from ${name} was tried on ${formatDate(restoreTestedOn)}` },
              {
                on: addDays(testHolds(restoreTestedOn), 1),
                because: `The restore from ${name} tried on ${formatDate(restoreTestedOn)} is older than a term`,
              },
            ],
      ),
  },
};

function backups(record: SchoolRecord): System[] {
  return record.systems.filter((system) => system.kind === 'backup');
}

/** Last day on which a test made on `day` still counts. */
function testHolds(day: PlainDate): PlainDate {
  return addMonths(day, RESTORE_TEST_MONTHS);
}

function restoreTested(record: SchoolRecord, _threshold: Threshold, day: PlainDate) {
  const all = backups(record);
  if (all.length === 0) return unknown(NONE);
  const chainOf = (some: System[]) =>
    some.map((system) =>
      link(
        'system',
        system,
        'Restore last tried',
        system.restoreTestedOn ? formatDate(system.restoreTestedOn) : 'not known',
      ),
    );
  const stale = all.filter(({ restoreTestedOn: on }) => on !== null && on <= day && testHolds(on) < day);
  if (stale.length > 0) {
    const finding = found(
      'not-met',
      `The last tried restore from ${namesOf(stale)} is older than a term.`,
      chainOf(stale),
      stale.map(({ id }) => id),
    );
    // Grown old only after the day of the record: whoever says that they test each term will have tested again by then.
    const staleAlready = stale.some(({ restoreTestedOn: on }) => on !== null && testHolds(on) < record.asAt);
    return { ...finding, lapsed: !staleAlready };
  }
  const open = all.filter(({ restoreTestedOn: on }) => on === null || on > day);
  if (open.length > 0)
    return unknown(`When a restore from ${namesOf(open)} was last tried is not recorded.`, chainOf(open));
  return found('met', 'Getting data back has been tried within the last term.', chainOf(all));
}

function atLeast(
  record: SchoolRecord,
  threshold: Threshold,
  field: string,
  words: string,
  of: (system: System) => number | null,
) {
  const needed = thresholdFor(record, threshold) ?? 1;
  return anyEntry('system', backups(record), {
    field,
    value: (system) => `${of(system) ?? 'not known'}`,
    pass(system) {
      const count = of(system);
      return count === null ? null : count >= needed;
    },
    none: NONE,
    met: `The backup has at least ${needed} ${words}.`,
    notMet: `The backup has fewer than ${needed} ${words}.`,
    notKnown: `How many ${words} the backup has is not recorded.`,
  });
}

function yes(
  record: SchoolRecord,
  field: string,
  of: (system: System) => boolean | null,
  words: { met: string; notMet: string; notKnown: string },
) {
  return anyEntry('system', backups(record), {
    field,
    value: (system) => yesNo(of(system)),
    pass: of,
    none: NONE,
    ...words,
  });
}
