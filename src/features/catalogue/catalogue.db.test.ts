import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine } from '../../../test/database.ts';
import { addMember, addSchool, sampleRecord } from '../../../test/people.ts';

onEachEngine('catalogue pages', (open) => {
  let app: TestApp;
  let browser: TestBrowser;
  let organisationId: string;
  const base = '/schools/100001';

  before(async () => {
    const database = await open();
    app = await buildTestApp(database);
    const who = await app.signedIn();
    browser = who;
    organisationId = who.organisationId;
    const { equipment, systems } = sampleRecord({
      equipment: [
        {
          id: 'old',
          name: 'Year 5 laptops',
          kind: 'laptop',
          quantity: 31,
          operatingSystem: 'Win 10 Pro',
          boughtYear: 2019,
        },
        { id: 'own', name: 'Own date', kind: 'laptop', operatingSystem: 'Windows 10', supportEndsOn: '2028-10-10' },
        { id: 'gone', name: 'Old server', kind: 'server', boughtYear: 2015, disposedOn: '2020-01-01' },
        { id: 'what', name: 'Grey box', kind: 'other' },
        { id: 'both', name: 'Two', kind: 'server', operatingSystem: 'Windows Server 2012 / 2016' },
      ],
      systems: [
        { id: 'mail', name: 'Email', kind: 'mail', product: 'Exchange 2016' },
        { id: 'odd', name: 'Home-made', kind: 'other' },
      ],
    } as never);
    await addSchool(database.db, who, { equipment, systems });
  });
  after(() => app.close());

  test('the catalogue shows kinds with their usual life and price, and finds entries by words and kind', async () => {
    const { status, body } = await browser.get('/catalogue');
    assert.equal(status, 200);
    assert.match(body, /Laptop<\/a>[\s\S]*?5 years[\s\S]*?£420 to £620 each/);
    const { body: found } = await browser.get('/catalogue?q=server+2012+R2');
    assert.match(found, /Windows Server 2012 R2/);
    assert.match(found, /10 October 2023/);
    assert.doesNotMatch(found, /Windows Server 2016/);
    const { body: tablets } = await browser.get('/catalogue?kind=tablet');
    assert.match(tablets, /iPad \(9th generation\)/);
    assert.doesNotMatch(tablets, /Windows 10/);
    assert.match((await browser.get('/catalogue?q=%3Cb%3Etypewriter')).body, /Nothing in the catalogue fits/);
    assert.equal((await browser.get('/catalogue?kind=constructor&q=%00')).status, 200);
  });

  test('an entry has its dates, successor, releases and sources; one that is not there is no page', async () => {
    const { body } = await browser.get('/catalogue/windows-server-2016');
    assert.match(body, /Security fixes until<\/dt><dd[^>]*>12 January 2027/);
    assert.match(body, /href="\/catalogue\/windows-server-2019"/);
    assert.match(body, /href="https:\/\/endoflife\.date\/windows-server"/);
    assert.match(body, /as at 22 August 2026/);
    assert.match((await browser.get('/catalogue/ipad-9')).body, /Not over on 22 August 2026; no day has been named/);
    assert.match((await browser.get('/catalogue/ipad')).body, /iPad Air 2/);
    assert.match((await browser.get('/catalogue/kind-laptop')).body, /A placeholder, without VAT/);
    assert.equal((await browser.get('/catalogue/typewriter')).status, 404);
  });

  test('the page of recognised equipment shows the catalogue’s end of support and how to replace it', async () => {
    const { body } = await browser.get(`${base}/equipment/old`);
    assert.match(body, /Support ended 14 October 2025<\/strong>, from the catalogue \(<a[^>]*>Windows 10<\/a>/);
    assert.match(body, /as at 22 August 2026/);
    assert.match(body, /href="\/schools\/100001\/equipment\/old\/edit#supportEndsOn">Write your own date/);
    assert.match(body, /Bought in 2019 and[\s\S]*?usually kept 5 years[\s\S]*?expected in 2024/);
    assert.match(body, /31 of them £13,020 to £19,220/);
  });

  test('the list shows the catalogue’s date where the school has none, and the page does not ask for it', async () => {
    const { body: list } = await browser.get(`${base}/equipment`);
    assert.match(list, /14 October 2025 <span class="cairn-quiet">from the catalogue: <a[^>]*>Windows 10</);
    assert.equal(list.match(/from the catalogue:/g)?.length, 1, 'one’s own date, or none known, is left as it is');
    const { body } = await browser.get(`${base}/equipment/old`);
    assert.match(body, /End of support<\/dt><dd[^>]*>14 October 2025/);
    assert.doesNotMatch(body, /replace it before it stops getting security updates/);
    assert.match((await browser.get(`${base}/equipment/what`)).body, /replace it before it stops getting security upd/);
  });

  test('the school’s own date stands alone', async () => {
    const { body } = await browser.get(`${base}/equipment/own`);
    assert.match(body, /10 October 2028/);
    assert.doesNotMatch(body, /from the catalogue \(/);
  });

  test('what is not recognised, or not for sure, says so', async () => {
    assert.match(
      (await browser.get(`${base}/equipment/what`)).body,
      /Neither its model nor its operating system is recog/,
    );
    assert.match((await browser.get(`${base}/equipment/both`)).body, /Which release it is cannot be told/);
  });

  test('what has been disposed of says that it no longer counts', async () => {
    const { body } = await browser.get(`${base}/equipment/gone`);
    assert.match(body, /Disposed of on 1 January 2020: it no longer counts/);
    assert.doesNotMatch(body, /its replacement is expected/);
  });

  test('a system shows when its product’s fixes end', async () => {
    assert.match((await browser.get(`${base}/systems/mail`)).body, /Exchange Server 2016[\s\S]*?14 October 2025/);
    assert.match((await browser.get(`${base}/systems/odd`)).body, /Its product is not in the/);
  });

  test('a reader is not sent to a form that they may not use; a visitor signs in first', async () => {
    const reader = await app.signedIn(await addMember(app.services.db, organisationId, 'reader'));
    const { body } = await reader.get(`${base}/equipment/old`);
    assert.match(body, /Support ended 14 October 2025/);
    assert.doesNotMatch(body, /Write your own date/);
    assert.equal((await reader.get('/catalogue')).status, 200);
    assert.match((await app.visitor().get('/catalogue')).location ?? '', /^\/sign-in/);
  });
});
