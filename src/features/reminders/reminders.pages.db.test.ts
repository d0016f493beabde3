import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { startFakeSmtp, type FakeSmtp, type TakenMail } from '../../../test/fake-smtp.ts';
import { addSchool } from '../../../test/people.ts';
import type { Contract } from '../../domain/record.ts';
import type { Clock } from '../../platform/clock.ts';

const ORIGIN = 'https://cairn.school.example';

/** Notice by 31 January 2027 at the latest; a day to decide of the same day, as its lead-in is not known. */
const copier = {
  id: 'copier',
  title: 'Copier lease',
  endsOn: '2027-02-28',
  renewal: 'automatic',
  renewalMonths: 12,
  noticeCount: 1,
  noticeUnit: 'months',
};
/** Notice by 24 December 2026. */
const phones = {
  ...copier,
  id: 'phones',
  title: 'Phone lines <b>',
  endsOn: '2027-01-23',
  noticeCount: 30,
  noticeUnit: 'days',
};

const contracts = (...list: object[]) => ({ contracts: list as unknown as Contract[] });

onEachEngine('Reminders by their page', (open) => {
  let database: TestDatabase;
  let smtp: FakeSmtp;
  const settings = () => ({ SMTP_URL: smtp.url, MAIL_FROM: 'Cairn <cairn@school.example>', CAIRN_PUBLIC_URL: ORIGIN });
  let site: TestApp;
  let base: string;
  let browser: Awaited<ReturnType<TestApp['signedIn']>>;
  const linkIn = (mail: TakenMail | undefined, part: string): string =>
    new RegExp(`${ORIGIN}(/reminders/${part}/[\\w-]+)`).exec(mail?.parts[0] ?? '')?.[1] ?? assert.fail('no link');
  const clock = () => site.services.clock as Clock & { set(instant: string): void };

  before(async () => {
    database = await open();
    smtp = await startFakeSmtp();
    site = await buildTestApp(database, settings());
    browser = await site.signedIn();
    const { key } = await addSchool(database.db, browser, contracts(copier, phones));
    base = `/schools/${key}`;
    smtp.mails.length = 0;
  });
  after(async () => {
    site.services.mailer?.close();
    await site.close();
    await smtp.close();
  });

  test('say what would be sent, and what is wrong with what was typed', async () => {
    const shown = await browser.get(`${base}/reminders`);
    assert.equal(shown.status, 200);
    assert.match(shown.body, /What would be sent/);
    assert.match(shown.body, /Decide and give notice by 24 December 2026/);
    assert.match((await browser.get(`${base}/decisions`)).body, /href="[^"]+\/reminders"/);
    for (const [form, words] of [
      [{ email: '', 'before-7': 'yes', rhythm: 'daily' }, /Enter your e-mail address/],
      [{ email: 'a@b.example, c@d.example', 'before-7': 'yes', rhythm: 'daily' }, /Enter one e-mail address/],
      [{ email: 'a@b.example\r\nBcc: c@d.example', 'before-7': 'yes', rhythm: 'daily' }, /Enter one e-mail address/],
      [{ email: 'a@b.example', rhythm: 'daily' }, /Tick how long before/],
      [{ email: 'a@b.example', 'before-8': 'yes', rhythm: 'daily' }, /Tick how long before/],
      [{ email: 'a@b.example', 'before-7': 'yes', rhythm: 'hourly' }, /Choose how often/],
    ] as const) {
      const refused = await browser.post(`${base}/reminders`, form);
      assert.equal(refused.status, 422);
      assert.match(refused.body, words);
    }
    assert.equal(await site.services.jobs.runDue(), 0);
    assert.deepEqual(smtp.mails, []);
  });

  test('send nothing but a link until the address is confirmed', async () => {
    const saved = await browser.post(`${base}/reminders`, {
      email: 'head@school.example',
      'before-30': 'yes',
      'before-7': 'yes',
      rhythm: 'daily',
    });
    assert.equal(saved.location, `${base}/reminders?done=confirm`);
    assert.match((await browser.get(`${base}/reminders`)).body, /Until then nothing else is sent there/);
    assert.equal(await site.services.jobs.runDue(), 1);
    assert.equal(smtp.mails.length, 1);
    const [first] = smtp.mails;
    assert.deepEqual(first?.to, ['head@school.example']);
    assert.equal(first?.headers['list-unsubscribe'], undefined);
    clock().set('2026-11-25T07:00:00Z');
    await site.services.jobs.runDue();
    assert.equal(smtp.mails.length, 1, 'reminders are due, and are not sent');

    await browser.get(`${base}/reminders`);
    await browser.post(`${base}/reminders/again`);
    await site.services.jobs.runDue();
    const [, second] = smtp.mails;
    const visitor = site.visitor();
    assert.equal((await visitor.get(linkIn(first, 'confirm'))).status, 410, 'a newer one takes its place');
    const link = linkIn(second, 'confirm');
    const asked = await visitor.get(link);
    assert.match(asked.body, /Yes, send me reminders/);
    assert.match((await browser.get(`${base}/reminders`)).body, /Until then nothing else/, 'looking confirms nothing');
    assert.match((await visitor.post(link)).body, /Your reminders are on/);
    assert.equal((await visitor.post(link)).status, 410, 'it works once');
    assert.match((await browser.get(`${base}/reminders`)).body, /Reminders are on\. They go to/);
  });

  test('send each once, with links that work for whoever gets the mail', async () => {
    smtp.mails.length = 0;
    clock().set('2026-11-26T07:00:00Z');
    await site.services.jobs.runDue();
    assert.equal(smtp.mails.length, 1);
    const [mail] = smtp.mails;
    assert.equal(
      mail?.headers['subject'],
      'Decide and give notice by 24 December 2026 (in 28 days): Phone lines <b> – Elm Lane Primary',
    );
    const [text = '', markup = ''] = mail?.parts ?? [];
    assert.ok(text.includes(`${ORIGIN}${base}/contracts/phones\n`.replace('\n', '')), text);
    assert.ok(text.includes(`${ORIGIN}${base}/contracts/phones/notice-letter`));
    assert.ok(markup.includes('Phone lines &lt;b&gt;') && !markup.includes('lines <b>'));
    for (const [address] of text.matchAll(/https:\/\/\S+/g)) {
      const { status } = await browser.get(address.replace(ORIGIN, ''));
      assert.equal(status, 200, address);
    }
    assert.equal(mail?.headers['list-unsubscribe'], `<${ORIGIN}${linkIn(mail, 'stop')}>`);
    assert.equal(mail?.headers['list-unsubscribe-post'], 'List-Unsubscribe=One-Click');

    // The next start, on the same day and on those that follow.
    const next = await buildTestApp(database, settings());
    const later = next.services.clock as Clock & { set(instant: string): void };
    for (const day of ['26', '27', '28']) {
      later.set(`2026-11-${day}T12:00:00Z`);
      await next.services.jobs.runDue();
    }
    next.services.mailer?.close();
    await next.close();
    assert.equal(smtp.mails.length, 1);
  });

  test('stop by one request without a cookie, and start again when they are saved', async () => {
    const [mail] = smtp.mails;
    const link = linkIn(mail, 'stop');
    const visitor = site.visitor();
    assert.match((await visitor.get(link)).body, /Stop these mails\?/);
    const oneClick = new FormData();
    oneClick.append('List-Unsubscribe', 'One-Click');
    const encoded = new Response(oneClick);
    for (const [type, payload] of [
      ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
      [encoded.headers.get('content-type') ?? '', Buffer.from(await encoded.arrayBuffer())],
    ] as const) {
      const headers = { 'content-type': type };
      const answer = await site.app.inject({ method: 'POST', url: link, headers, payload });
      assert.equal(answer.statusCode, 200);
      assert.equal(answer.headers['set-cookie'], undefined);
    }
    assert.match((await visitor.get(link)).body, /These mails are stopped/);
    smtp.mails.length = 0;
    clock().set('2026-12-18T07:00:00Z');
    await site.services.jobs.runDue();
    assert.deepEqual(smtp.mails, []);

    const page = await browser.get(`${base}/reminders`);
    assert.match(page.body, /Your reminders are stopped/);
    const form = { 'before-30': 'yes', 'before-7': 'yes', rhythm: 'daily' };
    const same = await browser.post(`${base}/reminders`, { ...form, email: 'head@school.example' });
    assert.equal(same.location, `${base}/reminders?done=on`, 'the address is known to be theirs');
    assert.equal((await browser.post(`${base}/reminders/stop`)).location, `${base}/reminders?done=stopped`);
    assert.match((await browser.get(`${base}/reminders`)).body, /Your reminders are stopped/);
    clock().set('2026-12-19T07:00:00Z');
    await site.services.jobs.runDue();
    assert.deepEqual(smtp.mails, []);
    const other = await browser.post(`${base}/reminders`, { ...form, email: 'new@school.example' });
    assert.equal(other.location, `${base}/reminders?done=confirm`);
  });

  test('are not for visitors, nor where mail is off', async () => {
    const off = await buildTestApp(database);
    const signedIn = await off.signedIn(browser.personId);
    const shown = await signedIn.get(`${base}/reminders`);
    assert.match(shown.body, /Mail is off in this Cairn/);
    assert.ok(!shown.body.includes('name="email"'));
    assert.equal(
      (await signedIn.post(`${base}/reminders`, { email: 'a@b.example', 'before-7': 'yes', rhythm: 'daily' })).status,
      403,
    );
    await off.close();
    const guest = await site.signedIn();
    const { key } = await addSchool(database.db, guest);
    await database.db.asSystem((tx) =>
      tx.updateTable('person').set({ is_guest: true }).where('id', '=', guest.personId).execute(),
    );
    const theirs = await guest.get(`/schools/${key}/reminders`);
    assert.match(theirs.body, /You are looking around/);
    const refused = await guest.post(`/schools/${key}/reminders`, {
      email: 'a@b.example',
      'before-7': 'yes',
      rhythm: 'daily',
    });
    assert.equal(refused.status, 403);
  });

  test('leave no address in the log, nor in the queue', async () => {
    await browser.get(`${base}/reminders`);
    await browser.post(`${base}/reminders`, { email: 'other@school.example', 'before-7': 'yes', rhythm: 'daily' });
    smtp.behaviour = 'refuse-recipient';
    const lines: string[] = [];
    const write = process.stderr.write.bind(process.stderr);
    process.stderr.write = (text: string | Uint8Array) => lines.push(String(text)) > 0;
    try {
      await site.services.jobs.runDue();
    } finally {
      process.stderr.write = write;
      smtp.behaviour = 'take';
    }
    assert.deepEqual(lines, ['{"level":"error","job":"reminder-confirmation","reason":"mail-refused"}\n']);
    const rows = await database.db.asSystem((tx) => tx.selectFrom('job').selectAll().execute());
    const kept = JSON.stringify([rows, site.log]);
    assert.ok(rows.length > 0 && !kept.includes('@') && !kept.includes('Elm Lane'), kept);
    await database.db.asSystem((tx) => tx.deleteFrom('job').execute());
  });
});
