import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommandError, isSet, runCommandLine, textOption } from './index.ts';
import type { Command } from './index.ts';

const plan: Command = {
  path: ['plan'],
  summary: 'Make a plan',
  usage: 'SCHOOL.json [--out PLAN.json]',
  options: {
    out: { type: 'string', value: 'FILE', summary: 'where to write' },
    quick: { type: 'boolean', summary: 'stop early' },
  },
  positionals: { least: 1, most: 1 },
  run: async (args, io) => {
    io.note('working');
    io.result({ file: args.positionals[0], out: textOption(args, 'out'), quick: isSet(args, 'quick') }, 'done');
    return 0;
  },
};
const check: Command = {
  ...plan,
  path: ['plan', 'check'],
  summary: 'Check a plan',
  options: {},
  run: async (_, io) => {
    io.result({ valid: false }, 'not valid');
    return 1;
  },
};
const broken: Command = {
  ...check,
  path: ['broken'],
  positionals: { least: 0, most: 0 },
  run: () => Promise.reject(new CommandError('no-file', 'There is no such file.')),
};

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const code = await runCommandLine(words, {
    name: 'cairn',
    version: '1.2.3',
    purpose: 'plans',
    folder: '/',
    commands: [plan, check, broken],
    stdout: (text) => (written.out += text),
    stderr: (text) => (written.err += text),
  });
  return { code, ...written };
}

test('a command gets its words and options; notes stay out of the result', async () => {
  const ended = await run('plan', 'a.json', '--out', 'b.json', '--json');
  assert.equal(ended.code, 0);
  assert.deepEqual(JSON.parse(ended.out), { file: 'a.json', out: 'b.json', quick: false });
  assert.equal(ended.err, 'working\n');
  assert.deepEqual(await run('plan', '--quick', 'a.json'), { code: 0, out: 'done\n', err: 'working\n' });
});

test('the longest name wins, and a problem found is 1', async () => {
  assert.deepEqual(await run('plan', 'check', 'p.json'), { code: 1, out: 'not valid\n', err: '' });
});

test('help lists the commands, and each command its options', async () => {
  const all = await run('--help');
  assert.equal(all.code, 0);
  assert.match(all.out, /plan check\s+Check a plan/);
  const one = await run('plan', '--help');
  assert.equal(one.code, 0);
  assert.match(one.out, /Usage: cairn plan SCHOOL\.json/);
  assert.match(one.out, /--out FILE\s+where to write/);
  const asJson = JSON.parse((await run('--help', '--json')).out) as { commands: { command: string }[] };
  assert.deepEqual(
    asJson.commands.map(({ command }) => command),
    ['plan', 'plan check', 'broken'],
  );
  assert.equal((await run('--version')).out, '1.2.3\n');
});

test('what is not understood ends with 2 and says how it is called', async () => {
  for (const words of [[], ['fly'], ['plan'], ['plan', 'a', 'b'], ['plan', 'a', '--nope'], ['plan', 'a', '--out']]) {
    const ended = await run(...words);
    assert.equal(ended.code, 2, words.join(' '));
    assert.equal(ended.out, '');
    assert.match(ended.err, /^cairn: .+\n(Usage: cairn plan|Run cairn --help)/);
  }
  const asJson = await run('plan', 'a', '--nope', '--json');
  assert.equal(asJson.code, 2);
  assert.equal((JSON.parse(asJson.out) as { error: { code: string } }).error.code, 'usage');
});

test('what cannot be done ends with 1 and its message', async () => {
  assert.deepEqual(await run('broken'), { code: 1, out: '', err: 'cairn: There is no such file.\n' });
  assert.deepEqual(JSON.parse((await run('broken', '--json')).out), {
    error: { code: 'no-file', message: 'There is no such file.' },
  });
});
