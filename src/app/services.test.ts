import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import { sampleRecord } from '../../test/people.ts';
import { fixedClock } from '../platform/clock.ts';
import { loadConfig } from '../platform/config.ts';
import type { Database } from '../platform/database/index.ts';
import { readExamples } from './example-files.ts';
import { createServices, readLibrary } from './services.ts';

test('the examples that come with Cairn are of an edition that its library has', () => {
  const editions = new Set(readLibrary().editions.map(({ id }) => id));
  const examples = readExamples();
  assert.equal(examples.length, 2);
  for (const { edition, school } of examples) {
    assert.ok(editions.has(edition), school.name);
    assert.ok(school.isExample && school.name.includes('example'), school.name);
  }
  assert.equal(new Set(examples.map(({ school }) => school.key)).size, examples.length);
});

test('examples are read in order of file name; what is no school stops the start', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-examples-'));
  try {
    const named = (name: string) => JSON.stringify({ ...sampleRecord(), school: { ...sampleRecord().school, name } });
    await writeFile(join(folder, 'b.json'), named('Second'));
    await writeFile(join(folder, 'a.json'), named('First'));
    await writeFile(join(folder, 'notes.txt'), 'not one');
    const at = pathToFileURL(`${folder}/`);
    assert.deepEqual(
      readExamples(at).map(({ school }) => school.name),
      ['First', 'Second'],
    );
    await writeFile(join(folder, 'c.json'), '{"format":"other"}');
    assert.throws(() => readExamples(at), /format/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('what is given stands in place of what comes with Cairn', async () => {
  const library = readLibrary();
  const clock = fixedClock('2026-11-24T09:00:00Z');
  const db = {} as Database;
  const services = createServices({ config: loadConfig({}), db, clock, library, examples: [] });
  assert.ok(services.library === library && services.clock === clock && services.db === db);
  assert.deepEqual([services.examples, services.frontPicture()], [[], null]);
  await services.planRunner.close();
});
