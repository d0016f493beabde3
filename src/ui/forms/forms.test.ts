import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Field, fieldTexts, fieldWords, parseFields, renderFields } from './index.ts';

const fields: Field[] = [
  { name: 'title', label: 'Title', kind: 'text', required: true, group: 'What' },
  { name: 'notes', label: 'Notes', kind: 'longtext', group: 'What' },
  { name: 'users', label: 'Users', kind: 'whole' },
  { name: 'costPence', label: 'Cost a year', kind: 'pounds' },
  { name: 'endsOn', label: 'End date', kind: 'date' },
  { name: 'boughtYear', label: 'Year bought', kind: 'year' },
  {
    name: 'renewal',
    label: 'Renewal',
    kind: 'choice',
    choices: [
      { value: 'none', label: 'It ends' },
      { value: 'automatic', label: 'It renews itself' },
    ],
  },
  { name: 'months', label: 'Months', kind: 'whole', showWhen: { field: 'renewal', values: ['automatic'] } },
  { name: 'isOffSite', label: 'Kept elsewhere', kind: 'yes-no' },
  { name: 'contractId', label: 'Contract', kind: 'link' },
];

test('amounts by year are read line by line, and shown as they are typed', () => {
  const byYear: Field = { name: 'cash', label: 'Cash', kind: 'pounds-by-year' };
  const read = (text: string) => parseFields([byYear], { cash: text });
  const { values, errors } = read('2027/28 £1,300.50\r\n2026-27: 1,200\n\n2028-2029 = 0');
  assert.deepEqual(errors, []);
  assert.deepEqual(values['cash'], { '2026-27': 120_000, '2027-28': 130_050, '2028-29': 0 });
  assert.equal(fieldTexts([byYear], values)['cash'], '2026-27: £1,200\n2027-28: £1,300.50\n2028-29: £0');
  assert.equal(fieldWords(byYear, values['cash']), '2026-27: £1,200; 2027-28: £1,300.50; 2028-29: £0');
  assert.deepEqual(read(fieldTexts([byYear], values)['cash'] ?? '').values, values);
  for (const text of ['2026: 12', '2026-28: 12', '2026-27 TBC', '12', '2026-27: 1\n2026/27: 2']) {
    assert.equal(read(text).errors.length, 1, text);
    assert.equal(read(text).typed['cash'], text);
  }
});

test('typed values are read', () => {
  const { values, errors } = parseFields(fields, {
    title: ' Lease ',
    notes: 'a\nb',
    users: '1,100',
    costPence: '£12,345.60',
    endsOn: '14 March 2027',
    boughtYear: '2024',
    renewal: 'automatic',
    months: '12',
    isOffSite: 'no',
    contractId: 'c1',
  });
  assert.deepEqual(errors, []);
  assert.deepEqual(values, {
    title: 'Lease',
    notes: 'a\nb',
    users: 1100,
    costPence: 1_234_560,
    endsOn: '2027-03-14',
    boughtYear: 2024,
    renewal: 'automatic',
    months: 12,
    isOffSite: false,
    contractId: 'c1',
  });
});

test('dates are taken as people write them', () => {
  for (const text of [
    '14/3/2027',
    '14/03/27',
    '14-03-2027',
    '2027-03-14',
    '14 March 2027',
    '14 mar 2027',
    '14th March 2027',
  ]) {
    assert.equal(parseFields(fields, { title: 'x', endsOn: text }).values.endsOn, '2027-03-14', text);
  }
});

test('empty means not known, and is an error only where a value is required', () => {
  const { values, errors } = parseFields(fields, {});
  assert.deepEqual(errors, [{ field: 'title', message: 'Enter title' }]);
  assert.ok(Object.values(values).every((value) => value === null));
  assert.equal(parseFields(fields, { title: 'x', isOffSite: 'not-known' }).values.isOffSite, null);
});

test('messages say how to mend it, and what was typed is kept', () => {
  const body = {
    title: 'x'.repeat(501),
    users: '-3',
    costPence: 'lots',
    endsOn: '31/4/2027',
    boughtYear: '24',
    renewal: 'x',
    isOffSite: 'maybe',
    contractId: 'nope',
  };
  const { errors, typed } = parseFields(fields, body, { contractId: [{ value: 'c1', label: 'Lease' }] });
  assert.deepEqual(
    errors.map(({ message }) => message),
    [
      'Title must be 500 characters or fewer',
      'Users must be a whole number, like 12',
      'Cost a year must be an amount in pounds, like £1,200 or 1200.50',
      'End date must be a real date, like 14/3/2027 or 14 March 2027',
      'Year bought must be a year in four figures, like 2024',
      'Choose renewal from the list',
      'Choose yes or no for kept elsewhere, or not known',
      'Choose contract from the list',
    ],
  );
  assert.equal(typed.costPence, 'lots');
  assert.match(
    parseFields(fields, { title: 'x', endsOn: 'TBC' }).errors[0]?.message ?? '',
    /Leave it empty if it is not known$/,
  );
  const drawn = renderFields(fields, typed, errors).toString();
  assert.match(drawn, /value="lots"/);
  assert.match(drawn, /id="costPence-error"/);
});

test('a field that does not apply is not kept', () => {
  assert.equal(parseFields(fields, { title: 'x', renewal: 'none', months: '12' }).values.months, null);
  assert.deepEqual(parseFields(fields, { title: 'x', renewal: 'none', months: 'lots' }).errors, []);
});

test('stored values fill a form with what reads back as the same values', () => {
  const pick = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value);
  const day = fc
    .date({ min: new Date('1990-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const stored = fc.record({
    title: fc.constant('Lease'),
    notes: fc.constant(null),
    users: pick(fc.integer({ min: 0, max: 1_000_000 })),
    costPence: pick(fc.integer({ min: -1e9, max: 1e12 })),
    endsOn: pick(day),
    boughtYear: pick(fc.integer({ min: 1980, max: 2100 })),
    renewal: pick(fc.constantFrom('automatic')),
    months: fc.constant(null),
    isOffSite: pick(fc.boolean()),
    contractId: fc.constant(null),
  });
  fc.assert(
    fc.property(stored, (values) => {
      const again = parseFields(fields, fieldTexts(fields, values));
      assert.deepEqual(again.errors, []);
      assert.deepEqual(again.values, { ...values });
    }),
  );
});

test('whatever is sent, parsing and drawing never fail, and nothing typed becomes markup', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constant('<script>"\''),
    fc.array(fc.string()),
    fc.anything(),
  );
  const body = fc.record(Object.fromEntries(fields.map(({ name }) => [name, anything])));
  fc.assert(
    fc.property(body, (sent) => {
      const { typed, errors } = parseFields(fields, sent);
      assert.doesNotMatch(
        renderFields(fields, typed, errors, {}, { unread: { endsOn: '<script>' } }).toString(),
        /<script/,
      );
    }),
    { numRuns: 200 },
  );
});

test('values are shown in words', () => {
  const words = (name: string, value: unknown): string =>
    fieldWords(
      fields.find((field) => field.name === name)!,
      value,
    );
  assert.deepEqual(
    [
      words('costPence', 123_450),
      words('endsOn', '2027-03-14'),
      words('isOffSite', true),
      words('renewal', 'automatic'),
      words('users', 1100),
      words('boughtYear', 2024),
      words('users', null),
    ],
    ['£1,234.50', '14 March 2027', 'Yes', 'It renews itself', '1,100', '2024', 'Not known'],
  );
});

test('groups are fieldsets, and the unread original stands by its field', () => {
  const drawn = renderFields(fields, {}, [], {}, { unread: { endsOn: 'TBC' } }).toString();
  assert.equal(drawn.match(/class="govuk-fieldset cairn-group"/g)?.length, 1);
  assert.match(drawn, /The file said: <q>TBC<\/q>/);
});
