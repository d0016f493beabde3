/** Checks every source file against the house's rules; prints each breach as `path:line message` and ends with 1 where there is one. */
import { globSync, readFileSync } from 'node:fs';
import { findProblems } from './house-rules.ts';

const root = new URL('..', import.meta.url);
const paths = globSync(['{src,test,e2e,bench,scripts}/**/*.{ts,mjs}', 'bin/*.mjs'], { cwd: root }).toSorted();
const files = paths.map((path) => ({
  path: path.replaceAll('\\', '/'),
  text: readFileSync(new URL(path, root), 'utf8'),
}));
const problems = findProblems(files);
for (const { path, line, message } of problems) process.stdout.write(`${path}:${line} ${message}\n`);
process.stdout.write(`House rules: ${files.length} files, ${problems.length} problems\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
