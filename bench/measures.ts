/** What benchmarks give back, and how it is printed. */

/** One thing measured, mostly beside another in the same run: then the ratio says more than either figure. */
export interface Measure {
  group: string;
  name: string;
  value: number;
  unit: string;
  /** What it was measured beside, in the same unit. */
  beside?: { name: string; value: number };
  note?: string;
}

/** The middle of some numbers; the mean of the two middle ones where their count is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The number that a part of them (0.95, say) do not pass: the 95th percentile by nearest rank. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

/** Value over what it was measured beside; null where it stands alone. */
export function ratioOf({ value, beside }: Measure): number | null {
  return beside === undefined || beside.value === 0 ? null : value / beside.value;
}

function figure(value: number): string {
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  return value >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
}

/** A plain text table, one heading for each group. */
export function asTable(measures: readonly Measure[]): string {
  const cells = measures.map((measure) => {
    const ratio = ratioOf(measure);
    return {
      group: measure.group,
      row: [
        measure.name,
        `${figure(measure.value)} ${measure.unit}`,
        measure.beside ? `${measure.beside.name} ${figure(measure.beside.value)} ${measure.unit}` : '',
        ratio === null ? '' : `ratio ${figure(ratio)}`,
        measure.note ?? '',
      ],
    };
  });
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...cells.map(({ row }) => row[column]?.length ?? 0)));
  const lines: string[] = [];
  let group = '';
  for (const cell of cells) {
    if (cell.group !== group) lines.push(...(group === '' ? [] : ['']), cell.group);
    group = cell.group;
    lines.push(`  ${cell.row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
  }
  return lines.join('\n');
}
