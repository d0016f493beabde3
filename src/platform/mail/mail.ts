/** Sending mail: what a message is, and what can go wrong. */

export interface MailMessage {
  to: string;
  subject: string;
  text: string;
  /** The same as a whole HTML document. */
  html: string;
  /**
   * Names the message: the same message sent again has the same, so that a mail program may drop the second. Letters,
   * digits and dashes.
   */
  id: string;
  /** Where one request without a form stops mails of this kind; null for mail that was just asked for. */
  stopUrl: string | null;
}

export interface Mailer {
  readonly kind: 'smtp' | 'notify';
  /** Resolves when the message has been taken. @throws {MailError} */
  send(message: MailMessage): Promise<void>;
  /** Lets go of connections. */
  close(): void;
}

/**
 * A message was not sent, or may not have been. The message and the cause may quote an address: only the code is logged.
 * - `mail-refused`: the server said no, so it was not sent.
 * - `mail-deferred`: the server said that it might take it later, so it was not sent.
 * - `mail-unreachable`: nobody was there to take it, or nobody let us in, so it was not sent.
 * - `mail-uncertain`: the connection ended after the message was handed over and before it was acknowledged.
 */
export class MailError extends Error {
  readonly code: 'mail-refused' | 'mail-deferred' | 'mail-unreachable' | 'mail-uncertain';
  constructor(code: MailError['code'], options?: ErrorOptions) {
    super(code, options);
    this.name = 'MailError';
    this.code = code;
  }
}
