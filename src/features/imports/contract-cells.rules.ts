/** One row's cells → a contract's fields, with what could not be read and what was worked out. */
import { addDays, addMonths, daysBetween, formatDate } from '../../domain/dates.ts';
import type { Contract } from '../../domain/record.ts';
import {
  isUnread,
  readCount,
  readDate,
  readMoney,
  readMonths,
  readNotice,
  type Reading,
} from '../../domain/reading/index.ts';
import { cellReader, type CellsRead } from './cell-reader.rules.ts';
import { normaliseHeading, type ColumnMapping } from './columns.rules.ts';
import type { ContractTarget } from './contract-columns.ts';
import { readContractType, readHeading, readRenewal, readStatus } from './contract-words.rules.ts';

const LONGEST_TITLE = 500;

/** Reads the cells of one row by their columns' targets. */
export function readContractCells(cells: readonly string[], mapping: readonly ColumnMapping[]): CellsRead {
  const reader = cellReader(cells, mapping);
  const { unread, warnings } = reader;
  const fields: Partial<Contract> = {};
  const has = (target: ContractTarget): boolean => reader.text(target) !== null;
  const keep = (field: keyof Contract, target: ContractTarget, why: string): void => reader.keep(field, target, why);
  const take = <T>(
    target: ContractTarget,
    field: keyof Contract,
    read: (text: string, column: string) => Reading<T>,
  ): T | null => reader.take(target, field, read);

  const title = reader.takeText('title', LONGEST_TITLE);
  if (title !== null) fields.title = title;
  for (const target of ['supplier', 'reference', 'description', 'owner', 'notes'] as const)
    fields[target] = reader.takeText(target);
  fields.type = take('type', 'type', readContractType);
  fields.heading = take('heading', 'heading', readHeading);
  fields.annualCostPence = take('annualCostPence', 'annualCostPence', readAmount);
  fields.totalValuePence = take('totalValuePence', 'totalValuePence', readAmount);
  fields.earlyTerminationPence = take('earlyTerminationPence', 'earlyTerminationPence', readAmount);
  fields.startsOn = take('startsOn', 'startsOn', readDate);
  fields.noticeGivenOn = take('noticeGivenOn', 'noticeGivenOn', readDate);
  fields.endedOn = take('endedOn', 'endedOn', readDate);
  fields.renewalMonths = take('renewalMonths', 'renewalMonths', readMonths);
  fields.extensionMonths = take('extensionMonths', 'extensionMonths', readMonths);
  fields.leadInDays = take('leadInDays', 'leadInDays', readDays);
  fields.renewal = take('renewal', 'renewal', (text, column) => readRenewal(text, /auto|rolling/i.test(column)));
  fields.endsOn = endOf();
  const notice = take('notice', 'noticeCount', (text, column) => readNotice(text, unitOf(column)));
  if (notice !== null) Object.assign(fields, { noticeCount: notice.count, noticeUnit: notice.unit });
  else if (!has('notice')) noticeFromDate();
  statusOf();
  if (fields.startsOn && fields.endsOn && fields.endsOn < fields.startsOn) warnings.push('It ends before it starts.');
  return { fields, unread, warnings, links: reader.links };

  /** The end: with extensions taken where the file says so, else as written, else the day before it renews, else by its length. */
  function endOf(): string | null {
    const current = take('currentEndsOn', 'endsOn', readDate);
    const written = take('endsOn', 'endsOn', readDate);
    const renewsOn = take('renewsOn', 'endsOn', readDate);
    if (current !== null || written !== null) return current ?? written;
    if (renewsOn !== null) {
      warnings.push(`Its end is the day before it renews on ${formatDate(renewsOn)}.`);
      return addDays(renewsOn, -1);
    }
    if (!has('durationMonths') || has('currentEndsOn') || has('endsOn') || has('renewsOn')) return null;
    const months = take('durationMonths', 'endsOn', readMonths);
    if (months === null || months < 1 || months > 1200 || !fields.startsOn) return null;
    warnings.push(`Its end is worked out from its start and its length of ${months} months.`);
    return addDays(addMonths(fields.startsOn, months), -1);
  }

  /** Registers that keep the date by which to give notice, not the notice: the days between it and the end. */
  function noticeFromDate(): void {
    const by = take('noticeBy', 'noticeCount', readDate);
    if (by === null) return;
    if (!fields.endsOn)
      return keep('noticeCount', 'noticeBy', 'without an end date the notice cannot be counted from it');
    if (by > fields.endsOn) return keep('noticeCount', 'noticeBy', 'it is after the end of the contract');
    Object.assign(fields, { noticeCount: daysBetween(by, fields.endsOn), noticeUnit: 'days' });
    warnings.push(`Its notice is worked out from the date to give it by, ${formatDate(by)}.`);
  }

  function statusOf(): void {
    const written = reader.text('status');
    const status = written === null ? null : readStatus(written);
    if (status === 'notice-given' && !fields.noticeGivenOn) keep('noticeGivenOn', 'status', 'it does not say when');
    if (status !== 'ended' || fields.endedOn) return;
    if (!fields.endsOn) return keep('endedOn', 'status', 'it does not say when');
    fields.endedOn = fields.endsOn;
    warnings.push(`It is marked as “${written?.trim()}”, taken to be on its end date.`);
  }
}

/** Money, in thousands where the heading says so. */
function readAmount(text: string, column: string): Reading<number> {
  return readMoney(text, /£\s*0{3}s?\b|£\s*k\b|\(k\)|\bthousands?\b/i.test(column) ? 100_000 : 100);
}

/** Days, also written as weeks or months (of 30 days). */
function readDays(text: string, column: string): Reading<number> {
  const bare = readCount(text);
  if (!isUnread(bare)) {
    const factor = /month/i.test(column) ? 30 : /week/i.test(column) ? 7 : 1;
    return { value: bare.value === null ? null : bare.value * factor };
  }
  const period = readNotice(text);
  if (isUnread(period)) return period;
  return { value: period.value === null ? null : period.value.count * (period.value.unit === 'months' ? 30 : 1) };
}

/** What a bare number under this heading counts. */
function unitOf(column: string): 'months' | 'days' | null {
  const words = `${column} ${normaliseHeading(column)}`;
  if (/month/i.test(words)) return 'months';
  return /day/i.test(words) ? 'days' : null;
}
