/** The example trust: six made-up schools, made from the two examples by size, dates and what they have answered. Pure. */
import type { SchoolRecord } from '../../domain/record.ts';
import type { Library } from '../../library/library.ts';

export const EXAMPLE_TRUST_NAME = 'Six Rivers Trust (example)';

interface ExampleSchool {
  key: string;
  name: string;
  /** Which of the examples it is made from. */
  madeFrom: number;
  /** Its size beside that example's. */
  size: number;
  /** Years by which its contracts end later. */
  yearsLater: number;
}

const SCHOOLS: readonly ExampleSchool[] = [
  { key: '900101', name: 'Aldbeck Primary School (example)', madeFrom: 0, size: 0.5, yearsLater: 0 },
  { key: '900102', name: 'Brookfold Primary School (example)', madeFrom: 0, size: 1, yearsLater: 1 },
  { key: '900103', name: 'Coldwater Primary School (example)', madeFrom: 0, size: 0.7, yearsLater: 0 },
  { key: '900104', name: 'Denfleet Primary School (example)', madeFrom: 0, size: 1.4, yearsLater: 2 },
  { key: '900105', name: 'Eastford Academy (example)', madeFrom: 1, size: 0.8, yearsLater: 0 },
  { key: '900106', name: 'Fenmouth High School (example)', madeFrom: 1, size: 1.1, yearsLater: 1 },
];

/** Each school has left so many questions unanswered: every school other ones. */
const ANSWERED_OF = 9;

/** What the trust's schools answer to: how the trust is known, whatever it is called by now. */
export const EXAMPLE_TRUST_KEYS: readonly string[] = SCHOOLS.map(({ key }) => key);

/** What is cheaper where three of the schools buy it in one year. The price is made up. */
export function examplePools({ needs }: Library) {
  const option = needs.flatMap(({ options }) => options).find(({ id }) => id === 'chromebooks-buy');
  return option === undefined
    ? []
    : [{ optionId: option.id, optionName: option.name, fromSchools: 3, unitPence: 19_000 }];
}

/** The trust's schools, made from the examples that there are. */
export function exampleTrustSchools(examples: readonly SchoolRecord[]): SchoolRecord[] {
  return SCHOOLS.flatMap((school, n) => {
    const example = examples[school.madeFrom] ?? examples[0];
    return example === undefined ? [] : [varied(example, school, n)];
  });
}

function varied(example: SchoolRecord, { key, name, size, yearsLater }: ExampleSchool, n: number): SchoolRecord {
  const scaled = <T extends number | null>(amount: T): T => (amount === null ? amount : (Math.round(amount * size) as T));
  /** Whole pounds, so that no figure looks worked out. */
  const pounds = <T extends number | null>(pence: T): T =>
    pence === null ? pence : ((Math.round((pence * size) / 1_000) * 1_000) as T);
  return {
    ...example,
    // A school's own rules, agreed plan and quotes are about the school that it is made from.
    quotes: [],
    school: { ...example.school, key, urn: null, name, pupils: scaled(example.school.pupils), governance: 'academy', isExample: true },
    contracts: example.contracts.map((contract) => ({
      ...contract,
      annualCostPence: pounds(contract.annualCostPence),
      endsOn: contract.endsOn === null ? null : later(contract.endsOn, yearsLater),
    })),
    equipment: example.equipment.map((item) => ({
      ...item,
      quantity: Math.max(1, scaled(item.quantity)),
    })),
    answers: example.answers.filter((_answer, a) => a % ANSWERED_OF !== n),
    limits: {
      ...example.limits,
      budgets: example.limits.budgets.map((budget) => ({
        ...budget,
        capitalPence: pounds(budget.capitalPence),
        revenuePence: pounds(budget.revenuePence),
      })),
    },
  };
}

/** The same day so many years on; the last day of February where there is no such day. */
function later(day: string, years: number): string {
  const moved = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
  return moved.endsWith('-02-29') && years % 4 !== 0 ? moved.replace('-02-29', '-02-28') : moved;
}
