import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isUnread, readSerialNumber, readSpeed, readText, readYear, type Reading } from './index.ts';

describe('speeds', () => {
  const cases: [string, [number, number | null] | null][] = [
    ['100', [100, null]],
    ['100Mbps', [100, null]],
    ['1Gb', [1000, null]],
    ['1 Gbps', [1000, null]],
    ['1Gb/s', [1000, null]],
    ['1 Gbit/s', [1000, null]],
    ['2.5G', [2500, null]],
    ['10 gig', [10_000, null]],
    ['1,000 Mbps', [1000, null]],
    ['up to 80 Mb', [80, null]],
    ['Up to 80Mbps', [80, null]],
    ['100/20', [100, 20]],
    ['100 / 20 Mbps', [100, 20]],
    ['1Gb / 200Mb', [1000, 200]],
    ['1/1 Gbps', [1000, 1000]],
    ['80 down 20 up', [80, 20]],
    ['80Mb down / 20Mb up', [80, 20]],
    ['20 up / 80 down', [20, 80]],
    ['Upload 20, download 80', [80, 20]],
    ['100Mb symmetrical', [100, 100]],
    ['1000x1000', [1000, 1000]],
    ['512 kbps', null],
    ['2048 kbps', null],
    ['2000 kbps', [2, null]],
    ['fast', null],
    ['1/2/3', null],
    ['999999999', null],
    ['TBC', null],
  ];
  for (const [text, want] of cases) {
    it(`reads “${text}”`, () => {
      const reading = readSpeed(text);
      if (want === null) assert.ok(isUnread(reading) && reading.unread === text);
      else assert.deepEqual(reading, { value: { downMbps: want[0], upMbps: want[1] } });
    });
  }

  it('takes a heading’s unit for bare numbers only', () => {
    assert.deepEqual(readSpeed('1', 1000), { value: { downMbps: 1000, upMbps: null } });
    assert.deepEqual(readSpeed('100000', 0.001), { value: { downMbps: 100, upMbps: null } });
    assert.deepEqual(readSpeed('100Mb', 1000), { value: { downMbps: 100, upMbps: null } });
  });
});

describe('years', () => {
  const cases: [string, number | null][] = [
    ['2019', 2019],
    ['2019/20', 2019],
    ['2019-2020', 2019],
    ['1999/00', 1999],
    ['2019/22', null],
    ['FY2019', 2019],
    ['c. 2019', 2019],
    ['2019?', 2019],
    ['Sept 2019', 2019],
    ['Autumn term 2019', 2019],
    ['09/2019', 2019],
    ['14/03/2019', 2019],
    ['19', null],
    ['1066', null],
    ['2019.0', 2019],
    ['unknown', null],
  ];
  for (const [text, want] of cases) {
    it(`reads “${text}”`, () => {
      const reading = readYear(text);
      if (want === null) assert.ok(isUnread(reading) && reading.unread === text);
      else assert.deepEqual(reading, { value: want });
    });
  }
});

describe('labels', () => {
  it('knows what says that there is no label', () => {
    for (const text of [
      'No tag',
      'no asset tag',
      'not checked',
      'Untagged',
      'N/A',
      'not labelled',
      'No serial number',
      '?',
    ]) {
      const reading = readText(text);
      assert.ok(isUnread(reading) && reading.kind === 'placeholder' && reading.unread === text, text);
    }
    assert.deepEqual(readText(' Room 4 '), { value: 'Room 4' });
    assert.deepEqual(readText('Notebook'), { value: 'Notebook' });
  });

  it('knows what is no serial number', () => {
    for (const text of ['1', '10', 'Default string', '0000000', 'To be filled by O.E.M.'])
      assert.ok(isUnread(readSerialNumber(text)), text);
    assert.deepEqual(readSerialNumber('8C144301DV'), { value: '8C144301DV' });
  });
});

it('whatever is written, it is a value, a blank or the text as it was', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[\d./ ,x-]{0,9}( ?[GMk]b(ps)?)?$/));
  const bare = (written: string): string => written.replace(/[\s\u200b-\u200d\u2060\ufeff]/g, '');
  fc.assert(
    fc.property(text, (written) => {
      for (const read of [readSpeed, readYear, readText, readSerialNumber]) {
        const reading: Reading<unknown> = read(written);
        if (isUnread(reading)) assert.equal(bare(reading.unread), bare(written));
        else assert.equal(reading.value === null, bare(written) === '');
      }
    }),
  );
});
