/** Money is whole pence, as a safe integer. Ranges stand for prices that are not quotes yet. */

/** Whole pence; negative for a saving. */
export type Pence = number;

/** A price that may lie anywhere between two amounts, both included. */
export interface PenceRange {
  lowPence: Pence;
  highPence: Pence;
}

/** "£12,300", "£12,300.50", "-£40". Pence are shown only where they are not nought. */
export function formatPence(pence: Pence): string {
  const sign = pence < 0 ? '-' : '';
  const whole = Math.abs(pence);
  const pounds = Math.floor(whole / 100).toLocaleString('en-GB');
  const rest = whole % 100;
  return `${sign}£${pounds}${rest ? `.${String(rest).padStart(2, '0')}` : ''}`;
}

/** "£12,301": to the nearest pound, for sums of prices that are ranges anyway. */
export function formatPounds(pence: Pence): string {
  return formatPence(Math.round(pence / 100) * 100);
}

/** "£4,000 to £6,500" in whole pounds, or one amount where both ends are the same. */
export function formatPoundsRange({ lowPence, highPence }: PenceRange): string {
  const [low, high] = [formatPounds(lowPence), formatPounds(highPence)];
  return low === high ? low : `${low} to ${high}`;
}

/** "£4,000 to £6,500", or one amount where both ends are the same. */
export function formatPenceRange(range: PenceRange): string {
  if (range.lowPence === range.highPence) return formatPence(range.lowPence);
  return `${formatPence(range.lowPence)} to ${formatPence(range.highPence)}`;
}

/** The middle of a range, in whole pence, rounded to the nearest pound: what the planner counts with. */
export function midPence(range: PenceRange): Pence {
  return Math.round((range.lowPence + range.highPence) / 200) * 100;
}

/** Adds ranges end by end. */
export function addRanges(...ranges: PenceRange[]): PenceRange {
  return {
    lowPence: ranges.reduce((sum, range) => sum + range.lowPence, 0),
    highPence: ranges.reduce((sum, range) => sum + range.highPence, 0),
  };
}
