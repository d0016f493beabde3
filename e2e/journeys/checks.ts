/** What a save contradicts is said on the next page, leads to its fix, and is gone after it; a report stays as it was made. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAdministrator } from '../browser.ts';
import { addTo, dayAway, fill, follow, goTo, startSchool } from './steps.ts';

test('save something that does not fit, follow the link to its fix, and set another aside', async () => {
  const page = await openAdministrator({ javaScriptEnabled: false });
  const base = await startSchool(page, 'Contradiction Row Primary');
  const notice = page.getByRole('region', { name: 'Look at this' });

  const contract = await addTo(page, 'Contracts', 'Add a contract', {
    'What the contract is for': 'Copier lease',
    'End date': dayAway(400),
    'What happens at the end': 'It renews by itself unless you give notice',
    'How many months each renewal lasts': '12',
  });
  await notice.getByText('The contract “Copier lease” has no notice period to count with.').waitFor();
  await page.reload();
  assert.equal(await notice.count(), 0, 'it is said once');

  await goTo(page, 'Overview');
  await follow(page, page.getByRole('link', { name: '1 check to look at' }));
  await follow(page, page.getByRole('link', { name: 'Write down the notice period of Copier lease' }));
  assert.equal(new URL(page.url()).pathname, `${contract}/edit`);
  await fill(page, { 'How much notice you must give': '3', 'Notice is counted in': 'Months' });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').waitFor();
  assert.equal(await notice.count(), 0);
  await page.goto(`${base}/checks`);
  await page.getByText('Nothing in your record contradicts anything else in it.').waitFor();

  await addTo(page, 'Contracts', 'Add a contract', { 'What the contract is for': 'Lifts' });
  await notice.getByText('The contract “Lifts” runs without an end date').waitFor();
  await follow(page, notice.getByRole('link', { name: 'All checks' }));
  await follow(page, page.getByRole('link', { name: /^set it aside/ }));
  await fill(page, { 'Why it may stand as it is': 'The office is asking the supplier' });
  await page.getByRole('button', { name: 'Set it aside' }).click();
  await page.getByRole('alert').getByRole('heading', { name: 'There is a problem' }).waitFor();
  await fill(page, { 'Set it aside until': dayAway(30) });
  await page.getByRole('button', { name: 'Set it aside' }).click();
  await page.getByRole('alert').getByText('Set aside').waitFor();
  await page.getByText('The office is asking the supplier').waitFor();
  await page.getByRole('button', { name: /^Take it up again/ }).click();
  await page.getByRole('alert').getByText('It is open again').waitFor();
  await page.context().close();
});

test('make a report, move to another edition, and read the report as it was', async () => {
  const page = await openAdministrator();
  await startSchool(page, 'Report Row Primary');
  await goTo(page, 'Standards');
  await follow(page, page.getByRole('button', { name: 'Make a report of today' }));
  await page.getByRole('alert').getByText('The report is made and kept').waitFor();
  const address = new URL(page.url()).pathname;
  const read = async () => (await page.request.get(`${address}/report.json`)).text();
  const before = await read();
  await goTo(page, 'Standards');
  await page.getByRole('link', { name: 'Another edition' }).click();
  await page.getByRole('button', { name: 'Go back to the March 2025 edition' }).click();
  await page.getByRole('alert').getByText('All answers are kept').waitFor();
  await page.goto(address);
  await page.getByText('the same to the letter as the one made then').waitFor();
  assert.equal(await read(), before);
  await page.context().close();
});
