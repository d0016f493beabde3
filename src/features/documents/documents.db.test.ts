import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { startSession } from '../../platform/sessions/index.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool, sampleRecord, TEST_NOW } from '../../../test/people.ts';

const base = '/schools/100001/contracts/c1';
// Every byte there is, to see that none is changed on the way through the database.
const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))]);

onEachEngine('documents', (open) => {
  let database: TestDatabase;
  let app: TestApp;
  let browser: TestBrowser & { personId: string; organisationId: string };

  before(async () => {
    database = await open();
    app = await buildTestApp(database);
    browser = await app.signedIn();
    const { contracts } = sampleRecord({ contracts: [{ id: 'c1', title: 'Copier lease' }] as never });
    await addSchool(database.db, browser, { contracts });
  });
  after(() => app.close());

  const add = async (name: string, content: Uint8Array) => {
    await browser.get(`${base}/documents/new`);
    return browser.upload(`${base}/documents/new`, { field: 'file', name, bytes: content });
  };

  test('one is added, downloaded as it was, removed and put back', async () => {
    assert.match((await browser.get(base)).body, /None is kept here yet/);
    const added = await add('signed lease.pdf', bytes);
    assert.equal(added.status, 303);
    const { body } = await browser.get(base);
    assert.match(body, /signed lease\.pdf<\/a> \(PDF, 1 KB, added on 24 November 2026\)/);
    const address = /href="(\/schools\/100001\/documents\/[^"]+)"/.exec(body)?.[1] ?? '';
    const downloaded = await app.app.inject({ url: address, cookies: await cookiesOf(browser.personId) });
    assert.equal(downloaded.statusCode, 200);
    assert.deepEqual(downloaded.rawPayload, bytes);
    assert.equal(downloaded.headers['content-type'], 'application/pdf');
    assert.match(String(downloaded.headers['content-disposition']), /^attachment; .*signed%20lease\.pdf/);
    assert.match(String(downloaded.headers['content-security-policy']), /sandbox/);

    const removed = await browser.post(`${address}/remove`);
    assert.match((await browser.get(removed.location ?? '')).body, /The document is removed.*put it back/s);
    assert.equal((await browser.get(address)).status, 404);
    await browser.post(`${address}/restore`);
    assert.equal((await browser.get(address)).status, 200);
    assert.match((await browser.get(base)).body, /History[\s\S]*Document[\s\S]*signed lease\.pdf/);
  });

  test('what cannot be kept is refused with what to do about it', async () => {
    assert.match((await add('page.pdf', Buffer.from('<script>'))).body, /must be a PDF/);
    assert.match((await add('the same again.pdf', bytes)).body, /here already, as signed lease\.pdf/);
    const none = await browser.upload(`${base}/documents/new`, { field: 'other', name: 'x', bytes });
    assert.match(none.body, /Choose the document to add/);
    assert.equal((await browser.get('/schools/100001/contracts/none/documents/new')).status, 404);
  });

  test('a reader downloads and does not add; another school’s person does neither', async () => {
    const { body } = await browser.get(base);
    const address = /href="(\/schools\/100001\/documents\/[^"]+)"/.exec(body)?.[1] ?? '';
    const reader = await app.signedIn(await addMember(database.db, browser.organisationId, 'reader'));
    assert.equal((await reader.get(address)).status, 200);
    assert.equal((await reader.post(`${address}/remove`)).status, 403);
    const stranger = await app.signedIn();
    await addSchool(database.db, stranger, { school: { ...sampleRecord().school, key: '100002', urn: '100002' } });
    assert.equal((await stranger.get(address)).status, 403);
    assert.equal((await stranger.get(address.replace('100001', '100002'))).status, 404);
    assert.deepEqual(app.failures(), []);
  });

  async function cookiesOf(personId: string): Promise<Record<string, string>> {
    return { cairn_session: await database.db.asSystem((tx) => startSession(tx, personId, TEST_NOW)) };
  }
});
