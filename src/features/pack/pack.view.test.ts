import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madeNeed, madePlan, madePlanningProblem } from '../../../test/made-plan.ts';
import { sampleRecord } from '../../../test/people.ts';
import { equipmentSchema } from '../../domain/record.ts';
import { packBody } from './pack.view.ts';

const problem = madePlanningProblem([madeNeed('laptops', 'laptops')]);
const laptops = (from: string) =>
  equipmentSchema.parse({
    id: 'laptops',
    name: 'Laptops',
    kind: 'laptop',
    quantity: 30,
    sources: { '*': { from: 'typed', on: '2026-11-24' }, quantity: { from, on: '2026-11-24' } },
  });

function wordsWith(from: string): string {
  const body = packBody({
    base: '/schools/x',
    canPrint: false,
    forPrint: true,
    record: sampleRecord({ equipment: [laptops(from)] }),
    today: '2026-11-24',
    problem,
    plan: madePlan(problem, { laptops: 1 }),
    isStale: false,
    madeOn: '2026-11-24',
    report: null,
  });
  return String(body).replaceAll(/\s+/g, ' ');
}

test('governors are told how much of what the plan rests on is guessed', () => {
  assert.match(wordsWith('assumed'), /1 of the 2 facts about what we have is a guess from a typical school/);
  assert.doesNotMatch(wordsWith('typed'), /typical school/);
});
