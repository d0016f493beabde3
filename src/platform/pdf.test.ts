import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { findChromium, PdfError, printToPdf } from './pdf.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-pdf-test-'));
});
after(() => rm(folder, { recursive: true }));

/** A program in Chromium's place: it notes its arguments, and does what the line says with the page and the target. */
async function standIn(line: string): Promise<string> {
  const path = join(folder, `chromium-${(await readdir(folder)).length}`);
  await writeFile(
    path,
    `#!/bin/sh
printf '%s\\n' "$@" > "${folder}/arguments"
for a in "$@"; do case "$a" in --print-to-pdf=*) target="\${a#--print-to-pdf=}";; file://*) page="\${a#file://}";; esac; done
${line}
`,
  );
  await chmod(path, 0o755);
  return path;
}

const argumentsOf = async () => (await readFile(join(folder, 'arguments'), 'utf8')).split('\n');

/** The folder in which the last printing took place: its profile was in it. */
const folderOfPrinting = async (): Promise<string> => {
  const profile = (await argumentsOf()).find((one) => one.startsWith('--user-data-dir='));
  return dirname(profile?.slice('--user-data-dir='.length) ?? assert.fail('no profile'));
};

const document = `<!DOCTYPE html>
<html><head>
<link rel="icon" href="/assets/favicon.svg?v=1" type="image/svg+xml">
<link rel="stylesheet" href="/assets/cairn.css?v=1">
<script type="module" src="/assets/enhance.js?v=1"></script>
</head><body>£5 &amp; $&amp;</body></html>`;

test('the printed page carries its styles, and nothing that leads to the server', async () => {
  const pdf = await printToPdf(await standIn('cp "$page" "$target"'), document, 'p{content:"$&</style>"}');
  const page = pdf.toString('utf8');
  assert.match(page, /^<!DOCTYPE html>/);
  assert.doesNotMatch(page, /<link|<script|\/assets\//);
  assert.match(page, /<head><meta http-equiv="Content-Security-Policy" content="default-src 'none';/);
  assert.match(page, /<style>p\{content:"\$&<\\\/style>"\}<\/style><\/head>/);
  assert.match(page, /£5 &amp; \$&amp;/);
});

test('what Chromium is asked for: a tagged document, without a window, in a profile of its own', async () => {
  await printToPdf(await standIn('echo x > "$target"'), document, '');
  const given = await argumentsOf();
  assert.ok(given.includes('--headless') && given.includes('--export-tagged-pdf'));
  assert.equal(given.includes('--no-sandbox'), process.getuid?.() === 0);
  // Nothing is left behind.
  const place = await folderOfPrinting();
  assert.ok(place.startsWith(tmpdir()));
  await assert.rejects(readdir(place), { code: 'ENOENT' });
});

test('a Chromium that fails, or prints nothing, is one error, and leaves nothing behind', async () => {
  for (const line of ['exit 3', 'true']) {
    await assert.rejects(printToPdf(await standIn(line), document, ''), (error: unknown) => {
      assert.ok(error instanceof PdfError);
      assert.deepEqual([error.code, error.message], ['pdf', 'The PDF could not be made.']);
      return true;
    });
    await assert.rejects(readdir(await folderOfPrinting()), { code: 'ENOENT' });
  }
  await assert.rejects(printToPdf(join(folder, 'none'), document, ''), PdfError);
});

test('Chromium is the one that was named, or none; a file that cannot be run is none', async () => {
  const path = await standIn('true');
  assert.equal(await findChromium(path), path);
  assert.equal(await findChromium(join(folder, 'none')), null);
  await writeFile(join(folder, 'text'), 'not a program', { mode: 0o644 });
  assert.equal(await findChromium(join(folder, 'text')), null);
});
