/** One row's cells → a piece of equipment or a group, with what could not be read and what was worked out. */
import { addDays, addMonths, type PlainDate } from '../../domain/dates.ts';
import type { Equipment } from '../../domain/record.ts';
import {
  isPlaceholder,
  isUnread,
  readCount,
  readDate,
  readMoney,
  readMonths,
  readSerialNumber,
  readSpeed,
  readText,
  readYear,
  tidyText,
  unread,
  type Reading,
} from '../../domain/reading/index.ts';
import { equipmentRegister } from '../equipment/index.ts';
import { cellReader, type CellReader, type CellsRead } from './cell-reader.rules.ts';
import { choiceReader, hasOwnColumn, isOwnLabel, readHasIt } from './choice-cells.rules.ts';
import type { ColumnMapping } from './columns.rules.ts';
import type { EquipmentTarget } from './equipment-columns.ts';
import {
  kindOfLine,
  kindOfWords,
  readAcquiredAs,
  readCondition,
  readEquipmentKind,
  readEquipmentStatus,
  readWifiGeneration,
  systemAndVersion,
  tidyMaker,
} from './equipment-words.rules.ts';

type Field = keyof Equipment;

const LONGEST_NAME = 200;
const MOST_OF_ONE = 100_000;
const own = equipmentRegister.fields;

/** Reads the cells of one row by their columns' targets. */
export function readEquipmentCells(cells: readonly string[], mapping: readonly ColumnMapping[]): CellsRead {
  const reader = cellReader(cells, mapping);
  const fields: Partial<Equipment> = {};
  const take = <T>(
    target: EquipmentTarget,
    field: Field,
    read: (text: string, column: string) => Reading<T>,
  ): T | null => reader.take(target, field, read);

  const name = readName(reader, fields);
  fields.manufacturer = makerOf(reader);
  fields.model = modelOf(reader);
  fields.serialNumber = take('serialNumber', 'serialNumber', readSerialNumber);
  fields.assetTag = take('assetTag', 'assetTag', readText);
  fields.assignedTo = take('assignedTo', 'assignedTo', readText);
  fields.supplier = take('supplier', 'supplier', readText);
  fields.notes = reader.takeText('notes');
  fields.location = placeOf(reader);
  fields.kind = kindOf(reader, fields, name);
  fields.operatingSystem = systemOf(reader, fields.kind);
  fields.condition = take('condition', 'condition', choiceReader(own, 'condition', readCondition));
  fields.acquiredAs = take('acquiredAs', 'acquiredAs', choiceReader(own, 'acquiredAs', readAcquiredAs));
  boughtOf(reader, fields, hasOwnColumn(own, 'boughtYear', mapping));
  fields.warrantyEndsOn = warrantyOf(reader, fields.boughtOn ?? null);
  fields.supportEndsOn = take('supportEndsOn', 'supportEndsOn', readDateOrMonth);
  fields.pricePence = priceOf(
    reader,
    fields.quantity ?? 1,
    mapping.some(({ target }) => target === 'totalPence'),
  );
  networkOf(reader, fields);
  fields.disposedOn = take('disposedOn', 'disposedOn', readDate);
  statusOf(reader, fields);
  if (!isNothing(reader.text('contractId'))) reader.link('contractId', 'contractId', 'contract');
  else reader.keep('contractId', 'contractId', 'it names no contract');
  const goesBy = name ?? nameFrom(reader, fields);
  if (goesBy !== null) fields.name = goesBy;
  return { fields, unread: reader.unread, warnings: reader.warnings, links: reader.links };
}

/** The name as written; "31 x Dell Latitude" is a name and a quantity. */
function readName(reader: CellReader, fields: Partial<Equipment>): string | null {
  const written = reader.takeText('name', LONGEST_NAME);
  const counted = written === null ? null : /^(\d{1,4})\s*[x×]\s+(?=\p{L})(.+)$/iu.exec(written);
  const inName = counted === null ? null : Number(counted[1]);
  fields.quantity = quantityOf(reader, inName);
  const isInName = inName !== null && inName > 0 && reader.text('quantity') === null;
  return isInName ? (counted?.[2]?.trim() ?? written) : written;
}

/** "2", "2 x", "x2", "2 off", "30 units"; else what the name says; else one. */
function quantityOf(reader: CellReader, inName: number | null): number {
  const written = reader.take('quantity', 'quantity', (text) => {
    const bare = tidyText(text).replace(/^[x×]\s*(?=\d)|\s*(?:[x×]|off|no\.?|units?|items?|pcs|each|devices?)$/gi, '');
    const count = readCount(bare);
    if (isUnread(count)) return unread(text, count.why);
    if (count.value === 0) return unread(text, 'there are none of it: leave the row out, or give the day they went');
    if ((count.value ?? 1) > MOST_OF_ONE) return unread(text, 'the number is too large to be right');
    return count;
  });
  return written ?? (inName !== null && inName > 0 && reader.text('quantity') === null ? inName : 1);
}

function makerOf(reader: CellReader): string | null {
  const written = reader.take('manufacturer', 'manufacturer', readText);
  if (written === null) return null;
  const maker = tidyMaker(written);
  if (maker.toLowerCase() !== written.toLowerCase())
    reader.warnings.push(`The maker “${written}” is taken for ${maker}.`);
  return maker;
}

function modelOf(reader: CellReader): string | null {
  const model = reader.take('model', 'model', readText);
  const number = reader.take('modelNumber', 'model', readText);
  if (model === null || number === null) return model ?? number;
  return model.toLowerCase().includes(number.toLowerCase()) ? model : `${model} (${number})`;
}

/** Room, building and site as one text, the nearest first; what is said twice is said once. */
function placeOf(reader: CellReader): string | null {
  const places: string[] = [];
  for (const target of ['location', 'building', 'site'] as const) {
    const place = reader.take(target, 'location', readText);
    if (place === null) continue;
    if (!places.some((known) => known.toLowerCase().includes(place.toLowerCase()))) places.push(place);
  }
  return places.length === 0 ? null : places.join(', ');
}

/**
 * What it is: by its own column, and where that does not say or says "headset" of a desk phone, by model and name. A column
 * that Google alone has makes it a Chromebook.
 */
function kindOf(reader: CellReader, fields: Partial<Equipment>, name: string | null): Equipment['kind'] {
  const written = reader.take('kind', 'kind', choiceReader(own, 'kind', readEquipmentKind));
  // Our own word for it is somebody's decision, even where it is “something else”.
  if (written !== null && isOwnLabel(own, 'kind', reader.text('kind'))) return written;
  const said = [fields.model, name].filter((text) => text != null);
  const line = said.map(kindOfLine).find((kind) => kind !== null) ?? null;
  if (written !== null && written !== 'other') {
    const isOtherComputer =
      [written, line].every((kind) => kind === 'desktop' || kind === 'laptop') && line !== written;
    if (isOtherComputer) {
      reader.warnings.push(
        `It is written down as “${reader.text('kind')?.trim()}”, and its model looks like a ${line}.`,
      );
    }
    return written;
  }
  // A word in a model ("Monitor") tells less than a product line; a column that says "other" is not contradicted by a word.
  const word = written === 'other' ? null : (said.map(kindOfWords).find((kind) => kind !== null) ?? null);
  if (line !== null || word !== null) return line ?? word ?? 'other';
  if (written === null && /auto.?update|\baue\b/i.test(reader.column('supportEndsOn'))) return 'chromebook';
  return 'other';
}

function systemOf(reader: CellReader, kind: Equipment['kind']): string | null {
  const system = reader.take('operatingSystem', 'operatingSystem', readText);
  const version = reader.take('osVersion', 'operatingSystem', readText);
  return systemAndVersion(system, version, kind);
}

/** The day and the year; a column for days that holds only a year ("2019/20") gives the year. */
function boughtOf(reader: CellReader, fields: Partial<Equipment>, isOwnFile: boolean): void {
  const readYearHere = (text: string): Reading<number> => {
    const year = readYear(text);
    if (
      /\d\s*[/\-–]\s*\d{2,4}\s*$/.test(text.trim()) &&
      !isUnread(year) &&
      isUnread(readDate(text)) &&
      /^\D*\d{4}\s*[/\-–]/.test(text)
    )
      reader.warnings.push(`“${text.trim()}” is taken as bought in the year it begins, ${year.value}.`);
    return year;
  };
  const dateText = reader.text('boughtOn');
  const date = dateText === null ? null : readDate(dateText);
  if (date !== null && isUnread(date) && date.kind === 'doubtful') {
    fields.boughtYear = reader.take('boughtOn', 'boughtOn', (text) => {
      const year = readYearHere(text);
      return isUnread(year) ? date : year;
    });
  } else fields.boughtOn = reader.take('boughtOn', 'boughtOn', readDate);
  const year = reader.take('boughtYear', 'boughtYear', readYearHere);
  // In our own file an empty year was left so.
  const ofDay = fields.boughtOn && !isOwnFile ? Number(fields.boughtOn.slice(0, 4)) : null;
  fields.boughtYear = year ?? fields.boughtYear ?? (ofDay !== null && ofDay >= 1980 && ofDay <= 2100 ? ofDay : null);
}

/** Its end as a date, or counted from the day it was bought: "3 years", "36 months", "3yr NBD". */
function warrantyOf(reader: CellReader, boughtOn: PlainDate | null): PlainDate | null {
  return reader.take('warranty', 'warrantyEndsOn', (text, column) => {
    const date = readDate(text);
    if (!isUnread(date) || date.kind === 'placeholder') return date;
    const words = tidyText(text).replace(
      /\b(?:nbd|next business day|on-?site|return to base|rtb|warranty|guarantee|carry in|parts and labour|from purchase)\b/gi,
      ' ',
    );
    const months = monthsIn(words.replace(/[(),]/g, ' ').replace(/\s+/g, ' ').trim(), column);
    if (months === null) return unread(text, 'it is neither a day nor a length of time');
    if (months < 1 || months > 240) return unread(text, 'the length of time cannot be right');
    if (boughtOn === null) return unread(text, 'without the day it was bought its end cannot be counted');
    return { value: addDays(addMonths(boughtOn, months), -1) };
  });
}

/** A bare number counts what its heading says; Snipe-IT's, whose heading says nothing, counts months. */
function monthsIn(text: string, column: string): number | null {
  const reading = readMonths(text);
  if (isUnread(reading) || reading.value === null) return null;
  if (!/^\d+(?:\.\d+)?$/.test(text)) return reading.value;
  if (/year|yrs?\b/i.test(column)) return Math.round(reading.value * 12);
  return /month|mths?\b/i.test(column) || reading.value >= 12 ? reading.value : null;
}

/** Google says "2029-06-01" or "June 2029" or "Jun 2029": a month alone ends on its last day. */
function readDateOrMonth(text: string): Reading<PlainDate> {
  const date = readDate(text);
  if (!isUnread(date) || date.kind === 'placeholder') return date;
  const month = /^[a-z]{3,9}\.?\s+(20\d{2})$/i.test(tidyText(text)) ? readDate(`1 ${tidyText(text)}`) : date;
  if (isUnread(month) || month.value === null) return date;
  return { value: addDays(addMonths(month.value, 1), -1) };
}

/** For each one. A cost of several stays as it is written unless its heading, or a column for totals, says that it is of each. */
function priceOf(reader: CellReader, quantity: number, hasTotals: boolean): number | null {
  const each = reader.take('pricePence', 'pricePence', (text, column) => {
    const amount = readMoney(text);
    if (isUnread(amount) || amount.value === null || quantity === 1) return amount;
    const saysEach = /\b(?:unit|each|per|single)\b/i.test(column) || hasTotals;
    return saysEach ? amount : unread(text, `it does not say whether for each or for all ${quantity}`);
  });
  const total = reader.take('totalPence', 'pricePence', (text) => readMoney(text));
  if (each !== null || total === null) return each;
  if (quantity > 1) reader.warnings.push(`The price of each is the price of all divided by ${quantity}.`);
  return Math.round(total / quantity);
}

function networkOf(reader: CellReader, fields: Partial<Equipment>): void {
  const flag = (target: EquipmentTarget, field: Field): boolean | null => reader.take(target, field, readHasIt);
  const speed = (target: EquipmentTarget, field: Field): number | null =>
    reader.take(target, field, (text, column) => {
      const reading = readSpeed(text, /gb|gig/i.test(column) ? 1000 : 1);
      return isUnread(reading) ? reading : { value: reading.value?.downMbps ?? null };
    });
  fields.wifiGeneration = reader.take(
    'wifiGeneration',
    'wifiGeneration',
    choiceReader(own, 'wifiGeneration', readWifiGeneration),
  );
  fields.portSpeedMbps = speed('portSpeedMbps', 'portSpeedMbps');
  fields.uplinkMbps = speed('uplinkMbps', 'uplinkMbps');
  fields.portCount = reader.take('portCount', 'portCount', (text) => {
    const count = readCount(tidyText(text).replace(/\s*(?:[\s-]ports?|x)$/i, ''));
    return isUnread(count) ? unread(text, count.why) : count;
  });
  fields.upsMinutes = reader.take('upsMinutes', 'upsMinutes', (text) => {
    const count = readCount(tidyText(text).replace(/\s*min(?:ute)?s?\.?$/i, ''));
    return isUnread(count) ? unread(text, count.why) : count;
  });
  fields.centrallyManaged = flag('centrallyManaged', 'centrallyManaged');
  fields.powerOverEthernet = flag('powerOverEthernet', 'powerOverEthernet');
  fields.wpa3 = flag('wpa3', 'wpa3');
  fields.lockedAway = flag('lockedAway', 'lockedAway');
  fields.onUps = flag('onUps', 'onUps');
}

/** A status of "retired" without a day is kept under the day it went, for a person to fill in; "broken" is a condition. */
function statusOf(reader: CellReader, fields: Partial<Equipment>): void {
  const status = reader.take('status', 'condition', readEquipmentStatus);
  if (status === 'broken') fields.condition ??= 'broken';
  if (status === 'gone' && !fields.disposedOn) reader.keep('disposedOn', 'status', 'it does not say when it went');
}

/** What it goes by where nothing names it: what it is, maker and model, and its tag or serial number to find it by. */
function nameFrom(reader: CellReader, fields: Partial<Equipment>): string | null {
  const { manufacturer: maker } = fields;
  // Some write the maker once more, or misspelt, in the place of the model.
  const model =
    fields.model && maker && tidyMaker(fields.model).toLowerCase() === maker.toLowerCase() ? null : fields.model;
  const hasMaker = maker && model && !model.toLowerCase().startsWith(maker.toLowerCase());
  const made = hasMaker ? `${maker} ${model}` : (model ?? maker);
  const word = tidyText(reader.text('kind') ?? '');
  const what = word === '' || isPlaceholder(word) ? null : word;
  // A maker alone says too little, and what is none of our kinds would lose its word.
  const thing = what !== null && (!model || fields.kind === 'other') ? [what, made].filter(Boolean).join(' ') : made;
  const mark = fields.assetTag ?? fields.serialNumber;
  if (!thing) return mark ?? null;
  return (fields.quantity === 1 && mark ? `${thing} (${mark})` : thing).slice(0, LONGEST_NAME);
}

function isNothing(text: string | null): boolean {
  return text === null || isPlaceholder(text) || /^(?:yes|no|y|n|true|false)$/i.test(tidyText(text));
}
