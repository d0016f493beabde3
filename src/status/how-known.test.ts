import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  connectionSchema,
  contractSchema,
  equipmentSchema,
  recordSchema,
  systemSchema,
  type SchoolRecord,
} from '../domain/record.ts';
import { editionOf, loadLibrary } from '../library/index.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { FIELDS } from './how-known.ts';
import { howKnown, howKnownWords, ruleNames, statusByDate, type PlanEffect } from './index.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../library');
const edition = editionOf(loadLibrary(readLibraryFolder(root), ruleNames), '2026-09');
const DAY = '2026-11-24';

function words(parts: object, id: string, effects: PlanEffect[] = []): string | null {
  const record: SchoolRecord = recordSchema.parse({
    format: 'cairn.school/1',
    asAt: DAY,
    edition: '2026-09',
    school: { key: 'x', name: 'Example', phase: 'primary', pupils: 400, governance: 'maintained' },
    ...parts,
  });
  const status = statusByDate(record, edition, DAY, '2031-08-31', effects);
  const now = status.requirements.find(({ requirementId }) => requirementId === id)?.intervals[0] ?? assert.fail(id);
  const known = howKnown(record, now);
  return known && howKnownWords(known);
}

const line = (sources: object) => ({
  connections: [{ id: 'l', name: 'Main', technology: 'fttp', downMbps: 500, sources }],
});

test('a fact says where the register’s value came from and when', () => {
  const fibre = (sources: object) => words(line(sources), 'broadband-1.full-fibre');
  assert.equal(fibre({}), 'From your registers');
  assert.equal(fibre({ '*': { from: 'typed', on: '2026-05-03' } }), 'From your registers, 3 May 2026');
  const imported = { from: 'import', on: '2026-05-03', note: 'lines.csv, row 2' };
  assert.equal(fibre({ '*': imported }), 'From your registers, lines.csv, row 2, 3 May 2026');
  // A field's own source wins; the speed's is not that of the kind of line.
  const own = { technology: { from: 'typed', on: '2026-06-01' }, downMbps: { from: 'typed', on: '2026-07-01' } };
  assert.equal(fibre({ '*': imported, ...own }), 'From your registers, 1 June 2026');
});

test('a measured value, a tried restore and a finished item of the plan say so', () => {
  const measured = { downMbps: { from: 'measured', on: '2026-10-01', note: 'IT support, by speed test' } };
  assert.equal(
    words(line(measured), 'broadband-1.speed'),
    'Measured or tested, by IT support, by speed test, 1 October 2026',
  );
  const systems = [{ id: 'b', name: 'Backup', kind: 'backup', restoreTestedOn: '2026-10-31' }];
  assert.equal(
    words({ systems }, 'cyber-6.restore-tested'),
    'Measured or tested, 31 October 2026, until 28 February 2027',
  );
  const planned = { '*': { from: 'plan', on: '2026-09-01', note: 'New line: full fibre' } };
  assert.equal(words(line(planned), 'broadband-1.full-fibre'), 'By the plan, New line: full fibre, 1 September 2026');
});

test('a fact that ends by itself says until when, and so does what the plan puts in place', () => {
  const equipment = [{ id: 's', name: 'Switches', kind: 'access-switch', supportEndsOn: '2027-08-31' }];
  assert.equal(words({ equipment }, 'switching-2.supported'), 'From your registers, until 31 August 2027');
  const effect = { from: DAY, to: '2029-08-31', needId: 'n', optionId: 'o', name: 'A strategy' };
  assert.equal(
    words({}, 'leadership-4.strategy', [{ ...effect, requirementId: 'leadership-4.strategy' }]),
    'By the plan, A strategy, until 31 August 2029',
  );
  assert.equal(words({}, 'leadership-4.strategy'), null);
});

test('every field that the library’s rules name is one of the record’s', () => {
  const shapes = new Set(
    [connectionSchema, contractSchema, equipmentSchema, systemSchema].flatMap(({ shape }) => Object.keys(shape)),
  );
  const named = readdirSync(join(root, 'rules')).flatMap((file) =>
    [...readFileSync(join(root, 'rules', file), 'utf8').matchAll(/\bfield: ([^,}\n]+)/g)].map((found) =>
      (found[1] ?? '').trim().toLowerCase(),
    ),
  );
  assert.ok(named.length >= 20);
  for (const name of named) assert.ok(shapes.has(FIELDS[name] ?? ''), name);
});
