/** Words that registers use for kinds of systems, where they run, and how people sign in. */
import type { System } from '../../domain/record.ts';
import { isPlaceholder, isUnread, readYesNo, tidyText, unread, type Reading } from '../../domain/reading/index.ts';

type Kind = System['kind'];
type Hosting = NonNullable<System['hosting']>;
type SignOn = NonNullable<System['signOn']>;

/** Kinds by what is written in a column for them. The first pattern that fits decides: the more telling ones come first. */
const KINDS: [RegExp, Kind][] = [
  [/\b(?:web|internet|content)[\s-]*filter|^filter(?:ing)?$|filtering/i, 'filtering'],
  [/safeguard|child protection|wellbeing concerns/i, 'safeguarding'],
  [/\bmonitoring\b|classroom management|classroom control/i, 'monitoring'],
  [/\bfire-?wall|\butm\b/i, 'firewall'],
  [/anti-?(?:virus|malware)|endpoint (?:protection|security)|\bedr\b|malware/i, 'anti-malware'],
  [/back-?ups?\b|disaster recovery/i, 'backup'],
  [
    /\bmis\b|management information|student information|\bsis\b|pupil (?:information|records?)|school information/i,
    'mis',
  ],
  [/financ|accounting|accounts package|\bledger|budgeting|purchasing/i, 'finance'],
  [/cashless|catering|\bcanteen|dinner money|school meals|online payments?/i, 'catering'],
  [/\bcctv\b|video surveillance/i, 'cctv'],
  [/access control|door entry|visitor (?:management|sign)|sign[\s-]?in system|entry system/i, 'access-control'],
  [/telephon|\bvoip\b|\bphone|switchboard|\bpbx\b/i, 'phones'],
  [/\bprint(?:ing|er|ers)?\b|copier|print management/i, 'print'],
  [/\bweb ?site\b|\bcms\b|web hosting|content management/i, 'website'],
  [
    /identity|directory|single sign|\bsso\b|account (?:management|provision)|authentication|\bmdm\b.*identity/i,
    'identity',
  ],
  [/\be-?mail\b|^mail\b|calendar/i, 'mail'],
  [
    /file (?:storage|server|share|sharing)|shared? (?:files|drives?|folders?)|\bfiles\b|document (?:storage|management)|cloud storage/i,
    'files',
  ],
  [
    /learning|teaching|curriculum|assessment|homework|virtual learning|\bvle\b|\blms\b|reading|phonics|math|numeracy|literacy|science|coding|design|media|creative|quiz|engagement|portfolio|plagiarism|productivity|office|collaborat|communicat|messag|parent(?:al)? (?:app|engagement)|timetabl|cover management|library|careers|exams?\b|admin|human resources|\bhr\b|payroll|recruit|estate|facilit|helpdesk|service desk|asset|\bmdm\b|device management|remote (?:support|access)|video|conferenc|survey|presentation|utilit|operating|server|database|browser|special needs|\bsend?\b|behaviour|rewards|trips|clubs|transport|music|art\b|language|pe\b|sport|governance|policy|compliance|gdpr|data protection|training|cpd|^other$|^something else$|^misc(?:ellaneous)?$|^general$|^software$|^app(?:lication)?s?$|^saas$/i,
    'other',
  ],
];

/** Kinds by products that schools in England use, in the words of their makers. */
const PRODUCTS: [RegExp, Kind][] = [
  [
    /\b(?:sims(?: ?\.?net| next gen)?|arbor|bromcom|scholarpack|integris|rm integris|isams|engage|pupil asset|juniper horizons|ed:gen|schoolpod|compass mis|go 4 schools|satchel mis|facility cmis|progresso|vsware)\b/i,
    'mis',
  ],
  [/\b(?:cpoms|my ?concern|safeguard my school|toot toot|bounce together|smoothwall record)\b/i, 'safeguarding'],
  [
    /\b(?:smoothwall monitor|senso|impero|fastvue|netsupport|securly aware|classwize|esafe|future digital|visigo)\b/i,
    'monitoring',
  ],
  [
    /\b(?:smoothwall|netsweeper|lightspeed (?:filter|systems)|securly|surfprotect|webscreen|talk ?straight|rm safetynet|safetynet|opendns|umbrella)\b/i,
    'filtering',
  ],
  [/\b(?:fortigate|sonicwall|watchguard|palo alto|pfsense|sophos (?:xg|utm|firewall)|meraki mx)\b/i, 'firewall'],
  [
    /\b(?:sophos|eset|bitdefender|kaspersky|mcafee|trellix|norton|malwarebytes|crowdstrike|sentinelone|webroot|windows defender|microsoft defender|defender for endpoint|symantec)\b/i,
    'anti-malware',
  ],
  [
    /\b(?:redstor|veeam|acronis|backup exec|datto|barracuda backup|rm backup|altaro|hornetsecurity backup|cloudally|spanning|azure backup|shadowprotect)\b/i,
    'backup',
  ],
  [
    /\b(?:ps ?financials|iris financials|fms|sims fms|access (?:education )?finance|corero|xero|sage(?: 50| 200| intacct)?|civica|hcss|sbs online|budgetsoft|arbor finance|orovia|imp(?: software)?)\b/i,
    'finance',
  ],
  [
    /\b(?:parentpay|schoolcomms|school ?gateway|cypad|biostore|cunninghams|wisepay|scopay|tucasi|arbor pay|squid|live kitchen|impact food|vericool|civica cashless|trust-?e)\b/i,
    'catering',
  ],
  [/\b(?:papercut|papercut mf|equitrac|safecom|ysoft|uniflow|pcounter|printix|papercut hive)\b/i, 'print'],
  [/\b(?:inventry|entry ?sign|paxton|net2|sign in app|salto|digistat|visipoint|lobbydesk)\b/i, 'access-control'],
  [/\b(?:hikvision|milestone xprotect|exacqvision|avigilon|dahua|genetec|verkada)\b/i, 'cctv'],
  [/\b(?:3cx|mitel|avaya|ringcentral|teams phone|8x8|gamma horizon|cisco call manager|asterisk|wildix)\b/i, 'phones'],
  [
    /\b(?:active directory|entra(?: id)?|azure ad|adfs|salamander|wonde|rm unify|okta|groupcall xporter|google cloud directory)\b/i,
    'identity',
  ],
  [/\b(?:exchange(?: online| server)?|outlook|gmail|london ?mail|staff ?mail|microsoft 365 mail)\b/i, 'mail'],
  [/\b(?:onedrive|sharepoint|google drive|file server|dropbox|nas|foldr|home drives?|shared drives?)\b/i, 'files'],
  [
    /\b(?:wordpress|e4education|e-schools|primarysite|schudio|juniper websites|school website|eschools|fse design)\b/i,
    'website',
  ],
];

export function readSystemKind(input: string): Reading<Kind> {
  const text = tidyText(input);
  if (text === '') return { value: null };
  if (isPlaceholder(text)) return unread(input, '');
  const kind = KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  return kind === null ? unread(input, 'it is none of the kinds of system that we know') : { value: kind };
}

/** What a system's or a product's name speaks for; null where it does not say. */
export function kindOfProduct(text: string): Kind | null {
  return PRODUCTS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** `asksCloud`: the heading asks whether it is in the cloud, so that yes is an answer. No is not: it may be anywhere else. */
export function readHosting(input: string, asksCloud: boolean): Reading<Hosting> {
  const text = tidyText(input).toLowerCase();
  if (text === '') return { value: null };
  if (isPlaceholder(text)) return unread(input, '');
  const yesNo = readYesNo(text);
  if (!isUnread(yesNo)) {
    return asksCloud && yesNo.value === true ? { value: 'cloud' } : unread(input, 'it does not say where it runs');
  }
  if (/\bhybrid\b|\bboth\b/.test(text)) return unread(input, 'it runs in more than one place');
  if (
    /\b(?:local authority|\bla\b|council|trust|supplier|third[\s-]party|provider|data ?cent(?:er|re)|colo(?:cation)?|hosted (?:by|elsewhere|externally)|externally hosted|external)\b/.test(
      text,
    ) &&
    !/cloud/.test(text)
  )
    return { value: 'hosted-elsewhere' };
  if (
    /\b(?:cloud|saas|web[\s-]*based|online|browser|internet|azure|aws|amazon|google|microsoft 365|office 365|onedrive|sharepoint|app store|hosted)\b/.test(
      text,
    )
  )
    return { value: 'cloud' };
  if (
    /\b(?:on[\s-]*(?:prem(?:ise)?s?|site)|in[\s-]*(?:house|school)|local(?:ly)?|school server|server|internal|client|desktop|installed|standalone|pc)\b/.test(
      text,
    )
  )
    return { value: 'on-site' };
  return unread(input, 'it does not say where it runs');
}

/** `asksSchoolAccount`: the heading asks whether people use their school account, so that yes is an answer. */
export function readSignOn(input: string, asksSchoolAccount: boolean): Reading<SignOn> {
  const text = tidyText(input).toLowerCase();
  if (text === '') return { value: null };
  if (isPlaceholder(text) && text !== 'none') return unread(input, '');
  const yesNo = readYesNo(text);
  if (!isUnread(yesNo)) {
    if (asksSchoolAccount && yesNo.value === true) return { value: 'single-sign-on' };
    return unread(input, 'it says only whether school accounts are used, not what else is');
  }
  if (
    /^(?:none|no (?:login|log[\s-]?in|sign[\s-]?in|account)s?(?: needed| required)?|not (?:needed|required)|open|public)$/.test(
      text,
    )
  )
    return { value: 'none' };
  if (/\bshared\b|\bgeneric\b|\bone (?:login|account)\b|class (?:login|account)/.test(text))
    return { value: 'shared-account' };
  if (
    /\b(?:sso|single|saml|oidc|oauth|google|microsoft|office 365|m365|entra|azure|ad|active directory|ldap|rm unify|school account|federated|clever|wonde|domain)\b/.test(
      text,
    )
  )
    return { value: 'single-sign-on' };
  if (/\b(?:own|separate|local|individual|username|user ?name|password|manual|native|e-?mail|pin|code)\b/.test(text))
    return { value: 'own-accounts' };
  return unread(input, 'it does not say how people sign in');
}

/** Whether it is in use. */
export function readSystemStatus(input: string): Reading<boolean> {
  const text = tidyText(input).toLowerCase();
  if (text === '') return { value: null };
  const yesNo = readYesNo(text);
  if (!isUnread(yesNo)) return yesNo;
  if (
    /\b(?:inactive|retired|decommissioned|archived|ended|expired|withdrawn|not in use|no longer|unused|legacy - off|closed|ceased|replaced)\b/.test(
      text,
    )
  )
    return { value: false };
  if (/\b(?:active|live|in use|current|production|in service|operational|supported|approved|trial|pilot)\b/.test(text))
    return { value: true };
  return unread(input, 'it does not say whether it is in use');
}
