import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import fc from 'fast-check';
import { Html, type HtmlValue, html, joinHtml, raw } from './html.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '`', '=', '/', 'script', ' on', '\0', '\n', '&lt;') }),
);

/** What a browser reads from escaped text. */
function decoded(markup: string): string {
  return markup
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

test('nothing interpolated can open a tag, end an attribute or start an entity', () => {
  fc.assert(
    fc.property(anyText, anyText, (inText, inAttribute) => {
      const markup = html`<p title="${inAttribute}" lang='${inAttribute}'>${inText}</p>`.toString();
      const match = /^<p title="([^"<>]*)" lang='([^'<>]*)'>([^<>]*)<\/p>$/.exec(markup);
      assert.ok(match, markup);
      for (const part of match.slice(1)) assert.doesNotMatch(part ?? '', /&(?!amp;|lt;|gt;|quot;|#39;)|["']/);
    }),
    { numRuns: 400 },
  );
});

test('what is escaped reads as what was given, apart from characters that no document may hold', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      // eslint-disable-next-line no-control-regex -- these are the characters in question
      const allowed = text.replaceAll(/[\u0000-\u0008\u000B\u000E-\u001F\u007F-\u009F]/g, '\uFFFD');
      assert.equal(decoded(html`${text}`.toString()), allowed);
    }),
    { numRuns: 400 },
  );
});

test('values nest: arrays are joined, markup passes, nothing gives nothing', () => {
  const value = fc.letrec<{ value: HtmlValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      anyText,
      fc.integer(),
      fc.constantFrom(null, undefined, false as const),
      anyText.map((text) => html`<i>${text}</i>`),
      fc.array(tie('value'), { maxLength: 4 }),
    ),
  })).value;
  fc.assert(
    fc.property(value, (nested) => {
      const markup = html`${nested}`.toString();
      assert.doesNotMatch(markup.replaceAll(/<\/?i>/g, ''), /[<>"']/);
    }),
    { numRuns: 500 },
  );
  assert.equal(String(html`${['a', [html`<b>${'<'}</b>`, null], 0, false, undefined]}`), 'a<b>&lt;</b>0');
});

test('only what is already markup passes as it is', () => {
  assert.equal(String(html`${raw('<hr>')}`), '<hr>');
  const lookAlike = { toString: () => '<script>' } as unknown as Html;
  assert.equal(String(html`${lookAlike}`), '&lt;script&gt;');
});

test('parts are joined with a separator, empty ones left out', () => {
  assert.equal(String(joinHtml(['a', null, '', html`<b>c</b>`], ', ')), 'a, <b>c</b>');
});
