/** The example schools: copies for the administrator at the first start, and private copies for visitors. */
import type { PlainDate } from '../../domain/dates.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import type { Library } from '../../library/library.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, SchoolScope } from '../../platform/database/index.ts';
import { startSession } from '../../platform/sessions/index.ts';
import { addGuest, foundOrganisation, tidyPeople } from '../people/index.ts';
import { planInBackground, type PlanRunner } from '../plan/index.ts';
import { importRecord, listExampleKeys } from '../schools/index.ts';
import { giveExampleFund, startSharing, type TrustRunner } from '../trust/index.ts';
import { EXAMPLE_TRUST_NAME, examplePools, exampleTrustSchools } from './example-trust.rules.ts';
import { selectExampleOrganisation, selectExampleTrust } from './examples.queries.ts';

export interface ExampleServices {
  db: Database;
  clock: Clock;
  library: Library;
  planRunner: PlanRunner;
  trustRunner: TrustRunner;
  /** The records of `examples/`, read at the start. */
  examples: readonly SchoolRecord[];
}

type RecordServices = Pick<ExampleServices, 'db' | 'clock' | 'examples'>;

type TrustExampleServices = Pick<ExampleServices, 'db' | 'clock' | 'library' | 'examples' | 'trustRunner'>;

/** A person's copies of the examples. */
export interface OwnExamples {
  personId: string;
  schools: SchoolScope[];
}

/** Gives a person their own copies of the examples that they do not have yet. @returns those that are new. */
export async function addExamples({ db, clock, examples }: RecordServices, personId: string): Promise<OwnExamples> {
  const at = clock.now();
  const { there, own } = await db.as(personId, async (tx) => ({
    there: await listExampleKeys(tx),
    own: await selectExampleOrganisation(tx, personId),
  }));
  const missing = examples.filter(({ school }) => !there.has(school.key));
  if (missing.length === 0) return { personId, schools: [] };
  const organisationId =
    own ??
    (await db.asSystem((tx) => foundOrganisation(tx, { name: 'Example schools', personId, isExample: true, at })));
  const schools = await db.as(personId, (tx) =>
    importAll(tx, missing, { organisationId, personId, at, today: clock.today() }),
  );
  return { personId, schools };
}

/** Plans examples that have just been made: whoever looks around should see a plan. Does not wait for the plans. */
export async function planExamples(services: ExampleServices, { personId, schools }: OwnExamples): Promise<string[]> {
  const planIds: string[] = [];
  for (const school of schools) planIds.push(await planInBackground(services, school, personId));
  return planIds;
}

/** Makes a visitor with private copies of the examples. */
export async function lookAround({
  db,
  clock,
  examples,
}: RecordServices): Promise<OwnExamples & { sessionId: string }> {
  const at = clock.now();
  const { personId, organisationId } = await db.asSystem(async (tx) => {
    await tidyPeople(tx, at);
    const guest = await addGuest(tx, at);
    const founded = { name: 'Example schools', personId: guest, isExample: true, isGuest: true, at };
    return { personId: guest, organisationId: await foundOrganisation(tx, founded) };
  });
  const schools = await db.as(personId, (tx) =>
    importAll(tx, examples, { organisationId, personId, at, today: clock.today() }),
  );
  return { personId, schools, sessionId: await db.asSystem((tx) => startSession(tx, personId, at)) };
}

/**
 * Gives a person the example trust, its fund being shared out; where they have one, that. A visitor's goes with the visitor.
 * @returns the organisation's id.
 */
export async function openExampleTrust(
  { db, clock, library, examples, trustRunner }: TrustExampleServices,
  { id: personId, isGuest }: { id: string; isGuest: boolean },
): Promise<string> {
  const at = clock.now();
  const today = clock.today();
  const known = await db.as(personId, (tx) => selectExampleTrust(tx, personId));
  if (known !== null) return known;
  const founded = { name: EXAMPLE_TRUST_NAME, personId, isExample: true, isGuest, at };
  const organisationId = await db.asSystem((tx) => foundOrganisation(tx, founded));
  const whose = { organisationId, personId, at };
  const sharingId = await db.as(personId, async (tx) => {
    await importAll(tx, exampleTrustSchools(examples), { ...whose, today }, examplePools(library));
    return startSharing({ tx, ...whose }, today);
  });
  if (sharingId !== null) trustRunner.enqueue({ personId, organisationId, sharingId });
  return organisationId;
}

/** Makes a visitor with the example trust. */
export async function lookAroundTrust(
  services: TrustExampleServices,
): Promise<{ organisationId: string; sessionId: string }> {
  const { db, clock } = services;
  const at = clock.now();
  const personId = await db.asSystem(async (tx) => {
    await tidyPeople(tx, at);
    return addGuest(tx, at);
  });
  const organisationId = await openExampleTrust(services, { id: personId, isGuest: true });
  return { organisationId, sessionId: await db.asSystem((tx) => startSession(tx, personId, at)) };
}

async function importAll(
  tx: Parameters<typeof importRecord>[0],
  examples: readonly SchoolRecord[],
  whose: { organisationId: string; personId: string; at: Date; today: PlainDate },
  pools: Parameters<typeof giveExampleFund>[2] = [],
): Promise<SchoolScope[]> {
  const schools: SchoolScope[] = [];
  for (const record of examples) {
    const example = { ...record, school: { ...record.school, isExample: true } };
    const { schoolId } = await importRecord(tx, { ...whose, record: example });
    schools.push({ organisationId: whose.organisationId, schoolId });
  }
  await giveExampleFund({ tx, ...whose }, whose.today, pools);
  return schools;
}
