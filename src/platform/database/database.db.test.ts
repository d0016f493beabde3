import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addPerson, addSchool, TEST_NOW } from '../../../test/people.ts';
import { SqlError } from './connection.ts';
import { insertRows, recordChange } from './index.ts';
import type { Tables } from './index.ts';

const REFUSED = (error: unknown): boolean => error instanceof SqlError && error.sqlState === '42501';

onEachEngine('The database', (open) => {
  let database: TestDatabase;
  let owner: { personId: string; organisationId: string };
  let schoolId: string;
  before(async () => {
    database = await open();
    owner = await addPerson(database.db);
    ({ schoolId } = await addSchool(database.db, owner, {
      contracts: [{ id: 'c1', title: 'Broadband' }] as never,
      limits: { bankHolidays: ['2026-12-25'] } as never,
    }));
  });

  describe('keeps schools apart', () => {
    const tenantTables = async (): Promise<(keyof Tables)[]> => {
      const { rows } = await database.engine.withConnection((connection) =>
        connection.query(
          `select table_name as name from information_schema.columns
            where table_schema = 'public' and column_name = 'organisation_id' order by 1`,
          [],
        ),
      );
      return rows.map(({ name }) => name as keyof Tables);
    };
    const visible = (personId: string, table: keyof Tables): Promise<number> =>
      database.db.as(personId, async (tx) => {
        const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(tx);
        return rows[0]?.n ?? -1;
      });

    test('no row of any table is there for a person without membership, or for nobody', async () => {
      const stranger = await addMember(database.db, (await addPerson(database.db)).organisationId, 'administrator');
      for (const table of await tenantTables()) {
        const expected = table === 'organisation' || table === 'membership' ? 1 : 0;
        assert.equal(await visible(stranger, table), expected, table);
        assert.equal(await visible('', table), 0, table);
        assert.equal(await visible('no-such-person', table), 0, table);
      }
      assert.equal(await visible(owner.personId, 'contract'), 1);
    });

    test('a row cannot be written into another’s organisation, or moved there', async () => {
      const other = await addPerson(database.db);
      const row = { organisation_id: owner.organisationId, school_id: schoolId, day: '2027-01-01' };
      await assert.rejects(
        database.db.as(other.personId, (tx) => insertRows(tx, 'bank_holiday', [row])),
        REFUSED,
      );
      await addSchool(database.db, other, { contracts: [{ id: 'mine', title: 'Mine' }] as never });
      const move = database.db.as(other.personId, (tx) =>
        tx.updateTable('contract').set({ organisation_id: owner.organisationId, school_id: schoolId }).execute(),
      );
      await assert.rejects(move, REFUSED);
    });

    test('a reader reads and writes nothing; an editor writes', async () => {
      const reader = await addMember(database.db, owner.organisationId, 'reader');
      const editor = await addMember(database.db, owner.organisationId, 'editor');
      assert.equal(await visible(reader, 'contract'), 1);
      const rename = (personId: string) =>
        database.db.as(personId, (tx) =>
          tx.updateTable('contract').set({ title: 'Line' }).where('id', '=', 'c1').executeTakeFirst(),
        );
      assert.equal((await rename(reader)).numUpdatedRows, 0n);
      assert.equal((await rename(editor)).numUpdatedRows, 1n);
      const row = { organisation_id: owner.organisationId, school_id: schoolId, day: '2027-01-02' };
      await assert.rejects(
        database.db.as(reader, (tx) => insertRows(tx, 'bank_holiday', [row])),
        REFUSED,
      );
    });

    test('nobody makes themselves a member, and sessions and links are out of reach', async () => {
      const other = await addPerson(database.db);
      const join = database.db.as(other.personId, (tx) =>
        tx
          .insertInto('membership')
          .values({
            organisation_id: owner.organisationId,
            person_id: other.personId,
            role: 'reader',
            created_at: TEST_NOW,
          })
          .execute(),
      );
      await assert.rejects(join, REFUSED);
      for (const table of ['session', 'sign_in_link'] as const)
        await assert.rejects(visible(other.personId, table), REFUSED);
    });

    test('colleagues’ names are seen, strangers’ are not, and addresses of mail never', async () => {
      const stranger = await addPerson(database.db, 'Stranger');
      const names = await database.db.as(owner.personId, (tx) =>
        tx.selectFrom('person').select(['id', 'name']).execute(),
      );
      assert.ok(names.some(({ name }) => name === 'A reader'));
      assert.ok(!names.some(({ id }) => id === stranger.personId));
      await assert.rejects(
        database.db.as(owner.personId, (tx) => tx.selectFrom('person').select('email').execute()),
        REFUSED,
      );
    });

    test('the system reaches no school, and removes no organisation but a visitor’s', async () => {
      await assert.rejects(
        database.db.asSystem((tx) => tx.selectFrom('school').selectAll().execute()),
        REFUSED,
      );
      const removed = await database.db.asSystem((tx) => tx.deleteFrom('organisation').executeTakeFirst());
      assert.equal(removed.numDeletedRows, 0n);
    });

    test('who a transaction is for ends with it', async () => {
      await database.db.as(owner.personId, async () => undefined);
      const { rows } = await database.engine.withConnection((connection) =>
        connection.query(`select current_setting('cairn.person', true) as person, current_user as role`, []),
      );
      assert.equal(rows[0]?.['person'] ?? '', '');
      assert.notEqual(rows[0]?.['role'], 'cairn_app');
    });
  });

  describe('keeps history', () => {
    const change = () => ({
      organisationId: owner.organisationId,
      schoolId,
      table: 'contract',
      rowId: 'c1',
      before: { title: 'A' },
      after: { title: 'B' },
      personId: owner.personId,
      at: TEST_NOW,
    });

    test('that can be added to and read', async () => {
      await database.db.as(owner.personId, (tx) => recordChange(tx, change()));
      const [latest] = await database.db.as(owner.personId, (tx) =>
        tx.selectFrom('change').selectAll().where('row_id', '=', 'c1').orderBy('id', 'desc').execute(),
      );
      assert.deepEqual([latest?.before, latest?.after, latest?.at], [{ title: 'A' }, { title: 'B' }, TEST_NOW]);
    });

    test('that nobody writes in another’s name', async () => {
      const editor = await addMember(database.db, owner.organisationId, 'editor');
      await assert.rejects(
        database.db.as(editor, (tx) => recordChange(tx, change())),
        REFUSED,
      );
    });

    test('that is never altered, not even by the owner of the tables', async () => {
      for (const statement of [`update change set row_id = 'x'`, 'delete from change', 'truncate change']) {
        await assert.rejects(
          database.db.as(owner.personId, (tx) => sql.raw(statement).execute(tx)),
          REFUSED,
          statement,
        );
      }
      const asOwner = (statement: string) =>
        database.engine.withConnection(async (connection) => {
          await connection.script('alter table change no force row level security');
          try {
            await connection.script(statement);
          } finally {
            await connection.script('alter table change force row level security');
          }
        });
      for (const statement of [`update change set row_id = 'x'`, 'delete from change', 'truncate change']) {
        await assert.rejects(asOwner(statement), /append-only/, statement);
      }
    });
  });

  describe('runs transactions', () => {
    test('that are undone when the work throws', async () => {
      const attempt = database.db.as(owner.personId, async (tx) => {
        await tx.deleteFrom('contract').execute();
        throw new Error('no');
      });
      await assert.rejects(attempt, /^Error: no$/);
      const left = await database.db.as(owner.personId, (tx) => tx.selectFrom('contract').select('id').execute());
      assert.equal(left.length, 1);
    });

    test('of which one inside another is refused, and one after another is not', async () => {
      const nested = database.db.asSystem(() => database.db.asSystem(async () => undefined));
      await assert.rejects(nested, /already open/);
      const later = await database.db.asSystem(async () => ({ run: () => database.db.asSystem(async () => 'later') }));
      assert.equal(await later.run(), 'later');
    });

    test('many at once', async () => {
      const all = Array.from({ length: 25 }, (_, n) =>
        database.db.as(owner.personId, async (tx) => {
          await insertRows(tx, 'bank_holiday', [
            {
              organisation_id: owner.organisationId,
              school_id: schoolId,
              day: `2028-01-${String(n + 1).padStart(2, '0')}`,
            },
          ]);
          const found = await tx.selectFrom('bank_holiday').select('day').where('day', '>=', '2028-01-01').execute();
          return found.length;
        }),
      );
      const counts = await Promise.all(all);
      assert.ok(Math.max(...counts) <= 25);
    });
  });

  describe('gives the same values on every engine', () => {
    test('out', async () => {
      const { rows } = await database.db.asSystem((tx) =>
        sql`select date '2026-03-29' as day, date '2026-10-25' as autumn, 9007199254740991::bigint as large, 7::smallint as small,
          count(*) as counted, 12.50::numeric as exact, 0.5::float8 as half, true as yes, null::date as nothing, 'é’' as words,
          '{"a":[1,null,"x"]}'::jsonb as data, '[]'::json as list, timestamptz '2026-06-30 23:30:00+01' as instant,
          timestamptz '1926-11-24 09:00:00.123456+05:30' as odd`.execute(tx),
      );
      assert.deepEqual(rows, [
        {
          day: '2026-03-29',
          autumn: '2026-10-25',
          large: 9_007_199_254_740_991,
          small: 7,
          counted: 1,
          exact: '12.50',
          half: 0.5,
          yes: true,
          nothing: null,
          words: 'é’',
          data: { a: [1, null, 'x'] },
          list: [],
          instant: new Date('2026-06-30T22:30:00Z'),
          odd: new Date('1926-11-24T03:30:00.123Z'),
        },
      ]);
    });

    test('in', async () => {
      const { rows } = await database.db.asSystem((tx) =>
        sql`select ${'2026-03-29'}::date as day, ${9_007_199_254_740_991}::bigint as large, ${true}::boolean as yes,
          ${false}::boolean as no, ${null}::text as nothing, ${{ a: ["'", '"', '\\'] }}::jsonb as data, ${[1, 2]}::jsonb as list,
          ${new Date('2026-10-25T01:30:00Z')}::timestamptz as instant, ${'O’Neill; drop table x --'}::text as words`.execute(
          tx,
        ),
      );
      assert.deepEqual(rows, [
        {
          day: '2026-03-29',
          large: 9_007_199_254_740_991,
          yes: true,
          no: false,
          nothing: null,
          data: { a: ["'", '"', '\\'] },
          list: [1, 2],
          instant: new Date('2026-10-25T01:30:00Z'),
          words: 'O’Neill; drop table x --',
        },
      ]);
    });

    test('and the same errors', async () => {
      const clash = database.db.as(owner.personId, (tx) =>
        insertRows(tx, 'bank_holiday', [
          { organisation_id: owner.organisationId, school_id: schoolId, day: '2026-12-25' },
        ]),
      );
      await assert.rejects(
        clash,
        (error) =>
          error instanceof SqlError &&
          error.sqlState === '23505' &&
          error.constraint === 'bank_holiday_pkey' &&
          error.table === 'bank_holiday',
      );
      const zone = await database.db.asSystem((tx) =>
        sql`select current_setting('TimeZone') is not null as ok`.execute(tx),
      );
      assert.deepEqual(zone.rows, [{ ok: true }]);
    });
  });
});
