/** The library as it stands, and the two example schools, held to what a plan needs of them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { recordSchema, type SchoolRecord } from '../domain/record.ts';
import { loadLibrary, type Library } from '../library/index.ts';
import { ruleNames } from '../status/index.ts';
import { compileProblem, findNeeds, horizonOf } from './compile-problem.ts';
import { committedByYear } from './commitments.ts';
import { leftForNow } from './left-for-now.ts';

const root = join(import.meta.dirname, '../..');
const library = readLibrary();
const edition = library.editions.at(-1)!;
const primary = example('primary');
const secondary = example('secondary');

function readLibrary(): Library {
  const folder = join(root, 'library');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
  return loadLibrary(new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')])), ruleNames);
}

function example(name: string): SchoolRecord {
  return recordSchema.parse(JSON.parse(readFileSync(join(root, 'examples', `${name}.json`), 'utf8')));
}

describe('the library of needs and options', () => {
  it('has exactly one need for each requirement of both editions, and at least two options that meet it', () => {
    for (const { id } of library.editions.flatMap(({ requirements }) => requirements)) {
      const needs = library.needs.filter(({ requirements }) => requirements.includes(id));
      assert.equal(needs.length, 1, id);
      const inside = needs[0]!.options.filter(({ satisfies }) => satisfies.includes(id));
      const anywhere = library.needs.flatMap(({ options }) =>
        options.filter(({ satisfies }) => satisfies.includes(id)),
      );
      assert.ok(inside.length >= 1 && anywhere.length >= 2, id);
    }
  });

  it('has options that do something for the need they stand under', () => {
    for (const need of library.needs) {
      for (const option of need.options) {
        const meets = option.satisfies.some((id) => need.requirements.includes(id));
        assert.ok(meets || need.keeps !== undefined, option.id);
      }
    }
  });

  it('has a source with a day for every option, and says so where a figure is our own', () => {
    for (const { source, id } of library.needs.flatMap(({ options }) => options)) {
      assert.ok(source.title.length > 10 && source.asAt <= '2026-12-31', id);
      if (source.url === '') assert.ok(['derived', 'vendor', 'recalled'].includes(source.confidence), id);
    }
  });
});

for (const [name, record, fewest, most] of [
  ['primary', primary, 20, 50],
  ['secondary', secondary, 25, 55],
] as const) {
  describe(`the ${name} example`, () => {
    const problem = compileProblem(record, library, edition);

    it('is plainly an example', () => {
      assert.equal(record.school.isExample, true);
      assert.match(record.school.name, /example/);
      assert.equal(record.school.urn, null);
    });

    it('has a sensible number of needs, each with two options and a start', () => {
      assert.ok(problem.needs.length >= fewest && problem.needs.length <= most, `${problem.needs.length}`);
      for (const need of problem.needs) {
        assert.ok(need.options.length >= 2, need.id);
        assert.ok(need.candidates.length > 0, need.id);
        assert.ok(need.because.length > 0 && need.doNothing !== '', need.id);
        assert.equal(
          new Set(need.candidates.map(({ optionId, term }) => `${optionId}|${term}`)).size,
          need.candidates.length,
        );
        for (const { optionId } of [...need.candidates, ...need.ruledOut]) {
          assert.ok(need.options.some(({ id }) => id === optionId));
        }
        assert.equal(need.candidates.length + need.ruledOut.length, need.options.length * problem.terms.length);
      }
    });

    it('has no requirement that is not met and that nothing could meet', () => {
      const reachable = new Set(
        problem.needs.flatMap(({ candidates }) => candidates.flatMap(({ satisfies }) => satisfies)),
      );
      for (const { id, metWithout } of problem.requirements) {
        if (metWithout.includes(false)) assert.ok(reachable.has(id), id);
      }
    });

    it('adds at most ten needs for what is asked outside the core, and nothing is left out without a reason', () => {
      const core = new Set(edition.categories.flatMap((category) => (category.core ? category.id : [])));
      const coreStandards = new Set(edition.standards.flatMap((one) => (core.has(one.categoryId) ? one.id : [])));
      const standardOf = new Map(edition.requirements.map(({ id, standardId }) => [id, standardId]));
      const added = findNeeds(record, library, edition).filter(({ template, keeps }) => {
        return keeps === null && template.requirements.every((id) => !coreStandards.has(standardOf.get(id) ?? ''));
      });
      assert.ok(added.length > 0 && added.length <= 10, added.map(({ id }) => id).join(', '));
      assert.deepEqual(leftForNow(record, library, edition, record.asAt), []);
    });

    it('has arrays of the right length and whole pence everywhere', () => {
      for (const candidate of problem.needs.flatMap(({ candidates }) => candidates)) {
        assert.equal(candidate.capitalPence.length, problem.years.length);
        assert.equal(candidate.revenuePence.length, problem.years.length);
        assert.equal(candidate.staffDays.length, problem.terms.length);
        for (const amount of [...candidate.capitalPence, ...candidate.revenuePence])
          assert.ok(Number.isSafeInteger(amount));
        assert.ok(candidate.wholeLifeRange.lowPence <= candidate.wholeLifePence);
        assert.ok(candidate.wholeLifePence <= candidate.wholeLifeRange.highPence);
        assert.ok(candidate.decideBy !== null && candidate.decideBy >= record.asAt);
      }
    });

    it('cannot save more in a year than the contracts cost', () => {
      const horizon = horizonOf(record);
      const committed = committedByYear(record, horizon.years, horizon.endsOn);
      problem.years.forEach((_, year) => {
        const most = problem.needs.reduce((sum, { candidates }) => {
          return sum - Math.min(0, ...candidates.map(({ revenuePence }) => revenuePence[year] ?? 0));
        }, 0);
        assert.ok(most <= (committed[year]?.totalPence ?? 0), `year ${year}`);
      });
    });

    it('holds the prerequisites among its own needs, without a circle', () => {
      const ids = new Set(problem.needs.map(({ id }) => id));
      const after = new Map(
        problem.needs.map((need) => [need.id, [...need.after, ...need.options.flatMap((one) => one.after ?? [])]]),
      );
      const open = new Set<string>();
      const visit = (id: string): void => {
        assert.ok(ids.has(id), id);
        assert.ok(!open.has(id), `circle at ${id}`);
        open.add(id);
        for (const other of after.get(id) ?? []) visit(other);
        open.delete(id);
      };
      for (const id of ids) visit(id);
    });

    it('gives the same problem whatever the order of its rows', () => {
      const turned: SchoolRecord = {
        ...record,
        contracts: record.contracts.toReversed(),
        systems: record.systems.toReversed(),
        equipment: record.equipment.toReversed(),
        connections: record.connections.toReversed(),
        answers: record.answers.toReversed(),
        quotes: record.quotes.toReversed(),
      };
      assert.ok(JSON.stringify(compileProblem(turned, library, edition)) === JSON.stringify(problem));
    });
  });
}

describe('the needs of the examples', () => {
  const ids = (record: SchoolRecord): string[] => findNeeds(record, library, edition).map(({ id }) => id);

  it('links each cause to the entry that it rests on', () => {
    const storage = findNeeds(primary, library, edition).find(({ id }) => id === 'file-storage');
    assert.deepEqual(storage?.causes[0]?.about, { kind: 'system', id: 'files' });
    assert.match(storage?.causes[0]?.text ?? '', /File server .* 12 January 2027/);
  });

  it('raises one need for a contract and the system that it pays for, not two', () => {
    assert.ok(
      ids(secondary).includes('firewall') && ids(secondary).includes('phones') && ids(secondary).includes('mis-home'),
    );
    for (const id of ids(secondary)) {
      assert.ok(
        !['contract-phones:phones', 'contract-mis:mis', 'contract-equipment-support:firewall-support'].includes(id),
        id,
      );
    }
  });

  it('raises a server of its own only where something on it has no need', () => {
    assert.ok(!ids(primary).includes('server:server'));
    assert.deepEqual(
      ids(secondary).filter((id) => id.startsWith('server:')),
      ['server:print01'],
    );
  });

  it('lets moves to the cloud wait for fibre, but not the renewal of a server', () => {
    const need = compileProblem(primary, library, edition).needs.find(({ id }) => id === 'file-storage');
    const after = Object.fromEntries(need?.options.map((option) => [option.id, option.after]) ?? []);
    assert.deepEqual(after['files-to-microsoft'], ['full-fibre', 'mfa']);
    assert.deepEqual(after['files-server-renew'], []);
  });
});
