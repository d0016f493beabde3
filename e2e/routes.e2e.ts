/**
 * Every page of the application, found by following links from the front page and by the few recipes below, checked for
 * everything that a page must be. A route that is neither linked to nor has a recipe fails.
 */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { editionOf, loadLibrary } from '../src/library/index.ts';
import { readLibraryFolder } from '../src/platform/library-files.ts';
import { ruleNames } from '../src/status/index.ts';
import { buildTestApp } from '../test/app.ts';
import { openTestDatabase } from '../test/database.ts';
import { poolTexts, readingFaults } from '../test/reading-age.ts';
import { openAdministrator, openVisitor, sharedServer } from './browser.ts';
import { bringSmallSchool, fill, planBy, startSchool, untilFinal } from './journeys/steps.ts';
import { supposeOthers } from './what-if-recipe.ts';
import { checkPage } from './page-checker.ts';
import { readProse } from './page-prose.ts';
import { readRoutes, routeOf } from './routes.ts';

const library = loadLibrary(readLibraryFolder(fileURLToPath(new URL('../library', import.meta.url))), ruleNames);
const { terms } = library;

/** How many addresses of one route are looked at: schools differ, and so do their pages. */
const PER_ROUTE = 2;

/** Things to do so that pages come into being that no link leads to from a fresh start. Each gives back addresses. */
const recipes: ((page: Page) => Promise<string[]>)[] = [
  importContracts,
  importOthers,
  bringNewer,
  findForgotten,
  addDocument,
  askForPlan,
  makeCalendarAddress,
  changeMany,
  keepReport,
  askByLink,
  // Last: their schools stand before the examples from then on, and have small or empty registers.
  agreeAndAccept,
  supposeOthers,
  startTypical,
  setLocalRules,
  shareFund,
];

interface Found {
  routes: string[];
  /** Addresses by route. */
  pages: Map<string, string[]>;
}

describe('every page', () => {
  let page: Page;
  let plain: Page;
  let found: Found;
  const faultsOnTheWayIn: string[] = [];
  /** The running text of each address that was looked at. */
  const prose = new Map<string, string[]>();

  before(async () => {
    faultsOnTheWayIn.push(...(await checkWayIn()));
    page = await openAdministrator();
    plain = await openAdministrator({ javaScriptEnabled: false });
    // The pages of people who are not signed in are looked at as theirs.
    const pages = new Map<string, string[]>([
      ['/sign-in', []],
      ['/sign-in/:token', []],
      // Theirs who get mails; one that works is looked at by the journey of reminders.
      ['/reminders/confirm/:token', []],
      ['/reminders/stop/:token', []],
    ]);
    found = { routes: await listRoutes(), pages };
    for (const recipe of recipes) for (const address of await recipe(page)) note(found, address);
    await crawl(page, found);
  });

  it('can be reached', () => {
    const missing = found.routes.filter((route) => !found.pages.has(route));
    assert.deepEqual(missing, [], 'routes that nothing leads to: link to them, or add a recipe');
  });

  it('is sound', async () => {
    const faults: string[] = [];
    for (const [route, addresses] of found.pages) {
      for (const address of addresses) {
        const hear = (blocks: string[]): void => void prose.set(address, blocks);
        for (const fault of await checkAny(page, plain, address, hear)) faults.push(`${route} (${address}) ${fault}`);
      }
    }
    assert.deepEqual(faults, []);
  });

  it('can be read at the age of twelve', () => {
    assert.ok(prose.size > 40, `only ${prose.size} pages were read`);
    const faults = poolTexts(prose, terms, sectionOf).flatMap(({ name, blocks }) => readingFaults(name, blocks, terms));
    assert.deepEqual(faults, []);
  });

  it('of a standard or a question can be read at the age of twelve, each and every one', async () => {
    const school = await firstSchool(page);
    const { standards, questions } = editionOf(library);
    const faults: string[] = [];
    for (const path of [
      ...standards.map(({ id }) => `standards/${id}`),
      ...questions.map(({ id }) => `questions/${id}`),
    ]) {
      const response = await page.request.get(`${school}/${path}`);
      assert.equal(response.status(), 200, path);
      const blocks = await readProse(page, await response.text());
      assert.ok(blocks.length > 0, path);
      faults.push(...readingFaults(path, blocks, terms));
    }
    assert.deepEqual(faults, []);
  });

  it('that shows an error is sound too', async () => {
    const faults: string[] = [];
    for (const [address, status] of [
      ['/no-such-page', 404],
      ['/schools/no-such-school/plan', 403],
    ] as const) {
      for (const fault of await checkPage(page, plain, address, { status })) faults.push(`${address} ${fault}`);
    }
    assert.deepEqual(faults, []);
  });

  it('of somebody who is not signed in is sound', () => assert.deepEqual(faultsOnTheWayIn, []));
});

/** The pages before signing in; the link that works is looked at before it is used. */
async function checkWayIn(): Promise<string[]> {
  const { signInLink } = await sharedServer();
  const visitor = await openVisitor();
  const plain = await openVisitor({ javaScriptEnabled: false });
  const faults: string[] = [];
  for (const [address, status] of [
    ['/', 200],
    ['/sign-in', 200],
    [new URL(signInLink).pathname, 200],
    ['/sign-in/not-a-link', 410],
    ['/reminders/confirm/not-a-link', 410],
    ['/reminders/stop/not-a-link', 410],
    ['/answer/not-a-link', 410],
    ['/no-such-page', 404],
  ] as const) {
    for (const fault of await checkPage(visitor, plain, address, { status })) faults.push(`${address} ${fault}`);
  }
  return faults;
}

/** What a short page is measured together with: the others of its school's section, or those of no school. */
function sectionOf(address: string): string {
  const [, first, , section = 'overview'] = new URL(address, 'http://localhost').pathname.split('/');
  return first === 'schools' ? `short pages of ${section}` : 'short pages of no school';
}

/** The routes of the application as this process builds it; assets are seen by every page that loads them. */
async function listRoutes(): Promise<string[]> {
  const database = await openTestDatabase('embedded');
  const { app, close } = await buildTestApp(database);
  const routes = readRoutes(app).filter((route) => !route.endsWith('*'));
  await close();
  await database.close();
  return routes;
}

/** Remembers an address, unless its route has enough; says whether it was new. */
function note(found: Found, address: string): boolean {
  const { pathname } = new URL(address, 'http://localhost');
  const route = routeOf(pathname, found.routes);
  if (route === null) return false;
  const known = found.pages.get(route) ?? [];
  const most = route.includes(':') ? PER_ROUTE : 1;
  if (known.length >= most || known.some((other) => other.split('?')[0] === pathname)) return false;
  found.pages.set(route, [...known, address]);
  return true;
}

/** Follows links from the front page and from what the recipes found, through pages of routes not seen enough yet. */
async function crawl(page: Page, found: Found): Promise<void> {
  note(found, '/');
  note(found, '/healthz');
  const waiting = [...found.pages.values()].flat();
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    const response = await page.request.get(address);
    if (!(response.headers()['content-type'] ?? '').startsWith('text/html')) continue;
    const markup = await response.text();
    for (const [, link = ''] of markup.matchAll(/\shref="([^"#]+)/g)) {
      const next = link.replaceAll('&amp;', '&');
      if (next.startsWith('/') && note(found, next)) waiting.push(next);
    }
  }
}

/** A page in full; a file or a piece of data for its status only. */
async function checkAny(page: Page, plain: Page, address: string, hear: (prose: string[]) => void): Promise<string[]> {
  const response = await page.request.get(address);
  const type = response.headers()['content-type'] ?? '';
  if (type.startsWith('text/html')) return checkPage(page, plain, address, { hear });
  return response.ok() ? [] : [`answers ${response.status()}`];
}

/** An import of contracts, looked at in each of its steps and left undecided. */
async function importContracts(page: Page): Promise<string[]> {
  const base = `${await firstSchool(page)}/contracts/import`;
  await page.goto(base);
  const csv = 'Contract,Supplier,End date,Annual cost\nBroadband,Fibre Co,31/08/2027,"£4,200"\nPhones,TBC,22/04/222,\n';
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'contracts.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByRole('button', { name: 'Read it' }).click();
  await page.waitForURL(/\/columns$/);
  const columns = new URL(page.url()).pathname;
  const batch = columns.replace(/\/columns$/, '');
  return [base, columns, batch, `${batch}/rows/3`, `${batch}/kept.csv`, `${batch}/partial.csv`];
}

/** The same of the other registers, and of payments. */
async function importOthers(page: Page): Promise<string[]> {
  const school = await firstSchool(page);
  const found: string[] = [];
  for (const [path, csv] of [
    ['systems', 'System,Category,Users\nArbor,MIS,Unlimited\n,,\n,,40\n'],
    ['equipment', 'Asset tag,Type,Model,Qty\nNo tag,CPU,HP Z230,2 x\n,,,4\n'],
    ['connections', 'Line,Type,Speed\nMain line,Fibre,100/20\n,,80\n'],
    ['payments', 'Date paid,Payee,Amount\nTBC,Fernhill Books,40\n14/03/2026,Mrs J Example,20\n'],
  ] as const) {
    const { base, batch } = await bringRows(page, school, path, csv);
    const steps = ['/columns', '', '/changes', '/rows/2', '/kept.csv', '/partial.csv'];
    found.push(base, ...steps.map((step) => `${batch}${step}`));
  }
  return found;
}

/** A newer file of a register: what it would change, and what it leaves out. */
async function bringNewer(page: Page): Promise<string[]> {
  const school = await firstSchool(page);
  const { batch } = await bringRows(page, school, 'contracts', 'Contract,Ends\nLifts,1/9/2027\nAlarm,1/9/2027\n');
  await page.goto(batch);
  await page.getByRole('button', { name: /^Bring in/ }).click();
  await page.getByRole('heading', { level: 1, name: 'rows.csv is in' }).waitFor();
  const newer = await bringRows(page, school, 'contracts', 'Contract,Ends\nLifts,1/9/2029\n');
  return [newer.batch, `${newer.batch}/changes`, batch];
}

/** Payments that show a contract which nobody wrote down. */
async function findForgotten(page: Page): Promise<string[]> {
  const school = await firstSchool(page);
  const rows = ['01', '02', '03', '04'].map((month) => `14/${month}/2026,Netsweeper Ltd,210,Software`);
  const csv = ['Date paid,Payee,Amount,Ledger code', ...rows, '14/03/2026,Barclaycard,90,Software'].join('\n');
  const { batch } = await bringRows(page, school, 'payments', csv);
  await page.goto(batch);
  await page.getByRole('button', { name: /^Bring in/ }).click();
  await page.getByRole('heading', { level: 1, name: 'rows.csv is in' }).waitFor();
  return [`${school}/payments`, `${school}/payments/contract?supplier=netsweeper`];
}

/** Sends rows to an import, and leaves them undecided. */
async function bringRows(
  page: Page,
  school: string,
  path: string,
  csv: string,
): Promise<{ base: string; batch: string }> {
  const base = `${school}/${path}/import`;
  await page.goto(base);
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'rows.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByRole('button', { name: 'Read it' }).click();
  await page.waitForURL(/\/columns$/);
  return { base, batch: new URL(page.url()).pathname.replace(/\/columns$/, '') };
}

/** A document of the first contract, so that there is one to download. */
async function addDocument(page: Page): Promise<string[]> {
  const list = `${await firstSchool(page)}/contracts`;
  await page.goto(list);
  await page.goto((await page.locator('main tbody a').first().getAttribute('href')) ?? '');
  await page.getByRole('link', { name: 'Add a document' }).click();
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'signed.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const link = page.getByRole('link', { name: 'signed.pdf' });
  return [(await link.getAttribute('href')) ?? ''];
}

/** A view saved of each register, and rows of each chosen to be changed together, left undecided. */
async function changeMany(page: Page): Promise<string[]> {
  const school = await firstSchool(page);
  const found: string[] = [];
  // Each at another step: what to do, to which value, what it will change, that it changes nothing.
  for (const [register, asked] of [
    ['systems', ''],
    ['equipment', '?what=set&field=location'],
    ['contracts', '?what=set&field=owner&value=Head&show=yes'],
    ['connections', '?what=confirm'],
  ] as const) {
    const list = `${school}/${register}`;
    await page.goto(`${list}?sort=-supplier`);
    await page.getByText('Save this view').click();
    await page.getByLabel('What to call it').fill('By supplier');
    await page.getByRole('button', { name: 'Save the view' }).click();
    await page.getByText('The view is saved.').waitFor();
    await page
      .getByRole('checkbox', { name: /^Tick / })
      .first()
      .check();
    await page.getByRole('button', { name: 'Change ticked rows' }).click();
    await page.waitForURL(/\/bulk\/./);
    found.push(`${list}/views`, `${new URL(page.url()).pathname}${asked}`);
  }
  return found;
}

/** A report of the first school as it stands, with its files. */
async function keepReport(page: Page): Promise<string[]> {
  await page.goto(`${await firstSchool(page)}/standards`);
  await page.getByRole('button', { name: 'Make a report of today' }).click();
  await page.getByRole('alert').waitFor();
  const { pathname } = new URL(page.url());
  return [pathname, `${pathname}/report.json`, `${pathname}/report.csv`, `${pathname}/record.json`];
}

/** A plan agreed, an item of it ordered and one bought outside it, and a gap accepted until a day. */
async function agreeAndAccept(page: Page): Promise<string[]> {
  const base = await bringSmallSchool(page, 'Yew Lane Primary');
  await page.goto(`${base}/plan`);
  await planBy(page, 'Make a plan');
  await untilFinal(page);
  const actuals = `${base}/actuals`;
  await page.goto(actuals);
  await fill(page, { 'Who agreed it': 'Governors' });
  await page.getByRole('button', { name: 'Keep it as agreed' }).click();
  await page.getByText('The plan is kept as agreed').waitFor();
  const fresh = await page
    .getByRole('link', { name: /^Write down/ })
    .first()
    .getAttribute('href');
  await page.goto(fresh ?? '');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved').waitFor();
  const finish = await page
    .getByRole('link', { name: /^It is finished/ })
    .first()
    .getAttribute('href');
  await page.goto(`${base}/exceptions/new?requirement=broadband-2.backup-line`);
  const until = new Date(Date.now() + 400 * 86_400_000).toISOString().slice(0, 10);
  await fill(page, { 'We accept this until': until, Because: 'We move', 'Who agreed it': 'Governors' });
  await page.getByRole('button', { name: 'Accept it', exact: true }).click();
  await page.getByText('Saved').waitFor();
  const accepted = await page
    .getByRole('link', { name: /second|backup|line/i })
    .last()
    .getAttribute('href');
  const item = (finish ?? '').replace('/finish', '');
  const missing = `${base}/exceptions/new?requirement=wireless-1.wired-speed`;
  const pages = [actuals, `${actuals}.csv`, `${actuals}/new`, fresh ?? '', finish ?? '', item];
  return pages.concat(`${base}/exceptions`, missing, accepted ?? '');
}

/** What the plan's page asks by script while a plan is being made. */
async function askForPlan(page: Page): Promise<string[]> {
  return [`${await firstSchool(page)}/plan/state.json`];
}

/** The address that a calendar program fetches: shown once, when it is made. */
async function makeCalendarAddress(page: Page): Promise<string[]> {
  await page.goto(`${await firstSchool(page)}/calendar-feed`);
  await page.getByRole('button', { name: 'Make an address' }).click();
  const address = await page.getByText(/^https?:.*\/calendar\/.*\.ics$/).innerText();
  return [new URL(address).pathname];
}

/** A question that nobody was sure of, with its letter; and a link to two questions, one of them answered by it. */
async function askByLink(page: Page): Promise<string[]> {
  const school = await firstSchool(page);
  const question = `${school}/questions/cyber-rules`;
  await page.goto(question);
  await page.getByLabel('Not sure', { exact: true }).check();
  await page.getByRole('button', { name: /^Save/ }).click();
  await page.waitForURL((url) => url.pathname !== question);
  await page.goto(`${school}/asking/new?question=cyber-rules`);
  await page.getByLabel('Who answers', { exact: true }).fill('Sam Example');
  await page.getByRole('button', { name: 'Make the link' }).click();
  const address = await page.getByText(/^https?:.*\/answer\//).innerText();
  const link = new URL(address).pathname;
  await page.goto(`${link}/questions/cyber-rules`);
  await page.getByRole('radio').first().check();
  await page.getByRole('button', { name: /^Save/ }).click();
  await page.waitForURL(`**${link}/check`);
  const pages = ['', '/all', '/check', '/questions/cyber-rules'].map((path) => `${link}${path}`);
  return [...pages, `${school}/find-out`, `${school}/find-out/cyber-rules`, `${school}/find-out/cyber-rules/letter`];
}

/** A school to which a typical one is offered, and one that holds its guesses. Their names keep them behind the examples. */
async function startTypical(page: Page): Promise<string[]> {
  const offered = `${await startSchool(page, 'Zelkova Primary')}/typical`;
  const guessed = await startSchool(page, 'Zinnia Primary');
  await page.goto(`${guessed}/typical`);
  await page.getByRole('button', { name: /^Put these/ }).click();
  await page.getByRole('alert').waitFor();
  return [offered, `${guessed}/typical`, `${guessed}/equipment/typical-access-points`, `${guessed}/equipment`];
}

/** A school of a trust that asks for more: the example's rules, brought in as a file. */
async function setLocalRules(page: Page): Promise<string[]> {
  const school = await startSchool(page, 'Zodiac Primary');
  const base = `${school}/local-rules`;
  await page.goto(`${base}/import`);
  const path = fileURLToPath(new URL('../examples/local-rules/beacon-trust.yaml', import.meta.url));
  await page.locator('input[type="file"]').setInputFiles(path);
  await page.getByRole('button', { name: 'See what it would change' }).click();
  await page.getByRole('button', { name: 'Take these rules' }).click();
  await page.getByRole('alert').getByText('The rules are taken').waitFor();
  const set = `${base}/beacon-trust`;
  return [
    base,
    `${base}/new`,
    `${base}/import`,
    set,
    `${set}/change`,
    `${set}/rules.json`,
    `${set}/rule`,
    `${set}/rule?kind=add&standard=cyber-3`,
    `${set}/rules/faster-line`,
    `${set}/rules/order-lines`,
    `${school}/standards/broadband-1`,
  ];
}

/** The two examples belong together: a fund for both, shared out. */
async function shareFund(page: Page): Promise<string[]> {
  await page.goto('/');
  const fund = await page
    .getByRole('link', { name: /: share a fund/ })
    .first()
    .getAttribute('href');
  assert.ok(fund !== null);
  await page.goto(`${fund}/change`);
  await page.getByRole('button', { name: 'Save the fund' }).click();
  await page.getByLabel('What is bought together').selectOption({ label: 'Buy new laptops' });
  await page.getByLabel('Year', { exact: true }).selectOption({ index: 2 });
  await page.getByLabel('From how many schools on').fill('2');
  await page.getByLabel('Lower price').fill('300');
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.getByRole('button', { name: 'Share it out' }).click();
  await page.getByRole('heading', { name: 'How it is shared out' }).waitFor({ timeout: 90_000 });
  const school = await page.locator('a[href*="/fund/schools/"]').first().getAttribute('href');
  const base = fund.replace(/\/fund$/, '');
  return [
    fund,
    `${fund}/change`,
    `${fund}/state.json`,
    `${fund}/shares.csv`,
    school ?? '',
    `${base}/name`,
    `${base}/ends`,
  ];
}

async function firstSchool(page: Page): Promise<string> {
  await page.goto('/');
  const link = await page.locator('main a[href^="/schools/"]').first().getAttribute('href');
  assert.ok(link !== null, 'the front page of somebody signed in links to a school');
  return link;
}
