/** The command line in tests: what it prints is kept, what it ends with comes back. */
import { type Command, runCommandLine } from '../src/platform/command-line/index.ts';

export function terminal(commands: readonly Command[], folder = '/') {
  const printed = { out: '', err: '' };
  const run = (...words: string[]) => {
    Object.assign(printed, { out: '', err: '' });
    return runCommandLine(words, {
      name: 'cairn',
      version: '1',
      purpose: 'plans',
      commands,
      folder,
      stdout: (text) => (printed.out += text),
      stderr: (text) => (printed.err += text),
    });
  };
  /** Runs a line with `--json` and reads what it printed. */
  const json = async <T>(...words: string[]): Promise<T> => {
    await run(...words, '--json');
    return JSON.parse(printed.out) as T;
  };
  return { printed, run, json };
}
