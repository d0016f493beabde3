import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { loadLibrary } from '../../library/index.ts';
import { readLibraryFolder } from '../../platform/library-files.ts';
import { ruleNames } from '../../status/index.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool, sampleRecord } from '../../../test/people.ts';
import { readRecord } from '../schools/index.ts';
import { listExceptions } from './exceptions.queries.ts';

const library = loadLibrary(readLibraryFolder(fileURLToPath(new URL('../../../library', import.meta.url))), ruleNames);
const given = {
  until: '31 August 2028',
  reason: 'We move to the new building.',
  agreedBy: 'Full governing body',
  agreedOn: '3 November 2026',
};

onEachEngine('Accepted gaps', (open) => {
  let database: TestDatabase;
  let app: TestApp;
  let owner: TestBrowser & { personId: string; organisationId: string };
  let made = 0;

  before(async () => {
    database = await open();
    app = await buildTestApp(database);
    owner = await app.signedIn();
  });
  after(() => app.close());

  const newSchool = async () => {
    made += 1;
    const key = String(420_000 + made);
    const school = { ...sampleRecord().school, key, urn: key };
    const { schoolId } = await addSchool(database.db, owner, { school });
    const scope = { organisationId: owner.organisationId, schoolId };
    const requirement = 'wireless-1.wired-speed';
    const list = () => database.db.as(owner.personId, (tx) => listExceptions(tx, scope));
    return { base: `/schools/${key}`, scope, requirement, list };
  };
  const accept = (base: string, requirement: string, parts: Record<string, string> = {}) =>
    owner.post(`${base}/exceptions/new`, { ...given, requirement, ...parts });

  test('are kept with who agreed them, shown in the list, and part of the record', async () => {
    const { base, requirement, scope } = await newSchool();
    const form = await owner.get(`${base}/exceptions/new?requirement=${requirement}`);
    assert.equal(form.status, 200, form.body.slice(0, 300));
    assert.equal((await accept(base, requirement)).status, 303);
    const { body } = await owner.get(`${base}/exceptions`);
    assert.match(body, /31 August 2028/);
    assert.match(body, /We move to the new building/);
    assert.match(body, /Accepted for now/);
    const record = await database.db.as(owner.personId, (tx) => readRecord(tx, scope.schoolId, '2026-11-24'));
    assert.deepEqual(
      record.exceptions.map((one) => [one.requirementId, one.until, one.agreedBy, one.agreedOn]),
      [[requirement, '2028-08-31', 'Full governing body', '2026-11-03']],
    );
  });

  test('stand once for each requirement: the second who accepts it sees the first', async () => {
    const { base, requirement, list } = await newSchool();
    await accept(base, requirement);
    const second = await accept(base, requirement, { reason: 'Another reason' });
    assert.equal(second.status, 409);
    assert.match(second.body, /We move to the new building/);
    assert.equal((await list()).length, 1);
  });

  test('are only changed by who has seen their present version, and the history names each change', async () => {
    const { base, requirement, list } = await newSchool();
    await accept(base, requirement);
    const id = (await list())[0]?.id ?? '';
    const change = (version: string, reason: string) =>
      owner.post(`${base}/exceptions/${id}`, { ...given, version, reason });
    assert.equal((await change('1', 'A better reason')).status, 303);
    const stale = await change('1', 'A third reason');
    assert.equal(stale.status, 409);
    assert.match(stale.body, /A third reason/);
    assert.equal((await list())[0]?.reason, 'A better reason');
    const { body } = await owner.get(`${base}/history`);
    assert.match(body, /Accepted for now/);
  });

  test('are taken back with a way to undo that', async () => {
    const { base, requirement, list } = await newSchool();
    await accept(base, requirement);
    const id = (await list())[0]?.id ?? '';
    const gone = await owner.post(`${base}/exceptions/${id}/remove`, { version: '1' });
    assert.equal(gone.status, 303);
    assert.deepEqual(await list(), []);
    const page = await owner.get(gone.location ?? '');
    assert.match(page.body, /Undo/);
    assert.equal((await owner.post(`${base}/exceptions/${id}/restore`, {})).status, 303);
    assert.equal((await list())[0]?.reason, given.reason);
  });

  test('of a duty ask that the warning is taken note of', async () => {
    const { base, list } = await newSchool();
    const duty = library.editions.at(-1)?.requirements.find((one) => one.duty)?.id ?? '';
    const form = await owner.get(`${base}/exceptions/new?requirement=${duty}`);
    assert.match(form.body, /a duty that is in force/);
    const refused = await accept(base, duty);
    assert.equal(refused.status, 422);
    assert.match(refused.body, /Say that you know the law asks for this/);
    assert.equal((await accept(base, duty, { dutyKnown: 'yes' })).status, 303);
    assert.equal((await list()).length, 1);
  });

  test('that make no sense are refused in words that say how to mend them', async () => {
    const { base, requirement, list } = await newSchool();
    const refused = await accept(base, requirement, { until: '1 May 2020' });
    assert.equal(refused.status, 422);
    assert.match(refused.body, /Give a day after today/);
    assert.equal((await accept(base, 'no-such-requirement')).status, 404);
    assert.deepEqual(await list(), []);
  });

  test('are seen by readers, who may not change them', async () => {
    const { base, requirement, list } = await newSchool();
    await accept(base, requirement);
    const id = (await list())[0]?.id ?? '';
    const reader = await app.signedIn(await addMember(database.db, owner.organisationId, 'reader'));
    const page = await reader.get(`${base}/exceptions/${id}`);
    assert.equal(page.status, 200);
    assert.doesNotMatch(page.body, /<button[^>]*>\s*Save/);
    assert.equal((await reader.post(`${base}/exceptions/${id}/remove`, { version: '1' })).status, 403);
  });
});
