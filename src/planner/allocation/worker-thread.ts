/** Runs inside a thread of {@link ./worker.ts}: prices in, sums out; the answers themselves go to shared memory. */
import { parentPort, workerData } from 'node:worker_threads';
import { makeAnswerer } from './answer.ts';
import type { ThreadAnswer, ThreadData, ThreadTask } from './worker.ts';

const { packed, answers } = workerData as ThreadData;
const answerer = makeAnswerer(packed, answers);

parentPort?.on('message', ({ id, prices, slot, first, last }: ThreadTask) => {
  const answer: ThreadAnswer = { id, sum: answerer.answer(prices, slot, first, last) };
  parentPort?.postMessage(answer);
});
