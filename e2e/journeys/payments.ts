/** A contract that nobody wrote down, found from payments. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAdministrator } from '../browser.ts';
import { bringFile, fill, follow, goTo, startSchool } from './steps.ts';

const payments = {
  name: 'payments.csv',
  bytes: Buffer.from(
    [
      'Date paid,Payee,Net amount,Ledger description,Details',
      ...['09', '10', '11', '12'].map(
        (month) => `14/${month}/2025,PCARD SMOOTHWALL LTD,210.00,Software,Filter licence`,
      ),
      ...['09', '10', '11', '12'].map((month) => `20/${month}/2025,Clearwater Catering Ltd,3400,Catering,Meals`),
      '20/09/2025,Northmoor Broadband Ltd,1200,Comms & Computing,Broadband',
      '20/12/2025,Northmoor Broadband Ltd,1200,Comms & Computing,Broadband',
      '20/03/2026,Northmoor Broadband Ltd,1200,Comms & Computing,Broadband',
      '01/10/2025,Mrs J Example,85.20,Training,Travel',
    ].join('\n'),
  ),
};

test('find a forgotten contract from payments, add it, and set another aside', async () => {
  const page = await openAdministrator();
  await startSchool(page, 'Forgotten Lane Primary');
  await goTo(page, 'Contracts');
  await follow(page, page.getByRole('link', { name: 'Find contracts that you forgot, from payments' }));
  await follow(page, page.getByRole('button', { name: 'Import payments' }));
  await bringFile(page, 'A file', payments, 'Read it');
  await page.getByRole('button', { name: 'See what becomes of the rows' }).click();
  await page.getByRole('heading', { level: 1, name: 'What becomes of payments.csv' }).waitFor();
  assert.doesNotMatch(await page.content(), /Mrs J Example/);
  await page.getByRole('button', { name: 'Bring in 11 payments' }).click();
  await page.getByRole('heading', { level: 1, name: 'payments.csv is in' }).waitFor();

  const suggested = async (): Promise<string[]> => {
    await goTo(page, 'Contracts');
    await follow(page, page.getByRole('link', { name: 'Find contracts that you forgot, from payments' }));
    return page.getByRole('heading', { level: 3 }).allInnerTexts();
  };
  assert.deepEqual(await suggested(), ['Northmoor Broadband Ltd', 'Smoothwall']);
  await page.getByText('1 row of the files was left out').waitFor();

  await follow(page, page.getByRole('button', { name: 'Add as a contract with Smoothwall' }));
  assert.equal(await page.getByLabel('Supplier', { exact: true }).inputValue(), 'Smoothwall');
  await fill(page, { 'What the contract is for': 'Web filter' });
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('alert').getByText('Added.').waitFor();
  await page.getByRole('heading', { level: 1, name: 'Web filter' }).waitFor();
  assert.match(await page.getByRole('main').innerText(), /payments to Smoothwall/);
  assert.deepEqual(await suggested(), ['Northmoor Broadband Ltd']);

  await page.getByRole('button', { name: 'Not a contract with Northmoor Broadband Ltd' }).click();
  await page
    .getByRole('alert')
    .getByText(/^Set aside/)
    .waitFor();
  assert.deepEqual(await suggested(), []);
  await page.getByRole('button', { name: 'Suggest again Northmoor Broadband Ltd' }).click();
  await page.getByRole('alert').getByText('It can be suggested again.').waitFor();
  assert.deepEqual(await suggested(), ['Northmoor Broadband Ltd']);
  await page.context().close();
});
