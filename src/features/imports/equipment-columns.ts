/**
 * Headings under which registers of equipment keep what we need, as data. Beside each list stands whose headings they are:
 *
 * - Snipe-IT: its assets' export and the template of its import ("Item Name", "Model name", "Asset Tag", "Warranty Expires").
 * - GLPI: lists of computers, monitors, network devices, printers and phones as CSV ("Inventory number", "Manufacturers").
 * - Intune: devices' export ("Device name", "Primary user display name", "OS version").
 * - Google Admin: ChromeOS devices' export, by the console and by the directory API ("annotatedAssetId", "Auto update expiration").
 * - Every and Parago: schools' premises software.
 * - The Key, DfE and councils: templates of asset registers and inventories for schools.
 *
 * Held against a file or a published description: Google Admin's field names, what DfE's template holds, one office's register.
 * The rest is general knowledge of these products and not checked against a present export of each; headings change with their
 * versions, and whoever imports can correct a column, which is remembered.
 *
 * Written as `normaliseHeading` leaves them. The first of a list is the most telling.
 */
import { commaList } from './comma-list.ts';
import type { TargetWords } from './importable.ts';

/** What a column can be taken for. Most are fields of the record's equipment; the others are worked into them. */
export type EquipmentTarget =
  | 'name'
  | 'kind'
  | 'quantity'
  | 'manufacturer'
  | 'model'
  | 'modelNumber'
  | 'operatingSystem'
  | 'osVersion'
  | 'serialNumber'
  | 'assetTag'
  | 'location'
  | 'building'
  | 'site'
  | 'assignedTo'
  | 'condition'
  | 'status'
  | 'acquiredAs'
  | 'supplier'
  | 'contractId'
  | 'boughtOn'
  | 'boughtYear'
  | 'pricePence'
  | 'totalPence'
  | 'warranty'
  | 'supportEndsOn'
  | 'wifiGeneration'
  | 'portSpeedMbps'
  | 'centrallyManaged'
  | 'portCount'
  | 'uplinkMbps'
  | 'powerOverEthernet'
  | 'wpa3'
  | 'lockedAway'
  | 'onUps'
  | 'upsMinutes'
  | 'disposedOn'
  | 'notes';

export const equipmentTargets: (TargetWords & { target: EquipmentTarget })[] = [
  {
    target: 'name',
    label: 'Name',
    names: [
      ...commaList('name'), // ours, GLPI
      ...commaList('asset name, item name, item'), // Snipe-IT, Every
      ...commaList('device name, computer name, hostname, host name'), // Intune, GLPI
      ...commaList('asset description, description of asset, description of item, item description, description'), // councils, The Key, Parago
      ...commaList('equipment, equipment name, asset, device, name of item, what, title'), // DfE, councils
    ],
    hints: commaList('asset name, item name, device name, description'),
    not: commaList('user, id, number, tag, serial, model, status, type, category, location, enrolled, manufacturer'),
  },
  {
    target: 'kind',
    label: 'What it is',
    names: [
      ...commaList('what it is'), // ours
      ...commaList('category, category name, asset category'), // Snipe-IT, Every
      ...commaList('type, types, computer type, device type, item type, types of computers'), // GLPI
      ...commaList('asset type, type of asset, equipment type, type of equipment, kind, asset class, class'), // councils, Parago, DfE
      ...commaList('sub category, subcategory, form factor, chassis type, product type, sku family'), // Every, Intune
    ],
    hints: commaList('asset type, device type, equipment type, category'),
    not: commaList('join, enrollment, enrolment, user, operating, id, disk'),
  },
  {
    target: 'quantity',
    label: 'How many',
    names: [
      ...commaList('how many, quantity, qty'), // ours, councils, Snipe-IT (consumables)
      ...commaList(
        'number of items, number of units, no of items, units, count, amount of items, number held, no of units',
      ), // councils
    ],
    hints: commaList('quantity, qty'),
    not: commaList('minimum, min, reorder, cost, price, value'),
  },
  {
    target: 'manufacturer',
    label: 'Maker',
    names: [
      ...commaList('maker, manufacturer, manufacturer name'), // ours, Snipe-IT, Intune
      ...commaList('manufacturers'), // GLPI
      ...commaList('make, asset make, brand, vendor, oem, made by'), // councils, Parago, DfE
    ],
    hints: commaList('manufacturer, brand'),
    not: commaList('model, number, date, id, warranty'),
  },
  {
    target: 'model',
    label: 'Model',
    names: [
      ...commaList('model, model name'), // Snipe-IT, Intune, Google Admin
      ...commaList('models, computer model, computer models'), // GLPI
      ...commaList(
        'asset model, make and model, make model, maker model, model make, manufacturer and model, product, product name',
      ), // councils, DfE
    ],
    hints: commaList('model'),
    not: commaList('number, no, id'),
  },
  {
    target: 'modelNumber',
    label: 'Model number',
    names: commaList('model number, model no, product number, part number, part no, sku, product code'), // Snipe-IT, GLPI, Every
    hints: commaList('model number, model no'),
    not: [],
  },
  {
    target: 'operatingSystem',
    label: 'Operating system',
    names: [
      ...commaList('operating system, os, operating system name'), // ours, Intune, GLPI
      ...commaList('operating systems, platform, os name, software, windows version'), // councils
    ],
    hints: commaList('operating system'),
    not: commaList('version, build, architecture, kernel, date, edition'),
  },
  {
    target: 'osVersion',
    label: 'Version of the operating system',
    names: commaList(
      'os version, operating system version, version of the operating system, version, os build, os edition',
    ), // Intune, Google Admin, GLPI
    hints: commaList('os version, operating system version'),
    not: commaList('firmware, platform, tpm'),
  },
  {
    target: 'serialNumber',
    label: 'Serial number',
    names: [
      ...commaList('serial number, serial, serial no'), // all
      ...commaList(
        'serials, serial num, sn, s n, service tag, manufacturer serial number, serial id, device serial number',
      ), // Google Admin, Dell, councils
    ],
    hints: commaList('serial number, serial no, serial, service tag'),
    not: [],
  },
  {
    target: 'assetTag',
    label: 'Asset tag',
    names: [
      ...commaList('asset tag'), // ours, Snipe-IT
      ...commaList('inventory number, inventory asset number'), // GLPI
      ...commaList('annotated asset id, asset id'), // Google Admin
      ...commaList('asset number, asset no, asset ref, asset reference, asset code'), // Every, Parago, The Key
      ...commaList(
        'tag, tag no, tag number, barcode, label, sticker, inventory no, security mark, security marking, reference number, ref, ref no, unique id',
      ), // councils
    ],
    hints: commaList('asset tag, asset number, asset no, inventory number, tag no, tag number, barcode'),
    not: commaList('service'),
  },
  {
    target: 'location',
    label: 'Where it is (room)',
    names: [
      ...commaList('where it is, location, current location'), // ours, Snipe-IT
      ...commaList('locations'), // GLPI
      ...commaList('annotated location'), // Google Admin
      ...commaList('room, room name, room number, room no, classroom, area, position'), // Every, Parago, The Key
    ],
    hints: commaList('location, room'),
    not: commaList('default, building, block, type, last, id, network'),
  },
  {
    target: 'building',
    label: 'Building, block or floor',
    names: commaList('building, block, building name, floor, building block, level, department'), // Every, Parago, GLPI
    hints: commaList('building, block'),
    not: [],
  },
  {
    target: 'site',
    label: 'Site',
    names: commaList(
      'site, campus, site name, school, school name, entity, default location, org unit path, organizational unit, org unit',
    ), // Parago, GLPI, Snipe-IT, Google Admin
    hints: commaList('site name, campus'),
    not: [],
  },
  {
    target: 'assignedTo',
    label: 'Who has it',
    names: [
      ...commaList('who has it, assigned to, checked out, checked out to'), // ours, Snipe-IT
      ...commaList('primary user display name, primary user upn, primary user email address, user principal name'), // Intune
      ...commaList('annotated user, user'), // Google Admin, GLPI
      ...commaList(
        'alternate username, user allocated, allocated to, issued to, loaned to, custodian, assigned user, used by, staff member, responsible person, holder, full name, username',
      ), // GLPI, councils, Snipe-IT
    ],
    hints: commaList('assigned to, allocated to, issued to, checked out to, primary user'),
    not: commaList('date, id, email'),
  },
  {
    target: 'condition',
    label: 'Condition',
    names: commaList('condition, asset condition, physical condition, state of repair, condition rating'), // Every, Parago, The Key, DfE
    hints: commaList('condition'),
    not: commaList('terms, air'),
  },
  {
    target: 'status',
    label: 'Status',
    names: [
      ...commaList('status, status label'), // Snipe-IT, Google Admin
      ...commaList('statuses, state'), // GLPI
      ...commaList('asset status, device status, device state, in use, active, current status, lifecycle stage'), // councils, Intune
    ],
    hints: commaList('asset status, device status'),
    not: commaList('compliance, warranty, os, registration'),
  },
  {
    target: 'acquiredAs',
    label: 'How it came (new, used, donated)',
    names: commaList(
      'how it came, acquired as, new or used, new used, acquisition type, acquisition method, new or refurbished, how acquired',
    ), // DfE
    hints: commaList('acquisition'),
    not: commaList('date, cost, price, value'),
  },
  {
    target: 'supplier',
    label: 'Supplier',
    names: [
      ...commaList('supplier, supplier name, suppliers'), // ours, Snipe-IT, GLPI
      ...commaList('purchased from, bought from, reseller, vendor name, source, supplied by'), // councils, The Key
    ],
    hints: commaList('supplier, purchased from'),
    not: commaList('number, no, contact, phone, email, reference'),
  },
  {
    target: 'contractId',
    label: 'Lease or maintenance contract it is under',
    names: commaList(
      'lease or maintenance contract it is under, contract, contract name, contracts, lease, lease contract, lease agreement, maintenance contract, support contract, under contract, service contract',
    ), // ours, GLPI, Parago
    hints: commaList('lease contract, maintenance contract, support contract'),
    not: commaList('date, end, expiry, cost, start'),
  },
  {
    target: 'boughtOn',
    label: 'Date bought',
    names: [
      ...commaList('date bought, purchase date, purchased'), // ours, Snipe-IT
      ...commaList('date of purchase, startup date, order date, delivery date'), // GLPI
      ...commaList(
        'date purchased, bought, bought on, date acquired, acquisition date, date of acquisition, date received, purchased on, installation date, install date, installed',
      ), // The Key, Every, Parago, councils
    ],
    hints: commaList('purchase date, date purchased, date of purchase, acquisition date, date acquired'),
    not: commaList('order number, cost, price'),
  },
  {
    target: 'boughtYear',
    label: 'Year bought',
    names: commaList(
      'year bought, purchase year, year purchased, year of purchase, year, year acquired, age year, year installed',
    ), // ours, councils
    hints: commaList('year bought, year purchased, year of purchase, purchase year'),
    not: [],
  },
  {
    target: 'pricePence',
    label: 'Price of each',
    names: [
      ...commaList('price of each, purchase cost, unit cost, unit price'), // ours, Snipe-IT
      ...commaList(
        'purchase price, cost, price, value, original cost, purchase value, cost price, acquisition cost, price each, cost each, price per unit, asset value, cost of item, cost per item',
      ), // GLPI, The Key, Every, Parago
    ],
    hints: commaList('unit cost, unit price, purchase price, purchase cost, cost each, price each'),
    not: commaList('current, replacement, total, depreciation, net, book'),
  },
  {
    target: 'totalPence',
    label: 'Price of all of them',
    names: commaList('price of all of them, total cost, total price, total value, total purchase cost, total'), // councils
    hints: commaList('total cost, total price, total value'),
    not: commaList('current, replacement'),
  },
  {
    target: 'warranty',
    label: 'Warranty (its end, or how long it lasts)',
    names: [
      ...commaList('end of warranty, warranty expires, warranty expiry, warranty'), // ours, Snipe-IT
      ...commaList('warranty expiration date, warranty duration, warranty information'), // GLPI
      ...commaList(
        'warranty end, warranty end date, warranty expiry date, warranty until, warranty period, warranty months, warranty years, warranty length, guarantee, guarantee expiry',
      ), // Every, Parago, DfE, councils
    ],
    hints: commaList('warranty'),
    not: commaList('provider, number, type, start, status, cost, notes, void'),
  },
  {
    target: 'supportEndsOn',
    label: 'End of support',
    names: [
      ...commaList('end of support, eol, eol date, asset eol date'), // ours, Snipe-IT
      ...commaList('auto update expiration, auto update expiration date, aue, aue date, auto update through'), // Google Admin
      ...commaList(
        'end of support date, support end date, support ends, end of life, end of life date, security support ends',
      ), // DfE
    ],
    hints: commaList('end of support, end of life, auto update expiration, eol'),
    not: commaList('rate'),
  },
  {
    target: 'wifiGeneration',
    label: 'Wi-Fi generation',
    names: commaList(
      'wi fi generation, wifi generation, wi fi standard, wifi standard, wireless standard, 802 11 standard',
    ), // ours, NetBox
    hints: commaList('wifi standard, wireless standard, wifi generation'),
    not: [],
  },
  {
    target: 'portSpeedMbps',
    label: 'Speed to each desk',
    names: commaList('speed to each desk in mbps, speed to each desk, port speed, speed, port speeds, link speed'), // ours, councils
    hints: commaList('port speed'),
    not: commaList('processor, cpu, clock, uplink'),
  },
  {
    target: 'uplinkMbps',
    label: 'Speed to the main switch',
    names: commaList('speed to the main switch in mbps, speed to the main switch, uplink, uplink speed, uplinks'), // ours
    hints: commaList('uplink'),
    not: [],
  },
  {
    target: 'portCount',
    label: 'Number of ports',
    names: commaList('number of ports, ports, port count, no of ports'), // ours, GLPI
    hints: commaList('number of ports, port count'),
    not: commaList('used, free'),
  },
  {
    target: 'centrallyManaged',
    label: 'Can it be managed from one place?',
    names: commaList('can it be managed from one place, managed, centrally managed, cloud managed, managed switch'), // ours
    hints: commaList('centrally managed, cloud managed'),
    not: commaList('by'),
  },
  {
    target: 'powerOverEthernet',
    label: 'Does it power what is plugged in (PoE)?',
    names: commaList('does it power what is plugged in, po e, poe, power over ethernet, poe enabled'), // ours
    hints: commaList('poe, power over ethernet'),
    not: commaList('budget, watts'),
  },
  {
    target: 'wpa3',
    label: 'Does it offer WPA3 security?',
    names: commaList('does it offer wpa3 security, wpa3, wpa3 capable, supports wpa3'), // ours
    hints: commaList('wpa3'),
    not: [],
  },
  {
    target: 'lockedAway',
    label: 'Is it in a locked room or cabinet?',
    names: commaList(
      'is it in a locked room or cabinet, locked, locked away, in locked cabinet, secure cabinet, locked cabinet',
    ), // ours
    hints: commaList('locked'),
    not: [],
  },
  {
    target: 'onUps',
    label: 'Is it on battery backup (UPS)?',
    names: commaList('is it on battery backup, on ups, ups, ups protected, ups backed'), // ours
    hints: commaList('on ups, ups protected'),
    not: [],
  },
  {
    target: 'upsMinutes',
    label: 'Minutes it keeps things running',
    names: commaList(
      'minutes it keeps things running, ups runtime, runtime, runtime minutes, battery runtime, autonomy',
    ), // ours, GLPI
    hints: commaList('runtime'),
    not: [],
  },
  {
    target: 'disposedOn',
    label: 'Disposed of on',
    names: [
      ...commaList('disposed of on, disposal date, date disposed, date of disposal, disposed'), // ours, The Key, DfE, Parago
      ...commaList(
        'decommission date, decommissioned on, date retired, retired on, written off on, disposed on, date of withdrawal, last deprovision timestamp',
      ), // GLPI, councils, Google Admin
    ],
    hints: commaList('disposal date, date disposed, date of disposal, decommission'),
    not: commaList('method, reason, value, certificate, by'),
  },
  {
    target: 'notes',
    label: 'Notes',
    names: commaList('notes, comments, comment, note, remarks, other information, additional information'), // all
    hints: commaList('notes, comments'),
    not: [],
  },
];
