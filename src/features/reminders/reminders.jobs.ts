/** Reminders as work that waits its turn. */
import { z } from 'zod';
import type { JobKind } from '../../platform/jobs/index.ts';
import { MailError } from '../../platform/mail/index.ts';
import { CONFIRMATION_JOB, type RemindersServices, sendConfirmation, sendDueReminders } from './reminders.commands.ts';
import { REMINDERS_HOUR } from './reminders.hour.ts';

const receiverSchema = z.object({ organisationId: z.string(), schoolId: z.string(), personId: z.string() });

/** What the queue is to know of reminders. */
export function reminderJobs(services: RemindersServices): JobKind[] {
  return [
    {
      name: 'reminders',
      dailyAtHour: REMINDERS_HOUR,
      async run(_, signal) {
        const { failure, againAt } = await sendDueReminders(services, { signal });
        // An address that is refused for good is tried again with tomorrow's reminders, not all day long.
        if (failure === 'mail-unreachable' || failure === 'mail-deferred') throw new MailError(failure);
        if (failure === 'not-made') throw Object.assign(new Error(failure), { code: failure });
        return againAt;
      },
    },
    {
      name: CONFIRMATION_JOB,
      dailyAtHour: null,
      async run(data) {
        await sendConfirmation(services, receiverSchema.parse(data));
        return null;
      },
    },
  ];
}
