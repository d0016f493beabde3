import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { HtmlValidate, type ConfigData } from 'html-validate';
import { gallery } from './gallery.ts';
import { html } from './html.ts';
import { type PageContent, page, sections } from './layout.ts';

const config = JSON.parse(readFileSync(new URL('../../.htmlvalidate.json', import.meta.url), 'utf8')) as ConfigData;
const school = { key: 'a b', name: 'Larch & Lime <School>', isExample: false };
const content: PageContent = {
  title: 'Contracts',
  person: { name: 'Sam' },
  csrf: 'token',
  body: html`<h1>Contracts</h1>`,
};

test('a page with every component and picture is valid HTML, with errors and without', async () => {
  const validator = new HtmlValidate(config);
  for (const withErrors of [false, true]) {
    const { results } = await validator.validateString(gallery(withErrors));
    const messages = results.flatMap((result) =>
      result.messages.map(({ line, ruleId, message }) => `${line} ${ruleId}: ${message}`),
    );
    assert.deepEqual(messages, []);
  }
});

test('no page holds a script or style of its own, so the security policy can forbid them', () => {
  const document = gallery(true);
  assert.doesNotMatch(document, /<style|\sstyle=|\son[a-z]+=|javascript:/i);
  assert.deepEqual(document.match(/<script(?![^>]*\ssrc=)/g), null);
});

test('the title names page, school and service, and says where there is an error', () => {
  const title = (of: PageContent): string | undefined => /<title>(.*)<\/title>/.exec(page(of))?.[1];
  assert.equal(title(content), 'Contracts – Cairn');
  assert.equal(title({ ...content, school }), 'Contracts – Larch &amp; Lime &lt;School&gt; – Cairn');
  assert.equal(title({ ...content, title: 'Cairn' }), 'Cairn');
  assert.equal(
    title({ ...content, errors: [{ field: 'title', message: 'Enter a title' }] }),
    'Error: Contracts – Cairn',
  );
});

test('a school’s pages are in its navigation, the current one marked', () => {
  const document = page({ ...content, school, section: 'contracts' });
  for (const { path } of sections) assert.ok(document.includes(`href="/schools/a%20b${path}"`));
  assert.equal(document.match(/aria-current="page"/g)?.length, 1);
  assert.match(document, /<a href="\/schools\/a%20b\/contracts" aria-current="page">/);
});

test('an example school says so, others don’t', () => {
  assert.match(page({ ...content, school: { ...school, isExample: true } }), /Example school:<\/strong> fictional/);
  assert.doesNotMatch(page({ ...content, school }), /fictional/);
});

test('who is signed in can sign out; who isn’t sees no form', () => {
  assert.match(page(content), /action="\/sign-out"[^>]*><input type="hidden" name="_csrf" value="token">/);
  assert.doesNotMatch(page({ ...content, person: null, csrf: null }), /sign-out/);
});
