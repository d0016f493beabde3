/** Ending a contract, and taking that back. Adding, changing and removing are what every register does. */
import type { PlainDate } from '../../domain/dates.ts';
import { changeItem, type Acting, type ChangeResult } from '../registers/index.ts';
import { contractRegister } from './contracts.register.ts';

/** Marks a contract as ended (or to end) on a day. Stale where someone changed it since `version`. */
export function endContract(acting: Acting, id: string, version: number, endedOn: PlainDate): Promise<ChangeResult> {
  return changeItem(acting, contractRegister, id, version, { endedOn });
}

/** Writes down the day on which notice was given; null takes it back. Stale where someone changed it since `version`. */
export function recordNotice(
  acting: Acting,
  id: string,
  version: number,
  noticeGivenOn: PlainDate | null,
): Promise<ChangeResult> {
  return changeItem(acting, contractRegister, id, version, { noticeGivenOn });
}

/** Takes the mark back. */
export function undoEndOfContract(acting: Acting, id: string, version: number): Promise<ChangeResult> {
  return changeItem(acting, contractRegister, id, version, { endedOn: null });
}
