/** The real application as people start it: a process of its own, on a free port, with a data folder of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/app/main.ts', import.meta.url));
const START_MS = 90_000;
const STOP_MS = 15_000;

export interface RunningServer {
  /** `http://localhost:PORT`, without a slash at the end. */
  address: string;
  /** The administrator's link; works once. */
  signInLink: string;
  pid: number;
  /** Everything that it has printed, errors too. */
  printed(): string;
  /** Ends it with SIGTERM, removes its folder, and gives back its exit code. */
  stop(): Promise<number | null>;
}

/** Starts the application and waits for its sign-in link. `env` adds to or replaces the environment. */
export async function startServer(env: Record<string, string> = {}): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-e2e-'));
  const child = spawn(process.execPath, [main], {
    cwd: folder,
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: join(folder, 'data'), DATABASE_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const killNow = (): void => void child.kill('SIGKILL');
  process.once('exit', killNow);
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM');
    const timer = setTimeout(killNow, STOP_MS);
    const code = await ended;
    clearTimeout(timer);
    process.removeListener('exit', killNow);
    rmSync(folder, { recursive: true, force: true });
    return code;
  };
  const link = await new Promise<string | null>((done) => {
    const timer = setTimeout(() => done(null), START_MS);
    const give = (found: string | null): void => {
      clearTimeout(timer);
      done(found);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        const found = /http:\/\/\S+\/sign-in\/\S+/.exec(printed);
        if (found && /\s/.test(printed.slice(found.index + found[0].length))) give(found[0]);
      });
    }
    void ended.then(() => give(null));
  });
  if (link === null || child.pid === undefined) {
    await stop();
    throw new Error(`The application did not start:\n${printed}`);
  }
  return { address: new URL(link).origin, signInLink: link, pid: child.pid, printed: () => printed, stop };
}
