/** One row's cells → a system, with what could not be read and what was worked out. */
import type { System } from '../../domain/record.ts';
import {
  isPlaceholder,
  isUnread,
  readCount,
  readDate,
  readNotice,
  readText,
  readYesNo,
  tidyText,
  unread,
  type Reading,
} from '../../domain/reading/index.ts';
import { systemRegister } from '../systems/index.ts';
import { cellReader, LONGEST_TEXT, type CellReader, type CellsRead } from './cell-reader.rules.ts';
import { choiceReader, isOwnLabel, readHasIt } from './choice-cells.rules.ts';
import type { ColumnMapping } from './columns.rules.ts';
import type { SystemTarget } from './system-columns.ts';
import { kindOfProduct, readHosting, readSignOn, readSystemKind, readSystemStatus } from './system-words.rules.ts';

type Field = keyof System;

const LONGEST_NAME = 200;
const own = systemRegister.fields;

/** Reads the cells of one row by their columns' targets. */
export function readSystemCells(cells: readonly string[], mapping: readonly ColumnMapping[]): CellsRead {
  const reader = cellReader(cells, mapping);
  const fields: Partial<System> = {};
  const take = <T>(target: SystemTarget, field: Field, read: (text: string, column: string) => Reading<T>): T | null =>
    reader.take(target, field, read);

  const name = reader.takeText('name', LONGEST_NAME);
  if (name !== null) fields.name = name;
  fields.product = productOf(reader);
  fields.supplier = take('supplier', 'supplier', readText);
  fields.owner = take('owner', 'owner', readText);
  fields.users = take('users', 'users', readUsers);
  fields.dataHeld = dataHeldOf(reader);
  fields.kind = kindOf(reader, fields);
  fields.hosting = take('hosting', 'hosting', (text, column) =>
    choiceReader(own, 'hosting', (other) => readHosting(other, /cloud|saas/i.test(column)))(text),
  );
  fields.signOn = take('signOn', 'signOn', (text, column) =>
    choiceReader(own, 'signOn', (other) => readSignOn(other, /sso|single/i.test(column)))(text),
  );
  fields.integrations = take('integrations', 'integrations', readText);
  fields.personalData = take('personalData', 'personalData', readPersonalData);
  fields.recoveryHours = take('recoveryHours', 'recoveryHours', readHours);
  fields.recoveryPointHours = take('recoveryPointHours', 'recoveryPointHours', readHours);
  fields.backupCopies = take('backupCopies', 'backupCopies', (text) => readCount(text));
  fields.backupDevices = take('backupDevices', 'backupDevices', (text) => readCount(text));
  fields.backupOffSite = take('backupOffSite', 'backupOffSite', readHasIt);
  fields.backupImmutable = take('backupImmutable', 'backupImmutable', readHasIt);
  fields.restoreTestedOn = take('restoreTestedOn', 'restoreTestedOn', readDate);
  linkTo(reader, 'contractId', 'contract');
  linkTo(reader, 'equipmentId', 'equipment');
  fields.notes = notesOf(reader);
  return { fields, unread: reader.unread, warnings: reader.warnings, links: reader.links };
}

function productOf(reader: CellReader): string | null {
  const product = reader.take('product', 'product', readText);
  const version = reader.take('version', 'product', readText);
  if (version === null) return product;
  return `${product ?? reader.takeText('name', LONGEST_NAME) ?? ''} ${version}`.trim();
}

/** Its own column, and where that does not say, or says no more than "other", the product's or its own name. */
function kindOf(reader: CellReader, fields: Partial<System>): System['kind'] {
  const written = reader.take('kind', 'kind', choiceReader(own, 'kind', readSystemKind));
  const isOwnWord = isOwnLabel(own, 'kind', reader.text('kind'));
  if (written !== null && (written !== 'other' || isOwnWord)) return written;
  const named = [fields.product, fields.name].filter((text) => text != null);
  return named.map(kindOfProduct).find((kind) => kind !== null) ?? byNameAlone(fields.name) ?? 'other';
}

/** A system that is called what it does ("Email", "CCTV"): only names of a word or two, which say nothing else. */
function byNameAlone(name: string | undefined): System['kind'] | null {
  if (name === undefined || tidyText(name).split(/\s+/).length > 3) return null;
  const kind = readSystemKind(name);
  return isUnread(kind) ? null : kind.value;
}

/** "1,200", "200 users", "approx. 40". "Unlimited" and "Site licence" count nobody. */
function readUsers(input: string): Reading<number> {
  const bare = tidyText(input)
    .replace(/^(?:approx(?:imately)?\.?|about|c\.|circa|~)\s*/i, '')
    .replace(/\s*(?:users?|licen[cs]es?|seats?|staff|pupils|people|accounts?)$/i, '');
  const count = readCount(bare);
  return isUnread(count) ? unread(input, count.why) : count;
}

/** A column that asks whether, answered with what: the answer is yes, and what it holds is kept too. */
function readPersonalData(input: string): Reading<boolean> {
  const plain = readYesNo(input);
  if (!isUnread(plain)) return plain;
  const text = tidyText(input).toLowerCase();
  if (/^(?:none|no personal data|not personal|non-?personal|anonym)/.test(text)) return { value: false };
  if (isPlaceholder(text)) return unread(input, '');
  return /^yes\b|\b(?:names?|pupil|staff|student|special category|sensitive|personal|dob|contact)\b/.test(text)
    ? { value: true }
    : unread(input, 'it is neither yes nor no');
}

function dataHeldOf(reader: CellReader): string | null {
  const held = reader.take('dataHeld', 'dataHeld', readText);
  const asked = tidyText(reader.text('personalData') ?? '');
  // "Yes: names and dates of birth" says what is held as well.
  const isSaid =
    asked.length > 5 && !isPlaceholder(asked) && isUnread(readYesNo(asked)) && /[a-z]{3}.*[\s,:;][a-z]{3}/i.test(asked);
  if (!isSaid) return held;
  return [held, asked]
    .filter((text) => text !== null)
    .join('\n')
    .slice(0, LONGEST_TEXT);
}

/** Hours: 24, "4 hours", "1 day", "2 weeks", "48 hrs". */
function readHours(input: string, column: string): Reading<number> {
  const text = tidyText(input).toLowerCase();
  const bare = readCount(text);
  if (!isUnread(bare)) return { value: bare.value === null ? null : bare.value * (/\bdays?\b/i.test(column) ? 24 : 1) };
  const hours = /^([\w.]+?)\s*(?:hours?|hrs?|h)$/.exec(text)?.[1];
  if (hours !== undefined) {
    const count = readCount(hours);
    return isUnread(count) ? unread(input, count.why) : count;
  }
  const period = readNotice(text);
  if (isUnread(period) || period.value === null || !['days', 'weeks'].includes(period.value.unit)) {
    return unread(input, 'it is not a number of hours or days');
  }
  return { value: period.value.count * (period.value.unit === 'weeks' ? 168 : 24) };
}

function linkTo(reader: CellReader, field: 'contractId' | 'equipmentId', table: 'contract' | 'equipment'): void {
  const text = reader.text(field);
  const says = text === null || isPlaceholder(text) || !isUnread(readYesNo(text));
  if (says) reader.keep(field, field, 'it names nothing that could be looked up');
  else reader.link(field, field, table);
}

/** What has no field of its own: what it does, who uses it, and that it is not in use. */
function notesOf(reader: CellReader): string | null {
  const notes = reader.takeText('notes');
  const isInUse = reader.take('status', 'notes', readSystemStatus);
  if (isInUse === false)
    reader.warnings.push(
      `It is marked as not in use (“${reader.text('status')?.trim()}”): leave it out if it is gone.`,
    );
  const lines = [
    notes,
    reader.takeText('description'),
    said('Used by', reader.take('usedBy', 'notes', readText)),
    isInUse === false ? `Marked as not in use: ${reader.column('status')} is “${reader.text('status')?.trim()}”` : null,
  ].filter((line) => line !== null);
  return lines.length === 0 ? null : lines.join('\n').slice(0, LONGEST_TEXT);
}

function said(label: string, text: string | null): string | null {
  return text === null ? null : `${label}: ${text}`;
}
