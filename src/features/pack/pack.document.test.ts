import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { crowdedPack, madePack } from '../../../test/made-pack.ts';
import { madeCandidate, madeNeed, madePlan, madePlanningProblem } from '../../../test/made-plan.ts';
import { sampleRecord } from '../../../test/people.ts';
import { exceptionSchema } from '../../domain/actuals.ts';
import { contractSchema, equipmentSchema } from '../../domain/record.ts';
import { planChanges } from '../plan/index.ts';
import { type PackBlock, packDocument, type PackGiven } from './pack.document.ts';
import { clip, plainWords } from './pack.words.ts';

const problem = madePlanningProblem([madeNeed('laptops', 'laptops')]);
const plan = madePlan(problem, { laptops: 1 });

/** Words of blocks, headings and tables too. */
function wordsOf(blocks: readonly PackBlock[]): string {
  return blocks
    .map((block) => {
      if (block.kind === 'list') return block.items.map(({ lead = '', text }) => `${lead} ${text}`).join('\n');
      if (block.kind === 'table' || block.kind === 'picture') return block.table.rows.flat().join(' | ');
      return block.text;
    })
    .join('\n');
}

/** The two pages’ words. */
function pagesOf(given: PackGiven): string {
  return packDocument(given).pages.map(wordsOf).join('\n');
}

test('governors are told how much of what the plan rests on is guessed', () => {
  const laptops = (from: string) =>
    equipmentSchema.parse({
      id: 'laptops',
      name: 'Laptops',
      kind: 'laptop',
      quantity: 30,
      sources: { '*': { from: 'typed', on: '2026-11-24' }, quantity: { from, on: '2026-11-24' } },
    });
  const given = (from: string) => madePack(problem, plan, { record: sampleRecord({ equipment: [laptops(from)] }) });
  assert.match(pagesOf(given('assumed')), /1 of the 2 facts about what we have is a guess from a typical school/);
  assert.doesNotMatch(pagesOf(given('typed')), /typical school/);
  const annex = wordsOf(packDocument(given('assumed')).annex);
  assert.match(annex, /Laptops \| Quantity \| 30 \| A typical school/);
});

test('a decision whose day has passed says so, and what renews by itself says for how long and how much', () => {
  const overdue = madeNeed('late', 'A late thing', {
    candidates: [madeCandidate('late-buy', 1, { decideBy: '2026-10-01' })],
  });
  const late = madePlanningProblem([overdue]);
  const lease = contractSchema.parse({
    id: 'lease',
    title: 'Photocopiers',
    annualCostPence: 123_400,
    endsOn: '2027-08-31',
    noticeCount: 3,
    noticeUnit: 'months',
    renewal: 'automatic',
    renewalMonths: 12,
  });
  const words = pagesOf(madePack(late, madePlan(late, { late: 1 }), { record: sampleRecord({ contracts: [lease] }) }));
  assert.match(words, /1 October 2026 \(passed\)/);
  assert.match(words, /The day to decide has passed for 1 item: each day more makes it later\./);
  assert.match(words, /Photocopiers: by 28 May 2027; if not, it renews for 12 months at £1,234 a year/);
  assert.match(words, /1 contract renews itself unless we give notice within a year: £1,234 a year\./);
});

test('what changed is held against the plan that governors had at their last meeting', () => {
  const needs = ['laptops', 'switch', 'router'].map((id) => madeNeed(id, `The ${id}`));
  const both = madePlanningProblem(needs);
  const before = { problem: both, plan: madePlan(both, { laptops: 0, switch: 1 }), asAt: '2026-09-10' };
  const after = madePlan(both, { laptops: 2, router: 1 });
  const changes = planChanges(before, { problem: both, plan: after });
  const words = (meeting: string | null) => pagesOf(madePack(both, after, { since: { ...before, meeting }, changes }));
  assert.match(
    words('2026-10-01'),
    /3 things have changed since the plan at the last governors’ meeting \(1 October 2026\)/,
  );
  assert.match(words(null), /3 things have changed since the plan before this one \(10 September 2026\)/);
  assert.match(words(null), /The laptops: moved from Spring 2027 to Autumn 2027\./);
  assert.match(words(null), /The router: new \(New The router, Summer 2027\)\./);
  assert.match(words(null), /The switch: no longer planned \(it was Summer 2027\)\./);
  assert.match(pagesOf(madePack(both, after)), /This is the first plan/);
  const same = madePack(both, after, { since: { ...before, plan: after, meeting: '2026-10-01' } });
  assert.match(pagesOf(same), /Nothing has moved since the plan at the last governors’ meeting/);
});

test('what is not known and what contradicts is counted on the pages and listed in the annex', () => {
  const contradictions = Array.from({ length: 5 }, (_, n) => `Thing ${n} does not fit.`);
  const lapses = [
    { kind: 'evidence' as const, lastDay: '2026-10-01', name: 'Test of the filter', path: '/evidence/x' },
  ];
  const given = madePack(problem, plan, { contradictions, lapses });
  const words = pagesOf(given);
  const counts = coreCounts(given);
  assert.ok(counts.notKnown > 20);
  assert.match(
    words,
    new RegExp(`Nobody knows yet whether ${counts.notKnown} of the ${counts.of} core requirements are met`),
  );
  assert.match(words, /5 things in our record do not fit with the rest/);
  assert.match(words, /Thing 1 does not fit/);
  assert.doesNotMatch(words, /Thing 2/);
  const annex = wordsOf(packDocument(given).annex);
  for (const sentence of contradictions) assert.ok(annex.includes(sentence), sentence);
  assert.match(annex, /Test of the filter \| Evidence \| 1 October 2026 \(passed\)/);
});

/** Counted here again, from the lines of the report. */
function coreCounts({ report }: PackGiven): { of: number; notKnown: number } {
  const core = new Set(report.categories.filter((one) => one.core).map(({ id }) => id));
  const standards = new Set(report.standards.filter((one) => core.has(one.categoryId)).map(({ id }) => id));
  const asked = report.requirements.filter(
    ({ standardId, result }) => standards.has(standardId) && result !== 'not-applicable',
  );
  return { of: asked.length, notKnown: asked.filter(({ result }) => result === 'not-known').length };
}

test('a text is cut at a word and says that it was', () => {
  assert.equal(clip('Short', 20), 'Short');
  assert.equal(clip('A name of many words that goes on', 20), 'A name of many…');
  assert.equal(clip('W'.repeat(500), 10), `${'W'.repeat(9)}…`);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, most) => {
      assert.ok([...clip(text, most)].length <= most);
    }),
  );
});

test('no text of the document has a character that a file may not hold, whatever is in the record', () => {
  const hostile = 'A\u0000\u0007\u001b[31m \u202Egnp.exe\u2069 <script>alert(1)</script> &amp; 🏫\uD800 \uFFFE';
  assert.equal(plainWords(hostile), 'A[31m gnp.exe <script>alert(1)</script> &amp; 🏫\uFFFD');
  assert.deepEqual(plainWords({ a: [{ b: 'x\u0000' }], n: 1, none: null }), { a: [{ b: 'x' }], n: 1, none: null });
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const plain = plainWords(text);
      assert.ok(plain.isWellFormed());
      // eslint-disable-next-line no-control-regex -- control characters are what this is about
      assert.doesNotMatch(plain, /[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/);
    }),
  );
});

test('what is accepted for now stands on the two pages, what ends soonest first', () => {
  const exception = (id: string, subject: string, until: string) =>
    exceptionSchema.parse({
      id,
      needId: 'laptops',
      subject,
      reason: 'We move in 2028.',
      until,
      agreedBy: 'Governors',
      agreedOn: '2026-10-01',
    });
  const exceptions = [
    exception('a', 'Late one', '2029-08-31'),
    exception('b', 'Gone one', '2026-11-01'),
    exception('c', 'Soon one', '2027-01-31'),
    exception('d', 'Middle one', '2028-08-31'),
  ];
  const words = pagesOf(madePack(problem, plan, { record: sampleRecord({ exceptions }) }));
  assert.match(words, /We accept 3 gaps for now; they count as not met\. 1 more is in the annex\./);
  assert.match(words, /Soon one We accept this until 31 January 2027, because: We move[^]*Middle one We accept this/);
  assert.doesNotMatch(words, /Gone one|Late one/);
  assert.doesNotMatch(pagesOf(madePack(problem, plan)), /We accept/);
});

test('what was really ordered and paid since last time stands on the two pages, with all of it in the annex', () => {
  const crowded = crowdedPack((index) => `Thing ${index}`, 'Elm Lane Primary');
  const words = pagesOf(crowded);
  assert.match(
    words,
    /Recorded since: 5 ordered, 4 finished\. They come to £133,333,236 .* was planned\. The annex has them all\./,
  );
  assert.match(words, /Thing \d+: in place since 20 November 2026, £1,234,567\.89 once/);
  const annex = wordsOf(packDocument(crowded).annex);
  assert.match(annex, /The plan that was agreed on 10 September 2026, held against what is recorded: 9 items/);
  assert.match(annex, /Thing 220 \| Ordered \|/);
  // What was recorded before the last meeting is not new to it.
  const since = { ...(crowded.since ?? assert.fail()), meeting: '2026-11-21' };
  assert.doesNotMatch(pagesOf({ ...crowded, since }), /Recorded since/);
});
