/** What the form of reminders sends. */
import { isMailAddress } from '../../platform/mail/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';
import { LEADS_IN_DAYS, type ReminderChoice, type Rhythm } from './reminders.rules.ts';

export interface ReminderFormReading {
  values: ReminderChoice & { email: string };
  errors: FieldError[];
}

/** Reads the form. What has an error stands as it was typed, to draw the form again. */
export function readReminderForm(body: Readonly<Record<string, unknown>>): ReminderFormReading {
  const email = typeof body['email'] === 'string' ? body['email'].trim().slice(0, 320) : '';
  const leadsInDays = LEADS_IN_DAYS.filter((days) => body[`before-${days}`] === 'yes');
  const rhythm = body['rhythm'];
  const errors: FieldError[] = [];
  if (!isMailAddress(email)) {
    const message = 'Enter one e-mail address, like office@school.example';
    errors.push({ field: 'email', message: email === '' ? 'Enter your e-mail address' : message });
  }
  if (leadsInDays.length === 0)
    errors.push({ field: 'leads', message: 'Tick how long before each date to write to you' });
  if (!isRhythm(rhythm)) errors.push({ field: 'rhythm', message: 'Choose how often to write to you' });
  return { values: { email, leadsInDays, rhythm: isRhythm(rhythm) ? rhythm : 'daily' }, errors };
}

function isRhythm(value: unknown): value is Rhythm {
  return value === 'daily' || value === 'weekly';
}
