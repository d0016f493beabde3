/** The whole application, asked without a network: pages as a signed-in person sees them. */
import { createServices, type ServiceParts, type Services } from '../src/app/services.ts';
import { createWeb } from '../src/app/web.ts';
import { fixedClock } from '../src/platform/clock.ts';
import { loadConfig } from '../src/platform/config.ts';
import { startSession } from '../src/platform/sessions/index.ts';
import type { FastifyInstance } from 'fastify';
import type { TestDatabase } from './database.ts';
import { addPerson, TEST_NOW } from './people.ts';

export interface TestResponse {
  status: number;
  body: string;
  /** The same, as it was sent. */
  bytes: Buffer;
  location: string | null;
  headers: Record<string, string | string[] | number | undefined>;
}

/** One browser: it keeps cookies, and sends the token of the page that it saw last with each form. */
export interface TestBrowser {
  get(address: string): Promise<TestResponse>;
  /** Sends a form with the token of the last page. */
  post(address: string, form?: Record<string, string | string[]>): Promise<TestResponse>;
  /** Sends a form with a file. */
  upload(
    address: string,
    file: { field: string; name: string; bytes: Uint8Array },
    form?: Record<string, string>,
  ): Promise<TestResponse>;
}

export interface TestApp {
  app: FastifyInstance;
  services: Services;
  log: string[];
  /** The lines of the log that tell of a failure. */
  failures(): string[];
  /** A browser in which nobody is signed in. */
  visitor(): TestBrowser;
  /** A browser in which that person is signed in; a new person with an organisation of their own where none is given. */
  signedIn(personId?: string): Promise<TestBrowser & { personId: string; organisationId: string }>;
  close(): Promise<void>;
}

/** Builds the application over a test database. Closing it leaves the database open. `addRoutes` adds routes of the test's own. */
export async function buildTestApp(
  { db }: TestDatabase,
  env: Record<string, string> = {},
  addRoutes?: (app: FastifyInstance) => void,
  parts: Pick<ServiceParts, 'examples'> = {},
): Promise<TestApp> {
  const log: string[] = [];
  const config = loadConfig({ LOG_LEVEL: 'info', ...env });
  const services = createServices({ config, db, clock: fixedClock(TEST_NOW.toISOString()), ...parts });
  const app = await createWeb(services, { logTo: { write: (line) => void log.push(line) } });
  addRoutes?.(app);
  await app.ready();
  return {
    app,
    services,
    log,
    failures: () => log.filter((line) => (JSON.parse(line) as { level: number }).level >= 50),
    visitor: () => browserOf(app, new Map()),
    async signedIn(given) {
      const { personId, organisationId } = given ? { personId: given, organisationId: '' } : await addPerson(db);
      const session = await db.asSystem((tx) => startSession(tx, personId, TEST_NOW));
      return { ...browserOf(app, new Map([['cairn_session', session]])), personId, organisationId };
    },
    async close() {
      await app.close();
      services.frontPicture.close();
      await services.planRunner.close();
      await services.scenarioRunner.close();
      await services.trustRunner.close();
    },
  };
}

function browserOf(app: FastifyInstance, cookies: Map<string, string>): TestBrowser {
  let token = '';
  const send = async (method: 'GET' | 'POST', url: string, payload?: string | Buffer, type?: string) => {
    const response = await app.inject({
      method,
      url,
      cookies: Object.fromEntries(cookies),
      ...(payload === undefined ? {} : { payload }),
      ...(type === undefined ? {} : { headers: { 'content-type': type } }),
    });
    for (const { name, value } of response.cookies) {
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    token = /name="_csrf"\s+value="([^"]+)"/.exec(response.body)?.[1] ?? token;
    const { location } = response.headers;
    return {
      status: response.statusCode,
      body: response.body,
      bytes: response.rawPayload,
      location: typeof location === 'string' ? location : null,
      headers: response.headers,
    };
  };
  return {
    get: (address) => send('GET', address),
    post(address, form = {}) {
      const body = new URLSearchParams({ _csrf: token });
      for (const [name, value] of Object.entries(form)) for (const one of [value].flat()) body.append(name, one);
      return send('POST', address, String(body), 'application/x-www-form-urlencoded');
    },
    async upload(address, file, form = {}) {
      const data = new FormData();
      for (const [name, value] of Object.entries({ _csrf: token, ...form })) data.append(name, value);
      data.append(file.field, new Blob([Buffer.from(file.bytes)]), file.name);
      const encoded = new Response(data);
      const type = encoded.headers.get('content-type') ?? '';
      return send('POST', address, Buffer.from(await encoded.arrayBuffer()), type);
    },
  };
}
