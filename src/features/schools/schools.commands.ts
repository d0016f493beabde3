/** Starting a school and changing what it says of itself. */
import { randomBytes } from 'node:crypto';
import { recordSchema, type SchoolRecord, type ValueSource } from '../../domain/record.ts';
import type { PlainDate } from '../../domain/dates.ts';
import { type Database, recordChange, type Transaction } from '../../platform/database/index.ts';
import { foundOrganisation } from '../people/index.ts';
import { importRecord } from './record.commands.ts';
import { keyIsTaken, updateSchool } from './schools.queries.ts';
import type { NewSchool } from './schools.schema.ts';

export interface Founder {
  personId: string;
  /** A visitor's school is kept as long as the visitor is. */
  isGuest: boolean;
  at: Date;
  today: PlainDate;
  /** The organisation that the school joins; it founds one of its own where none is given. */
  organisationId?: string | null;
}

/** The newest edition of the standards is what a new school starts with. */
export async function startSchool(db: Database, founder: Founder, school: NewSchool, edition: string): Promise<string> {
  return saveAsNew(db, founder, {
    format: 'cairn.school/1',
    asAt: founder.today,
    edition,
    school: { ...school, key: school.urn ?? newKey(), isExample: false },
  });
}

/** Adds a school from a school file. Its key stays its own unless the person already has a school of that key. */
export async function startFromRecord(db: Database, founder: Founder, record: SchoolRecord): Promise<string> {
  return saveAsNew(db, founder, withSources(record, { from: 'file', on: founder.today, note: null }));
}

/** The record with a source for every item of a register that names none. */
function withSources(record: SchoolRecord, source: ValueSource): SchoolRecord {
  const named = <T extends { sources: Record<string, ValueSource> }>(items: readonly T[]): T[] =>
    items.map((item) => (Object.keys(item.sources).length > 0 ? item : { ...item, sources: { '*': source } }));
  return {
    ...record,
    contracts: named(record.contracts),
    systems: named(record.systems),
    equipment: named(record.equipment),
    connections: named(record.connections),
  };
}

/**
 * In an organisation of its own, so that it can be shared or moved without any other; or in one that the person administers,
 * which row-level security asks once more. @returns the school's key.
 */
async function saveAsNew(db: Database, founder: Founder, input: unknown): Promise<string> {
  const record = recordSchema.parse(input);
  const { personId, isGuest, at } = founder;
  const taken = await db.as(personId, (tx) => keyIsTaken(tx, record.school.key));
  const key = taken ? newKey() : record.school.key;
  const organisationId =
    founder.organisationId ??
    (await db.asSystem((tx) => foundOrganisation(tx, { name: record.school.name, personId, isGuest, at })));
  await db.as(personId, (tx) =>
    importRecord(tx, { organisationId, personId, at, record: { ...record, school: { ...record.school, key } } }),
  );
  return key;
}

/** A reference for a school that gave no URN. */
function newKey(): string {
  return `s${randomBytes(5).toString('hex')}`;
}

/** Changes a school's details. False where somebody else has changed them since. */
export async function changeSchool(
  tx: Transaction,
  ref: { organisationId: string; schoolId: string; version: number },
  before: NewSchool,
  after: NewSchool,
  by: { personId: string; at: Date },
): Promise<boolean> {
  if (!(await updateSchool(tx, ref, after, by.at))) return false;
  await recordChange(tx, {
    organisationId: ref.organisationId,
    schoolId: ref.schoolId,
    table: 'school',
    rowId: ref.schoolId,
    before: { ...before },
    after: { ...after },
    ...by,
  });
  return true;
}
