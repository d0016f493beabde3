/** Records and plans' effects made at random, for tests of what holds of every record. The days lie around {@link HORIZON}. */
import fc from 'fast-check';
import { addDays } from '../src/domain/dates.ts';
import { answerBases, phases, recordSchema, type SchoolRecord } from '../src/domain/record.ts';
import type { Edition } from '../src/library/index.ts';
import type { PlanEffect } from '../src/status/index.ts';

const DAY = '2026-11-24';
export const HORIZON = { from: '2026-12-01', to: '2027-05-31' };
const nearDay = fc.integer({ min: -40, max: 220 }).map((days) => addDays(HORIZON.from, days));
const maybeDay = fc.option(nearDay, { nil: null });
const maybe = fc.option(fc.boolean(), { nil: null });

/** What is drawn for an edition: {@link madeRecord} makes a record and effects of it. */
export function randomParts(edition: Edition) {
  return fc.record({
    details: fc.record({
      phase: fc.constantFrom(...phases),
      governance: fc.constantFrom('maintained' as const, 'academy' as const),
      hasSixthForm: maybe,
      sites: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
    }),
    equipment: fc.array(
      fc.record({
        kind: fc.constantFrom('access-point', 'core-switch', 'access-switch', 'firewall', 'laptop', 'server'),
        supportEndsOn: maybeDay,
        warrantyEndsOn: maybeDay,
        disposedOn: maybeDay,
        operatingSystem: fc.constantFrom(null, 'Windows 10', 'Windows Server 2016'),
        wifiGeneration: fc.constantFrom(null, '6', '7'),
        portSpeedMbps: fc.constantFrom(null, 100, 1000),
        centrallyManaged: maybe,
      }),
      { maxLength: 4 },
    ),
    systems: fc.array(
      fc.record({ kind: fc.constantFrom('backup', 'filtering'), restoreTestedOn: maybeDay, backupOffSite: maybe }),
      { maxLength: 3 },
    ),
    contracts: fc.array(
      fc.record({
        type: fc.constantFrom('broadband', 'filtering'),
        startsOn: maybeDay,
        endsOn: maybeDay,
        renewal: fc.constantFrom(null, 'automatic'),
      }),
      { maxLength: 3 },
    ),
    connections: fc.array(fc.record({ technology: fc.constantFrom(null, 'fttc', 'fttp') }), { maxLength: 2 }),
    answers: fc.array(
      fc.record({
        choice: fc.nat({ max: 4 }),
        basis: fc.constantFrom(...answerBases),
        holdsUntil: maybeDay,
        evidence: fc.array(fc.record({ effectiveOn: nearDay, days: fc.option(fc.nat(90), { nil: null }) }), {
          maxLength: 3,
        }),
      }),
      { minLength: edition.questions.length, maxLength: edition.questions.length },
    ),
    effects: fc.array(
      fc.record({
        requirement: fc.nat({ max: edition.requirements.length - 1 }),
        start: nearDay,
        days: fc.option(fc.nat(60), { nil: null }),
      }),
      { maxLength: 6 },
    ),
  });
}

type Parts = ReturnType<typeof randomParts> extends fc.Arbitrary<infer T> ? T : never;

export function madeRecord(edition: Edition, random: Parts): { record: SchoolRecord; effects: PlanEffect[] } {
  const named = <T extends object>(list: T[]) =>
    list.map((entry, i) => ({ id: `e${i}`, name: `Entry ${i}`, title: `Entry ${i}`, ...entry }));
  const said = recordSchema.parse({
    format: 'cairn.school/1',
    asAt: DAY,
    edition: edition.id,
    school: { key: 'x', name: 'Example', phase: 'primary', pupils: 400, governance: 'maintained' },
    equipment: named(random.equipment),
    systems: named(random.systems),
    contracts: named(random.contracts),
    connections: named(random.connections),
    answers: edition.questions.flatMap(({ id, choices }, i) => {
      const { choice = 0, basis = 'asserted', holdsUntil = null } = random.answers[i] ?? {};
      const chosen = choices[choice];
      return chosen ? [{ questionId: id, choice: chosen.id, answeredOn: DAY, basis, holdsUntil }] : [];
    }),
    evidence: edition.questions.flatMap(({ id }, i) =>
      (random.answers[i]?.evidence ?? []).map(({ effectiveOn, days }, j) => ({
        id: `${id}-${j}`,
        questionId: id,
        title: `Evidence ${j}`,
        effectiveOn,
        expiresOn: days === null ? null : addDays(effectiveOn, days),
      })),
    ),
  });
  const record: SchoolRecord = { ...said, school: { ...said.school, ...random.details } };
  const effects = random.effects.map(({ requirement, start, days }, i): PlanEffect => ({
    requirementId: edition.requirements[requirement]?.id ?? '',
    from: start,
    to: days === null ? null : addDays(start, days),
    needId: `n${i}`,
    optionId: `o${i}`,
    name: `Option ${i}`,
  }));
  return { record, effects };
}
