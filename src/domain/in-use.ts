/** What the school still has. Equipment that has been disposed of stays in the register, and counts for nothing any more. */
import type { PlainDate } from './dates.ts';
import type { Equipment, SchoolRecord } from './record.ts';

/** False from the day of its disposal on. */
export function isInUse({ disposedOn }: Pick<Equipment, 'disposedOn'>, day: PlainDate): boolean {
  return disposedOn === null || disposedOn > day;
}

/** The record with only the equipment that is in use on a day; the same record where that is all of it. */
export function inUseOn(record: SchoolRecord, day: PlainDate): SchoolRecord {
  if (record.equipment.every((item) => isInUse(item, day))) return record;
  return { ...record, equipment: record.equipment.filter((item) => isInUse(item, day)) };
}
