/** What the school still has. Equipment that has been disposed of stays in the register, and counts for nothing any more. */
import type { PlainDate } from './dates.ts';
import type { Equipment, SchoolRecord } from './record.ts';

/** What registers write of a thing that they have no more, or use no more. */
const GONE =
  /\b(?:retired|disposed|disposal|scrapped|sold|written[\s-]*off|wrote off|archived|decommissioned|deprovisioned|lost|stolen|recycled|donated away|returned to (?:lessor|supplier)|removed|inactive|not in use|no longer)\b/i;

/** True where a text says that a thing is gone, whether or not it says since when ("Retired", "sold 2019"). */
export function saysGone(text: string): boolean {
  return GONE.test(text);
}

/**
 * False from the day of its disposal on; and always where the register says that it is gone and not since when, because it
 * was gone when that was written.
 */
export function isInUse({ disposedOn, unread }: Pick<Equipment, 'disposedOn' | 'unread'>, day: PlainDate): boolean {
  return disposedOn === null ? !saysGone(unread['disposedOn'] ?? '') : disposedOn > day;
}

/** The record with only the equipment that is in use on a day; the same record where that is all of it. */
export function inUseOn(record: SchoolRecord, day: PlainDate): SchoolRecord {
  if (record.equipment.every((item) => isInUse(item, day))) return record;
  return { ...record, equipment: record.equipment.filter((item) => isInUse(item, day)) };
}
