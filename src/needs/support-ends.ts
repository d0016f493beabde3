/**
 * When equipment stops being supported. A recorded date is taken as it is; else the year bought and the usual life; else the
 * warranty. The usual lives are planning defaults, not rules.
 */
import { formatDate, type PlainDate } from '../domain/dates.ts';
import type { Equipment } from '../domain/record.ts';

export interface SupportEnd {
  on: PlainDate;
  /** How it is known, to show: "its support ends on 12 January 2027". */
  because: string;
}

/**
 * Years from purchase after which replacement should be planned. Source: the Department for Education's figures for support
 * and warranty (laptops and desktops 5, tablets 3, switches 5 or more, access points 5), as at September 2026; servers,
 * firewalls, panels and chromebooks from the sector's usual practice, which differs by a year or two.
 */
export const usualLifeYears: Record<Equipment['kind'], number> = {
  server: 5,
  'core-switch': 7,
  'access-switch': 7,
  'access-point': 5,
  router: 5,
  firewall: 5,
  ups: 8,
  desktop: 5,
  laptop: 5,
  chromebook: 8,
  tablet: 3,
  panel: 7,
  printer: 5,
  phone: 8,
  other: 7,
};

/** The end of support of a group of equipment; null where nothing recorded tells. */
export function supportEndOf(equipment: Equipment): SupportEnd | null {
  const { supportEndsOn, boughtYear, warrantyEndsOn, kind } = equipment;
  if (supportEndsOn !== null) return { on: supportEndsOn, because: `support ends on ${formatDate(supportEndsOn)}` };
  if (boughtYear !== null) {
    const life = usualLifeYears[kind];
    const on = `${boughtYear + life}-08-31`;
    return {
      on,
      because: `bought in ${boughtYear}; no support date is recorded, so the usual ${life} years are counted`,
    };
  }
  if (warrantyEndsOn !== null) {
    return {
      on: warrantyEndsOn,
      because: `no support date is recorded, so the warranty's end, ${formatDate(warrantyEndsOn)}, is taken`,
    };
  }
  return null;
}
