/** How many plan pages the application serves in a second, beside a bare server that sends the same bytes as a constant. */
import { startServer } from '../e2e/server.ts';
import type { Measure } from './measures.ts';
import { beside, signedOutClient } from './page-by-page.ts';

const PLAN_WAIT_MS = 300_000;

/** Measures the plan page of an example school with a finished plan. */
export async function measurePages(): Promise<Measure[]> {
  const server = await startServer({ LOG_LEVEL: 'error' });
  try {
    const client = signedOutClient(server.address);
    const signIn = new URL(server.signInLink).pathname;
    await client.page(signIn);
    await client.submit(signIn);
    const school = /href="(\/schools\/[^"/]+)"/.exec(await client.page('/'))?.[1];
    if (school === undefined) throw new Error('The front page links to no school.');
    await client.page(`${school}/plan`);
    await client.submit(`${school}/plan`);
    await planReady(client, school);
    const body = await client.page(`${school}/plan`);
    return [await beside('plan page', `${server.address}${school}/plan`, client.cookie(), body)];
  } finally {
    await server.stop();
  }
}

async function planReady(client: ReturnType<typeof signedOutClient>, school: string): Promise<void> {
  const until = Date.now() + PLAN_WAIT_MS;
  while (Date.now() < until) {
    const state = await client.page(`${school}/plan/state.json`);
    if (!/"planning\b/.test(state)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`No finished plan after ${PLAN_WAIT_MS / 1000} seconds.`);
}
