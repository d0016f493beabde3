/** Speeds of lines and sockets, in whole megabits a second. */
import { tidyText, unread, type Reading } from './reading.ts';

export interface Speed {
  downMbps: number;
  /** Null where only one speed is written. */
  upMbps: number | null;
}

const MOST_MBPS = 1_000_000;
const NUMBER = String.raw`(\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+)`;
const UNIT = String.raw`(tb|t|gb|gig|g|mb|meg|m|kb|k)?(?:(?:it|abit|abits|its)?s?)?\s*(?:\/\s*s(?:ec)?|p\/?s|ps)?`;
const ONE = new RegExp(String.raw`^(?:up to\s+)?${NUMBER}\s*${UNIT}$`, 'i');
const DIRECTION = /\b(?:download|down|dl|upload|up|ul|downstream|upstream)\b|[↓↑]/gi;

/**
 * Reads a speed: 100, "100Mbps", "1Gb", "2.5 Gbps", "up to 80 Mb", "512 kbps" only where it is whole megabits, and pairs:
 * "100/20", "80 down 20 up", "1Gb / 200Mb", "100Mb symmetrical". `unit` is what a bare number counts, in megabits: 1, or
 * 0.001 under a heading in kbps, or 1000 under one in Gbps.
 */
export function readSpeed(input: string | number | null | undefined, unitMbps = 1): Reading<Speed> {
  const text = tidyText(String(input ?? '')).replace(/\s+/g, ' ');
  if (text === '') return { value: null };
  const isSymmetric = /\bsymm?etric(?:al)?\b|\bboth ways\b|\beach way\b/i.test(text);
  const isUpFirst = /^\D*(?:upload|up|ul|↑)\b(?! to)\D*\d/i.test(text) && /down|dl|↓/i.test(text);
  const bare = text
    .replace(/\bup to\b/gi, ' ')
    .replace(/\bsymm?etric(?:al)?\b|\bboth ways\b|\beach way\b/gi, ' ')
    .replace(DIRECTION, ' ; ')
    .replace(/[():]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  // A stroke within "Mb/s" parts nothing.
  const parts = bare
    .replace(/\/\s*s(?:ec)?\b/gi, 'ps')
    .split(/\s*[/|×x;&+]\s*|\s+and\s+|(?<=[a-z])\s+(?=\d)|,\s+/i)
    .filter((part) => part !== '');
  if (parts.length === 0 || parts.length > 2) return unread(text, 'it is not a speed that we can read');
  const tails = parts.map((part) => ONE.exec(part)?.[2] ?? '');
  const shared = tails.at(-1) ?? '';
  const speeds = parts.map((part, at) => mbpsOf(part, tails[at] === '' ? shared : '', unitMbps));
  const [first, second] = speeds;
  if (first === undefined || first === null || second === null)
    return unread(text, 'it is not a speed that we can read');
  if (speeds.some((speed) => !Number.isInteger(speed))) return unread(text, 'it is not a whole number of megabits');
  if (speeds.some((speed) => (speed ?? 0) > MOST_MBPS)) return unread(text, 'the speed is too high to be right');
  if (second === undefined) return { value: { downMbps: first, upMbps: isSymmetric ? first : null } };
  return { value: isUpFirst ? { downMbps: second, upMbps: first } : { downMbps: first, upMbps: second } };
}

function mbpsOf(part: string, sharedUnit: string, unitMbps: number): number | null {
  const match = ONE.exec(part);
  if (match === null) return null;
  const amount = Number((match[1] ?? '').replace(/,/g, ''));
  const unit = (match[2] || sharedUnit).toLowerCase()[0];
  const factor = unit === 't' ? 1e6 : unit === 'g' ? 1000 : unit === 'm' ? 1 : unit === 'k' ? 0.001 : unitMbps;
  return Number((amount * factor).toPrecision(12));
}
