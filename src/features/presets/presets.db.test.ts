import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addPerson, addSchool } from '../../../test/people.ts';
import { countFacts, withoutGuesses } from '../../domain/guesses.ts';
import { recordSchema, type SchoolRecord } from '../../domain/record.ts';
import { expandPreset, TYPICAL_ID } from '../../library/index.ts';
import { readRecord } from '../schools/index.ts';

const TODAY = '2026-11-24';

onEachEngine('The typical school', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  let person: TestBrowser & { personId: string; organisationId: string };

  before(async () => {
    database = await open();
    site = await buildTestApp(database, { LOG_LEVEL: 'error' });
    person = await site.signedIn();
  });
  after(() => site.close());

  let schools = 0;
  /** A school of the person's own. */
  async function school(parts: Partial<SchoolRecord> = {}, details: object = {}) {
    schools += 1;
    const key = `typical${schools}`;
    const given = {
      key,
      urn: null,
      name: `School ${schools}`,
      phase: 'primary',
      pupils: 420,
      governance: 'maintained',
      localAuthority: null,
      isExample: false,
      ...details,
    };
    const { schoolId } = await addSchool(database.db, person, { ...parts, school: given as SchoolRecord['school'] });
    const record = () => database.db.as(person.personId, (tx) => readRecord(tx, schoolId, TODAY));
    return { base: `/schools/${key}`, record, schoolId };
  }
  const rows = (record: SchoolRecord) => [
    ...record.contracts,
    ...record.systems,
    ...record.equipment,
    ...record.connections,
  ];

  /** The form of the access points as it is opened. */
  const asItWas = {
    version: '1',
    name: 'Wi-Fi access points',
    kind: 'access-point',
    quantity: '14',
    boughtYear: '2021',
    wifiGeneration: '5',
  };

  /** With the guesses of a two-form-entry primary in. */
  async function guessedSchool() {
    const made = await school();
    await person.get(`${made.base}/typical`);
    await person.post(`${made.base}/typical`, { preset: 'primary-two-form' });
    return made;
  }

  test('a new school is offered it on its front page, with what would be put in and where each guess is from', async () => {
    const { base, record } = await school();
    assert.match(
      (await person.get(base)).body,
      new RegExp(`href="${base}/typical"[^>]*>\\s*Start from a typical school`),
    );
    for (const register of ['contracts', 'systems', 'equipment', 'connections'])
      assert.match(
        (await person.get(`${base}/${register}`)).body,
        new RegExp(`href="${base}/typical">start from a typical`),
      );
    const { body, status } = await person.get(`${base}/typical`);
    assert.equal(status, 200);
    for (const words of [
      'a two-form-entry primary, at 420 pupils',
      'Wi-Fi access points',
      '14 (9 to 20)',
      'Bought in 2021 (2018 to 2024)',
      'Our own guess; no figure was found',
      'up to one access point for each classroom',
      'In the survey 49% of primary schools',
      'Put these',
    ])
      assert.ok(body.includes(words), words);
    assert.deepEqual(rows(await record()), []);
  });

  test('one button puts all of it in, as the preset says, every value a guess, with a line of history for each', async () => {
    const { base, record, schoolId } = await guessedSchool();
    const preset = site.services.library.presets.find(({ id }) => id === 'primary-two-form');
    const expected = expandPreset(preset ?? assert.fail(), { pupils: 420 }, TODAY);
    const found = await record();
    for (const list of ['contracts', 'systems', 'equipment', 'connections'] as const)
      assert.deepEqual(
        found[list].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        expected[list].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      );
    const { facts, guesses } = countFacts(found);
    assert.equal(guesses.length, facts);
    assert.deepEqual(recordSchema.parse(found), found);
    const lines = await database.db.as(person.personId, (tx) =>
      tx
        .selectFrom('change')
        .select(['row_id', 'before', 'after'])
        .where('school_id', '=', schoolId)
        .where('row_id', 'like', `${TYPICAL_ID}%`)
        .execute(),
    );
    assert.equal(lines.length, rows(found).length);
    assert.ok(lines.every(({ before: was }) => was === null));
    const page = await person.get(`${base}/typical`);
    assert.match(page.body, new RegExp(`${facts} of your ${facts} facts are guesses`));
    const item = await person.get(`${base}/equipment/${TYPICAL_ID}access-points`);
    assert.match(item.body, /Assumed/);
    assert.match((await person.get(`${base}/equipment`)).body, /14\s*<strong[^>]*>Assumed/);
    assert.match((await person.get(`${base}/contracts`)).body, /£2,600\s*<strong[^>]*>Assumed/);
    assert.match(item.body, /typical for a two-form-entry primary, 9 to 20/);
  });

  test('pressing twice puts it in once', async () => {
    const { base, record } = await school();
    await person.get(`${base}/typical`);
    const answers = await Promise.all([1, 2].map(() => person.post(`${base}/typical`, { preset: 'primary-two-form' })));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [303, 303],
    );
    const once = await guessedSchool();
    const ids = (record: SchoolRecord) =>
      rows(record)
        .map(({ id }) => id)
        .sort();
    assert.deepEqual(ids(await record()), ids(await once.record()));
    assert.match((await person.get(`${base}/typical?put-in=0`)).body, /0 items put in/);
  });

  test('what the school has already stays the only one of its kind', async () => {
    const own = { id: 'mine', title: 'Our MIS', type: 'mis', annualCostPence: 310_000 };
    const { base, record } = await school({ contracts: [own] as never });
    const { body } = await person.get(`${base}/typical`);
    assert.match(body, /Left out, because you have such things already: Management information system/);
    await person.post(`${base}/typical`, { preset: 'primary-two-form' });
    const found = await record();
    assert.deepEqual(
      found.contracts.filter(({ type }) => type === 'mis').map(({ id }) => id),
      ['mine'],
    );
    assert.equal(found.systems.find(({ kind }) => kind === 'mis')?.contractId, null);
  });

  test('undo takes out what nobody changed, and leaves and names what somebody did', async () => {
    const { base, record } = await guessedSchool();
    const before = rows(await record()).length;
    const address = `${base}/equipment/${TYPICAL_ID}access-points`;
    await person.get(`${address}/edit`);
    await person.post(`${address}/edit`, { ...asItWas, quantity: '16' });
    // Untying a system is no change of the person's own making.
    await person.post(`${base}/contracts/${TYPICAL_ID}mis/remove`);
    const { location } = await person.post(`${base}/typical/undo`);
    assert.equal(location, `${base}/typical?taken-out=${before - 2}&stayed=1`);
    const left = rows(await record());
    assert.deepEqual(
      left.map(({ id }) => id),
      [`${TYPICAL_ID}access-points`],
    );
    const words = (await person.get(location ?? '')).body;
    assert.match(words, new RegExp(`${before - 2} guessed items taken out`));
    assert.match(words, /1 item of which something is your own stays/);
  });

  test('once the school writes down its own, the guess of the same kind is named and can be taken out', async () => {
    const { base, record } = await guessedSchool();
    await person.get(`${base}/contracts/new`);
    await person.post(`${base}/contracts/new`, {
      title: 'Line from Fenlink',
      type: 'broadband',
      annualCostPence: '1,450',
    });
    await person.post(`${base}/contracts/new`, { title: 'Finance software', type: 'software' });
    const { body } = await person.get(`${base}/typical`);
    assert.match(body, /your own of 2 things that are guessed here too:<\/strong>\s*Broadband, Finance software\./);
    const before = rows(await record()).length;
    const { location } = await person.post(`${base}/typical/doubled`);
    assert.equal(location, `${base}/typical?taken-out=2`);
    const left = await record();
    assert.equal(rows(left).length, before - 2);
    assert.deepEqual(
      left.contracts.filter(({ type }) => type === 'broadband').map(({ title }) => title),
      ['Line from Fenlink'],
    );
    assert.doesNotMatch((await person.get(`${base}/typical`)).body, /guessed here too/);
  });

  test('after an undo it can be started again', async () => {
    const { base, record } = await guessedSchool();
    const first = await record();
    await person.post(`${base}/typical/undo`);
    assert.deepEqual(rows(await record()), []);
    await person.post(`${base}/typical`, { preset: 'primary-two-form' });
    const byId = (record: SchoolRecord) =>
      rows(record)
        .map((row) => JSON.stringify(row))
        .sort();
    assert.deepEqual(byId(await record()), byId(first));
  });

  test('a guess said to be right is typed from then on, with the same value and no range', async () => {
    const { base, record } = await guessedSchool();
    const address = `${base}/equipment/${TYPICAL_ID}access-points`;
    const { body } = await person.get(address);
    assert.match(body, /These 4 guesses are right/);
    const { location } = await person.post(`${base}/typical/equipment/${TYPICAL_ID}access-points/right`, {
      version: '1',
    });
    assert.equal(location, `${address}?done=changed`);
    const points = (await record()).equipment.find(({ id }) => id === `${TYPICAL_ID}access-points`);
    assert.equal(points?.quantity, 14);
    assert.ok(Object.values(points?.sources ?? {}).every(({ from, range }) => from === 'typed' && range === undefined));
    const after = await person.get(address);
    assert.doesNotMatch(after.body, /guesses are right|govuk-tag--yellow/);
    assert.match(after.body, /No longer a guess/);
  });

  test('a guess that someone changed meanwhile is not said to be right unseen', async () => {
    const { base, record } = await guessedSchool();
    const address = `${base}/equipment/${TYPICAL_ID}access-points`;
    await person.get(`${address}/edit`);
    await person.post(`${address}/edit`, { ...asItWas, quantity: '16' });
    await person.post(`${base}/typical/equipment/${TYPICAL_ID}access-points/right`, { version: '1' });
    const points = (await record()).equipment.find(({ id }) => id === `${TYPICAL_ID}access-points`);
    assert.equal(points?.sources['wifiGeneration']?.from, 'assumed');
  });

  test('all guesses of a register can be said to be right at once, and that undone', async () => {
    const { base, record } = await guessedSchool();
    await person.get(`${base}/typical`);
    const { location } = await person.post(`${base}/typical/equipment/right`);
    const guessed = async () =>
      countFacts(await record()).guesses.filter(({ register }) => register === 'equipment').length;
    assert.equal(await guessed(), 0);
    assert.match(location ?? '', new RegExp(`^${base}/equipment/bulk/`));
    const page = await person.get(location ?? '');
    assert.equal(page.status, 200);
    await person.post(`${location}/undo`);
    assert.ok((await guessed()) > 20);
  });

  test('for kinds of schools of which nothing is known none is suggested, and any can be chosen', async () => {
    const { base, record } = await school({}, { phase: 'all-through', pupils: 1100 });
    const none = await person.get(`${base}/typical`);
    assert.match(none.body, /Nothing that we found says what an all-through school typically has/);
    assert.doesNotMatch(none.body, /Put these/);
    const chosen = await person.get(`${base}/typical?preset=secondary`);
    assert.match(chosen.body, /a secondary of about 900, at 1,100 pupils/);
    await person.post(`${base}/typical`, { preset: 'secondary' });
    assert.ok(rows(await record()).length > 30);
    assert.equal((await person.post(`${base}/typical`, { preset: 'nothing-such' })).status, 404);
    assert.equal((await person.post(`${base}/typical/nothing-such/right`)).status, 404);
  });

  test('readers see what is guessed, and can change nothing', async () => {
    const owner = await addPerson(database.db);
    const { key } = await addSchool(database.db, owner);
    const reader = await site.signedIn(await addMember(database.db, owner.organisationId, 'reader'));
    const { body, status } = await reader.get(`/schools/${key}/typical`);
    assert.equal(status, 200);
    assert.doesNotMatch(body, /Put these/);
    assert.equal((await reader.post(`/schools/${key}/typical`, { preset: 'primary-two-form' })).status, 403);
  });

  test('guesses go through a school file and come back as guesses, ranges and all', async () => {
    const { base, record } = await guessedSchool();
    const { body } = await person.get(`${base}/school.json`);
    const read = recordSchema.parse(JSON.parse(body));
    assert.deepEqual(countFacts(read), countFacts(await record()));
    assert.deepEqual(withoutGuesses(read).equipment, []);
  });

  test('was served without a failure', () => assert.deepEqual(site.failures(), []));
});
