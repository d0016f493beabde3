import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { HtmlValidate, type ConfigData } from 'html-validate';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool, sampleRecord, TEST_NOW } from '../../../test/people.ts';
import { equipmentSchema, type SchoolRecord } from '../../domain/record.ts';
import { SqlError } from '../../platform/database/index.ts';
import { listItemChanges } from '../registers/index.ts';
import { readRecord } from '../schools/index.ts';
import { saveAnswer, type Answering } from './answers.commands.ts';
import { listAnswers, selectAnswer } from './answers.queries.ts';

const validator = new HtmlValidate(
  JSON.parse(readFileSync(new URL('../../../.htmlvalidate.json', import.meta.url), 'utf8')) as ConfigData,
);

async function assertValid(markup: string): Promise<void> {
  const report = await validator.validateString(markup);
  const faults = report.results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`),
  );
  assert.deepEqual(faults, []);
}

/** The part of a page that is its own. */
function mainOf(markup: string): string {
  return /<main[\s\S]*<\/main>/.exec(markup)?.[0] ?? '';
}

onEachEngine('Standards', (open) => {
  let database: TestDatabase;
  let app: TestApp;
  let owner: TestBrowser & { personId: string; organisationId: string };

  before(async () => {
    database = await open();
    app = await buildTestApp(database);
    owner = await app.signedIn();
  });
  after(() => app.close());

  /** A school of the owner's with a key of its own, and its base address. */
  let made = 0;
  const newSchool = async (parts: object = {}, school: object = {}) => {
    made += 1;
    const key = String(200_000 + made);
    const record = {
      ...parts,
      school: { ...sampleRecord().school, key, urn: key, ...school },
    } as Partial<SchoolRecord>;
    const { schoolId } = await addSchool(database.db, owner, record);
    return { schoolId, key, base: `/schools/${key}`, scope: { organisationId: owner.organisationId, schoolId } };
  };
  const storedAnswer = (school: { scope: Answering['scope'] }, questionId: string) =>
    database.db.as(owner.personId, (tx) => selectAnswer(tx, school.scope, questionId));
  const historyOf = (school: { scope: Answering['scope'] }, questionId: string) =>
    database.db.as(owner.personId, (tx) => listItemChanges(tx, school.scope, 'answer', questionId));

  test('an empty school reaches a first status in at most 45 questions', async () => {
    const school = await newSchool();
    const start = await owner.get(`${school.base}/standards`);
    assert.equal(start.status, 200);
    assert.match(mainOf(start.body), /0 of the 6 core areas are met in full today/);
    let address = /href="(\/schools\/\d+\/questions\/[\w-]+)"[^>]*class="govuk-button/.exec(start.body)?.[1] ?? null;
    const seen: string[] = [];
    while (address !== null && /\/questions\/[\w-]+$/.test(address)) {
      assert.ok(seen.length < 45, 'more than 45 questions');
      assert.ok(!seen.includes(address), `${address} was asked twice`);
      seen.push(address);
      const question = await owner.get(address);
      assert.equal(question.status, 200);
      assert.match(question.body, /<h1 class="govuk-fieldset__heading">/);
      const choices = [...question.body.matchAll(/name="choice" type="radio" value="([\w-]+)"/g)].map(
        (found) => found[1] ?? '',
      );
      assert.ok(choices.length >= 3 && choices.includes('not-sure'), address);
      const version = /name="version" value="(\d+)"/.exec(question.body)?.[1] ?? '';
      // Every third is not sure.
      const choice = seen.length % 3 === 0 ? 'not-sure' : (choices[0] ?? '');
      const saved = await owner.post(address, { choice, note: '', version, from: '' });
      assert.equal(saved.status, 303);
      address = saved.location;
    }
    assert.equal(address, `${school.base}/standards/check`);
    assert.ok(seen.length >= 26 && seen.length <= 45, `${seen.length} questions`);
    const categories = seen.map((question) => question.split('/').at(-1));
    assert.equal(new Set(categories).size, seen.length);
    const check = await owner.get(address);
    assert.match(check.body, /Nothing is left to ask/);
    assert.match(check.body, /id="find-out"/);
    assert.match(check.body, new RegExp(`href="${school.base}/find-out"`));
    const done = await owner.get(`${school.base}/standards`);
    assert.match(mainOf(done.body), /There is an answer to every question/);
    for (const page of [start, check, done]) await assertValid(page.body);
  });

  test('an answer is saved with its history, can be changed, and cleared', async () => {
    const school = await newSchool();
    const address = `${school.base}/questions/cyber-training`;
    await owner.get(address);
    const first = await owner.post(address, { choice: 'staff', note: 'The log is in the office', version: '0' });
    assert.equal(first.location, `${school.base}/questions/cyber-rules`);
    assert.deepEqual(
      { ...(await storedAnswer(school, 'cyber-training')), updatedAt: null },
      {
        questionId: 'cyber-training',
        choice: 'staff',
        answeredOn: '2026-11-24',
        note: 'The log is in the office',
        basis: 'asserted',
        by: 'Pat Bursar',
        holdsUntil: null,
        version: 1,
        updatedAt: null,
        personName: 'Pat Bursar',
      },
    );
    const second = await owner.post(address, { choice: 'everyone', note: '', version: '1', from: 'check' });
    assert.equal(second.location, `${school.base}/standards/check?done=answered`);
    const third = await owner.post(address, { choice: 'some', note: '', version: '2', from: 'cyber-2' });
    assert.equal(third.location, `${school.base}/standards/cyber-2?done=answered`);
    assert.match((await owner.get(third.location ?? '')).body, /Answer saved/);
    const page = await owner.get(address);
    assert.match(page.body, /History of this answer/);
    assert.match(page.body, /All staff, pupils and at least one governor/);
    await assertValid(page.body);
    const history = await historyOf(school, 'cyber-training');
    assert.deepEqual(
      history.map(({ before: was, after: is }) => [was?.['choice'] ?? null, is?.['choice'] ?? null]),
      [
        ['everyone', 'some'],
        ['staff', 'everyone'],
        [null, 'staff'],
      ],
    );
    const cleared = await owner.post(`${address}/clear`, { version: '3' });
    assert.equal(cleared.location, `${address}?done=cleared`);
    assert.equal(await storedAnswer(school, 'cyber-training'), null);
    assert.equal((await historyOf(school, 'cyber-training'))[0]?.after, null);
    const all = await owner.get(`${school.base}/history?table=answer`);
    assert.match(all.body, new RegExp(`href="${address}"`));
    // Its version goes on counting, so that an old page is not taken for a new one.
    await owner.get(address);
    await owner.post(address, { choice: 'staff', note: '', version: '0' });
    assert.equal((await storedAnswer(school, 'cyber-training'))?.version, 4);
  });

  test('without a choice nothing is saved, and what was typed stays', async () => {
    const school = await newSchool();
    const address = `${school.base}/questions/cyber-mfa`;
    await owner.get(address);
    const answer = await owner.post(address, { note: 'Ask <Sam>', version: '0', from: 'check' });
    assert.equal(answer.status, 422);
    assert.match(answer.body, /<title>Error: /);
    assert.match(answer.body, /href="#choice"/);
    assert.match(answer.body, /Ask &lt;Sam&gt;/);
    assert.match(answer.body, /name="from" value="check"/);
    await assertValid(answer.body);
    assert.equal((await owner.post(address, { choice: 'nonsense', version: '0' })).status, 422);
    assert.equal((await owner.post(address, { choice: 'admins', note: 'x'.repeat(4001), version: '0' })).status, 422);
    assert.equal((await owner.post(address, { choice: 'admins', note: 'a\0b', version: '0' })).status, 303);
    assert.equal((await storedAnswer(school, 'cyber-mfa'))?.note, 'ab');
  });

  test('where someone else answered meanwhile both are shown and nothing is lost', async () => {
    const school = await newSchool();
    const address = `${school.base}/questions/cyber-passwords`;
    const colleague = await app.signedIn(await addMember(database.db, owner.organisationId, 'editor'));
    await colleague.get(address);
    await owner.get(address);
    assert.equal((await owner.post(address, { choice: 'yes', note: 'Policy of May', version: '0' })).status, 303);
    const stale = await colleague.post(address, { choice: 'not-sure', note: 'I shall ask', version: '0' });
    assert.equal(stale.status, 409);
    assert.match(stale.body, /Pat Bursar answered this question/);
    assert.match(stale.body, /Their answer: “Yes”. Their note: “Policy of May”/);
    assert.match(stale.body, /value="not-sure" checked/);
    assert.match(stale.body, />I shall ask<\/textarea>/);
    await assertValid(stale.body);
    assert.equal((await storedAnswer(school, 'cyber-passwords'))?.choice, 'yes');
    const version = /name="version" value="(\d+)"/.exec(stale.body)?.[1] ?? '';
    assert.equal((await colleague.post(address, { choice: 'not-sure', note: 'I shall ask', version })).status, 303);
    assert.equal((await storedAnswer(school, 'cyber-passwords'))?.choice, 'not-sure');
    // Clearing from an old page is refused too; saying the same again is no conflict.
    assert.equal((await owner.post(`${address}/clear`, { version: '1' })).status, 409);
    assert.equal((await owner.post(address, { choice: 'not-sure', note: 'I shall ask', version: '1' })).status, 303);
  });

  test('two first answers at the same moment: one is saved, the other is told', async () => {
    const school = await newSchool();
    const { editions } = app.services.library;
    const question = editions.at(-1)?.questions.find(({ id }) => id === 'strategy');
    assert.ok(question);
    const results = await Promise.all(
      ['full', 'no'].map((choice) =>
        database.db.as(owner.personId, (tx) =>
          saveAnswer(
            { tx, scope: school.scope, personId: owner.personId, now: TEST_NOW, today: '2026-11-24' },
            question,
            0,
            { choice, note: null },
          ),
        ),
      ),
    );
    assert.deepEqual(results.map(({ outcome }) => outcome).toSorted(), ['done', 'stale']);
    assert.equal((await historyOf(school, 'strategy')).length, 1);
  });

  test('readers see everything and change nothing; strangers see nothing', async () => {
    const school = await newSchool({
      answers: [{ questionId: 'cyber-training', choice: 'not-sure', answeredOn: '2026-10-01', note: null }],
    });
    const readerId = await addMember(database.db, owner.organisationId, 'reader');
    const reader = await app.signedIn(readerId);
    const stranger = await app.signedIn();
    const paths = ['/standards', '/standards/cyber-2', '/standards/check', '/questions', '/questions/cyber-training'];
    for (const path of paths) {
      const page = await reader.get(`${school.base}${path}`);
      assert.equal(page.status, 200, path);
      const main = mainOf(page.body);
      assert.doesNotMatch(main, /method="post"|>(Save|Start|Continue|Change the answer|Answer the question)/, path);
      await assertValid(page.body);
      assert.equal((await stranger.get(`${school.base}${path}`)).status, 403, path);
      const visitor = await app.visitor().get(`${school.base}${path}`);
      assert.match(visitor.location ?? '', /^\/sign-in/);
    }
    const posted = await reader.post(`${school.base}/questions/cyber-training`, { choice: 'some', version: '1' });
    assert.equal(posted.status, 403);
    assert.equal((await reader.post(`${school.base}/questions/cyber-training/clear`, { version: '1' })).status, 403);
    assert.equal((await storedAnswer(school, 'cyber-training'))?.choice, 'not-sure');
    // The database itself says the same.
    const question = app.services.library.editions.at(-1)?.questions.find(({ id }) => id === 'cyber-rules');
    assert.ok(question);
    await assert.rejects(
      database.db.as(readerId, (tx) =>
        saveAnswer({ tx, scope: school.scope, personId: readerId, now: TEST_NOW, today: '2026-11-24' }, question, 0, {
          choice: 'no',
          note: null,
        }),
      ),
      SqlError,
    );
    assert.deepEqual(await database.db.as(stranger.personId, (tx) => listAnswers(tx, school.scope)), []);
  });

  test('the core areas come first and the others after; the strip and its table show all fifty', async () => {
    const school = await newSchool({
      answers: [{ questionId: 'device-disposal', choice: 'other', answeredOn: '2026-10-01', note: null }],
    });
    const page = await owner.get(`${school.base}/standards`);
    const main = mainOf(page.body);
    const places = ['The core areas and where', 'The other areas and where', 'All 50 standards</h2>'].map((text) =>
      main.indexOf(text),
    );
    assert.ok(!places.includes(-1));
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    assert.ok(main.indexOf('Broadband internet') < main.indexOf('Network cabling'));
    const strip = /<svg[^>]*all-standards[\s\S]*?<\/svg>/.exec(main)?.[0] ?? '';
    assert.equal(new Set(strip.match(/\/standards\/[a-z]+(?:-[a-z]+)?-\d/g)).size, 50);
    assert.match(main, /The law asks for this now, not by 2030/);
    const waste = await owner.get(`${school.base}/standards/devices-4`);
    assert.match(waste.body, /It is a duty by law \(the rules on electrical waste\)\./);
    await assertValid(page.body);
    await assertValid(waste.body);
  });

  test('what waits for a day that nobody knows says so', async () => {
    const school = await newSchool({
      answers: [{ questionId: 'server-room', choice: 'open', answeredOn: '2026-10-01', note: null }],
    });
    const page = await owner.get(`${school.base}/standards/servers-4`);
    assert.match(mainOf(page.body), /Not due until the servers are due to be replaced; the day is not known\./);
    assert.doesNotMatch(mainOf(page.body), /Due now/);
  });

  test('one answer that there are no servers settles what is asked of servers, and is not counted as met', async () => {
    const answers = [{ questionId: 'server-room', choice: 'no-servers', answeredOn: '2026-10-01', note: null }];
    const without = await newSchool({ answers });
    const page = await owner.get(`${without.base}/standards/servers-1`);
    const main = mainOf(page.body);
    assert.match(main, /Does not apply/);
    assert.match(main, /Its musts: \d+ not asked of you\./);
    assert.match(main, /Answered “We have no servers of our own”/);
    assert.match(main, /Who it concerns[\s\S]*?It is asked of schools with servers of their own\./);
    assert.match(main, /questions\/server-room\?from=servers-1/, 'the answer that decides can be changed');
    await assertValid(page.body);
    const questions = mainOf((await owner.get(`${without.base}/questions`)).body);
    assert.match(questions, /4 that do not concern you/);
    assert.match(questions, /Does not apply/);
    const strip = mainOf((await owner.get(`${without.base}/standards`)).body);
    assert.match(strip, /Servers that keep going: does not apply from/);
    await assertValid((await owner.get(`${without.base}/questions`)).body);

    const beside = await newSchool({
      answers,
      equipment: [equipmentSchema.parse({ id: 's', name: 'Main server', kind: 'server' })],
    });
    const disputed = await owner.get(`${beside.base}/standards/servers-4`);
    assert.match(mainOf(disputed.body), /The answer and the registers disagree/);
    assert.match(mainOf(disputed.body), /But in use: Main server/);
    assert.match(mainOf(disputed.body), /Not known/);
    await assertValid(disputed.body);
  });

  test('what is asked of schools with several sites says whom it concerns, and who leads', async () => {
    const unknown = mainOf((await owner.get(`${(await newSchool()).base}/standards/filtering-2`)).body);
    assert.match(unknown, /It is asked of schools with more than one site\. Not known: how many sites the school has/);
    assert.match(unknown, /Who leads[\s\S]*?A member of the senior leadership team\. Together with:/);
    assert.match(unknown, /Who can answer/);
    const one = await newSchool({}, { sites: 1 });
    const page = mainOf((await owner.get(`${one.base}/standards/filtering-2`)).body);
    assert.match(page, /By what kind of school yours is\. It is asked of schools with more than one site\./);
  });

  test('the other areas are asked one at a time, after the core', async () => {
    const school = await newSchool();
    const list = await owner.get(`${school.base}/questions`);
    assert.match(mainOf(list.body), /The core areas: 0 of 43 answered/);
    assert.match(mainOf(list.body), /Answer the core areas first\./);
    await assertValid(list.body);
    const other = app.services.library.editions
      .at(-1)
      ?.questions.filter(({ categoryId }) => categoryId === 'servers')
      .map(({ id }) => `${school.base}/questions/${id}`);
    assert.ok(other && other.length > 2);
    for (const [index, address] of other.entries()) {
      const page = await owner.get(address);
      const version = /name="version" value="(\d+)"/.exec(page.body)?.[1] ?? '';
      const saved = await owner.post(address, { choice: 'not-sure', note: '', version, from: '' });
      assert.equal(saved.location, other[index + 1] ?? `${school.base}/standards/check`);
    }
  });

  test('unknown standards and questions are not found', async () => {
    const school = await newSchool();
    for (const path of ['/standards/gardening-1', '/questions/favourite-colour']) {
      assert.equal((await owner.get(`${school.base}${path}`)).status, 404);
    }
    assert.equal((await owner.post(`${school.base}/questions/favourite-colour`, { choice: 'blue' })).status, 404);
  });

  test('a skipped question stays to ask, and skipping leads on', async () => {
    const school = await newSchool();
    const question = await owner.get(`${school.base}/questions/broadband-fibre`);
    assert.match(question.body, new RegExp(`href="${school.base}/questions/broadband-speed">Skip for now`));
    const edition = app.services.library.editions.at(-1);
    const last = edition?.questions.at(-1)?.id ?? '';
    const end = await owner.get(`${school.base}/questions/${last}`);
    assert.match(end.body, new RegExp(`href="${school.base}/standards/check">Skip for now`));
    assert.match((await owner.get(`${school.base}/standards/check`)).body, /Not answered yet/);
  });

  describe('of a school with registers', () => {
    const registers = {
      equipment: [
        {
          id: 'sw',
          name: 'Core switch',
          kind: 'core-switch',
          supportEndsOn: '2028-08-31',
          portSpeedMbps: 1000,
          centrallyManaged: true,
        },
      ],
      connections: [{ id: 'line', name: 'Main line', technology: 'adsl', downMbps: 20, upMbps: 2 }],
      answers: [{ questionId: 'broadband-fibre', choice: 'fibre', answeredOn: '2026-10-01', note: null }],
    };

    test('the chain leads to the entries, and a contradiction stands beside', async () => {
      const school = await newSchool(registers);
      const standards = await owner.get(`${school.base}/standards`);
      assert.match(standards.body, /Where an answer and the registers disagree/);
      const page = await owner.get(`${school.base}/standards/broadband-1`);
      assert.match(page.body, new RegExp(`href="${school.base}/connections/line">Main line</a>: `));
      assert.match(page.body, /The answer and the registers disagree\./);
      assert.match(page.body, /For a school like yours/);
      assert.match(page.body, /100 Mbps down/);
      await assertValid(standards.body);
      await assertValid(page.body);
    });

    test('another day of support in the register is another answer on the page, with what it rests on', async () => {
      const school = await newSchool({ equipment: registers.equipment });
      const address = `${school.base}/equipment/sw`;
      const saysOfSupport = async (): Promise<string> => {
        const { body } = await owner.get(`${school.base}/standards/switching-2`);
        await assertValid(body);
        const page = mainOf(body);
        const at = page.indexOf(`href="${address}">Core switch</a>: support ends`);
        assert.ok(at > 0, 'the chain leads to the switch');
        return page.slice(page.lastIndexOf('<h3', at), page.indexOf('<h3', at)).replaceAll(/<[^>]+>/g, '');
      };
      const before = await saysOfSupport();
      assert.match(before, /Core switch: support ends: 31 August 2028/);
      assert.match(before, /Met until 31 August 2028, then not met/);
      assert.match(before, /Support of Core switch ends on 31 August 2028\./);

      const form = (await owner.get(`${address}/edit`)).body;
      const version = /name="version" value="(\d+)"/.exec(form)?.[1] ?? '';
      const own = { version, name: 'Core switch', kind: 'core-switch', quantity: '1' };
      const saved = await owner.post(`${address}/edit`, { ...own, supportEndsOn: '31/8/2026' });
      assert.equal(saved.status, 303);
      const after = await saysOfSupport();
      assert.match(after, /Core switch: support ends: 31 August 2026/);
      assert.match(after, /Core switch: no longer supported\./);
      assert.doesNotMatch(after, /2028/);
    });

    test('the address filters the list', async () => {
      const school = await newSchool(registers);
      const page = await owner.get(`${school.base}/standards?area=cyber&result=not-known`);
      const list = page.body.slice(page.body.indexOf('id="list"'));
      assert.match(list, /of 50 standards\./);
      assert.doesNotMatch(list, /standards\/wireless-/);
      const none = await owner.get(`${school.base}/standards?area=broadband&result=not-applicable`);
      assert.match(none.body, /No standard stands like that/);
    });

    test('what the registers know is not asked', async () => {
      const school = await newSchool({ connections: registers.connections });
      const page = await owner.get(`${school.base}/questions`);
      assert.match(page.body, />Known</);
      const record = await database.db.as(owner.personId, (tx) => readRecord(tx, school.schoolId, '2026-11-24'));
      assert.deepEqual(record.answers, []);
      const question = await owner.get(`${school.base}/questions/broadband-fibre`);
      assert.match(question.body, /Your registers already say:/);
    });

    test('every standard has a page that is valid', async () => {
      const school = await newSchool(registers);
      for (const { id } of app.services.library.editions.at(-1)?.standards ?? []) {
        const page = await owner.get(`${school.base}/standards/${id}`);
        assert.equal(page.status, 200, id);
        await assertValid(page.body);
      }
    });
  });
});
