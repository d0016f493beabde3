import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BUSINESS_WORDS, FORENAMES } from './payee-words.ts';
import { looksLikePerson, namesSomebody, personReason } from './payees.rules.ts';

describe('payments to people', () => {
  const people = [
    'Mr J Smith',
    'MRS SMITH',
    'Miss Jane Example',
    'Dr. A. B. Example-Jones',
    'Smith J',
    'SMITH, J A',
    'Smith, Jane',
    'J Smith',
    'J. A. Smith',
    'Jane Smith',
    'jane mary smith',
    'Jane Smith-Jones',
    'Mohammed Example',
    'Smith Mrs',
    'Mr & Mrs Smith',
    'Mr and Mrs J Example',
    'Siân Example',
    'O’Neill, Patrick',
  ];
  for (const name of people) it(`are known: ${name}`, () => assert.equal(looksLikePerson(name), true));

  const businesses = [
    'BT',
    'British Telecommunications plc',
    'RM Education',
    'R M Education Ltd',
    'Arbor Education Partners Ltd',
    'Capita Business Services, Ltd',
    'Capita, Business Services',
    'J Smith Plumbing',
    'Smith & Jones',
    'John Lewis',
    'John Lewis Partnership',
    'Jane Smith Consultancy Ltd',
    'Dr Example Ltd',
    'Mrs Example Bakery',
    'G4S',
    'Kyocera',
    'Twinkl',
    'ParentPay',
    'CPOMS Systems',
    'Smoothwall',
    'Barclaycard - Global Commercial Payments',
    'Philip Harris',
    'Talk Straight',
    'Virgin Media Business',
    'Smith.com',
    'James 24',
  ];
  for (const name of businesses)
    it(`are told from businesses: ${name}`, () => assert.equal(looksLikePerson(name), false));

  it('are known by their account and by what blanks them out', () => {
    assert.match(personReason({ supplier: 'Fernhill Pay Ltd', account: 'Staff Salaries' }) ?? '', /booked as pay/);
    assert.match(personReason({ supplier: 'Fernhill Ltd', account: 'E01 Teaching staff' }) ?? '', /booked as pay/);
    assert.match(personReason({ supplier: 'REDACTED PERSONAL DATA', account: 'Furniture' }) ?? '', /blanked out/);
    assert.match(personReason({ supplier: 'Foster carer', account: null }) ?? '', /blanked out/);
    assert.match(personReason({ supplier: 'Jane Smith' }) ?? '', /looks like a person/);
    assert.equal(personReason({ supplier: 'Fernhill Broadband', account: 'E20A' }), null);
    assert.equal(personReason({ supplier: 'Barclaycard', account: 'Indirect Employee Expenses' }), null);
  });

  it('are never those to a name with a legal form', () => {
    const word = fc.constantFrom(...[...FORENAMES].slice(0, 60), 'smith', 'j', 'mr');
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('Ltd', 'PLC', 'Limited'),
        (words, form) => {
          assert.equal(looksLikePerson([...words, form].join(' ')), false);
        },
      ),
    );
  });

  it('are known whatever the case, dots and order of a forename and a surname', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FORENAMES),
        fc.stringMatching(/^[a-z]{3,9}$/),
        fc.boolean(),
        (forename, surname, isUpper) => {
          fc.pre(!BUSINESS_WORDS.has(surname) && !BUSINESS_WORDS.has(forename));
          fc.pre(!['lewis', 'dyas', 'ashley', 'baker', 'cook', 'wills'].includes(surname));
          for (const name of [
            `${forename} ${surname}`,
            `${surname}, ${forename}`,
            `Mr ${surname}`,
            `${forename[0]}. ${surname}`,
          ]) {
            assert.equal(looksLikePerson(isUpper ? name.toUpperCase() : name), true, name);
          }
        },
      ),
    );
  });
});

it('texts that name somebody are told', () => {
  for (const text of ['Cover for Mrs Example', 'Laptop for Jane Example', 'mr smith licence'])
    assert.ok(namesSomebody(text), text);
  for (const text of ['Software licence', 'Annual broadband', 'Grace period', 'Laptops for Year 5'])
    assert.ok(!namesSomebody(text), text);
});
