import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool, sampleRecord } from '../../../test/people.ts';
import { smallSchool } from '../../../test/small-school.ts';
import { readLibrary } from '../../app/services.ts';

const library = readLibrary();
/** Two small examples in place of the ones that come with Cairn, so that their proof is there in a moment. */
const examples = ['900001', '900002'].map((key, n) =>
  smallSchool(library, ['cyber-assessment', 'broadband-backup'].slice(0, n + 1), {
    school: { ...sampleRecord().school, key, urn: null, name: `Example ${n + 1}`, isExample: true },
  }),
);

onEachEngine('Looking around', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  const lookAround = async (browser: TestBrowser): Promise<void> => {
    await browser.get('/');
    const { status, location, body } = await browser.post('/look-around');
    assert.deepEqual([status, location], [303, '/schools/900001'], body);
  };
  const namesIn = async (browser: TestBrowser): Promise<string[]> =>
    [...(await browser.get('/')).body.matchAll(/href="\/schools\/(\d+)"/g)].map(([, key = '']) => key);

  before(async () => {
    database = await open();
    site = await buildTestApp(database, {}, undefined, { examples });
  });
  after(() => site.close());

  test('gives a visitor copies of the examples with a plan, marked as examples', async () => {
    const visitor = site.visitor();
    await lookAround(visitor);
    await site.services.planRunner.drain();
    const { status, body } = await visitor.get('/schools/900001');
    assert.equal(status, 200);
    assert.match(body, /Example school:/);
    assert.deepEqual(await namesIn(visitor), ['900001', '900002']);
    for (const key of await namesIn(visitor)) {
      assert.match((await visitor.get(`/schools/${key}/plan`)).body, /best plan that fits your limits/);
    }
  });

  test('has a fund that both examples can share', async () => {
    const visitor = site.visitor();
    await lookAround(visitor);
    await site.services.planRunner.drain();
    const fund = /href="(\/organisations\/[^"]+\/fund)"/.exec((await visitor.get('/')).body)?.[1] ?? assert.fail('no link');
    const { status, body } = await visitor.get(fund);
    assert.equal(status, 200);
    assert.match(body, /Example schools: fictional/);
    assert.match(body, /Share it out/);
    assert.equal((await (await site.signedIn()).get(fund)).status, 403);
  });

  test('shows a trust of six schools, with a fund that is being shared out', async () => {
    const visitor = site.visitor();
    await visitor.get('/');
    const { status, location } = await visitor.post('/look-around-trust');
    assert.deepEqual([status, /^\/organisations\/[^/]+\/fund$/.test(location ?? '')], [303, true]);
    const first = await visitor.get(location!);
    assert.match(first.body, /A shared fund for Six Rivers Trust \(example\)/);
    assert.match(first.body, /Example schools: fictional/);
    await site.services.trustRunner.drain();
    const { body } = await visitor.get(location!);
    assert.match(body, /How it is shared out/);
    for (const name of ['Aldbeck Primary', 'Brookfold Primary', 'Coldwater Primary', 'Denfleet Primary', 'Eastford Academy'])
      assert.match(body, new RegExp(`${name}[^<]*\\(example\\)`));
    // The same one again, and the two single examples beside it, not in it.
    await visitor.get('/');
    assert.equal((await visitor.post('/look-around-trust')).location, location);
    assert.equal((await visitor.post('/look-around')).location, '/schools/900001');
    await site.services.planRunner.drain();
    assert.doesNotMatch((await visitor.get(location!)).body, /Example 1/);
    assert.equal((await namesIn(visitor)).length, 8);
    assert.equal((await (await site.signedIn()).get(location!)).status, 403);
  });

  test('is private: what one visitor changes nobody else sees', async () => {
    const [one, other] = [site.visitor(), site.visitor()];
    await lookAround(one);
    await lookAround(other);
    await site.services.planRunner.drain();
    await one.get('/schools/900001/details');
    const details = { name: 'Renamed by a visitor', phase: 'primary', pupils: '1', governance: 'academy', version: '1' };
    assert.equal((await one.post('/schools/900001/details', details)).status, 303);
    assert.match((await one.get('/schools/900001')).body, /Renamed by a visitor/);
    const { status, body } = await other.get('/schools/900001');
    assert.equal(status, 200);
    assert.doesNotMatch(body, /Renamed/);
    assert.match((await other.get('/schools/900001/history')).body, /Example 1/);
    const stranger = await site.signedIn();
    assert.equal((await stranger.get('/schools/900001')).status, 403);
    assert.deepEqual(await namesIn(stranger), []);
  });

  test('of a signed-in person adds their copies once, and leaves what they changed', async () => {
    const person = await site.signedIn();
    await lookAround(person);
    await person.get('/schools/900002/details');
    const details = { name: 'Mine', phase: 'primary', pupils: '9', governance: 'academy', version: '1' };
    assert.equal((await person.post('/schools/900002/details', details)).status, 303);
    await lookAround(person);
    await site.services.planRunner.drain();
    assert.deepEqual(await namesIn(person), ['900001', '900002']);
    assert.match((await person.get('/schools/900002')).body, /Mine/);
  });

  test('adds the examples to nobody else’s organisation, whatever one may do there', async () => {
    for (const role of ['reader', 'editor', 'administrator'] as const) {
      const owner = await site.signedIn();
      await addSchool(database.db, owner, examples[0]);
      const member = await site.signedIn(await addMember(database.db, owner.organisationId, role));
      await lookAround(member);
      await site.services.planRunner.drain();
      assert.deepEqual(await namesIn(member), ['900001', '900002'], role);
      assert.deepEqual(await namesIn(owner), ['900001'], role);
    }
  });

  test('is not offered where it is switched off', async () => {
    const other = await buildTestApp(database, { CAIRN_LOOK_AROUND: 'off' }, undefined, { examples });
    try {
      const visitor = other.visitor();
      assert.doesNotMatch((await visitor.get('/')).body, /action="\/look-around"/);
      // Nor does the token of a form of one's own open it.
      const { body } = await site.visitor().get('/');
      const token = /name="_csrf" value="([^"]+)"/.exec(body)?.[1] ?? assert.fail('no token');
      assert.equal((await visitor.post('/look-around', { _csrf: token })).status, 403);
    } finally {
      await other.close();
    }
  });

  test('was served without a failure', () => {
    assert.deepEqual(site.failures(), []);
  });
});
