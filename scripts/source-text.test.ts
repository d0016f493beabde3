import assert from 'node:assert/strict';
import { readFileSync, globSync } from 'node:fs';
import { test } from 'node:test';
import { codeOnly, importsOf } from './source-text.ts';

const specifiers = (source: string): string[] => importsOf(source).map(({ specifier }) => specifier);

test('every form of import is found, with its line', () => {
  const source = [
    "import a from './a.ts';",
    "import { b, type B } from './b.ts';",
    "import type { C } from './c.ts';",
    "import * as d from './d.ts';",
    "import './e.ts';",
    'import {',
    '  f,',
    '} from "./f.ts";',
    "export * from './g.ts';",
    "export { h } from './h.ts';",
    "export type { I } from './i.ts';",
    "const j = await import('./j.ts');",
    "let k: import('./k.ts').K;",
  ].join('\n');
  assert.deepEqual(
    importsOf(source).map(({ specifier, line, typeOnly }) => [specifier, line, typeOnly]),
    [
      ['./a.ts', 1, false],
      ['./b.ts', 2, false],
      ['./c.ts', 3, true],
      ['./d.ts', 4, false],
      ['./e.ts', 5, false],
      ['./f.ts', 8, false],
      ['./g.ts', 9, false],
      ['./h.ts', 10, false],
      ['./i.ts', 11, true],
      ['./j.ts', 12, false],
      ['./k.ts', 13, false],
    ],
  );
});

test('what only looks like an import is left alone', () => {
  assert.deepEqual(specifiers("// import a from './a.ts'\n/* import './b.ts' */\nconst s = `import './c.ts'`;"), []);
  assert.deepEqual(specifiers("const html = `<p>${x ? `${y}` : '}'}</p> import './d.ts'`; import './e.ts';"), [
    './e.ts',
  ]);
  assert.deepEqual(specifiers("const quote = /['\"`]/; import './f.ts';"), ['./f.ts']);
  assert.deepEqual(specifiers("const half = a / b; const s = 'import \"./g.ts\"'; import './h.ts';"), ['./h.ts']);
  assert.deepEqual(specifiers("export const from = 'x'; thing.import('./i.ts');"), []);
});

test('strings and comments are blanked without moving anything', () => {
  const source = "const a = 'process.env'; // Date.now\nconst b = `x${process.pid}y`;\n";
  const code = codeOnly(source);
  assert.equal(code.length, source.length);
  assert.equal(code.split('\n').length, source.split('\n').length);
  assert.ok(!code.includes('env') && !code.includes('now') && code.includes('process.pid'));
});

test('in every file of the project, each line that starts with an import is found', () => {
  const root = new URL('..', import.meta.url);
  for (const path of globSync('src/**/*.ts', { cwd: root, exclude: (name) => name.endsWith('.test.ts') })) {
    const source = readFileSync(new URL(path, root), 'utf8');
    const plain = [...source.matchAll(/^(?:import|export|\})[^'"`\n]*\bfrom '([^']+)';$/gm)].map((match) => match[1]);
    const found = specifiers(source);
    assert.deepEqual(
      plain.filter((specifier) => !found.includes(specifier ?? '')),
      [],
      path,
    );
  }
});
