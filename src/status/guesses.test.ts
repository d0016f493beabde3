import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { recordSchema, type SchoolRecord } from '../domain/record.ts';
import { editionOf, expandPreset, loadLibrary } from '../library/index.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { questionStates, ruleNames, statusOn } from './index.ts';

const library = loadLibrary(readLibraryFolder(fileURLToPath(new URL('../../library/', import.meta.url))), ruleNames);
const edition = editionOf(library, '2026-09');

function recordOf(parts: object): SchoolRecord {
  const school = { key: 'x', name: 'Made school', phase: 'primary', pupils: 420, governance: 'maintained' };
  return recordSchema.parse({ format: 'cairn.school/1', asAt: '2026-11-24', edition: '2026-09', school, ...parts });
}

test('a typical school, all of it guessed, stands where a school stands of which nothing is written down', () => {
  for (const preset of library.presets) {
    const guessed = recordOf(expandPreset(preset, { pupils: 420 }, '2026-11-24'));
    assert.deepEqual(statusOn(guessed, edition), statusOn(recordOf({}), edition), preset.id);
    assert.deepEqual(questionStates(guessed, edition), questionStates(recordOf({}), edition), preset.id);
  }
});

test('what was a guess answers a standard once somebody says that it is right', () => {
  const line = { id: 'line', name: 'Line', technology: 'fttp', downMbps: 900 };
  const source = (from: string) => ({ '*': { from, on: '2026-11-24', note: null } });
  const resultOf = (sources: object) => {
    const { requirements } = statusOn(recordOf({ connections: [{ ...line, sources }] }), edition);
    return requirements.find(({ requirementId }) => requirementId === 'broadband-1.full-fibre')?.intervals[0]?.result;
  };
  assert.equal(resultOf(source('assumed')), 'not-known');
  assert.equal(resultOf(source('typed')), 'met');
  assert.equal(resultOf({ ...source('assumed'), downMbps: source('typed')['*'] }), 'not-known');
  assert.equal(resultOf({ ...source('assumed'), technology: source('typed')['*'] }), 'met');
});
