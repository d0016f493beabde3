/** Making an address, and what is behind one when it is fetched. */
import { randomUUID } from 'node:crypto';
import type { PlainDate } from '../../domain/dates.ts';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';
import { hashOfToken, newToken } from '../../platform/sessions/index.ts';
import { contractRegister, listGovernorsMeetings, selectSchoolCalendar, toContract } from '../contracts/index.ts';
import { listExpiringEvidence } from '../evidence/index.ts';
import { listExceptions } from '../exceptions/index.ts';
import { listTasks } from '../find-out/index.ts';
import { listItems } from '../registers/index.ts';
import { feedEvents, type FeedEvent } from './calendar-feed.rules.ts';
import { insertFeed, listFeeds, listFeedSchools, type Feed } from './calendar-feed.queries.ts';

/** How many addresses one person may have at a time. */
export const MOST_FEEDS = 20;

/** Makes a feed. Runs as the system. @returns the secret part, which is stored nowhere; null where the person has too many. */
export async function makeFeed(
  tx: Transaction,
  feed: { personId: string; scope: SchoolScope | null; label: string | null },
  at: Date,
): Promise<string | null> {
  if ((await listFeeds(tx, feed.personId)).length >= MOST_FEEDS) return null;
  const token = newToken();
  await insertFeed(tx, { ...feed, id: randomUUID(), tokenHash: hashOfToken(token), at });
  return token;
}

export interface FeedContent {
  /** What the calendar is called. */
  name: string;
  events: FeedEvent[];
}

/**
 * What a feed holds, read as its person in their transaction: null where they can no longer see the school that it is for.
 * For all schools, examples are left out as soon as there is a school of their own: their dates are invented.
 */
export async function readFeed(
  tx: Transaction,
  feed: Pick<Feed, 'personId' | 'scope'>,
  asked: { today: PlainDate; origin: string },
): Promise<FeedContent | null> {
  const found = await listFeedSchools(tx, feed.personId, { scope: feed.scope });
  if (feed.scope !== null && found.length === 0) return null;
  const schools = found.some(({ isExample }) => !isExample) ? found.filter(({ isExample }) => !isExample) : found;
  const events: FeedEvent[] = [];
  for (const school of feed.scope === null ? schools : found) {
    const items = await listItems(tx, school.scope, contractRegister);
    events.push(
      ...feedEvents({
        school,
        nameSchool: feed.scope === null,
        contracts: items.map((item) => ({ ...toContract(item), version: item.version, updatedAt: item.updatedAt })),
        evidence: await listExpiringEvidence(tx, school.scope, asked.today),
        exceptions: await listExceptions(tx, school.scope),
        tasks: await listTasks(tx, school.scope),
        governorsMeetings: await listGovernorsMeetings(tx, school.scope),
        calendar: await selectSchoolCalendar(tx, school.scope),
        ...asked,
      }),
    );
  }
  const [only] = found;
  const name =
    feed.scope !== null && only !== undefined
      ? `Contracts and evidence: ${only.name}`
      : 'Contracts and evidence of your schools';
  return { name, events };
}
