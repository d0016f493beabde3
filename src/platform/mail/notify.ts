/**
 * Mail by GOV.UK Notify, which schools may use: its HTTP interface as documented at
 * https://docs.notifications.service.gov.uk/rest-api.html, November 2026. Its own client brings an HTTP library and a JWT
 * library for one request; see docs/decisions/jobs-and-mail.md.
 *
 * The template has two placeholders, ((subject)) as its subject and ((body)) as its message.
 */
import { createHmac } from 'node:crypto';
import { headerLine } from './address.ts';
import { MailError, type Mailer } from './mail.ts';

const NOTIFY_ORIGIN = 'https://api.notifications.service.gov.uk';
const ANSWER_MS = 30_000;

export interface NotifySettings {
  apiKey: string;
  templateId: string;
  /** For tests. */
  origin?: string;
  now?: () => Date;
}

/** A key is its name, the service's id and a secret, with dashes between. */
const KEY = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** True where the text can be a key of GOV.UK Notify. */
export function isNotifyKey(text: string): boolean {
  return KEY.test(text);
}

export function createNotifyMailer(settings: NotifySettings): Mailer {
  const { apiKey, templateId, origin = NOTIFY_ORIGIN, now = () => new Date() } = settings;
  const [, serviceId = '', secret = ''] = KEY.exec(apiKey) ?? [];
  return {
    kind: 'notify',
    async send(message) {
      const request = {
        email_address: message.to,
        template_id: templateId,
        personalisation: { subject: headerLine(message.subject), body: withoutMarkup(message.text) },
        reference: message.id,
        ...(message.stopUrl?.startsWith('https:') ? { one_click_unsubscribe_url: message.stopUrl } : {}),
      };
      let response: Response;
      try {
        response = await fetch(`${origin}/v2/notifications/email`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${tokenOf(serviceId, secret, now())}`,
            'content-type': 'application/json',
            'user-agent': 'cairn',
          },
          body: JSON.stringify(request),
          signal: AbortSignal.timeout(ANSWER_MS),
          redirect: 'error',
        });
      } catch (error) {
        throw new MailError(isBeforeSending(error) ? 'mail-unreachable' : 'mail-uncertain', { cause: error });
      }
      await response.arrayBuffer().catch(() => undefined);
      if (response.status === 429) throw new MailError('mail-deferred');
      // A key that is not taken is nobody's address.
      if (response.status >= 500 || response.status === 401 || response.status === 403)
        throw new MailError('mail-unreachable');
      if (!response.ok) throw new MailError('mail-refused');
    },
    close: () => undefined,
  };
}

/** Notify makes links of `[words](address)`: what people typed as a contract's name must not become one. Bare addresses stay. */
function withoutMarkup(text: string): string {
  return text.replaceAll('[', '(').replaceAll(']', ')');
}

/** A JSON Web Token (RFC 7519) by HMAC-SHA256, as Notify asks for it: who, and when. */
function tokenOf(serviceId: string, secret: string, now: Date): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = part({ typ: 'JWT', alg: 'HS256' });
  const signed = `${head}.${part({ iss: serviceId, iat: Math.floor(now.getTime() / 1000) })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** No connection came about. */
function isBeforeSending(error: unknown): boolean {
  const code = (error as { cause?: { code?: string } }).cause?.code ?? '';
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'ENETUNREACH', 'EHOSTUNREACH'].includes(
    code,
  );
}
