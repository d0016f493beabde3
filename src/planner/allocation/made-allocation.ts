/**
 * Seeded schools for tests and measurements of {@link ./allocate.ts}: needs with one to three options, windows, work that takes
 * a year or less, several predecessors, groups of which one may be chosen, running costs carried to the horizon.
 */
import type { AllocationFrame, AllocationNeed, AllocationOption, AllocationSchool } from '../../domain/allocation.ts';
import { seededNumbers } from '../../domain/seeded.ts';

export interface MadeShape {
  years: number;
  needs: [number, number];
  /** Largest number of options of a need. */
  options: number;
}

/** Like a school's: six to fourteen needs over five years. */
export const schoolShape: MadeShape = { years: 5, needs: [6, 14], options: 3 };

/** Share of what all would like to spend in a year that there is money for, in a hundred. */
const FUNDED_PERCENT = 45;

/** The limits for `count` schools of this seed, and a way to make each school. Capital limits come first, then revenue. */
export function madeAllocation(
  seed: number,
  count: number,
  shape: MadeShape = schoolShape,
): { frame: AllocationFrame; school: (index: number) => AllocationSchool } {
  const { years } = shape;
  const school = (index: number) => madeSchool(seed * 1_000_003 + index, index, shape);
  // What all would spend who begin a middling option as soon as they can, measured on a sample of the schools.
  const sample = Math.min(count, 500);
  const wanted = Array.from({ length: 2 * years }, () => 0);
  for (let s = 0; s < sample; s++)
    for (const { options } of school(Math.floor((s * count) / sample)).needs)
      for (const option of options)
        option.starts[0]?.uses.forEach((use, limit) => (wanted[limit]! += use / options.length));
  const capital = wanted.slice(0, years).reduce((sum, pence) => sum + pence, 0) / years;
  const limits = wanted.map((_pence, limit) => {
    const isCapital = limit < years;
    // Capital comes in equal parts. Running costs build up as more is in place, and so does what is set aside for them.
    const set = isCapital ? capital : (Math.max(...wanted.slice(years)) * (limit - years + 1)) / years;
    return {
      id: `${isCapital ? 'capital' : 'revenue'}-${limit % years}`,
      name: `${isCapital ? 'Capital' : 'Revenue'}, year ${(limit % years) + 1}`,
      allowed: Math.round(set * (count / sample) * (FUNDED_PERCENT / 100)),
    };
  });
  return {
    frame: {
      format: 'cairn.allocation/1',
      years: Array.from({ length: years }, (_, y) => ({ id: `y${y}`, name: `Year ${y + 1}` })),
      limits,
    },
    school,
  };
}

function madeSchool(seed: number, index: number, shape: MadeShape): AllocationSchool {
  const draw = seededNumbers(seed);
  const { years } = shape;
  const count = draw(...shape.needs);
  // Pupils from about 60 to about 1,800, most schools small.
  const size = 0.3 * Math.exp((draw(0, 1_000) / 1_000) * 1.8 + (draw(0, 1_000) / 1_000) * 1.1);
  const needs: AllocationNeed[] = [];
  for (let n = 0; n < count; n++) {
    // A third is small work (sign-in settings, a policy, training), from £50; the rest runs from about £1,000 to £100,000.
    const isSmall = draw(1, 100) <= 35;
    const dear = Math.exp((draw(0, 1_000) / 1_000) * 2.6);
    const price = Math.round(isSmall ? 5_000 * dear : size * 150_000 * dear);
    const weight = draw(1, 9);
    const first = draw(0, 2);
    const last = draw(1, 100) <= 60 ? years - 1 : Math.min(years - 1, first + draw(1, 3));
    const after = new Set<number>();
    if (n > 1 && draw(1, 100) <= 45) after.add(draw(0, n - 1));
    if (n > 3 && draw(1, 100) <= 20) after.add(draw(0, n - 1));
    const options = Array.from({ length: draw(1, shape.options) }, (_, k): AllocationOption => {
      const capital = k === 0 ? price : Math.round((price * draw(0, 50)) / 100);
      const yearly = Math.round((price * (k === 0 ? draw(1, 4) : draw(5, 18))) / 100);
      const takes = draw(1, 100) <= 30 ? 1 : 0;
      const starts = [];
      for (let year = first; year <= last; year++) {
        const completeYear = Math.min(years, year + takes);
        const uses = Array.from({ length: 2 * years }, (_unused, limit) => {
          if (limit < years) return limit === year ? capital : 0;
          return limit - years >= completeYear ? yearly : 0;
        });
        const whole = capital + yearly * (years - completeYear);
        const gain = Math.round(weight * (years - completeYear) * Math.sqrt(size) * 30_000);
        starts.push({ year, completeYear, value: gain - Math.round(whole / 100), uses });
      }
      return { id: `n${n}o${k}`, starts };
    });
    needs.push({ id: `n${n}`, options, after: [...after] });
  }
  const exclusions: string[][] = [];
  if (draw(1, 100) <= 50) {
    const all = needs.flatMap((need) => need.options.map(({ id }) => id));
    exclusions.push([...new Set(Array.from({ length: draw(2, 3) }, () => all[draw(0, all.length - 1)]!))]);
  }
  return { id: `s${index}`, needs, exclusions };
}
