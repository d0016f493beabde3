import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lettersApart } from './likeness.ts';

describe('letters apart', () => {
  const cases: [string, string, number][] = [
    ['capita', 'capita', 0],
    ['hewlet packad', 'hewlett packard', 2],
    ['recieve', 'receive', 1],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['one', 'another', 4],
  ];
  for (const [a, b, want] of cases) it(`${a} and ${b}: ${want}`, () => assert.equal(lettersApart(a, b), want));

  it('is the same both ways, nought only for the same, and never past the limit', () => {
    const word = fc.stringMatching(/^[abc]{0,7}$/);
    fc.assert(
      fc.property(word, word, fc.nat(5), (a, b, most) => {
        const apart = lettersApart(a, b, most);
        assert.equal(apart, lettersApart(b, a, most));
        assert.equal(apart === 0, a === b);
        assert.ok(apart <= most + 1);
        if (apart <= most) assert.equal(apart, lettersApart(a, b, 10));
      }),
    );
  });
});
