import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Term } from '../../library/index.ts';
import { glossaryBody, termsPart } from './glossary.view.ts';

const term: Term = {
  id: 'mfa',
  name: 'multi-factor authentication',
  also: ['MFA'],
  meaning: 'A second check <when> you sign in.',
  source: {
    title: 'A page',
    url: 'https://example.org/',
    asAt: '2026-09-16',
    licence: 'MIT',
    confidence: 'seen',
  },
};

test('the page gives each term a place of its own, its other words and where its meaning is from', () => {
  const page = String(glossaryBody([term]));
  assert.match(page, /id="mfa"/);
  assert.match(page, /<dfn>multi-factor authentication<\/dfn>/);
  assert.match(page, /A second check &lt;when&gt; you sign in\./);
  assert.match(page, /Also: MFA\./);
  assert.match(page, /See <a [^>]*href="https:\/\/example.org\/"[^>]*>A page<\/a>, as at 16 September 2026/);
  assert.doesNotMatch(String(glossaryBody([{ ...term, also: [], source: null }])), /Also|See /);
});

test('a page that uses no term lists none', () => {
  assert.equal(termsPart([]), null);
  const part = String(termsPart([term]));
  assert.match(part, /<dfn>multi-factor authentication<\/dfn><\/strong> \(also MFA\): A second check/);
  assert.match(part, /href="\/glossary"/);
});
