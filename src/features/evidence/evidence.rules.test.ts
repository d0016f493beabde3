import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isWebAddress } from '../../domain/web-address.ts';
import { recordSchema } from '../../domain/record.ts';
import type { Edition } from '../../library/index.ts';
import { lapsesUntil, parseEvidence, placeOf, stateOf, warnedUntil } from './evidence.rules.ts';

const TODAY = '2026-11-24';
const edition = {
  requirements: [],
  questions: [
    { id: 'a', text: 'Is A so?' },
    { id: 'b', text: 'Is B so?' },
  ],
} as unknown as Edition;

test('only addresses of the web are links', () => {
  for (const good of ['https://example.org/a?b=c#d', 'http://intranet/policy.pdf', 'HTTPS://EXAMPLE.ORG'])
    assert.ok(isWebAddress(good), good);
  for (const bad of [
    'javascript:alert(1)',
    ' https://example.org',
    'https://example.org/ x',
    'java\nscript:alert(1)',
    'data:text/html,x',
    '//example.org',
    'https://',
    'https://user:secret@example.org/',
    'https://example.org/"onclick="x',
    'ftp://example.org',
    'file:///etc/passwd',
  ])
    assert.ok(!isWebAddress(bad), bad);
  fc.assert(
    fc.property(fc.webUrl(), (address) => {
      assert.equal(isWebAddress(`javascript:${address}`), false);
      assert.ok(isWebAddress(address) || /[\\^`{|}<>"]/.test(address), address);
    }),
  );
});

test('the form says what to mend and keeps what was typed, whatever is sent', () => {
  const whole = { title: 'Certificate', url: 'https://example.org/c', effectiveOn: '1/5/2026', expiresOn: '30/4/2027' };
  assert.deepEqual(parseEvidence({ ...whole, version: '3' }, false), {
    content: {
      title: 'Certificate',
      url: 'https://example.org/c',
      effectiveOn: '2026-05-01',
      expiresOn: '2027-04-30',
      note: null,
    },
    typed: { ...whole, note: '' },
    errors: [],
    version: 3,
  });
  const faults = (body: object, hasFile = false) => parseEvidence(body, hasFile).errors.map(({ field }) => field);
  assert.deepEqual(faults({}), ['title', 'effectiveOn', 'file']);
  assert.deepEqual(faults({ ...whole, url: 'javascript:alert(1)' }), ['url']);
  assert.deepEqual(faults({ ...whole, url: '' }), ['file']);
  assert.deepEqual(faults({ ...whole, url: '' }, true), []);
  assert.deepEqual(faults({ ...whole, url: '', note: 'In the safe' }), []);
  assert.deepEqual(faults({ ...whole, expiresOn: '30/4/2026' }), ['expiresOn']);
  fc.assert(
    fc.property(fc.anything(), (body) => {
      const { content, errors } = parseEvidence(body, false);
      assert.equal(content === null, errors.length > 0);
    }),
  );
});

test('what has lapsed with nothing newer, and what lapses within 90 days, is listed, the first first', () => {
  const record = recordSchema.parse({
    format: 'cairn.school/1',
    asAt: TODAY,
    edition: 'x',
    school: { key: 'x', name: 'Example', phase: 'primary', pupils: 400, governance: 'maintained' },
    answers: [
      { questionId: 'a', choice: 'yes', answeredOn: '2025-11-01', basis: 'document', holdsUntil: '2027-05-01' },
      { questionId: 'b', choice: 'yes', answeredOn: '2025-11-01', holdsUntil: '2026-10-31' },
      { questionId: 'gone', choice: 'yes', answeredOn: '2025-11-01', holdsUntil: '2026-10-31' },
    ],
    evidence: [
      { id: 'e1', questionId: 'a', title: 'Old', effectiveOn: '2024-01-01', expiresOn: '2026-01-31' },
      { id: 'e2', questionId: 'a', title: 'New', effectiveOn: '2026-01-01', expiresOn: '2027-01-31' },
      { id: 'e3', questionId: 'a', title: 'Later', effectiveOn: '2026-01-01', expiresOn: '2027-02-23' },
      { id: 'e4', questionId: 'b', title: 'To come', effectiveOn: '2027-01-01' },
      { id: 'e5', questionId: 'b', title: 'Expired', effectiveOn: '2026-01-01', expiresOn: '2026-06-30' },
    ],
  });
  const lapses = lapsesUntil(record, edition, TODAY, warnedUntil(TODAY));
  assert.equal(warnedUntil(TODAY), '2027-02-22');
  assert.deepEqual(
    lapses.map(({ kind, lastDay, name, path }) => [kind, lastDay, name, path]),
    [
      ['evidence', '2026-06-30', 'Expired', '/evidence/e5'],
      ['answer', '2026-10-31', 'Is B so?', '/questions/b'],
      ['evidence', '2027-01-31', 'New', '/evidence/e2'],
    ],
  );
  assert.deepEqual(
    record.evidence.map((one) => stateOf(one, TODAY)),
    ['expired', 'in-force', 'in-force', 'to-come', 'expired'],
  );
});

test('a page to come back to is one of ours', () => {
  assert.equal(placeOf('standards/cyber-1'), 'standards/cyber-1');
  assert.equal(placeOf('questions/strategy'), 'questions/strategy');
  for (const bad of [undefined, '', '//example.org', 'standards/../../sign-out', 'standards/', 'https://example.org'])
    assert.equal(placeOf(bad), '');
});
