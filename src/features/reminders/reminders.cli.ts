/** `cairn reminders send`: sends what is due now, for those who would rather have cron do it. */
import { type Command, CommandError, isSet } from '../../platform/command-line/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Mailer } from '../../platform/mail/index.ts';
import { type SendingResult, sendDueReminders } from './reminders.commands.ts';

export interface RemindersCliServices {
  clock: Clock;
  openDatabase(): Promise<Database>;
  loadConfig(): Config;
  createMailer(config: Config): Mailer | null;
}

export function remindersSendCommand(services: RemindersCliServices): Command {
  return {
    path: ['reminders', 'send'],
    summary: 'Send the reminders by e-mail that are due',
    usage: '[--dry-run]',
    options: { 'dry-run': { type: 'boolean', summary: 'only count; sends and changes nothing' } },
    positionals: { least: 0, most: 0 },
    async run(args, io) {
      const dryRun = isSet(args, 'dry-run');
      const config = services.loadConfig();
      const mailer = services.createMailer(config);
      if (mailer === null && !dryRun) {
        throw new CommandError(
          'mail-off',
          'Mail is off. Set SMTP_URL and MAIL_FROM, or NOTIFY_API_KEY; see docs/guide/mail.md.',
        );
      }
      const db = await services.openDatabase();
      try {
        const result = await sendDueReminders({ db, clock: services.clock, config, mailer }, { dryRun });
        const { receivers, mails, reminders, failed, failure } = result;
        io.result({ dryRun, receivers, mails, reminders, failed, failure }, wordsOf(result, dryRun));
        return failed > 0 ? 1 : 0;
      } finally {
        mailer?.close();
        await db.close();
      }
    },
  };
}

const reasons: Record<NonNullable<SendingResult['failure']>, string> = {
  'mail-refused': 'the mail server refuses an address',
  'mail-deferred': 'the mail server takes some later',
  'mail-unreachable': 'the mail server cannot be reached, or does not let Cairn in',
  'not-made': 'a school could not be read',
  'mail-uncertain': 'the mail server did not say whether it took one; it is tried once more in ten minutes',
};

function wordsOf({ receivers, mails, reminders, failed, failure }: SendingResult, dryRun: boolean): string {
  const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;
  const what = `${count(mails, 'mail', 'mails')} with ${count(reminders, 'reminder', 'reminders')}`;
  const of = `${count(receivers, 'person and school has', 'people and schools have')} reminders on.`;
  const lines = [dryRun ? `${what} would go out now; ${of}` : `${what} sent; ${of}`];
  if (failed > 0 && failure !== null)
    lines.push(`${count(failed, 'mail was', 'mails were')} not sent: ${reasons[failure]}.`);
  return lines.join('\n');
}
