import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madePlan } from '../../../test/made-plan.ts';
import { sampleRecord } from '../../../test/people.ts';
import { smallSchool } from '../../../test/small-school.ts';
import { readLibrary } from '../../app/services.ts';
import { contractSchema, type SchoolRecord } from '../../domain/record.ts';
import { problemOf, type StoredPlan } from '../plan/index.ts';
import { overviewOf, type Step } from './overview.rules.ts';

const today = '2026-11-24';
const library = readLibrary();
const contract = (parts: object) => contractSchema.parse({ id: 'c', title: 'Copier lease', ...parts });

/** The plan of that record that starts each of those needs as early as it may; of every need where none are given. */
function planOf(record: SchoolRecord, needIds?: readonly string[]): StoredPlan {
  const problem = problemOf(library, record);
  const starts = problem.needs.flatMap(({ id, candidates }) => {
    const first = candidates.reduce((a, b) => (b.term < a.term ? b : a));
    return needIds && !needIds.includes(id) ? [] : [[id, { option: first.optionId, term: first.term }] as const];
  });
  return {
    organisationId: 'o',
    schoolId: 's',
    id: 'p',
    state: 'ready',
    asAt: today,
    problemHash: '',
    problem,
    plan: madePlan(problem, Object.fromEntries(starts)),
    progress: null,
    error: null,
    createdBy: 'x',
    createdAt: new Date(0),
  };
}
const stepOf = (steps: readonly Step[], id: Step['id']) => steps.find((step) => step.id === id);

test('a school that has only just started has everything to do, and no plan, money or direction', () => {
  const { core, areasMetByDate, next, money, steps } = overviewOf(sampleRecord(), library, null, today);
  assert.deepEqual([areasMetByDate, next, money], [null, [], null]);
  assert.equal(core.length, 6);
  assert.ok(core.every(({ direction, met }) => direction === 'same' && met === 0));
  assert.deepEqual(
    steps.map(({ state }) => state),
    Array.from({ length: 7 }, () => 'to-do'),
  );
  assert.match(stepOf(steps, 'standards')?.detail ?? '', /^\d+ questions left, about \d+ minutes$/);
});

test('what is only guessed is begun, and said to be guessed', () => {
  const source = (from: string) => ({ '*': { from, on: today, note: null } });
  const lines = (sources: object[]) =>
    sources.map((one, index) => contract({ id: `c${index}`, type: 'print', sources: one }));
  const stepWith = (...sources: object[]) => {
    const { steps } = overviewOf({ ...sampleRecord(), contracts: lines(sources) }, library, null, today);
    const step = stepOf(steps, 'contracts');
    return [step?.state, step?.detail];
  };
  const [guess, own] = [source('assumed'), source('typed')];
  assert.deepEqual(stepWith(guess, guess), ['begun', '2, all of them guessed']);
  assert.deepEqual(stepWith(guess, own, own), ['begun', '3 written down, 1 of them guessed']);
  assert.deepEqual(stepWith(own), ['done', '1 written down']);
});

test('what is written down is counted, one as one', () => {
  const [question] = ['cyber-assessment'];
  const record = smallSchool(library, [question], { contracts: [contract({})] });
  const { steps } = overviewOf(record, library, null, today);
  assert.deepEqual([stepOf(steps, 'contracts')?.state, stepOf(steps, 'contracts')?.detail], ['done', '1 written down']);
  assert.equal(stepOf(steps, 'systems')?.detail, 'None yet');
  const standards = stepOf(steps, 'standards');
  assert.deepEqual([standards?.state, standards?.path], ['begun', '/questions']);
  assert.match(standards?.detail ?? '', /^1 question left, about 1 minute$/);
  assert.equal(stepOf(steps, 'budgets')?.detail, '1 year');
});

test('with every question answered the standards are done', () => {
  const { steps } = overviewOf(smallSchool(library, []), library, null, today);
  assert.deepEqual([stepOf(steps, 'standards')?.state, stepOf(steps, 'standards')?.path], ['done', '/standards']);
});

test('a plan says which areas get better and how many are met by their date', () => {
  const record = smallSchool(library);
  const nothing = overviewOf(record, library, planOf(record, []), today);
  assert.ok(nothing.core.every(({ direction }) => direction === 'same'));
  const { core, areasMetByDate, steps } = overviewOf(record, library, planOf(record), today);
  assert.ok((areasMetByDate ?? 0) > (nothing.areasMetByDate ?? 9));
  assert.ok(core.some(({ direction }) => direction === 'up'));
  assert.equal(stepOf(steps, 'plan')?.state, 'done');
});

test('a plan not made yet is still to do', () => {
  const record = smallSchool(library);
  const { steps, money } = overviewOf(record, library, { ...planOf(record), plan: null, state: 'planning' }, today);
  assert.deepEqual([stepOf(steps, 'plan')?.state, money], ['to-do', null]);
});

test('what is next: decisions and notices of the next two years, four at most, soonest first', () => {
  const contracts = Array.from({ length: 6 }, (_, n) =>
    contract({
      id: `c${n}`,
      title: `Contract ${n}`,
      endsOn: `2027-0${n + 3}-28`,
      noticeCount: 1,
      noticeUnit: 'months',
    }),
  );
  const far = contract({ id: 'far', title: 'Far off', endsOn: '2031-08-31' });
  const { next } = overviewOf(sampleRecord({ contracts: [far, ...contracts] }), library, null, today);
  assert.equal(next.length, 4);
  const dates = next.map(({ date }) => date);
  assert.deepEqual(dates, dates.toSorted());
  assert.ok(next.every(({ title, kind }) => !title.includes('Far off') && kind !== 'end' && kind !== 'renewal'));
});

test('the money works while the plan stays inside what is free in both years', () => {
  const record = smallSchool(library);
  const works = (given: SchoolRecord, plan = planOf(given)) => overviewOf(given, library, plan, today).money;
  assert.equal(works(record)?.works, true);
  assert.equal(works(record)?.years.length, 2);
  const poor = {
    ...record,
    limits: { ...record.limits, budgets: [{ year: '2026-27', capitalPence: 1, revenuePence: 1 }] },
  };
  assert.equal(works(poor)?.works, false);
  assert.equal(works(poor, planOf(poor, []))?.works, true);
});

test('the money does not work where contracts alone cost more than the budget', () => {
  const budgets = [{ year: '2026-27', capitalPence: 0, revenuePence: 500_000 }];
  const lease = contract({ annualCostPence: 600_000, startsOn: '2026-04-01', endsOn: '2029-03-31' });
  const record = smallSchool(library, [], { contracts: [lease] });
  const tight = { ...record, limits: { ...record.limits, budgets } };
  const money = overviewOf(tight, library, planOf(tight, []), today).money;
  assert.deepEqual([money?.works, money?.contractsFit], [false, false]);
  const enough = { ...tight, limits: { ...tight.limits, budgets: [{ ...budgets[0]!, revenuePence: 600_000 }] } };
  assert.deepEqual(overviewOf(enough, library, planOf(enough, []), today).money?.works, true);
});
