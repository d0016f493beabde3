/**
 * The record: everything a school has written down, as one typed snapshot. Pages write it into the database; `cairn plan`
 * reads it from a JSON file of this shape; everything from here to the plan is pure. Null always means "not known".
 *
 * Field by field this is what the school business manager's registers hold; see docs/guide for the words shown to people.
 */
import { z } from 'zod';
import { actualSchema, exceptionSchema } from './actuals.ts';
import { isPlainDate } from './dates.ts';
import { localRuleSetSchema } from './local-rules.ts';
import { phases } from './phases.ts';
import { isWebAddress } from './web-address.ts';

const date = z.string().refine(isPlainDate, 'must be a real date written YYYY-MM-DD');
const known = <T extends z.ZodType>(type: T) => type.nullable().default(null);
const id = z.string().min(1).max(100);
const pence = z.number().int().min(-1e13).max(1e13);
const count = z.number().int().min(0).max(1_000_000);
const text = z.string().max(4000);
/** Original text of a value that could not be read, by field name: shown, never dropped ("TBC", "22/04/222"). */
const unread = z.record(z.string(), z.string()).default({});

/**
 * Where a value came from. `typed`: a person wrote it on a page. `import`: a spreadsheet's row, named in the note. `assumed`:
 * a guess from a typical school, to be replaced by the school's own. `file`: a school file. `measured`: somebody measured or
 * tested it, the note says who and how. `plan`: what a finished item of the plan brought, named in the note.
 */
export const valueSources = ['typed', 'import', 'assumed', 'file', 'measured', 'plan'] as const;
export const valueSourceSchema = z.object({
  from: z.enum(valueSources),
  on: date,
  note: known(text),
  /** Only for a guessed number: between what it may lie. It goes when the guess is replaced or said to be right. */
  range: z
    .object({ low: z.number().min(0), high: z.number().min(0) })
    .refine(({ low, high }) => low <= high, 'low must not exceed high')
    .optional(),
});
/** By field name; the key `*` stands for every filled field that has no entry of its own. */
const sources = z.record(z.string(), valueSourceSchema).default({});

export { phases };
export const nationalHeadings = ['E20A', 'E20B', 'E20C', 'E20D', 'E20E', 'E20F', 'E20G'] as const;

export const schoolSchema = z.object({
  /** The URN, or a reference of our own where the school has given none. */
  key: id,
  urn: known(z.string().regex(/^\d{6}$/)),
  name: z.string().min(1).max(200),
  phase: z.enum(phases),
  pupils: count,
  /** Decides the financial year: maintained April to March, academy September to August. */
  governance: z.enum(['maintained', 'academy']),
  localAuthority: known(text),
  hasSixthForm: known(z.boolean()),
  /** How many separate places it teaches in. */
  sites: known(z.number().int().min(1).max(1000)),
  isExample: z.boolean().default(false),
});

export const contractTypes = [
  'broadband',
  'filtering',
  'mis',
  'cloud-platform',
  'software',
  'support',
  'backup',
  'phones',
  'print',
  'equipment-lease',
  'equipment-support',
  'security',
  'website',
  'other',
] as const;

export const noticeUnits = ['months', 'weeks', 'days', 'working-days', 'terms'] as const;

export const contractSchema = z.object({
  id,
  title: z.string().min(1).max(500),
  type: known(z.enum(contractTypes)),
  supplier: known(text),
  supplierContact: known(text),
  reference: known(text),
  description: known(text),
  annualCostPence: known(pence),
  /** Paid once, such as set-up: in the financial year that the contract starts in. */
  oneOffCostPence: known(pence),
  /** What is really paid, where it differs from year to year, by financial year ("2026-27"). Wins over the other costs. */
  cashByYear: known(z.record(z.string().regex(/^\d{4}-\d{2}$/), pence)),
  /** Whether the amounts hold VAT; `none` where the supplier charges none. */
  vat: known(z.enum(['excluded', 'included', 'none'])),
  totalValuePence: known(pence),
  startsOn: known(date),
  endsOn: known(date),
  /** Notice to give before the end. */
  noticeCount: known(count),
  noticeUnit: known(z.enum(noticeUnits)),
  noticeMethod: known(z.enum(['email', 'letter', 'recorded-post', 'portal', 'other'])),
  /** The address that notice goes to. */
  noticeTo: known(text),
  renewal: known(z.enum(['none', 'by-agreement', 'automatic'])),
  /** How long each automatic renewal lasts. */
  renewalMonths: known(count),
  /** Months by which it may still be extended, over all the extensions left. */
  extensionMonths: known(count),
  extensionsTaken: known(count),
  extensionsLeft: known(count),
  /** Days it takes to choose and buy a replacement. */
  leadInDays: known(count),
  earlyTerminationPence: known(pence),
  earlyTerminationTerms: known(text),
  exitPlan: known(text),
  /** What else it pays for: the filtering that comes with a broadband line. */
  bundledServices: known(text),
  isLease: known(z.boolean()),
  /** Whether the supplier handles personal data. */
  personalData: known(z.boolean()),
  /** Whether the supplier is linked to a governor, trustee or member of staff. */
  relatedParty: known(z.boolean()),
  howBought: known(z.enum(['framework', 'tender', 'quotes', 'single-quote', 'trust-or-authority', 'other'])),
  frameworkName: known(text),
  /** Where the papers are kept: an address or a place, one a line. */
  documents: known(text),
  noticeGivenOn: known(date),
  endedOn: known(date),
  owner: known(text),
  heading: known(z.enum(nationalHeadings)),
  notes: known(text),
  unread,
  sources,
});

export const systemKinds = [
  'files',
  'mail',
  'identity',
  'mis',
  'backup',
  'phones',
  'filtering',
  'monitoring',
  'firewall',
  'anti-malware',
  'finance',
  'safeguarding',
  'print',
  'cctv',
  'access-control',
  'catering',
  'website',
  'other',
] as const;

export const systemSchema = z.object({
  id,
  name: z.string().min(1).max(200),
  kind: z.enum(systemKinds),
  hosting: known(z.enum(['on-site', 'cloud', 'hosted-elsewhere'])),
  product: known(text),
  supplier: known(text),
  owner: known(text),
  users: known(count),
  /** What is kept in it, in the school's words. */
  dataHeld: known(text),
  personalData: known(z.boolean()),
  signOn: known(z.enum(['single-sign-on', 'own-accounts', 'shared-account', 'none'])),
  /** What it exchanges data with. */
  integrations: known(text),
  /** Hours in which it must be back after a failure, and hours of work that may be lost. */
  recoveryHours: known(count),
  recoveryPointHours: known(count),
  contractId: known(id),
  /** The server it runs on, where it runs on one of the school's own. */
  equipmentId: known(id),
  /** Only for backup: what the 3-2-1 rule asks. */
  backupCopies: known(count),
  backupDevices: known(count),
  backupOffSite: known(z.boolean()),
  backupImmutable: known(z.boolean()),
  restoreTestedOn: known(date),
  notes: known(text),
  unread,
  sources,
});

export const equipmentKinds = [
  'server',
  'core-switch',
  'access-switch',
  'access-point',
  'router',
  'firewall',
  'ups',
  'desktop',
  'laptop',
  'chromebook',
  'tablet',
  'panel',
  'printer',
  'phone',
  'other',
] as const;

export const equipmentSchema = z.object({
  id,
  name: z.string().min(1).max(200),
  kind: z.enum(equipmentKinds),
  quantity: z.number().int().min(1).max(100_000).default(1),
  manufacturer: known(text),
  model: known(text),
  operatingSystem: known(text),
  serialNumber: known(text),
  assetTag: known(text),
  location: known(text),
  assignedTo: known(text),
  condition: known(z.enum(['good', 'fair', 'poor', 'broken'])),
  acquiredAs: known(z.enum(['new', 'used', 'refurbished', 'donated'])),
  supplier: known(text),
  /** The lease or the maintenance contract that it is under. */
  contractId: known(id),
  boughtYear: known(z.number().int().min(1980).max(2100)),
  boughtOn: known(date),
  /** For each one. */
  pricePence: known(pence),
  warrantyEndsOn: known(date),
  supportEndsOn: known(date),
  /** Only for access points. */
  wifiGeneration: known(z.enum(['4', '5', '6', '6E', '7'])),
  /** Only for switches: speed to the desktop. */
  portSpeedMbps: known(count),
  /** Only for switches and access points: managed from one place. */
  centrallyManaged: known(z.boolean()),
  portCount: known(count),
  /** Only for switches: speed towards the core. */
  uplinkMbps: known(count),
  powerOverEthernet: known(z.boolean()),
  /** Only for access points: whether it offers WPA3. */
  wpa3: known(z.boolean()),
  /** Whether it stands in a locked room or cabinet. */
  lockedAway: known(z.boolean()),
  /** Only for core switches and servers. */
  onUps: known(z.boolean()),
  /** Only for battery backups: how long it carries its load. */
  upsMinutes: known(count),
  /** From this day on it is not the school's any more. */
  disposedOn: known(date),
  notes: known(text),
  unread,
  sources,
});

export const connectionTechnologies = ['adsl', 'fttc', 'cable', 'fttp', 'leased-line', 'mobile', 'satellite'] as const;

export const connectionSchema = z.object({
  id,
  name: z.string().min(1).max(200),
  role: z.enum(['main', 'backup']).default('main'),
  technology: known(z.enum(connectionTechnologies)),
  downMbps: known(count),
  upMbps: known(count),
  automaticFailover: known(z.boolean()),
  /** Whether it enters the school by another route than the other line. */
  separateRoute: known(z.boolean()),
  supplier: known(text),
  installedOn: known(date),
  routerId: known(id),
  contractId: known(id),
  notes: known(text),
  unread,
  sources,
});

/** How an answer is known: somebody says so, a document says so, it was measured or tested, another school's person saw it. */
export const answerBases = ['asserted', 'document', 'measured', 'seen-by-peer'] as const;

export const answerSchema = z.object({
  questionId: id,
  /** The id of one of the question's choices; `not-sure` is always one of them. */
  choice: id,
  /** The day that it was said, measured or seen. */
  answeredOn: date,
  note: known(text),
  /** How it is known. */
  basis: z.enum(answerBases).default('asserted'),
  /** Who says, measured or saw it, as shown: a name, or a role ("the network manager"). */
  by: known(z.string().min(1).max(200)),
  /** The last day on which it counts; null where it has no end. */
  holdsUntil: known(date),
});

/** What shows that an answer is so: a certificate, a log, a signed policy, as a file kept here or a link. */
export const evidenceSchema = z
  .object({
    id,
    /** The question whose answer it shows to be right, and so all requirements that the answer decides. */
    questionId: known(id),
    /** Only where the requirement has no question. */
    requirementId: known(id),
    title: z.string().min(1).max(200),
    /** Only http and https. */
    url: known(z.string().max(2000).refine(isWebAddress, 'must be a web address that begins with https:// or http://')),
    /** The file kept with the school; a school file names it without holding it. */
    documentId: known(id),
    /** From this day on it counts. */
    effectiveOn: date,
    /** The last day on which it counts; null where it has no end. */
    expiresOn: known(date),
    note: known(text),
  })
  .refine(({ questionId, requirementId }) => (questionId === null) !== (requirementId === null), {
    message: 'must name either a question or a requirement',
    path: ['questionId'],
  })
  .refine(({ effectiveOn, expiresOn }) => expiresOn === null || expiresOn >= effectiveOn, {
    message: 'must not be before effectiveOn',
    path: ['expiresOn'],
  });

export const budgetYearSchema = z.object({ year: id, capitalPence: pence, revenuePence: pence });
export const termSchema = z.object({ id, name: z.string().min(1).max(100), startsOn: date, endsOn: date });
export const closureSchema = z.object({ name: z.string().min(1).max(200), startsOn: date, endsOn: date });

export const limitsSchema = z.object({
  budgets: z.array(budgetYearSchema).default([]),
  capitalCarriesForward: z.boolean().default(false),
  staffDaysPerTerm: known(count),
  staffDaysByTerm: z.record(z.string(), count).default({}),
  terms: z.array(termSchema).default([]),
  holidays: z.array(closureSchema).default([]),
  bankHolidays: z.array(date).default([]),
  governorsMeetings: z.array(date).default([]),
  /** Days on which nobody may be disturbed: census, examinations. */
  blackouts: z.array(closureSchema).default([]),
});

export const quoteSchema = z.object({
  optionId: id,
  oneOffPence: known(pence),
  yearlyPence: known(pence),
  supplier: known(text),
  quotedOn: known(date),
});

export const chosenStartSchema = z.object({ needId: id, optionId: id.nullable(), term: id });

export const recordSchema = z.object({
  format: z.literal('cairn.school/1'),
  /** The day the plan is made on; the first term of the plan is the one after it or that it falls in. */
  asAt: date,
  /** The edition of the standards library that answers are judged by. */
  edition: id,
  school: schoolSchema,
  contracts: z.array(contractSchema).default([]),
  systems: z.array(systemSchema).default([]),
  equipment: z.array(equipmentSchema).default([]),
  connections: z.array(connectionSchema).default([]),
  answers: z.array(answerSchema).default([]),
  evidence: z.array(evidenceSchema).default([]),
  limits: limitsSchema.default(() => limitsSchema.parse({})),
  quotes: z.array(quoteSchema).default([]),
  locks: z.array(chosenStartSchema).default([]),
  agreed: z.array(chosenStartSchema).default([]),
  /** What has become of the plan. */
  actuals: z.array(actualSchema).default([]),
  /** Gaps that the school has decided to live with for a time. */
  exceptions: z.array(exceptionSchema).default([]),
  /** What the school's trust or authority asks beside the national standards. */
  localRules: z.array(localRuleSetSchema).default([]),
});

export type School = z.infer<typeof schoolSchema>;
export type ValueSource = z.infer<typeof valueSourceSchema>;
export type Contract = z.infer<typeof contractSchema>;
export type System = z.infer<typeof systemSchema>;
export type Equipment = z.infer<typeof equipmentSchema>;
export type Connection = z.infer<typeof connectionSchema>;
export type Answer = z.infer<typeof answerSchema>;
export type AnswerBasis = Answer['basis'];
export type Evidence = z.infer<typeof evidenceSchema>;
export type BudgetYear = z.infer<typeof budgetYearSchema>;
export type Limits = z.infer<typeof limitsSchema>;
export type Quote = z.infer<typeof quoteSchema>;
export type RecordedStart = z.infer<typeof chosenStartSchema>;
export type SchoolRecord = z.infer<typeof recordSchema>;
export type Phase = School['phase'];
