import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sampleRecord } from '../../../test/people.ts';
import { readExamples } from '../../app/example-files.ts';
import { readLibrary } from '../../app/services.ts';
import {
  answerSchema,
  connectionSchema,
  contractSchema,
  equipmentSchema,
  evidenceSchema,
  systemSchema,
  type SchoolRecord,
} from '../../domain/record.ts';
import { editionFor, type Edition } from '../../library/index.ts';
import { statusOn } from '../../status/index.ts';
import { factsOf } from './check.ts';
import { checksOf, claimedIn, newChecks } from './checks.rules.ts';
import { readSetAside, standingChecks } from './set-aside.rules.ts';

const TODAY = '2026-11-24';
const library = readLibrary();

const answer = (questionId: string, choice: string, parts: object = {}) =>
  answerSchema.parse({ questionId, choice, answeredOn: '2026-10-01', ...parts });
const item = (id: string, parts: object = {}) =>
  equipmentSchema.parse({ id, name: `The ${id}`, kind: 'access-switch', ...parts });
const contract = (parts: object = {}) =>
  contractSchema.parse({ id: 'c', title: 'Copier lease', startsOn: '2024-09-01', endsOn: '2027-08-31', ...parts });
const system = (parts: object = {}) => systemSchema.parse({ id: 's', name: 'Files', kind: 'files', ...parts });
const line = (parts: object = {}) => connectionSchema.parse({ id: 'l', name: 'Main line', ...parts });
const proof = (id: string, parts: object = {}) =>
  evidenceSchema.parse({ id, questionId: 'cyber-training', title: `Proof ${id}`, effectiveOn: '2025-09-01', ...parts });
const guessed = { '*': { from: 'assumed', on: TODAY, note: null } };

const found = (parts: Partial<SchoolRecord>) => checksOf(sampleRecord(parts), library, TODAY, null);
const idsOf = (parts: Partial<SchoolRecord>) => found(parts).map(({ id }) => id);

const rolling = { renewal: 'automatic', renewalMonths: 12 };
const noticed = { noticeCount: 3, noticeUnit: 'months' };
const gone = { kind: 'server', disposedOn: '2026-07-31' };
const managed = answer('network-support', 'supported-managed');
const old = { supportEndsOn: '2026-11-23' };

/** What is written down, and exactly which checks come of it. */
const cases: readonly (readonly [string, Partial<SchoolRecord>, string[]])[] = [
  ['nothing', {}, []],

  [
    'supported by the answer, past support by the register',
    { answers: [managed], equipment: [item('a', old)] },
    ['unsupported:network-support'],
  ],
  [
    'supported on the last day of support',
    { answers: [managed], equipment: [item('a', { supportEndsOn: TODAY })] },
    [],
  ],
  [
    'past support, and the answer says so',
    { answers: [answer('network-support', 'neither')], equipment: [item('a', old)] },
    [],
  ],
  ['past support, and not sure', { answers: [answer('network-support', 'not-sure')], equipment: [item('a', old)] }, []],
  [
    'past support and disposed of',
    {
      answers: [managed],
      equipment: [item('a', { ...old, disposedOn: '2026-11-01' }), item('b', { supportEndsOn: '2030-01-01' })],
    },
    [],
  ],
  ['past support, but only guessed', { answers: [managed], equipment: [item('a', { ...old, sources: guessed })] }, []],
  [
    'an answer to a question of another edition',
    { answers: [answer('question-of-old', 'yes')], equipment: [item('a', old)] },
    [],
  ],

  [
    'fibre by the answer, copper by the register',
    { answers: [answer('broadband-fibre', 'fibre')], connections: [line({ technology: 'fttc' })] },
    ['contradiction:broadband-fibre'],
  ],
  ['fibre by both', { answers: [answer('broadband-fibre', 'fibre')], connections: [line({ technology: 'fttp' })] }, []],
  [
    'fibre by the answer, not known by the register',
    { answers: [answer('broadband-fibre', 'fibre')], connections: [line()] },
    [],
  ],
  [
    'no fibre by the answer, fibre by the register',
    { answers: [answer('broadband-fibre', 'not-fibre')], connections: [line({ technology: 'fttp' })] },
    ['denied:broadband-fibre'],
  ],
  [
    'a choice that says no to several at once',
    { answers: [answer('backup-rule', 'on-site')], systems: [system({ kind: 'backup', backupDevices: 2 })] },
    [],
  ],

  [
    'no servers by the answer, one in use',
    { answers: [answer('server-cover', 'no-servers')], equipment: [item('a', { kind: 'server' })] },
    ['no-servers:answers'],
  ],
  [
    'no servers by two answers is one check',
    {
      answers: [answer('server-cover', 'no-servers'), answer('server-room', 'no-servers')],
      equipment: [item('a', { kind: 'server' })],
    },
    ['no-servers:answers'],
  ],
  [
    'no servers, and the last one gone',
    { answers: [answer('server-cover', 'no-servers')], equipment: [item('a', gone)] },
    [],
  ],
  [
    'no servers, and one to go next year',
    { answers: [answer('server-cover', 'no-servers')], equipment: [item('a', { ...gone, disposedOn: '2027-07-31' })] },
    ['no-servers:answers'],
  ],
  ['no servers, and none', { answers: [answer('server-cover', 'no-servers')], equipment: [item('a')] }, []],

  ['evidence that expired', { evidence: [proof('p', { expiresOn: '2026-11-23' })] }, ['evidence-expired:p']],
  ['evidence on its last day', { evidence: [proof('p', { expiresOn: TODAY })] }, []],
  ['evidence without an end', { evidence: [proof('p')] }, []],
  [
    'evidence that expired, and its successor',
    {
      evidence: [
        proof('p', { expiresOn: '2026-08-31' }),
        proof('q', { effectiveOn: '2026-09-01', expiresOn: '2027-08-31' }),
      ],
    },
    [],
  ],
  [
    'two that expired: the last one',
    {
      evidence: [
        proof('p', { expiresOn: '2026-08-31' }),
        proof('q', { effectiveOn: '2026-09-01', expiresOn: '2026-11-01' }),
      ],
    },
    ['evidence-expired:q'],
  ],
  [
    'evidence for a requirement',
    { evidence: [proof('p', { questionId: null, requirementId: 'broadband-1.full-fibre', expiresOn: '2026-08-31' })] },
    ['evidence-expired:p'],
  ],
  [
    'evidence for what this edition does not ask',
    { evidence: [proof('p', { questionId: 'question-of-old', expiresOn: '2026-08-31' })] },
    [],
  ],
  [
    'an answer past its last day',
    { answers: [answer('cyber-training', 'staff', { holdsUntil: '2026-11-23' })] },
    ['answer-lapsed:cyber-training'],
  ],
  ['an answer on its last day', { answers: [answer('cyber-training', 'staff', { holdsUntil: TODAY })] }, []],
  ['a lapsed “not sure”', { answers: [answer('cyber-training', 'not-sure', { holdsUntil: '2026-11-23' })] }, []],

  ['renews itself without a notice period', { contracts: [contract(rolling)] }, ['contract-no-notice:c']],
  ['renews itself with a notice period', { contracts: [contract({ ...rolling, ...noticed })] }, []],
  [
    'a notice period without its unit',
    { contracts: [contract({ ...rolling, noticeCount: 3 })] },
    ['contract-no-notice:c'],
  ],
  ['no notice asked for', { contracts: [contract({ ...rolling, noticeCount: 0 })] }, []],
  ['renewal not known, no notice period', { contracts: [contract()] }, ['contract-no-notice:c']],
  ['renews by agreement: no notice needed', { contracts: [contract({ renewal: 'by-agreement' })] }, []],
  ['ends by itself: no notice needed', { contracts: [contract({ renewal: 'none' })] }, []],
  ['renews itself, and notice was given', { contracts: [contract({ ...rolling, noticeGivenOn: '2026-11-01' })] }, []],
  ['without a notice period, but guessed', { contracts: [contract({ ...rolling, sources: guessed })] }, []],
  ['no end', { contracts: [contract({ endsOn: null, ...rolling, ...noticed })] }, ['contract-no-end:c']],
  ['no end and no notice period is one check', { contracts: [contract({ endsOn: null })] }, ['contract-no-end:c']],
  ['no end, but it has ended', { contracts: [contract({ endsOn: null, endedOn: '2026-08-31' })] }, []],
  ['past its end, renewal not known', { contracts: [contract({ endsOn: '2026-08-31' })] }, ['contract-over:c']],
  [
    'past its end, to be renewed by agreement',
    { contracts: [contract({ endsOn: '2026-08-31', renewal: 'by-agreement' })] },
    ['contract-over:c'],
  ],
  ['past its end, marked as ended', { contracts: [contract({ endsOn: '2026-08-31', endedOn: '2026-08-31' })] }, []],
  [
    'past its end, and has renewed itself',
    { contracts: [contract({ endsOn: '2026-08-31', ...rolling, ...noticed })] },
    [],
  ],
  ['on its last day', { contracts: [contract({ endsOn: TODAY, renewal: 'none' })] }, []],

  [
    'a system under a contract that ended',
    { contracts: [contract({ endedOn: '2026-08-31' })], systems: [system({ contractId: 'c' })] },
    ['contract-ended:c'],
  ],
  [
    'a line and a device under it',
    {
      contracts: [contract({ endedOn: '2026-08-31' })],
      connections: [line({ contractId: 'c' })],
      equipment: [item('a', { contractId: 'c' })],
    },
    ['contract-ended:c'],
  ],
  [
    'a system under one that ends today',
    { contracts: [contract({ endedOn: TODAY })], systems: [system({ contractId: 'c' })] },
    [],
  ],
  [
    'a system under one that is to end',
    {
      contracts: [contract({ ...rolling, ...noticed, noticeGivenOn: '2026-10-01' })],
      systems: [system({ contractId: 'c' })],
    },
    [],
  ],
  [
    'a disposed device under one that ended',
    {
      contracts: [contract({ endedOn: '2026-08-31' })],
      equipment: [item('a', { contractId: 'c', disposedOn: '2026-08-31' })],
    },
    [],
  ],

  [
    'a system on a server that is gone',
    { equipment: [item('a', gone)], systems: [system({ equipmentId: 'a' })] },
    ['disposed-server:s'],
  ],
  [
    'a system on a server in use',
    { equipment: [item('a', { kind: 'server' })], systems: [system({ equipmentId: 'a' })] },
    [],
  ],
  [
    'a system on a server to go next year',
    { equipment: [item('a', { ...gone, disposedOn: '2027-07-31' })], systems: [system({ equipmentId: 'a' })] },
    [],
  ],
  [
    'a line whose router is gone',
    { equipment: [item('a', { kind: 'router', disposedOn: TODAY })], connections: [line({ routerId: 'a' })] },
    ['disposed-router:l'],
  ],
  [
    'a line whose router is said to be gone',
    {
      equipment: [item('a', { kind: 'router', unread: { disposedOn: 'Scrapped' } })],
      connections: [line({ routerId: 'a' })],
    },
    ['disposed-router:l'],
  ],
  [
    'a line whose router is there',
    { equipment: [item('a', { kind: 'router' })], connections: [line({ routerId: 'a' })] },
    [],
  ],

  [
    'two items of one tag',
    { equipment: [item('a', { assetTag: 'BP 0012' }), item('b', { assetTag: 'bp0012 ' })] },
    ['same-asset-tag:BP0012'],
  ],
  ['two items of two tags', { equipment: [item('a', { assetTag: '12' }), item('b', { assetTag: '13' })] }, []],
  [
    'two items without a tag',
    { equipment: [item('a', { assetTag: 'N/A' }), item('b', { assetTag: 'n/a' }), item('c'), item('d')] },
    [],
  ],
  [
    'one tag, handed on from what is gone',
    { equipment: [item('a', { assetTag: '12', disposedOn: '2025-08-31' }), item('b', { assetTag: '12' })] },
    [],
  ],
];

for (const [name, parts, ids] of cases) {
  test(`${name}: ${ids.length === 0 ? 'no check' : ids.join(', ')}`, () => assert.deepEqual(idsOf(parts), ids));
}

test('a check says why, since when and where to mend it', () => {
  const [check] = found({ answers: [managed], equipment: [item('a', { name: 'Hall switch', ...old })] });
  assert.ok(check);
  assert.match(
    check.sentence,
    /^The answer to “Are your switches .*” is “.*”, but Hall switch is past the end of its support\.$/,
  );
  assert.deepEqual(check.fix, { path: '/equipment/a', words: 'Look at Hall switch' });
  assert.equal(check.since, '2026-11-24');
  assert.ok(check.because.some(({ text, path }) => text.includes('23 November 2026') && path === '/equipment/a'));
});

test('what weighs most comes first', () => {
  assert.deepEqual(
    idsOf({
      contracts: [contract(rolling)],
      answers: [managed, answer('broadband-fibre', 'fibre')],
      equipment: [item('a', old)],
      connections: [line({ technology: 'fttc' })],
    }),
    ['unsupported:network-support', 'contradiction:broadband-fibre', 'contract-no-notice:c'],
  );
});

test('the order of the registers makes no difference, and no two checks share an id', () => {
  const parts = Object.fromEntries(
    (['contracts', 'systems', 'equipment', 'connections', 'answers', 'evidence'] as const).map((list) => [
      list,
      cases.flatMap(([, one], index) =>
        ((one[list] ?? []) as { id?: string; questionId?: string }[]).map((row) => ({
          ...row,
          ...(row.id === undefined ? {} : { id: `${row.id}${index}` }),
        })),
      ),
    ]),
  ) as Partial<SchoolRecord>;
  const answers = [...new Map((parts.answers ?? []).map((one) => [one.questionId, one])).values()];
  const record = sampleRecord();
  const whole = { ...record, ...parts, answers };
  const wanted = checksOf(whole, library, TODAY, null);
  assert.ok(wanted.length > 10);
  assert.equal(new Set(wanted.map(({ id }) => id)).size, wanted.length);
  fc.assert(
    fc.property(fc.shuffledSubarray([...whole.equipment.keys()], { minLength: whole.equipment.length }), (order) => {
      const equipment = order.flatMap((index) => whole.equipment[index] ?? []);
      const ids = checksOf({ ...whole, equipment }, library, TODAY, null).map(({ id }) => id);
      assert.deepEqual(
        ids,
        wanted.map(({ id }) => id),
      );
    }),
    { numRuns: 20 },
  );
});

test('only what was not there before is new', () => {
  const before = found({ contracts: [contract(rolling)] });
  const after = found({ contracts: [contract(rolling), contract({ id: 'd', ...rolling })] });
  assert.deepEqual(
    newChecks(before, after).map(({ id }) => id),
    ['contract-no-notice:d'],
  );
  assert.deepEqual(newChecks(after, before), []);
});

test('what is set aside stays so up to its day, while the facts are the same', () => {
  const checks = found({ contracts: [contract(rolling)] });
  const [check] = checks;
  assert.ok(check);
  const by = {
    checkId: check.id,
    facts: factsOf(check),
    reason: 'Asked',
    until: TODAY,
    personName: 'Pat',
    at: new Date(0),
  };
  const openOn = (day: string, one = by, list = checks) => standingChecks(list, [one], day).open.map(({ id }) => id);
  assert.deepEqual(openOn(TODAY), []);
  assert.deepEqual(
    standingChecks(checks, [by], TODAY).aside.map(({ check: { id } }) => id),
    [check.id],
  );
  assert.deepEqual(openOn('2026-11-25'), [check.id]);
  assert.deepEqual(openOn(TODAY, by, found({ contracts: [contract({ ...rolling, endsOn: '2028-08-31' })] })), [
    check.id,
  ]);
  assert.deepEqual(openOn(TODAY, { ...by, checkId: 'another' }), [check.id]);
});

test('setting aside needs a reason, and a day that is not too far', () => {
  const read = (reason: string, until: string) => readSetAside({ reason, until }, TODAY);
  assert.deepEqual(read('We asked', '31/8/2027').given, { reason: 'We asked', until: '2027-08-31' });
  for (const [reason, until, fields] of [
    ['', '', ['reason', 'until']],
    ['Why', '24/11/2026', ['until']],
    ['Why', '25/11/2028', ['until']],
    ['Why', 'soon', ['until']],
  ] as const) {
    const { given, errors } = read(reason, until);
    assert.deepEqual([given, errors.map(({ field }) => field)], [null, fields]);
  }
});

test('answers are held only against what both sides can speak of, and nothing is missed by that', () => {
  for (const example of readExamples()) {
    const edition = editionFor(library, example);
    const few = claimedIn(edition, example);
    assert.ok(few.requirements.length < edition.requirements.length / 3);
    const contradicted = (of: Edition) =>
      statusOn(example, of, TODAY).requirements.flatMap(({ requirementId, intervals }) =>
        intervals.some(({ contradiction }) => contradiction) ? [requirementId] : [],
      );
    assert.ok(contradicted(edition).length > 0);
    assert.deepEqual(contradicted(few), contradicted(edition));
  }
});
