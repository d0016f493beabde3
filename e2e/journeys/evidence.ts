/** An answer says how it is known; its evidence expires, and the question is asked again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAdministrator } from '../browser.ts';
import { bringFile, follow, startSchool } from './steps.ts';

test('an answer rests on a document, and lapses with it', async () => {
  // As on the oldest laptop there is: none of this needs JavaScript.
  const page = await openAdministrator({ javaScriptEnabled: false });
  const base = await startSchool(page, 'Paper Trail Primary');
  await page.goto(`${base}/questions/cyber-training?from=cyber-2`);
  await page.getByLabel('All staff', { exact: true }).check();
  // The usual last day is there before anything is saved.
  await page.getByText(/How it is known, and until when: somebody says so, until \d{1,2} \w+ \d{4}/).click();
  assert.match(await page.getByLabel('Until when it counts').inputValue(), /^\d{1,2} \w+ \d{4}$/);
  await page.getByLabel('A document shows it').check();
  await page.getByLabel('Who says so, measured it or saw it').fill('the network manager');
  await page.getByLabel('Until when it counts').fill('');
  await follow(page, page.getByRole('button', { name: 'Save', exact: true }));
  const known = page.getByText(/Document, by the network manager, \d{1,2} \w+ \d{4}\./);
  await known.first().waitFor();

  // Evidence that counts today, then the same found to have expired.
  await follow(
    page,
    page.getByRole('link', { name: 'Add evidence for All staff are trained in cyber security' }).first(),
  );
  await page.getByLabel('What it is', { exact: true }).fill('Training <log>');
  await page.getByLabel('First day on which it counts').fill('1/9/2020');
  await bringFile(page, 'The file', { name: 'log.pdf', bytes: Buffer.from('%PDF-1.7') }, 'Add');
  await page.getByRole('alert').getByText('Evidence saved').waitFor();
  await page.getByRole('link', { name: 'Training <log>' }).first().waitFor();
  await follow(page, page.getByRole('link', { name: /^Change ?: Training <log>/ }).first());
  await page.getByLabel('Last day on which it counts').fill('31/8/2021');
  await follow(page, page.getByRole('button', { name: 'Save', exact: true }));
  await page.getByText('The evidence “Training <log>” expired on 31 August 2021.').first().waitFor();

  // It is listed, asked again with the old choice, and not taken on the same old paper.
  await page.goto(`${base}/evidence`);
  await page.getByRole('cell', { name: 'Expired' }).waitFor();
  await page.goto(`${base}/questions/cyber-training?from=cyber-2`);
  await page.getByText('Answer again: the evidence “Training <log>” expired on 31 August 2021.').waitFor();
  assert.ok(await page.getByLabel('All staff', { exact: true }).isChecked());
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page
    .getByRole('alert')
    .getByText(/Add newer evidence first/)
    .waitFor();
  await page.getByLabel('Somebody says so').check();
  await follow(page, page.getByRole('button', { name: 'Save', exact: true }));
  await page
    .getByText(/Said, by the network manager, /)
    .first()
    .waitFor();
  await page.context().close();
});
