/** Bringing a register in, taking it out again, newer files of it, rows that must be mended, and files that are none. */
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

test('correct a column, bring in a newer file, choose what it changes, and undo it', async () => {
  const page = await openAdministrator();
  await startSchool(page, 'Newer File Primary');
  const odd = (rows: string) => Buffer.from(`Contract,Firma,End date,Annual cost\n${rows}`);
  await sendFile(page, {
    name: 'first.csv',
    bytes: odd('Broadband,Fibre Co,31/08/2031,£4200\nPhones,Acme,31/08/2030,£300\n'),
  });
  await page.getByLabel('What Firma is taken for').selectOption({ label: 'Supplier' });
  await page.getByRole('button', { name: 'See what becomes of the rows' }).click();
  await page.getByRole('button', { name: 'Bring in 2 contracts' }).click();
  await page.getByRole('heading', { level: 1, name: 'first.csv is in' }).waitFor();

  await goTo(page, 'Contracts');
  await follow(page, page.getByRole('link', { name: 'Phones', exact: true }));
  await follow(page, page.getByRole('button', { name: 'Change', exact: true }));
  await page.getByLabel('Cost a year', { exact: true }).fill('350');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('alert').getByText('Saved.').waitFor();

  await sendFile(page, {
    name: 'newer.csv',
    bytes: odd('Broadband,Fibre Co,31/08/2032,£4500\nPhones,Acme,31/08/2030,£330\n'),
  });
  await page.getByText('As you chose last time').waitFor();
  await page.getByRole('button', { name: 'See what becomes of the rows' }).click();
  await follow(page, page.getByRole('link', { name: 'See what would change, and choose' }));
  const broadband = page.getByRole('group', { name: /^Broadband/ });
  const phones = page.getByRole('group', { name: /^Phones/ });
  assert.equal(await broadband.getByRole('checkbox', { name: /^End date/ }).isChecked(), true);
  assert.equal(await phones.getByRole('checkbox', { name: /^Cost a year/ }).isChecked(), false);
  await phones.getByText('Somebody has written what is here now').waitFor();
  await broadband.getByRole('checkbox', { name: /^Cost a year/ }).uncheck();
  await follow(page, page.getByRole('button', { name: 'Keep these choices' }));
  await page.getByRole('button', { name: 'Take the changes of 2' }).click();
  await page.getByRole('heading', { level: 1, name: 'newer.csv is in' }).waitFor();
  assert.deepEqual(await endsAndCosts(page), ['Broadband: 31 August 2032, £4,200', 'Phones: 31 August 2030, £350']);

  await goTo(page, 'Contracts');
  await follow(page, page.getByRole('button', { name: 'Import a spreadsheet' }));
  await follow(page, page.getByRole('link', { name: 'newer.csv' }).last());
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await page.getByText('1 is as it was before').waitFor();
  assert.deepEqual(await endsAndCosts(page), ['Broadband: 31 August 2031, £4,200', 'Phones: 31 August 2030, £350']);
  await page.context().close();
});

test('mend a row that could not be read, after the rest is in', async () => {
  const page = await openAdministrator();
  await startSchool(page, 'Mended Row Primary');
  await importRegister(page);
  await follow(page, page.getByRole('link', { name: 'Mend row 3' }));
  await page.getByText('Not read: ', { exact: false }).first().waitFor();
  await page.getByLabel('End date', { exact: true }).fill('22/04/2027');
  await page.getByLabel('Supplier', { exact: true }).fill('Acme');
  await page.getByRole('button', { name: 'Read it again and bring it in' }).click();
  await page.getByRole('alert').getByText('Row 3 is mended.').waitFor();
  await goTo(page, 'Contracts');
  await follow(page, page.getByRole('link', { name: 'Phones', exact: true }));
  await page.getByText('22 April 2027').first().waitFor();
  await page.context().close();
});

/** Contracts with their end and their cost, as the pages of each say. */
async function endsAndCosts(page: Page): Promise<string[]> {
  const lines: string[] = [];
  for (const name of await contractNames(page)) {
    await goTo(page, 'Contracts');
    await follow(page, page.getByRole('link', { name, exact: true }));
    const known = await page.locator('main').innerText();
    const end = /End date\s+(\d+ \w+ \d{4})/.exec(known)?.[1];
    const cost = /Cost a year\s+(£[\d,]+)/.exec(known)?.[1];
    lines.push(`${name}: ${end}, ${cost}`);
  }
  return lines;
}

async function sendFile(page: Page, file: { name: string; bytes: Buffer }): Promise<void> {
  await goTo(page, 'Contracts');
  await follow(page, page.getByRole('button', { name: 'Import a spreadsheet' }));
  await bringFile(page, 'A file', file, 'Read it');
  await page.getByRole('heading', { level: 1, name: `What the columns of ${file.name} mean` }).waitFor();
}

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
