/**
 * The dates of a piece of equipment as they are counted with, each with where it comes from: the school's own where it wrote
 * one down, else the catalogue's where its model or operating system is recognised. The only place where the two meet:
 * status, needs and the pages all ask here.
 */
import { earlierDate, formatDate, type PlainDate } from '../domain/dates.ts';
import type { Equipment, SchoolRecord, System } from '../domain/record.ts';
import { lifecycleOfKind, type Lifecycle, type Lifecycles, type RefreshLife } from './lifecycle.ts';
import { recogniseEquipment, recogniseSystem, type EquipmentRecognition, type Recognition } from './recognise.ts';

/** The last day of support, and how it is known. */
export type KnownDate =
  | { value: PlainDate; from: 'school'; entryId: null; entry: null; of: null; isLatest: false }
  | {
      value: PlainDate;
      from: 'catalogue';
      entryId: string;
      entry: Lifecycle;
      /** What was recognised. An operating system says nothing of how long the machine itself lasts. */
      of: 'model' | 'operating-system';
      /** The source only says that support has ended: `value` is the day on which it said so, the latest it can have been. */
      isLatest: boolean;
    };

export interface KnownDates {
  supportEnds: KnownDate | null;
  recognised: EquipmentRecognition;
  /** How long its kind is usually kept; null where the catalogue does not say. */
  refreshLife: RefreshLife | null;
  /** The year it was bought in, and the one in which it is usually replaced; null where either is not known. */
  boughtInYear: number | null;
  replaceInYear: number | null;
}

/** Equipment with its known dates beside it. */
export interface KnownEquipment extends Equipment {
  known?: KnownDates;
}

const kept = new WeakMap<Lifecycles, WeakMap<Equipment, KnownDates>>();

/** The dates of one piece or group of equipment. */
export function knownDates(item: Equipment, lifecycles: Lifecycles): KnownDates {
  let mine = kept.get(lifecycles);
  if (mine === undefined) {
    mine = new WeakMap();
    kept.set(lifecycles, mine);
  }
  const before = mine.get(item);
  if (before !== undefined) return before;
  const dates = findDates(item, lifecycles);
  mine.set(item, dates);
  return dates;
}

function findDates(item: Equipment, lifecycles: Lifecycles): KnownDates {
  const recognised = recogniseEquipment(item, lifecycles);
  const refreshLife = lifecycleOfKind(lifecycles, item.kind)?.refreshLife ?? null;
  const boughtInYear = item.boughtYear ?? (item.boughtOn === null ? null : Number(item.boughtOn.slice(0, 4)));
  return {
    supportEnds: supportEnds(item, recognised),
    recognised,
    refreshLife,
    boughtInYear,
    replaceInYear: boughtInYear === null || refreshLife === null ? null : boughtInYear + Math.ceil(refreshLife.years),
  };
}

/** The school's own date; else the first end among what is recognised. */
function supportEnds({ supportEndsOn }: Equipment, recognised: EquipmentRecognition): KnownDate | null {
  if (supportEndsOn !== null) {
    return { value: supportEndsOn, from: 'school', entryId: null, entry: null, of: null, isLatest: false };
  }
  const model = catalogueDate(recognised.model, 'model');
  const system = catalogueDate(recognised.operatingSystem, 'operating-system');
  if (model === null || system === null) return model ?? system;
  return earlierDate(model.value, system.value) === model.value ? model : system;
}

/** The end of an entry's support; null where it is not known, or the next release comes to the same device for nothing. */
export function catalogueDate(recognition: Recognition | null, of: 'model' | 'operating-system'): KnownDate | null {
  if (recognition === null || recognition.certainty !== 'exact' || recognition.entry.movesOnFree) return null;
  const { entry } = recognition;
  const end = entry.securityEnds;
  if (end === null || end === false) return null;
  const value = end === true ? entry.source.asAt : end;
  return { value, from: 'catalogue', entryId: entry.id, entry, of, isLatest: end === true };
}

/** The record with known dates beside each piece of equipment. Done once: what has them keeps them. */
export function withKnownDates(record: SchoolRecord, lifecycles: Lifecycles): SchoolRecord {
  const equipment = record.equipment.map((item: KnownEquipment): KnownEquipment => {
    return item.known === undefined ? { ...item, known: knownDates(item, lifecycles) } : item;
  });
  return { ...record, equipment };
}

/** The end of support of equipment that may have known dates beside it, else by the school's own date alone. */
export function supportEndOn(item: KnownEquipment): KnownDate | null {
  if (item.known !== undefined) return item.known.supportEnds;
  return supportEnds(item, { model: null, operatingSystem: null });
}

/** "14 October 2025 (catalogue: Windows 10)": a date that the school did not write down says so. */
export function supportEndWords({ value, entry }: KnownDate): string {
  return entry === null ? formatDate(value) : `${formatDate(value)} (catalogue: ${entry.title})`;
}

export interface KnownSystem {
  recognised: Recognition | null;
  supportEnds: KnownDate | null;
}

/** What the catalogue knows of a system. The register has no date of the school's own for it. */
export function knownSystem(system: Pick<System, 'name' | 'kind' | 'product'>, lifecycles: Lifecycles): KnownSystem {
  const recognised = recogniseSystem(system, lifecycles);
  return { recognised, supportEnds: catalogueDate(recognised, 'model') };
}
