import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const door = fileURLToPath(new URL('./cli.ts', import.meta.url));

const cairn = (...words: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, NODE_TEST_CONTEXT: '' };
    const child = execFile(process.execPath, [door, ...words], { env }, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });

test('the command line lists its commands, hands a line on, and ends with what came of it', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const [help, missing] = await Promise.all([cairn('--help'), cairn('plan', 'check', '/nowhere.json')]);
  assert.deepEqual([help.code, help.err], [0, '']);
  assert.ok(help.out.startsWith(`cairn ${version}: `), help.out);
  for (const command of [
    'plan ',
    'plan check ',
    'library check ',
    'contracts import ',
    'schools import ',
    'reminders send ',
  ]) {
    assert.ok(help.out.includes(`\n  ${command}`), command);
  }
  assert.deepEqual([missing.code, missing.out, missing.err], [1, '', 'cairn: There is no file /nowhere.json.\n']);
});
