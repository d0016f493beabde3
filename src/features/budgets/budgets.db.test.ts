import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool } from '../../../test/people.ts';
import { smallSchool } from '../../../test/small-school.ts';
import type { Limits, SchoolRecord } from '../../domain/record.ts';

const samples = new URL('../../../test/samples/', import.meta.url);
const shared = new URL('../../../../shared/data/calendars/', import.meta.url);
const base = '/schools/100001/budgets';
const dates = (name: string, folder = samples) => ({ field: 'file', name, bytes: readFileSync(new URL(name, folder)) });
const money = { 'capital-2026-27': '12,000', 'revenue-2026-27': '£30,000.50', 'staff-days': '8', next: 'stay' };

onEachEngine('Budgets', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  let browser: TestBrowser;
  let reader: TestBrowser;
  const limits = async (): Promise<Limits> => {
    const { body } = await browser.get('/schools/100001/school.json');
    return (JSON.parse(body) as SchoolRecord).limits;
  };
  /** The version that the form holds, as the browser would send it. */
  const version = async (): Promise<string> =>
    /name="version" value="(\d+)"/.exec((await browser.get(base)).body)?.[1] ?? assert.fail('no version');

  before(async () => {
    database = await open();
    site = await buildTestApp(database);
    const bursar = await site.signedIn();
    browser = bursar;
    await addSchool(database.db, bursar, smallSchool(site.services.library, ['cyber-assessment']));
    reader = await site.signedIn(await addMember(database.db, bursar.organisationId, 'reader'));
  });
  after(() => site.close());

  test('are saved as they were typed, shown again, and their change is in the history', async () => {
    const saved = await browser.post(base, { ...money, 'carry-forward': 'yes', version: await version() });
    assert.deepEqual([saved.status, saved.location], [303, `${base}?done=saved`]);
    const { body } = await browser.get(saved.location ?? '');
    assert.match(body, /govuk-notification-banner[^]*>Saved</);
    assert.match(body, /name="capital-2026-27"[^>]*value="12,000"/);
    assert.match(body, /name="revenue-2026-27"[^>]*value="30,000\.50"/);
    const { budgets, capitalCarriesForward, staffDaysPerTerm } = await limits();
    assert.deepEqual(budgets, [{ year: '2026-27', capitalPence: 1_200_000, revenuePence: 3_000_050 }]);
    assert.deepEqual([capitalCarriesForward, staffDaysPerTerm], [true, 8]);
    const { body: history } = await browser.get('/schools/100001/history?table=budget');
    assert.match(history, /30,000\.50/);
  });

  test('that cannot be read come back as they were typed, with how to mend them; nothing is saved', async () => {
    const before = await limits();
    const wrong = { ...money, 'capital-2027-28': '12k & more', 'staff-days': 'ten?', version: await version() };
    const { status, body } = await browser.post(base, wrong);
    assert.equal(status, 422);
    assert.match(body, /<title>Error: /);
    assert.match(body, /href="#capital-2027-28">[^<]*must be an amount in pounds/);
    assert.match(body, /value="12k &amp; more"/);
    assert.match(body, /value="ten\?"/);
    assert.deepEqual(await limits(), before);
  });

  test('that someone else changed meanwhile are not written over, nor is what was typed lost', async () => {
    const seen = await version();
    assert.equal((await browser.post(base, { ...money, 'staff-days': '9', version: seen })).status, 303);
    const { status, body } = await browser.post(base, { ...money, 'capital-2026-27': '77', version: seen });
    assert.equal(status, 409);
    assert.match(body, /Someone else changed/);
    assert.match(body, /Now saved under “Capital in [^”]+”: 12,000/);
    assert.match(body, /name="capital-2026-27"[^>]*value="77"/);
    assert.equal((await limits()).staffDaysPerTerm, 9);
    // A form that first had to be mended is as old as it was.
    const bad = await browser.post(base, { ...money, 'staff-days': 'x', version: seen });
    assert.match(bad.body, new RegExp(`name="version" value="${seen}"`));
    for (const odd of ['', 'x', '1.5', '99999999999999999999']) {
      assert.equal((await browser.post(base, { ...money, version: odd })).status, 409, odd);
    }
    assert.equal((await browser.post(base, money)).status, 409, 'no version at all');
    const now = /name="version" value="(\d+)"/.exec(body)?.[1] ?? '';
    assert.equal((await browser.post(base, { ...money, 'capital-2026-27': '77', version: now })).status, 303);
    assert.equal((await limits()).budgets[0]?.capitalPence, 7_700);
  });

  test('saved with “and plan again” lead to the plan; in error they lead nowhere', async () => {
    const again = { ...money, next: 'plan' };
    const wrong = await browser.post(base, { ...again, 'staff-days': 'x', version: await version() });
    assert.equal(wrong.status, 422);
    assert.equal((await browser.post(base, { ...again, version: '0' })).status, 409);
    assert.match((await browser.get('/schools/100001/plan')).body, /There is no plan yet/);
    const { status, location } = await browser.post(base, { ...again, version: await version() });
    assert.deepEqual([status, location], [303, '/schools/100001/plan?done=planned']);
    await site.services.planRunner.drain();
    assert.doesNotMatch((await browser.get('/schools/100001/plan')).body, /There is no plan yet/);
  });

  test('the days are saved one to a line; a line that cannot be read is named and kept', async () => {
    const days = { meetings: '14/3/2027\n2/2/2027', blackouts: 'Exams: 10/5/2027 to 25/6/2027' };
    const wrong = await browser.post(`${base}/calendar`, { ...days, holidays: 'Easter', version: await version() });
    assert.equal(wrong.status, 422);
    assert.match(wrong.body, /Line 1, “Easter”, must name the days/);
    assert.match(wrong.body, />14\/3\/2027\n2\/2\/2027<\/textarea>/);
    const stale = await browser.post(`${base}/calendar`, { ...days, version: '1' });
    assert.equal(stale.status, 409);
    assert.match(stale.body, />14\/3\/2027\n2\/2\/2027<\/textarea>/);
    assert.equal((await browser.post(`${base}/calendar`, { ...days, version: await version() })).status, 303);
    const { governorsMeetings, blackouts, holidays } = await limits();
    assert.deepEqual(governorsMeetings, ['2027-02-02', '2027-03-14']);
    assert.deepEqual([blackouts.length, holidays.length], [1, 0]);
    assert.match((await browser.get('/schools/100001/history')).body, /Exams/);
  });

  test('files of dates come in, each in place of the days it covers, and again change nothing', async () => {
    const bring = async (file: ReturnType<typeof dates>) =>
      browser.upload(`${base}/calendar-file`, file, { version: await version() });
    const { status, location } = await bring(dates('term-dates.json'));
    assert.deepEqual([status, location], [303, `${base}?done=dates#calendar`]);
    const first = await limits();
    assert.ok(first.terms.length >= 3 && first.holidays.length > 5);
    assert.deepEqual(first.governorsMeetings, ['2027-02-02', '2027-03-14']);
    assert.equal((await bring(dates('bank-holidays.json'))).status, 303);
    const second = await limits();
    const later = first.bankHolidays.filter((day) => day >= '2028');
    const published = ['2026-12-25', '2026-12-28', '2027-01-01', '2027-03-26', '2027-03-29'];
    assert.deepEqual(second.bankHolidays, [...published, ...later]);
    assert.ok(later.length > 0);
    assert.deepEqual([second.terms, second.holidays], [first.terms, first.holidays]);
    assert.equal((await bring(dates('bank-holidays.json'))).status, 303);
    assert.deepEqual(await limits(), second);
    // What came from files is kept by the form that shows it.
    const { body } = await browser.get(base);
    const shown = (id: string) => new RegExp(`<textarea[^>]* name="${id}"[^>]*>([^<]*)`).exec(body)?.[1] ?? '';
    const form = Object.fromEntries(
      ['meetings', 'holidays', 'blackouts', 'bank-holidays'].map((id) => [id, shown(id)]),
    );
    assert.equal((await browser.post(`${base}/calendar`, { ...form, version: await version() })).status, 303);
    assert.deepEqual(await limits(), second);
  });

  test('a file that is no calendar says so, and an old form is not written over', async () => {
    const before = await limits();
    const wrong = { field: 'file', name: 'x.json', bytes: Buffer.from('{"a":1}') };
    const refused = await browser.upload(`${base}/calendar-file`, wrong, { version: await version() });
    assert.equal(refused.status, 422);
    assert.match(refused.body, /href="#file">[^<]*neither GOV\.UK/);
    const empty = await browser.post(`${base}/calendar-file`, { version: await version() });
    assert.equal(empty.status, 422);
    const stale = await browser.upload(`${base}/calendar-file`, dates('bank-holidays.json'), { version: '1' });
    assert.equal(stale.status, 409);
    assert.deepEqual(await limits(), before);
  });

  test('the published files come in where they are at hand', async () => {
    const names = ['gov-uk-bank-holidays.json', 'sheffield_leas_sheffield_term_dates.json'];
    for (const name of names.filter((one) => existsSync(new URL(one, shared)))) {
      const answer = await browser.upload(`${base}/calendar-file`, dates(name, shared), { version: await version() });
      assert.equal(answer.status, 303, name);
    }
  });

  test('readers see the figures and no form, and may change nothing', async () => {
    const { status, body } = await reader.get(base);
    assert.equal(status, 200);
    assert.match(body, /£12,000/);
    assert.doesNotMatch(body, /<input[^>]*name="capital|<textarea/);
    for (const path of ['', '/calendar', '/calendar-file']) {
      assert.equal((await reader.post(`${base}${path}`, { ...money, version: '1' })).status, 403, path);
    }
    assert.equal((await reader.post(base, { ...money, next: 'plan', version: '1' })).status, 403);
  });

  test('was served without a failure', () => {
    assert.deepEqual(site.failures(), []);
  });
});
