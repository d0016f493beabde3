/** Reads a school's record out of the database: one statement, the shape of `SchoolRecord`. */
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { actualSchema, exceptionSchema } from '../../domain/actuals.ts';
import {
  answerSchema,
  budgetYearSchema,
  closureSchema,
  connectionSchema,
  contractSchema,
  equipmentSchema,
  evidenceSchema,
  quoteSchema,
  systemSchema,
  termSchema,
} from '../../domain/record.ts';
import { reaches, type LocalRuleSet } from '../../domain/local-rules.ts';
import type { Phase, SchoolRecord } from '../../domain/record.ts';
import type { PlainDate } from '../../domain/dates.ts';
import { NotFoundError } from '../../platform/web/index.ts';
import { columnOf, type SchoolScope, type Tables, type Transaction } from '../../platform/database/index.ts';

type Row = Record<string, unknown>;

/** The lists of a record, as the database gathers them. Dates come as 'YYYY-MM-DD', pence as numbers. */
interface Gathered {
  school: Row;
  contracts: Row[];
  systems: Row[];
  equipment: Row[];
  connections: Row[];
  answers: Row[];
  evidence: Row[];
  budgets: Row[];
  staff_days: Row[];
  terms: Row[];
  closures: Row[];
  bank_holidays: string[];
  governors_meetings: string[];
  quotes: Row[];
  locks: Row[];
  agreed: Row[];
  actuals: Row[];
  exceptions: Row[];
  local_rules: LocalRuleSet[];
}

/**
 * Everything that the school has written down, as one snapshot taken on `asAt`.
 * @throws {NotFoundError} where the transaction's person can see no such school.
 */
export async function readRecord(tx: Transaction, schoolId: string, asAt: PlainDate): Promise<SchoolRecord> {
  const found = await tx.selectFrom('school').select('organisation_id').where('id', '=', schoolId).executeTakeFirst();
  if (found === undefined) throw new NotFoundError();
  return toRecord(await gather(tx, { organisationId: found.organisation_id, schoolId }), asAt);
}

/** Lists of a record that lie in one table each, with the fields that are read of it. */
const LISTS = {
  contracts: ['contract', contractSchema.shape],
  systems: ['system', systemSchema.shape],
  equipment: ['equipment', equipmentSchema.shape],
  connections: ['connection', connectionSchema.shape],
  answers: ['answer', answerSchema.shape],
  evidence: ['evidence', evidenceSchema.shape],
  quotes: ['quote', quoteSchema.shape],
  actuals: ['plan_actual', actualSchema.shape],
  exceptions: ['accepted_gap', exceptionSchema.shape],
} as const;

export type RecordList = keyof typeof LISTS;

/** Some lists of a record, as {@link readRecord} reads them: where the rest is known, the rest need not be read again. */
export async function readLists<L extends RecordList>(
  tx: Transaction,
  scope: SchoolScope,
  names: readonly L[],
): Promise<Pick<SchoolRecord, L>> {
  if (names.length === 0) return {} as Pick<SchoolRecord, L>;
  const parts = names.map(
    (name) => sql`${rowsOf(scope, LISTS[name][0], sql`to_jsonb(t)`, sql`t.entered`)} as ${sql.id(name)}`,
  );
  const { rows } = await sql<Record<L, Row[]>>`select ${sql.join(parts)}`.execute(tx);
  const found = names.map((name) => [name, pickAll(rows[0]?.[name] ?? [], LISTS[name][1])]);
  return Object.fromEntries(found) as Pick<SchoolRecord, L>;
}

async function gather(tx: Transaction, scope: SchoolScope): Promise<Gathered> {
  const list = (table: keyof Tables): RawBuilder<Row[]> => rowsOf(scope, table, sql`to_jsonb(t)`, sql`t.entered`);
  const days = (table: keyof Tables): RawBuilder<string[]> => rowsOf(scope, table, sql`t.day`, sql`t.entered`);
  const { rows } = await sql<Gathered>`select
    (select to_jsonb(s) from school s where s.organisation_id = ${scope.organisationId} and s.id = ${scope.schoolId}) as school,
    ${list('contract')} as contracts, ${list('system')} as systems, ${list('equipment')} as equipment,
    ${list('connection')} as connections, ${list('answer')} as answers, ${list('evidence')} as evidence,
    ${list('budget_year')} as budgets,
    ${rowsOf(scope, 'staff_days', sql`to_jsonb(t)`, sql`t.term`)} as staff_days, ${list('term')} as terms,
    ${list('closure')} as closures, ${days('bank_holiday')} as bank_holidays,
    ${days('governors_meeting')} as governors_meetings, ${list('quote')} as quotes, ${list('plan_lock')} as locks,
    ${list('plan_agreed')} as agreed,
    ${list('plan_actual')} as actuals, ${list('accepted_gap')} as exceptions, ${localRulesOf(scope)} as local_rules`.execute(
    tx,
  );
  const gathered = rows[0];
  if (gathered === undefined) throw new NotFoundError();
  return gathered;
}

function rowsOf<T>(
  { organisationId, schoolId }: SchoolScope,
  table: keyof Tables,
  value: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
): RawBuilder<T[]> {
  return sql`(select coalesce(jsonb_agg(${value} order by ${order}), '[]') from ${sql.table(table)} t
    where t.organisation_id = ${organisationId} and t.school_id = ${schoolId})`;
}

/** The organisation's rules that are in force: they are no school's own. */
function localRulesOf({ organisationId }: SchoolScope): RawBuilder<LocalRuleSet[]> {
  return sql`(select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'by', t.set_by, 'asAt', t.as_at,
      'phases', t.phases, 'url', t.url, 'rules', t.rules) order by t.id), '[]')
    from local_rule_set t where t.organisation_id = ${organisationId} and t.withdrawn_at is null)`;
}

function toRecord(found: Gathered, asAt: PlainDate): SchoolRecord {
  const { school } = found;
  const closures = (kind: string) =>
    pickAll(
      found.closures.filter((row) => row['kind'] === kind),
      closureSchema.shape,
    );
  const starts = (rows: Row[]) => pickAll(rows, { needId: true, optionId: true, term: true });
  // Each list has its table's columns, whose checks are those of the schema: the compiler cannot see that.
  return {
    format: 'cairn.school/1',
    asAt,
    edition: school['edition'],
    school: {
      ...pick(school, { key: true, urn: true, name: true, phase: true, pupils: true, governance: true }),
      localAuthority: school['local_authority'],
      hasSixthForm: school['has_sixth_form'],
      sites: school['sites'],
      isExample: school['is_example'],
    },
    contracts: pickAll(found.contracts, contractSchema.shape),
    systems: pickAll(found.systems, systemSchema.shape),
    equipment: pickAll(found.equipment, equipmentSchema.shape),
    connections: pickAll(found.connections, connectionSchema.shape),
    answers: pickAll(found.answers, answerSchema.shape),
    evidence: pickAll(found.evidence, evidenceSchema.shape),
    limits: {
      budgets: pickAll(found.budgets, budgetYearSchema.shape),
      capitalCarriesForward: school['capital_carries_forward'],
      staffDaysPerTerm: school['staff_days_per_term'],
      staffDaysByTerm: Object.fromEntries(found.staff_days.map((row) => [row['term'], row['days']])),
      terms: pickAll(found.terms, termSchema.shape),
      holidays: closures('holiday'),
      bankHolidays: found.bank_holidays,
      governorsMeetings: found.governors_meetings,
      blackouts: closures('blackout'),
    },
    quotes: pickAll(found.quotes, quoteSchema.shape),
    locks: starts(found.locks),
    agreed: starts(found.agreed),
    actuals: pickAll(found.actuals, actualSchema.shape),
    exceptions: pickAll(found.exceptions, exceptionSchema.shape),
    localRules: found.local_rules.filter((set) => reaches(set, school['phase'] as Phase)),
  } as SchoolRecord;
}

function pickAll(rows: readonly Row[], fields: object): Row[] {
  return rows.map((row) => pick(row, fields));
}

function pick(row: Row, fields: object): Row {
  return Object.fromEntries(Object.keys(fields).map((field) => [field, row[columnOf(field)]]));
}

/** The keys of the example schools that the transaction's person may see. */
export async function listExampleKeys(tx: Transaction): Promise<Set<string>> {
  const rows = await tx.selectFrom('school').select('key').where('is_example', '=', true).execute();
  return new Set(rows.map(({ key }) => key));
}
