import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleRecord } from '../../../test/people.ts';
import { readExamples } from '../../app/example-files.ts';
import { readLibrary } from '../../app/services.ts';
import { recordSchema } from '../../domain/record.ts';
import { editionOf, type Library } from '../../library/index.ts';
import { hashOf, libraryHashOf, makeReport, reproduce, type Report } from './report.rules.ts';

const library = readLibrary();

test('what is made of a record and the library is the same to the letter wherever it is made', () => {
  const elsewhere = readLibrary();
  for (const example of readExamples()) {
    for (const { id } of library.editions) {
      const kept = makeReport({ ...example, edition: id }, library);
      assert.deepEqual(makeReport(recordSchema.parse(JSON.parse(kept.record)), elsewhere), kept);
      const made = reproduce(kept, elsewhere);
      assert.ok(made.outcome === 'same' && !made.libraryChanged);
      assert.equal(made.text, kept.result);
      assert.equal(hashOf(made.text), kept.resultHash);
    }
  }
});

test('names every standard and requirement of the edition', () => {
  const { result } = makeReport(sampleRecord(), library);
  const report = JSON.parse(result) as Report;
  const edition = editionOf(library, sampleRecord().edition);
  assert.deepEqual(
    report.standards.map(({ id }) => id),
    edition.standards.map(({ id }) => id),
  );
  assert.deepEqual(
    report.requirements.map(({ requirementId }) => requirementId),
    edition.requirements.map(({ id }) => id),
  );
});

test('the hash of the library changes with whatever a result can depend on', () => {
  const edition = editionOf(library, '2026-09');
  const [first] = edition.requirements;
  const [rule] = [...edition.rules];
  assert.ok(first && rule);
  const others = [
    { ...edition, requirements: edition.requirements.slice(1) },
    { ...edition, requirements: [{ ...first, weight: first.weight + 1 }, ...edition.requirements.slice(1)] },
    { ...edition, lifecycles: edition.lifecycles.slice(1) },
    { ...edition, rules: new Map([...edition.rules].slice(1)) },
    { ...edition, rules: new Map([...edition.rules, [rule[0], { ...rule[1], explains: 'Otherwise.' }]]) },
  ];
  const hashes = [edition, ...others].map(libraryHashOf);
  assert.equal(new Set(hashes).size, hashes.length);
});

test('what the library lost or cannot read any more is shown as it was', () => {
  const kept = makeReport(sampleRecord(), library);
  const without: Library = { ...library, editions: library.editions.filter(({ id }) => id !== kept.edition) };
  const gone = reproduce(kept, without);
  assert.deepEqual([gone.outcome, gone.text], ['kept', kept.result]);
  const unread = reproduce({ ...kept, record: '{"format":"of old"}' }, library);
  assert.deepEqual(
    [unread.outcome, unread.outcome === 'kept' && unread.why, unread.text],
    ['kept', 'record', kept.result],
  );
});
