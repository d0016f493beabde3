/** Dates in one's own calendar, and the letter that gives notice. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAdministrator, openVisitor } from '../browser.ts';
import { addTo, dayAway, follow, goTo, startSchool } from './steps.ts';

test('have a contract’s dates in a calendar program, and stop its address', async () => {
  const page = await openAdministrator();
  const base = await startSchool(page, 'Calendar Close Primary');
  const contract = await addTo(page, 'Contracts', 'Add a contract', {
    'What the contract is for': 'Copier; 2nd floor, “colour” 🖨️',
    'End date': dayAway(300),
    'How much notice you must give': '3',
    'Notice is counted in': 'Months',
    'What happens at the end': 'It renews by itself unless you give notice',
    'How many months each renewal lasts': '12',
  });
  await goTo(page, 'Decisions');
  await follow(page, page.getByRole('link', { name: 'Put these dates in your own calendar' }));
  await page.getByLabel('What will you use it in?').fill('Office calendar');
  await page.getByRole('button', { name: 'Make an address' }).click();
  const address = await page.getByText(/^https?:.*\/calendar\/.*\.ics$/).innerText();

  // A calendar program has no session.
  const program = await openVisitor();
  const fetched = await program.request.get(address);
  assert.equal(fetched.status(), 200);
  assert.match(fetched.headers()['content-type'] ?? '', /^text\/calendar/);
  const file = (await fetched.text()).replaceAll('\r\n ', '');
  assert.match(file, /^BEGIN:VCALENDAR\r\n/);
  assert.match(file, /SUMMARY:Last day to give notice on “Copier\\; 2nd floor\\, “colour” 🖨️”\r\n/);
  assert.ok(file.includes(contract), 'the contract’s address is in it');
  const again = await program.request.get(address, { headers: { 'if-none-match': fetched.headers()['etag'] ?? '' } });
  assert.equal(again.status(), 304);

  await page.goto(`${base}/calendar-feed`);
  assert.equal(await page.getByText(address).count(), 0);
  await page.getByRole('button', { name: /^Stop\s*: Office calendar/ }).click();
  await page.getByRole('alert').getByText('The address no longer works').waitFor();
  assert.equal((await program.request.get(address)).status(), 410);
  await program.context().close();
  await page.context().close();
});

test('give notice by the draft letter, and undo it', async () => {
  const page = await openAdministrator();
  await startSchool(page, 'Notice Row Primary');
  await addTo(page, 'Contracts', 'Add a contract', {
    'What the contract is for': 'Website',
    'End date': dayAway(300),
    'How much notice you must give': '6',
    'Notice is counted in': 'Weeks',
    'What happens at the end': 'It renews by itself unless you give notice',
    'How many months each renewal lasts': '12',
  });
  await follow(page, page.getByRole('button', { name: 'Give notice' }));
  await page.getByText("The contract asks for 6 weeks' notice").first().waitFor();
  assert.ok((await page.getByText('[the supplier’s name]').count()) > 0);
  await page.getByLabel('Day on which you gave notice').fill(dayAway(5));
  await page.getByRole('button', { name: 'Notice is given' }).click();
  await page.getByRole('alert').getByText('must be today or earlier').waitFor();
  await page.getByLabel('Day on which you gave notice').fill(dayAway(-1));
  await page.getByRole('button', { name: 'Notice is given' }).click();
  await page.getByRole('alert').getByText('The day on which you gave notice is written down.').waitFor();
  await page
    .getByText(/Notice was given on .*; it ends on /)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Undo: notice was not given' }).click();
  await page.getByRole('alert').getByText('Notice is no longer marked as given.').waitFor();
  await page.getByRole('button', { name: 'Give notice' }).waitFor();
  await page.context().close();
});
