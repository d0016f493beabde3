/**
 * Lists of registers with 5,000 rows: pages a second beside a bare server that sends the same bytes, and how large the pages
 * are. A page over the budget fails the run: a list must stay small however long the register is.
 */
import { startServer } from '../e2e/server.ts';
import { sampleRecord } from '../test/people.ts';
import type { Measure } from './measures.ts';
import { beside, signedOutClient } from './page-by-page.ts';

const ROWS = 5000;
/** Our own budget for the markup of a list, before compression: about a third of the plan's page. */
export const LIST_BUDGET_KIB = 64;

const lists = [
  ['contracts, by what needs a decision', 'contracts'],
  ['contracts, last page of those running, by supplier', 'contracts?status=running&sort=-supplier&page=9999'],
  ['equipment', 'equipment'],
  ['equipment, two words in any text, by end of support', 'equipment?q=lap+room&sort=supportEndsOn&page=20'],
] as const;

export async function measureLists(): Promise<Measure[]> {
  const server = await startServer({ LOG_LEVEL: 'error' });
  try {
    const client = signedOutClient(server.address);
    const signIn = new URL(server.signInLink).pathname;
    await client.page(signIn);
    await client.submit(signIn);
    await client.page('/start');
    const location = await client.upload('/start/file', 'file', 'school.json', JSON.stringify(longSchool()));
    const school = location.split('?')[0] ?? '';
    const measures: Measure[] = [];
    for (const [name, path] of lists) {
      const body = await client.page(`${school}/${path}`);
      const size = Buffer.byteLength(body) / 1024;
      if (size > LIST_BUDGET_KIB) throw new Error(`${path} is ${size.toFixed(0)} KiB, over ${LIST_BUDGET_KIB}.`);
      const title = `${name}, of ${ROWS.toLocaleString('en-GB')}`;
      measures.push(await beside(title, `${server.address}${school}/${path}`, client.cookie(), body));
    }
    return measures;
  } finally {
    await server.stop();
  }
}

/** A school with more in its registers than any has. */
function longSchool(): object {
  const record = sampleRecord();
  const day = (index: number) => `20${27 + (index % 5)}-0${1 + (index % 9)}-15`;
  return {
    ...record,
    contracts: Array.from({ length: ROWS }, (_, index) => ({
      id: `c${index}`,
      title: `Contract ${index} for something`,
      supplier: `Supplier ${index % 300}`,
      type: index % 5 === 0 ? null : 'software',
      annualCostPence: index * 100,
      startsOn: '2024-09-01',
      endsOn: index % 7 === 0 ? null : day(index),
      noticeCount: index % 3 === 0 ? null : 3,
      noticeUnit: index % 3 === 0 ? null : 'months',
      renewal: index % 2 === 0 ? 'none' : 'automatic',
      renewalMonths: index % 2 === 0 ? null : 12,
      leadInDays: 90,
    })),
    equipment: Array.from({ length: ROWS }, (_, index) => ({
      id: `e${index}`,
      name: `Laptop ${index}`,
      kind: index % 3 === 0 ? 'access-point' : 'laptop',
      quantity: 1 + (index % 30),
      location: `Room ${index % 60}`,
      boughtYear: 2018 + (index % 8),
      supportEndsOn: index % 4 === 0 ? null : day(index),
      contractId: index % 50 === 0 ? `c${index}` : null,
    })),
  };
}
