import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine } from '../../../test/database.ts';
import { addMember, addSchool } from '../../../test/people.ts';
import { smallSchool } from '../../../test/small-school.ts';
import { type PlanFile, readPlanFile } from './index.ts';
import { pricesThatMatter } from './plan.prices.ts';

const base = '/schools/100001';

onEachEngine('The prices of a plan', (open) => {
  let site: TestApp;
  let browser: TestBrowser;
  let organisationId: string;

  before(async () => {
    const database = await open();
    site = await buildTestApp(database);
    const bursar = await site.signedIn();
    browser = bursar;
    organisationId = bursar.organisationId;
    await addSchool(database.db, bursar, smallSchool(site.services.library));
    await browser.get(`${base}/plan`);
    assert.equal((await browser.post(`${base}/plan`)).status, 303);
  });
  after(() => site.close());

  const saved = async (): Promise<PlanFile> => {
    await site.services.planRunner.drain();
    const read = readPlanFile(JSON.parse((await browser.get(`${base}/plan.json`)).body));
    return 'file' in read ? read.file : assert.fail(read.message);
  };
  const partOf = (body: string) => /<h2[^>]*id="prices">[\s\S]*?<\/table>/.exec(body)?.[0] ?? '';

  test('that matter most are on its page, and a quote written down there takes one off', async () => {
    const { problem, plan } = await saved();
    const [first] = pricesThatMatter(problem, plan);
    assert.ok(first);
    const item = `${base}/plan/${encodeURIComponent(first.need.id)}`;
    const part = partOf((await browser.get(`${base}/plan`)).body);
    assert.ok(part.includes(`href="${item}#quotes"`), part);
    const { body } = await browser.get(item);
    assert.match(body, /id="quotes"/, 'the link leads to where a quote is written down');
    const option = first.option.id;
    const quote = {
      optionId: option,
      oneOffPence: '1500',
      yearlyPence: '100',
      supplier: 'A supplier',
      quotedOn: '',
    };
    assert.equal((await browser.post(`${item}/quote`, quote)).status, 303);
    const after = await saved();
    const open = pricesThatMatter(after.problem, after.plan, 100);
    assert.ok(!open.some((price) => price.option.id === option), 'a quoted price is no range any more');
    const quoted = after.problem.needs.flatMap(({ options }) => options).find(({ id }) => id === option);
    assert.equal(quoted?.placeholderPrice, false);
  });

  test('are shown to readers without a way to write quotes', async () => {
    const reader = await site.signedIn(await addMember(site.services.db, organisationId, 'reader'));
    const part = partOf((await reader.get(`${base}/plan`)).body);
    assert.match(part, /Moves the total by/);
    assert.doesNotMatch(part, /#quotes/);
  });
});
