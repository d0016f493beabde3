import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { equipmentSchema, type Equipment } from '../domain/record.ts';
import { compileProblem, findNeeds } from './index.ts';
import { emptyEdition, madeLibrary, madeRecord } from './made-school.ts';

const library = madeLibrary(`needs:
  - id: laptops
    name: Replace laptops
    group: devices
    equipmentKinds: [laptop]
    each: equipment
    keeps: { text: Within support, weight: 6 }
    doNothing: They break.
    options:
      - id: buy
        name: Buy
        kind: buy
        summary: Buy them.
        heading: E20E
        oneOffCapital: { basis: per-item, bands: [[null, 400, 600]] }
        source: own
      - { id: keep, name: Keep, kind: do, summary: Keep them., heading: E20E, source: own }
`);

const laptop = (id: number, boughtYear: number, quantity = 1): Equipment =>
  equipmentSchema.parse({
    id: `l${String(id).padStart(4, '0')}`,
    name: `Laptop ${id}`,
    kind: 'laptop',
    boughtYear,
    quantity,
  });
const found = (equipment: Equipment[]) => findNeeds(madeRecord({ equipment }), library, emptyEdition);

describe('single items of equipment', () => {
  it('are replaced together where their support ends in the same term', () => {
    const needs = found([laptop(1, 2022), laptop(2, 2022), laptop(3, 2023), laptop(4, 2022, 31)]);
    assert.deepEqual(
      needs.map(({ id, equipment }) => [id, equipment.length]),
      [
        ['laptops:l0003', 1],
        ['laptops:l0004', 1],
        ['laptops:singles-2027-summer', 2],
      ],
    );
    assert.match(needs[2]?.name ?? '', /^Replace laptops: 2 single items with support to 31 August 2027/);
  });

  it('are divided into parts that can be spread over the years, four at most', () => {
    const many = (count: number): number[] =>
      found(Array.from({ length: count }, (_, id) => laptop(id, 2022))).map(({ equipment }) => equipment.length);
    assert.deepEqual(many(30), [30]);
    assert.deepEqual(many(31), [16, 15]);
    assert.deepEqual(many(500), [125, 125, 125, 125]);
  });

  it('cost what as many in a group cost, and are named by the first of them', () => {
    const items = Array.from({ length: 12 }, (_, id) => laptop(id, 2022));
    const cost = (equipment: Equipment[]) => {
      const problem = compileProblem(madeRecord({ equipment }), library, emptyEdition);
      return problem.needs[0]?.candidates.find(({ optionId }) => optionId.startsWith('buy'))?.capitalPence;
    };
    assert.deepEqual(cost(items), cost([laptop(1, 2022, 12)]));
    const [need] = found(items);
    assert.equal(need?.causes.length, 5);
    assert.equal(need?.causes.at(-1)?.text, '8 more like them are in the register.');
  });

  it('are each in one need, whatever the register holds', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 2019, max: 2025 }), fc.integer({ min: 1, max: 3 })), {
      maxLength: 90,
    });
    fc.assert(
      fc.property(rows, (given) => {
        const equipment = given.map(([year, quantity], id) => laptop(id, year, quantity));
        const needs = found(equipment);
        const ids = needs.flatMap((need) => need.equipment.map(({ id }) => id));
        assert.equal(new Set(ids).size, ids.length);
        assert.equal(new Set(needs.map(({ id }) => id)).size, needs.length);
        const alone = equipment.filter((item) => found([item]).length > 0).map(({ id }) => id);
        assert.deepEqual(ids.toSorted(), alone.toSorted());
      }),
      { numRuns: 40 },
    );
  });
});
