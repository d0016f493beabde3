/**
 * Builds what browsers fetch from us: src/ui/assets/cairn.css from src/ui/styles, and a copy of govuk-frontend's
 * JavaScript. Both are committed, so that starting needs no build; a test compares them with what this makes.
 *
 *   node scripts/build-css.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from 'sass';

const root = new URL('../', import.meta.url);
const assets = new URL('src/ui/assets/', root);

/** The style sheet's text. */
export function builtStyles(): string {
  const { css } = compile(fileURLToPath(new URL('src/ui/styles/cairn.scss', root)), {
    loadPaths: [fileURLToPath(new URL('node_modules', root))],
    style: 'compressed',
    quietDeps: true,
    sourceMap: false,
    // Else a byte order mark comes first, which would spoil the rule behind our comment.
    charset: false,
  });
  return `/* Cairn, with GOV.UK Frontend (MIT licence, Crown copyright): see src/ui/styles */\n${css}\n`;
}

/** govuk-frontend's module, without the reference to a source map that we don't serve. */
export function builtScript(): string {
  const source = readFileSync(new URL('node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js', root), 'utf8');
  return `/* GOV.UK Frontend: MIT licence, Crown copyright */\n${source.replace(/^\/\/# sourceMappingURL=.*\n?/m, '')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('cairn.css', assets), builtStyles());
  writeFileSync(new URL('govuk-frontend.min.js', assets), builtScript());
}
