/**
 * Headings under which lists of internet lines keep what we need, as data. Beside each list stands whose headings they are:
 *
 * - GLPI: lines and network connections ("Line operator").
 * - NetBox: circuits' export ("Circuit ID", "Commit rate (Kbps)", "Install date").
 * - Snipe-IT and Every have no lines of their own: schools keep them there as assets ("Asset name", "Supplier").
 * - DfE and councils: lists of schools' broadband, suppliers' circuit schedules.
 *
 * From general knowledge of these products and lists, not checked against a present export of each; whoever imports can correct a
 * column, which is remembered.
 *
 * Written as `normaliseHeading` leaves them. The first of a list is the most telling.
 */
import { commaList } from './comma-list.ts';
import type { TargetWords } from './importable.ts';

/** What a column can be taken for. Most are fields of the record's connection; the others are worked into them. */
export type ConnectionTarget =
  | 'name'
  | 'role'
  | 'technology'
  | 'speed'
  | 'downMbps'
  | 'upMbps'
  | 'automaticFailover'
  | 'separateRoute'
  | 'supplier'
  | 'installedOn'
  | 'routerId'
  | 'contractId'
  | 'reference'
  | 'site'
  | 'notes';

export const connectionTargets: (TargetWords & { target: ConnectionTarget })[] = [
  {
    target: 'name',
    label: 'Name',
    names: [
      ...commaList('name, line, line name'), // ours, GLPI
      ...commaList(
        'connection, connection name, circuit name, circuit, service name, description, service, title, asset name, item, broadband, link, link name, what',
      ), // councils, suppliers, Snipe-IT
    ],
    hints: commaList('connection name, circuit name, line name'),
    not: commaList('type, id, number, supplier, reference, provider'),
  },
  {
    target: 'role',
    label: 'What it is for (main or backup)',
    names: commaList(
      'what it is for, role, primary or secondary, main or backup, primary secondary, primary backup, priority, purpose, resilience role, line role, usage',
    ), // ours, councils
    hints: commaList('primary or secondary, main or backup, role'),
    not: [],
  },
  {
    target: 'technology',
    label: 'How it reaches the school',
    names: [
      ...commaList('how it reaches the school, technology, connection type'), // ours, DfE
      ...commaList('type, line type, line types'), // NetBox, GLPI
      ...commaList(
        'circuit type, access type, broadband type, type of connection, service type, access technology, product, bearer type, medium, kind, product type, category',
      ), // councils, suppliers
    ],
    hints: commaList('connection type, technology, circuit type, access type'),
    not: commaList('speed'),
  },
  {
    target: 'speed',
    label: 'Speed (down, or down and up)',
    names: [
      ...commaList('speed, bandwidth, line speed'), // councils
      ...commaList('commit rate, port speed'), // NetBox
      ...commaList(
        'connection speed, broadband speed, speed down up, download upload, circuit speed, speed mbps, contracted speed, service speed, bearer speed, capacity, circuit bandwidth',
      ), // suppliers
    ],
    hints: commaList('speed, bandwidth'),
    not: commaList('download, upload, down, up, minimum, test, measured'),
  },
  {
    target: 'downMbps',
    label: 'Download speed',
    names: commaList(
      'download speed in mbps, download speed, download, down, downstream, download mbps, downstream speed, speed down, dl speed, down mbps, downstream mbps',
    ), // ours, councils
    hints: commaList('download speed, download, downstream'),
    not: commaList('minimum, test, measured, upload'),
  },
  {
    target: 'upMbps',
    label: 'Upload speed',
    names: commaList(
      'upload speed in mbps, upload speed, upload, up, upstream, upload mbps, upstream speed, speed up, ul speed, up mbps, upstream mbps',
    ), // ours, NetBox, councils
    hints: commaList('upload speed, upload, upstream'),
    not: commaList('minimum, test, measured, download'),
  },
  {
    target: 'automaticFailover',
    label: 'Does the school move to a backup line by itself?',
    names: commaList(
      'does the school move to a backup line by itself when this one fails, automatic failover, failover, auto failover, automatic fail over, fail over, resilience, resilient',
    ), // ours, DfE, councils
    hints: commaList('failover, fail over'),
    not: commaList('date, test'),
  },
  {
    target: 'separateRoute',
    label: 'Does it reach the school by another way than the other line?',
    names: commaList(
      'does it reach the school by another way than the other line, separate route, diverse route, route diversity, diverse routing, diversity, separacy',
    ), // ours, suppliers
    hints: commaList('separate route, diverse'),
    not: [],
  },
  {
    target: 'supplier',
    label: 'Supplier',
    names: [
      ...commaList('supplier, provider, line operator, line operators, supplier name'), // ours, NetBox, GLPI
      ...commaList(
        'isp, internet service provider, broadband provider, internet provider, carrier, vendor, operator, telecom provider, service provider, broadband supplier, network provider, manufacturer',
      ), // councils
    ],
    hints: commaList('supplier, provider, isp, carrier'),
    not: commaList('account, number, contact, phone, reference'),
  },
  {
    target: 'installedOn',
    label: 'Installed on',
    names: commaList(
      'installed on, install date, installation date, date installed, live date, go live date, service start, activation date, live since, in service from, commissioned',
    ), // ours, NetBox, councils
    hints: commaList('install date, installation date, date installed, live date, go live'),
    not: commaList('end'),
  },
  {
    target: 'routerId',
    label: 'Router or firewall it ends at',
    names: commaList(
      'router or firewall it ends at, router, firewall, router model, termination, terminating device, cpe, router name, edge device, termination a',
    ), // ours, councils, NetBox
    hints: commaList('router, firewall'),
    not: commaList('serial, password, ip'),
  },
  {
    target: 'contractId',
    label: 'Contract it is under',
    names: commaList('contract it is under, contract, contract name, contract title, agreement'), // ours
    hints: commaList('contract name, contract title'),
    not: commaList('date, end, expiry, cost, start, value, term, length'),
  },
  {
    target: 'reference',
    label: 'Circuit or account number',
    names: commaList(
      'circuit id, circuit reference, circuit number, circuit ref, line number, account number, cid, cli, reference, service id, phone number, telephone number, caller num, order reference',
    ), // NetBox, GLPI, suppliers
    hints: commaList('circuit id, circuit reference, circuit number, account number'),
    not: [],
  },
  {
    target: 'site',
    label: 'Site it serves',
    names: commaList(
      'site, school, school name, location, locations, site name, address, premises, building, a end, b end',
    ), // councils, GLPI
    hints: commaList('site name, school name'),
    not: [],
  },
  {
    target: 'notes',
    label: 'Notes',
    names: commaList('notes, comments, comment, note, remarks, other information, additional information'), // all
    hints: commaList('notes, comments'),
    not: [],
  },
];
