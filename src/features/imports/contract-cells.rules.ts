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
  readYesNo,
  unread as unreadText,
  type NoticePeriod,
  type Reading,
} from '../../domain/reading/index.ts';
import { readPoundsByYear } from '../../ui/forms/index.ts';
import { contractFields } from '../contracts/index.ts';
import { cellReader, type CellsRead } from './cell-reader.rules.ts';
import { normaliseHeading, type ColumnMapping } from './columns.rules.ts';
import { readChoice } from './choice-words.rules.ts';
import type { ContractTarget } from './contract-columns.ts';
import { readContractType, readHeading, readRenewal, readStatus } from './contract-words.rules.ts';

const LONGEST_TITLE = 500;

const texts = [
  'supplier',
  'supplierContact',
  'reference',
  'description',
  'noticeTo',
  'earlyTerminationTerms',
  'exitPlan',
  'bundledServices',
  'frameworkName',
  'documents',
  'owner',
  'notes',
] as const;
const yesNos = ['isLease', 'personalData', 'relatedParty'] as const;
const choices = ['vat', 'noticeMethod', 'howBought'] as const;

/** What files write for our choices beside their own words: the first pattern that fits decides. */
const choiceWords: Record<(typeof choices)[number], [RegExp, string][]> = {
  vat: [
    [/^(?:ex|exc|excl|excludes|excluding|without|net|plus|no)\b|\+/i, 'excluded'],
    [/^(?:inc|incl|includes|including|with|gross|yes)\b/i, 'included'],
    [/exempt|zero|outside|not charged/i, 'none'],
  ],
  noticeMethod: [
    [/recorded|signed for|special delivery/i, 'recorded-post'],
    [/e-?mail/i, 'email'],
    [/letter|post|writ(?:ten|ing)/i, 'letter'],
    [/portal|online|website/i, 'portal'],
  ],
  howBought: [
    [/framework|g-?cloud|\bdps\b|catalogue/i, 'framework'],
    [/tender|\bitt\b|competition/i, 'tender'],
    [/(?:[2-9]|two|three|several|multiple|written)\b.*quot|quotes|quotations/i, 'quotes'],
    [/direct award|waiver|single|one quot|quot/i, 'single-quote'],
    [/trust|\bmat\b|local authority|council|\bla\b/i, 'trust-or-authority'],
  ],
};

function choiceReader(field: (typeof choices)[number]): (text: string) => Reading<string> {
  const known = contractFields.find(({ name }) => name === field)?.choices ?? [];
  return (text) => readChoice(text, known, choiceWords[field]);
}

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
  for (const target of texts) fields[target] = reader.takeText(target);
  for (const target of yesNos) fields[target] = take(target, target, readYesNo);
  for (const target of choices) Object.assign(fields, { [target]: take(target, target, choiceReader(target)) });
  for (const target of ['extensionsTaken', 'extensionsLeft'] as const) fields[target] = take(target, target, readCount);
  fields.oneOffCostPence = take('oneOffCostPence', 'oneOffCostPence', readAmount);
  fields.cashByYear = take('cashByYear', 'cashByYear', readCashByYear);
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

/** Lines such as "2026-27: £1,200", also divided by semicolons. */
function readCashByYear(text: string): Reading<Record<string, number>> {
  const read = readPoundsByYear(text);
  return 'mend' in read ? unreadText(text, read.mend) : read;
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
  if (period.value === null) return { value: null };
  const days = { months: 30, weeks: 7, days: 1, 'working-days': 1.4, terms: 91 }[period.value.unit];
  return { value: Math.ceil(period.value.count * days) };
}

/** What a bare number under this heading counts. */
function unitOf(column: string): NoticePeriod['unit'] | null {
  const words = `${column} ${normaliseHeading(column)}`;
  if (/month/i.test(words)) return 'months';
  if (/\bweek/i.test(words)) return 'weeks';
  if (/working[\s-]*day/i.test(words)) return 'working-days';
  if (/\bterms?\b(?!\s*of)/i.test(words) && !/terms and/i.test(words)) return 'terms';
  return /day/i.test(words) ? 'days' : null;
}
