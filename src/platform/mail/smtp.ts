/** Mail by SMTP. */
import { headerLine, isMailAddress } from './address.ts';
import { MailError, type Mailer, type MailMessage } from './mail.ts';

const CONNECT_MS = 10_000;
const ANSWER_MS = 30_000;

interface SmtpError {
  code?: string;
  /** The server's own answer: 550. */
  responseCode?: number;
}

/** How far the message under way has come: once the server has asked for its text, it may have it. */
interface Progress {
  isTextSent: boolean;
}

/** Sends one message after the other over a connection that is kept open. Opens none before the first message. */
export function createSmtpMailer({ smtpUrl, from }: { smtpUrl: string; from: string }): Mailer {
  const progress: Progress = { isTextSent: false };
  let opening: ReturnType<typeof open> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const sendNow = async (message: MailMessage): Promise<void> => {
    opening ??= open(smtpUrl, progress);
    const transport = await opening;
    progress.isTextSent = false;
    const domain = /@([^@>]+)>?$/.exec(from)?.[1] ?? 'localhost';
    const list =
      message.stopUrl === null
        ? {}
        : {
            'List-Unsubscribe': `<${headerLine(message.stopUrl)}>`,
            // By RFC 8058 for https alone.
            ...(message.stopUrl.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
          };
    try {
      await transport.sendMail({
        from,
        to: message.to,
        subject: headerLine(message.subject),
        text: message.text,
        html: message.html,
        messageId: `<${message.id.replace(/[^\w-]/g, '')}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated', ...list },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    } catch (error) {
      throw new MailError(kindOf(error as SmtpError, progress), { cause: error });
    }
  };
  return {
    kind: 'smtp',
    async send(message) {
      if (!isMailAddress(message.to)) throw new MailError('mail-refused');
      const turn = last.then(() => sendNow(message));
      last = turn.catch(() => undefined);
      return turn;
    },
    close() {
      opening?.then((transport) => transport.close()).catch(() => undefined);
    },
  };
}

/** Loaded when it is first needed: most starts send nothing. */
async function open(smtpUrl: string, progress: Progress) {
  const { createTransport } = await import('nodemailer');
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  const user = decodeURIComponent(url.username);
  return createTransport({
    pool: true,
    maxConnections: 1,
    // Left to itself, the pool sends a message again whose connection broke, even one that the server had taken.
    maxRequeues: 0,
    transactionLog: true,
    logger: listenFor(progress),
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    // A password goes nowhere in the clear but to this machine.
    requireTLS: !secure && !isHere && user !== '',
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: ANSWER_MS,
  });
}

/** Hears the conversation with the server, of which nothing is kept: it holds addresses. */
function listenFor(progress: Progress) {
  const ignore = (): void => undefined;
  const debug = (entry: unknown, line: unknown): void => {
    const isServer = (entry as { tnx?: string } | null)?.tnx === 'server';
    if (isServer && String(line).startsWith('354')) progress.isTextSent = true;
  };
  return { trace: ignore, debug, info: ignore, warn: ignore, error: ignore, fatal: ignore };
}

/** Whether the message is known not to have been taken. */
function kindOf({ code = '', responseCode }: SmtpError, { isTextSent }: Progress): MailError['code'] {
  if (code === 'EAUTH') return 'mail-unreachable';
  if (responseCode !== undefined && responseCode >= 400) return responseCode < 500 ? 'mail-deferred' : 'mail-refused';
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return 'mail-refused';
  return isTextSent ? 'mail-uncertain' : 'mail-unreachable';
}
