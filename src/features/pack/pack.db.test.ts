import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool, sampleRecord } from '../../../test/people.ts';
import { smallSchool } from '../../../test/small-school.ts';
import { pdfPages, readDocx } from '../../../test/read-files.ts';
import { findChromium } from '../../platform/pdf.ts';
import { unescapeHtml } from '../../ui/html.ts';
import { listPlans, type PlanFile, planLastTime } from '../plan/index.ts';
import { DOCX_MEDIA_TYPE } from './pack.docx.ts';

const base = '/schools/100001';
const chromium = await findChromium(process.env['CHROMIUM_PATH'] ?? null);

const textOf = (markup: string): string =>
  markup
    .replace(/<br[^>]*>/g, ' ')
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** The first table of that caption: its headings and its rows' cells as text. */
function tableOf(body: string, caption: string): { headings: string[]; rows: string[][] } {
  const table = new RegExp(`<table(?:(?!</table>)[^])*?>\\s*${caption}\\s*<(?:(?!</table>)[^])*</table>`).exec(
    body,
  )?.[0];
  assert.ok(table, `no table “${caption}”`);
  const rows = [...table.matchAll(/<tr[^>]*>([^]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>([^]*?)<\/t[hd]>/g)].map(([, cell = '']) => textOf(cell)),
  );
  const [headings = [], ...cells] = rows;
  assert.ok(cells.length > 0, caption);
  return { headings, rows: cells };
}

/** Every table of a page in order, with its row of headings. */
function tablesOf(body: string): { caption: string; rows: string[][] }[] {
  return [...body.matchAll(/<table[^]*?<\/table>/g)].map(([table]) => ({
    caption: textOf(/<caption[^>]*>([^]*?)<\/caption>/.exec(table)?.[1] ?? ''),
    rows: [...table.matchAll(/<tr[^>]*>([^]*?)<\/tr>/g)].map(([, row = '']) =>
      [...row.matchAll(/<t[hd][^>]*>([^]*?)<\/t[hd]>/g)].map(([, cell = '']) => unescapeHtml(textOf(cell))),
    ),
  }));
}

/** Every heading, paragraph and list item of the pack in order, tables and pictures left out. */
function wordsOf(body: string): string[] {
  const main = /<div class="cairn-pack">[^]*<\/main>/.exec(body)?.[0] ?? assert.fail('no pack');
  const without = main.replace(/<(table|svg)[^]*?<\/\1>/g, '');
  return [...without.matchAll(/<(h[1-6]|p|li)\b[^>]*>([^]*?)<\/\1>/g)].map(([, , words = '']) =>
    unescapeHtml(textOf(words)),
  );
}

/** Some columns of a table, by their headings. */
function columnsOf({ headings, rows }: ReturnType<typeof tableOf>, names: readonly string[]): (string | undefined)[][] {
  const places = names.map((name) => headings.indexOf(name));
  assert.ok(!places.includes(-1), `${names.join(', ')} of ${headings.join(', ')}`);
  return rows.map((row) => places.map((place) => row[place]));
}

onEachEngine('The governor pack', (open, engine) => {
  const hasBrowser = chromium !== null && engine === 'embedded';
  let database: TestDatabase;
  let site: TestApp;
  let browser: TestBrowser;
  let organisationId: string;

  before(async () => {
    database = await open();
    // Drawing and printing are the same over either database, and take a browser: once is enough.
    site = await buildTestApp(database, { CHROMIUM_PATH: hasBrowser ? (chromium ?? '') : '/nowhere/chromium' });
    const bursar = await site.signedIn();
    browser = bursar;
    organisationId = bursar.organisationId;
    await addSchool(database.db, bursar, smallSchool(site.services.library));
  });
  after(() => site.close());

  test('leads to the plan while there is none', async () => {
    const { status, body } = await browser.get(`${base}/pack`);
    assert.equal(status, 200);
    assert.match(body, /there is no plan yet/);
    assert.equal((await browser.get(`${base}/pack.pdf`)).status, 404);
    assert.equal((await browser.get(`${base}/pack.docx`)).status, 404);
  });

  test('has the plan page’s figures', async () => {
    await browser.post(`${base}/plan`);
    await site.services.planRunner.drain();
    const { body: plan } = await browser.get(`${base}/plan`);
    const { body: pack } = await browser.get(`${base}/pack`);
    // The money by year, in the two pages' words and in the plan page's.
    const money = 'Money by year against the budget';
    const shared = ['Capital planned', 'Capital budget', 'Contracts already', 'Revenue planned'];
    assert.deepEqual(columnsOf(tableOf(pack, 'Money by year'), shared), columnsOf(tableOf(plan, money), shared));
    assert.deepEqual(tableOf(pack, money), tableOf(plan, money));
    // Every item, its start, its money and its reason.
    const items = ['Starts', 'Decide by', 'Capital', 'Revenue', 'Why here'];
    const [ofPack, ofPlan] = [pack, plan].map((page) => tableOf(page, 'Every item of the plan'));
    assert.ok(ofPack && ofPlan);
    assert.deepEqual(columnsOf(ofPack, items), columnsOf(ofPlan, items));
    assert.equal(ofPlan.rows.length, 4);
    for (const caption of ['What happens when', 'Core standards by term']) {
      assert.deepEqual(tableOf(pack, caption), tableOf(plan, caption), caption);
    }
    // The sums and the standards of both first sentences.
    const range = /for (£[\d,]+(?: to £[\d,]+)?) in all/.exec(textOf(plan))?.[1] ?? assert.fail('no range');
    assert.ok(textOf(pack).includes(`${range} over the five years`), range);
    const met = /(\d+) of (\d+) core standards are met by their date; (\d+) would be/.exec(textOf(plan));
    const [, withPlan, total, without] = met ?? assert.fail('no standards');
    assert.match(textOf(pack), new RegExp(`by 2030: ${total} standards in all`));
    assert.match(textOf(pack), new RegExp(`plan ${withPlan} (?:is|are) met by their date; without it, ${without}\\.`));
    const fingerprint = /Fingerprint ([0-9a-f]{12})/.exec(plan)?.[1] ?? assert.fail('no fingerprint');
    assert.ok(pack.includes(fingerprint));
  });

  test('as a Word document says what the page says, table by table', async () => {
    const { body: pack } = await browser.get(`${base}/pack`);
    const { status, headers, bytes } = await browser.get(`${base}/pack.docx`);
    assert.equal(status, 200);
    assert.equal(headers['content-type'], DOCX_MEDIA_TYPE);
    assert.match(String(headers['content-disposition']), /attachment; filename="governor-pack-100001\.docx"/);
    const { tables, paragraphs } = readDocx(bytes);
    const ofPage = tablesOf(pack);
    assert.ok(ofPage.length >= 9, String(ofPage.length));
    assert.deepEqual(
      tables.map(({ caption, rows }) => ({ caption, rows })),
      ofPage,
    );
    for (const caption of [
      'Decisions this year',
      'Money by year',
      'Every item of the plan',
      'Where the prices come from',
    ])
      assert.ok(
        ofPage.some((table) => table.caption === caption && table.rows.length > 1),
        caption,
      );
    // Every sentence and list item, in the same order.
    const words = paragraphs.filter(({ style, text }) => text !== '' && style !== 'Caption').map(({ text }) => text);
    const ofDocument = wordsOf(pack).filter((text) => words.includes(text));
    assert.deepEqual(ofDocument, words);
  });

  test('has the pictures of the page in the Word document, as drawings with bitmaps', async () => {
    const { files, xml } = readDocx((await browser.get(`${base}/pack.docx`)).bytes);
    const drawn = (await browser.get(`${base}/pack`)).body.match(/<svg class="cairn-chart/g)?.length ?? 0;
    assert.equal([...files.keys()].filter((path) => path.endsWith('.svg')).length, drawn);
    assert.equal(xml.match(/<wp:docPr [^>]*descr="[^"]{20,}"/g)?.length, drawn);
    const pngs = [...files].filter(([path]) => path.endsWith('.png'));
    assert.equal(pngs.length, drawn);
    // Where there is a browser they are drawn: more than a line around an empty space.
    if (hasBrowser) assert.ok(pngs.every(([, bytes]) => bytes.length > 2_000));
  });

  test('says when the record has moved on since', async () => {
    assert.doesNotMatch((await browser.get(`${base}/pack`)).body, /record has changed since/);
    const { body } = await browser.get(`${base}/budgets`);
    const version = /name="version" value="(\d+)"/.exec(body)?.[1] ?? '';
    await browser.post(`${base}/budgets`, { version, 'capital-2026-27': '1', next: 'stay' });
    assert.match((await browser.get(`${base}/pack`)).body, /record has changed since/);
  });

  test('is for readers too', async () => {
    const reader = await site.signedIn(await addMember(database.db, organisationId, 'reader'));
    assert.equal((await reader.get(`${base}/pack`)).status, 200);
  });

  test('without Chromium says how to print it, and has no PDF', async () => {
    const other = await buildTestApp(database, { CHROMIUM_PATH: '/nowhere/chromium' });
    try {
      const someone = await other.signedIn(await addMember(database.db, organisationId, 'reader'));
      const { body } = await someone.get(`${base}/pack`);
      assert.match(body, /print this page: no Chromium was found/);
      assert.doesNotMatch(body, /pack\.pdf/);
      assert.equal((await someone.get(`${base}/pack.pdf`)).status, 404);
    } finally {
      await other.close();
    }
  });

  // Printing is the same over either database, and takes a browser: once is enough.
  if (engine === 'embedded')
    test('is a PDF where Chromium is present', async (context) => {
      if (chromium === null) {
        context.diagnostic('There is no Chromium on this machine: that there is no PDF without one was tried instead.');
        assert.equal((await browser.get(`${base}/pack.pdf`)).status, 404);
        return;
      }
      assert.ok(existsSync(chromium));
      assert.match((await browser.get(`${base}/pack`)).body, /Save as PDF/);
      const { body, bytes, headers } = await browser.get(`${base}/pack.pdf`);
      assert.equal(headers['content-type'], 'application/pdf');
      assert.match(String(headers['content-disposition']), /governor-pack-100001\.pdf/);
      assert.equal(body.slice(0, 5), '%PDF-');
      assert.match(body, /\/StructTreeRoot/, 'tagged');
      const pages = await pdfPages(bytes);
      assert.match(pages[2] ?? '', /^(?:Page 3 of \d+ )?Annex/, 'two pages, then the annex');
      assert.deepEqual(
        pages.slice(0, 2).map((page) => /Where we stand|How sure we are/.exec(page)?.[0]),
        ['Where we stand', 'How sure we are'],
      );
      // Each row of each table that is on paper stands in the PDF as on the page: words, amounts and days.
      const paper = pages
        .map((page) => page.replace(/Page \d+ of \d+/, ''))
        .join('')
        .replaceAll(/\s/g, '');
      const { body: pack } = await browser.get(`${base}/pack`);
      const onScreenOnly = new Set(['What happens when', 'Core standards met, by group']);
      let amounts = 0;
      for (const { caption, rows } of tablesOf(pack)) {
        if (onScreenOnly.has(caption)) continue;
        for (const row of rows) {
          amounts += row.join(' ').match(/£[\d,]+/g)?.length ?? 0;
          const words = row.join('').replaceAll(/\s/g, '');
          assert.ok(paper.includes(words), `${caption}: ${row.join(' | ')}`);
        }
      }
      assert.ok(amounts > 60, `${amounts} amounts`);
      for (const text of wordsOf(pack).filter((one) => /£\d/.test(one)))
        assert.ok(paper.includes(text.replaceAll(/\s/g, '')), text);
    });

  test('holds the plan against the one that governors had at their last meeting, else the one before', async () => {
    const { db } = database;
    const held = (personId: string, governorsMeetings: string[], today: string) =>
      db.as(personId, async (tx) => {
        const school = await tx.selectFrom('school').select('id').where('key', '=', '100001').executeTakeFirstOrThrow();
        const scope = { organisationId, schoolId: school.id };
        const [current] = await listPlans(tx, scope, 1);
        assert.ok(current);
        const { limits } = sampleRecord();
        const last = await planLastTime(tx, scope, current, { limits: { ...limits, governorsMeetings } }, today);
        return last && { isCurrent: last.plan.id === current.id, meeting: last.meeting };
      });
    const reader = await addMember(db, organisationId, 'reader');
    // The first and only plan is of 24 November.
    assert.equal(await held(reader, [], '2027-02-10'), null);
    assert.equal(await held(reader, ['2026-11-23', '2027-03-10'], '2027-02-10'), null);
    const meetings = ['2027-01-20', '2026-12-01', '2027-02-10', '2027-03-10'];
    assert.deepEqual(await held(reader, meetings, '2027-02-10'), { isCurrent: true, meeting: '2027-01-20' });
    // Planned again the same day after a change: the meeting had the newer of the two, a day before it the one before.
    await browser.post(`${base}/plan`);
    await site.services.planRunner.drain();
    assert.deepEqual(await held(reader, meetings, '2027-02-10'), { isCurrent: true, meeting: '2027-01-20' });
    assert.deepEqual(await held(reader, ['2026-11-23'], '2027-02-10'), { isCurrent: false, meeting: null });
    const words = textOf((await browser.get(`${base}/pack`)).body);
    assert.match(words, /since the plan before this one \(24 November 2026\)/);
    const stranger = await site.signedIn();
    assert.equal((await stranger.get(`${base}/pack.docx`)).status, 403);
  });

  test('says what is recorded of the agreed plan, in the figures of its own page, on paper and in Word too', async () => {
    await browser.get(`${base}/actuals`);
    await browser.post(`${base}/actuals/agree`, { agreedBy: 'Full governing body', agreedOn: '3 November 2026' });
    const { plan } = JSON.parse((await browser.get(`${base}/plan.json`)).body) as PlanFile;
    const [placed] = plan.placements;
    assert.ok(placed);
    await browser.post(`${base}/actuals/new`, {
      need: placed.needId,
      state: 'ordered',
      orderedOn: '24 November 2026',
      startsOn: '1 December 2026',
      expectedOn: '1 February 2027',
      oneOffPence: '12,345',
      oneOffPot: 'capital',
    });
    const { body: pack } = await browser.get(`${base}/pack`);
    assert.match(textOf(pack), /Recorded since: 1 ordered\. It comes to £/);
    const ofPack = tableOf(pack, 'Plan and actual by year');
    const ofPage = tableOf((await browser.get(`${base}/actuals`)).body, 'Planned and real money by financial year');
    const figures = ['Capital planned', 'Capital ordered or paid', 'Revenue planned', 'Revenue ordered or paid'];
    const rounded = columnsOf(ofPage, figures).map((row) => row.map((cell) => cell?.replace(/\.\d\d$/, '')));
    assert.deepEqual(columnsOf(ofPack, figures), rounded);
    assert.ok(rounded.flat().some((cell) => cell !== '£0'));
    const { tables } = readDocx((await browser.get(`${base}/pack.docx`)).bytes);
    const inWord = tables.find(({ caption }) => caption === 'Plan and actual by year');
    assert.deepEqual(inWord?.rows, [ofPack.headings, ...ofPack.rows]);
    if (!hasBrowser) return;
    const paper = (await pdfPages((await browser.get(`${base}/pack.pdf`)).bytes)).join('').replaceAll(/\s/g, '');
    for (const row of ofPack.rows) assert.ok(paper.includes(row.join('').replaceAll(/\s/g, '')), row.join(' | '));
  });

  test('was served without a failure', () => {
    assert.deepEqual(site.failures(), []);
  });
});
