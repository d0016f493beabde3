/**
 * The national picture worked out afresh: for each of many made schools, five years of intervals for every standard, added up
 * by standard and year so that no school is kept. Throughput and memory at 1,000, 5,000 and 25,000 schools; each size beside
 * the first, to show how the time for one school grows with their number.
 */
import { readExamples } from '../src/app/example-files.ts';
import { readLibrary } from '../src/app/services.ts';
import { addMonths, type PlainDate } from '../src/domain/dates.ts';
import { recordSchema, type SchoolRecord } from '../src/domain/record.ts';
import { seededFractions } from '../src/domain/seeded.ts';
import { editionOf, type Edition } from '../src/library/index.ts';
import { onDay, statusByDate } from '../src/status/index.ts';
import type { Measure } from './measures.ts';

const SIZES = [1_000, 5_000, 25_000];
const YEARS = 5;
/** Memory is looked at once in so many schools. */
const LOOK_EVERY = 250;

export async function measureCountry(sizes: readonly number[] = SIZES): Promise<Measure[]> {
  const library = readLibrary();
  const examples = readExamples();
  const [first] = examples;
  if (first === undefined) throw new Error('There is no example school to make others from.');
  const edition = editionOf(library, first.edition);
  recompute(examples, edition, 200);
  const measures: Measure[] = [];
  let baseline: number | null = null;
  for (const schools of sizes) {
    const { seconds, peakMegabytes, cells } = recompute(examples, edition, schools);
    const perSchool = (seconds / schools) * 1000;
    baseline ??= perSchool;
    const group = `National status: ${edition.standards.length} standards, ${YEARS} years of intervals, one thread`;
    const count = schools.toLocaleString('en-GB');
    measures.push(
      {
        group,
        name: `${count} schools: for one`,
        value: perSchool,
        unit: 'ms',
        beside: { name: `at ${sizes[0]?.toLocaleString('en-GB')}`, value: baseline },
        note: `${Math.round(schools / seconds).toLocaleString('en-GB')} schools/s, ${seconds.toFixed(1)} s in all`,
      },
      { group, name: `${count} schools: peak memory`, value: peakMegabytes, unit: 'MB', note: `${cells} totals kept` },
    );
  }
  return measures;
}

function recompute(
  examples: readonly SchoolRecord[],
  edition: Edition,
  schools: number,
): { seconds: number; peakMegabytes: number; cells: number } {
  const totals = new Map<string, number>();
  let peak = 0;
  let spent = 0;
  for (let index = 0; index < schools; index += 1) {
    const record = madeSchool(examples, edition, index);
    const start = performance.now();
    addUp(record, edition, totals);
    spent += performance.now() - start;
    if (index % LOOK_EVERY === 0) peak = Math.max(peak, process.memoryUsage().rss);
  }
  return { seconds: spent / 1000, peakMegabytes: peak / 1024 / 1024, cells: totals.size };
}

/** How many schools meet each standard on the last day of each year. */
function addUp(record: SchoolRecord, edition: Edition, totals: Map<string, number>): void {
  const status = statusByDate(record, edition, record.asAt, addMonths(record.asAt, YEARS * 12));
  for (const { standardId, intervals } of status.standards) {
    for (let year = 1; year <= YEARS; year += 1) {
      const day: PlainDate = addMonths(record.asAt, year * 12);
      const key = `${standardId} ${year} ${onDay(intervals, day)?.result ?? 'none'}`;
      totals.set(key, (totals.get(key) ?? 0) + 1);
    }
  }
}

/** One of the examples with its own answers, ages and ends: the same school for the same number. */
function madeSchool(examples: readonly SchoolRecord[], edition: Edition, number: number): SchoolRecord {
  const random = seededFractions(number + 1);
  const example = examples[number % examples.length] ?? examples[0];
  if (example === undefined) throw new Error('There is no example school.');
  const whole = (most: number): number => Math.floor(random() * most);
  return recordSchema.parse({
    ...example,
    school: { ...example.school, key: `made-${number}`, pupils: 60 + whole(1400) },
    contracts: example.contracts.map((contract) => ({
      ...contract,
      endsOn: contract.endsOn === null ? null : addMonths(contract.endsOn, whole(48) - 12),
    })),
    equipment: example.equipment.map((item) => ({
      ...item,
      boughtYear: item.boughtYear === null ? null : item.boughtYear + whole(7) - 3,
      quantity: 1 + whole(item.quantity * 2),
    })),
    answers: edition.questions
      .filter(() => random() < 0.7)
      .map(({ id, choices }) => ({
        questionId: id,
        choice: choices[whole(choices.length)]?.id ?? 'not-sure',
        answeredOn: addMonths(example.asAt, -whole(12)),
      })),
  });
}
