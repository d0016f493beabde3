import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readExamples } from '../../app/example-files.ts';
import { recordSchema } from '../../domain/record.ts';
import { EXAMPLE_TRUST_KEYS, exampleTrustSchools } from './example-trust.rules.ts';

describe('the example trust', () => {
  const examples = readExamples();
  const schools = exampleTrustSchools(examples);

  it('has six schools, each marked as an example, and records that hold together', () => {
    assert.deepEqual(
      schools.map(({ school }) => school.key),
      EXAMPLE_TRUST_KEYS,
    );
    for (const record of schools) {
      assert.deepEqual(recordSchema.parse(record), record);
      assert.equal(record.school.isExample, true);
      assert.match(record.school.name, / \(example\)$/);
      assert.ok(!examples.some(({ school }) => school.key === record.school.key || school.name === record.school.name));
    }
  });

  it('has schools that differ in size, in when their contracts end, and in what they have answered', () => {
    const different = (of: (record: (typeof schools)[number]) => unknown) =>
      new Set(schools.map((record) => JSON.stringify(of(record)))).size;
    assert.equal(different(({ school }) => school.pupils), 6);
    assert.equal(different(({ answers }) => answers.map(({ questionId }) => questionId)), 6);
    assert.ok(different(({ contracts }) => contracts.map(({ endsOn }) => endsOn)) >= 4);
    for (const { contracts } of schools)
      for (const { startsOn, endsOn } of contracts) assert.ok(startsOn === null || endsOn === null || startsOn < endsOn);
  });
});
