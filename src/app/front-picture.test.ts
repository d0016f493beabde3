import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { test } from 'node:test';
import { smallSchool } from '../../test/small-school.ts';
import { fixedClock } from '../platform/clock.ts';
import { createFrontPicture } from './front-picture.ts';
import { readLibrary } from './services.ts';

const library = readLibrary();
const clock = fixedClock('2026-11-24T09:00:00Z');
const example = smallSchool(library, ['cyber-assessment']);

test('the picture is made once it is asked for, of the example alone, and then kept', async () => {
  const picture = createFrontPicture({ examples: [example], library, clock });
  assert.equal(picture(), null);
  for (let n = 0; n < 1_000 && picture() === null; n++) await wait(10);
  const made = picture();
  assert.match(String(made), /<svg[^]*What happens when/);
  // It stands on a page that belongs to no school: no link of it may lead into one.
  assert.doesNotMatch(String(made), /href="\/schools/);
  assert.equal(picture(), made);
  picture.close();
});

test('without examples, or with one that cannot be planned, there is none', async () => {
  const none = createFrontPicture({ examples: [], library, clock });
  const broken = createFrontPicture({ examples: [{ ...example, edition: '1999-01' }], library, clock });
  assert.deepEqual([none(), broken()], [null, null]);
  await wait(1);
  assert.deepEqual([none(), broken()], [null, null]);
});

test('closing ends the work under way', async () => {
  const picture = createFrontPicture({ examples: [example], library, clock });
  picture();
  picture.close();
  await wait(1);
  assert.equal(picture(), null);
});
