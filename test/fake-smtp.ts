/** A mail server of the tests' own, on this machine alone: it takes messages, or behaves badly in a way that is asked for. */
import { createServer, type Socket } from 'node:net';

export interface TakenMail {
  from: string;
  to: string[];
  /** Headers by name in small letters, unfolded and decoded. */
  headers: Record<string, string>;
  /** The whole message as it came. */
  raw: string;
  /** The parts in order, decoded: text, then HTML. */
  parts: string[];
}

/**
 * `refuse-recipient` says 550 to RCPT, `defer-recipient` 450. `hang-up-unread` closes when the message begins; `hang-up-taken` keeps the message and
 * closes before it says so.
 */
export type Behaviour = 'take' | 'refuse-recipient' | 'defer-recipient' | 'hang-up-unread' | 'hang-up-taken';

export interface FakeSmtp {
  url: string;
  mails: TakenMail[];
  /** Connections since the start. */
  connections: number;
  behaviour: Behaviour;
  /** How long it takes to take a message. */
  delayMs: number;
  close(): Promise<void>;
}

export async function startFakeSmtp(): Promise<FakeSmtp> {
  const sockets = new Set<Socket>();
  const fake: FakeSmtp = {
    url: '',
    mails: [],
    connections: 0,
    behaviour: 'take',
    delayMs: 0,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((socket) => {
    fake.connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    talk(socket, fake);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  fake.url = `smtp://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
  return fake;
}

function talk(socket: Socket, fake: FakeSmtp): void {
  let waiting = '';
  let isData = false;
  let from = '';
  let to: string[] = [];
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO' || verb === 'HELO') say('250 fake');
    else if (verb === 'MAIL') {
      from = addressIn(line);
      to = [];
      say('250 ok');
    } else if (verb === 'RCPT') {
      if (fake.behaviour === 'refuse-recipient') return say(`550 no mailbox ${addressIn(line)} here`);
      if (fake.behaviour === 'defer-recipient') return say('450 come back later');
      to.push(addressIn(line));
      say('250 ok');
    } else if (verb === 'DATA') {
      if (fake.behaviour === 'hang-up-unread') return void socket.destroy();
      isData = true;
      say('354 go on');
    } else if (verb === 'QUIT') socket.end('221 bye\r\n');
    else say('250 ok');
  };
  say('220 fake');
  socket.setEncoding('utf8').on('data', (text: string) => {
    waiting += text;
    for (;;) {
      const end = isData ? waiting.indexOf('\r\n.\r\n') : waiting.indexOf('\r\n');
      if (end < 0) return;
      const piece = waiting.slice(0, end);
      waiting = waiting.slice(end + (isData ? 5 : 2));
      if (!isData) {
        command(piece);
        continue;
      }
      isData = false;
      fake.mails.push(readMail(from, to, piece.replaceAll('\r\n..', '\r\n.')));
      if (fake.behaviour === 'hang-up-taken') return void socket.destroy();
      setTimeout(() => say('250 taken'), fake.delayMs);
    }
  });
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}

function readMail(from: string, to: string[], raw: string): TakenMail {
  const { headers, body } = split(raw);
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1];
  const pieces = boundary === undefined ? [raw] : body.split(`--${boundary}`).slice(1, -1);
  const parts = pieces.map((piece) => {
    const part = split(piece.replace(/^\r\n/, ''));
    return decode(part.body, part.headers['content-transfer-encoding'] ?? '');
  });
  return { from, to, headers, raw, parts };
}

function split(text: string): { headers: Record<string, string>; body: string } {
  const at = text.indexOf('\r\n\r\n');
  const lines = text
    .slice(0, at)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = decodeWords(line.slice(colon + 1).trim());
  }
  return { headers, body: text.slice(at + 4) };
}

/** Encoded words of a header (RFC 2047), in UTF-8. */
function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?(q|b)\?([^?]*)\?=/gi, (_, way: string, word: string) =>
      way.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString()
        : decode(word.replaceAll('_', ' '), 'quoted-printable'),
    );
}

function decode(body: string, way: string): string {
  if (way === 'base64') return Buffer.from(body, 'base64').toString();
  if (way !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  // Text beside the codes is ASCII, so that each character is a byte.
  return Buffer.from(bytes, 'latin1').toString();
}
