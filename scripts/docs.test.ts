import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

test('every link between documents leads somewhere', () => {
  const broken: string[] = [];
  for (const path of globSync(['*.md', 'docs/**/*.md'], { cwd: root })) {
    for (const [, link = ''] of read(path).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      const target = join(root, dirname(path), link.split('#')[0] ?? '');
      if (!existsSync(target)) broken.push(`${path}: ${link}`);
    }
  }
  assert.deepEqual(broken, []);
});

test('every decision is in the index', () => {
  const index = read('docs/decisions/README.md');
  const records = globSync('docs/decisions/*.md', { cwd: root }).map((path) => path.split('/').at(-1) ?? '');
  assert.deepEqual(
    records.filter((name) => name !== 'README.md' && !index.includes(`(${name})`)),
    [],
  );
});

test('every command that the README and CONTRIBUTING name is a script of the package', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  for (const path of ['README.md', 'CONTRIBUTING.md']) {
    for (const [, name = ''] of read(path).matchAll(/\bnpm run ([\w-]+)/g))
      assert.ok(name in scripts, `${path}: ${name}`);
  }
});
