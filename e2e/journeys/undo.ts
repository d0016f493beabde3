/** Undo rather than "are you sure?": what is ended or removed comes back, and the history says who did it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAdministrator } from '../browser.ts';
import { addTo, columnsOf, dayAway, goTo, rowsOf, startSchool } from './steps.ts';

test('end a contract and undo; remove equipment and undo; see who did it', async () => {
  const page = await openAdministrator();
  await startSchool(page, 'Undo Lane Primary');

  await addTo(page, 'Contracts', 'Add a contract', { 'What the contract is for': 'Old website' });
  await page.getByRole('button', { name: 'End it' }).click();
  await page.getByLabel('Last day of the contract').fill('yesterday or so');
  await page.getByRole('button', { name: 'End the contract' }).click();
  await page.getByRole('alert').getByRole('heading', { name: 'There is a problem' }).waitFor();
  assert.equal(await page.getByLabel('Last day of the contract').inputValue(), 'yesterday or so');
  await page.getByLabel('Last day of the contract').fill(dayAway(-1));
  await page.getByRole('button', { name: 'End the contract' }).click();
  await page.getByRole('alert').getByText('Marked as ended.').waitFor();
  await page.getByRole('button', { name: 'Undo: it has not ended' }).click();
  await page.getByRole('alert').getByText('It is no longer marked as ended.').waitFor();
  await page.getByRole('button', { name: 'End it' }).waitFor();

  await addTo(page, 'Equipment', 'Add equipment', { Name: 'Hall projector', 'How many': '2' });
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('alert').getByText('“Hall projector” is removed.').waitFor();
  assert.equal(await page.getByRole('table').count(), 0);
  await page.getByRole('button', { name: 'Undo: put it back' }).click();
  await page.getByRole('alert').getByText('It is back.').waitFor();
  await goTo(page, 'Equipment');
  assert.match(String((await rowsOf(page, 'Equipment'))[0]), /Hall projector.*2/);

  await goTo(page, 'History');
  const history = await columnsOf(page, 'Changes, newest first', ['Who', 'What', 'Change']);
  const ofProjector = history.filter(([, what]) => what?.includes('Hall projector'));
  assert.deepEqual(
    ofProjector.map(([who, , change]) => [who, /^(?:Added|Put back|Removed)/.exec(change ?? '')?.[0]]),
    [
      ['Administrator', 'Put back'],
      ['Administrator', 'Removed'],
      ['Administrator', 'Added'],
    ],
  );
  assert.equal(history.filter(([, what]) => what?.includes('Old website')).length, 3);
  await page.context().close();
});
