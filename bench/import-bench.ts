/**
 * How fast a register of 50,000 rows comes in, as CSV and as a workbook, beside the bare parser with a bare bulk insert of the
 * same rows. Each runs in a process of its own, on a new data folder, so that its peak memory is its own.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import writeWorkbook from 'write-excel-file/node';
import { madeRegister } from './made-register.ts';
import { median } from './measures.ts';
import type { Measure } from './measures.ts';

const ROWS = 50_000;
const ROUNDS = 3;
const runner = fileURLToPath(new URL('import-run.ts', import.meta.url));

export interface ImportRun {
  seconds: number;
  /** Of all threads together. */
  processorSeconds: number;
  peakMegabytes: number;
  rows: number;
}

/** Rounds alternate, so that what else the machine does falls on both alike. */
export async function measureImports(rows = ROWS, rounds = ROUNDS): Promise<Measure[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'cairn-bench-'));
  try {
    const { csv, cells } = madeRegister(rows);
    const files = { csv: join(scratch, 'register.csv'), xlsx: join(scratch, 'register.xlsx') };
    writeFileSync(files.csv, csv);
    const typed = cells.map((row) => row.map((cell) => ({ value: cell, type: String })));
    writeFileSync(files.xlsx, await writeWorkbook(typed).toBuffer());
    const measures: Measure[] = [];
    for (const [kind, file] of Object.entries(files)) {
      const ours: ImportRun[] = [];
      const bare: ImportRun[] = [];
      for (let round = 0; round < rounds; round += 1) {
        bare.push(runOne('bare', file, join(scratch, `bare-${kind}-${round}`)));
        ours.push(runOne('import', file, join(scratch, `import-${kind}-${round}`)));
      }
      measures.push(...asMeasures(kind, rows, ours, bare));
    }
    return measures;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function runOne(what: 'bare' | 'import', file: string, folder: string): ImportRun {
  const printed = execFileSync(process.execPath, [runner, what, file, folder], { encoding: 'utf8' });
  rmSync(folder, { recursive: true, force: true });
  return JSON.parse(printed) as ImportRun;
}

function asMeasures(kind: string, rows: number, ours: readonly ImportRun[], bare: readonly ImportRun[]): Measure[] {
  const group = `Import of ${rows.toLocaleString('en-GB')} rows into the embedded database`;
  const parser = kind === 'csv' ? 'papaparse' : 'read-excel-file';
  const seconds = (runs: readonly ImportRun[]) => median(runs.map((run) => run.seconds));
  const processor = (runs: readonly ImportRun[]) => median(runs.map((run) => run.processorSeconds));
  const peak = (runs: readonly ImportRun[]) => median(runs.map((run) => run.peakMegabytes));
  return [
    {
      group,
      name: `${kind}: time`,
      value: seconds(ours),
      unit: 's',
      beside: { name: `${parser} + insert`, value: seconds(bare) },
      note: `${Math.round(rows / seconds(ours)).toLocaleString('en-GB')} rows/s; middle of ${ours.length}`,
    },
    {
      group,
      name: `${kind}: processor time`,
      value: processor(ours),
      unit: 's',
      beside: { name: `${parser} + insert`, value: processor(bare) },
      note: 'of all threads: what a busy machine does not change',
    },
    {
      group,
      name: `${kind}: peak memory`,
      value: peak(ours),
      unit: 'MB',
      beside: { name: `${parser} + insert`, value: peak(bare) },
    },
  ];
}
