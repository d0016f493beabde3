import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { localAddress } from './people.web.ts';

test('after signing in nobody is led off the site', () => {
  for (const address of [
    'https://a.example',
    '//a.example',
    '/.//a.example',
    '/x/..//a.example',
    '/\\a.example',
    '\\/a.example',
    'javascript:alert(1)',
    '',
    undefined,
    ['/x'],
    '/a b',
    '/\t/a.example',
  ]) {
    assert.equal(localAddress(address), '/');
  }
  assert.equal(localAddress('/schools/100001/plan?by=term#now'), '/schools/100001/plan?by=term');
});

test('whatever is asked for, the address stays on this site', () => {
  const piece = fc.constantFrom('/', '\\', '.', '..', '@', ':', '//', 'http:', 'a.example', '%2f', '?', '#', '\n', ' ');
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 8 }), (parts) => {
      const url = new URL(localAddress(`/${parts.join('')}`), 'https://cairn.example.org');
      return url.origin === 'https://cairn.example.org';
    }),
    { numRuns: 2000 },
  );
});
