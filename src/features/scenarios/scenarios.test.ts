import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madeCandidate, madeNeed, madePlan, madePlanningProblem } from '../../../test/made-plan.ts';
import type { Plan } from '../../domain/planning.ts';
import type { ScenarioCause, ScenarioPart } from '../../planner/index.ts';
import { clashOf, readChanges, type ScenarioChange, scenarioName } from './scenario-changes.rules.ts';
import type { StoredScenario } from './scenarios.queries.ts';
import { comparePlans, takingOf } from './scenarios.rules.ts';
import {
  budgetRows,
  readScenarioForm,
  type ReadyMadeKind,
  type ScenarioBasis,
  targetChoices,
} from './scenarios.schema.ts';
import { causeSentence, changeSentence, partWords } from './scenarios.words.ts';

const problem = madePlanningProblem([madeNeed('line', 'Broadband'), madeNeed('wifi', 'Wi-Fi')], {
  standards: [{ id: 'core', name: 'Networks', core: true, dueTerm: 3 }],
  requirements: [
    {
      id: 'r',
      name: 'R',
      standardId: 'core',
      must: true,
      duty: false,
      weight: 1,
      metWithout: [false, false, false, false, false],
    },
  ],
});
const met = {
  ...problem,
  needs: [
    madeNeed('line', 'Broadband', {
      candidates: [0, 1, 2, 3].map((term) => madeCandidate('line-buy', term, { satisfies: ['r'] })),
    }),
    madeNeed('wifi', 'Wi-Fi'),
  ],
};
const plan = madePlan(met, { line: 0, wifi: 1 });
const budgets = [{ year: '2026-27', capitalPence: 1_000_000, revenuePence: 400_000 }];
const quotes = [
  { optionId: 'line-buy', oneOffPence: 1, yearlyPence: null, supplier: 'Example Lines', quotedOn: null },
] as never;
const basis: ScenarioBasis = { problem: met, plan, budgets, quotes };
const read = (kind: ReadyMadeKind, body: Record<string, string>) => readScenarioForm(kind, body, basis);
const partsOf = (kind: ReadyMadeKind, body: Record<string, string>) => read(kind, body).scenario?.parts;

test('a year without a budget takes the one before, as the plan does', () => {
  assert.deepEqual(
    budgetRows(basis).map(({ year, capitalPence }) => [year, capitalPence]),
    [
      ['2026-27', 1_000_000],
      ['2027-28', 1_000_000],
      ['2028-29', 1_000_000],
    ],
  );
});

test('less money is a part of every budget, or of one', () => {
  const all = partsOf('money', { way: 'less', percent: '20', pot: 'both', year: 'all' });
  assert.equal(all?.length, 6);
  assert.deepEqual(all?.[0], { kind: 'budget', pot: 'capital', yearId: '2026-27', changePence: -200_000 });
  assert.deepEqual(partsOf('money', { way: 'more', percent: '5%', pot: 'revenue', year: '2027-28' }), [
    { kind: 'budget', pot: 'revenue', yearId: '2027-28', changePence: 20_000 },
  ]);
});

test('other budgets are the difference to what is written down; the same figures are no scenario', () => {
  const same = { 'capital-2026-27': '10,000', 'capital-2027-28': '', 'revenue-2026-27': '4000' };
  assert.equal(read('budgets', same).errors[0]?.message, 'Change at least one figure');
  assert.deepEqual(partsOf('budgets', { ...same, 'capital-2027-28': '12,500' }), [
    { kind: 'budget', pot: 'capital', yearId: '2027-28', changePence: 250_000 },
  ]);
  assert.match(read('budgets', { 'capital-2026-27': '-1' }).errors[0]?.message ?? '', /must be an amount in pounds/);
});

test('prices and deliveries are about everything, a heading, a supplier or one thing', () => {
  assert.deepEqual(
    targetChoices(basis).map(({ value }) => value),
    ['all', 'heading:E20D', 'supplier:Example Lines', 'option:line-buy', 'option:wifi-buy'],
  );
  const price = (what: string) => partsOf('price', { what, percent: '20' });
  assert.deepEqual(price('heading:E20D'), [
    { kind: 'price', target: { kind: 'heading', heading: 'E20D' }, percent: 20 },
  ]);
  assert.deepEqual(partsOf('late', { what: 'supplier:Example Lines', terms: '2' }), [
    { kind: 'late', target: { kind: 'options', optionIds: ['line-buy'] }, terms: 2 },
  ]);
  assert.equal(read('price', { what: 'option:gone', percent: '20' }).errors[0]?.field, 'what');
  assert.equal(read('late', { what: 'all', terms: '9' }).errors[0]?.field, 'terms');
  assert.equal(read('late', { what: 'all', terms: '2' }).scenario?.name, 'Everything 2 terms late');
});

test('an earlier date names a standard and a term', () => {
  assert.deepEqual(partsOf('earlier', { standard: 'core', term: 't1' }), [
    { kind: 'standard-date', standardId: 'core', termId: 't1' },
  ]);
  assert.deepEqual(
    read('earlier', {}).errors.map(({ field }) => field),
    ['standard', 'term'],
  );
});

const scenarioOf = (parts: ScenarioPart[], its: Plan, causes: StoredScenario['causes'] = null): StoredScenario => ({
  id: 's',
  name: 'Less money',
  changes: [{ id: 'c', kind: 'money', name: 'Less money', typed: {}, parts }],
  planId: `p ${plan.hash}`,
  state: 'ready',
  plan: its,
  causes,
  error: null,
});
const changeOf = (name: string, kind: ReadyMadeKind, parts: ScenarioPart[]): ScenarioChange => {
  return { id: name, kind, name, typed: {}, parts };
};
const noFacts = { cloudOptionIds: new Set<string>(), endingNeedIds: new Set<string>() };
const less: ScenarioPart = { kind: 'budget', pot: 'capital', yearId: '2026-27', changePence: -500_000 };

test('plans are compared by money, standards and changes with their causes', () => {
  const causes = [{ needId: 'line', causes: [{ part: 0 }], proved: 1, several: false }];
  const [base, other] = comparePlans(
    { id: 'p', problem: met, plan },
    [scenarioOf([less], madePlan(met, { line: 4 - 1, wifi: 1 }), causes)],
    noFacts,
  );
  assert.deepEqual([base?.metByDate, other?.metByDate], [1, 0]);
  assert.deepEqual(
    [base, other].map((one) => one?.metByYear.map(({ met: count }) => count)),
    [
      [0, 1, 1],
      [0, 0, 1],
    ],
  );
  assert.deepEqual(
    [base, other].map((one) => one?.requirementTerms),
    [1, 4],
  );
  assert.deepEqual(
    other?.years.map(({ capitalPence, capitalFreePence }) => [capitalPence, capitalFreePence]),
    [
      [0, 0],
      [200_000, 500_000],
      [0, 500_000],
    ],
  );
  assert.deepEqual(
    other?.changes.map(({ needId, kind, causes: because }) => [needId, kind, because]),
    [['line', 'moved', [{ part: 0 }]]],
  );
  const [change] = other?.changes ?? [];
  assert.ok(change);
  assert.equal(changeSentence(change), 'Broadband moves from Spring 2027 to Spring 2028.');
  const changes = other?.scenario?.changes ?? [];
  assert.equal(causeSentence(met, change, changes), 'Because of £5,000 less capital in 2026-27 (proved).');
  assert.equal(
    causeSentence(met, { ...change, proved: 0 }, changes),
    'Because of £5,000 less capital in 2026-27 (likely).',
  );
  assert.equal(comparePlans({ id: 'newer', problem: met, plan }, [scenarioOf([less], plan)], noFacts).length, 1);
});

test('taking one that is about money changes budgets only; any other fixes what it changed', () => {
  const later = madePlan(met, { line: 3 });
  const take = (parts: ScenarioPart[]) => {
    const compared = comparePlans({ id: 'p', problem: met, plan }, [scenarioOf(parts, later)], noFacts)[1];
    return takingOf(compared ?? assert.fail('not compared'), budgetRows(basis));
  };
  const money = take([less]);
  assert.deepEqual(
    money.budgets.map(({ before, after }) => [before.year, after.capitalPence, after.revenuePence]),
    [['2026-27', 500_000, 400_000]],
  );
  assert.deepEqual(money.locks, []);
  const cloud = take([{ kind: 'cloud-first' }]);
  assert.deepEqual(cloud.budgets, []);
  assert.deepEqual(
    cloud.locks.map(({ start }) => start),
    [
      { needId: 'line', optionId: 'line-buy', term: 't3' },
      { needId: 'wifi', optionId: null, term: 't0' },
    ],
  );
});

test('each part has its words', () => {
  const table: [ScenarioPart, string][] = [
    [{ kind: 'cloud-first' }, 'moving to the cloud first'],
    [{ kind: 'keep' }, 'keeping what there is'],
    [{ kind: 'price', target: { kind: 'all' }, percent: 20 }, 'everything 20% dearer'],
    [{ kind: 'late', target: { kind: 'options', optionIds: ['line-buy'] }, terms: 1 }, '“New Broadband” a term late'],
    [{ kind: 'late', target: { kind: 'heading', heading: 'E20G' }, terms: 2 }, 'IT support 2 terms late'],
    [{ kind: 'standard-date', standardId: null, termId: 't1' }, 'the date of all core standards in Summer 2027'],
    [{ kind: 'fix', needId: 'line', optionId: 'line-buy', termId: 't1' }, 'Broadband fixed in Summer 2027'],
  ];
  for (const [part, expected] of table) assert.equal(partWords(met, part), expected);
  const changes = [
    changeOf('Less money', 'money', [less, less]),
    changeOf('Keep what we have', 'keep', [{ kind: 'keep' }]),
  ];
  const because = (causes: ScenarioCause[], proved = 0) => causeSentence(met, { causes, proved }, changes);
  assert.equal(because([]), 'Because of several of the changes together.');
  assert.equal(because([{ change: 0 }]), 'Because of “Less money” (likely).');
  assert.equal(
    because([{ part: 2 }, { change: 0 }], 1),
    'Because of keeping what there is (proved), or “Less money” (likely).',
  );
  assert.equal(
    causeSentence(met, { causes: [], proved: 0 }, changes.slice(0, 1)),
    'Because of the budgets, all together.',
  );
});

test('several changes of one scenario are named together, and hold together', () => {
  const late: ScenarioPart = { kind: 'late', target: { kind: 'all' }, terms: 1 };
  const changes = [changeOf('Less money', 'money', [less]), changeOf('Everything a term late', 'late', [late])];
  assert.equal(scenarioName(changes), 'Less money + Everything a term late');
  assert.equal(scenarioName([{ name: 'x'.repeat(400) }]).length, 300);
  const both = { ...scenarioOf([less], plan), changes };
  const compared = comparePlans({ id: 'p', problem: met, plan }, [both], noFacts)[1];
  assert.equal(compared?.problem.years[1]?.capitalPence, 500_000);
  assert.deepEqual(
    compared?.problem.needs[0]?.candidates.map(({ term, completeTerm }) => completeTerm - term),
    [2, 2, 2, 2],
  );
});

test('a pot of a year is changed by one change only, and what asks nothing is supposed once', () => {
  const there = [changeOf('Less money', 'money', [less]), changeOf('Cloud first', 'cloud', [{ kind: 'cloud-first' }])];
  const message = '“Less money” changes the capital of 2026-27 already. Change that one, or leave it out first';
  assert.deepEqual(clashOf(there, { kind: 'money', parts: [less] }), { field: 'year', message });
  assert.deepEqual(clashOf(there, { kind: 'budgets', parts: [less] }), { field: 'capital-2026-27', message });
  assert.deepEqual(clashOf(there, { kind: 'cloud', parts: [{ kind: 'cloud-first' }] }), {
    field: null,
    message: '“Cloud first” is supposed already',
  });
  assert.equal(clashOf(there, { kind: 'money', parts: [{ ...less, yearId: '2027-28' }] }), null);
  assert.equal(clashOf(there, { kind: 'money', parts: [{ ...less, pot: 'revenue' }] }), null);
  assert.equal(clashOf(there, { kind: 'keep', parts: [{ kind: 'keep' }] }), null);
});

test('a scenario of before, which held its parts alone, is read as one change', () => {
  const changes = [changeOf('Less money', 'money', [less])];
  assert.deepEqual(readChanges(changes, 'any'), changes);
  const { id, kind, name, parts } = readChanges([less], 'Less money')[0] ?? assert.fail('nothing read');
  assert.deepEqual([id, kind, name, parts], ['first', null, 'Less money', [less]]);
  assert.deepEqual(readChanges(null, 'x'), []);
});

test('what is kept of a form is what it asks', () => {
  const typed = { way: 'less', percent: '20', pot: 'both', year: 'all' };
  assert.deepEqual(read('money', { ...typed, _csrf: 'secret', 'capital-x': '1' }).typed, typed);
});
