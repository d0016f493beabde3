import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addPerson, addSchool } from '../../../test/people.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { SqlError } from '../../platform/database/index.ts';

const beacon = readFileSync(new URL('../../../examples/local-rules/beacon-trust.yaml', import.meta.url), 'utf8');
const REFUSED = (error: unknown): boolean => error instanceof SqlError && error.sqlState === '42501';
const line = (mbps: number): Partial<SchoolRecord> =>
  ({
    connections: [{ id: 'main', name: 'Main line', technology: 'fttp', downMbps: mbps, upMbps: mbps }],
  }) as never;
/** As a reader would see it: no markup, single spaces. */
const words = (body: string) =>
  body
    .slice(body.indexOf('<main'))
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&#39;|&#x27;/g, '’')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ');

onEachEngine('Local rules', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  let trust: { personId: string; organisationId: string };
  let browser: TestBrowser;
  const first = '/schools/100001';
  const second = '/schools/100002';

  before(async () => {
    database = await open();
    site = await buildTestApp(database, { LOG_LEVEL: 'error' });
    trust = await addPerson(database.db, 'Terry Trust');
    await addSchool(database.db, trust, line(200));
    await addSchool(database.db, trust, {
      ...line(900),
      school: {
        key: '100002',
        urn: '100002',
        name: 'Oak Road Secondary',
        phase: 'secondary',
        pupils: 900,
        governance: 'maintained',
      } as never,
    });
    browser = await site.signedIn(trust.personId);
  });
  after(() => site.close());

  const page = async (address: string) => words((await browser.get(address)).body);

  test('a set is started, its rule is looked at for each school before it is taken, and each school sees whose it is', async () => {
    assert.match(await page(`${first}/local-rules`), /No rules have been set/);
    await browser.get(`${first}/local-rules/new`);
    const wrong = await browser.post(`${first}/local-rules/new`, { by: '', name: 'X', url: 'beacon' });
    assert.equal(wrong.status, 422);
    assert.match(words(wrong.body), /Enter who asks this .*The web address must begin with https/);
    const started = await browser.post(`${first}/local-rules/new`, { by: 'Beacon Trust (example)', name: 'Our rules' });
    assert.equal(started.location, `${first}/local-rules/our-rules?done=started`);
    assert.match(await page(`${first}/local-rules/our-rules/rule`), /Which standard is it about\?.*What does it do\?/);
    const form = await page(`${first}/local-rules/our-rules/rule?kind=tighten&standard=broadband-1`);
    assert.match(form, /at the speed set for this kind of school\. \(now: 100 Mbps down or 1,000 Mbps down\)/);

    const rule = {
      kind: 'tighten',
      standard: 'broadband-1',
      requirementId: 'broadband-1.speed',
      number: '500',
      level: 'as-is',
      trigger: 'now',
      version: '1',
    };
    const low = await browser.post(`${first}/local-rules/our-rules/rule`, { ...rule, number: '50', step: 'show' });
    assert.equal(low.status, 422);
    assert.match(
      words(low.body),
      /asks for 100 Mbps down or 1,000 Mbps down by itself: a local rule must name a higher number/,
    );
    const shown = await browser.post(`${first}/local-rules/our-rules/rule`, { ...rule, step: 'show' });
    assert.equal(shown.status, 200);
    assert.match(
      words(shown.body),
      /Elm Lane Primary .*The main line can bring data in.* Met Not met .*Oak Road Secondary/s,
    );
    assert.match(await page(`${first}/local-rules/our-rules`), /There is no rule in it yet/, 'looking takes nothing');
    const taken = await browser.post(`${first}/local-rules/our-rules/rule`, { ...rule, step: 'save' });
    assert.equal(taken.location, `${first}/local-rules/our-rules?done=rule`);
    const late = await browser.post(`${first}/local-rules/our-rules/rule`, { ...rule, number: '600', step: 'save' });
    assert.equal(late.status, 409);

    assert.match(
      await page(`${first}/standards/broadband-1`),
      /Set by Beacon Trust \(example\): at least 500 Mbps down\. The national standard asks 100 Mbps down\. Set by Beacon Trust \(example\): it counts now/,
    );
    assert.match(
      await page(`${second}/standards/broadband-1`),
      /Beacon Trust \(example\) asks for at least 500 Mbps down\. The national standard is stricter here, and counts/,
    );
    assert.match(
      await page(`${first}/standards`),
      /1 rule of Beacon Trust \(example\) counts beside the national standards/,
    );
  });

  test('a rule is changed and taken out, and the history says by whom', async () => {
    const list = await browser.get(`${first}/local-rules/our-rules`);
    const address = /href="([^"]*\/rules\/r-[0-9a-f]+)"/.exec(list.body)?.[1] ?? '';
    assert.match((await browser.get(address)).body, /value="500"/);
    const given = { requirementId: 'broadband-1.speed', number: '700', level: 'as-is', trigger: 'as-is', step: 'save' };
    const changed = await browser.post(address, { ...given, version: '2' });
    assert.equal(changed.status, 303, words(changed.body));
    assert.match(await page(`${first}/standards/broadband-1`), /at least 700 Mbps down/);
    await browser.post(`${address}/remove`);
    assert.equal((await browser.post(`${address}/remove`)).status, 303, 'sent twice');
    const history = await page(`${first}/local-rules/our-rules`);
    assert.match(
      history,
      /Terry Trust Rule taken out: .* Terry Trust Rule changed: .*700 Mbps down\. \(was: 500 Mbps down/,
    );
    assert.match(await page(`${first}/standards`), /none counts here/);
  });

  test('a file is looked at, taken, read again as a file, withdrawn and taken up', async () => {
    await browser.get(`${first}/local-rules/import`);
    const broken = await browser.post(`${first}/local-rules/import`, {
      pasted: beacon.replace('all: 500', 'all: 90').replace('level: must', 'level: should'),
    });
    assert.equal(broken.status, 422);
    assert.match(words(broken.body), /Line 15: .*can only be made stricter by a local rule/);
    const low = await browser.post(`${first}/local-rules/import`, { pasted: beacon.replace('all: 500', 'all: 90') });
    assert.match(words(low.body), /Line 9: rule faster-line: The edition asks for 100 Mbps down/);
    const bytes = Buffer.from(beacon);
    const shown = await browser.upload(`${first}/local-rules/import`, { field: 'file', name: 'beacon.yaml', bytes });
    assert.equal(shown.status, 200, words(shown.body));
    assert.match(
      words(shown.body),
      /The broadband contract is looked at each year.* Not known, as a should Not known, as a must/,
    );
    assert.match(words(shown.body), /5 rules, set by Beacon Trust \(example\) for all schools/);
    assert.match(
      words(shown.body),
      /firewall is one that the trust(’|&#0?39;)s own team looks after.* Not asked Not known/,
    );
    const taken = await browser.post(`${first}/local-rules/import`, { pasted: beacon, step: 'save', version: '0' });
    assert.equal(taken.location, `${first}/local-rules/beacon-trust?done=brought`);
    const file = await browser.get(`${first}/local-rules/beacon-trust/rules.json`);
    const again = await browser.post(`${first}/local-rules/import`, { pasted: file.body });
    assert.match(words(again.body), /It takes the place of the set of that name which is here/);
    assert.match(words(again.body), /It changes nothing that can be seen today/);

    const record = JSON.parse((await browser.get(`${second}/school.json`)).body) as SchoolRecord;
    assert.deepEqual(
      record.localRules.map(({ by, rules }) => [by, rules.length]),
      [
        ['Beacon Trust (example)', 5],
        ['Beacon Trust (example)', 0],
      ],
    );
    assert.match(await page(`${first}/standards/broadband-1`), /Guidance from Beacon Trust \(example\)/);
    assert.match(
      await page(`${first}/standards/switching-1`),
      /Beacon Trust \(example\) asks for it by 31 August 2028/,
    );
    assert.match(
      await page(`${first}/questions/local.beacon-trust.trust-firewall`),
      /Does the trust.s own team look after/,
    );

    await browser.get(`${first}/local-rules/beacon-trust`);
    await browser.post(`${first}/local-rules/beacon-trust/withdraw`, { version: '1' });
    assert.match(await page(`${first}/local-rules/beacon-trust`), /it counts for no school/);
    assert.match(await page(`${first}/standards`), /none counts here/);
    await browser.post(`${first}/local-rules/beacon-trust/take-up`, { version: '2' });
    assert.match(await page(`${first}/standards`), /5 rules of Beacon Trust \(example\) count/);
    assert.match(await page(`${first}/plan`), /Plan/);
  });

  test('a set for some phases reaches no other school', async () => {
    const version = /name="version" value="(\d+)"/.exec(
      (await browser.get(`${first}/local-rules/beacon-trust`)).body,
    )?.[1];
    await browser.get(`${first}/local-rules/beacon-trust/change`);
    const saved = await browser.post(`${first}/local-rules/beacon-trust/change`, {
      by: 'Beacon Trust (example)',
      name: 'For primary schools',
      'phase-primary': 'yes',
      version: version ?? '',
    });
    assert.equal(saved.status, 303, words(saved.body));
    assert.match(await page(`${first}/standards`), /5 rules of/);
    assert.match(await page(`${second}/standards`), /none counts here/);
  });

  test('the answer to a local question counts, and an edition without what a rule names lists it', async () => {
    await browser.get(`${first}/questions/local.beacon-trust.trust-firewall`);
    const answered = await browser.post(`${first}/questions/local.beacon-trust.trust-firewall`, {
      choice: 'yes',
      version: '0',
    });
    assert.equal(answered.status, 303, words(answered.body));
    assert.match(await page(`${first}/standards/cyber-3`), /Added by Beacon Trust \(example\).*Yes/);
    const moved = await page(`${first}/edition`);
    assert.doesNotMatch(moved, /kept that the March 2025 edition does not use/, 'the answer is used in both');
  });

  test('a rule that an edition has nothing for is named before the move and after it, and breaks no page', async () => {
    const set = JSON.stringify({
      id: 'support',
      name: 'Support rules',
      by: 'Ashshire Council (example)',
      asAt: '2026-10-01',
      rules: [{ kind: 'add', id: 'desk', standardId: 'it-support-2', text: 'The help desk answers within a day.' }],
    });
    await browser.get(`${second}/local-rules/import`);
    await browser.post(`${second}/local-rules/import`, { pasted: set, step: 'save', version: '0' });
    const listed = /1 rule of your trust or authority to look at again under the March 2025 edition/;
    assert.match(await page(`${second}/edition`), listed);
    await browser.post(`${second}/edition`, { from: '2026-09', to: '2025-03' });
    const again = await page(`${second}/local-rules`);
    assert.match(again, /Look again .*Ashshire Council \(example\) .*no standard it-support-2/);
    assert.match(await page(`${second}/standards`), /none counts here\. 1 rule to look at again/);
    assert.match(await page(`${second}/local-rules/support`), /A must under “it-support-2”/);
    const unmendable = await browser.get(`${second}/local-rules/support/rules/desk`);
    assert.equal(unmendable.status, 422);
    assert.match(words(unmendable.body), /has nothing of what the rule is about/);
    await browser.get(`${second}/local-rules/support`);
    await browser.post(`${second}/edition`, { from: '2025-03', to: '2026-09' });
    assert.match(await page(`${second}/standards`), /1 rule of Ashshire Council \(example\)/);
  });

  test('readers and editors see the rules and cannot change them, by the pages or past them', async () => {
    for (const role of ['reader', 'editor'] as const) {
      const personId = await addMember(database.db, trust.organisationId, role);
      const member = await site.signedIn(personId);
      const seen = await member.get(`${first}/local-rules/beacon-trust`);
      assert.equal(seen.status, 200);
      assert.doesNotMatch(seen.body, /Add a rule|Withdraw the set/);
      for (const address of ['new', 'import', 'beacon-trust/rule', 'beacon-trust/change'])
        assert.equal((await member.get(`${first}/local-rules/${address}`)).status, 403, address);
      assert.equal((await member.post(`${first}/local-rules/beacon-trust/withdraw`, { version: '4' })).status, 403);
      const { numUpdatedRows } = await database.db.as(personId, (tx) =>
        tx.updateTable('local_rule_set').set({ rules: '[]' }).executeTakeFirst(),
      );
      assert.equal(numUpdatedRows, 0n, role);
      const insert = database.db.as(personId, (tx) =>
        tx
          .insertInto('local_rule_set')
          .values({
            organisation_id: trust.organisationId,
            id: 'mine',
            name: 'Mine',
            set_by: 'Me',
            as_at: '2026-11-24',
            created_at: new Date(),
            updated_at: new Date(),
          })
          .execute(),
      );
      await assert.rejects(insert, REFUSED, role);
      await assert.rejects(
        database.db.as(personId, (tx) => tx.deleteFrom('local_rule_set').execute()),
        REFUSED,
      );
    }
    await assert.rejects(
      database.db.as(trust.personId, (tx) => tx.deleteFrom('local_rule_set').execute()),
      REFUSED,
      'nobody deletes a set',
    );
  });

  test('no other organisation sees or writes them', async () => {
    const other = await addPerson(database.db, 'Other Trust');
    const rows = await database.db.as(other.personId, (tx) => tx.selectFrom('local_rule_set').selectAll().execute());
    assert.deepEqual(rows, []);
    const move = database.db.as(trust.personId, (tx) =>
      tx.updateTable('local_rule_set').set({ organisation_id: other.organisationId }).execute(),
    );
    await assert.rejects(move, REFUSED);
  });

  test('rules come with a school’s file, into an organisation of its own', async () => {
    const file = await browser.get(`${first}/school.json`);
    const reader = await site.signedIn();
    await reader.get('/start');
    const bytes = Buffer.from(file.body);
    const started = await reader.upload('/start/file', { field: 'file', name: 'school.json', bytes });
    assert.equal(started.status, 303, words(started.body));
    const copy = JSON.parse((await reader.get(`${first}/school.json`)).body) as SchoolRecord;
    assert.deepEqual(copy.localRules, (JSON.parse(file.body) as SchoolRecord).localRules);
  });

  test('was served without a failure', () => assert.deepEqual(site.log, []));
});
