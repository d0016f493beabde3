/** Many rows at once: find them, keep the view, change them together, see what changed, take it back. Without JavaScript. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAdministrator } from '../browser.ts';
import { bringFile, columnsOf, fill, follow, goTo, rowsOf, startSchool } from './steps.ts';

const ROWS = 120;

/** A spreadsheet of equipment: laptops of two rooms, and access points. */
function spreadsheet(): Buffer {
  const lines = ['Name,What it is,How many,Where it is,End of support'];
  for (let row = 1; row <= ROWS; row++) {
    const kind = row % 3 === 0 ? 'Wi-Fi access point' : 'Laptop';
    lines.push(
      `Item ${String(row).padStart(3, '0')},${kind},${row},${row % 2 === 0 ? 'Hall' : 'Library'},${row % 10 === 0 ? '' : '31/08/2028'}`,
    );
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

test('filter a long register, keep the view, change all that match, undo', async () => {
  const page = await openAdministrator({ javaScriptEnabled: false });
  const base = await startSchool(page, 'Bulk Lane Primary');
  await page.goto(`${base}/equipment/import`);
  await bringFile(page, 'A file', { name: 'equipment.csv', bytes: spreadsheet() }, 'Read it');
  await page.getByRole('button', { name: 'See what becomes of the rows' }).click();
  await page.getByRole('button', { name: `Bring in ${ROWS}` }).click();
  await page.getByRole('heading', { level: 1, name: 'equipment.csv is in' }).waitFor();
  await goTo(page, 'Equipment');
  assert.equal((await rowsOf(page, 'Equipment')).length, 50);

  // Ordered by a heading, both ways.
  await follow(page, page.getByRole('columnheader', { name: 'How many' }).getByRole('link'));
  await follow(page, page.getByRole('columnheader', { name: 'How many' }).getByRole('link'));
  assert.equal(await page.getByRole('columnheader', { name: 'How many' }).getAttribute('aria-sort'), 'descending');
  assert.match((await rowsOf(page, 'Equipment'))[0]?.join(' ') ?? '', /Item 120/);

  // Filtered, and kept under a name.
  await fill(page, { 'Containing the words': 'library', 'What it is': 'Laptop' });
  await follow(page, page.getByRole('button', { name: 'Filter', exact: true }));
  await page.getByText('Save this view').click();
  await fill(page, { 'What to call it': 'Laptops in the library' });
  await follow(page, page.getByRole('button', { name: 'Save the view' }));
  await page.getByText('The view is saved.').waitFor();
  await goTo(page, 'Equipment');
  await follow(
    page,
    page.getByRole('navigation', { name: 'Saved views' }).getByRole('link', { name: 'Laptops in the library' }),
  );
  assert.equal((await rowsOf(page, 'Equipment')).length, ROWS / 3);

  // Two ticked rows: looked at, and left.
  await page.getByRole('checkbox', { name: 'Tick Item 119' }).check();
  await page.getByRole('checkbox', { name: 'Tick Item 115' }).check();
  await follow(page, page.getByRole('button', { name: 'Change ticked rows' }));
  await page.getByRole('heading', { level: 1, name: 'Change 2 items' }).waitFor();
  await page.getByRole('link', { name: 'Cancel' }).click();

  // All of them: every row of the register, on every page.
  await goTo(page, 'Equipment');
  await follow(page, page.getByRole('button', { name: `Change all ${ROWS}` }));
  await page.getByLabel('Give one of their fields a value').check();
  await page.getByLabel('Which field, if you give one a value').selectOption({ label: 'Who has it' });
  await follow(page, page.getByRole('button', { name: 'Continue' }));
  await fill(page, { 'Who has it': 'The trolley' });
  await follow(page, page.getByRole('button', { name: 'See what will change' }));
  assert.deepEqual((await columnsOf(page, 'What will change', ['It was', 'It will be']))[0], [
    'Not known',
    'The trolley',
  ]);
  await follow(page, page.getByRole('button', { name: `Change ${ROWS} items` }));
  await page.getByRole('heading', { level: 1, name: `${ROWS} items changed` }).waitFor();
  const outcome = page.url();
  await page.goto(`${base}/equipment?q=trolley`);
  await page.getByText(`of ${ROWS}.`).waitFor();

  // One undo for the lot.
  await page.goto(outcome);
  await page.getByRole('button', { name: 'Undo all of it' }).click();
  await page.getByRole('heading', { level: 1, name: `Undone: ${ROWS} items as before` }).waitFor();
  await page.goto(`${base}/equipment?q=trolley`);
  await page.getByText('Nothing fits this filter.').waitFor();
  await page.context().close();
});
