/**
 * How easily our texts are read: `node24 scripts/reading-age.ts [how many]` lists the hardest, each with the sentences to
 * mend first. Pages are measured by `e2e/routes.e2e.ts`, because they have to be rendered for that.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadLibrary } from '../src/library/index.ts';
import { readLibraryFolder } from '../src/platform/library-files.ts';
import { ruleNames } from '../src/status/index.ts';
import { hardestOf, OLDEST_READER, readingOf } from '../test/reading-age.ts';
import { documentText, libraryTexts } from '../test/reading-texts.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const most = Number(process.argv[2] ?? 20);
const library = loadLibrary(readLibraryFolder(join(root, 'library')), ruleNames);
const documents = globSync(['README.md', 'docs/guide/*.md'], { cwd: root })
  .toSorted()
  .map((path) => documentText(path, readFileSync(join(root, path), 'utf8')));

const measured = [...libraryTexts(library), ...documents].flatMap(({ name, blocks }) => {
  const reading = readingOf(blocks, library.terms);
  return reading === null ? [] : [{ name, reading }];
});
const tooHard = measured.filter(({ reading }) => reading.age > OLDEST_READER).length;
process.stdout.write(`${measured.length} texts, ${tooHard} past the age of ${OLDEST_READER}. The hardest:\n`);
for (const { name, reading } of measured.toSorted((a, b) => b.reading.age - a.reading.age).slice(0, most)) {
  process.stdout.write(`\n${reading.age.toFixed(1)} ${name} (${reading.words} words)\n`);
  for (const { age, text } of hardestOf(reading, 3)) process.stdout.write(`   ${age.toFixed(1)} ${text}\n`);
}
