/** Asking the running application for a page again and again, beside a bare server that sends the same bytes as a constant. */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median } from './measures.ts';
import type { Measure } from './measures.ts';

const run = promisify(execFile);
const autocannon = fileURLToPath(import.meta.resolve('autocannon/autocannon.js'));
const CONNECTIONS = 8;
const SECONDS = 4;
const ROUNDS = 3;

/** Requests a second of one address; every answer must be 200. */
async function requestsPerSecond(address: string, cookie: string): Promise<number> {
  const args = [autocannon, '--json', '-c', `${CONNECTIONS}`, '-d', `${SECONDS}`, '-H', `cookie=${cookie}`, address];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 16 * 1024 * 1024 });
  const result = JSON.parse(stdout) as { requests: { average: number }; non2xx: number; errors: number };
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${address}: ${result.non2xx} answers were no success, ${result.errors} requests failed`);
  }
  return result.requests.average;
}

/** A signed-in browser without a window: keeps its cookies, sends the token of the last page with each form. */
export function signedOutClient(address: string) {
  const cookies = new Map<string, string>();
  let token = '';
  const send = async (path: string, form?: Record<string, string> | FormData): Promise<Response> => {
    const response = await fetch(new URL(path, address), {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '), origin: address },
      ...(form ? { body: form instanceof FormData ? form : new URLSearchParams({ _csrf: token, ...form }) } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
  return {
    cookie: (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    async page(path: string): Promise<string> {
      const response = await send(path);
      const text = await response.text();
      token = /name="_csrf"\s+value="([^"]+)"/.exec(text)?.[1] ?? token;
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
      return text;
    },
    async submit(path: string, form: Record<string, string> = {}): Promise<void> {
      const response = await send(path, form);
      if (response.status !== 303) throw new Error(`${path} answered ${response.status}`);
    },
    /** Sends a form with a file, and gives back where that leads. */
    async upload(path: string, field: string, name: string, content: string): Promise<string> {
      const data = new FormData();
      data.append('_csrf', token);
      data.append(field, new Blob([content]), name);
      const response = await send(path, data);
      if (response.status !== 303) throw new Error(`${path} answered ${response.status}`);
      return response.headers.get('location') ?? '';
    },
  };
}

/** Pages a second of an address, and of a bare server that sends `body`, in turns. */
export async function beside(name: string, address: string, cookie: string, body: string): Promise<Measure> {
  const bytes = Buffer.from(body);
  const plain = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': bytes.length });
    response.end(bytes);
  });
  await new Promise<void>((done) => void plain.listen(0, '127.0.0.1', done));
  const plainAddress = `http://127.0.0.1:${(plain.address() as AddressInfo).port}/`;
  const pages: number[] = [];
  const constants: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    pages.push(await requestsPerSecond(address, cookie));
    constants.push(await requestsPerSecond(plainAddress, cookie));
  }
  plain.close();
  return {
    group: 'Pages a second',
    name,
    value: median(pages),
    unit: 'a second',
    beside: { name: 'the same bytes from a bare server', value: median(constants) },
    note: `${(bytes.length / 1024).toFixed(0)} KiB, ${CONNECTIONS} connections`,
  };
}
