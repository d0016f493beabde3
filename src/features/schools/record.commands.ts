/** Writes a whole record into the database: a school file, or an example. */
import { randomUUID } from 'node:crypto';
import type { SchoolRecord } from '../../domain/record.ts';
import { columnOf, insertRows, recordChange } from '../../platform/database/index.ts';
import type { Transaction } from '../../platform/database/index.ts';
import { ConflictError } from '../../platform/web/index.ts';

export interface RecordImport {
  organisationId: string;
  personId: string;
  record: SchoolRecord;
  at: Date;
}

type Row = Record<string, unknown>;

/** The file names something that it does not hold, or holds the same id twice. The message says what and where. */
export class RecordReferenceError extends Error {
  readonly code = 'record.reference';
}

/**
 * Adds a school with everything in the record. Ids inside it stay as they are.
 * @throws {ConflictError} where the organisation already has a school of that key.
 * @throws {RecordReferenceError} where the record does not hang together.
 */
export async function importRecord(
  tx: Transaction,
  { organisationId, personId, record, at }: RecordImport,
): Promise<{ schoolId: string }> {
  requireWhole(record);
  const schoolId = randomUUID();
  const { school, limits } = record;
  const taken = await tx
    .selectFrom('school')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('key', '=', school.key)
    .executeTakeFirst();
  if (taken !== undefined) throw new ConflictError(`There is already a school with the reference ${school.key}.`);

  await tx
    .insertInto('school')
    .values({
      organisation_id: organisationId,
      id: schoolId,
      key: school.key,
      urn: school.urn,
      name: school.name,
      phase: school.phase,
      pupils: school.pupils,
      governance: school.governance,
      local_authority: school.localAuthority,
      has_sixth_form: school.hasSixthForm,
      sites: school.sites,
      is_example: school.isExample,
      edition: record.edition,
      capital_carries_forward: limits.capitalCarriesForward,
      staff_days_per_term: limits.staffDaysPerTerm,
      created_at: at,
      updated_at: at,
    })
    .execute();

  const scope = { organisation_id: organisationId, school_id: schoolId };
  const dated = { created_at: at.toISOString(), updated_at: at.toISOString() };
  const rows = <T extends object>(list: readonly T[], extra: Row = {}): Row[] =>
    list.map((item) => ({ ...scope, ...toColumns(item), ...extra }));
  await insertRows(tx, 'contract', rows(record.contracts, dated));
  await insertRows(tx, 'equipment', rows(record.equipment, dated));
  await insertRows(tx, 'system', rows(record.systems, dated));
  await insertRows(tx, 'connection', rows(record.connections, dated));
  await insertRows(tx, 'answer', rows(record.answers, { updated_at: at.toISOString() }));
  await insertRows(tx, 'evidence', rows(record.evidence, dated));
  await insertRows(tx, 'budget_year', rows(limits.budgets));
  const staffDays = Object.entries(limits.staffDaysByTerm).map(([term, days]) => ({ term, days }));
  await insertRows(tx, 'staff_days', rows(staffDays));
  await insertRows(tx, 'term', rows(limits.terms));
  const closures = [
    ...limits.holidays.map((closure) => ({ kind: 'holiday', ...closure })),
    ...limits.blackouts.map((closure) => ({ kind: 'blackout', ...closure })),
  ];
  await insertRows(tx, 'closure', rows(closures.map((closure) => ({ id: randomUUID(), ...closure }))));
  await insertRows(tx, 'bank_holiday', rows(limits.bankHolidays.map((day) => ({ day }))));
  await insertRows(tx, 'governors_meeting', rows(limits.governorsMeetings.map((day) => ({ day }))));
  await insertRows(tx, 'quote', rows(record.quotes));
  await insertRows(tx, 'plan_lock', rows(record.locks));
  await insertRows(tx, 'plan_agreed', rows(record.agreed));
  await insertRows(tx, 'plan_actual', rows(record.actuals, dated));
  await insertRows(tx, 'accepted_gap', rows(record.exceptions, dated));
  await keepLocalRules(tx, record.localRules, { organisationId, personId, at });

  await recordChange(tx, {
    organisationId,
    schoolId,
    table: 'school',
    rowId: schoolId,
    before: null,
    after: { ...school },
    personId,
    at,
  });
  return { schoolId };
}

/**
 * Local rules come with a school's file. They are the organisation's: where it has a set of that id already, its own stands.
 */
async function keepLocalRules(
  tx: Transaction,
  sets: SchoolRecord['localRules'],
  { organisationId, personId, at }: Omit<RecordImport, 'record'>,
): Promise<void> {
  if (sets.length === 0) return;
  const there = await tx
    .selectFrom('local_rule_set')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .execute();
  const known = new Set(there.map(({ id }) => id));
  const added = sets.filter(({ id }) => !known.has(id));
  const rows = added.map(({ by, asAt, ...set }) => ({
    ...set,
    organisation_id: organisationId,
    set_by: by,
    as_at: asAt,
    created_at: at.toISOString(),
    updated_at: at.toISOString(),
  }));
  await insertRows(tx, 'local_rule_set', rows);
  for (const { id, ...after } of added) {
    const table = 'local_rule_set';
    await recordChange(tx, { organisationId, schoolId: null, table, rowId: id, before: null, after, personId, at });
  }
}

function toColumns(item: object): Row {
  return Object.fromEntries(Object.entries(item).map(([field, value]) => [columnOf(field), value as unknown]));
}

/** Said in words here, because the database would only name a broken key. */
function requireWhole(record: SchoolRecord): void {
  const contracts = distinct(
    'contract',
    record.contracts.map(({ id }) => id),
  );
  const equipment = distinct(
    'equipment',
    record.equipment.map(({ id }) => id),
  );
  distinct(
    'system',
    record.systems.map(({ id }) => id),
  );
  distinct(
    'connection',
    record.connections.map(({ id }) => id),
  );
  distinct(
    'answer',
    record.answers.map(({ questionId }) => questionId),
  );
  distinct(
    'evidence',
    record.evidence.map(({ id }) => id),
  );
  distinct(
    'budget',
    record.limits.budgets.map(({ year }) => year),
  );
  distinct(
    'term',
    record.limits.terms.map(({ id }) => id),
  );
  distinct('bank holiday', record.limits.bankHolidays);
  distinct('governors’ meeting', record.limits.governorsMeetings);
  distinct(
    'quote',
    record.quotes.map(({ optionId }) => optionId),
  );
  distinct(
    'lock',
    record.locks.map(({ needId }) => needId),
  );
  distinct(
    'accepted gap',
    record.exceptions.map(({ requirementId, needId }) => requirementId ?? needId ?? ''),
  );
  distinct(
    'accepted gap',
    record.exceptions.map(({ id }) => id),
  );
  distinct(
    'item on its way',
    record.actuals.flatMap(({ needId, state }) => (state === 'ordered' || state === 'started' ? (needId ?? []) : [])),
  );
  distinct(
    'recorded item',
    record.actuals.map(({ id }) => id),
  );
  distinct(
    'set of local rules',
    record.localRules.map(({ id }) => id),
  );
  distinct(
    'agreed start',
    record.agreed.map(({ needId }) => needId),
  );
  for (const { name, contractId, equipmentId } of record.systems) {
    requireKnown(`The system “${name}”`, 'contract', contractId, contracts);
    requireKnown(`The system “${name}”`, 'piece of equipment', equipmentId, equipment);
  }
  for (const { name, contractId, routerId } of record.connections) {
    requireKnown(`The connection “${name}”`, 'contract', contractId, contracts);
    requireKnown(`The connection “${name}”`, 'piece of equipment', routerId, equipment);
  }
  for (const { name, contractId } of record.equipment) {
    requireKnown(`The equipment “${name}”`, 'contract', contractId, contracts);
  }
}

function distinct(what: string, ids: readonly string[]): Set<string> {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) throw new RecordReferenceError(`The file has “${id}” twice as ${what}.`);
    seen.add(id);
  }
  return seen;
}

function requireKnown(who: string, what: string, id: string | null, known: ReadonlySet<string>): void {
  if (id !== null && !known.has(id)) {
    throw new RecordReferenceError(`${who} names the ${what} “${id}”, which the file does not hold.`);
  }
}
