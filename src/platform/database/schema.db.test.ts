import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { DatabaseUnavailableError } from './connection.ts';
import { describeSchema } from './describe.ts';
import { migrate, readMigrations } from './migrate.ts';

/** The people's side: who belongs where. Its rows are kept apart by policies of their own. */
const NOT_TENANT = ['organisation', 'membership'];

onEachEngine('The schema', (open) => {
  let database: TestDatabase;
  const rows = async (sql: string) =>
    (await database.engine.withConnection((connection) => connection.query(sql, []))).rows;
  before(async () => {
    database = await open();
  });

  test('is what database/schema.sql says; if it should not be, run scripts/describe-schema.ts', async () => {
    const committed = readFileSync(new URL('../../../database/schema.sql', import.meta.url), 'utf8');
    const described = await database.engine.withConnection(describeSchema);
    assert.deepEqual(described.split('\n'), committed.split('\n').slice(3));
  });

  test('names the organisation first in the key of every table that has one, with row security forced', async () => {
    const tables = await rows(`
      select c.relname as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
        (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
          where i.indrelid = c.oid and i.indisprimary) as first_key,
        (select count(*) from pg_policy p where p.polrelid = c.oid) as policies
      from pg_class c join pg_attribute o on o.attrelid = c.oid and o.attname = 'organisation_id' and not o.attisdropped
      where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by c.relname`);
    assert.ok(tables.length >= 20);
    for (const { name, secured, forced, first_key, policies } of tables) {
      assert.deepEqual(
        { name, secured, forced, first_key, hasPolicies: Number(policies) > 0 },
        { name, secured: true, forced: true, first_key: 'organisation_id', hasPolicies: true },
      );
    }
  });

  test('refers to other rows of a school with the organisation in the key', async () => {
    const loose = await rows(`
      select conrelid::regclass::text as name, conname from pg_constraint k
      where contype = 'f' and connamespace = 'public'::regnamespace
        and not exists (select 1 from pg_attribute a where a.attrelid = k.conrelid and a.attnum = k.conkey[1] and a.attname = 'organisation_id')
        -- A run's owner is its organisation where it has one: '' is none that a row could name.
        and conname <> 'allocation_run_owner_id_fkey'
        and conrelid::regclass::text not in ('session', 'sign_in_link', 'calendar_feed')`);
    assert.deepEqual(
      loose.map(({ name, conname }) => `${String(name)} ${String(conname)}`).toSorted(),
      // People belong to no organisation: what is theirs goes with them.
      ['membership membership_person_id_fkey', 'saved_view saved_view_person_id_fkey'],
    );
  });

  test('keeps every school’s rows from whoever sees another school of the organisation only', async () => {
    const open = await rows(`
      select c.relname as name from pg_class c
        join pg_attribute o on o.attrelid = c.oid and o.attname = 'organisation_id' and not o.attisdropped
        join pg_attribute s on s.attrelid = c.oid and s.attname = 'school_id' and not s.attisdropped
      where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname <> 'membership'
        and not exists (select 1 from pg_policy p where p.polrelid = c.oid and not p.polpermissive
          and p.polname = c.relname || '_one_school')`);
    assert.deepEqual(open, [], 'a new table needs a policy like those in 0017-trust.sql');
  });

  test('gives no role a way around row security, and none owns a table', async () => {
    const roles = await rows(`
      select rolname as name, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin as mighty,
        (select count(*) from pg_class where relowner = r.oid and relnamespace = 'public'::regnamespace) as owned,
        (select count(*) from pg_auth_members where member = r.oid) as memberships
      from pg_roles r where rolname in ('cairn_app', 'cairn_link', 'cairn_system') order by rolname`);
    assert.deepEqual(roles, [
      { name: 'cairn_app', mighty: false, owned: 0, memberships: 0 },
      { name: 'cairn_link', mighty: false, owned: 0, memberships: 0 },
      { name: 'cairn_system', mighty: false, owned: 0, memberships: 0 },
    ]);
  });

  test('lets the system role reach no school’s rows', async () => {
    const granted = await rows(`
      select distinct table_name as name from information_schema.role_table_grants
      where grantee = 'cairn_system' and table_schema = 'public' order by 1`);
    const names = granted.map(({ name }) => String(name));
    assert.deepEqual(
      names,
      [
        // The installation's own runs, which no organisation has; see src/features/allocation/allocation.db.test.ts.
        'allocation_part',
        'allocation_round',
        'allocation_run',
        'allocation_task',
        'calendar_feed',
        'establishment',
        'job',
        ...NOT_TENANT.toReversed(),
        'person',
        'session',
        'sign_in_link',
      ].toSorted(),
    );
  });

  test('lets the role of links reach the links alone, and write only what a link is for', async () => {
    const granted = await rows(`
      select privilege_type || ' ' || table_name as name, string_agg(column_name, ' ' order by column_name) as columns
      from information_schema.role_column_grants
      where grantee = 'cairn_link' and table_schema = 'public' and privilege_type <> 'SELECT' and table_name <> 'change'
      group by 1 order by 1`);
    assert.deepEqual(granted, [
      { name: 'UPDATE answer_request', columns: 'sent_at sent_on version' },
      { name: 'UPDATE answer_request_item', columns: 'choice note saved_at version' },
    ]);
    const tables = await rows(`
      select distinct privilege_type || ' ' || table_name as name from information_schema.role_column_grants
      where grantee = 'cairn_link' and table_schema = 'public' order by 1`);
    assert.deepEqual(
      tables.map(({ name }) => name),
      [
        'INSERT change',
        'SELECT answer_request',
        'SELECT answer_request_item',
        'UPDATE answer_request',
        'UPDATE answer_request_item',
      ],
    );
  });

  test('lets the system role see who wants reminders, and neither their address nor what they are of', async () => {
    const granted = await rows(`
      select table_name || '.' || column_name as name from information_schema.role_column_grants
      where grantee = 'cairn_system' and privilege_type = 'SELECT' and table_name like 'reminder%' order by 1`);
    const columns = ['confirm_expires_at', 'confirm_hash', 'confirmed_at', 'organisation_id', 'person_id', 'school_id'];
    assert.deepEqual(
      granted.map(({ name }) => name),
      [...columns, 'stop_token', 'stopped_at'].map((column) => `reminder_choice.${column}`),
    );
  });

  test('is migrated once, and refuses a history that is not its own', async () => {
    assert.deepEqual(await migrate(database.engine), []);
    const [first, ...rest] = readMigrations();
    assert.ok(first);
    await assert.rejects(
      migrate(database.engine, [{ ...first, checksum: 'other' }, ...rest]),
      (error) => error instanceof DatabaseUnavailableError && error.message.includes(first.name),
    );
    await assert.rejects(migrate(database.engine, rest), /newer Cairn/);
  });

  test('undoes a migration that fails part of the way', async () => {
    const broken = { name: '9999-broken.sql', sql: 'create table half (id text); select 1/0;', checksum: 'x' };
    await assert.rejects(migrate(database.engine, [...readMigrations(), broken]));
    assert.deepEqual(await rows(`select to_regclass('half') as half`), [{ half: null }]);
  });
});
