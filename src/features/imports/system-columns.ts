/**
 * Headings under which registers of systems, applications and software keep what we need, as data. Beside each list stands
 * whose headings they are:
 *
 * - GLPI: lists of software and of appliances ("Publisher", "Environment").
 * - Snipe-IT: licences ("Software Name", "Seats", "Manufacturer").
 * - The Key, DfE: registers of systems and of information assets ("Data held", "Where stored", "Information asset owner").
 * - SAS: a school's open template for a register of applications ("product_name", "sso_enabled", "licence_count").
 * - councils and trusts: application registers and record-of-processing sheets.
 *
 * Held against a file: SAS's template. The rest is general knowledge of these products and registers, not checked against a
 * present export of each; whoever imports can correct a column, which is remembered.
 *
 * Written as `normaliseHeading` leaves them. The first of a list is the most telling.
 */
import { commaList } from './comma-list.ts';
import type { TargetWords } from './importable.ts';

/** What a column can be taken for. Most are fields of the record's system; the others are worked into them. */
export type SystemTarget =
  | 'name'
  | 'kind'
  | 'hosting'
  | 'product'
  | 'version'
  | 'supplier'
  | 'owner'
  | 'users'
  | 'usedBy'
  | 'dataHeld'
  | 'personalData'
  | 'signOn'
  | 'integrations'
  | 'recoveryHours'
  | 'recoveryPointHours'
  | 'contractId'
  | 'equipmentId'
  | 'backupCopies'
  | 'backupDevices'
  | 'backupOffSite'
  | 'backupImmutable'
  | 'restoreTestedOn'
  | 'status'
  | 'description'
  | 'notes';

export const systemTargets: (TargetWords & { target: SystemTarget })[] = [
  {
    target: 'name',
    label: 'Name',
    names: [
      ...commaList('name, system name, system, name of system'), // ours, GLPI, The Key
      ...commaList('software name, license name, licence name'), // Snipe-IT
      ...commaList('product name, app name, app'), // SAS
      ...commaList(
        'application name, application, service name, service, software, title, software title, name of application, name of software, asset name, information asset, platform name, tool, resource',
      ), // councils, DfE
    ],
    hints: commaList('system name, application name, product name, software name'),
    not: commaList('owner, supplier, user, contact, manager, operating, file'),
  },
  {
    target: 'kind',
    label: 'What it is for',
    names: [
      ...commaList('what it is for, category, type, kind'), // ours, SAS, Snipe-IT
      ...commaList(
        'categories, system type, type of system, application type, software category, software type, function, business function, purpose, use',
      ), // GLPI, councils, The Key
    ],
    hints: commaList('system type, application type, category'),
    not: commaList('data, license, licence, contract, user'),
  },
  {
    target: 'hosting',
    label: 'Where it runs',
    names: [
      ...commaList('where it runs, hosting, hosted'), // ours
      ...commaList('environment, environments'), // GLPI
      ...commaList(
        'hosting type, hosting location, hosting model, deployment, deployment type, where hosted, hosted where, cloud or on site, cloud or on premise, cloud on premise, cloud based, cloud, where stored, location, location of data, storage location, on premise or cloud, saas',
      ), // DfE, The Key, councils
    ],
    hints: commaList('hosting, hosted, where stored, deployment'),
    not: commaList('by, provider, date, cost'),
  },
  {
    target: 'product',
    label: 'Product',
    names: commaList('product, product in use, package, software product, solution'), // ours, councils
    hints: commaList('product'),
    not: commaList('key, code, owner, type'),
  },
  {
    target: 'version',
    label: 'Version',
    names: commaList('version, versions, version number, software version, current version'), // GLPI, councils
    hints: commaList('version'),
    not: [],
  },
  {
    target: 'supplier',
    label: 'Supplier',
    names: [
      ...commaList('supplier, supplier name, manufacturer'), // ours, Snipe-IT
      ...commaList('publisher, publishers, suppliers'), // GLPI
      ...commaList(
        'vendor, vendor name, provider, service provider, developer, company, data processor, processor, third party, hosted by, hosting provider',
      ), // councils, The Key
    ],
    hints: commaList('supplier, vendor, provider'),
    not: commaList('contact, phone, email, number, identity, type'),
  },
  {
    target: 'owner',
    label: 'Who looks after it',
    names: [
      ...commaList('who looks after it, owner, system owner'), // ours
      ...commaList('technician in charge, user in charge, group in charge, manager'), // GLPI
      ...commaList(
        'information asset owner, iao, business owner, service owner, data owner, application owner, lead, responsible person, person responsible, administrator, system administrator, admin, managed by, responsible, department',
      ), // DfE, The Key, councils, SAS
    ],
    hints: commaList('owner, responsible, administrator'),
    not: commaList('email, phone'),
  },
  {
    target: 'users',
    label: 'How many people use it (or licences)',
    names: [
      ...commaList('how many people use it, users, number of users'), // ours
      ...commaList('licence count, license count'), // SAS
      ...commaList(
        'seats, total, number of licences, number of licenses, licences, licenses, no of users, user count, active users, number of seats, quantity, installations, number of installations',
      ), // Snipe-IT, GLPI, councils
    ],
    hints: commaList('number of users, users, seats, licences, licenses'),
    not: commaList('type, cost, available, free, expiry, date, group, access, key'),
  },
  {
    target: 'usedBy',
    label: 'Who uses it',
    names: commaList(
      'audience, used by, user group, user groups, who uses it, type of users, division, data subjects, staff or pupils, key stage, year groups',
    ), // SAS, DfE, The Key
    hints: commaList('used by, user group'),
    not: [],
  },
  {
    target: 'dataHeld',
    label: 'What is kept in it',
    names: commaList(
      'what is kept in it, data held, data stored, information held, type of data, data types, categories of data, data categories, personal data held, data, data processed, categories of personal data, description of data',
    ), // ours, DfE, The Key, councils
    hints: commaList('data held, data stored, information held, categories of data'),
    not: commaList('where, location, retention'),
  },
  {
    target: 'personalData',
    label: 'Does it hold personal data?',
    names: commaList(
      'does it hold personal data, personal data, contains personal data, personal data y n, holds personal data, pii, personal information, gdpr, processes personal data',
    ), // ours, DfE, councils
    hints: commaList('contains personal data, holds personal data, personal data'),
    not: commaList('categories, held, description, types, type'),
  },
  {
    target: 'signOn',
    label: 'How people sign in',
    names: commaList(
      'how people sign in, sign on, sso, sso enabled, single sign on, sign in, login method, authentication, authentication method, login, log in, identity provider, login type, sso available',
    ), // ours, SAS, councils
    hints: commaList('sso, single sign on, authentication, sign in, login'),
    not: commaList('url, last, date, count, mfa, factor'),
  },
  {
    target: 'integrations',
    label: 'What it exchanges data with',
    names: commaList(
      'what it exchanges data with, integrations, integration, integrates with, interfaces, interfaces with, linked systems, links to, connected systems, data shared with, data sharing, synced with, mis integration, shares data with',
    ), // ours, councils, The Key
    hints: commaList('integrations, integrates with, interfaces, shared with'),
    not: [],
  },
  {
    target: 'recoveryHours',
    label: 'Hours in which it must be back after a failure',
    names: commaList(
      'hours in which it must be back after a failure, rto, recovery time, recovery time objective, rto hours, maximum downtime, max downtime, tolerable downtime, maximum tolerable downtime',
    ), // ours, councils' continuity plans
    hints: commaList('recovery time, rto, downtime'),
    not: commaList('last, actual'),
  },
  {
    target: 'recoveryPointHours',
    label: 'Hours of work that may be lost',
    names: commaList(
      'hours of work that may be lost, rpo, recovery point, recovery point objective, rpo hours, acceptable data loss, maximum data loss',
    ), // ours, councils' continuity plans
    hints: commaList('recovery point, rpo, data loss'),
    not: [],
  },
  {
    target: 'contractId',
    label: 'Contract it is under',
    names: commaList('contract it is under, contract, contract name, contracts, contract title, agreement'), // ours, GLPI
    hints: commaList('contract name, contract title'),
    not: commaList('date, end, expiry, cost, start, value, type'),
  },
  {
    target: 'equipmentId',
    label: 'Server it runs on',
    names: commaList(
      'server it runs on, server, server name, host, hosted on, host server, runs on, associated server, physical server',
    ), // ours, GLPI, councils
    hints: commaList('server name, host server, runs on'),
    not: commaList('os, version, type, ip'),
  },
  {
    target: 'backupCopies',
    label: 'Copies of the data, counting the live one',
    names: commaList('copies of the data counting the live one, copies, backup copies, number of copies'), // ours
    hints: commaList('backup copies'),
    not: [],
  },
  {
    target: 'backupDevices',
    label: 'Separate devices or services that hold them',
    names: commaList('separate devices or services that hold them, backup devices, backup media'), // ours
    hints: commaList('backup devices'),
    not: [],
  },
  {
    target: 'backupOffSite',
    label: 'Is one copy kept away from the school?',
    names: commaList(
      'is one copy kept away from the school, off site, offsite, off site backup, offsite backup, off site copy',
    ), // ours, councils
    hints: commaList('off site, offsite'),
    not: [],
  },
  {
    target: 'backupImmutable',
    label: 'Is one copy protected from being changed or deleted?',
    names: commaList(
      'is one copy protected from being changed or deleted, immutable, immutable backup, air gapped, offline copy, immutable copy',
    ), // ours, councils
    hints: commaList('immutable, air gapped'),
    not: [],
  },
  {
    target: 'restoreTestedOn',
    label: 'When restoring was last tested',
    names: commaList(
      'when restoring was last tested, restore tested, last restore test, last tested, date of last restore, restore test date, restore tested on, backup tested, last backup test',
    ), // ours, councils
    hints: commaList('restore test, restore tested'),
    not: [],
  },
  {
    target: 'status',
    label: 'Status',
    names: commaList('status, statuses, active, in use, live, state, current, lifecycle status'), // GLPI, SAS, councils
    hints: commaList('status'),
    not: commaList('contract, licence, license, backup'),
  },
  {
    target: 'description',
    label: 'Description',
    names: commaList('description, details, summary, what it does, about'), // SAS, councils
    hints: commaList('description'),
    not: commaList('data'),
  },
  {
    target: 'notes',
    label: 'Notes',
    names: commaList('notes, comments, comment, note, remarks, other information, additional information'), // all
    hints: commaList('notes, comments'),
    not: [],
  },
];
