import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleRecord } from '../../../test/people.ts';
import { contractSchema } from '../../domain/record.ts';
import { horizonOf } from '../../needs/index.ts';
import { committedOf } from './budgets.view.ts';

const contract = (parts: object) =>
  contractSchema.parse({ id: 'lines', title: 'Lines', type: 'phones', annualCostPence: 120_000, ...parts });

function wordsWith(contracts: ReturnType<typeof contract>[]): (string | undefined)[] {
  const record = sampleRecord({ contracts });
  const committed = committedOf({ record, horizon: horizonOf(record) });
  return [...committed.values()].slice(0, 1).map((cell) => String(cell).replaceAll(/<[^>]+>/g, ' '));
}

test('what contracts take says between what it may lie where their costs are guesses', () => {
  const guess = { from: 'assumed', on: '2026-11-24', range: { low: 50_000, high: 220_000 } };
  const own = contract({ id: 'own', annualCostPence: 30_000 });
  assert.deepEqual(wordsWith([contract({}), own]), ['£1,500']);
  const [words] = wordsWith([contract({ sources: { annualCostPence: guess } }), own]);
  assert.match(words ?? '', /^£1,500\s+partly guessed: £800 to £2,500\s*$/);
  assert.deepEqual(wordsWith([contract({ annualCostPence: null }), own]), ['£300 and 1 not known']);
});
