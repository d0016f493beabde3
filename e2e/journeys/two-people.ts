/** Two people at one contract: nobody's change is overwritten unseen. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAdministrator } from '../browser.ts';
import { addTo, columnsOf, follow, letIn, startSchool } from './steps.ts';

test('the second of two people sees the first one’s change, and chooses', async () => {
  const first = await openAdministrator();
  const base = await startSchool(first, 'Two Desks Primary');
  const contract = await addTo(first, 'Contracts', 'Add a contract', {
    'What the contract is for': 'Phones',
    Supplier: 'Old Exchange Ltd',
    'Cost a year': '900',
  });
  const second = await letIn(first, base, 'Sam Second', 'Read and change');

  await first.goto(contract);
  await second.goto(contract);
  for (const page of [first, second]) await follow(page, page.getByRole('button', { name: 'Change', exact: true }));
  await first.getByLabel('Supplier', { exact: true }).fill('New Exchange Ltd');
  await first.getByRole('button', { name: 'Save' }).click();
  await first.getByRole('alert').getByText('Saved.').waitFor();

  await second.getByLabel('Supplier', { exact: true }).fill('Third Exchange Ltd');
  await second.getByLabel('Cost a year').fill('950');
  const [answer] = await Promise.all([
    second.waitForResponse((response) => response.request().method() === 'POST'),
    second.getByRole('button', { name: 'Save' }).click(),
  ]);
  assert.equal(answer.status(), 409);
  await second.getByText(/^Administrator changed this contract/).waitFor();
  assert.deepEqual(await columnsOf(second, 'Where the two differ', ['What', 'As it is now', 'What you typed']), [
    ['Supplier', 'New Exchange Ltd', 'Third Exchange Ltd'],
    ['Cost a year', '£900', '£950'],
  ]);
  assert.equal(await second.getByLabel('Supplier', { exact: true }).inputValue(), 'Third Exchange Ltd');

  // Theirs for the supplier, one's own for the cost.
  await second.getByLabel('Supplier', { exact: true }).fill('New Exchange Ltd');
  await second.getByRole('button', { name: 'Save' }).click();
  await second.getByRole('alert').getByText('Saved.').waitFor();
  const history = await columnsOf(second, 'Changes, newest first', ['Who', 'What']);
  assert.deepEqual(history.slice(0, 2), [
    ['Sam Second', 'Cost a year: £950 (was: £900)'],
    ['Administrator', 'Supplier: New Exchange Ltd (was: Old Exchange Ltd)'],
  ]);
  await Promise.all([first.context().close(), second.context().close()]);
});
