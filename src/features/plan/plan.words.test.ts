import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madeCandidate, madeNeed, madePlan, madePlanningProblem } from '../../../test/made-plan.ts';
import type { Certificate, LimitKind, PlacementReason, PlanLevel, UnmetRequirement } from '../../domain/planning.ts';
import {
  bindingSentence,
  bringForwardSentence,
  completionWords,
  countWords,
  decideBySentence,
  delaySentence,
  detailsOf,
  levelAmount,
  levelWords,
  limitWords,
  proofSentence,
  termName,
  unmetSentence,
  yearName,
} from './plan.words.ts';

const problem = madePlanningProblem([madeNeed('line', 'Broadband'), madeNeed('wifi', 'Wi-Fi')]);
const [placement] = madePlan(problem, { wifi: 2 }).placements;
assert.ok(placement);

const reason = (parts: Partial<PlacementReason>): PlacementReason => ({
  needId: 'wifi',
  binding: null,
  delayOneYear: null,
  bringForward: null,
  ...parts,
});

/** Kind, id, detail of a limit that binds, and what the sentence must say. */
const bindings: readonly [LimitKind, string, string, RegExp][] = [
  ['capital', '2027-28', '', /^The April 2027 to March 2028 capital budget holds it here/],
  ['revenue', '2026-27', '', /^The April 2026 to March 2027 revenue budget holds it here/],
  ['staff', 't1', '', /people’s time in Summer 2027 holds it here/],
  ['precedence', 'wifi after line', '', /^It has to wait for “Broadband”\.$/],
  ['exclusion', 'e', 'the server is renewed', /another choice in the plan\. The server is renewed\.$/],
  ['lock', 'wifi', 'you fixed the line.', /^Something you fixed holds it here\. You fixed the line\.$/],
  ['contract', 'c', 'the copier lease runs until 31 August 2027', /^The copier lease runs until 31 August 2027\.$/],
  ['window', 'w', 'cabling needs 20 days without pupils!', /^Cabling needs 20 days without pupils!$/],
];

test('each kind of limit has its sentence, and each limit a name', () => {
  for (const [kind, id, detail, words] of bindings) {
    assert.match(bindingSentence(problem, reason({ binding: { kind, id, detail } }), placement), words, kind);
  }
  assert.deepEqual(Object.keys(limitWords).toSorted(), bindings.map(([kind]) => kind).toSorted());
  assert.ok(Object.values(limitWords).every((words) => /^[a-z]/.test(words)));
});

test('a limit that the problem does not know is called by its id', () => {
  for (const [kind, words] of [
    ['capital', /The 2031-32 capital/],
    ['staff', /in 2031-32 holds/],
    ['precedence', /“2031-32”/],
  ] as const) {
    assert.match(bindingSentence(problem, reason({ binding: { kind, id: '2031-32', detail: '' } }), placement), words);
  }
});

test('a fixed start, one that nothing holds, and one whose reason is not there yet say so', () => {
  const held = reason({ binding: { kind: 'capital', id: '2027-28', detail: '' } });
  assert.match(bindingSentence(problem, held, { ...placement, locked: true }), /^You fixed it/);
  assert.match(bindingSentence(problem, reason({}), placement), /nothing holds it back/);
  assert.match(bindingSentence(problem, undefined, placement), /still being worked out/);
});

test('waiting a year says what it costs or saves and what goes unmet', () => {
  const waiting = (costPence: number, requirementTermsLost: number, possible = true) =>
    delaySentence(reason({ delayOneYear: { costPence, requirementTermsLost, possible, proven: true } })) ?? '';
  assert.match(waiting(123_400, 3), /cost £1,234 more .* 3 more terms/);
  assert.match(waiting(123_400, 1), / 1 more term\b(?!s)/);
  assert.match(waiting(-50_000, 0), /save £500 .* just as well/);
  assert.match(waiting(0, 0), /cost the same/);
  assert.match(waiting(0, 0, false), /cannot wait/);
  const found = { costPence: 123_400, requirementTermsLost: 3, possible: true };
  assert.match(delaySentence(reason({ delayOneYear: found })) ?? '', /cost about £1,234 more/, 'found, not proven');
  assert.equal(delaySentence(reason({})), null);
  assert.equal(delaySentence(undefined), null);
});

test('limits that hold it together are all named', () => {
  const together = [
    { kind: 'staff' as const, id: 't1' },
    { kind: 'precedence' as const, id: 'wifi after line' },
  ];
  assert.equal(
    bindingSentence(problem, reason({ binding: { kind: 'capital', id: '2027-28', detail: '', together } }), placement),
    'The April 2027 to March 2028 capital budget, your own people’s time in Summer 2027 and the wait for “Broadband” hold it here together: with all of them relaxed, it would start earlier.',
  );
});

test('what would bring it forward names the limit, how much and to when', () => {
  const forward = (kind: LimitKind, id: string, amount: number) =>
    bringForwardSentence(problem, reason({ bringForward: { kind, id, amount, toTerm: 0 } })) ?? '';
  assert.match(forward('capital', '2026-27', 150_000), /^£1,500 more capital in April 2026 .* to Spring 2027\.$/);
  assert.match(forward('revenue', '2027-28', 100), /^£1 more revenue in April 2027/);
  assert.match(forward('staff', 't0', 1), /^1 more day of .* in Spring 2027 /);
  assert.match(forward('staff', 't0', 4), /^4 more days /);
  for (const kind of ['window', 'precedence', 'exclusion', 'lock', 'contract'] as const) {
    assert.ok(forward(kind, 'x', 1).includes(limitWords[kind]), kind);
  }
  assert.equal(bringForwardSentence(problem, reason({})), null);
  const capital = { kind: 'capital', id: '2026-27', amount: 150_000, toTerm: 0 } as const;
  assert.equal(
    bringForwardSentence(
      problem,
      reason({ bringForward: { ...capital, together: [{ kind: 'staff', id: 't0', amount: 2 }] } }),
    ),
    '£1,500 more capital in April 2026 to March 2027 and 2 more days of your own people’s time in Spring 2027 would bring it forward to Spring 2027.',
  );
  assert.match(
    bringForwardSentence(problem, reason({ bringForward: { ...capital, isEnough: true } })) ?? '',
    /to Spring 2027; other things in the plan would move too\.$/,
  );
  assert.equal(bringForwardSentence(problem, undefined), null);
});

test('what is left unmet says for how long, and the least money where money would meet it', () => {
  const unmet = (parts: Partial<UnmetRequirement>): string =>
    unmetSentence({ requirementId: 'r', terms: 2, metAtEnd: false, leastExtraPence: null, reason: '', ...parts });
  assert.match(unmet({}), /not met at the end of the plan\.$/);
  assert.match(unmet({ metAtEnd: true, terms: 1 }), /not in 1 term before that\.$/);
  assert.match(unmet({ metAtEnd: true }), /not in 2 terms /);
  assert.match(unmet({ leastExtraPence: 250_000 }), / £2,500 more /);
  assert.doesNotMatch(unmet({ leastExtraPence: 0 }), /£/);
  assert.match(unmet({ reason: 'no option meets it' }), / No option meets it\.$/);
});

test('the proof is said as what it is: proved, none, or how far it has come', () => {
  const level = (name: PlanLevel['level'], proven: boolean): PlanLevel => ({
    level: name,
    value: 10,
    bound: 9,
    proven,
  });
  const say = (parts: Partial<Certificate>) =>
    proofSentence({ status: 'gap', levels: [], gap: 0, limits: [], solver: '', work: 0, ...parts });
  assert.match(say({ status: 'proven' }), /best plan.*proved/);
  assert.match(say({ status: 'infeasible' }), /^No plan fits/);
  assert.match(say({}), /not finished/);
  const open = { levels: [level('duties', true), level('whole-life-cost', false), level('changes', false)] };
  assert.match(say({ ...open, gap: 0.0164 }), /cost over the five years it is within 1\.6% /);
  assert.match(say({ ...open, gap: 0.0004 }), /less than 0\.1%/);
  assert.match(say({ ...open, gap: 1 }), /cost over the five years is not known/);
  for (const parts of [{}, open, { ...open, gap: 1 }]) assert.doesNotMatch(say(parts), /best plan that fits/);
});

test('levels are counted in what they count', () => {
  assert.equal(levelAmount({ level: 'whole-life-cost' }, 1_234_567.4), '£12,346');
  assert.equal(levelAmount({ level: 'core-standards' }, 1), '1 standard');
  assert.equal(levelAmount({ level: 'core-standards' }, 2.004), '2 standards');
  assert.equal(levelAmount({ level: 'changes' }, 0), '0 changes');
  assert.equal(levelAmount({ level: 'later-requirement-terms' }, 3), '3 points');
  assert.equal(Object.keys(levelWords).length, 7);
});

test('terms, years and counts are named; what is past the last term is after the plan', () => {
  assert.equal(termName(problem, 1), 'Summer 2027');
  assert.match(termName(problem, 5), /after the plan/);
  assert.match(completionWords(problem, 4), /from Summer 2028$/);
  assert.match(completionWords(problem, 5), /after the plan/);
  assert.equal(yearName(problem, '2027-28'), 'April 2027 to March 2028');
  assert.equal(yearName(problem, 'x'), 'x');
  assert.deepEqual(
    [0, 1, 1200].map((count) => countWords(count, 'day')),
    ['0 days', '1 day', '1,200 days'],
  );
  assert.equal(countWords(2, 'duty', 'duties'), '2 duties');
});

test('the day to decide comes with what sets it', () => {
  const on = (decideBy: string | null, decideByReason: string | null) =>
    decideBySentence(madeCandidate('wifi-buy', 0, { decideBy, decideByReason }));
  assert.match(on('2027-03-14', 'the notice is three months') ?? '', /14 March 2027.* notice is three months/i);
  assert.match(on('2027-03-14', null) ?? '', /14 March 2027$/);
  assert.equal(on(null, null), null);
});

test('a plan and a problem that do not belong together are refused', () => {
  assert.equal(detailsOf(problem, placement).option.id, 'wifi-buy');
  for (const parts of [{ needId: 'other' }, { optionId: 'other' }, { term: 4 }]) {
    assert.throws(() => detailsOf(problem, { ...placement, ...parts }), /does not have/);
  }
});
