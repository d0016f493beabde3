import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addPerson, sampleRecord, TEST_NOW } from '../../../test/people.ts';
import { recordSchema, type SchoolRecord } from '../../domain/record.ts';
import { ConflictError, NotFoundError } from '../../platform/web/index.ts';
import { importRecord, readRecord, RecordReferenceError } from './index.ts';

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((value) => !value.includes('\0'));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const unread = fc.dictionary(fc.constantFrom('endsOn', 'annualCostPence'), text, { noNullPrototype: true });
const pence = fc.integer({ min: -1_000_000_000_000, max: 10_000_000_000_000 });
const ids = fc.uniqueArray(fc.stringMatching(/^[a-z0-9-]{1,20}$/), { maxLength: 6 });

const contracts = ids.chain((list) =>
  fc.tuple(
    ...list.map((id) =>
      fc.record({
        id: fc.constant(id),
        title: text.map((value) => `T${value}`),
        supplier: maybe(text),
        annualCostPence: maybe(pence),
        startsOn: maybe(day),
        endsOn: maybe(day),
        noticeCount: maybe(fc.nat(36)),
        unread,
      }),
    ),
  ),
);
const records = fc
  .record({
    contracts,
    equipmentIds: ids,
    bankHolidays: fc.uniqueArray(day, { maxLength: 5 }),
    budgets: fc.uniqueArray(
      fc.record({ year: fc.constantFrom('2026-27', '2027-28', '2028-29'), capitalPence: pence, revenuePence: pence }),
      { selector: ({ year }) => year },
    ),
    staff: fc.dictionary(fc.constantFrom('2026-autumn', '2027-spring'), fc.nat(100), { noNullPrototype: true }),
    carries: fc.boolean(),
    hasSixthForm: maybe(fc.boolean()),
    sites: maybe(fc.integer({ min: 1, max: 1000 })),
  })
  .map((parts) =>
    recordSchema.parse({
      ...sampleRecord(),
      school: { ...sampleRecord().school, hasSixthForm: parts.hasSixthForm, sites: parts.sites },
      contracts: parts.contracts,
      equipment: parts.equipmentIds.map((id, index) => ({
        id,
        name: `E${index}`,
        kind: 'server',
        quantity: index + 1,
        onUps: index % 2 === 0,
      })),
      systems: parts.contracts.map(({ id }, index) => ({
        id: `s${index}`,
        name: id,
        kind: 'mis',
        contractId: id,
        equipmentId: parts.equipmentIds[index] ?? null,
        backupOffSite: true,
      })),
      connections: [
        {
          id: 'line',
          name: 'Main line',
          technology: 'fttp',
          downMbps: 900,
          contractId: parts.contracts[0]?.id ?? null,
        },
      ],
      answers: [{ questionId: 'q-lead', choice: 'not-sure', answeredOn: '2026-10-01', note: 'Ask “Sam”' }],
      limits: {
        budgets: parts.budgets,
        capitalCarriesForward: parts.carries,
        staffDaysPerTerm: 12,
        staffDaysByTerm: parts.staff,
        terms: [{ id: '2026-autumn', name: 'Autumn 2026', startsOn: '2026-09-01', endsOn: '2026-12-18' }],
        holidays: [{ name: 'October half-term', startsOn: '2026-10-26', endsOn: '2026-10-30' }],
        bankHolidays: parts.bankHolidays,
        governorsMeetings: ['2026-12-02', '2026-11-25'],
        blackouts: [{ name: 'Census', startsOn: '2027-01-21', endsOn: '2027-01-21' }],
      },
      quotes: [{ optionId: 'o1', oneOffPence: 120_050, quotedOn: '2026-06-30' }],
      locks: [{ needId: 'n1', optionId: null, term: '2027-spring' }],
      agreed: [{ needId: 'n2', optionId: 'o2', term: '2027-summer' }],
      localRules: [
        {
          id: 'beacon',
          name: 'Rules',
          by: 'Beacon Trust (example)',
          asAt: '2026-10-01',
          rules: [
            { kind: 'add', id: 'own', standardId: 'broadband-1', text: 'Ours.', threshold: { unit: 'Mbps', all: 5.5 } },
            { kind: 'earlier', id: 'soon', categoryId: 'switching', dueOn: '2028-08-31' },
          ],
        },
      ],
    }),
  );

onEachEngine('A school’s record', (open) => {
  let database: TestDatabase;
  before(async () => {
    database = await open();
  });

  const write = async (record: SchoolRecord) => {
    const who = await addPerson(database.db);
    const { schoolId } = await database.db.as(who.personId, (tx) => importRecord(tx, { ...who, record, at: TEST_NOW }));
    return { ...who, schoolId };
  };

  test('comes back as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (record) => {
        const { personId, schoolId } = await write(record);
        const read = await database.db.as(personId, (tx) => readRecord(tx, schoolId, record.asAt));
        assert.deepEqual(read, record);
        assert.deepEqual(recordSchema.parse(read), record);
      }),
      { numRuns: 25 },
    );
  });

  test('is not there for anyone else', async () => {
    const { schoolId } = await write(sampleRecord());
    const stranger = await addPerson(database.db, 'Stranger');
    await assert.rejects(
      database.db.as(stranger.personId, (tx) => readRecord(tx, schoolId, '2026-11-24')),
      NotFoundError,
    );
  });

  test('cannot be added twice to one organisation', async () => {
    const who = await write(sampleRecord());
    const again = database.db.as(who.personId, (tx) =>
      importRecord(tx, { ...who, record: sampleRecord(), at: TEST_NOW }),
    );
    await assert.rejects(again, ConflictError);
  });

  test('must hang together', async () => {
    const record = recordSchema.parse({
      ...sampleRecord(),
      systems: [{ id: 's', name: 'Mail', kind: 'mail', contractId: 'none' }],
    });
    await assert.rejects(
      write(record),
      (error) => error instanceof RecordReferenceError && /“Mail”.*“none”/.test(error.message),
    );
    const twice = recordSchema.parse({
      ...sampleRecord(),
      equipment: [
        { id: 'e', name: 'A', kind: 'ups' },
        { id: 'e', name: 'B', kind: 'ups' },
      ],
    });
    await assert.rejects(write(twice), RecordReferenceError);
  });
});
