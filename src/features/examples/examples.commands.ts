/** The example schools: copies for the administrator at the first start, and private copies for visitors. */
import type { SchoolRecord } from '../../domain/record.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/index.ts';
import { startSession } from '../../platform/sessions/index.ts';
import { addGuest, foundOrganisation, tidyPeople } from '../people/index.ts';
import { importRecord, listExampleKeys } from '../schools/index.ts';

export interface ExampleServices {
  db: Database;
  clock: Clock;
  /** The records of `examples/`, read at the start. */
  examples: readonly SchoolRecord[];
}

/** Gives a person their own copies of the examples that they do not have yet. @returns the keys of all examples. */
export async function addExamples({ db, clock, examples }: ExampleServices, personId: string): Promise<string[]> {
  const at = clock.now();
  const there = await db.as(personId, listExampleKeys);
  const missing = examples.filter(({ school }) => !there.has(school.key));
  if (missing.length > 0) {
    const organisationId =
      [...there.values()][0] ??
      (await db.asSystem((tx) => foundOrganisation(tx, { name: 'Example schools', personId, isExample: true, at })));
    await db.as(personId, (tx) => importAll(tx, missing, { organisationId, personId, at }));
  }
  return examples.map(({ school }) => school.key);
}

/** Makes a visitor with private copies of the examples. @returns the id of their session. */
export async function lookAround({ db, clock, examples }: ExampleServices): Promise<string> {
  const at = clock.now();
  const { personId, organisationId } = await db.asSystem(async (tx) => {
    await tidyPeople(tx, at);
    const guest = await addGuest(tx, at);
    const founded = { name: 'Example schools', personId: guest, isExample: true, isGuest: true, at };
    return { personId: guest, organisationId: await foundOrganisation(tx, founded) };
  });
  await db.as(personId, (tx) => importAll(tx, examples, { organisationId, personId, at }));
  return db.asSystem((tx) => startSession(tx, personId, at));
}

async function importAll(
  tx: Parameters<typeof importRecord>[0],
  examples: readonly SchoolRecord[],
  whose: { organisationId: string; personId: string; at: Date },
): Promise<void> {
  for (const record of examples) {
    await importRecord(tx, { ...whose, record: { ...record, school: { ...record.school, isExample: true } } });
  }
}
