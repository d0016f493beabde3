import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { builtScript, builtStyles } from '../../scripts/build-css.ts';
import { assetFolder, assetUrl } from './assets.ts';

test('the committed style sheet and script are what the sources give', () => {
  assert.ok(readFileSync(`${assetFolder}cairn.css`, 'utf8') === builtStyles(), 'run: node scripts/build-css.ts');
  assert.ok(
    readFileSync(`${assetFolder}govuk-frontend.min.js`, 'utf8') === builtScript(),
    'run: node scripts/build-css.ts',
  );
});

test('nothing that is reserved for GOV.UK is sent', () => {
  const styles = readFileSync(`${assetFolder}cairn.css`, 'utf8');
  const reserved = ['GDS Transport', 'govuk-crest', 'govuk-logotype', 'url('].filter((text) => styles.includes(text));
  assert.deepEqual(reserved, []);
});

test('an address changes with the content', () => {
  assert.match(assetUrl('cairn.css'), /^\/assets\/cairn\.css\?v=[0-9a-f]{10}$/);
  assert.notEqual(assetUrl('favicon.svg').split('=')[1], assetUrl('cairn.css').split('=')[1]);
});
