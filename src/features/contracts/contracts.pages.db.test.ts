import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine } from '../../../test/database.ts';
import { addMember, addSchool, sampleRecord } from '../../../test/people.ts';

onEachEngine('contract pages', (open) => {
  let app: TestApp;
  let browser: TestBrowser;
  let organisationId: string;
  const base = '/schools/100001/contracts';

  before(async () => {
    const database = await open();
    app = await buildTestApp(database);
    const who = await app.signedIn();
    browser = who;
    organisationId = who.organisationId;
    const { contracts } = sampleRecord({
      contracts: [
        { id: 'c1', title: 'Copier lease', supplier: 'Copy & Co', endsOn: '2027-08-31', renewal: 'none' },
        { id: 'c2', title: 'MIS', unread: { endsOn: '22/04/222' } },
      ] as never,
    });
    await addSchool(database.db, who, { contracts });
  });
  after(() => app.close());

  test('the list shows names escaped, and what could not be read', async () => {
    const { status, body } = await browser.get(base);
    assert.equal(status, 200);
    assert.match(body, /Copy &amp; Co/);
    assert.match(body, /22\/04\/222/);
  });

  test('the list is filtered by its address', async () => {
    const { body } = await browser.get(`${base}?status=not-known`);
    assert.match(body, />MIS</);
    assert.doesNotMatch(body, /Copier lease/);
    const { body: early } = await browser.get(`${base}?ends-before=1/9/2027&q=copier`);
    assert.match(early, /Copier lease/);
    assert.match((await browser.get(`${base}?q=nothing+like+it`)).body, /Nothing fits this filter/);
  });

  test('a form that cannot be read comes back with what was typed and how to mend it', async () => {
    await browser.get(`${base}/new`);
    const { status, body } = await browser.post(`${base}/new`, {
      title: '',
      supplier: 'Kept <b>',
      endsOn: '31/2/2027',
    });
    assert.equal(status, 422);
    assert.match(body, /There is a problem/);
    assert.match(body, /Kept &lt;b&gt;/);
    assert.match(body, /31\/2\/2027/);
    assert.match(body, /<title>Error: /);
  });

  test('two people who change the same contract see each other’s change', async () => {
    await browser.get(`${base}/c1/edit`);
    const theirs = { version: '1', title: 'Copier lease', supplier: 'Copy & Co', endsOn: '31/8/2028', renewal: 'none' };
    assert.equal((await browser.post(`${base}/c1/edit`, theirs)).status, 303);
    const mine = { version: '1', title: 'Copier lease', supplier: 'Print plc', endsOn: '31/8/2027', renewal: 'none' };
    const { status, body } = await browser.post(`${base}/c1/edit`, mine);
    assert.equal(status, 409);
    assert.match(body, /Pat Bursar changed this contract/);
    assert.match(body, /value="Print plc"/);
    // What I did not touch takes their value, so that saving mine does not undo theirs.
    assert.match(body, /value="31 August 2028"/);
    assert.match(body, /name="version" value="2"/);
  });

  test('a contract is ended on a day, and that can be taken back', async () => {
    await browser.get(`${base}/c2/end`);
    assert.equal((await browser.post(`${base}/c2/end`, { version: '1', endedOn: '' })).status, 422);
    assert.equal((await browser.post(`${base}/c2/end`, { version: '1', endedOn: '1/9/2026' })).status, 303);
    assert.match((await browser.get(`${base}?status=ended`)).body, />MIS</);
    assert.equal((await browser.post(`${base}/c2/undo-end`)).status, 303);
    assert.doesNotMatch((await browser.get(`${base}?status=ended`)).body, />MIS</);
  });

  test('a removed contract can be put back from the list', async () => {
    await browser.get(base);
    const { location } = await browser.post(`${base}/c2/remove`);
    const { body } = await browser.get(location ?? '');
    assert.match(body, /“MIS” is removed/);
    assert.equal((await browser.get(`${base}/c2`)).status, 404);
    assert.equal((await browser.post(`${base}/c2/restore`)).status, 303);
    assert.equal((await browser.get(`${base}/c2`)).status, 200);
  });

  test('the download is CSV that no spreadsheet runs', async () => {
    await browser.get(`${base}/new`);
    await browser.post(`${base}/new`, { title: '=HYPERLINK("http://x")' });
    const { body, headers } = await browser.get(`${base}.csv`);
    assert.match(String(headers['content-type']), /^text\/csv/);
    assert.match(body, /"'=HYPERLINK\(""http:\/\/x""\)"/);
    assert.match(body, /22\/04\/222/);
  });

  test('characters that a database cannot hold are no failure', async () => {
    assert.equal((await browser.get(`${base}?q=%00`)).status, 200);
    assert.equal((await browser.get(`${base}/%00`)).status, 404);
    await browser.get(`${base}/new`);
    assert.equal((await browser.post(`${base}/new`, { title: 'With \0 inside' })).status, 303);
  });

  test('a reader sees no buttons and may send no form; a stranger learns nothing', async () => {
    const reader = await app.signedIn(await addMember(app.services.db, organisationId, 'reader'));
    const { body } = await reader.get(base);
    assert.doesNotMatch(body, /Add a contract/);
    assert.equal((await reader.get(`${base}/new`)).status, 403);
    assert.equal((await reader.post(`${base}/c1/remove`)).status, 403);
    const stranger = await app.signedIn();
    const there = await stranger.get(`${base}/c1`);
    const notThere = await stranger.get('/schools/999999/contracts/c1');
    assert.equal(there.status, 403);
    assert.equal(there.body, notThere.body);
  });

  test('the history and the decisions are shown', async () => {
    const { body } = await browser.get('/schools/100001/history?table=contract&item=c1');
    assert.match(body, /End date: 31 August 2028/);
    assert.match((await browser.get('/schools/100001/decisions?months=36')).body, /Copier lease/);
  });
});
