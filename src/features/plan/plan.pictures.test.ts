import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madeCandidate, madeNeed, madePlan, madePlanningProblem } from '../../../test/made-plan.ts';
import { sampleRecord } from '../../../test/people.ts';
import { contractSchema } from '../../domain/record.ts';
import { moneyWithBudgets, timelinePicture, wavesPicture } from './plan.pictures.view.ts';
import { moneyTable, wavesTable } from './plan.tables.ts';
import { planWaves } from './plan.waves.ts';

const record = sampleRecord();

test('what starts in one term is one wave, group by group, with its money and the days of that term', () => {
  const need = (id: string, group: string) =>
    madeNeed(id, `The ${id}`, {
      group,
      candidates: [0, 1, 2].map((term) =>
        madeCandidate(`${id}-buy`, term, { staffDays: [0, 1, 2, 3, 4].map((t) => (t < term ? 0 : 1.5)) }),
      ),
    });
  const problem = madePlanningProblem([
    need('switch', 'network'),
    need('router', 'network'),
    need('screens', 'devices'),
    need('laptops', 'devices'),
  ]);
  const plan = madePlan(problem, { screens: 0, switch: 2, router: 2, laptops: 2 });
  const waves = planWaves(problem, plan);
  assert.deepEqual(
    waves.map(({ term, items, groups }) => [term, items.length, groups.map(({ name }) => name)]),
    [
      [0, 1, ['Devices']],
      [2, 3, ['Network', 'Devices']],
    ],
  );
  // The screens go on asking for days in the terms after their start.
  assert.deepEqual(
    waves.map(({ staffDays, staffDaysThere }) => [staffDays, staffDaysThere]),
    [
      [1.5, 10],
      [6, 10],
    ],
  );
  assert.deepEqual(waves[1]?.range, { lowPence: 300_000, highPence: 300_000 });
  const { rows } = wavesTable(problem, plan);
  assert.deepEqual(rows, [
    ['Spring 2027', 'Devices', 'The screens', '£1,000', '1.5 of 10', '10 days'],
    ['Autumn 2027', 'Network', 'The switch; The router', '£3,000', '6 of 10', '10 days'],
    ['Autumn 2027', 'Devices', 'The laptops', '', '', ''],
  ]);
  const markup = wavesPicture({ problem, plan }).toString();
  assert.equal(markup.match(/<rect [^>]*><title>The /g)?.length, 4, 'a block for each');
  assert.match(markup, /Autumn 2027: Network 2, Devices 1; 6 of 10 days of your own people\./);
});

test('what is committed, planned and left comes to the budget, in a year that the plan ends within too', () => {
  const problem = madePlanningProblem([madeNeed('switch', 'The switch')]);
  // The record's budget is the whole year's; the plan counts £2,000 a year.
  const budgets = [{ year: '2028-29', capitalPence: 500_000, revenuePence: 900_000 }];
  const years = moneyWithBudgets(problem, madePlan(problem, { switch: 1 }), {
    ...record,
    limits: { ...record.limits, budgets },
  });
  assert.equal(years.length, 3);
  for (const { revenue, capital, revenueBudgetPence } of years) {
    assert.equal(revenueBudgetPence, revenue.committedPence + revenue.freePence);
    assert.ok(capital.plannedPence <= capital.availablePence);
  }
  assert.equal(years[2]?.revenueBudgetPence, 200_000);
  const { columns, rows } = moneyTable(years);
  const left = columns.findIndex(({ heading }) => heading === 'Capital left');
  assert.deepEqual(
    rows.map((row) => row[left]),
    ['£5,000', '£4,000', '£5,000'],
  );
});

test('where contracts take more than the budget, the budget is what was written down', () => {
  const problem = madePlanningProblem([madeNeed('switch', 'The switch')]);
  const years = problem.years.map((year) => ({ ...year, revenuePence: 0 }));
  const contract = contractSchema.parse({
    id: 'dear',
    title: 'Dear',
    annualCostPence: 9_000_000,
    startsOn: '2020-01-01',
    endsOn: '2031-03-31',
  });
  const budgets = [{ year: '2027-28', capitalPence: 0, revenuePence: 400_000 }];
  const dear = {
    ...record,
    contracts: [contract],
    limits: { ...record.limits, budgets },
  };
  const [, second] = moneyWithBudgets({ ...problem, years }, madePlan(problem, { switch: 1 }), dear);
  assert.ok(second && second.revenue.committedPence > 400_000, JSON.stringify(second));
  assert.equal(second.revenueBudgetPence, 400_000);
});

test('a long plan is drawn in parts that each can be read, with every item once and a name of its own', () => {
  const groups = ['connection', 'network', 'wifi', 'cyber', 'devices'];
  const needs = groups.flatMap((group) =>
    Array.from({ length: 12 }, (_, index) => madeNeed(`${group}-${index}`, `Item ${group} ${index}`, { group })),
  );
  const problem = madePlanningProblem(needs);
  const plan = madePlan(problem, Object.fromEntries(needs.map(({ id }, index) => [id, index % 4])));
  const hrefOf = (needId: string) => `/plan/${needId}`;
  const markup = timelinePicture({ problem, plan, record, today: '2026-11-24', hrefOf }).toString();
  const ids = [...markup.matchAll(/<title id="([^"]+)">([^<]+)/g)].map(([, id, title]) => [id, title]);
  assert.deepEqual(ids, [
    ['plan-timeline-title', 'The plan by term, part 1 of 3'],
    ['plan-timeline-2-title', 'The plan by term, part 2 of 3'],
    ['plan-timeline-3-title', 'The plan by term, part 3 of 3'],
  ]);
  assert.equal(new Set([...markup.matchAll(/<a href="([^"]+)"/g)].map(([, href]) => href)).size, 60);
  const short = timelinePicture({ problem, plan: madePlan(problem, { 'wifi-1': 0 }), record, today: '', hrefOf: null });
  assert.match(short.toString(), /<title id="plan-timeline-title">The plan by term<\/title>/);
});
