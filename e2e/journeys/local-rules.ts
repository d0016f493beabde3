/** A trust asks for more than the national standard: seen before it is taken, read by everyone, changed by nobody else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAdministrator } from '../browser.ts';
import { addTo, columnsOf, fill, follow, goTo, letIn, startSchool } from './steps.ts';

const LINE = 'The main line can bring data in at the speed set for this kind of school.';

test('a trust asks for a faster line than the national standard does', async () => {
  // As on an old machine: nothing of this needs a script.
  const page = await openAdministrator({ javaScriptEnabled: false });
  const base = await startSchool(page, 'Lantern Hill Primary');
  await addTo(page, 'Connections', 'Add an internet connection', {
    Name: 'Main line',
    'How it reaches the school': 'Full fibre (FTTP)',
    'Download speed, in Mbps': '200',
    'Upload speed, in Mbps': '200',
  });
  await goTo(page, 'Standards');
  await follow(page, page.getByRole('link', { name: 'Rules of your trust or authority' }));
  await page.getByText('No rules have been set.').waitFor();

  await page.getByRole('button', { name: 'Start a set of rules' }).click();
  await fill(page, { 'Who asks this': 'Beacon Trust (example)', 'What the rules are called': 'Our rules' });
  await page.getByRole('button', { name: 'Start it' }).click();
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByLabel('Which standard is it about?').selectOption('broadband-1');
  await page.getByLabel('Asks for it more strictly').check();
  await page.getByRole('button', { name: 'Next' }).click();

  // A number below the national one is refused, and what was typed stays.
  await page.getByLabel('What should be stricter').selectOption('broadband-1.speed');
  await page.getByLabel('The number to reach').fill('50');
  await page.getByRole('group', { name: 'Should it count from today?' }).getByLabel('Yes').check();
  await page.getByRole('button', { name: 'See what it would change' }).click();
  await page.getByRole('alert').getByText('a local rule must name a higher number').waitFor();
  assert.equal(await page.getByLabel('The number to reach').inputValue(), '50');
  await page.getByLabel('The number to reach').fill('500');
  await page.getByRole('button', { name: 'See what it would change' }).click();

  const would = await columnsOf(page, 'What Lantern Hill Primary would have to do or to say', [
    'What is asked',
    'Today',
    'With the rule',
  ]);
  assert.equal(would.length, 1);
  assert.ok(would[0]?.[0]?.startsWith(LINE));
  assert.deepEqual(would[0]?.slice(1), ['Met', 'Not met']);
  await page.getByRole('button', { name: 'Take the rule' }).click();
  await page.getByRole('alert').getByText('The rule is taken').waitFor();

  await page.goto(`${base}/standards/broadband-1`);
  await page
    .getByText('Set by Beacon Trust (example): at least 500 Mbps down. The national standard asks 100 Mbps down.')
    .waitFor();
  await page.goto(`${base}/standards`);
  await page.getByText('1 rule of Beacon Trust (example) counts beside the national standards.').waitFor();

  const reader = await letIn(page, base, 'Gail Governor', 'Read');
  await reader.goto(`${base}/local-rules/our-rules`);
  await reader.getByRole('cell', { name: '500 Mbps down.' }).waitFor();
  assert.equal(await reader.getByRole('button', { name: 'Add a rule' }).count(), 0);
  assert.equal((await reader.goto(`${base}/local-rules/new`))?.status(), 403);

  await page.goto(`${base}/local-rules/our-rules`);
  await page.getByRole('button', { name: 'Withdraw the set' }).click();
  await page.getByRole('alert').getByText('The set is withdrawn').waitFor();
  await page.goto(`${base}/standards`);
  await page.getByText('none counts here').waitFor();
  await Promise.all([page.context().close(), reader.context().close()]);
});
