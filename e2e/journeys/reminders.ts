/** Turning reminders on: what will be sent and when, the link that confirms the address, a mail, and the link that stops them. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { test } from 'node:test';
import { startFakeSmtp, type FakeSmtp } from '../../test/fake-smtp.ts';
import { sharedBrowser } from '../browser.ts';
import { checkPage } from '../page-checker.ts';
import { startServer } from '../server.ts';
import { addTo, dayAway, goTo, rowsOf, startSchool } from './steps.ts';

const MAIL_WAIT_MS = 30_000;

test('reminders are turned on, confirmed from the mail, seen day by day, sent, and stopped from the mail', async () => {
  const smtp = await startFakeSmtp();
  const port = await freePort();
  // An application of its own: links in mails begin with its address, so that its port must be known before it starts.
  const address = `http://localhost:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'cairn-reminders-'));
  const env = {
    PORT: String(port),
    DATA_DIR: folder,
    SMTP_URL: smtp.url,
    MAIL_FROM: 'Cairn <cairn@school.example>',
    CAIRN_PUBLIC_URL: address,
  };
  let server = await startServer(env);
  const browser = await sharedBrowser();
  const contexts = await Promise.all([
    browser.newContext({ baseURL: address }),
    browser.newContext({ baseURL: address, javaScriptEnabled: false }),
    browser.newContext({ baseURL: address }),
  ]);
  try {
    const [context, plainContext, strangerContext] = contexts;
    assert.ok(context && plainContext && strangerContext);
    const page = await context.newPage();
    await page.goto(server.signInLink);
    await page.getByRole('main').getByRole('button').first().click();
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    await plainContext.addCookies(await context.cookies());
    const plain = await plainContext.newPage();
    const sound = async (path: string): Promise<void> => assert.deepEqual(await checkPage(page, plain, path), []);

    const base = await startSchool(page, 'Alder Bank Primary');
    await addTo(page, 'Contracts', 'Add a contract', {
      'What the contract is for': 'Photocopier lease',
      'End date': dayAway(20),
      'How much notice you must give': '10',
      'Notice is counted in': 'Days',
      'What happens at the end': 'It renews by itself unless you give notice',
    });

    await goTo(page, 'Decisions');
    await page.getByRole('link', { name: 'be reminded of them by e-mail' }).click();
    await page.getByRole('heading', { level: 1, name: 'Reminders' }).waitFor();
    assert.ok(
      (await rowsOf(page, 'What would be sent')).some((cells) => cells.join(' ').includes('Photocopier lease')),
    );
    await page.getByRole('button', { name: 'Turn reminders on' }).click();
    await page.getByRole('alert').getByText('Enter your e-mail address').waitFor();
    await page.getByLabel('Your e-mail address').fill('head@school.example');
    await page.getByLabel('14 days before').check();
    await page.getByLabel('On Mondays, for the whole week').check();
    await page.getByRole('button', { name: 'Turn reminders on' }).click();
    await page.getByText('Until then nothing else is sent there.').waitFor();
    await sound(`${base}/reminders`);

    const confirm = await linkIn(smtp, 0, /http:\S+\/reminders\/confirm\/\S+/);
    await sound(new URL(confirm).pathname);
    const stranger = await strangerContext.newPage();
    await stranger.goto(confirm);
    await stranger.getByRole('button', { name: 'Yes, send me reminders' }).click();
    await stranger.getByRole('heading', { level: 1, name: 'Your reminders are on' }).waitFor();

    await page.goto(`${base}/reminders`);
    await page.getByText('Reminders are on. They go to').waitFor();
    const planned = await rowsOf(page, 'What will be sent');
    assert.ok(planned.length >= 1, JSON.stringify(planned));
    assert.match(planned[0]?.[1] ?? '', /Decide and give notice by/);
    await sound(`${base}/reminders`);
    assert.equal(smtp.mails.length, 1, 'nothing but the link went out');

    // As cron would send them, while the program is stopped: one process at a time may use the embedded database.
    assert.equal(await server.stop(), 0);
    assert.ok(!server.printed().includes('head@'), 'no address in the log');
    assert.match(await sendReminders(env), /^1 mail with 2 reminders sent/);
    assert.match(await sendReminders(env), /^0 mails/);
    server = await startServer(env);
    const stop = await linkIn(smtp, 1, /http:\S+\/reminders\/stop\/\S+/);
    await sound(new URL(stop).pathname);
    await stranger.goto(stop);
    await stranger.getByRole('button', { name: 'Stop these mails' }).click();
    await stranger.getByRole('heading', { level: 1, name: 'These mails are stopped' }).waitFor();
    await page.goto(`${base}/reminders`);
    await page.getByText('Your reminders are stopped.').waitFor();
  } finally {
    await Promise.all(contexts.map((context) => context.close()));
    assert.equal(await server.stop(), 0);
    await smtp.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Runs `cairn reminders send`. @returns what it prints. */
async function sendReminders(env: Record<string, string>): Promise<string> {
  const words = [fileURLToPath(new URL('../../src/app/cli.ts', import.meta.url)), 'reminders', 'send'];
  const { stdout } = await promisify(execFile)(process.execPath, words, {
    env: { ...process.env, ...env, DATABASE_URL: '' },
  });
  return stdout;
}

async function linkIn(smtp: FakeSmtp, index: number, pattern: RegExp): Promise<string> {
  for (const until = Date.now() + MAIL_WAIT_MS; Date.now() < until;) {
    const found = pattern.exec(smtp.mails[index]?.parts[0] ?? '')?.[0];
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return assert.fail('The mail with the link did not come.');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof bound === 'object' && bound !== null ? bound.port : 0;
}
