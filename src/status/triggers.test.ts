/** The categories outside the core: what waits for servers, devices and cloud contracts, with a known day and without. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { recordSchema, type SchoolRecord } from '../domain/record.ts';
import { editionOf, loadLibrary } from '../library/index.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { ruleNames, statusByDate, statusOn, type SchoolStatus } from './index.ts';

const library = loadLibrary(readLibraryFolder(fileURLToPath(new URL('../../library/', import.meta.url))), ruleNames);
const edition = editionOf(library, '2026-09');
const DAY = '2026-11-24';

function school(parts: Record<string, unknown[]>): SchoolRecord {
  return recordSchema.parse({
    format: 'cairn.school/1',
    asAt: DAY,
    edition: '2026-09',
    school: { key: 'x', name: 'Example', phase: 'primary', pupils: 400, governance: 'maintained' },
    ...parts,
  });
}

function answers(choices: Record<string, string>) {
  return Object.entries(choices).map(([questionId, choice]) => ({ questionId, choice, answeredOn: '2026-11-01' }));
}

function intervalsOf(status: SchoolStatus, id: string) {
  return status.requirements.find(({ requirementId }) => requirementId === id)?.intervals ?? assert.fail(id);
}

function resultsOf(status: SchoolStatus, id: string) {
  return intervalsOf(status, id).map(({ from, to, result, grounds }) => [from, to, result, grounds]);
}

const serverRoom = answers({ 'server-room': 'open', 'device-buying': 'no' });

test('what waits for servers is due when their support ends; without a day it waits, and says that the day is not known', () => {
  const server = { id: 's', name: 'Main server', kind: 'server', supportEndsOn: '2027-08-31' };
  const until = '2031-08-31';
  const known = statusByDate(school({ equipment: [server], answers: serverRoom }), edition, DAY, until);
  assert.deepEqual(resultsOf(known, 'servers-4.cooling'), [
    [DAY, '2027-08-31', 'not-due', 'answer'],
    ['2027-09-01', until, 'not-met', 'answer'],
  ]);
  for (const equipment of [[], [{ ...server, supportEndsOn: null }]]) {
    const open = statusByDate(school({ equipment, answers: serverRoom }), edition, DAY, until);
    assert.deepEqual(resultsOf(open, 'servers-4.cooling'), [[DAY, until, 'not-due', 'answer']]);
    const [waiting] = intervalsOf(open, 'servers-4.cooling');
    assert.deepEqual(
      [waiting?.dueFrom, waiting?.dueBecause],
      [null, 'Not due until the servers are due to be replaced; the day is not known.'],
    );
  }
  const over = statusOn(
    school({ equipment: [{ ...server, supportEndsOn: '2026-01-12' }], answers: serverRoom }),
    edition,
  );
  assert.equal(resultsOf(over, 'servers-4.cooling')[0]?.[2], 'not-met');
});

const waits: [id: string, due: string | null, equipment: object[]][] = [
  ['devices-3.computer-fixes', '2028-08-01', [{ kind: 'laptop', supportEndsOn: '2028-07-31' }]],
  ['devices-3.computer-fixes', null, [{ kind: 'tablet', supportEndsOn: '2028-07-31' }]],
  ['devices-3.tablet-fixes', '2028-08-01', [{ kind: 'tablet', supportEndsOn: '2028-07-31' }]],
  ['devices-3.tablet-fixes', null, [{ kind: 'desktop', supportEndsOn: '2028-07-31' }]],
  ['devices-3.wifi', '2028-08-01', [{ kind: 'tablet', supportEndsOn: '2028-07-31' }]],
  ['devices-3.wifi', '2027-08-01', [{ kind: 'chromebook', supportEndsOn: '2027-07-31' }]],
  ['devices-3.wifi', null, [{ kind: 'server', supportEndsOn: '2028-07-31' }]],
];
for (const [id, due, equipment] of waits)
  test(`${id} waits for ${due ?? 'a day that is not known'} with ${JSON.stringify(equipment)}`, () => {
    const named = equipment.map((item, i) => ({ id: `e${i}`, name: `Entry ${i}`, ...item }));
    const [now] = intervalsOf(statusOn(school({ equipment: named, answers: serverRoom }), edition), id);
    assert.deepEqual([now?.result, now?.dueFrom], ['not-due', due]);
    if (due === null) assert.match(now?.dueBecause ?? '', /^Not due until .*; the day is not known\.$/);
  });

test('what waits for cloud contracts is due when the first of them ends, and at once where all have ended', () => {
  const [question] = edition.requirements.flatMap((one) =>
    one.id === 'cloud-1.open-formats' ? (one.question ?? []) : [],
  );
  assert.ok(question);
  const choices = edition.questions.find(({ id }) => id === question.id)?.choices ?? [];
  const bad = choices.find(({ id }) => id !== 'not-sure' && !question.met.includes(id))?.id ?? '';
  const now = (parts: Record<string, unknown[]>) =>
    intervalsOf(
      statusOn(school({ ...parts, answers: answers({ [question.id]: bad }) }), edition),
      'cloud-1.open-formats',
    )[0];
  const system = { id: 'm', name: 'Records', kind: 'mis', hosting: 'cloud', contractId: 'c' };
  const contract = { id: 'c', title: 'Records', type: 'mis', endsOn: '2028-03-31' };
  const other = { id: 'd', title: 'Office', type: 'cloud-platform', endsOn: '2027-07-31' };
  assert.equal(now({ systems: [system], contracts: [contract] })?.dueFrom, '2028-04-01');
  assert.equal(now({ systems: [system], contracts: [contract, other] })?.dueFrom, '2027-08-01');
  assert.equal(now({ systems: [{ ...system, hosting: 'on-site' }], contracts: [contract] })?.dueFrom, null);
  assert.equal(now({ contracts: [{ ...other, endsOn: '2025-07-31' }] })?.result, 'not-met');
  assert.equal(
    now({ contracts: [{ ...other, endsOn: null }] })?.dueBecause,
    'Not due until a contract of a cloud system ends; the day is not known.',
  );
});

test('a guessed server answers nothing and sets no day', () => {
  const sources = { '*': { from: 'assumed', on: DAY, note: null } };
  const server = { id: 's', name: 'Server', kind: 'server', supportEndsOn: '2020-01-01', lockedAway: false, sources };
  const status = statusOn(school({ equipment: [server], answers: serverRoom }), edition);
  assert.equal(resultsOf(status, 'servers-4.cooling')[0]?.[2], 'not-due');
  assert.equal(resultsOf(status, 'servers-4.locked-room')[0]?.[3], 'answer');
});
