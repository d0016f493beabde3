/** Words that lists of internet lines use for how a line reaches the school, and what it is for. */
import type { Connection } from '../../domain/record.ts';
import { isPlaceholder, isUnread, readYesNo, tidyText, unread, type Reading } from '../../domain/reading/index.ts';

type Technology = NonNullable<Connection['technology']>;
type Role = Connection['role'];

/** The first pattern that fits decides. "Fibre" alone is in none of them: it can be full fibre or end at the cabinet. */
const TECHNOLOGIES: [RegExp, Technology][] = [
  [
    /\bfttc\b|fib(?:re|er) to the cab(?:inet)?|\bvdsl2?\b|\bso-?gea\b|superfast|\bg\.?fast\b|part[\s-]fib(?:re|er)/i,
    'fttc',
  ],
  [
    /\bfttp\b|\bftth\b|full[\s-]*fib(?:re|er)|fib(?:re|er) to the (?:premises?|home|building|school)|\bfttb\b|\bg-?pon\b|\bxgs-?pon\b|gigabit broadband/i,
    'fttp',
  ],
  [
    /leased[\s-]*line|\bdia\b|dedicated (?:internet|line|fib(?:re|er))|ethernet|\bead\b|dark fib(?:re|er)|\bmpls\b|point[\s-]to[\s-]point|\befm\b|\bwes\b|\bsd-?wan\b|janet/i,
    'leased-line',
  ],
  [/\ba?dsl2?\+?\b|copper|phone line|\bllu\b|\bipstream\b/i, 'adsl'],
  [/\bcable\b|docsis|coax|\bhfc\b/i, 'cable'],
  [/\b[345]g\b|\blte\b|mobile|cellular|\bsim\b|dongle/i, 'mobile'],
  [/satellite|starlink|\bvsat\b|oneweb/i, 'satellite'],
];

export function readTechnology(input: string): Reading<Technology> {
  const text = tidyText(input);
  if (text === '') return { value: null };
  if (isPlaceholder(text)) return unread(input, '');
  const found = technologyIn(text);
  if (found !== null) return { value: found };
  const isFibre = /fib(?:re|er)/i.test(text);
  return unread(
    input,
    isFibre ? 'it can be full fibre or fibre to the cabinet' : 'it is none of the ways to reach a school that we know',
  );
}

/** What a line's name says in passing; null where it does not. */
export function technologyIn(text: string): Technology | null {
  const found = TECHNOLOGIES.filter(([pattern]) => pattern.test(text)).map(([, technology]) => technology);
  // "Leased line with 4G backup" speaks of two lines.
  return found.length === 1 || (found.length > 1 && !/back-?up|fail-?over|plus|\+|\band\b|with/i.test(text))
    ? (found[0] ?? null)
    : null;
}

export function readRole(input: string): Reading<Role> {
  const text = tidyText(input).toLowerCase();
  if (text === '') return { value: null };
  if (isPlaceholder(text)) return unread(input, '');
  const isMain = /\b(?:main|primary|live|1st|first|principal|production)\b|^1$|^a$/.test(text);
  const isBackup = isBackupNamed(text) || /^2$|^b$/.test(text);
  if (isMain !== isBackup) return { value: isMain ? 'main' : 'backup' };
  return unread(input, 'it is neither main nor backup');
}

export function isBackupNamed(text: string): boolean {
  return /\b(?:back[\s-]?up|secondary|fail[\s-]?over|stand[\s-]?by|resilien(?:t|ce)|2nd|second|redundant|disaster recovery|dr line)\b/i.test(
    text,
  );
}

/** Yes, no, "automatic", "manual". */
export function readFailover(input: string): Reading<boolean> {
  const text = tidyText(input);
  const plain = readYesNo(text);
  if (!isUnread(plain)) return plain;
  if (/^(?:auto(?:matic)?(?:ally)?|yes\b.*|active\b.*|seamless|instant)$/i.test(text)) return { value: true };
  if (/^(?:none|manual(?:ly)?|by hand|not automatic|no\b.*|without)$/i.test(text)) return { value: false };
  return unread(input, 'it is neither yes nor no');
}
