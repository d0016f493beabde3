import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedFields, MOST_CHOICES, readLinks, textsWithNames } from './link-fields.rules.ts';
import type { RegisterField } from './register.ts';

const field: RegisterField = { name: 'contractId', label: 'Contract', kind: 'link', linksTo: 'contract' };
const few = { contract: new Map([['c1', 'Line']]) };
const many = {
  contract: new Map([
    ['c1', 'Line'],
    ['c2', 'Copiers'],
    ['c3', 'Copiers'],
    ...Array.from({ length: MOST_CHOICES }, (_, index): [string, string] => [`m${index}`, `Many ${index}`]),
  ]),
};

test('a short list is chosen from, a long one is written', () => {
  assert.equal(askedFields([field], few)[0]?.kind, 'link');
  assert.equal(askedFields([field], many)[0]?.kind, 'text');
  assert.deepEqual(textsWithNames([field], many, { contractId: 'c1' }), { contractId: 'Line' });
  assert.deepEqual(textsWithNames([field], few, { contractId: 'c1' }), { contractId: 'c1' });
});

test('a name leads to its item; none or several are said, with how to mend it', () => {
  assert.deepEqual(readLinks([field], many, { contractId: ' line ' }), { values: { contractId: 'c1' }, errors: [] });
  assert.deepEqual(readLinks([field], many, { contractId: null }), { values: { contractId: null }, errors: [] });
  assert.deepEqual(readLinks([field], few, { contractId: 'c1' }), { values: { contractId: 'c1' }, errors: [] });
  for (const [written, why] of [
    ['Lines', /^Nothing in the register is called “Lines”/],
    ['copiers', /^Several in the register are called “copiers”/],
  ] as const) {
    const { values, errors } = readLinks([field], many, { contractId: written });
    assert.equal(values['contractId'], null);
    assert.match(errors[0]?.message ?? '', why);
  }
});
