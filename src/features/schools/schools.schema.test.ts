import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phases } from '../../domain/record.ts';
import { fieldTexts } from '../../ui/forms/index.ts';
import { phaseNames, readSchoolForm, schoolFields, valuesFromEstablishment } from './schools.schema.ts';

const typed = { name: ' Elm Lane Primary ', urn: '100001', phase: 'primary', pupils: '1,420', governance: 'academy' };

test('a school is read from its form; what is left empty is not known', () => {
  const { school, errors } = readSchoolForm({ ...typed, localAuthority: '' });
  assert.deepEqual(errors, []);
  assert.deepEqual(school, {
    name: 'Elm Lane Primary',
    urn: '100001',
    phase: 'primary',
    pupils: 1420,
    governance: 'academy',
    localAuthority: null,
    hasSixthForm: null,
    sites: null,
  });
  assert.equal(readSchoolForm({ ...typed, urn: '' }).school?.urn, null);
});

test('each thing that cannot be used is named, and what was typed is kept', () => {
  const cases: readonly [string, string, RegExp][] = [
    ['name', '', /name/i],
    ['name', 'x'.repeat(201), /200/],
    ['urn', '12345', /six digits/],
    ['urn', '12345a', /six digits/],
    ['phase', '', /./],
    ['phase', 'university', /./],
    ['pupils', 'about 400', /number/],
    ['pupils', '0', /1/],
    ['pupils', '20001', /20,?000/],
    ['governance', 'church', /./],
  ];
  for (const [field, value, words] of cases) {
    const read = readSchoolForm({ ...typed, [field]: value });
    assert.equal(read.school, null, `${field}: ${value}`);
    assert.deepEqual(
      read.errors.map((error) => error.field),
      [field],
    );
    assert.match(read.errors[0]?.message ?? '', words);
    assert.equal(read.typed[field], value);
  }
});

test('an empty form, or none at all, asks for what is needed', () => {
  for (const body of [undefined, {}, { name: ['a', 'b'] }]) {
    const { school, errors } = readSchoolForm(body);
    assert.equal(school, null);
    assert.ok(errors.length >= 3);
  }
});

test('what the national register says fills the form, gaps and all, and is read as it stands', () => {
  const known = {
    urn: '100001',
    name: 'Elm Lane',
    phase: 'primary',
    governance: 'maintained',
    pupils: 0,
    localAuthority: null,
    hasSixthForm: null,
  };
  const values = valuesFromEstablishment({ ...known, pupils: 210 });
  assert.deepEqual(readSchoolForm(values).school, { ...known, pupils: 210, sites: null });
  for (const hasSixthForm of [true, false]) {
    const secondary = valuesFromEstablishment({ ...known, phase: 'secondary', pupils: 900, hasSixthForm });
    assert.equal(readSchoolForm(secondary).school?.hasSixthForm, hasSixthForm);
  }
  const gaps = valuesFromEstablishment({ ...known, phase: null, governance: null, pupils: null });
  assert.deepEqual([gaps['phase'], gaps['governance'], gaps['pupils']], ['', '', '']);
});

test('a school’s details come back from their own form unchanged', () => {
  const { school } = readSchoolForm({ ...typed, localAuthority: 'Leeds' });
  assert.deepEqual(readSchoolForm(fieldTexts(schoolFields, { ...school })).school, school);
});

test('every phase has a name', () => {
  assert.deepEqual(Object.keys(phaseNames).toSorted(), [...phases].toSorted());
});
