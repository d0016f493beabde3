import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  assertAnyCellsRead,
  assertHeadingsApart,
  assertNothingLost,
  itemsIn,
  previewOf,
  targetsOf,
} from '../../../test/import-preview.ts';
import type { FindLink } from './rows.rules.ts';
import { isUnread } from '../../domain/reading/index.ts';
import type { System } from '../../domain/record.ts';
import { normaliseHeading } from './columns.rules.ts';
import { systemImport } from './system-import.ts';
import { kindOfProduct, readHosting, readSignOn, readSystemKind } from './system-words.rules.ts';

const template = new URL('../../../../shared/data/equipment/school_app_register_template_sas.csv', import.meta.url);
const sample = new URL('../../../test/samples/systems-register.csv', import.meta.url);

const systemsIn = (csv: string, findLink?: FindLink): Promise<System[]> => itemsIn<System>(systemImport, csv, findLink);

describe('headings of systems', () => {
  it('stand under one target each', () => assertHeadingsApart(systemImport, normaliseHeading));

  const exports: [string, string, (string | null)[]][] = [
    [
      'an application register',
      'active,product_name,department,audience,license_type,licence_count,renewal_date,category,website,description,sso_enabled',
      ['status', 'name', 'owner', 'usedBy', null, 'users', null, 'kind', null, 'description', 'signOn'],
    ],
    ['GLPI’s software', 'Name,Publisher,Category,Version,Comments', ['name', 'supplier', 'kind', 'version', 'notes']],
    [
      'Snipe-IT’s licences',
      'Software Name,Manufacturer,Seats,Expiration Date,Notes',
      ['name', 'supplier', 'users', null, 'notes'],
    ],
    [
      'a register of information assets',
      'Information asset,Information asset owner,Data held,Where stored,Contains personal data,Data shared with',
      ['name', 'owner', 'dataHeld', 'hosting', 'personalData', 'integrations'],
    ],
    [
      'a continuity plan',
      'System,Supplier,Hosted,RTO (hours),RPO,Last restore test,Server',
      ['name', 'supplier', 'hosting', 'recoveryHours', 'recoveryPointHours', 'restoreTestedOn', 'equipmentId'],
    ],
  ];
  for (const [whose, header, targets] of exports) {
    it(`of ${whose} are known`, () => assert.deepEqual(targetsOf(systemImport, header), targets));
  }

  it('of our own export are known', () => {
    const labels = systemImport.fields.map(({ label }) => label.replaceAll(',', ''));
    assert.deepEqual(
      targetsOf(systemImport, labels.join(',')),
      systemImport.fields.map(({ name }) => name),
    );
  });
});

describe('words of systems', () => {
  const kinds: [string, System['kind'] | null][] = [
    ['MIS', 'mis'],
    ['Management information system (MIS)', 'mis'],
    ['Web filter', 'filtering'],
    ['Safeguarding records', 'safeguarding'],
    ['Anti-virus', 'anti-malware'],
    ['Back-up', 'backup'],
    ['Cashless catering', 'catering'],
    ['Visitor management', 'access-control'],
    ['Telephony', 'phones'],
    ['E-mail', 'mail'],
    ['Shared drive', 'files'],
    ['Learning Management', 'other'],
    ['Design & Media', 'other'],
    ['Qwerty', null],
    ['TBC', null],
  ];
  for (const [text, kind] of kinds) {
    it(`“${text}” is ${kind ?? 'not known'}`, () => {
      const reading = readSystemKind(text);
      assert.equal(isUnread(reading) ? null : reading.value, kind);
    });
  }

  const products: [string, System['kind'] | null][] = [
    ['Arbor', 'mis'],
    ['SIMS.net', 'mis'],
    ['CPOMS', 'safeguarding'],
    ['Smoothwall Filter', 'filtering'],
    ['ParentPay', 'catering'],
    ['PaperCut MF', 'print'],
    ['Sophos Central', 'anti-malware'],
    ['Redstor', 'backup'],
    ['Exchange Online', 'mail'],
    ['Timmy the tortoise', null],
  ];
  for (const [text, kind] of products)
    it(`${text} is ${kind ?? 'not known'}`, () => assert.equal(kindOfProduct(text), kind));

  it('knows where things run', () => {
    const cases: [string, boolean, string | null][] = [
      ['Cloud', false, 'cloud'],
      ['Yes', true, 'cloud'],
      ['Yes', false, null],
      ['No', true, null],
      ['On-premise', false, 'on-site'],
      ['On site server', false, 'on-site'],
      ['Hosted by the council', false, 'hosted-elsewhere'],
      ['Supplier data centre', false, 'hosted-elsewhere'],
      ['SaaS (AWS)', false, 'cloud'],
      ['Hybrid', false, null],
    ];
    for (const [text, asks, want] of cases) {
      const reading = readHosting(text, asks);
      assert.equal(isUnread(reading) ? null : reading.value, want, text);
    }
  });

  it('knows how people sign in', () => {
    const cases: [string, boolean, string | null][] = [
      ['TRUE', true, 'single-sign-on'],
      ['FALSE', true, null],
      ['Yes', false, null],
      ['Google', false, 'single-sign-on'],
      ['Username and password', false, 'own-accounts'],
      ['Shared class login', false, 'shared-account'],
      ['None', false, 'none'],
    ];
    for (const [text, asks, want] of cases) {
      const reading = readSignOn(text, asks);
      assert.equal(isUnread(reading) ? null : reading.value, want, text);
    }
  });
});

describe('rows of systems', () => {
  it('reads a made register: whole, in part, and kept', async () => {
    const found = await previewOf(systemImport, readFileSync(sample));
    assertNothingLost(systemImport, found);
    assert.deepEqual([found.rows, found.fates], [9, { whole: 5, partial: 4, kept: 0 }]);
  });

  it('reads kinds, hours, users and what it holds', async () => {
    const [mis, cpoms, drive] = await systemsIn(
      'System,Category,Hosted,Users,Personal data,SSO,RTO,RPO,Last restore test\nArbor,,Cloud,approx. 40 staff,"Yes: pupils, contacts",Yes,1 day,4 hours,\nCPOMS,Other,SaaS,Unlimited,Y,No,2 weeks,24,\nFile server,,On-site,"1,200 users",?,,soon,,14/03/2026\n',
    );
    assert.deepEqual(
      [
        mis?.kind,
        mis?.hosting,
        mis?.users,
        mis?.personalData,
        mis?.dataHeld,
        mis?.signOn,
        mis?.recoveryHours,
        mis?.recoveryPointHours,
      ],
      ['mis', 'cloud', 40, true, 'Yes: pupils, contacts', 'single-sign-on', 24, 4],
    );
    assert.deepEqual([cpoms?.kind, cpoms?.recoveryHours], ['safeguarding', 336]);
    assert.deepEqual(cpoms?.unread, { users: 'Unlimited', signOn: 'No' });
    assert.deepEqual([drive?.kind, drive?.users, drive?.restoreTestedOn], ['files', 1200, '2026-03-14']);
    assert.deepEqual(drive?.unread, { personalData: '?', recoveryHours: 'soon' });
  });

  it('keeps lists inside cells, and what has no field of its own, in words', async () => {
    const [row] = await systemsIn(
      'product_name,active,audience,description,category\nSeesaw,FALSE,"Teachers, Students, Parents",Portfolio,Student Portfolio\n',
    );
    assert.equal(
      row?.notes,
      'Portfolio\nUsed by: Teachers, Students, Parents\nMarked as not in use: active is “FALSE”',
    );
  });

  it('ties to its contract and its server by name', async () => {
    const find = (table: string, name: string) =>
      ({ contract: { MIS: 'c1' }, equipment: { SRV1: 'e1' } })[table as 'contract']?.[name as 'MIS'] ?? null;
    const [tied, loose] = await systemsIn('Name,Contract,Server\nArbor,MIS,SRV1\nOld,Gone,n/a\n', find);
    assert.deepEqual([tied?.contractId, tied?.equipmentId], ['c1', 'e1']);
    assert.deepEqual([loose?.contractId, loose?.unread], [null, { contractId: 'Gone', equipmentId: 'n/a' }]);
  });

  it('answers for any cells', async () => {
    const header =
      'Name,Category,Hosting,Product,Version,Supplier,Users,Personal data,Data held,SSO,RTO,RPO,Contract,Server,Copies,Status,Description,Audience';
    await assertAnyCellsRead(systemImport, header, [
      'TBC',
      'Unlimited',
      'Yes',
      'FALSE',
      '4 hours',
      'Cloud',
      'Arbor',
      'Yes: names, dates',
    ]);
  });

  it('loses no row of a real template', async () => {
    const isThere = existsSync(template);
    const found = await previewOf(systemImport, readFileSync(isThere ? template : sample));
    assertNothingLost(systemImport, found);
    // Five say “Unlimited” and four only that school accounts are not used: those words stay with them.
    if (isThere) assert.deepEqual([found.rows, found.fates], [11, { whole: 3, partial: 8, kept: 0 }]);
    assert.ok(found.rows >= 9);
  });
});
