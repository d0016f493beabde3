/**
 * The process that test/reminders-killed.db.test.ts kills: `node reminder-sender.ts WHEN`. It opens the database that the
 * environment names, sends the reminders that are due at REMINDERS_AT, and kills itself with -9 at WHEN: `before` the mail is
 * handed over, `after` it was taken and before that is written down, or `never`. With `beside` it does so past the queue, as
 * the command line does, so that several send at once.
 */
import { fixedClock } from '../src/platform/clock.ts';
import { loadConfig } from '../src/platform/config.ts';
import { openDatabase } from '../src/platform/database/index.ts';
import { createMailer, type Mailer } from '../src/platform/mail/index.ts';
import { createJobs } from '../src/platform/jobs/index.ts';
import { reminderJobs } from '../src/features/reminders/index.ts';
import { sendDueReminders } from '../src/features/reminders/reminders.commands.ts';

const when = process.argv[2] ?? 'never';
const config = loadConfig();
const clock = fixedClock(process.env['REMINDERS_AT'] ?? '');
const real = createMailer(config);
if (real === null) throw new Error('SMTP_URL must be set.');

const die = (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
};
const mailer: Mailer = {
  ...real,
  async send(message) {
    if (when === 'before') await die();
    await real.send(message);
    if (when === 'after') await die();
  },
};

const db = await openDatabase(config);
const jobs = createJobs({
  db,
  clock,
  kinds: reminderJobs({ db, clock, config, mailer }),
  onFailure: (name, code) => process.stderr.write(`${name} ${code}\n`),
});
if (when === 'beside') await sendDueReminders({ db, clock, config, mailer });
else await jobs.runDue();
await jobs.close();
mailer.close();
await db.close();
