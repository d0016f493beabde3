/** Who comes in, and what the rest see. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAdministrator, openVisitor, sharedServer } from '../browser.ts';
import { letIn, lookAround, startSchool, statusOf } from './steps.ts';

test('a sign-in link works once, and signing out ends it', async () => {
  const administrator = await openAdministrator();
  const base = await startSchool(administrator, 'Locked Door Primary');
  const person = await letIn(administrator, base, 'Robin Reader', 'Read');
  await person.goto(`${base}/contracts`);
  await person.getByRole('heading', { level: 1, name: 'Contracts' }).waitFor();
  assert.equal(await person.getByRole('button', { name: 'Add a contract' }).count(), 0);

  // The first link of all was used by the administrator.
  const { signInLink } = await sharedServer();
  const late = await openVisitor();
  assert.equal(await statusOf(late, signInLink), 410);
  await late.getByRole('heading', { level: 1, name: 'This link no longer works' }).waitFor();

  await person.getByRole('button', { name: 'Sign out' }).click();
  await person.waitForURL((url) => url.pathname === '/');
  await person.goto(`${base}/contracts`);
  assert.equal(new URL(person.url()).pathname, '/sign-in');
  await Promise.all([administrator, person, late].map((page) => page.context().close()));
});

test('a school that one may not see looks like one that does not exist', async () => {
  const administrator = await openAdministrator();
  const base = await startSchool(administrator, 'Private Primary');
  const visitor = await openVisitor();
  await lookAround(visitor);

  const seen: string[] = [];
  for (const address of [`${base}/contracts`, '/schools/no-such-school/contracts']) {
    assert.equal(await statusOf(visitor, address), 403);
    seen.push(await visitor.content());
  }
  assert.equal(seen[0], seen[1]);
  assert.doesNotMatch(seen[0] ?? '', /Private Primary/);

  assert.equal(await statusOf(visitor, '/no-such-page'), 404);
  await visitor.getByRole('heading', { level: 1, name: 'Page not found' }).waitFor();
  await Promise.all([administrator, visitor].map((page) => page.context().close()));
});
