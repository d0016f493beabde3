import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { testEngines } from '../../../test/database.ts';
import { sampleRecord } from '../../../test/people.ts';
import { smallSchool } from '../../../test/small-school.ts';
import { terminal } from '../../../test/terminal.ts';
import { readLibrary } from '../../app/services.ts';
import { planCheckCommand, planCommand, type PlanFile } from './index.ts';

const example = fileURLToPath(new URL('../../../examples/primary.json', import.meta.url));
const library = readLibrary();

/** No database is asked: once is enough. */
if (testEngines().includes('embedded')) describe('A plan from the command line', planTests);

function planTests(): void {
  let folder: string;
  let line: ReturnType<typeof terminal>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cairn-plan-'));
    line = terminal([planCommand({ readLibrary: () => library }), planCheckCommand()], folder);
  });
  after(() => rm(folder, { recursive: true }));
  const write = (name: string, content: unknown) =>
    writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

  test('of the example is made, and holds', async () => {
    assert.equal(await line.run('plan', example, '--quick', '--no-reasons', '--out', 'plan.json'), 0, line.printed.err);
    assert.match(line.printed.out, /core standards met by their date/);
    assert.match(line.printed.out, /\nHash [0-9a-f]{64}\n$/);
    assert.match(line.printed.err, /Written to .*plan\.json/);
    assert.equal(await line.run('plan', 'check', 'plan.json'), 0, line.printed.err);
    assert.match(line.printed.out, /^The plan holds: \d+ placements, every limit kept/);
    const { ok, faults, hash } = await line.json<{ ok: boolean; faults: string[]; hash: string }>(
      'plan',
      'check',
      'plan.json',
    );
    assert.deepEqual([ok, faults], [true, []]);
    assert.match(hash, /^[0-9a-f]{64}$/);
  });

  const spoils: Record<string, (file: PlanFile) => unknown> = {
    'a start moved': ({ plan }) => (plan.placements[0]!.term += 1),
    'an item left out': ({ plan }) => plan.placements.pop(),
    'an item twice': ({ plan }) => plan.placements.push({ ...plan.placements[0]! }),
    'another option': ({ plan }) => (plan.placements[0]!.optionId = 'other'),
    'an item fixed by nobody': ({ plan }) => (plan.placements[0]!.locked = true),
    'more money': ({ problem }) => (problem.years[0]!.capitalPence += 100),
    'a lower price': ({ problem }) => (problem.needs[0]!.candidates[0]!.wholeLifePence -= 1),
    'another name': ({ problem }) => (problem.needs[0]!.name = 'Something else'),
    'a requirement met': ({ problem }) => problem.requirements[0]!.metWithout.unshift(true),
    'a better level': ({ plan }) => (plan.certificate.levels[3]!.value -= 1),
    'a bound out of the air': ({ plan }) => (plan.certificate.levels[4]!.bound += 1e9),
    'a limit left out': ({ plan }) => plan.certificate.limits.pop(),
    'another hash': ({ plan }) => (plan.hash = plan.hash.replace(/^./, (c) => (c === '0' ? '1' : '0'))),
  };

  test('that was tampered with is refused, whatever was changed', async () => {
    const text = await readFile(join(folder, 'plan.json'), 'utf8');
    for (const [name, spoil] of Object.entries(spoils)) {
      const file = JSON.parse(text) as PlanFile;
      spoil(file);
      await write('spoilt.json', file);
      assert.equal(await line.run('plan', 'check', 'spoilt.json'), 1, name);
      assert.match(line.printed.out, /^The plan does not hold:\n {2}\S/, name);
      assert.equal(line.printed.err, '');
    }
  });

  test('comes with its reasons, and is written where it was asked to be or not at all', async () => {
    await write('school.json', smallSchool(library));
    const first = await line.json<{ hash: string; status: string }>('plan', 'school.json', '--out', 'small.json');
    const { plan } = JSON.parse(await readFile(join(folder, 'small.json'), 'utf8')) as PlanFile;
    assert.deepEqual([plan.hash, first.status, plan.reasons.length], [first.hash, 'proven', 4]);
    assert.equal(await line.run('plan', 'check', 'small.json'), 0);
    // Written to no folder that is there, it is still printed as what went wrong, in one line.
    assert.equal(await line.run('plan', 'school.json', '--no-reasons', '--out', 'no/folder.json'), 1);
    assert.match(line.printed.err, /\ncairn: .*folder\.json cannot be written \(ENOENT\)\.\n$/);
    assert.ok(!line.printed.out.includes('Hash'));
  });

  test('that cannot be ends with 1 and names the limits', async () => {
    const small = smallSchool(library);
    const file = JSON.parse(await readFile(join(folder, 'small.json'), 'utf8')) as PlanFile;
    const dear = file.problem.needs
      .flatMap(({ id, candidates }) => candidates.map((candidate) => ({ id, candidate })))
      .find(({ candidate }) => candidate.capitalPence.some((pence) => pence > 0));
    const term = file.problem.terms[dear?.candidate.term ?? 0]?.id;
    const locks = [{ needId: dear?.id, optionId: dear?.candidate.optionId, term }];
    await write('poor.json', { ...small, locks, limits: { ...small.limits, budgets: [] } });
    assert.equal(await line.run('plan', 'poor.json'), 1);
    assert.match(line.printed.err, /^cairn: No plan fits\. At the least this would have to give way: .*“.+”\.$/m);
  });

  test('ends with 2 where the line is not understood', async () => {
    for (const words of [
      ['plan'],
      ['plan', 'a', 'b'],
      ['plan', 'a', '--fast'],
      ['plan', 'check'],
      ['plan', 'a', '--out'],
    ]) {
      assert.equal(await line.run(...words), 2, words.join(' '));
      assert.equal(line.printed.out, '');
    }
  });

  test('ends with 1 and one line where the file is none', async () => {
    await write('text.json', 'not json');
    await write('other.json', { format: 'other' });
    await write('edition.json', sampleRecord({ edition: '1999-01' }));
    const cases: readonly [string[], RegExp][] = [
      [['plan', 'none.json'], /There is no file .*none\.json\./],
      [['plan', '.'], /Cannot read /],
      [['plan', 'text.json'], /is not JSON\./],
      [['plan', 'other.json'], /is not a school file: format: /],
      [['plan', 'edition.json'], /1999-01/],
      [['plan', 'check', 'none.json'], /There is no file/],
      [['plan', 'check', 'school.json'], /is not a plan file: format: /],
    ];
    for (const [words, expected] of cases) {
      assert.equal(await line.run(...words), 1, words.join(' '));
      const last = line.printed.err.trimEnd().split('\n').at(-1) ?? '';
      assert.match(last, /^cairn: /);
      assert.match(last, expected);
      assert.equal(line.printed.out, '');
    }
  });
}
