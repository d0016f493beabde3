import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine } from '../../../test/database.ts';
import { addMember, addSchool, sampleRecord } from '../../../test/people.ts';

onEachEngine('lists of registers', (open) => {
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
    const guess = { from: 'assumed', on: '2026-09-01', note: null };
    const typed = { from: 'typed', on: '2026-09-01', note: null };
    const parts = sampleRecord({
      contracts: [
        {
          id: 'c1',
          title: 'alpha line',
          type: 'broadband',
          supplier: 'Zed Ltd',
          endsOn: '2027-03-31',
          annualCostPence: 500,
        },
        { id: 'c2', title: 'Beta phones', type: 'phones', supplier: 'Ask & Co', endsOn: '2028-08-31', renewal: 'none' },
        { id: 'c3', title: 'Gamma', annualCostPence: 90_000, sources: { '*': guess } },
        { id: 'c4', title: 'Delta', supplier: 'Zed Ltd', sources: { '*': guess, title: typed, supplier: typed } },
        // It renewed by itself: the end that counts is later than the one written down.
        {
          id: 'c5',
          title: 'Epsilon',
          endsOn: '2025-08-31',
          renewal: 'automatic',
          renewalMonths: 12,
          noticeCount: 1,
          noticeUnit: 'months',
        },
      ] as never,
      equipment: Array.from({ length: 120 }, (_, index) => ({
        id: `e${index}`,
        name: `Laptop ${String(index).padStart(3, '0')}`,
        kind: index % 2 === 0 ? 'laptop' : 'access-point',
        quantity: index + 1,
        supportEndsOn: index < 20 ? `2027-01-${String(index + 1).padStart(2, '0')}` : null,
        contractId: index === 7 ? 'c2' : index === 8 ? 'c1' : null,
      })) as never,
    });
    await addSchool(database.db, who, { contracts: parts.contracts, equipment: parts.equipment });
  });
  after(() => app.close());

  /** Names in the rows of the list, in order. */
  const names = async (address: string): Promise<string[]> => {
    const { status, body } = await browser.get(`${base}/${address}`);
    assert.equal(status, 200, address);
    return [...body.matchAll(/<th scope="row"[^>]*><a [^>]*>([^<]*)<\/a>/g)].map((match) => match[1] ?? '');
  };

  test('are ordered by any column, both ways, rows without a value last', async () => {
    assert.deepEqual(await names('contracts?sort=title'), ['alpha line', 'Beta phones', 'Delta', 'Epsilon', 'Gamma']);
    assert.deepEqual((await names('contracts?sort=supplier')).slice(0, 3), ['Beta phones', 'alpha line', 'Delta']);
    assert.deepEqual((await names('contracts?sort=-annualCostPence')).slice(0, 2), ['Gamma', 'alpha line']);
    assert.deepEqual((await names('contracts?sort=ends')).slice(0, 3), ['alpha line', 'Epsilon', 'Beta phones']);
    assert.deepEqual((await names('contracts?sort=-ends')).slice(0, 3), ['Beta phones', 'Epsilon', 'alpha line']);
    assert.equal((await names('equipment?sort=-quantity'))[0], 'Laptop 119');
    assert.deepEqual((await names('equipment?sort=supportEndsOn')).slice(0, 2), ['Laptop 000', 'Laptop 001']);
    assert.deepEqual((await names('equipment?sort=-supportEndsOn')).slice(0, 1), ['Laptop 019']);
    // By the name of what they point to, not by its id.
    assert.deepEqual((await names('equipment?sort=contractId')).slice(0, 2), ['Laptop 008', 'Laptop 007']);
    // Choices by their words: "Laptops" before "Wi-Fi access point", though access-point comes before laptop.
    assert.equal((await names('equipment?sort=kind'))[0], 'Laptop 000');
    const { body } = await browser.get(`${base}/contracts?sort=-supplier`);
    assert.match(body, /aria-sort="descending"><a class="cairn-sort" href="[^"]*sort=supplier"/);
    assert.equal(body.split('aria-sort=').length, 2);
  });

  test('are filtered by kind, supplier, what is not known, guesses, changes and ends', async () => {
    assert.deepEqual(await names('contracts?type=phones'), ['Beta phones']);
    assert.deepEqual(await names('contracts?supplier=zed&sort=title'), ['alpha line', 'Delta']);
    assert.deepEqual(await names('contracts?unknown=endsOn&sort=title'), ['Delta', 'Gamma']);
    // Every filled field of Delta has a source of its own that is no guess.
    assert.deepEqual(await names('contracts?guesses=yes'), ['Gamma']);
    assert.deepEqual(await names('contracts?ends-from=1/4/2027&sort=title'), ['Beta phones', 'Epsilon']);
    assert.deepEqual(await names('contracts?ends-from=1/4/2027&ends-before=1/9/2027'), ['Epsilon']);
    assert.deepEqual(await names('equipment?ends-before=3/1/2027'), ['Laptop 000', 'Laptop 001']);
    assert.deepEqual(await names('contracts?changed-since=24/11/2026&type=phones'), ['Beta phones']);
    assert.deepEqual(await names('contracts?changed-since=25/11/2026'), []);
    // The Wi-Fi generation is not asked of laptops, so it is not unknown for them.
    assert.equal((await names('equipment?unknown=wifiGeneration')).length, 50);
    assert.match((await browser.get(`${base}/equipment?unknown=wifiGeneration`)).body, /of 60\./);
  });

  test('come a page at a time', async () => {
    assert.equal((await names('equipment')).length, 50);
    assert.deepEqual((await names('equipment?page=3&sort=name')).slice(0, 1), ['Laptop 100']);
    const { body } = await browser.get(`${base}/equipment?page=2&type=laptop&sort=-name`);
    assert.match(body, /51 to 60 of 60/);
    assert.match(body, /rel="prev" href="\/schools\/100001\/equipment\?type=laptop&amp;sort=-name"/);
  });

  test('take hostile addresses for what they are', async () => {
    for (const query of [
      'sort=1%3Bdrop+table+contract',
      'sort=--title',
      'sort=unread',
      'sort=cashByYear',
      'sort=title&sort=supplier',
      'sort[]=title',
      'page=-1',
      'page=0',
      'page=99999999999',
      'page=1e9',
      'page=2&page=3',
      'unknown=id',
      'unknown=__proto__',
      'type=constructor',
      'status=toString',
      'changed-since=%00',
      'supplier=%25%27%22%5C_',
      `q=${'a+'.repeat(2000)}`,
      'guesses[__proto__]=yes',
    ]) {
      for (const register of ['contracts', 'equipment']) {
        const { status, body } = await browser.get(`${base}/${register}?${query}`);
        assert.equal(status, 200, `${register}?${query}`);
        assert.match(body, /<h1>/);
      }
    }
    assert.deepEqual(app.failures(), []);
    const { body } = await browser.get(`${base}/contracts?changed-since=soon`);
    assert.match(body, /“soon” is not a date, so “Changed since” is left out/);
  });

  test('keep a view under a name: for oneself, or for everyone at the school', async () => {
    const { body: list } = await browser.get(`${base}/contracts?supplier=zed&sort=-title`);
    const query = /name="query" value="([^"]*)"/.exec(list)?.[1]?.replaceAll('&amp;', '&') ?? '';
    assert.equal(query, 'supplier=zed&sort=-title');
    const saved = await browser.post(`${base}/contracts/views`, { name: ' Zed <b>last</b> ', query });
    assert.equal(saved.location, `${base}/contracts?supplier=zed&sort=-title&done=view-saved`);
    await browser.post(`${base}/contracts/views`, {
      name: 'Phones',
      query: 'type=phones&evil=1&page=7',
      shared: 'yes',
    });
    const { body } = await browser.get(`${base}/contracts?supplier=zed&sort=-title`);
    assert.match(
      body,
      /href="\/schools\/100001\/contracts\?supplier=zed&amp;sort=-title" aria-current="true">Zed &lt;b&gt;last/,
    );
    assert.match(body, /href="\/schools\/100001\/contracts\?type=phones">Phones/);
    assert.doesNotMatch(body, /Save this view/);

    const colleague = await app.signedIn(await addMember(app.services.db, organisationId, 'editor'));
    const { body: theirs } = await colleague.get(`${base}/contracts`);
    assert.match(theirs, />Phones</);
    assert.doesNotMatch(theirs, /Zed &lt;b/);
    assert.doesNotMatch((await browser.get(`${base}/equipment`)).body, />Phones</);
  });

  test('rename and remove views; saving one again takes the new filter', async () => {
    await browser.get(`${base}/equipment`);
    await browser.post(`${base}/equipment/views`, { name: 'Mine', query: 'type=laptop' });
    await browser.post(`${base}/equipment/views`, { name: 'mine', query: 'type=access-point' });
    const { body } = await browser.get(`${base}/equipment/views`);
    assert.equal(body.split('aria-label="Rename mine"').length, 2);
    const id = /views\/([^/"]+)\/rename/.exec(body)?.[1] ?? '';
    assert.equal((await browser.post(`${base}/equipment/views/${id}/rename`, { name: '  ' })).status, 422);
    const stranger = await app.signedIn(await addMember(app.services.db, organisationId, 'editor'));
    await stranger.get(`${base}/equipment`);
    assert.equal((await stranger.post(`${base}/equipment/views/${id}/remove`)).status, 404);
    assert.equal((await browser.post(`${base}/equipment/views/${id}/rename`, { name: 'Points' })).status, 303);
    assert.match((await browser.get(`${base}/equipment`)).body, /\?type=access-point">Points/);
    assert.equal((await browser.post(`${base}/equipment/views/${id}/remove`)).status, 303);
    assert.doesNotMatch((await browser.get(`${base}/equipment`)).body, /Saved views/);
    assert.match(
      (await browser.post(`${base}/equipment/views`, { name: '', query: 'type=laptop' })).location ?? '',
      /type=laptop&done=view-not-named$/,
    );
  });

  test('go out whole, as a workbook, and as governors and auditors ask for them', async () => {
    const { status, headers } = await browser.get(`${base}/equipment.xlsx`);
    assert.equal(status, 200);
    assert.match(String(headers['content-type']), /spreadsheetml/);
    assert.match(String(headers['content-disposition']), /filename="equipment-100001\.xlsx"/);
    await browser.get(`${base}/contracts/new`);
    const { location } = await browser.post(`${base}/contracts/new`, { title: 'Long gone', endsOn: '31/8/2020' });
    const gone = (location ?? '').split('?')[0] ?? '';
    await browser.post(`${gone}/end`, { version: '1', endedOn: '31/8/2020' });
    const { body } = await browser.get(`${base}/contracts/register`);
    assert.match(body, /Decide by \(trigger date\)/);
    assert.match(body, /<td[^>]*>3 of 5<\/td>.*href="\/schools\/100001\/contracts\?unknown=endsOn">2</s);
    assert.match(body, /Not known: .*procurement lead-in/);
    const csv = await browser.get(`${base}/contracts/register.csv`);
    assert.equal(csv.body.trim().split('\r\n').length, 6);
    assert.match(csv.body, /Exit or re-procurement plan/);
    for (const register of ['equipment', 'systems']) {
      assert.equal((await browser.get(`${base}/${register}/register?page=99e9`)).status, 200);
      assert.equal((await browser.get(`${base}/${register}/register.xlsx`)).status, 200);
    }
    assert.match((await browser.get(`${base}/equipment/register?page=3`)).body, /101 to 120 of 120/);
    assert.deepEqual(app.failures(), []);
  });
});
