/**
 * When equipment stops being supported, or is due to be replaced. The school's own date is taken as it is. Else the
 * catalogue's for its model; else the first of the catalogue's for its operating system and the year bought with the usual
 * life of its kind; else the warranty. The usual lives are planning defaults, not rules: `library/lifecycles` has them with
 * their sources.
 */
import { formatDate, type PlainDate } from '../domain/dates.ts';
import { supportEndOn, type KnownDate, type KnownEquipment } from '../library/known-equipment.ts';

export interface SupportEnd {
  on: PlainDate;
  /** How it is known, to show: "its support ends on 12 January 2027". */
  because: string;
  /** What the catalogue says to whoever has one ("can move to Windows 11 for nothing"); null where it says nothing. */
  advice: string | null;
}

/** The end of support of a group of equipment; null where nothing recorded or known tells. */
export function supportEndOf(equipment: KnownEquipment): SupportEnd | null {
  const known = supportEndOn(equipment);
  const bySupport = known && { on: known.value, because: supportWords(known), advice: known.entry?.note ?? null };
  if (known !== null && known.of !== 'operating-system') return bySupport;
  const byAge = ageEnd(equipment, known);
  if (bySupport !== null) return byAge !== null && byAge.on < bySupport.on ? byAge : bySupport;
  const { warrantyEndsOn } = equipment;
  if (byAge !== null || warrantyEndsOn === null) return byAge;
  return {
    on: warrantyEndsOn,
    because: `no support date is recorded, so the warranty's end, ${formatDate(warrantyEndsOn)}, is taken`,
    advice: null,
  };
}

/** "support of Windows 10 ends on 14 October 2025, by the catalogue". */
export function supportWords({ value, entry, isLatest }: KnownDate): string {
  if (entry === null) return `support ends on ${formatDate(value)}`;
  return isLatest
    ? `support of ${entry.title} had ended by ${formatDate(value)}, by the catalogue`
    : `support of ${entry.title} ends on ${formatDate(value)}, by the catalogue`;
}

/** The end of the school year in which equipment of its age is usually replaced. */
function ageEnd({ known }: KnownEquipment, support: KnownDate | null): SupportEnd | null {
  if (known === undefined || known.replaceInYear === null || known.refreshLife === null) return null;
  const { refreshLife, boughtInYear, replaceInYear } = known;
  return {
    on: `${replaceInYear}-08-31`,
    because: `bought in ${boughtInYear}; ${
      support === null ? 'no support date is recorded, so the' : 'support of what it runs lasts longer, but the'
    } usual ${refreshLife.years} years are counted`,
    advice: null,
  };
}
