import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addDays } from '../domain/dates.ts';
import { contractSchema } from '../domain/record.ts';
import { bestCommonEnd, commonEnd, daysToLookAt, ownEnds, type EndingContract } from './common-end.ts';

const asAt = '2026-11-24';
const terms = { asAt, premiumPercent: 10, savingPercent: 20 };

function ending(parts: Record<string, unknown>): EndingContract {
  const contract = contractSchema.parse({
    id: 'c',
    title: 'The line',
    type: 'broadband',
    annualCostPence: 365_250,
    startsOn: '2022-09-01',
    endsOn: '2027-08-31',
    renewal: 'automatic',
    renewalMonths: 12,
    noticeCount: 3,
    noticeUnit: 'months',
    ...parts,
  });
  return { school: 'Elm Lane', contract };
}

const only = (one: EndingContract, day: string) => commonEnd([one], day, terms).contracts[0]!;

describe('the ends that a contract may still have', () => {
  it('are those whose notice is still in time, renewal after renewal', () => {
    assert.deepEqual(
      ownEnds(ending({}), asAt)
        .map(({ endsOn }) => endsOn)
        .slice(0, 3),
      ['2027-08-31', '2028-08-31', '2029-08-31'],
    );
    // Notice for the end of January 2027 was due in October 2026.
    assert.equal(ownEnds(ending({ endsOn: '2027-01-31' }), asAt)[0]?.endsOn, '2028-01-31');
  });

  it('are one where it ends by itself, and none where the end is not known', () => {
    assert.deepEqual(ownEnds(ending({ renewal: 'none' }), asAt), [{ endsOn: '2027-08-31', noticeBy: null }]);
    assert.deepEqual(ownEnds(ending({ endsOn: null }), asAt), []);
  });
});

describe('bringing a contract to a day', () => {
  it('costs nothing where it ends then, with the last safe day for notice', () => {
    const one = only(ending({}), '2028-08-31');
    assert.deepEqual([one.way, one.costPence, one.ownEndOn], ['ends-then', 0, '2028-08-31']);
    assert.ok(one.actBy !== null && one.actBy <= '2028-05-31' && one.actBy > '2028-05-01');
  });

  it('extends it where that was agreed and reaches, else goes on month by month at the premium', () => {
    const until = '2027-12-09';
    assert.equal(only(ending({ renewal: 'by-agreement' }), until).way, 'extend');
    assert.equal(only(ending({ renewal: 'none', extensionMonths: 12 }), until).way, 'extend');
    for (const parts of [
      { renewal: 'none' },
      { renewal: 'none', extensionMonths: 2 },
      { renewal: 'none', extensionMonths: 12, extensionsLeft: 0 },
    ]) {
      const one = only(ending(parts), until);
      // A hundred days at £10 a day, a tenth more.
      assert.deepEqual([one.way, one.costPence], ['short-term', 10_000]);
    }
  });

  it('leaves it early at its charge, or pays for both, whichever is less', () => {
    const day = addDays('2027-08-31', -50);
    assert.deepEqual([only(ending({}), day).way, only(ending({}), day).costPence], ['pay-both', 50_000]);
    const charged = only(ending({ earlyTerminationPence: 20_000 }), day);
    assert.deepEqual([charged.way, charged.costPence], ['leave-early', 20_000]);
    assert.equal(only(ending({ earlyTerminationPence: 60_000 }), day).way, 'pay-both');
  });

  it('is not counted where its end or its cost is not known', () => {
    assert.match(only(ending({ endsOn: null }), '2027-08-31').unknown ?? '', /end is not known/);
    assert.match(only(ending({ annualCostPence: null }), '2027-08-31').unknown ?? '', /costs is not known/);
  });
});

describe('the common day', () => {
  const contracts = [ending({}), ending({ endsOn: '2028-03-31' }), ending({ endsOn: '2027-02-28', renewal: 'none' })];

  it('pays for itself in the month by whose end the saving has come to the cost', () => {
    const found = commonEnd(contracts, '2027-12-31', terms);
    const perDay = found.savingPerYearPence / 365.25;
    const daysNeeded = Math.ceil(found.costPence / perDay);
    assert.equal(found.breakEvenMonth?.slice(0, 7), addDays('2027-12-31', daysNeeded).slice(0, 7));
    const never = commonEnd(contracts, '2027-12-31', { ...terms, savingPercent: 0 });
    assert.equal(never.breakEvenMonth, null);
  });

  it('is the one of those looked at that costs least', () => {
    const best = bestCommonEnd(contracts, terms);
    const nets = daysToLookAt(contracts, asAt).map((day) => commonEnd(contracts, day, terms).netPence);
    assert.equal(best?.netPence, Math.min(...nets));
    assert.equal(bestCommonEnd([ending({ endsOn: null })], terms), null);
  });

  it('never takes an end whose notice is past, and never costs less than nothing', () => {
    const day = fc.integer({ min: 10, max: 1_200 }).map((days) => addDays(asAt, days));
    const contract = fc.record({
      endsOn: fc.integer({ min: -300, max: 1_200 }).map((days) => addDays(asAt, days)),
      renewal: fc.constantFrom('automatic', 'by-agreement', 'none', null),
      noticeCount: fc.integer({ min: 0, max: 12 }),
      earlyTerminationPence: fc.option(fc.integer({ min: 0, max: 900_000 })),
    });
    fc.assert(
      fc.property(contract, day, (parts, on) => {
        const one = ending(parts);
        const found = only(one, on);
        if (found.way === 'unknown') return;
        const end = ownEnds(one, asAt).find(({ endsOn }) => endsOn === found.ownEndOn);
        assert.ok(end !== undefined && (end.noticeBy === null || end.noticeBy >= asAt));
        assert.ok(found.costPence >= 0);
        assert.equal(found.way === 'ends-then', found.ownEndOn === on);
      }),
      { numRuns: 300 },
    );
  });
});
