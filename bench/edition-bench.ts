/** Moving a school with an answer to every question to a newer edition, beside loading its page of standards. */
import { startServer } from '../e2e/server.ts';
import { readLibrary } from '../src/app/services.ts';
import { sampleRecord } from '../test/people.ts';
import { median, type Measure } from './measures.ts';
import { signedOutClient } from './page-by-page.ts';

const ROUNDS = 7;
/** What a move may take, with the page that lists what to look at again. */
export const MOVE_BUDGET_SECONDS = 1;
const ANSWERS = 200;

/** Each round moves there, shows the list, and moves back; the page of standards is loaded in between, in turns. */
export async function measureEdition(): Promise<Measure[]> {
  const [from, to] = readLibrary().editions.slice(-2);
  if (from === undefined || to === undefined) throw new Error('The library has no two editions.');
  const server = await startServer({ LOG_LEVEL: 'error' });
  try {
    const client = signedOutClient(server.address);
    const signIn = new URL(server.signInLink).pathname;
    await client.page(signIn);
    await client.submit(signIn);
    await client.page('/start');
    const answers = Array.from({ length: ANSWERS }, (_, i) => {
      const question = from.questions[i];
      const choice = question?.choices[i % question.choices.length]?.id ?? 'yes';
      return { questionId: question?.id ?? `earlier-${i}`, choice, answeredOn: '2025-11-20', note: `Note ${i}` };
    });
    const file = JSON.stringify({ ...sampleRecord(), edition: from.id, answers });
    const location = await client.upload('/start/file', 'file', 'school.json', file);
    const school = location.split('?')[0] ?? '';
    const page = `${school}/edition`;
    const [moves, pages]: [number[], number[]] = [[], []];
    await client.page(page);
    for (let round = 0; round < ROUNDS; round++) {
      moves.push(
        await seconds(async () => {
          await client.submit(page, { from: from.id, to: to.id });
          const shown = await client.page(page);
          if (!shown.includes('still to be looked at')) throw new Error('The move lists nothing to look at again.');
        }),
      );
      pages.push(await seconds(() => client.page(`${school}/standards`)));
      await client.page(page);
      await client.submit(page, { from: to.id, to: from.id });
    }
    const value = median(moves);
    if (value > MOVE_BUDGET_SECONDS)
      throw new Error(`The move took ${value.toFixed(2)} s, over ${MOVE_BUDGET_SECONDS}.`);
    return [
      {
        group: 'Another edition of the standards',
        name: `${from.id} to ${to.id} with ${ANSWERS} answers, and the list`,
        value,
        unit: 's',
        beside: { name: 'page of standards', value: median(pages) },
        note: `${ROUNDS} rounds, slowest ${Math.max(...moves).toFixed(2)} s; the first ${moves[0]?.toFixed(2)} s`,
      },
    ];
  } finally {
    await server.stop();
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
