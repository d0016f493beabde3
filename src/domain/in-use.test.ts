import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inUseOn, isInUse, saysGone } from './in-use.ts';
import { recordSchema } from './record.ts';

test('equipment is in use until the day before its disposal', () => {
  assert.equal(isInUse({ disposedOn: null, unread: {} }, '2026-11-24'), true);
  assert.equal(isInUse({ disposedOn: '2026-11-25', unread: {} }, '2026-11-24'), true);
  assert.equal(isInUse({ disposedOn: '2026-11-24', unread: {} }, '2026-11-24'), false);
  assert.equal(isInUse({ disposedOn: '2026-11-23', unread: {} }, '2026-11-24'), false);
});

test('a record on a day holds what is in use then, and is the very same where that is everything', () => {
  const record = recordSchema.parse({
    format: 'cairn.school/1',
    asAt: '2026-11-24',
    edition: '2026-09',
    school: { key: 'x', name: 'Example', phase: 'primary', pupils: 200, governance: 'maintained' },
    equipment: [
      { id: 'old', name: 'Old server', kind: 'server', disposedOn: '2026-07-31' },
      { id: 'new', name: 'New server', kind: 'server' },
    ],
  });
  assert.deepEqual(
    inUseOn(record, '2026-11-24').equipment.map(({ id }) => id),
    ['new'],
  );
  assert.equal(inUseOn(record, '2026-07-30'), record);
});

test('what is said to be gone, and not since when, is not in use; what only has no date is', () => {
  for (const text of ['Retired', 'sold 2019', 'Written-off', 'DEPROVISIONED', 'Stolen', 'no longer in school']) {
    assert.ok(saysGone(text), text);
    assert.equal(isInUse({ disposedOn: null, unread: { disposedOn: text } }, '2026-11-24'), false, text);
  }
  for (const text of ['TBC', 'N/A', 'No', '', 'In use', 'Unsold', '31/02/2027']) {
    assert.equal(isInUse({ disposedOn: null, unread: { disposedOn: text } }, '2026-11-24'), true, text);
  }
  assert.equal(isInUse({ disposedOn: '2027-08-31', unread: { disposedOn: 'Retired' } }, '2026-11-24'), true);
});
