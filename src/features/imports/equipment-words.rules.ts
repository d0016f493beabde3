/** Words that registers use for kinds of equipment, makers, conditions and statuses. */
import { saysGone } from '../../domain/in-use.ts';
import { lettersApart } from '../../domain/likeness.ts';
import type { Equipment } from '../../domain/record.ts';
import { isPlaceholder, readYesNo, isUnread, tidyText, unread, type Reading } from '../../domain/reading/index.ts';
import { commaList } from './comma-list.ts';

type Kind = Equipment['kind'];
type Condition = NonNullable<Equipment['condition']>;
type AcquiredAs = NonNullable<Equipment['acquiredAs']>;
type WifiGeneration = NonNullable<Equipment['wifiGeneration']>;

/** Kinds by what is written in a column for them. The first pattern that fits decides: the more telling ones come first. */
const KINDS: [RegExp, Kind][] = [
  // What hangs on a thing, or stands beside it, is not that thing.
  [
    /\b(?:cctv|security camera|ip camera|camera|webcam|visuali[sz]er|microphone|headphones?|head ?set|speakers?|sound|amplifier|projector|monitor|display screen|keyboard|mouse|mice|dock(?:ing station)?|charging (?:trolley|cart|cabinet)|trolley|cable|adapter|adaptor|hard drive|memory|toner|cartridge|rack|cabinet|patch panel|case|cover|stylus|nvr|dvr|television|tv|radio|clock|till|telephone line|licen[cs]e|software|furniture|typewriter|shredder|scanner|laminator|calculator|console|vr|robot|3d printer)s?\b/i,
    'other',
  ],
  [/chrome\s*-?(?:book|box|base|os)/i, 'chromebook'],
  [/\b(?:ups|uninterruptible|battery back-?up)\b/i, 'ups'],
  [/\b(?:waps?|aps?|access[\s-]*points?|wireless (?:ap|point)s?|wi-?fi points?)\b/i, 'access-point'],
  [/\bfire-?wall\b/i, 'firewall'],
  [
    /\b(?:core|main|distribution|layer ?3|l3|backbone)\b.*\bswitch(?:es)?\b|\bswitch(?:es)?\b.*\bcore\b/i,
    'core-switch',
  ],
  [/\bswitch(?:es)?\b/i, 'access-switch'],
  [/\brouters?\b|\bgateway\b/i, 'router'],
  [/\b(?:servers?|hypervisor|nas|san|storage array|domain controller|blade)\b/i, 'server'],
  [
    /\b(?:interactive|smart|touch|classroom)[\s-]*(?:white)?\s*(?:panel|board|screen|display|tv)s?\b|\bwhite ?boards?\b|\bsmartboards?\b|\b(?:iwb|ifp|ifpd)s?\b|\bpanels?\b|promethean|clevertouch|activpanel/i,
    'panel',
  ],
  [
    /\b(?:laptops?|note-?books?|ultra-?books?|macbooks?|netbooks?|2[\s-]in[\s-]1|convertible|portable (?:computer|pc))\b/i,
    'laptop',
  ],
  [/\b(?:ipads?|tablets?|slates?|kindles?|e-?readers?)\b/i, 'tablet'],
  [/\b(?:mfds?|mfps?|(?:photo)?\s*copiers?|printers?|plotters?|laserjet|deskjet|inkjet|risograph)\b/i, 'printer'],
  [/\b(?:tele)?phones?\b|\bhandsets?\b|\bmobiles?\b|\bsmart-?phones?\b|\bi-?phones?\b|\bvoip\b/i, 'phone'],
  [
    /\b(?:desktops?|desk top|cpus?|towers?|workstations?|pcs?|computers?|all[\s-]in[\s-]ones?|aio|imacs?|mac minis?|mini pcs?|thin clients?|base units?|nucs?|sff|micro pc)\b/i,
    'desktop',
  ],
  [
    /^(?:other|something else|misc(?:ellaneous)?|accessor(?:y|ies)|peripherals?|audio[\s/-]*visual|av|ict|it|it equipment|ict equipment|equipment|hardware)$/i,
    'other',
  ],
];

/** Kinds by a model's or a thing's own name: product lines that schools have, in the words of their makers. */
const LINES: [RegExp, Kind][] = [
  [/chromebook|chromebox/i, 'chromebook'],
  [/\bip ?phone\b|\bsip-?t\d|\bmitel 5\d{3}|\bpolycom vvx|\bcisco (?:78|88)\d\d/i, 'phone'],
  [/\bsmart-ups\b|\bback-ups\b|\bapc b[vxr]\d/i, 'ups'],
  [
    /\bunifi (?:ap|u6|u7)|\bu[67]-(?:lite|lr|pro|mesh|enterprise)|\baruba (?:ap|iap)|\bap-?\d{3}\b|\bruckus r\d{3}|\bmeraki mr\d/i,
    'access-point',
  ],
  [/\bfortigate|\bsonicwall|\bwatchguard|\bsophos xgs?|\bmeraki mx\d|\bpalo alto pa-/i, 'firewall'],
  [
    /\bprocurve|\bcatalyst|\bmeraki ms\d|\baruba (?:25|29|38|54|60|61|62|63|64)\d\d|\b(?:gs|xs)\d{3}t?p?\b|\bunifi (?:usw|switch)/i,
    'access-switch',
  ],
  [/\bproliant|\bpoweredge|\bsynology|\bqnap|\breadynas/i, 'server'],
  [
    /\bpro-?book|\belite ?book|\bz-?book|\blatitude|\bthink-?pad|\bmacbook|\btravelmate|\bsurface (?:laptop|book|go|pro)|\bxps 1\d|\bvostro 1[345]|\binspiron 1[3457]|\bideapad/i,
    'laptop',
  ],
  [/\bipad|\bgalaxy tab|\bkindle|\bmatepad/i, 'tablet'],
  [
    /\bpro-?one|\belite-?one|\belite-?desk|\bpro-?desk|\bopti-?plex|\bthink ?cent(?:er|re)|\bimac|\bmac mini|\bveriton|\bz\d{3} ?(?:sff|tower|workstation)|\bprecision (?:tower|t?\d{4})|\bneo \d0[ast]\b|\baio\b/i,
    'desktop',
  ],
  [
    /\blaserjet|\bdeskjet|\becosys|\btask ?alfa|\bworkforce|\bbizhub|\bimagerunner|\bversalink|\baltalink|\bversant|\blq-\d/i,
    'printer',
  ],
  [/\bactivpanel|\bclevertouch|\bpromethean|\bsmart board|\bviewboard|\bavocor/i, 'panel'],
];

/** What a column for the kind says. */
export function readEquipmentKind(input: string): Reading<Kind> {
  const text = tidyText(input);
  if (text === '') return { value: null };
  if (isPlaceholder(text)) return unread(input, '');
  const kind = kindOfWords(text);
  return kind === null ? unread(input, 'it is none of the kinds of equipment that we know') : { value: kind };
}

export function kindOfWords(written: string): Kind | null {
  const text = written.split(/\b/).map(withoutSlip).join('');
  const found = KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  // A stand for tablets or a laptop's case is found by its last word; a TV that can be touched is a panel.
  if (
    found === 'other' &&
    /interactive|touch|smart ?board|promethean|activpanel|clevertouch/i.test(text) &&
    !/projector|pen|stylus|mount/i.test(text)
  )
    return 'panel';
  return found;
}

/** Words for kinds that are long enough to be known through one wrong letter. */
const LONG_WORDS = commaList(
  'laptop, laptops, desktop, desktops, chromebook, chromebooks, notebook, notebooks, monitor, monitors, printer, printers, projector, projectors, keyboard, keyboards, scanner, headset, headsets, router, routers, server, servers, switch, switches, firewall, firewalls, tablet, tablets, workstation, workstations, telephone, telephones, photocopier, photocopiers, typewriter, whiteboard, whiteboards, interactive, visualiser, speaker, speakers, camera, cameras',
);

function withoutSlip(word: string): string {
  const lower = word.toLowerCase();
  if (lower.length < 6 || LONG_WORDS.includes(lower)) return word;
  return LONG_WORDS.find((known) => lettersApart(known, lower, 1) === 1) ?? word;
}

/** What a name or a model speaks for; null where it does not say. */
export function kindOfLine(text: string): Kind | null {
  return LINES.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** Makers as they write themselves, for those whose names get misspelt. */
const MAKERS = commaList(
  'HP, Hewlett Packard, Hewlett-Packard, Hewlett Packard Enterprise, Dell, Lenovo, Acer, Apple, Asus, Microsoft, Samsung, Toshiba, Dynabook, Google, Cisco, Cisco Meraki, Aruba, Ubiquiti, Ruckus, Netgear, Draytek, Fortinet, SonicWall, WatchGuard, Sophos, Kyocera, Epson, Canon, Ricoh, Konica Minolta, Xerox, Brother, Sharp, Promethean, Clevertouch, Viewsonic, Mitel, Yealink, Polycom, Panasonic, Logitech, Synology, Stone, Viglen',
);
/** Names under which one maker goes. */
const SAME_MAKER = new Map([
  ['hewlett packard', 'HP'],
  ['hewlett-packard', 'HP'],
]);

/** A maker's name as it is usually written: "hewlet packad" → HP. Others as they are. */
export function tidyMaker(written: string): string {
  const lower = written
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[\s,]+(?:inc|ltd|corp(?:oration)?|limited)\.?$/, '');
  const exact = MAKERS.find((maker) => maker.toLowerCase() === lower);
  // Short names differ by a letter from other names: only the long ones can be told through a mistake.
  const near = exact ?? MAKERS.find((maker) => maker.length >= 7 && lettersApart(maker.toLowerCase(), lower, 2) <= 2);
  if (near === undefined) return written;
  return SAME_MAKER.get(near.toLowerCase()) ?? near;
}

export function readCondition(input: string): Reading<Condition> {
  const text = tidyText(input).toLowerCase();
  if (text === '') return { value: null };
  if (
    /^(?:a|1|excellent|very good|good|as new|new|like new|working|works|ok|okay|serviceable|functional|green)$/.test(
      text,
    )
  )
    return { value: 'good' };
  if (/^(?:b|2|fair|average|satisfactory|acceptable|reasonable|used|worn|amber|fair wear and tear)$/.test(text))
    return { value: 'fair' };
  if (/^(?:c|3|poor|bad|very poor|damaged|needs (?:replacing|repair|attention)|old|end of life|red)$/.test(text))
    return { value: 'poor' };
  if (
    /^(?:d|4|broken|faulty|not working|unusable|dead|beyond repair|for repair|out for repair|write[\s-]off)$/.test(text)
  )
    return { value: 'broken' };
  return unread(input, 'it is none of good, fair, poor and broken');
}

export type Status = 'in-use' | 'broken' | 'gone';

/** What a status says about a thing: Snipe-IT's, GLPI's, Google's, Intune's and councils' words. */
export function readEquipmentStatus(input: string): Reading<Status> {
  const text = tidyText(input).toLowerCase();
  if (text === '') return { value: null };
  const yesNo = readYesNo(text);
  if (!isUnread(yesNo)) return { value: yesNo.value === true ? 'in-use' : 'gone' };
  if (saysGone(text)) return { value: 'gone' };
  if (
    /\b(?:broken|faulty|out for (?:repair|diagnostics)|under repair|in repair|repair|damaged|not working|defective)\b/.test(
      text,
    )
  )
    return { value: 'broken' };
  if (
    /^(?:in[\s-]*(?:use|service|stock|storage|store|production)|active|live|deployed|deployable|ready(?: to deploy)?|provisioned|enrolled|managed|assigned|checked out|available|spare|working|ok|pending|installed|disabled|current|operational|production|on loan)\b/.test(
      text,
    )
  )
    return { value: 'in-use' };
  return unread(input, 'it is none of the statuses that we know');
}

export function readAcquiredAs(input: string): Reading<AcquiredAs> {
  const text = tidyText(input).toLowerCase();
  if (text === '') return { value: null };
  if (/\b(?:refurb(?:ished)?|reconditioned|renewed)\b/.test(text)) return { value: 'refurbished' };
  if (/\b(?:donat(?:ed|ion)|gift(?:ed)?|given|dfe scheme|get help with technology)\b/.test(text))
    return { value: 'donated' };
  if (/\b(?:used|second[\s-]*hand|pre[\s-]*owned)\b/.test(text)) return { value: 'used' };
  if (/^(?:new|brand new|bought|purchased?|bought new|purchased new)$/.test(text)) return { value: 'new' };
  return unread(input, 'it is none of new, used, refurbished and donated');
}

/** "802.11ax", "Wi-Fi 6E", "ac wave 2", "6". */
export function readWifiGeneration(input: string): Reading<WifiGeneration> {
  const text = tidyText(input).toLowerCase().replace(/\s+/g, ' ');
  if (text === '') return { value: null };
  const number = /^(?:wi-?fi ?)?(4|5|6e|6|7)$/.exec(text)?.[1];
  if (number !== undefined) return { value: number.toUpperCase() as WifiGeneration };
  const letters = /(?:802\.?11\s*|^)(?:[abgn]{1,2}[/ ])*(n|ac|axe|ax|be)\b/.exec(text)?.[1];
  const generations: Record<string, WifiGeneration> = { n: '4', ac: '5', ax: '6', axe: '6E', be: '7' };
  const found = letters === undefined ? undefined : generations[letters];
  if (found !== undefined) return { value: /\b6e\b|6 ?ghz/.test(text) && found === '6' ? '6E' : found };
  const named = /wi-?fi ?(6e|[4567])\b/.exec(text)?.[1];
  return named === undefined
    ? unread(input, 'it is none of the generations of Wi-Fi that we know')
    : { value: named.toUpperCase() as WifiGeneration };
}

/** A system and its version as one text: Windows' build numbers become the names that people know. */
export function systemAndVersion(system: string | null, version: string | null, kind: Kind): string | null {
  if (version === null) return system;
  const build = /^10\.0\.(\d{5})(?:\.\d+)?$/.exec(version)?.[1];
  if (build !== undefined && (system === null || /^windows$/i.test(system)))
    return `Windows ${Number(build) >= 22_000 ? '11' : '10'} (${version})`;
  if (system === null) return kind === 'chromebook' && /^[\d.]+$/.test(version) ? `ChromeOS ${version}` : version;
  return system.toLowerCase().includes(version.toLowerCase()) ? system : `${system} ${version}`;
}
