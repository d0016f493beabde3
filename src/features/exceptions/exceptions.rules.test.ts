import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exceptionSentence, parseException, placeToReturn, standingOfException } from './exceptions.rules.ts';

const TODAY = '2026-11-24';
const given = {
  'until-day': '31',
  'until-month': '8',
  'until-year': '2028',
  until: '31 August 2028',
  reason: 'We move to the new building.',
  agreedBy: 'Full governing body',
  agreedOn: '3 November 2026',
  version: '2',
};
const faults = (parts: Record<string, unknown>, isDuty = false) =>
  parseException({ ...given, ...parts }, TODAY, isDuty).errors.map(({ field }) => field);

describe('the form of an accepted gap', () => {
  it('gives what was agreed', () => {
    assert.deepEqual(parseException(given, TODAY, false).content, {
      until: '2028-08-31',
      reason: 'We move to the new building.',
      agreedBy: 'Full governing body',
      agreedOn: '2026-11-03',
    });
    assert.equal(parseException(given, TODAY, false).version, 2);
  });

  for (const [name, parts, field] of [
    ['a day that has passed', { until: '24 November 2026' }, 'until'],
    ['a day further off than a plan looks', { until: '25 November 2031' }, 'until'],
    ['no reason', { reason: ' ' }, 'reason'],
    ['nobody who agreed it', { agreedBy: '' }, 'agreedBy'],
    ['a day of agreement to come', { agreedOn: '25 November 2026' }, 'agreedOn'],
  ] as const) {
    it(`refuses ${name}, and keeps what was typed`, () => {
      assert.deepEqual(faults(parts), [field]);
      assert.equal(parseException({ ...given, ...parts }, TODAY, false).content, null);
      assert.equal(parseException({ ...given, ...parts }, TODAY, false).typed['agreedBy'] !== undefined, true);
    });
  }

  it('takes a duty only where the warning was taken note of', () => {
    assert.deepEqual(faults({}, true), ['dutyKnown']);
    assert.deepEqual(faults({ dutyKnown: 'yes' }, true), []);
  });
});

describe('an accepted gap', () => {
  it('runs, nears its last day, and is over the day after', () => {
    const on = (until: string) => standingOfException({ until }, TODAY);
    assert.deepEqual(['2028-08-31', '2027-02-23', '2027-02-22', TODAY, '2026-11-23'].map(on), [
      'running',
      'running',
      'near',
      'near',
      'over',
    ]);
  });

  it('is one sentence, in the past once it is over', () => {
    const one = { until: '2028-08-31', reason: 'Because we move. ', agreedBy: 'the governors', agreedOn: '2026-11-03' };
    assert.equal(
      exceptionSentence(one, TODAY),
      'We accept this until 31 August 2028, because: we move. Agreed by the governors on 3 November 2026.',
    );
    assert.match(exceptionSentence(one, '2028-09-01'), /^We accepted this until/);
  });

  it('leads back to pages of the school only', () => {
    assert.deepEqual(
      ['standards/wireless-1', 'plan/servers:s1', 'plan', '//evil.example', '../x', undefined].map(placeToReturn),
      ['standards/wireless-1', 'plan/servers:s1', 'plan', '', '', ''],
    );
  });
});
