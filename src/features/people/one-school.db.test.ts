import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addPerson, addSchool, sampleRecord, TEST_NOW } from '../../../test/people.ts';
import { importRecord } from '../schools/index.ts';

const second = { school: { ...sampleRecord().school, key: '100002', urn: '100002', name: 'Oak Road School' } };

onEachEngine('Several schools together', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  let owner: { personId: string; organisationId: string };
  let elm: { schoolId: string; key: string };
  let oak: { schoolId: string; key: string };

  before(async () => {
    database = await open();
    site = await buildTestApp(database);
    owner = await addPerson(database.db);
    const contracts = (title: string) => ({ contracts: [{ id: 'c1', title }] as never });
    elm = await addSchool(database.db, owner, contracts('Elm’s contract'));
    oak = await addSchool(database.db, owner, { ...second, ...contracts('Oak’s contract') });
  });
  after(() => site.close());

  const linkIn = (body: string) => new URL(/https?:\/\/[^<\s]+\/sign-in\/[\w-]+/.exec(body)?.[0] ?? '').pathname;

  async function letIn(form: Record<string, string>) {
    const admin = await site.signedIn(owner.personId);
    await admin.get('/schools/100001/people');
    const { status, body } = await admin.post('/schools/100001/people', { name: 'Sam', ...form });
    assert.equal(status, 200, body);
    const browser = site.visitor();
    await browser.get(linkIn(body));
    await browser.post(linkIn(body));
    return browser;
  }

  test('whoever is let into one of them sees nothing of the others', async () => {
    const one = await letIn({ role: 'editor', reach: 'school' });
    const list = (await one.get('/')).body;
    assert.match(list, /Elm Lane Primary/);
    assert.doesNotMatch(list, /Oak Road/);
    assert.equal((await one.get('/schools/100001/contracts')).status, 200);
    for (const path of ['', '/contracts', '/plan', '/school.json', '/contracts/c1'])
      assert.equal((await one.get(`/schools/100002${path}`)).status, 403, path);
    const all = await letIn({ role: 'reader', reach: 'all' });
    assert.equal((await all.get('/schools/100002/contracts')).status, 200);
  });

  test('the database says the same, whatever is asked of it', async () => {
    const personId = await addMember(database.db, owner.organisationId, 'administrator', elm.schoolId);
    const { organisationId } = owner;
    await database.db.as(personId, async (tx) => {
      const contracts = await tx.selectFrom('contract').select(['title']).execute();
      assert.deepEqual(contracts, [{ title: 'Elm’s contract' }]);
      const changed = await tx
        .updateTable('contract')
        .set({ notes: 'x' })
        .where('school_id', '=', oak.schoolId)
        .execute();
      assert.equal(Number(changed[0]?.numUpdatedRows), 0);
      const history = await tx.selectFrom('change').select('id').where('school_id', '=', oak.schoolId).execute();
      assert.deepEqual(history, []);
    });
    const add = (schoolId: string) =>
      database.db.as(personId, (tx) =>
        tx
          .insertInto('budget_year')
          .values({
            organisation_id: organisationId,
            school_id: schoolId,
            year: '2030-31',
            capital_pence: 1,
            revenue_pence: 1,
          })
          .execute(),
      );
    await add(elm.schoolId);
    await assert.rejects(add(oak.schoolId), /row-level security/);
    const record = sampleRecord({ school: { ...sampleRecord().school, key: '100009', urn: null } });
    const joining = database.db.as(personId, (tx) =>
      importRecord(tx, { organisationId, personId, record, at: TEST_NOW }),
    );
    await assert.rejects(joining, /row-level security/);
  });

  test('an administrator of one school lets people into that one alone, and cannot sign in as another', async () => {
    const one = await letIn({ role: 'administrator', reach: 'school' });
    const { body } = await one.get('/schools/100001/people');
    assert.doesNotMatch(body, /Pat Bursar/);
    assert.doesNotMatch(body, /Which schools may they see/);
    const stolen = await one.post(`/schools/100001/people/${owner.personId}/link`);
    assert.equal(stolen.status, 403);
    assert.equal((await one.post(`/schools/100001/people/${owner.personId}/remove`)).status, 403);
    await one.get('/schools/100001/people');
    const made = await one.post('/schools/100001/people', { name: 'Kit', role: 'reader', reach: 'all' });
    const kit = site.visitor();
    await kit.get(linkIn(made.body));
    await kit.post(linkIn(made.body));
    assert.equal((await kit.get('/schools/100001')).status, 200);
    assert.equal((await kit.get('/schools/100002')).status, 403);
    assert.equal((await one.get('/schools/100001/local-rules/new')).status, 403);
  });

  test('a school is added to them by whoever administers them all', async () => {
    const admin = await site.signedIn(owner.personId);
    const { body } = await admin.get(`/start?organisation=${owner.organisationId}`);
    assert.match(body, /Yes, to Pat Bursar’s organisation \(2 schools so far\)/);
    const school = { name: 'Ash School', urn: '100003', phase: 'primary', pupils: '90', governance: 'maintained' };
    const { status } = await admin.post('/start', { ...school, organisation: owner.organisationId });
    assert.equal(status, 303);
    const found = await database.db.as(owner.personId, (tx) =>
      tx.selectFrom('school').select('organisation_id').where('key', '=', '100003').execute(),
    );
    assert.deepEqual(found, [{ organisation_id: owner.organisationId }]);
    for (const role of ['reader', 'editor'] as const) {
      const member = await site.signedIn(await addMember(database.db, owner.organisationId, role));
      await member.get('/start');
      const refused = await member.post('/start', { ...school, urn: '100004', organisation: owner.organisationId });
      assert.equal(refused.status, 403, role);
    }
    const stranger = await site.signedIn();
    await stranger.get('/start');
    assert.equal((await stranger.post('/start', { ...school, organisation: owner.organisationId })).status, 403);
  });

  test('was served without a failure', () => {
    assert.deepEqual(site.failures(), []);
  });
});
