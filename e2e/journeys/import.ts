/** Bringing a register in, taking it out again, and files that are none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { openAdministrator } from '../browser.ts';
import { addTo, bringFile, follow, goTo, rowsOf, startSchool } from './steps.ts';

const register = {
  name: 'register.csv',
  bytes: Buffer.from(
    'Contract,Supplier,End date,Annual cost\nBroadband,Fibre Co,31/08/2031,"£4,200"\nPhones,TBC,22/04/222,£300\n',
  ),
};
/** The first bytes of a picture. */
const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');

test('undo an import, and bring the same file in twice', async () => {
  const page = await openAdministrator();
  await startSchool(page, 'Import Street Primary');
  await addTo(page, 'Contracts', 'Add a contract', { 'What the contract is for': 'Website' });

  await importRegister(page);
  assert.deepEqual(await contractNames(page), ['Broadband', 'Phones', 'Website']);

  await startImport(page);
  await page
    .getByText('All of these contracts are in the register already. Bringing the file in would change nothing.')
    .waitFor();
  assert.equal(await page.getByRole('button', { name: /^Bring in/ }).count(), 0);

  await goTo(page, 'Contracts');
  await follow(page, page.getByRole('button', { name: 'Import a spreadsheet' }));
  await follow(page, page.getByRole('link', { name: register.name }).last());
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await page.getByRole('heading', { level: 1, name: 'register.csv is out again' }).waitFor();
  assert.deepEqual(await contractNames(page), ['Website']);
  await page.context().close();
});

test('a file that is no register is refused, and nothing is lost', async () => {
  const page = await openAdministrator();
  await startSchool(page, 'Bad File Primary');
  await importRegister(page);

  for (const file of [
    { name: 'picture.xlsx', bytes: png },
    { name: 'empty.csv', bytes: Buffer.alloc(0) },
  ]) {
    await goTo(page, 'Contracts');
    await follow(page, page.getByRole('button', { name: 'Import a spreadsheet' }));
    await page.getByText('Or paste rows from a spreadsheet').click();
    await page.getByLabel('Rows, with the headings first').fill('Contract,Supplier');
    await bringFile(page, 'A file', file, 'Read it');
    const problem = page.getByRole('alert');
    await problem.getByRole('heading', { name: 'There is a problem' }).waitFor();
    assert.match(await problem.innerText(), new RegExp(file.name.replace('.', String.raw`\.`)));
    await problem.getByRole('link').first().click();
    assert.equal(await page.locator(':focus').getAttribute('type'), 'file');
    assert.equal(await page.getByLabel('Rows, with the headings first').inputValue(), 'Contract,Supplier');
  }
  assert.deepEqual(await contractNames(page), ['Broadband', 'Phones']);
  await page.context().close();
});

async function startImport(page: Page): Promise<void> {
  await goTo(page, 'Contracts');
  await follow(page, page.getByRole('button', { name: 'Import a spreadsheet' }));
  await bringFile(page, 'A file', register, 'Read it');
  await page.getByRole('button', { name: 'See what becomes of the rows' }).click();
  await page.getByRole('heading', { level: 1, name: 'What becomes of register.csv' }).waitFor();
}

async function importRegister(page: Page): Promise<void> {
  await startImport(page);
  await page.getByRole('button', { name: 'Bring in 2 contracts' }).click();
  await page.getByRole('heading', { level: 1, name: 'register.csv is in' }).waitFor();
}

async function contractNames(page: Page): Promise<string[]> {
  await goTo(page, 'Contracts');
  const rows = await rowsOf(page, 'Contracts, by what needs a decision next');
  return rows.map(([name = '']) => name).toSorted();
}
