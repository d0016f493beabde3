/**
 * One import in a process of its own: `node import-run.ts import|bare FILE FOLDER`. Prints seconds from opening the file to
 * the commit, the processor's seconds of all threads, and the peak memory of the process.
 */
import { createReadStream, readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import Papa from 'papaparse';
import readWorkbook from 'read-excel-file/node';
import { recordSchema } from '../src/domain/record.ts';
import { contractImport, importAtOnce, openImportTable } from '../src/features/imports/index.ts';
import { ensureOperator, foundOrganisation } from '../src/features/people/index.ts';
import { importRecord } from '../src/features/schools/index.ts';
import { insertRows, openDatabase, type SchoolScope, type Transaction } from '../src/platform/database/index.ts';
import type { ImportRun } from './import-bench.ts';

const [what = '', file = '', folder = ''] = process.argv.slice(2);
const now = new Date('2026-11-24T09:00:00Z');

const db = await openDatabase({ databaseUrl: null, dataDir: folder });
const { personId } = await db.asSystem((tx) => ensureOperator(tx, now));
const organisationId = await db.asSystem((tx) => foundOrganisation(tx, { name: 'Bench', personId, at: now }));
const record = recordSchema.parse({
  format: 'cairn.school/1',
  asAt: '2026-11-24',
  edition: '2026-09',
  school: { key: 'bench', urn: null, name: 'Bench', phase: 'primary', pupils: 1, governance: 'maintained' },
});
const { schoolId } = await db.as(personId, (tx) => importRecord(tx, { personId, organisationId, record, at: now }));
const scope = { organisationId, schoolId };

const start = performance.now();
const cpu = process.cpuUsage();
const rows = await db.as(personId, (tx) => (what === 'bare' ? bare(tx, scope) : imported(tx, scope)));
const seconds = (performance.now() - start) / 1000;
const used = process.cpuUsage(cpu);
await db.close();
const run: ImportRun = {
  seconds,
  processorSeconds: (used.user + used.system) / 1e6,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
  rows,
};
process.stdout.write(JSON.stringify(run));

/** What Cairn does: the same as its command. */
async function imported(tx: Transaction, to: SchoolScope): Promise<number> {
  const acting = { tx, scope: to, personId, now };
  const table = await openImportTable(contractImport, createReadStream(file), basename(file));
  return (await importAtOnce(acting, contractImport, table)).counts.added;
}

/** The least that gets the same contracts in: parse, turn dates and pounds around, insert in bulk. Nothing is checked or kept. */
async function bare(tx: Transaction, to: SchoolScope): Promise<number> {
  let count = 0;
  for (const cells of pieces((await parsed()).slice(1), 2_000)) {
    count += cells.length;
    await insertRows(
      tx,
      'contract',
      cells.map((row) => ({
        organisation_id: to.organisationId,
        school_id: to.schoolId,
        id: randomUUID(),
        title: row[0],
        supplier: row[1],
        reference: row[2],
        description: row[3],
        annual_cost_pence: Math.round(Number((row[4] ?? '').replace(/[£,]/g, '')) * 100),
        starts_on: dayOf(row[5]),
        ends_on: dayOf(row[6]),
        notice_count: Number.parseInt(row[7] ?? '', 10),
        notice_unit: 'months',
        renewal: row[8] === 'Yes' ? 'automatic' : 'none',
        owner: row[9],
        notes: row[10] === '' ? null : row[10],
        unread: {},
        sources: {},
        version: 1,
        created_at: now.toISOString(),
        updated_at: now.toISOString(),
      })),
    );
  }
  return count;
}

async function parsed(): Promise<string[][]> {
  if (file.endsWith('.csv')) return Papa.parse<string[]>(readFileSync(file, 'utf8'), { skipEmptyLines: true }).data;
  const [sheet] = await readWorkbook(file);
  return (sheet?.data ?? []).map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
}

function dayOf(text = ''): string {
  return text.split('/').toReversed().join('-');
}

function* pieces<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size);
}
