import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { addDays, daysBetween } from '../domain/dates.ts';
import { recordSchema, type SchoolRecord } from '../domain/record.ts';
import { editionOf, loadLibrary, type Edition } from '../library/index.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import {
  coreSummary,
  metByTerm,
  nextQuestions,
  onDay,
  planRequirements,
  planStandards,
  questionStates,
  requirementsMetByTerm,
  ruleNames,
  statusByDate,
  statusOn,
  type PlanEffect,
  type Result,
  type SchoolStatus,
} from './index.ts';
import { HORIZON, madeRecord, randomParts } from '../../test/random-records.ts';

const here = dirname(fileURLToPath(import.meta.url));
const editionFiles = [...readLibraryFolder(join(here, '../../library'))].filter(([path]) =>
  /^(?:editions|lifecycles|rules)\//.test(path),
);
const edition: Edition = editionOf(loadLibrary(new Map(editionFiles), ruleNames), '2026-09');
const DAY = '2026-11-24';

function school(parts: Record<string, unknown[]> = {}, phase = 'primary'): SchoolRecord {
  return recordSchema.parse({
    format: 'cairn.school/1',
    asAt: DAY,
    edition: '2026-09',
    school: { key: 'x', name: 'Example', phase, pupils: 400, governance: 'maintained' },
    ...parts,
  });
}

function answers(choices: Record<string, string>) {
  return Object.entries(choices).map(([questionId, choice]) => ({ questionId, choice, answeredOn: '2026-11-01' }));
}

function intervalsOf(status: SchoolStatus, id: string) {
  return status.requirements.find(({ requirementId }) => requirementId === id)?.intervals ?? assert.fail(id);
}

function resultsOf(status: SchoolStatus, id: string) {
  return intervalsOf(status, id).map(({ from, to, result, grounds }) => [from, to, result, grounds]);
}

function standardOf(status: SchoolStatus, id: string) {
  return status.standards.find(({ standardId }) => standardId === id)?.intervals[0] ?? assert.fail(id);
}

const accessPoints = {
  id: 'ap',
  name: 'Access points',
  kind: 'access-point',
  wifiGeneration: '6',
  supportEndsOn: '2028-07-31',
};

test('nothing recorded and nothing answered is not known, never not met', () => {
  const status = statusOn(school(), edition);
  for (const { intervals, requirementId } of status.requirements)
    assert.deepEqual(
      intervals.map(({ result }) => result),
      [requirementId === 'cyber-7.jisc' ? 'not-applicable' : 'not-known'],
      requirementId,
    );
  const summary = coreSummary(status, edition);
  assert.deepEqual([summary.total, summary.notKnown, summary.met, summary.notMet], [6, 6, 0, 0]);
});

test('supported Wi-Fi 6 is not due until its support ends, then due', () => {
  const status = statusByDate(school({ equipment: [accessPoints] }), edition, DAY, '2029-08-31');
  assert.deepEqual(resultsOf(status, 'wireless-1.generation'), [
    [DAY, '2028-07-31', 'not-due', 'fact'],
    ['2028-08-01', '2029-08-31', 'not-met', 'fact'],
  ]);
  const [waiting] = intervalsOf(status, 'wireless-1.generation');
  assert.equal(waiting?.dueFrom, '2028-08-01');
  assert.equal(waiting?.endsBecause, 'Support of Access points ends on 31 July 2028.');
  assert.deepEqual(
    waiting?.chain.map(({ field, value }) => [field, value]),
    [
      ['Wi-Fi generation', 'Wi-Fi 6'],
      ['Support ends', '31 July 2028'],
    ],
  );
});

test('Wi-Fi supported past 2030 is no failure in 2030; where the end is not known it is due by then', () => {
  const long = statusByDate(
    school({ equipment: [{ ...accessPoints, supportEndsOn: '2032-07-31' }] }),
    edition,
    DAY,
    '2031-08-31',
  );
  assert.deepEqual(resultsOf(long, 'wireless-1.generation'), [[DAY, '2031-08-31', 'not-due', 'fact']]);
  const open = statusByDate(
    school({ equipment: [{ ...accessPoints, supportEndsOn: null }] }),
    edition,
    DAY,
    '2031-08-31',
  );
  assert.deepEqual(resultsOf(open, 'wireless-1.generation'), [
    [DAY, '2030-08-30', 'not-due', 'fact'],
    ['2030-08-31', '2031-08-31', 'not-met', 'fact'],
  ]);
});

test('a recognised model has the catalogue’s end of support, named as such; the school’s own date wins', () => {
  const ofFirewall = (parts: object) => {
    const firewall = { id: 'f', name: 'Firewall', kind: 'firewall', model: 'FortiGate 100E', ...parts };
    return statusOn(school({ equipment: [firewall] }), edition).requirements.find(
      ({ requirementId }) => requirementId === 'cyber-3.firewall-supported',
    )?.intervals[0];
  };
  const known = ofFirewall({});
  assert.equal(known?.result, 'not-met');
  assert.equal(known.chain[0]?.value, '17 August 2026 (catalogue: FortiGate 100E)');
  assert.equal(ofFirewall({ supportEndsOn: '2027-08-17' })?.result, 'met');
  assert.equal(ofFirewall({ disposedOn: DAY })?.result, 'not-known');
});

test('an answer that Wi-Fi holds up lessons makes its replacement due at once', () => {
  const record = school({ equipment: [accessPoints], answers: answers({ 'wifi-coverage': 'poor' }) });
  assert.equal(resultsOf(statusOn(record, edition), 'wireless-1.generation')[0]?.[2], 'not-met');
});

test('copper waits for the end of its contract; one that has ended and rolls on is due', () => {
  const line = { id: 'l', name: 'Main line', technology: 'fttc', contractId: 'c' };
  const contract = { id: 'c', title: 'Broadband', type: 'broadband', endsOn: '2027-03-31' };
  const running = statusByDate(school({ connections: [line], contracts: [contract] }), edition, DAY, '2028-08-31');
  assert.deepEqual(resultsOf(running, 'broadband-1.full-fibre'), [
    [DAY, '2027-03-31', 'not-due', 'fact'],
    ['2027-04-01', '2028-08-31', 'not-met', 'fact'],
  ]);
  const ended = school({ connections: [line], contracts: [{ ...contract, endsOn: '2025-03-31' }] });
  assert.equal(resultsOf(statusOn(ended, edition), 'broadband-1.full-fibre')[0]?.[2], 'not-met');
  const beyond = school({ connections: [line], contracts: [{ ...contract, endsOn: '2033-03-31' }] });
  assert.equal(intervalsOf(statusOn(beyond, edition), 'broadband-1.full-fibre')[0]?.dueFrom, '2030-08-31');
});

test('a backup line is due with the full fibre line, not before', () => {
  const missing = answers({ 'broadband-backup': 'none' });
  const contracts = [{ id: 'c', title: 'Broadband', type: 'broadband', endsOn: '2027-03-31' }];
  const copper = school({ connections: [{ id: 'l', name: 'Main', technology: 'fttc' }], contracts, answers: missing });
  const fibre = school({ connections: [{ id: 'l', name: 'Main', technology: 'fttp' }], contracts, answers: missing });
  assert.equal(resultsOf(statusOn(copper, edition), 'broadband-2.backup-line')[0]?.[2], 'not-due');
  assert.equal(resultsOf(statusOn(fibre, edition), 'broadband-2.backup-line')[0]?.[2], 'not-met');
});

test('an answer against the registers is shown beside them, and the registers decide', () => {
  const record = school({
    equipment: [{ id: 's', name: 'Switches', kind: 'access-switch', supportEndsOn: '2024-01-01' }],
    answers: answers({ 'network-support': 'supported-managed' }),
  });
  const status = statusOn(record, edition);
  const [supported] = intervalsOf(status, 'switching-2.supported');
  assert.deepEqual(
    [
      supported?.result,
      supported?.grounds,
      supported?.contradiction,
      supported?.answer?.says,
      supported?.answer?.answeredOn,
    ],
    ['not-met', 'fact', true, 'met', '2026-11-01'],
  );
  assert.equal(coreSummary(status, edition).contradictions, 1);
  // Where the registers say nothing the same answer stands.
  assert.equal(resultsOf(status, 'switching-2.central-management')[0]?.[3], 'answer');
});

test('not sure is not known, and a choice of another edition says nothing', () => {
  for (const choice of ['not-sure', 'a-choice-of-old']) {
    const status = statusOn(school({ answers: answers({ strategy: choice }) }), edition);
    assert.equal(resultsOf(status, 'leadership-4.strategy')[0]?.[2], 'not-known');
  }
});

test('what grows old by itself yields to an answer that says it is done each term, but not once it is old', () => {
  const say = { answers: answers({ 'backup-tested': 'termly' }) };
  const backup = (restoreTestedOn: string) => [{ id: 'b', name: 'Backup', kind: 'backup', restoreTestedOn }];
  const fresh = statusByDate(school({ systems: backup('2026-10-31'), ...say }), edition, DAY, '2027-12-31');
  assert.deepEqual(resultsOf(fresh, 'cyber-6.restore-tested'), [
    [DAY, '2027-02-28', 'met', 'fact'],
    ['2027-03-01', '2027-12-31', 'met', 'answer'],
  ]);
  const silent = statusByDate(school({ systems: backup('2026-10-31') }), edition, DAY, '2027-12-31');
  assert.equal(resultsOf(silent, 'cyber-6.restore-tested')[1]?.[2], 'not-met');
  const stale = statusOn(school({ systems: backup('2025-10-31'), ...say }), edition);
  assert.deepEqual(
    intervalsOf(stale, 'cyber-6.restore-tested').map(({ result, contradiction }) => [result, contradiction]),
    [['not-met', true]],
  );
});

test('a standard is met only where every must is; a should never holds it back', () => {
  const all = { 'digital-lead': 'written' };
  assert.equal(standardOf(statusOn(school({ answers: answers(all) }), edition), 'leadership-1').result, 'met');
  const named = statusOn(school({ answers: answers({ 'digital-lead': 'named' }) }), edition);
  assert.deepEqual(standardOf(named, 'leadership-1').counts.met, 1);
  assert.equal(standardOf(named, 'leadership-1').result, 'not-met');
});

test('the best answers to every question meet all six categories', () => {
  const best = edition.questions.map(({ id, choices }) => [id, choices[0]?.id ?? '']);
  const record = school({ answers: answers(Object.fromEntries(best)) });
  const status = statusOn(record, edition);
  const summary = coreSummary(status, edition);
  const open = status.requirements.filter(({ intervals }) => intervals[0]?.result !== 'met');
  assert.deepEqual(
    open.map(({ requirementId, intervals }) => [requirementId, intervals[0]?.result]),
    [['cyber-7.jisc', 'not-applicable']],
  );
  assert.deepEqual([summary.met, summary.total, summary.dutiesNotMet], [6, 6, 0]);
  assert.deepEqual(nextQuestions(record, edition), []);
});

test('the worst answers leave every requirement not met or waiting, and every duty unmet', () => {
  const met = new Set(
    edition.requirements.flatMap(
      ({ question }) =>
        question && [...question.met, ...(question.notApplicable ?? [])].map((choice) => `${question.id} ${choice}`),
    ),
  );
  const worst = edition.questions.map(({ id, choices }) => [
    id,
    choices.findLast((choice) => choice.id !== 'not-sure' && !met.has(`${id} ${choice.id}`))?.id ?? 'none-is-left',
  ]);
  const status = statusOn(school({ answers: answers(Object.fromEntries(worst)) }), edition);
  for (const { requirementId, intervals, duty } of status.requirements)
    assert.ok(
      requirementId === 'cyber-7.jisc' ||
        intervals.every(({ result }) => (duty ? ['not-met'] : ['not-met', 'not-due']).includes(result)),
      requirementId,
    );
  assert.equal(coreSummary(status, edition).dutiesNotMet, edition.requirements.filter(({ duty }) => duty).length);
});

test('what the plan puts in place is met from that day until it lapses', () => {
  const effect: PlanEffect = {
    requirementId: 'wireless-1.generation',
    from: '2028-09-01',
    to: '2029-08-31',
    needId: 'wifi',
    optionId: 'wifi-buy',
    name: 'New Wi-Fi',
  };
  const status = statusByDate(school({ equipment: [accessPoints] }), edition, DAY, '2030-01-01', [effect]);
  assert.deepEqual(resultsOf(status, 'wireless-1.generation'), [
    [DAY, '2028-07-31', 'not-due', 'fact'],
    ['2028-08-01', '2028-08-31', 'not-met', 'fact'],
    ['2028-09-01', '2029-08-31', 'met', 'plan'],
    ['2029-09-01', '2030-01-01', 'not-met', 'fact'],
  ]);
  const [, before, during] = intervalsOf(status, 'wireless-1.generation');
  assert.equal(before?.endsBecause, 'The plan: New Wi-Fi is in place.');
  assert.equal(during?.effect?.optionId, 'wifi-buy');
});

const terms = [
  { startsOn: '2027-09-01', endsOn: '2028-01-03' },
  { startsOn: '2028-01-04', endsOn: '2028-04-16' },
  { startsOn: '2028-04-17', endsOn: '2028-08-31' },
  { startsOn: '2028-09-01', endsOn: '2029-01-02' },
];

test('for planning, not due counts as met until the term of its trigger; not known counts as not met', () => {
  const record = school({ equipment: [accessPoints] });
  const met = requirementsMetByTerm(record, edition, terms);
  assert.deepEqual(met.get('wireless-1.generation'), [true, true, false, false]);
  assert.deepEqual(met.get('wireless-3.supported'), [true, true, false, false]);
  assert.deepEqual(met.get('leadership-4.strategy'), [false, false, false, false]);
  assert.deepEqual(requirementsMetByTerm(record, edition, []).get('cyber-1.insurance'), []);
  const asked = planRequirements(record, edition, terms);
  assert.equal(asked.length, edition.requirements.length);
  assert.ok(asked.every(({ metWithout, weight }) => metWithout.length === terms.length && weight >= 1 && weight <= 9));
});

test('the due term of a standard is the last one that ends before 2030, or none outside the horizon', () => {
  assert.ok(planStandards(edition, terms).every(({ dueTerm }) => dueTerm === null));
  assert.equal(planStandards(edition, terms).filter(({ core }) => core).length, 26);
  const around = [
    { startsOn: '2030-01-07', endsOn: '2030-04-21' },
    { startsOn: '2030-04-22', endsOn: '2030-09-03' },
    { startsOn: '2030-09-04', endsOn: '2031-01-05' },
  ];
  for (const { dueTerm, core, id } of planStandards(edition, around)) assert.equal(dueTerm, core ? 1 : null, id);
  const early = [
    { startsOn: '2030-04-22', endsOn: '2030-08-27' },
    { startsOn: '2030-08-28', endsOn: '2031-01-05' },
  ];
  assert.equal(planStandards(edition, early)[0]?.dueTerm, 0);
});

test('a school that starts from nothing knows where its core stands after at most 45 questions, which come first', () => {
  const states = questionStates(school(), edition);
  const core = states.filter(({ isCore }) => isCore);
  assert.ok(core.length <= 45, `${core.length}`);
  assert.deepEqual(core, states.slice(0, core.length));
  const best = Object.fromEntries(core.map(({ question }) => [question.id, question.choices[0]?.id ?? '']));
  const answered = statusOn(school({ answers: answers(best) }), edition);
  const summary = coreSummary(answered, edition);
  assert.deepEqual([summary.met, summary.notKnown], [6, 0]);
  // Shared questions answer some of the others too; the rest of them wait.
  const others = answered.categories.filter(({ core: isCore }) => !isCore);
  assert.ok(others.length === 6 && others.every(({ intervals }) => intervals[0]?.result === 'not-known'));
});

test('in an edition that calls nothing core every question is asked first', () => {
  const early = editionOf(loadLibrary(new Map(editionFiles), ruleNames), '2025-03');
  assert.ok(early.categories.every(({ core }) => !core));
  assert.ok(questionStates(school(), early).every(({ isCore }) => isCore));
});

test('what the registers know is not asked', () => {
  assert.equal(nextQuestions(school(), edition).length, edition.questions.length);
  const record = school({
    connections: [{ id: 'l', name: 'Main', technology: 'fttp', downMbps: 500, upMbps: 500 }],
    equipment: [accessPoints],
  });
  const asked = new Set(nextQuestions(record, edition).map(({ id }) => id));
  assert.ok(!asked.has('broadband-fibre') && !asked.has('broadband-speed') && !asked.has('wifi-generation'));
  assert.equal(
    questionStates(record, edition).find(({ question }) => question.id === 'wifi-generation')?.state,
    'known',
  );
  const unsure = school({ answers: answers({ strategy: 'not-sure' }) });
  const state = questionStates(unsure, edition).find(({ question }) => question.id === 'strategy');
  assert.deepEqual([state?.state, state?.unsure], ['answered', true]);
  assert.equal(nextQuestions(unsure, edition).length, edition.questions.length - 1);
});

test('intervals say on each day what that day alone says, for requirements, standards and categories', () => {
  fc.assert(
    fc.property(randomParts(edition), (random) => {
      const { record, effects } = madeRecord(edition, random);
      const whole = statusByDate(record, edition, HORIZON.from, HORIZON.to, effects);
      const groups = [...whole.requirements, ...whole.standards, ...whole.categories];
      for (const { intervals } of groups) {
        assert.equal(intervals[0]?.from, HORIZON.from);
        assert.equal(intervals.at(-1)?.to, HORIZON.to);
        for (const [i, { from }] of intervals.entries())
          if (i > 0) assert.equal(from, addDays(intervals[i - 1]?.to ?? '', 1));
      }
      for (let day = HORIZON.from; day <= HORIZON.to; day = addDays(day, 1)) {
        const single = statusOn(record, edition, day, effects);
        const resultsOn = (status: SchoolStatus) =>
          [...status.requirements, ...status.standards, ...status.categories].map(
            ({ intervals }) => onDay<{ from: string; to: string; result: Result }>(intervals, day)?.result,
          );
        assert.deepEqual(resultsOn(whole), resultsOn(single), day);
        if (daysBetween(HORIZON.from, day) % 4 > 0) continue;
        // Said here in other words than in the code: on a day on which an answer does not count it decides nothing.
        const counting = new Set(
          record.answers.flatMap(({ questionId, basis, holdsUntil }) => {
            const shown = record.evidence.filter((one) => one.questionId === questionId);
            const isShown = shown.some((one) => one.effectiveOn <= day && day <= (one.expiresOn ?? day));
            const isOver = holdsUntil !== null && holdsUntil < day;
            return isOver || (basis === 'document' && shown.length > 0 && !isShown) ? [] : [questionId];
          }),
        );
        const only = {
          ...record,
          answers: record.answers.filter(({ questionId }) => counting.has(questionId)),
          evidence: [],
        };
        assert.deepEqual(resultsOn(single), resultsOn(statusOn(only, edition, day, effects)), day);
      }
      const met = metByTerm(whole, [{ startsOn: '2027-01-04', endsOn: '2027-04-18' }]);
      const good = new Set(['met', 'not-applicable', 'not-due']);
      for (const { requirementId, intervals } of whole.requirements) {
        const days = Array.from({ length: daysBetween('2027-01-04', '2027-04-18') + 1 }, (_, i) =>
          addDays('2027-01-04', i),
        );
        assert.equal(
          met.get(requirementId)?.[0],
          days.every((day) => good.has(onDay(intervals, day)?.result ?? '')),
        );
      }
    }),
    { numRuns: 25 },
  );
});

test('neither the library room nor the status room uses the clock, chance or the outside', () => {
  for (const room of [here, join(here, '../library')])
    for (const name of readdirSync(room).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))) {
      const code = readFileSync(join(room, name), 'utf8');
      assert.doesNotMatch(code, /Date\.now|new Date\(\)|Math\.random|\bprocess\.|from 'node:/, name);
    }
});
