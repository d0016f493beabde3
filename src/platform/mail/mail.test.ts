import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { startFakeSmtp, type FakeSmtp } from '../../../test/fake-smtp.ts';
import { headerLine, isMailAddress, isSender } from './address.ts';
import { MailError, type MailMessage } from './mail.ts';
import { createNotifyMailer } from './notify.ts';
import { createSmtpMailer } from './smtp.ts';

const message: MailMessage = {
  to: 'office@school.example',
  subject: 'Decide by 14 March 2027: café lease',
  text: 'Decide by 14 March 2027.\n\nThe café’s lease ends.\n',
  html: '<p>Decide by 14 March 2027.</p>',
  id: 'abc-123',
  stopUrl: 'https://cairn.school.example/reminders/stop/x',
};

/** Starts that nobody could mistake for one plain address. */
const NOT_ADDRESSES = [
  '',
  'office',
  'office@',
  '@school.example',
  'office@school',
  'a b@school.example',
  'a@school.example, b@school.example',
  'a@school.example\r\nBcc: b@school.example',
  'a@school.example\n',
  '<a@school.example>',
  'Office <a@school.example>',
  '"a"@school.example',
  'a..b@school.example',
  'a@-school.example',
  `${'a'.repeat(65)}@school.example`,
  `a@${'b.'.repeat(130)}example`,
];

test('an address is one plain address', () => {
  for (const text of NOT_ADDRESSES) assert.equal(isMailAddress(text), false, text);
  for (const text of ['office@school.example', 'p.o’neil@school.example'.replace('’', "'"), 'a+b@x.sch.uk']) {
    assert.equal(isMailAddress(text), true, text);
  }
  assert.equal(isSender('Cairn at Elm Lane <cairn@school.example>'), true);
  assert.equal(isSender('Cairn\nBcc: x <cairn@school.example>'), false);
});

test('whatever a header is made of, it stays one line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const line = headerLine(text);
      return !/[\r\n\0\u2028\u2029\u0085]/.test(line) && line.length <= 200;
    }),
  );
});

describe('mail by SMTP', () => {
  let fake: FakeSmtp;
  before(async () => {
    fake = await startFakeSmtp();
  });
  after(() => fake.close());
  const mailer = () => createSmtpMailer({ smtpUrl: fake.url, from: 'Cairn <cairn@school.example>' });

  test('arrives with its words, its name and how to stop it, over one connection for many', async () => {
    fake.mails.length = 0;
    const smtp = mailer();
    const before = fake.connections;
    for (let n = 0; n < 3; n++) await smtp.send({ ...message, id: `abc-${n}` });
    smtp.close();
    assert.equal(fake.connections - before, 1);
    const [mail] = fake.mails;
    assert.ok(mail);
    assert.deepEqual([mail.from, mail.to], ['cairn@school.example', ['office@school.example']]);
    assert.equal(mail.headers['from'], 'Cairn <cairn@school.example>');
    assert.equal(mail.headers['subject'], message.subject);
    assert.equal(mail.headers['message-id'], '<abc-0@school.example>');
    assert.equal(mail.headers['list-unsubscribe'], `<${message.stopUrl}>`);
    assert.equal(mail.headers['list-unsubscribe-post'], 'List-Unsubscribe=One-Click');
    assert.equal(mail.headers['auto-submitted'], 'auto-generated');
    assert.equal(mail.parts[0]?.replaceAll('\r\n', '\n').trim(), message.text.trim());
    assert.equal(mail.parts[1]?.trim(), message.html);
  });

  test('offers to stop with one request by https alone, and not for mail that was just asked for', async () => {
    fake.mails.length = 0;
    const smtp = mailer();
    await smtp.send({ ...message, stopUrl: 'http://localhost:3000/reminders/stop/x' });
    await smtp.send({ ...message, stopUrl: null });
    smtp.close();
    const [plain, none] = fake.mails;
    assert.equal(plain?.headers['list-unsubscribe'], '<http://localhost:3000/reminders/stop/x>');
    assert.equal(plain?.headers['list-unsubscribe-post'], undefined);
    assert.equal(none?.headers['list-unsubscribe'], undefined);
  });

  test('takes no second recipient and no header from what people typed', async () => {
    fake.mails.length = 0;
    const smtp = mailer();
    await smtp.send({
      ...message,
      subject: 'Lease\r\nBcc: thief@elsewhere.example\r\n\r\nBuy now',
      id: 'x>\r\nBcc: y',
    });
    for (const to of NOT_ADDRESSES) await assert.rejects(smtp.send({ ...message, to }), MailError);
    smtp.close();
    assert.equal(fake.mails.length, 1);
    assert.deepEqual(fake.mails[0]?.to, ['office@school.example']);
    assert.equal(fake.mails[0]?.headers['bcc'], undefined);
    assert.equal(fake.mails[0]?.headers['subject'], 'Lease Bcc: thief@elsewhere.example Buy now');
    assert.equal(fake.mails[0]?.headers['message-id'], '<xBccy@school.example>');
  });

  test('says whether a message that failed may have been taken, and quotes no address', async () => {
    const failing = async (behaviour: FakeSmtp['behaviour']): Promise<MailError> => {
      fake.behaviour = behaviour;
      const smtp = mailer();
      const error = await smtp.send(message).then(
        () => assert.fail('sent'),
        (reason: unknown) => reason,
      );
      smtp.close();
      fake.behaviour = 'take';
      assert.ok(error instanceof MailError);
      assert.ok(!error.message.includes('@'));
      return error;
    };
    assert.equal((await failing('refuse-recipient')).code, 'mail-refused');
    assert.equal((await failing('defer-recipient')).code, 'mail-deferred');
    assert.equal((await failing('hang-up-unread')).code, 'mail-unreachable');
    fake.mails.length = 0;
    assert.equal((await failing('hang-up-taken')).code, 'mail-uncertain');
    assert.equal(fake.mails.length, 1, 'it is not sent again behind our back');
    const smtp = createSmtpMailer({ smtpUrl: `smtp://127.0.0.1:${await freePort()}`, from: 'cairn@school.example' });
    await assert.rejects(smtp.send(message), { code: 'mail-unreachable' });
    smtp.close();
  });
});

describe('mail by GOV.UK Notify', () => {
  const service = '11111111-2222-4333-8444-555555555555';
  const secret = '66666666-7777-4888-8999-aaaaaaaaaaaa';
  const asked: { url: string; authorization: string; body: Record<string, unknown> }[] = [];
  let answer = 201;
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (piece: Buffer) => (text += String(piece)));
    request.on('end', () => {
      const { authorization = '' } = request.headers;
      asked.push({ url: request.url ?? '', authorization, body: JSON.parse(text) as Record<string, unknown> });
      if (answer === 0) return void request.socket.destroy();
      response.writeHead(answer, { 'content-type': 'application/json' }).end('{"id":"x"}');
    });
  });
  let origin = '';
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    origin = `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
  });
  after(() => new Promise((resolve) => server.close(resolve)));
  const notify = () =>
    createNotifyMailer({
      apiKey: `cairn_key-${service}-${secret}`,
      templateId: 'a-template',
      origin,
      now: () => new Date('2026-11-24T09:00:00Z'),
    });

  test('asks for the template to be filled in, signed with the key’s secret', async () => {
    asked.length = 0;
    answer = 201;
    await notify().send(message);
    const [request] = asked;
    assert.ok(request);
    assert.equal(request.url, '/v2/notifications/email');
    assert.deepEqual(request.body, {
      email_address: message.to,
      template_id: 'a-template',
      personalisation: { subject: message.subject, body: message.text },
      reference: message.id,
      one_click_unsubscribe_url: message.stopUrl,
    });
    const [head = '', claims = '', signature] = request.authorization.replace('Bearer ', '').split('.');
    assert.deepEqual(JSON.parse(Buffer.from(head, 'base64url').toString()), { typ: 'JWT', alg: 'HS256' });
    assert.deepEqual(JSON.parse(Buffer.from(claims, 'base64url').toString()), {
      iss: service,
      iat: Date.parse('2026-11-24T09:00:00Z') / 1000,
    });
    assert.equal(signature, createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url'));
    assert.ok(!JSON.stringify(request).includes(secret));
  });

  test('makes no link of what people typed', async () => {
    asked.length = 0;
    await notify().send({ ...message, text: 'Lease [of ours](https://elsewhere.example): https://cairn.example/x' });
    const { body } = asked[0]!.body['personalisation'] as { body: string };
    assert.equal(body, 'Lease (of ours)(https://elsewhere.example): https://cairn.example/x');
  });

  test('says whether a message that failed may have been taken', async () => {
    for (const [status, code] of [
      [400, 'mail-refused'],
      [403, 'mail-unreachable'],
      [429, 'mail-deferred'],
      [503, 'mail-unreachable'],
      [0, 'mail-uncertain'],
    ] as const) {
      answer = status;
      await assert.rejects(notify().send(message), { code });
    }
    const nobody = createNotifyMailer({
      apiKey: `k-${service}-${secret}`,
      templateId: 't',
      origin: `http://127.0.0.1:${await freePort()}`,
    });
    await assert.rejects(nobody.send(message), { code: 'mail-unreachable' });
  });
});

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const server = createSocketServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof bound === 'object' && bound !== null ? bound.port : 0;
}
