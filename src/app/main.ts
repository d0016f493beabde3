/**
 * `npm start`: opens the database, makes what a first start needs, listens, and prints one address to sign in with.
 * Whatever stops the start is said in one line, and ends the process with 1. SIGINT and SIGTERM stop it cleanly with 0.
 */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { ConfigError, loadConfig } from '../platform/config.ts';
import type { Config } from '../platform/config.ts';
import { DatabaseUnavailableError, openDatabase } from '../platform/database/index.ts';

/** Requests under way get this long to finish when the process is told to stop. */
const STOP_MS = 10_000;
/** When a process of several looks once more for work that was left unfinished before it started. */
const GO_ON_AGAIN_MS = 180_000;

let stopAsked = false;
let stop = async (): Promise<void> => undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopAsked) return;
    stopAsked = true;
    setTimeout(() => process.exit(0), STOP_MS).unref();
    void stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  });
}

try {
  await start(loadConfig());
} catch (error) {
  // Told to stop in the midst of starting: what then fails fails because of that.
  if (!stopAsked) {
    await stop().catch(() => undefined);
    fail(error);
  }
}

async function start(config: Config): Promise<void> {
  await requireFreePort(config);
  // The database opens in its own thread: meanwhile this one loads the pages and reads the library.
  const opening = openDatabase(config, (error) => fail(error));
  stop = async () => (await opening).close();
  opening.catch(() => undefined);
  const [{ createServices, readLibrary }, { createWeb }, { prepareStart }, { planExamples }, { resumeWork }] =
    await Promise.all([
      import('./services.ts'),
      import('./web.ts'),
      import('./prepare-start.ts'),
      import('../features/examples/index.ts'),
      import('./resume-work.ts'),
    ]);
  const library = readLibrary();
  const db = await opening;
  const services = createServices({ config, db, library });
  const app = await createWeb(services);
  stop = async () => {
    await app.close();
    services.frontPicture.close();
    await Promise.all([
      services.trustRunner.close(),
      services.planRunner.close(),
      services.scenarioRunner.close(),
      services.jobs.close(),
    ]);
    services.mailer?.close();
    await db.close();
  };
  const { token, examples } = await prepareStart(services);
  await app.listen({ port: config.port, host: config.host });
  if (stopAsked) return;
  const address = config.publicUrl ?? addressOf(config, app.server.address());
  process.stdout.write(
    `\nCairn is running. Open this address to sign in (it works once):\n\n  ${address}/sign-in/${token}\n\n`,
  );
  await services.jobs.start();
  // Whoever looks around an example should find a plan; nobody waits for it.
  await planExamples(services, examples).catch((error: unknown) => app.log.error(error));
  const goOn = () => resumeWork(services).catch((error: unknown) => app.log.error(error));
  await goOn();
  // What another process left just now looks, for a while, as if somebody worked on it.
  if (db.kind !== 'embedded') setTimeout(() => void goOn(), GO_ON_AGAIN_MS).unref();
}

/** Tried before the database is opened, so that a start that cannot succeed ends at once and changes nothing. */
async function requireFreePort({ port, host }: Config): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(port, host, resolve);
  });
  await new Promise((resolve) => probe.close(resolve));
}

function addressOf(config: Config, bound: AddressInfo | string | null): string {
  const port = typeof bound === 'object' && bound !== null ? bound.port : config.port;
  const host = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(config.host) ? 'localhost' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function fail(error: unknown): never {
  process.stderr.write(`Cairn cannot run: ${reasonOf(error)}\n`);
  process.exit(1);
}

function reasonOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof DatabaseUnavailableError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  const { port, address } = error as { port?: number; address?: string };
  if (code === 'EADDRINUSE')
    return `port ${port} is in use by another program. Stop it, or set PORT to another number.`;
  if (code === 'EACCES' && port !== undefined)
    return `this user may not listen on port ${port}. Set PORT to 1024 or more.`;
  if (code === 'EADDRNOTAVAIL') return `this machine has no address ${address}. Set HOST to one that it has.`;
  if (code === 'ENOSPC') return 'the disk is full.';
  return (message || String(error)).replace(/\s*\n\s*/g, ' ').slice(0, 500);
}
