/**
 * The tables as Kysely knows them; `database/schema.sql` is the full description, with keys, checks and policies.
 * JSON columns take objects and arrays as they are and give them back parsed. Dates are 'YYYY-MM-DD', money whole pence.
 */
import type { Generated, GeneratedAlways } from 'kysely';
import type { AnswerRequestItemTable, AnswerRequestTable, FindOutTaskTable, SignOffTable } from './tables-asking.ts';
import type { AcceptedGapTable, PlanActualTable, PlanAgreementTable } from './tables-actuals.ts';
import type { AllocationTables } from './tables-allocation.ts';
import type { CheckSetAsideTable, StatusReportTable } from './tables-checks.ts';
import type { EvidenceTable } from './tables-evidence.ts';
import type { ImportBatchTable, ImportHeadingTable, ImportMadeTable, ImportRowTable } from './tables-imports.ts';
import type { LocalRuleSetTable } from './tables-local-rules.ts';
import type { PaymentDismissalTable, PaymentTable } from './tables-payments.ts';
import type { PlanAgreedTable, PlanLockTable, PlanStudyTable, PlanTable, ScenarioTable } from './tables-plans.ts';
import type { DefaultedJson, Json, NullableJson } from './json-columns.ts';
import type { JobTable, ReminderChoiceTable, ReminderSentTable } from './tables-reminders.ts';
import type { TrustTables } from './tables-trust.ts';

export interface PersonTable {
  id: string;
  name: string;
  email: string | null;
  is_operator: Generated<boolean>;
  is_guest: Generated<boolean>;
  created_at: Date;
}

export interface SignInLinkTable {
  token_hash: string;
  person_id: string;
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
}

export interface SessionTable {
  id_hash: string;
  person_id: string;
  csrf_token: string;
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
}

export interface CalendarFeedTable {
  id: string;
  token_hash: string;
  person_id: string;
  of_organisation_id: string | null;
  of_school_id: string | null;
  label: string | null;
  created_at: Date;
  last_fetched_at: Date | null;
  revoked_at: Date | null;
}

export interface OrganisationTable {
  organisation_id: string;
  name: string;
  is_example: Generated<boolean>;
  is_guest: Generated<boolean>;
  created_at: Date;
}

export interface MembershipTable {
  organisation_id: string;
  person_id: string;
  role: 'reader' | 'editor' | 'administrator';
  /** Null: all schools of the organisation; else that one alone. */
  school_id: string | null;
  created_at: Date;
}

export interface EstablishmentTable {
  urn: string;
  name: string;
  phase: string | null;
  type: string | null;
  governance: 'maintained' | 'academy' | null;
  pupils: number | null;
  local_authority: string | null;
  has_sixth_form: boolean | null;
  trust: string | null;
  town: string | null;
  postcode: string | null;
  status: string | null;
  opened_on: string | null;
  closed_on: string | null;
  as_at: string | null;
}

export interface SchoolTable {
  organisation_id: string;
  id: string;
  key: string;
  urn: string | null;
  name: string;
  phase: 'nursery' | 'primary' | 'secondary' | 'all-through' | 'special' | 'post-16';
  pupils: number;
  governance: 'maintained' | 'academy';
  local_authority: string | null;
  has_sixth_form: boolean | null;
  sites: number | null;
  is_example: Generated<boolean>;
  edition: string;
  capital_carries_forward: Generated<boolean>;
  staff_days_per_term: number | null;
  settings: DefaultedJson;
  version: Generated<number>;
  created_at: Date;
  updated_at: Date;
}

export interface ContractTable {
  organisation_id: string;
  school_id: string;
  id: string;
  title: string;
  type:
    | 'broadband'
    | 'filtering'
    | 'mis'
    | 'cloud-platform'
    | 'software'
    | 'support'
    | 'backup'
    | 'phones'
    | 'print'
    | 'equipment-lease'
    | 'equipment-support'
    | 'security'
    | 'website'
    | 'other'
    | null;
  supplier: string | null;
  supplier_contact: string | null;
  reference: string | null;
  description: string | null;
  annual_cost_pence: number | null;
  one_off_cost_pence: number | null;
  cash_by_year: NullableJson;
  vat: 'excluded' | 'included' | 'none' | null;
  total_value_pence: number | null;
  starts_on: string | null;
  ends_on: string | null;
  notice_count: number | null;
  notice_unit: 'months' | 'weeks' | 'days' | 'working-days' | 'terms' | null;
  notice_method: 'email' | 'letter' | 'recorded-post' | 'portal' | 'other' | null;
  notice_to: string | null;
  renewal: 'none' | 'by-agreement' | 'automatic' | null;
  renewal_months: number | null;
  extension_months: number | null;
  extensions_taken: number | null;
  extensions_left: number | null;
  lead_in_days: number | null;
  early_termination_pence: number | null;
  early_termination_terms: string | null;
  exit_plan: string | null;
  bundled_services: string | null;
  is_lease: boolean | null;
  personal_data: boolean | null;
  related_party: boolean | null;
  how_bought: 'framework' | 'tender' | 'quotes' | 'single-quote' | 'trust-or-authority' | 'other' | null;
  framework_name: string | null;
  documents: string | null;
  notice_given_on: string | null;
  ended_on: string | null;
  owner: string | null;
  heading: 'E20A' | 'E20B' | 'E20C' | 'E20D' | 'E20E' | 'E20F' | 'E20G' | null;
  notes: string | null;
  unread: DefaultedJson;
  sources: DefaultedJson;
  entered: Generated<number>;
  version: Generated<number>;
  created_at: Date;
  updated_at: Date;
}

export interface EquipmentTable {
  organisation_id: string;
  school_id: string;
  id: string;
  name: string;
  kind:
    | 'server'
    | 'core-switch'
    | 'access-switch'
    | 'access-point'
    | 'router'
    | 'firewall'
    | 'ups'
    | 'desktop'
    | 'laptop'
    | 'chromebook'
    | 'tablet'
    | 'panel'
    | 'printer'
    | 'phone'
    | 'other';
  quantity: Generated<number>;
  manufacturer: string | null;
  model: string | null;
  operating_system: string | null;
  serial_number: string | null;
  asset_tag: string | null;
  location: string | null;
  assigned_to: string | null;
  condition: 'good' | 'fair' | 'poor' | 'broken' | null;
  acquired_as: 'new' | 'used' | 'refurbished' | 'donated' | null;
  supplier: string | null;
  contract_id: string | null;
  bought_year: number | null;
  bought_on: string | null;
  price_pence: number | null;
  warranty_ends_on: string | null;
  support_ends_on: string | null;
  wifi_generation: '4' | '5' | '6' | '6E' | '7' | null;
  port_speed_mbps: number | null;
  centrally_managed: boolean | null;
  port_count: number | null;
  uplink_mbps: number | null;
  power_over_ethernet: boolean | null;
  wpa3: boolean | null;
  locked_away: boolean | null;
  on_ups: boolean | null;
  ups_minutes: number | null;
  disposed_on: string | null;
  notes: string | null;
  unread: DefaultedJson;
  sources: DefaultedJson;
  entered: Generated<number>;
  version: Generated<number>;
  created_at: Date;
  updated_at: Date;
}

export interface SystemTable {
  organisation_id: string;
  school_id: string;
  id: string;
  name: string;
  kind:
    | 'files'
    | 'mail'
    | 'identity'
    | 'mis'
    | 'backup'
    | 'phones'
    | 'filtering'
    | 'monitoring'
    | 'firewall'
    | 'anti-malware'
    | 'finance'
    | 'safeguarding'
    | 'print'
    | 'cctv'
    | 'access-control'
    | 'catering'
    | 'website'
    | 'other';
  hosting: 'on-site' | 'cloud' | 'hosted-elsewhere' | null;
  product: string | null;
  supplier: string | null;
  owner: string | null;
  users: number | null;
  data_held: string | null;
  personal_data: boolean | null;
  sign_on: 'single-sign-on' | 'own-accounts' | 'shared-account' | 'none' | null;
  integrations: string | null;
  recovery_hours: number | null;
  recovery_point_hours: number | null;
  contract_id: string | null;
  equipment_id: string | null;
  backup_copies: number | null;
  backup_devices: number | null;
  backup_off_site: boolean | null;
  backup_immutable: boolean | null;
  restore_tested_on: string | null;
  notes: string | null;
  unread: DefaultedJson;
  sources: DefaultedJson;
  entered: Generated<number>;
  version: Generated<number>;
  created_at: Date;
  updated_at: Date;
}

export interface ConnectionTable {
  organisation_id: string;
  school_id: string;
  id: string;
  name: string;
  role: Generated<'main' | 'backup'>;
  technology: 'adsl' | 'fttc' | 'cable' | 'fttp' | 'leased-line' | 'mobile' | 'satellite' | null;
  down_mbps: number | null;
  up_mbps: number | null;
  automatic_failover: boolean | null;
  separate_route: boolean | null;
  supplier: string | null;
  installed_on: string | null;
  router_id: string | null;
  contract_id: string | null;
  notes: string | null;
  unread: DefaultedJson;
  sources: DefaultedJson;
  entered: Generated<number>;
  version: Generated<number>;
  created_at: Date;
  updated_at: Date;
}

export interface DocumentTable {
  organisation_id: string;
  school_id: string;
  id: string;
  table_name: 'contract' | 'system' | 'equipment' | 'connection' | 'evidence';
  item_id: string;
  name: string;
  media_type: string;
  byte_count: number;
  sha256: string;
  content: Uint8Array;
  added_at: Date;
  removed_at: Date | null;
}

export interface AnswerTable {
  organisation_id: string;
  school_id: string;
  question_id: string;
  choice: string;
  answered_on: string;
  note: string | null;
  basis: Generated<'asserted' | 'document' | 'measured' | 'seen-by-peer'>;
  by: string | null;
  holds_until: string | null;
  entered: Generated<number>;
  version: Generated<number>;
  updated_at: Date;
}

export interface BudgetYearTable {
  organisation_id: string;
  school_id: string;
  year: string;
  capital_pence: number;
  revenue_pence: number;
  entered: Generated<number>;
  version: Generated<number>;
}

export interface StaffDaysTable {
  organisation_id: string;
  school_id: string;
  term: string;
  days: number;
}

export interface TermTable {
  organisation_id: string;
  school_id: string;
  id: string;
  name: string;
  starts_on: string;
  ends_on: string;
  entered: Generated<number>;
}

export interface ClosureTable {
  organisation_id: string;
  school_id: string;
  id: string;
  kind: 'holiday' | 'blackout';
  name: string;
  starts_on: string;
  ends_on: string;
  entered: Generated<number>;
}

export interface BankHolidayTable {
  organisation_id: string;
  school_id: string;
  day: string;
  entered: Generated<number>;
}

export interface GovernorsMeetingTable {
  organisation_id: string;
  school_id: string;
  day: string;
  entered: Generated<number>;
}

export interface QuoteTable {
  organisation_id: string;
  school_id: string;
  option_id: string;
  one_off_pence: number | null;
  yearly_pence: number | null;
  supplier: string | null;
  quoted_on: string | null;
  entered: Generated<number>;
  version: Generated<number>;
}

export interface SavedViewTable {
  organisation_id: string;
  school_id: string;
  id: string;
  register: 'contract' | 'system' | 'equipment' | 'connection';
  name: string;
  query: string;
  is_shared: boolean;
  person_id: string;
  created_at: Date;
  updated_at: Date;
}

export interface BulkChangeTable {
  organisation_id: string;
  school_id: string;
  id: string;
  register: 'contract' | 'system' | 'equipment' | 'connection';
  state: 'chosen' | 'done' | 'undone';
  query: string;
  items: Json;
  outcome: DefaultedJson;
  done_at: Date | null;
  created_by: string;
  created_at: Date;
  updated_at: Date;
}

export interface ChangeTable {
  organisation_id: string;
  id: GeneratedAlways<number>;
  school_id: string | null;
  table_name: string;
  row_id: string;
  before: NullableJson;
  after: NullableJson;
  person_id: string;
  at: Date;
}

/** Every table, by name. */
export interface Tables extends AllocationTables, TrustTables {
  person: PersonTable;
  sign_in_link: SignInLinkTable;
  session: SessionTable;
  calendar_feed: CalendarFeedTable;
  organisation: OrganisationTable;
  membership: MembershipTable;
  establishment: EstablishmentTable;
  school: SchoolTable;
  contract: ContractTable;
  equipment: EquipmentTable;
  system: SystemTable;
  connection: ConnectionTable;
  document: DocumentTable;
  answer: AnswerTable;
  evidence: EvidenceTable;
  budget_year: BudgetYearTable;
  staff_days: StaffDaysTable;
  term: TermTable;
  closure: ClosureTable;
  bank_holiday: BankHolidayTable;
  governors_meeting: GovernorsMeetingTable;
  quote: QuoteTable;
  plan_lock: PlanLockTable;
  plan_agreed: PlanAgreedTable;
  plan: PlanTable;
  plan_study: PlanStudyTable;
  scenario: ScenarioTable;
  import_batch: ImportBatchTable;
  import_row: ImportRowTable;
  import_made: ImportMadeTable;
  import_heading: ImportHeadingTable;
  payment: PaymentTable;
  payment_dismissal: PaymentDismissalTable;
  saved_view: SavedViewTable;
  bulk_change: BulkChangeTable;
  find_out_task: FindOutTaskTable;
  answer_request: AnswerRequestTable;
  answer_request_item: AnswerRequestItemTable;
  sign_off: SignOffTable;
  check_set_aside: CheckSetAsideTable;
  status_report: StatusReportTable;
  local_rule_set: LocalRuleSetTable;
  accepted_gap: AcceptedGapTable;
  plan_agreement: PlanAgreementTable;
  plan_actual: PlanActualTable;
  change: ChangeTable;
  job: JobTable;
  reminder_choice: ReminderChoiceTable;
  reminder_sent: ReminderSentTable;
}
