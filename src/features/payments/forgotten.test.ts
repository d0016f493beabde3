import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addDays, addMonths } from '../../domain/dates.ts';
import { readTable } from '../../platform/tables/index.ts';
import { findForgotten, type Register } from './forgotten.rules.ts';
import { looksLikePerson } from './payees.rules.ts';
import type { Payment } from './payments.schema.ts';
import { regularityOf, type Rhythm } from './rhythm.rules.ts';
import { isSameSupplier, supplierKey, tidySupplier } from './supplier-names.rules.ts';
import { readTechnologyWords, TechnologyWordsError } from './technology-suppliers.rules.ts';

const yaml = readFileSync(new URL('../../../library/imports/technology-suppliers.yaml', import.meta.url), 'utf8');
const words = readTechnologyWords(yaml);
const nothing: Register = { contracts: [], systems: [] };

let made = 0;
/** Payments of `pounds` on each day. */
function paid(supplier: string, days: readonly string[], pounds: number, more: Partial<Payment> = {}): Payment[] {
  return days.map((paidOn) => ({
    id: `p${(made += 1)}`,
    paidOn,
    supplier,
    amountPence: pounds * 100,
    description: null,
    account: null,
    reference: null,
    unread: {},
    ...more,
  }));
}

const everyMonth = (count: number, months = 1): string[] =>
  Array.from({ length: count }, (_, index) => addMonths('2025-09-14', index * months));

describe('suppliers’ names', () => {
  const keys: [string, string][] = [
    ['BT', 'bt'],
    ['B.T. plc', 'bt'],
    ['R M Education Ltd', 'rm education'],
    ['RM EDUCATION LIMITED', 'rm education'],
    ['The Arbor Education Partners, Ltd.', 'arbor education partners'],
    ['PCARD ARBOR EDUCATION PARTNERS LIMITED 123456', 'arbor education partners'],
    ['Capita, Business Services, Ltd', 'capita business services'],
    ['DD VODAFONE LTD REF 00123A', 'vodafone'],
    ['PAYPAL *TWINKL', 'twinkl'],
    ['1&1 Ionos', '1 and 1 ionos'],
    ['O’Connor Systems (UK) Ltd', 'oconnor systems'],
    ['Café Computing', 'cafe computing'],
    ['Limited', 'limited'],
  ];
  for (const [name, key] of keys) it(`“${name}” is ${key}`, () => assert.equal(supplierKey(name), key));

  const pairs: [string, string, boolean][] = [
    ['Arbor', 'Arbor Education Partners Ltd', true],
    ['Smoothwal', 'Smoothwall', true],
    ['Talk Talk', 'TalkTalk', true],
    ['Talk Straight', 'TalkTalk', false],
    ['Konica Minolta Business Solutions', 'Konika Minolta Business Solution', true],
    ['BT', 'BP', false],
    ['Sage', 'Page', false],
    ['Education', 'Education Software Solutions', false],
    ['Virgin Media', 'Virgin Money', false],
    ['Canon', 'Canon Street Bakery', true],
    ['', 'Arbor', false],
  ];
  for (const [a, b, same] of pairs) {
    it(`${a} and ${b} are ${same ? 'one' : 'two'}`, () =>
      assert.equal(isSameSupplier(supplierKey(a), supplierKey(b)), same));
  }

  it('have one key whatever the case, the legal form and the punctuation', () => {
    const name = fc
      .array(fc.stringMatching(/^[b-rv-z]{3,8}$/), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(
        name,
        fc.constantFrom('', ' Ltd', ' LIMITED', ', plc', ' (UK) Ltd.'),
        fc.boolean(),
        (plain, form, isUpper) => {
          const written = `${isUpper ? plain.toUpperCase() : plain}${form}`;
          assert.equal(supplierKey(written), supplierKey(plain));
          assert.equal(supplierKey(supplierKey(written)), supplierKey(written));
          assert.ok(isSameSupplier(supplierKey(written), supplierKey(plain)));
        },
      ),
    );
  });

  it('are shown without card marks and references', () => {
    assert.equal(tidySupplier('PCARD Twinkl Ltd 20260314'), 'Twinkl Ltd');
    assert.equal(tidySupplier('Twinkl  Ltd'), 'Twinkl Ltd');
  });
});

describe('rhythms', () => {
  const span = 365;
  const cases: [string, { paidOn: string; amountPence: number }[], Rhythm][] = [
    ['a line each month', everyMonth(8).map((paidOn) => ({ paidOn, amountPence: 45_000 })), 'monthly'],
    [
      'a line each month, with a gap',
      everyMonth(9)
        .filter((_, index) => index !== 4)
        .map((paidOn) => ({ paidOn, amountPence: 45_000 })),
      'monthly',
    ],
    [
      'each month, a few days apart',
      everyMonth(6).map((day, index) => ({ paidOn: addDays(day, index % 2 === 0 ? 0 : 6), amountPence: 45_000 })),
      'monthly',
    ],
    ['a quarterly copier', everyMonth(4, 3).map((paidOn) => ({ paidOn, amountPence: 90_000 })), 'quarterly'],
    [
      'once a term',
      ['2025-09-20', '2026-01-12', '2026-04-22', '2026-09-18'].map((paidOn) => ({ paidOn, amountPence: 60_000 })),
      'termly',
    ],
    [
      'a licence each year, dearer',
      ['2024-09-01', '2025-09-05', '2026-08-30'].map((paidOn, index) => ({
        paidOn,
        amountPence: 200_000 * 1.1 ** index,
      })),
      'yearly',
    ],
    ['one payment', [{ paidOn: '2025-09-01', amountPence: 200_000 }], 'once'],
    [
      'paid and paid back',
      [
        { paidOn: '2025-09-01', amountPence: 200_000 },
        { paidOn: '2025-09-01', amountPence: -200_000 },
        { paidOn: '2025-10-01', amountPence: 5_000 },
      ],
      'once',
    ],
    [
      'as needed',
      [3, 10, 45, 47, 130, 200].map((day, index) => ({
        paidOn: addDays('2025-09-01', day),
        amountPence: 1_000 * (index + 1) ** 3,
      })),
      'irregular',
    ],
    [
      'each month, another amount each time',
      everyMonth(8).map((paidOn, index) => ({ paidOn, amountPence: 2_000 * 2 ** index })),
      'irregular',
    ],
  ];
  for (const [what, payments, rhythm] of cases) {
    it(`${what} is ${rhythm}`, () => assert.equal(regularityOf(payments, span)?.rhythm, rhythm));
  }

  it('see a monthly line beside a purchase, and count only the line', () => {
    const line = everyMonth(6).map((paidOn) => ({ paidOn, amountPence: 45_000 }));
    const found = regularityOf([...line, { paidOn: '2025-11-02', amountPence: 900_000 }], span);
    assert.deepEqual(
      [found?.rhythm, found?.usualPence, found?.yearlyPence, found?.payments.length],
      ['monthly', 45_000, 540_000, 6],
    );
  });

  it('have nothing to say of refunds alone', () =>
    assert.equal(regularityOf([{ paidOn: '2025-09-01', amountPence: -1 }], span), null));

  it('do not depend on the order, and keep every payment whole', () => {
    const payment = fc.record({
      paidOn: fc.integer({ min: 0, max: 700 }).map((days) => addDays('2025-01-01', days)),
      amountPence: fc.integer({ min: -5_000, max: 500_000 }),
    });
    fc.assert(
      fc.property(fc.array(payment, { maxLength: 25 }), (payments) => {
        const found = regularityOf(payments, 700);
        assert.deepEqual(regularityOf(payments.toReversed(), 700), found);
        if (found === null) return;
        assert.ok(found.usualPence > 0 && found.yearlyPence >= 0 && found.payments.length > 0);
        const days = found.payments.map(({ paidOn }) => paidOn);
        assert.deepEqual(days, [...new Set(days)].sort());
      }),
    );
  });
});

describe('contracts you forgot', () => {
  it('are found by a known supplier, by its account, and by words', () => {
    const payments = [
      ...paid('PCARD ARBOR EDUCATION PARTNERS LTD', everyMonth(6), 210),
      ...paid('Fernhill Line Services Ltd', everyMonth(4, 3), 300, { account: 'Comms & Computing' }),
      ...paid('Quillmark Photocopiers', everyMonth(4, 3), 800, { account: 'Furn, Equip & Mats' }),
      ...paid('Northmoor', everyMonth(6), 90, { description: 'Broadband and firewall' }),
    ];
    const { regular, from, to } = findForgotten(payments, nothing, words);
    assert.deepEqual(
      regular.map(({ supplier, regularity, why }) => [supplier, regularity.rhythm, regularity.yearlyPence, why[0]]),
      [
        ['Quillmark Photocopiers', 'quarterly', 320_000, 'its name says “Photocop”'],
        ['Arbor', 'monthly', 252_000, 'Arbor is known to sell technology to schools'],
        ['Fernhill Line Services Ltd', 'quarterly', 120_000, 'it is booked to “Comms & Computing”'],
        ['Northmoor', 'monthly', 108_000, 'a description says “Broadband and firewall”'],
      ],
    );
    assert.deepEqual([from, to], ['2025-09-14', '2026-06-14']);
  });

  it('are not food, energy, supply teachers, books or buses, however regular', () => {
    for (const supplier of [
      'Fernhill Catering Ltd',
      'British Gas Business',
      'Northmoor Supply Teachers Ltd',
      'Teaching Personnel Ltd',
      'Quillmark Coaches',
      'Clearwater Coolers',
      'Fernhill Book Services',
      'Southern Electric',
      'Fernhill Cleaning Services',
      'Gateshead Council',
      'Apple Tree Nursery',
      'Computer Food Systems',
      'TV Licensing',
      'Network Cleaning Ltd',
    ]) {
      assert.deepEqual(findForgotten(paid(supplier, everyMonth(8), 500), nothing, words).regular, [], supplier);
    }
    const canteen = paid('Fernhill Digital Solutions', everyMonth(8), 500, { account: 'Catering & Provisions' });
    assert.deepEqual(findForgotten(canteen, nothing, words).regular, []);
  });

  it('are not those that the register has: by supplier, title, or a system under a contract', () => {
    const payments = paid('Arbor Education Partners Limited', everyMonth(6), 210);
    const registers: [Register, boolean][] = [
      [{ contracts: [{ title: 'MIS', supplier: 'Arbor' }], systems: [] }, true],
      [{ contracts: [{ title: 'MIS', supplier: 'Arbor Educaton Partners' }], systems: [] }, true],
      [{ contracts: [{ title: 'Pupil records: Arbor', supplier: null }], systems: [] }, true],
      [{ contracts: [{ title: 'MIS', supplier: 'Bromcom' }], systems: [] }, false],
      [{ contracts: [], systems: [{ name: 'MIS', product: 'Arbor', supplier: null, contractId: 'c1' }] }, true],
      [{ contracts: [], systems: [{ name: 'MIS', product: 'Arbor', supplier: null, contractId: null }] }, false],
    ];
    for (const [register, isThere] of registers) {
      const { regular, inRegister } = findForgotten(payments, register, words);
      assert.deepEqual([regular.length, inRegister], isThere ? [0, 1] : [1, 0]);
      if (register.systems[0] && !isThere) assert.deepEqual(regular[0]?.systems, ['MIS']);
    }
  });

  it('take all names of a known supplier for one', () => {
    const payments = [
      ...paid('BT', everyMonth(3), 60),
      ...paid('British Telecommunications PLC', everyMonth(6).slice(3), 60),
    ];
    const { regular } = findForgotten(payments, nothing, words);
    assert.deepEqual(
      regular.map(({ key, payments: theirs }) => [key, theirs.length]),
      [['bt', 6]],
    );
    assert.deepEqual(
      findForgotten(payments, { contracts: [{ title: 'Lines', supplier: 'BT Business' }], systems: [] }, words).regular,
      [],
    );
  });

  it('count cards apart, because they name no supplier', () => {
    const payments = [
      ...paid('Barclaycard - Global Commercial Payments', everyMonth(6), 50, { account: 'Comms & Computing' }),
      ...paid('Barclaycard - Global Commercial Payments', everyMonth(6), 70, { account: 'Catering & Provisions' }),
    ];
    const { regular, once, cards } = findForgotten(payments, nothing, words);
    assert.deepEqual([regular, once], [[], []]);
    assert.deepEqual(
      [cards.count, cards.sumPence, cards.technologyCount, cards.technologyPence],
      [12, 72_000, 6, 30_000],
    );
  });

  it('show a single payment only where the supplier sells nothing but technology', () => {
    const payments = [
      ...paid('CPOMS Systems Ltd', ['2026-03-01'], 700),
      ...paid('Twinkl', ['2026-03-01'], 120),
      ...paid('Capita', ['2026-03-01'], 7_000),
      ...paid('Fernhill Computers', ['2026-03-01'], 700),
    ];
    const { regular, once } = findForgotten(payments, nothing, words);
    assert.deepEqual([regular, once.map(({ supplier }) => supplier)], [[], ['CPOMS']]);
  });

  it('leave out what a person set aside', () => {
    const payments = paid('Arbor', everyMonth(6), 210);
    assert.equal(findForgotten(payments, nothing, words).regular.length, 1);
    assert.equal(findForgotten(payments, nothing, words, new Set(['arbor'])).regular.length, 0);
  });

  it('never name anyone twice, nor a supplier that a contract names', () => {
    const name = fc.constantFrom(
      'Arbor',
      'BT',
      'Smoothwall Ltd',
      'Fernhill Broadband',
      'Northmoor Foods',
      'Quillmark',
      'Capita plc',
    );
    const payment = fc.tuple(name, fc.integer({ min: 0, max: 400 }), fc.constantFrom(100, 105, 900));
    fc.assert(
      fc.property(fc.array(payment, { maxLength: 60 }), name, (rows, contracted) => {
        const payments = rows.flatMap(([supplier, day, pounds]) =>
          paid(supplier, [addDays('2025-09-01', day)], pounds),
        );
        const { regular, once } = findForgotten(
          payments,
          { contracts: [{ title: 'A contract', supplier: contracted }], systems: [] },
          words,
        );
        const keys = [...regular, ...once].map(({ key }) => key);
        assert.equal(new Set(keys).size, keys.length);
        assert.ok(!keys.includes(supplierKey(contracted)));
      }),
    );
  });
});

describe('the suppliers of a real council', () => {
  const council = new URL('../../../../shared/data/contracts/salford_contracts_register_2022-07.csv', import.meta.url);
  const made = Buffer.from('Supplier Company Name\nVirgin Media\nA E Example\nNorthmoor Roofing\n');

  it('are told apart by their names alone: technology, everything else, and people', async () => {
    const isThere = existsSync(council);
    const { columns, rows } = await readTable(isThere ? readFileSync(council) : made, 'register.csv');
    const at = columns.findIndex(({ name }) => name === 'Supplier Company Name');
    const suppliers = [...new Set(rows.map(({ cells }) => cells[at]?.trim() ?? ''))].filter((name) => name !== '');
    const payments = suppliers.flatMap((supplier) => paid(supplier, everyMonth(6), 500));
    const found = findForgotten(payments, nothing, words).regular.map(({ supplier }) => supplier);
    const people = suppliers.filter(looksLikePerson);
    // Looked at one by one: all twelve sell technology, though of one the council bought the moving of cables.
    assert.equal(found.length, isThere ? 12 : 1);
    // Two builders that go by initials and a name are taken for people: better so than the other way round.
    assert.equal(people.length, isThere ? 2 : 1);
  });
});

describe('the list of technology suppliers', () => {
  it('is whole, with a source, a date and a doubt', () => {
    assert.ok(words.suppliers.length > 100);
    assert.match(words.asAt, /^\d{4}-\d{2}-\d{2}$/);
    for (const { name } of words.suppliers) {
      assert.ok(!words.cards.some((pattern) => pattern.test(name)), name);
    }
  });

  it('is refused with the reason where it has a fault', () => {
    assert.throws(() => readTechnologyWords('suppliers: []'), TechnologyWordsError);
    const twice = yaml.replace(
      'suppliers:',
      'suppliers:\n  - { name: Arbour, also: [Arbor], type: mis, heading: E20D }',
    );
    assert.throws(() => readTechnologyWords(twice), /share the name “arbor”/);
    assert.throws(() => readTechnologyWords(yaml.replace("'\\bE20[A-G]?\\b'", "'('")), /no pattern/);
  });
});
