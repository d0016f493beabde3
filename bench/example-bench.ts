/** How long the plans of the example schools take: to the first plan shown, and to the end of the standard effort. */
import { readExamples } from '../src/app/example-files.ts';
import { readLibrary } from '../src/app/services.ts';
import { problemOf } from '../src/features/plan/index.ts';
import { planInWorker } from '../src/planner/index.ts';
import { median } from './measures.ts';
import type { Measure } from './measures.ts';

const ROUNDS = 3;

export async function measureExamples(): Promise<Measure[]> {
  const library = readLibrary();
  const measures: Measure[] = [];
  for (const record of readExamples()) {
    const problem = problemOf(library, record);
    const firsts: number[] = [];
    const wholes: number[] = [];
    let status = '';
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      let first: number | null = null;
      const plan = await planInWorker(problem, {
        onProgress: () => (first ??= performance.now() - start),
      });
      wholes.push((performance.now() - start) / 1000);
      firsts.push((first ?? performance.now() - start) / 1000);
      status = plan.certificate.status;
    }
    const group = 'Plans of the examples';
    const note = `${problem.needs.length} needs, ${problem.needs.flatMap((need) => need.candidates).length} possible starts`;
    const { name } = record.school;
    measures.push(
      { group, name: `${name}: first plan`, value: median(firsts), unit: 's', note },
      { group, name: `${name}: best plan`, value: median(wholes), unit: 's', note: status },
    );
  }
  return measures;
}
