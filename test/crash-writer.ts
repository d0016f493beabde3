/**
 * The process that test/crash.db.test.ts kills: `node crash-writer.ts FOLDER`. It says which rows it found, then writes
 * rows numbered upwards, each in a transaction of its own, and says a number only once the database has acknowledged it.
 */
import { writeSync } from 'node:fs';
import { sql } from 'kysely';
import { openDatabase } from '../src/platform/database/index.ts';

const folder = process.argv[2] ?? '';
const say = (line: string): void => void writeSync(1, `${line}\n`);

const db = await openDatabase({ dataDir: folder, databaseUrl: null }).catch((error: Error) => {
  writeSync(2, `${error.message}\n`);
  process.exit(1);
});
const found = await db.asSystem(async (tx) => {
  const rows = await tx.selectFrom('establishment').select(['urn', 'name']).orderBy('urn').execute();
  // Read the table itself too, not only its index.
  const { rows: counted } = await sql<{ n: number }>`select count(*) as n from establishment where name <> ''`.execute(
    tx,
  );
  return { last: Number(rows.at(-1)?.urn ?? 100_000) - 100_000, rows: rows.length, counted: counted[0]?.n ?? -1 };
});
say(`found ${found.rows} ${found.last} ${found.counted}`);
if (process.argv[3] === 'look') {
  await db.close();
  process.exit(0);
}
for (let n = found.last + 1; ; n++) {
  const row = { urn: String(100_000 + n), name: 'A school of the crash test '.repeat(20) };
  await db.asSystem((tx) => tx.insertInto('establishment').values(row).execute());
  say(`saved ${n}`);
}
