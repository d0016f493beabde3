/** One date in a register, followed all the way: to the answer, the plan's item and each year's total. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { recordSchema, type SchoolRecord } from '../../domain/record.ts';
import { editionOf, loadLibrary } from '../../library/index.ts';
import { compileProblem, findNeeds } from '../../needs/index.ts';
import { readLibraryFolder } from '../../platform/library-files.ts';
import { solvePlan } from '../../planner/index.ts';
import { ruleNames, statusByDate } from '../../status/index.ts';

const library = loadLibrary(readLibraryFolder(fileURLToPath(new URL('../../../library', import.meta.url))), ruleNames);
const edition = editionOf(library, '2026-09');
const years = ['2026-27', '2027-28', '2028-29', '2029-30', '2030-31', '2031-32'];
const YEARS_END = '2031-08-31';
const requirement = edition.requirements.find(({ fact }) => fact === 'switches-supported') ?? assert.fail();

/** A school that answers "met" to every question and has written down two switches. */
function school(supportEndsOn: string): SchoolRecord {
  const met = new Map(
    edition.requirements.flatMap(({ question }) => (question ? [[question.id, question.met[0]]] : [])),
  );
  return recordSchema.parse({
    format: 'cairn.school/1',
    asAt: '2026-11-24',
    edition: '2026-09',
    school: { key: 'x', name: 'Example', phase: 'primary', pupils: 400, governance: 'academy' },
    equipment: [
      {
        id: 'sw',
        name: 'Core switch',
        kind: 'core-switch',
        quantity: 2,
        boughtYear: 2019,
        supportEndsOn,
        portSpeedMbps: 1000,
        centrallyManaged: true,
      },
    ],
    answers: [...met].map(([questionId, choice]) => ({ questionId, choice, answeredOn: '2026-11-01' })),
    limits: { budgets: years.map((year) => ({ year, capitalPence: 2_000_000, revenuePence: 1_000_000 })) },
  });
}

async function followed(supportEndsOn: string) {
  const record = school(supportEndsOn);
  const status = statusByDate(record, edition, record.asAt, YEARS_END);
  const intervals =
    status.requirements.find(({ requirementId }) => requirementId === requirement.id)?.intervals ?? assert.fail();
  const need = findNeeds(record, library, edition).find(({ template }) =>
    template.requirements.includes(requirement.id),
  );
  const problem = compileProblem(record, library, edition);
  const plan = await solvePlan(problem, { effort: 'quick' });
  const placement = plan.placements.find(({ needId }) => needId === need?.id);
  return {
    answer: intervals.map(({ from, result, endsBecause }) => [from, result, endsBecause]),
    chain: intervals.map(({ chain }) => chain.map(({ name, field, value }) => `${name}: ${field}: ${value}`)),
    because: need?.causes.map(({ text }) => text).join(' ') ?? '',
    completeBefore: placement === undefined ? null : (problem.terms[placement.completeTerm]?.startsOn ?? null),
    spentPence: Object.fromEntries(
      years.map((year) => [
        year,
        plan.certificate.limits
          .filter(({ kind, id }) => (kind === 'capital' || kind === 'revenue') && id === year)
          .reduce((sum, { used }) => sum + used, 0),
      ]),
    ),
    problem,
  };
}

test('another day of support changes the answer, the plan’s item and the years’ totals', async () => {
  const early = await followed('2027-08-31');
  const late = await followed('2029-08-31');

  assert.deepEqual(early.answer, [
    ['2026-11-24', 'met', 'Support of Core switch ends on 31 August 2027.'],
    ['2027-09-01', 'not-met', null],
  ]);
  assert.deepEqual(late.answer, [
    ['2026-11-24', 'met', 'Support of Core switch ends on 31 August 2029.'],
    ['2029-09-01', 'not-met', null],
  ]);
  assert.deepEqual(early.chain.flat(), Array(2).fill('Core switch: Support ends: 31 August 2027'));
  assert.deepEqual(late.chain.flat(), Array(2).fill('Core switch: Support ends: 31 August 2029'));

  assert.match(early.because, /Not met from 1 September 2027: .*Core switch: no longer supported\./);
  assert.match(late.because, /Not met from 1 September 2029: .*Core switch: no longer supported\./);

  // Replaced before support ends, and not years before.
  assert.ok(early.completeBefore !== null && early.completeBefore <= '2027-10-01', String(early.completeBefore));
  assert.ok(late.completeBefore !== null && late.completeBefore <= '2029-10-01', String(late.completeBefore));
  assert.ok(late.completeBefore > '2028-09-01', late.completeBefore);

  assert.ok((early.spentPence['2026-27'] ?? 0) > 0, 'paid for in the year before support ends');
  assert.equal(late.spentPence['2026-27'], 0);
  assert.notDeepEqual(early.spentPence, late.spentPence);
});

test('no requirement changes with that day but those that rest on support', async () => {
  const [early, late] = [await followed('2027-08-31'), await followed('2029-08-31')];
  const metOf = ({ problem }: typeof early) =>
    new Map(problem.requirements.map(({ id, metWithout }) => [id, metWithout]));
  const [before, after] = [metOf(early), metOf(late)];
  const changed = edition.requirements.filter(({ id }) => String(before.get(id)) !== String(after.get(id)));
  assert.ok(changed.some(({ id }) => id === requirement.id));
  for (const { id, fact, triggerRule } of changed) assert.match(`${fact} ${triggerRule}`, /support/, id);
});
