/** Paper: two pages and an annex, whatever is in the record; nothing of it runs or loads. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { crowdedPack, madePack, paperContent } from '../../../test/made-pack.ts';
import { madePlan, madePlanningProblem } from '../../../test/made-plan.ts';
import { pdfPages } from '../../../test/read-files.ts';
import { findChromium, printToPdf } from '../../platform/pdf.ts';
import { assetFolder } from '../../ui/assets.ts';
import { page } from '../../ui/layout.ts';
import { packDocument, type PackGiven } from './pack.document.ts';
import { packBody } from './pack.view.ts';

const chromium = await findChromium(process.env['CHROMIUM_PATH'] ?? null);
const styles = readFileSync(join(assetFolder, 'cairn.css'), 'utf8');

function pagesOnPaper(given: PackGiven): Promise<string[]> {
  const body = packBody(packDocument(given), paperContent(given));
  return printToPdf(
    chromium ?? '',
    page({ title: 'Governor pack', body, wide: true, person: null, csrf: '' }),
    styles,
  ).then(pdfPages);
}

/** Which page each part begins on, from nought. */
function placesOf(pages: readonly string[]): Record<string, number> {
  const find = (words: string) => pages.findIndex((page) => page.includes(words));
  return {
    decisions: find('What we ask you to decide this year'),
    money: find('What it costs'),
    last: find('2031-32'),
    groups: find('Digital leadership and governance'),
    waiting: find('What happens if we wait'),
    sure: find('How sure we are'),
    annex: pages.findIndex((page) => /^(?:Page \d+ of \d+ )?Annex/.test(page)),
  };
}

const asItShouldBe = { decisions: 0, money: 0, last: 0, groups: 1, waiting: 1, sure: 1, annex: 2 };

for (const [kind, name, school] of [
  ['of an ordinary school', (index: number) => `Replace laptops of year ${index}`, 'Elm Lane Primary'],
  [
    'of long names',
    (index: number) =>
      `${index} Replacement of the wireless access points in every classroom, the hall and the offices`.repeat(4),
    'The Most Reverend Archbishop’s Church of England Voluntary Aided Primary School and Nursery of Saint Mary',
  ],
  ['of wide letters that break nowhere', (index: number) => `${index}${'W'.repeat(490)}`, 'W'.repeat(200)],
  [
    'of hostile names',
    (index: number) => `${index}\u202E🏫<img src=x onerror=alert(1)>\u0000${'👩‍👩‍👧‍👦é'.repeat(40)}`,
    '<script>alert(1)</script>\u202E',
  ],
] as const) {
  test(`a pack ${kind} is two pages and an annex`, async (context) => {
    if (chromium === null) {
      context.diagnostic('There is no Chromium on this machine, so nothing is printed.');
      return;
    }
    const pages = await pagesOnPaper(crowdedPack(name, school));
    assert.deepEqual(placesOf(pages), asItShouldBe, pages.slice(0, 4).join('\n\n'));
    assert.ok(pages.length > 3);
    assert.match(pages[0] ?? '', new RegExp(`Page 1 of ${pages.length}`));
  });
}

test('a pack of a plan with nothing in it is two pages and an annex too', async () => {
  if (chromium === null) return;
  const problem = madePlanningProblem([]);
  const pages = await pagesOnPaper(madePack(problem, madePlan(problem, {})));
  assert.equal(
    pages.findIndex((page) => /^(?:Page \d+ of \d+ )?Annex/.test(page)),
    2,
  );
});
