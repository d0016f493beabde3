import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Decision } from './decisions.rules.ts';
import { decisionsBody } from './decisions.view.ts';

test('a day to give notice stands with the contract’s own day where that is later, and only there', () => {
  const notice = (dueOn: string | null): Decision => ({
    date: '2027-05-28',
    kind: 'notice',
    title: 'Last day to give notice on “Copier lease”',
    why: 'The contract itself allows until 31 May 2027, a bank holiday.',
    path: '/contracts/copier',
    atMeeting: false,
    dueOn,
    isLater: false,
  });
  const shown = (dueOn: string | null): string =>
    String(
      decisionsBody({
        base: '/schools/1',
        today: '2026-11-24',
        decisions: [notice(dueOn)],
        undated: [],
        overdue: [],
        monthsAhead: 24,
        kind: '',
        withLater: false,
        leftOut: 0,
        picture: null,
        withoutPlan: false,
      }),
    );
  assert.match(shown('2027-05-31'), /28 May 2027<br><span[^>]*>by the contract: 31 May 2027<\/span>/);
  assert.doesNotMatch(shown(null), /by the contract/);
  assert.match(shown(null), /href="\/schools\/1\/calendar-feed"/);
});
