/** Words that registers use for a contract's kind, its renewal, its status and its heading in the accounts. */
import type { Contract } from '../../domain/record.ts';
import { isPlaceholder, tidyText, unread, type Reading } from '../../domain/reading/index.ts';

type ContractType = NonNullable<Contract['type']>;
type Renewal = NonNullable<Contract['renewal']>;
type Heading = NonNullable<Contract['heading']>;

/** The first pattern that fits decides: the more telling ones come first. */
const TYPES: [RegExp, ContractType][] = [
  [/\bfilter|\bmonitoring\b|safeguarding software/i, 'filtering'],
  [/broadband|internet|connectivity|leased line|\bwan\b/i, 'broadband'],
  [/\bmis\b|management information/i, 'mis'],
  [/microsoft 365|office 365|google workspace|cloud platform/i, 'cloud-platform'],
  [/back-?ups?\b/i, 'backup'],
  [/telephon|\bphones?\b|\bvoip\b|mobile/i, 'phones'],
  [/print|photocop|copier|\bmfd/i, 'print'],
  [/\bleas(?:e|es|ing)\b/i, 'equipment-lease'],
  [/cyber|anti-?virus|security|firewall|certificate/i, 'security'],
  [/web ?site|web hosting/i, 'website'],
  [/it support|ict support|technical support|managed service/i, 'support'],
  [/maintenance|warranty/i, 'equipment-support'],
  [/software|licen[cs]e|subscription|\bapps?\b/i, 'software'],
  [/^other$|^something else$/i, 'other'],
];

export function readContractType(input: string): Reading<ContractType> {
  const text = tidyText(input);
  if (text === '') return { value: null };
  if (isPlaceholder(text)) return unread(input, '');
  const found = TYPES.find(([pattern]) => pattern.test(text));
  return found ? { value: found[1] } : unread(input, 'it is none of the kinds of contract that we know');
}

/** `asksYesNo`: the heading asks whether it renews by itself ("Auto renew?"), so that yes and no are answers. */
export function readRenewal(input: string, asksYesNo: boolean): Reading<Renewal> {
  const text = tidyText(input).toLowerCase();
  if (text === '') return { value: null };
  if (asksYesNo && /^(?:y|yes|true|1)$/.test(text)) return { value: 'automatic' };
  if (asksYesNo && /^(?:n|no|false|0)$/.test(text)) return { value: 'none' };
  if (
    /^(?:rolling(?: contract)?|roll(?:s|ing)? (?:on|over)|auto|tacit|evergreen)$|auto(?:matic(?:ally)?)?[\s-]*(?:renew|roll)|automatic|renews itself|renews by itself/.test(
      text,
    )
  ) {
    return /\b(?:no|not|without|does not|doesn't)\b/.test(text) ? { value: 'none' } : { value: 'automatic' };
  }
  if (
    /^(?:express|manual(?:ly)?|by agreement|by-agreement|on request|optional|renegotiate|review|negotiate)\b/.test(text)
  )
    return { value: 'by-agreement' };
  if (
    /^(?:never|none|ends?|it stops|stops|expires?|fixed(?:[\s-]*term)?|no renewal|re-?tender|cease|terminate|one[\s-]*off)\b/.test(
      text,
    )
  )
    return { value: 'none' };
  return unread(input, 'it does not say whether it renews by itself, by agreement, or ends');
}

export function readStatus(input: string): 'running' | 'notice-given' | 'ended' | null {
  const text = tidyText(input).toLowerCase();
  if (/notice (?:given|served)|cancelling|leaving/.test(text)) return 'notice-given';
  if (/still (?:using|in use)|running over/.test(text)) return 'running';
  if (/^(?:ceased|ended|terminated|cancelled|closed|expired|archived|inactive|finished|completed?)\b/.test(text))
    return 'ended';
  return /^(?:live|active|current|running|in force|yes|open|ends this year)\b/.test(text) ? 'running' : null;
}

/** National IT headings by their code or the words of DfE's template. */
const HEADINGS: [RegExp, Heading][] = [
  [/connectivity/i, 'E20A'],
  [/on-?site servers?/i, 'E20B'],
  [/learning resources/i, 'E20C'],
  [/administration software/i, 'E20D'],
  [/laptops|desktops|tablets/i, 'E20E'],
  [/other hardware/i, 'E20F'],
  [/it support/i, 'E20G'],
];

export function readHeading(input: string): Reading<Heading> {
  const text = tidyText(input);
  if (text === '') return { value: null };
  const code = /\bE20([A-G])\b/i.exec(text)?.[1];
  const found = code
    ? HEADINGS['ABCDEFG'.indexOf(code.toUpperCase())]
    : HEADINGS.find(([pattern]) => pattern.test(text));
  return found ? { value: found[1] } : unread(input, 'it is none of the IT headings E20A to E20G');
}
