import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { HtmlValidate, type ConfigData } from 'html-validate';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { AS_SAID } from '../../../test/small-school.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addSchool, sampleRecord } from '../../../test/people.ts';
import { editionOf } from '../../library/index.ts';
import { frameworkOutlooks } from './frameworks.rules.ts';
import { frameworksBody } from './frameworks.view.ts';

const validator = new HtmlValidate(
  JSON.parse(readFileSync(new URL('../../../.htmlvalidate.json', import.meta.url), 'utf8')) as ConfigData,
);

onEachEngine('The page of frameworks', (open) => {
  let database: TestDatabase;
  let app: TestApp;
  let owner: TestBrowser & { personId: string; organisationId: string };

  before(async () => {
    database = await open();
    app = await buildTestApp(database);
    owner = await app.signedIn();
  });
  after(() => app.close());

  const newSchool = async (key: string, edition: string) => {
    const { library } = app.services;
    // Every choice that is met by most: as good as answers alone can make it.
    const { questions, requirements } = editionOf(library, edition);
    const answers = questions.map(({ id, choices }) => {
      const asking = requirements.filter(({ question }) => question?.id === id);
      const meets = (choice: string) => asking.filter(({ question }) => question?.met.includes(choice)).length;
      const best = choices.map((choice) => choice.id).reduce((a, b) => (meets(b) > meets(a) ? b : a));
      return { questionId: id, choice: best, answeredOn: '2026-11-20', note: null, ...AS_SAID };
    });
    const record = sampleRecord({ edition, answers, school: { ...sampleRecord().school, key, urn: key } });
    await addSchool(database.db, owner, record);
    return { base: `/schools/${key}`, record };
  };

  test('says what is met, what is only overlapped, and what no standard touches', async () => {
    const { base, record } = await newSchool('400001', '2026-09');
    const { outlooks } = frameworkOutlooks(record, app.services.library, '2026-11-24');
    const lines = outlooks.flatMap(({ standing }) => standing?.lines ?? []);
    const ofLine = (id: string) => lines.find(({ requirement }) => requirement.id === `cyber-essentials.${id}`);
    assert.equal(ofLine('block-incoming')?.result, 'met', 'a part of what cyber-3 asks, which is met');
    assert.equal(ofLine('malware')?.result, 'not-known', 'overlapped by two that are met');
    assert.equal(ofLine('no-autorun')?.result, 'not-known');

    const page = await owner.get(`${base}/frameworks`);
    assert.equal(page.status, 200);
    assert.match(page.body, /Looked at, but never counts: <a[^>]*>[^<]+<\/a> \(met\)/);
    assert.match(page.body, /Nothing in the standards says\. The standards do not ask for it\./);
    assert.match(page.body, /Compared with the standards by: Cairn, derived, on 24 November 2026/);
    const counts = page.body.match(/Of \d+ requirements: \d+ met, \d+ not met\. For \d+ the standards cannot tell/g);
    assert.equal(counts?.length, outlooks.length);
    for (const { framework } of outlooks) assert.ok(page.body.includes(`<h2 id="${framework.id}">`));
    const report = await validator.validateString(page.body);
    assert.deepEqual(
      report.results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)),
      [],
    );
  });

  test('says so where nobody has compared a framework with the school’s edition', async () => {
    const { library } = app.services;
    const { base, record } = await newSchool('400002', '2025-03');
    const page = await owner.get(`${base}/frameworks`);
    assert.equal(page.status, 200);
    assert.match(page.body, /Of \d+ requirements: \d+ met/);
    assert.doesNotMatch(page.body, /Nobody has compared/);

    const frameworks = library.frameworks.map((one) => ({
      ...one,
      mappings: one.mappings.filter(({ edition }) => edition !== '2025-03'),
    }));
    const unmapped = frameworkOutlooks(record, { ...library, frameworks }, '2026-11-24');
    const body = frameworksBody({ base, ...unmapped }).toString();
    assert.match(body, /Nobody has compared it with the edition that your school is judged by/);
    assert.ok(!body.includes('<table'));
  });
});
