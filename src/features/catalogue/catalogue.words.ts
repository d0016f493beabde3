/** The catalogue in words: kinds, dates that may not be known, where a fact comes from and how far it can be trusted. */
import { formatDate } from '../../domain/dates.ts';
import { formatPoundsRange } from '../../domain/money.ts';
import type {
  KnownDate,
  Lifecycle,
  LifecycleDate,
  LifecycleKind,
  PriceBand,
  Recognition,
  Source,
} from '../../library/index.ts';

const KINDS: Record<LifecycleKind, string> = {
  'operating-system': 'Operating systems',
  software: 'Software',
  server: 'Servers',
  'core-switch': 'Main network switches',
  'access-switch': 'Network switches',
  'access-point': 'Wi-Fi access points',
  router: 'Routers',
  firewall: 'Firewalls',
  ups: 'Battery backups (UPS)',
  desktop: 'Desktop computers',
  laptop: 'Laptops',
  chromebook: 'Chromebooks',
  tablet: 'Tablets',
  panel: 'Classroom screens and boards',
  printer: 'Printers',
  phone: 'Phones',
  other: 'Other',
  files: 'Shared files',
  mail: 'Email',
  identity: 'Sign-in and accounts',
  mis: 'Management information systems (MIS)',
  backup: 'Backup',
  phones: 'Phone systems',
  filtering: 'Web filtering',
  monitoring: 'Monitoring',
  'anti-malware': 'Anti-malware',
  finance: 'Finance',
  safeguarding: 'Safeguarding records',
  print: 'Printing',
  cctv: 'CCTV',
  'access-control': 'Doors and access control',
  catering: 'Catering and cashless payment',
  website: 'Website',
};

export function kindWords(kind: LifecycleKind): string {
  return KINDS[kind];
}

export function isKind(text: string): text is LifecycleKind {
  return Object.hasOwn(KINDS, text);
}

/** A date of the catalogue as a sentence's end; null where nothing is known. */
export function lifecycleDateWords(date: LifecycleDate, source: Source): string | null {
  if (date === null) return null;
  if (date === true) return `Over by ${formatDate(source.asAt)}; the day is not known`;
  if (date === false) return `Not over on ${formatDate(source.asAt)}; no day has been named`;
  return formatDate(date);
}

/** How sure a source is; null where the page itself was read and says so. */
export function confidenceWords(confidence: Source['confidence']): string | null {
  switch (confidence) {
    case 'seen':
      return null;
    case 'two-or-more':
      return 'Two or more sources say the same.';
    case 'transcription':
      return 'A copy by others of what the maker says: check with the maker before you rely on it.';
    case 'vendor':
      return 'This comes from a supplier.';
    case 'recalled':
      return 'We know this from an older reading.';
    case 'derived':
      return 'Our own working, not a price or date that anyone has published.';
    case 'disputed':
      return 'Sources differ on this.';
  }
}

/** "£420 to £620 each, about £500". */
export function priceWords({ lowPence, typicalPence, highPence, unit }: PriceBand): string {
  const each = unit === 'each' ? 'each' : 'each, every year';
  const typical = formatPoundsRange({ lowPence: typicalPence, highPence: typicalPence });
  return `${formatPoundsRange({ lowPence, highPence })} ${each}, usually about ${typical}`;
}

/** "14 October 2025", or "by 22 August 2026" where only that is known. */
export function knownDateWords({ value, isLatest }: KnownDate): string {
  return isLatest ? `by ${formatDate(value)}` : formatDate(value);
}

/** How something was recognised: "by its model". */
export function recognisedWords({ field }: Recognition): string {
  const words = {
    operatingSystem: 'by its operating system',
    model: 'by its model',
    name: 'by its name',
    product: 'by its product',
  };
  return words[field];
}

/** What a person may write so that it is recognised. */
export function namesWords({ names }: Lifecycle): string {
  return names.map((phrases) => `“${phrases.join('” with “')}”`).join(', ');
}
