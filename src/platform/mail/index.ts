/** The door of mail. */
import type { Config } from '../config.ts';
import type { Mailer } from './mail.ts';
import { createNotifyMailer } from './notify.ts';
import { createSmtpMailer } from './smtp.ts';

/** The way of sending mail that the settings name; null where they name none, and mail is off. */
export function createMailer({ mail }: Pick<Config, 'mail'>): Mailer | null {
  if (mail === null) return null;
  return mail.kind === 'notify' ? createNotifyMailer(mail) : createSmtpMailer(mail);
}

export { isMailAddress } from './address.ts';
export { MailError, type Mailer, type MailMessage } from './mail.ts';
