import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { terminal } from '../../../test/terminal.ts';
import { loadLibrary } from '../../library/index.ts';
import { readLibraryFolder } from '../../platform/library-files.ts';
import { ruleNames } from '../../status/index.ts';
import { libraryCheckCommand } from './index.ts';

const ours = fileURLToPath(new URL('../../../library', import.meta.url));
const readLibrary = () => loadLibrary(readLibraryFolder(ours), ruleNames);
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-library-'));
  await cp(ours, join(folder, 'library'), { recursive: true });
});
after(() => rm(folder, { recursive: true }));

async function change(path: string, from: string, to: string): Promise<number> {
  const file = join(folder, 'library', path);
  const text = await readFile(file, 'utf8');
  assert.ok(text.includes(from), 'the text to break is not there');
  await writeFile(file, text.replace(from, to));
  return text.slice(0, text.indexOf(from)).split('\n').length;
}

test('the library that comes with Cairn has no faults, and its size is said', async () => {
  const { run, printed, json } = terminal([libraryCheckCommand({ readLibrary })], ours);
  assert.equal(await run('library', 'check', '.'), 0);
  assert.equal(printed.err, '');
  const lines = printed.out.trimEnd().split('\n');
  assert.match(
    lines[0] ?? '',
    /^2025-03: 11 categories, 45 standards, \d+ requirements, \d+ questions \(a school is asked \d+ to \d+, in \d\.\d × 10\^\d+ ways\)$/,
  );
  assert.match(lines[1] ?? '', /^2026-09: 12 categories, 50 standards/);
  assert.match(
    lines[2] ?? '',
    /^2 editions, 50 standards in the latest, 3 frameworks, \d+ needs, \d+ lifecycles, no faults$/,
  );
  assert.equal(lines.length, 3);
  const { ok, editions } = await json<{ ok: boolean; editions: { id: string; waysThrough: string }[] }>(
    'library',
    'check',
    '.',
  );
  assert.equal(ok, true);
  assert.ok(BigInt(editions.at(-1)?.waysThrough ?? '0') > 10n ** 30n);
});

test('each fault is one line with file and line, and the command ends with 1', async () => {
  const { run, printed, json } = terminal([libraryCheckCommand({ readLibrary })], folder);
  const cyber = await change('editions/2026-09/cyber.yaml', 'fact: backup-copies', 'fact: backup-copys');
  const link = await change('frameworks/cyber-essentials.yaml', 'to: devices-2.firewall', 'to: devices-2.fire');
  assert.equal(await run('library', 'check', 'library'), 1);
  const lines = printed.out.trimEnd().split('\n');
  assert.equal(lines.length, 2, printed.out);
  assert.match(
    lines[0] ?? '',
    new RegExp(`^editions/2026-09/cyber\\.yaml:${cyber}: .*unknown fact rule backup-copys$`),
  );
  assert.equal(lines[1], `frameworks/cyber-essentials.yaml:${link}: unknown requirement devices-2.fire`);
  const { ok, faults } = await json<{ ok: boolean; faults: unknown[] }>('library', 'check', 'library');
  assert.deepEqual([ok, faults.length], [false, 2]);
});

test('a folder that is not there, or that holds no library, is named', async () => {
  const { run, printed } = terminal([libraryCheckCommand({ readLibrary })], folder);
  assert.equal(await run('library', 'check', 'nowhere'), 1);
  assert.match(printed.err, /nowhere cannot be read/);
  assert.equal(await run('library', 'check', 'library/presets'), 1);
  assert.match(printed.out, /^editions:1: there is no edition/);
});

test('a file is checked as local rules against the latest edition', async () => {
  const example = fileURLToPath(new URL('../../../examples/local-rules/beacon-trust.yaml', import.meta.url));
  const { run, printed } = terminal([libraryCheckCommand({ readLibrary })], folder);
  assert.equal(await run('library', 'check', example), 0);
  assert.match(
    printed.out,
    /^Technology rules 2026 to 2028 \(example\): 5 rules of Beacon Trust \(example\) against edition \S+, no faults$/m,
  );
});

test('a file of local rules that would loosen an edition is refused by line', async () => {
  const example = await readFile(new URL('../../../examples/local-rules/beacon-trust.yaml', import.meta.url), 'utf8');
  await writeFile(
    join(folder, 'loose.yaml'),
    example.replace('all: 500', 'all: 50').replace('2028-08-31', '2031-08-31').replace('cyber-3', 'cyber-33'),
  );
  const { run, printed } = terminal([libraryCheckCommand({ readLibrary })], folder);
  assert.equal(await run('library', 'check', 'loose.yaml'), 1);
  assert.deepEqual(printed.out.trimEnd().split('\n'), [
    'loose.yaml:9: rule faster-line: The edition asks for 100 Mbps down or 1,000 Mbps down by itself: a local rule must name a higher number.',
    'loose.yaml:17: rule switches-by-2028: It is due by 31 August 2030 already: name an earlier day.',
    'loose.yaml:21: rule trust-firewall: This edition has no standard cyber-33.',
  ]);
});
