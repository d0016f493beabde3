import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Gains, SchoolOutcome } from '../../planner/sharing/index.ts';
import type { ListedShare } from './trust.queries.ts';
import type { SharedSummary, TrustProgress } from './trust.schema.ts';
import {
  capitalThere,
  fairnessRows,
  gainsWords,
  gapSentences,
  lossWords,
  percentWords,
  progressSentence,
  stateOf,
  worseOffSentence,
} from './trust.rules.ts';

const none: Gains = { duties: 0, coreOnDate: 0, coreTerms: 0, terms: 0, laterTerms: 0, costPence: 0 };

function outcome(coreMet: number): SchoolOutcome {
  const money = { capitalPence: [0], revenuePence: [0], wholeLifePence: 0, placements: [] };
  const levels = { dutyTerms: 0, coreLateTerms: 0, unmetTerms: 0, laterUnmetTerms: 0, metTerms: 9 };
  return { isPossible: true, coreStandards: 6, coreMet, ...levels, ...money };
}

function school(id: string, plan: SchoolOutcome | null, own: SchoolOutcome | null, isOut = false): ListedShare {
  const given = { isOut, usedPence: [], grantPence: [], sharePence: [], days: [], isByYear: false };
  return { schoolId: id, given, begun: {}, plan, own };
}

function resultOf(parts: Partial<SharedSummary> = {}): SharedSummary {
  return {
    fundPence: [],
    usedPence: [],
    gains: { ...none, duties: 3, coreOnDate: 10 },
    most: [3, 12, 99, 99, 99, 99],
    firstUnproven: 'coreOnDate',
    value: 99,
    bound: 100,
    gap: 0.000123,
    strictWithin: 'all',
    costUnitPence: 10_000,
    more: [],
    pools: [],
    poolsTried: 'all',
    becauseOfOptOuts: [],
    ...parts,
  };
}

function rowsOf(shares: ListedShare[]) {
  const named = shares.map(({ schoolId: id }) => ({ id, key: id, name: `School ${id}`, pupils: 1 }));
  return fairnessRows({ schools: named }, shares);
}

describe('who is worse off', () => {
  it('is named first', () => {
    const rows = rowsOf([
      school('a', outcome(5), outcome(4)),
      school('b', outcome(4), outcome(4)),
      school('c', outcome(3), outcome(4)),
      school('d', outcome(4), outcome(4), true),
    ]);
    assert.deepEqual(
      rows.map(({ school: { id }, verdict }) => `${id} ${verdict}`),
      ['c worse', 'b same', 'a better', 'd out'],
    );
    assert.equal(worseOffSentence(rows), 'School c would do better with its own share of the fund.');
  });

  it('is said of several, of none, and not before it is known', () => {
    const worse = (id: string) => school(id, outcome(3), outcome(4));
    assert.match(
      worseOffSentence(rowsOf([worse('a'), worse('b')])),
      /^2 schools would do better.*School a and School b\.$/,
    );
    assert.match(worseOffSentence(rowsOf([school('a', outcome(4), outcome(4))])), /^No school is worse off/);
    assert.match(worseOffSentence(rowsOf([worse('a'), school('b', null, null)])), /still being worked out/);
    const many = Array.from({ length: 40 }, (_, s) => worse(String(s)));
    assert.equal(
      worseOffSentence(rowsOf(many)),
      '40 of 40 schools would do better with their own shares of the fund. They come first in the table.',
    );
  });

  it('leaves out a school that has gone since', () => {
    const both = [school('a', null, null), school('b', null, null)];
    const named = [{ id: 'a', key: 'a', name: 'A', pupils: 1 }];
    assert.deepEqual(
      fairnessRows({ schools: named }, both).map(({ school: { id } }) => id),
      ['a'],
    );
  });
});

describe('how good a sharing is', () => {
  it('says what is proven and what at most is missed', () => {
    assert.deepEqual(gapSentences(resultOf()), [
      'It is proven that no sharing of this fund does more duties.',
      'Another could at most have 2 more core requirements on time.',
      'Counted as one number, it is within 0.012% of the best that could be.',
    ]);
    assert.deepEqual(gapSentences(resultOf({ firstUnproven: null })), [
      'It is proven that no sharing of this fund does better.',
    ]);
    const cost = gapSentences(resultOf({ firstUnproven: 'costPence' }));
    assert.match(cost[1]!, /less money is not proven/);
  });

  it('never says that nothing is left where something is', () => {
    assert.deepEqual([0.25, 0.0004, 0.000001].map(percentWords), ['25.0%', '0.040%', '0.001%']);
  });
});

describe('what more money or an opt-out brings', () => {
  it('is said by the most important first', () => {
    assert.equal(
      gainsWords({ ...none, coreOnDate: 2, terms: 31 }),
      '2 more core requirements on time and 31 more points for what comes first',
    );
    assert.equal(gainsWords({ ...none, costPence: 150_000 }), 'the same for £1,500 less');
    assert.equal(gainsWords(none), 'nothing more was found');
  });

  it('is said the other way round where there is less', () => {
    assert.equal(lossWords({ ...none, coreOnDate: -2 }), '2 fewer core requirements on time');
    assert.equal(lossWords({ ...none, duties: 1, coreOnDate: -2 }), '1 more term of a duty met');
    assert.equal(lossWords(none), 'the same');
  });
});

describe('capital that is there in a year', () => {
  it('holds what was left before, where it carries forward', () => {
    const result = resultOf({ fundPence: [100, 100, 100, 0, 0, 0], usedPence: [30, 150, 0, 0, 0, 0] });
    assert.deepEqual(capitalThere(3, result, true), [100, 170, 120]);
    assert.deepEqual(capitalThere(3, result, false), [100, 100, 100]);
  });
});

describe('how far the work is', () => {
  it('is said in words at each stage', () => {
    const progress: TrustProgress = {
      stage: 'sharing',
      schoolsRead: 3,
      schoolsAnswered: 3,
      schools: 3,
      rounds: 4,
      bound: 12,
      gap: 0.02,
      plansMade: 2,
      plans: 6,
    };
    assert.match(progressSentence(null), /being read/);
    assert.match(progressSentence({ ...progress, stage: 'reading' }), /being read: 3 of 6/);
    assert.match(
      progressSentence(progress),
      /3 schools have answered 4 times\. No sharing can have more than 12 points\. .*within 2\.0%/,
    );
    assert.match(progressSentence({ ...progress, stage: 'plans' }), /plans by term of 2 of 6 schools are made/);
  });

  it('is new to a page that waits at most some twenty times, however many schools there are', () => {
    const at = (plansMade: number, plans: number) => {
      const counts = { schoolsRead: plans, schoolsAnswered: plans, schools: plans, rounds: 1, bound: 1, gap: 0 };
      return stateOf({ id: 's', state: 'working', progress: { stage: 'plans', ...counts, plansMade, plans } });
    };
    const states = (plans: number) => new Set(Array.from({ length: plans + 1 }, (_, made) => at(made, plans))).size;
    assert.equal(states(3), 4);
    assert.ok(states(400) <= 22 && states(400) >= 15);
  });
});
