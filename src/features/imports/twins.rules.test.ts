import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contractSchema, type Contract } from '../../domain/record.ts';
import { findTwins } from './twins.rules.ts';

function contract(values: Partial<Contract>): Contract {
  return contractSchema.parse({ id: 'new', title: 'Copier lease', supplier: 'Print plc', ...values });
}

const known = contract({ id: 'c1', reference: 'A1', startsOn: '2024-04-01' });
const cases: { what: string; row: Contract; twin: string | undefined }[] = [
  { what: 'same name and supplier, written otherwise', row: contract({ title: 'COPIER  lease ' }), twin: 'c1' },
  { what: 'another supplier', row: contract({ supplier: 'Other plc' }), twin: undefined },
  { what: 'another reference', row: contract({ reference: 'A2' }), twin: undefined },
  { what: 'another start', row: contract({ startsOn: '2028-04-01' }), twin: undefined },
  { what: 'another end only', row: contract({ startsOn: '2024-04-01', endsOn: '2029-03-31' }), twin: 'c1' },
  { what: 'the same row come in before', row: contract({ id: 'c1' }), twin: undefined },
];

for (const { what, row, twin } of cases) {
  test(`a row and a contract that is there: ${what}`, () => {
    assert.equal(findTwins([{ row: 2, item: row }], [known]).get(2), twin);
  });
}
