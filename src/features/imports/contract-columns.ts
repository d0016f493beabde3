/**
 * Headings under which contract registers keep what a contract needs, as data: councils' registers, The Key's and Walsall's
 * templates, DfE's template, Every, GLPI, Snipe-IT (licences) and an application register. Written as {@link normaliseHeading}
 * leaves them; the first of a list is the most telling. `hints` are words that suffice inside a longer heading, unless one
 * of `not` is there too.
 */

import { commaList } from './comma-list.ts';
import type { TargetWords } from './importable.ts';

/** What a column can be taken for. Most are fields of the record's contract; the others are worked into them. */
export type ContractTarget =
  | 'title'
  | 'type'
  | 'supplier'
  | 'reference'
  | 'description'
  | 'annualCostPence'
  | 'totalValuePence'
  | 'startsOn'
  | 'endsOn'
  | 'currentEndsOn'
  | 'renewsOn'
  | 'durationMonths'
  | 'notice'
  | 'noticeBy'
  | 'renewal'
  | 'renewalMonths'
  | 'extensionMonths'
  | 'leadInDays'
  | 'earlyTerminationPence'
  | 'noticeGivenOn'
  | 'endedOn'
  | 'status'
  | 'owner'
  | 'heading'
  | 'notes'
  | 'supplierContact'
  | 'oneOffCostPence'
  | 'cashByYear'
  | 'vat'
  | 'noticeMethod'
  | 'noticeTo'
  | 'extensionsTaken'
  | 'extensionsLeft'
  | 'earlyTerminationTerms'
  | 'exitPlan'
  | 'bundledServices'
  | 'isLease'
  | 'personalData'
  | 'relatedParty'
  | 'howBought'
  | 'frameworkName'
  | 'documents';

const ASIDE = commaList(
  'postcode, post, address, email, mail, phone, telephone, url, website, contact, sme, classification',
);

export const contractTargets: (TargetWords & { target: ContractTarget })[] = [
  {
    target: 'title',
    label: 'What the contract is for',
    names: commaList(`
      contract title, contract name, title, name of contract, contract, name, agreement, agreement title,
      contract or service, service, service name, service provided, product name, product, software name,
      software, license name, licence name, license, licence, subscription, item, system, application,
      contract subject, what`),
    hints: commaList('contract title, contract name, service provided'),
    not: [...commaList('number, reference'), ...ASIDE],
  },
  {
    target: 'supplier',
    label: 'Supplier',
    names: commaList(`
      supplier company name, supplier, supplier name, name of supplier, provider, provider name,
      service provider, vendor, vendor name, company, company name, contractor, contractor name,
      manufacturer, supplier company, third party, publisher, suppliers, contract with`),
    hints: commaList('supplier, provider, vendor'),
    not: [...commaList('number, no, id, code, type, reference, ref, date, contact, count'), ...ASIDE],
  },
  {
    target: 'reference',
    label: 'Reference',
    names: commaList(`
      contract reference, contract reference number, contract ref, contract number, contract no, reference,
      ref, reference number, contract id, agreement number, account number, account no, number, order number,
      purchase order, po number, id, unique reference`),
    hints: commaList('contract reference, contract number, contract ref'),
    not: [],
  },
  {
    target: 'description',
    label: 'Description',
    names: commaList(`
      contract description, description, details, description of goods and or services,
      description of contract, summary, scope, purpose, contract details, services provided,
      what is provided`),
    hints: commaList('contract description, description of'),
    not: commaList('classification, category, proclass, cpv'),
  },
  {
    target: 'type',
    label: 'Kind of contract',
    names: commaList(`
      contract type, type of contract, type, kind, category, contract category, kind of contract,
      service type, license type, licence type`),
    hints: [],
    not: [],
  },
  {
    target: 'annualCostPence',
    label: 'Cost a year',
    names: commaList(`
      annual value, annual cost, yearly cost, cost a year, cost per year, cost per annum,
      annual contract value, value per annum, annual spend, estimated annual value, estimated annual spend,
      current annual value, annual charge, annual price, annual fee, price per annum, cost pa, annual,
      current value, cost, price, contract cost, costs`),
    hints: commaList('annual cost, annual value, per annum, yearly cost, annual spend, per year'),
    not: commaList('date, increase, uplift, review'),
  },
  {
    target: 'totalValuePence',
    label: 'Value over its whole life',
    names: commaList(`
      total contract value, total value, contract value, whole life value, lifetime value, total cost,
      total contract cost, value of contract, value, contract sum, award value, awarded value, purchase cost,
      total`),
    hints: commaList('total contract value, total value, whole life'),
    not: commaList('annual, per annum, date'),
  },
  {
    target: 'startsOn',
    label: 'Start date',
    names: commaList(`
      start date, contract start date, start, contract start, commencement date, begin date, begins,
      starts on, date from, from, from date, effective date, purchase date, date purchased, date added,
      date of contract, contract commencement, starts, started`),
    hints: commaList('start date, commencement'),
    not: [],
  },
  {
    target: 'endsOn',
    label: 'End date',
    names: commaList(`
      end date, contract end date, end, contract end, expiry date, contract expiry date, contract expiry,
      expiry, expiration date, expiration, date to, to, to date, finish date, ends on, termination date,
      contract finish, contract termination date, ends, valid until, license expiry, licence expiry`),
    hints: commaList('end date, expiry date, expiration date'),
    not: commaList('warranty, notice, original'),
  },
  {
    target: 'currentEndsOn',
    label: 'End date with the extensions taken so far',
    names: commaList(`
      current expiry date, current end date, revised end date, extended end date, current expiry,
      end date including extensions, end date with extensions, extended to, extension end date,
      revised expiry date, actual end date`),
    hints: commaList('current expiry, current end, revised end, extended end'),
    not: [],
  },
  {
    target: 'renewsOn',
    label: 'Renewal date (the day after the end)',
    names: commaList(`
      renewal date, renews on, next renewal, next renewal date, contract renewal date, renewal due,
      renewal due date, date of renewal, anniversary date`),
    hints: commaList('renewal date, next renewal'),
    not: [],
  },
  {
    target: 'durationMonths',
    label: 'Length of the contract',
    names: commaList(`
      contract duration, duration, initial contract period, contract length, contract period,
      length of contract, term, contract term, initial term, length, minimum term`),
    hints: commaList('contract duration, contract length, initial term'),
    not: commaList('extension, date, review'),
  },
  {
    target: 'notice',
    label: 'Notice to give',
    names: commaList(`
      notice period, notice, notice required, termination notice, notice period required,
      termination notice period, cancellation notice, cancellation period, notice months, notice days,
      notice period in months, notice period in days, notice to terminate, cancellation terms`),
    hints: commaList('notice period, notice required, termination notice'),
    not: commaList('date, given, served, by'),
  },
  {
    target: 'noticeBy',
    label: 'Day by which notice must be given',
    names: commaList(`
      notice date, notice deadline, give notice by, notice by, notice due, notice due date,
      notice to be given by, last date for notice, trigger date, cancel by, cancellation deadline`),
    hints: commaList('notice date, notice by, notice deadline'),
    not: commaList('given on, served'),
  },
  {
    target: 'renewal',
    label: 'What happens at the end',
    names: commaList(`
      renewal type, at contract end, renewal, auto renew, auto renewal, automatic renewal, auto renews,
      automatically renews, rolling contract, rolling, renewal terms, what happens at the end,
      end of contract, renewal method, autorenew`),
    hints: commaList('auto renew, automatic renewal, renewal type, auto renewal'),
    not: commaList('date, period, months, cost, length'),
  },
  {
    target: 'renewalMonths',
    label: 'How long each renewal lasts',
    names: commaList(`
      renewal period, contract renewal period, renewal term, renewal length, renewal months,
      renewal duration, months each renewal lasts, periodicity`),
    hints: commaList('renewal period, renewal term, renewal length'),
    not: commaList('notice'),
  },
  {
    target: 'extensionMonths',
    label: 'Months it may still be extended',
    names: commaList(`
      option to extend, extension option, extension options, extension period, possible extension,
      extension months, extension available, optional extension, available extension, extension, extensions,
      months it may be extended`),
    hints: commaList('option to extend, extension option, extension period'),
    not: commaList('taken, how many, date'),
  },
  {
    target: 'leadInDays',
    label: 'Time needed to choose and buy a replacement',
    names: commaList(`
      procurement lead in time, lead in time, lead time, procurement lead time, lead in, procurement lead in,
      lead in days, days needed to buy`),
    hints: commaList('lead in, lead time'),
    not: [],
  },
  {
    target: 'earlyTerminationPence',
    label: 'Cost of leaving early',
    names: commaList(`
      early termination cost, early termination charge, early termination fee, early termination penalty,
      penalty, exit fee, exit cost, termination fee, termination charge, cost of leaving early,
      cancellation fee`),
    hints: commaList('early termination, exit fee, termination fee'),
    not: commaList('date, terms'),
  },
  {
    target: 'noticeGivenOn',
    label: 'Day on which notice was given',
    names: commaList(`
      notice given, notice given on, date notice given, notice served, notice served on, notice given date`),
    hints: commaList('notice given, notice served'),
    not: [],
  },
  {
    target: 'endedOn',
    label: 'Day on which it ended',
    names: commaList(`
      ended on, date ended, ended, date ceased, ceased on, cancelled on, terminated on, date terminated,
      date cancelled`),
    hints: commaList('date ended, date ceased'),
    not: [],
  },
  {
    target: 'status',
    label: 'Status',
    names: commaList(`
      status, contract status, state, live, current status`),
    hints: commaList('contract status'),
    not: [],
  },
  {
    target: 'owner',
    label: 'Who looks after it',
    names: commaList(`
      owner, contract owner, contract manager, responsible officer, person responsible, responsible person,
      responsibility, lead officer, staff lead, internal contact, budget holder, manager, managed by, lead,
      internal owner, officer, responsible, school contact`),
    hints: commaList('contract owner, contract manager, responsible, lead officer, budget holder'),
    not: commaList('email, phone, telephone'),
  },
  {
    target: 'heading',
    label: 'Heading in the accounts',
    names: commaList(`
      national heading, it heading, cfr code, cfr, spend category, account heading, heading in the accounts,
      ledger code, accounts heading`),
    hints: commaList('cfr, spend category'),
    not: [],
  },
  {
    target: 'notes',
    label: 'Notes',
    names: commaList(`
      notes, comments, comment, note, remarks, additional information, further information,
      other information, action, actions`),
    hints: commaList('comments, notes'),
    not: [],
  },
  {
    target: 'supplierContact',
    label: 'Whom to ask at the supplier',
    names: commaList(`
      supplier contact, supplier contact details, account manager, supplier email, supplier contact email,
      whom to ask at the supplier, vendor contact, provider contact`),
    hints: commaList('supplier contact, account manager'),
    not: [],
  },
  {
    target: 'oneOffCostPence',
    label: 'Cost paid once',
    names: commaList(`
      one off cost, one off costs, set up cost, setup cost, setup fee, set up fee, installation cost,
      implementation cost, cost paid once, initial cost, upfront cost, one off fee`),
    hints: commaList('one off cost, set up cost, installation cost'),
    not: commaList('date'),
  },
  {
    target: 'cashByYear',
    label: 'What is paid in each financial year',
    names: commaList(`
      what you pay in each financial year, cash by year, cost by year, payment profile, spend profile`),
    hints: [],
    not: [],
  },
  {
    target: 'vat',
    label: 'Whether the amounts hold VAT',
    names: commaList(`
      vat, vat status, vat included, vat treatment, inc or ex vat, vat inclusive, including vat`),
    hints: [],
    not: [],
  },
  {
    target: 'noticeMethod',
    label: 'How notice must be given',
    names: commaList(`
      how notice must be given, notice method, method of notice, form of notice, how to give notice`),
    hints: [],
    not: [],
  },
  {
    target: 'noticeTo',
    label: 'Where notice must be sent',
    names: commaList(`
      where notice must be sent, notice to, notice address, address for notice, address for notices,
      send notice to`),
    hints: commaList('address for notice, notice address'),
    not: [],
  },
  {
    target: 'extensionsTaken',
    label: 'Extensions already taken',
    names: commaList(`
      extensions already taken, extensions taken, number of extensions taken, how many extensions taken,
      extensions used`),
    hints: commaList('extensions taken'),
    not: [],
  },
  {
    target: 'extensionsLeft',
    label: 'Extensions left',
    names: commaList(`
      extensions left, extensions remaining, remaining extensions, number of extensions left`),
    hints: commaList('extensions left, extensions remaining'),
    not: [],
  },
  {
    target: 'earlyTerminationTerms',
    label: 'What it says about leaving early',
    names: commaList(`
      what the contract says about leaving early, early termination terms, termination terms,
      termination clause, early termination clause, break clause, exit terms, early termination`),
    hints: commaList('termination terms, termination clause, break clause'),
    not: [],
  },
  {
    target: 'exitPlan',
    label: 'What will happen when it ends',
    names: commaList(`
      what will happen when it ends, exit plan, exit strategy, re procurement plan, reprocurement plan,
      exit or re procurement plan, re procurement route, plan at contract end, future plan`),
    hints: commaList('exit plan, exit strategy, re procurement plan'),
    not: [],
  },
  {
    target: 'bundledServices',
    label: 'What else it includes',
    names: commaList(`
      what else it includes, bundled services, includes, included services, bundled with`),
    hints: [],
    not: [],
  },
  {
    target: 'isLease',
    label: 'Is it a lease?',
    names: commaList(`
      is it a lease, lease, leased, is lease, finance lease, operating lease, lease y n`),
    hints: [],
    not: [],
  },
  {
    target: 'personalData',
    label: 'Does the supplier handle personal data?',
    names: commaList(`
      does the supplier handle personal data, personal data, personal data processed, processes personal data,
      gdpr, personal data yes no, data processor, contains personal data, dpia`),
    hints: commaList('personal data'),
    not: commaList('agreement, date'),
  },
  {
    target: 'relatedParty',
    label: 'Is the supplier linked to the school?',
    names: commaList(`
      is the supplier linked to a governor a trustee or a member of staff, related party,
      related party transaction, connected party, related parties, conflict of interest`),
    hints: commaList('related party'),
    not: [],
  },
  {
    target: 'howBought',
    label: 'How it was bought',
    names: commaList(`
      how it was bought, how procured, method of procurement, procurement method, procurement route,
      route to market, how bought, tender process, procurement process, buying route`),
    hints: commaList('procurement route, procurement method, method of procurement'),
    not: [],
  },
  {
    target: 'frameworkName',
    label: 'Name of the framework',
    names: commaList(`
      name of the framework, framework, framework name, framework agreement, framework reference`),
    hints: commaList('framework name'),
    not: [],
  },
  {
    target: 'documents',
    label: 'Where the papers are',
    names: commaList(`
      where the papers are, documents, document location, location of contract, contract location, file location,
      where is the contract kept, link to contract, contract document, signed copy`),
    hints: commaList('location of contract, document location, link to contract'),
    not: [],
  },
];
