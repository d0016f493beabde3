/** Finds the command that a line calls, reads its options, runs it, and turns whatever happens into an exit code. */
import { parseArgs } from 'node:util';
import { UsageError } from './command.ts';
import type { Command, CommandArguments, CommandIo, CommandOption, ExitCode } from './command.ts';

/** Where a run writes, and what it is called. */
export interface CommandLine {
  name: string;
  version: string;
  /** One line on what the program is for. */
  purpose: string;
  commands: readonly Command[];
  folder: string;
  stdout(text: string): void;
  stderr(text: string): void;
}

const everywhere: Record<string, CommandOption> = {
  help: { type: 'boolean', short: 'h', summary: 'show this help' },
  json: { type: 'boolean', summary: 'print the result as JSON' },
};

/** Runs one line of words, as in `process.argv.slice(2)`. Never throws. */
export async function runCommandLine(words: readonly string[], line: CommandLine): Promise<ExitCode> {
  const json = words.includes('--json');
  const command = findCommand(words, line.commands);
  if (command === null) return runWithoutCommand(words, line, json);
  let args: CommandArguments;
  try {
    args = readArguments(words.slice(command.path.length), command);
    if (args.values['help'] === true) {
      line.stdout(json ? asJson(describe(command, line)) : commandHelp(command, line));
      return 0;
    }
    checkPositionals(args, command);
  } catch (error) {
    return refuse(error, line, json, command);
  }
  const io: CommandIo = {
    json,
    folder: line.folder,
    result: (data, text) => line.stdout(json ? asJson(data) : withNewline(text)),
    note: (text) => line.stderr(withNewline(text)),
  };
  try {
    return await command.run(args, io);
  } catch (error) {
    return refuse(error, line, json, command);
  }
}

function runWithoutCommand(words: readonly string[], line: CommandLine, json: boolean): ExitCode {
  const rest = words.filter((word) => word !== '--json');
  if (rest.length === 1 && rest[0] === '--version') {
    line.stdout(json ? asJson({ version: line.version }) : withNewline(line.version));
    return 0;
  }
  const [first] = rest;
  if (first === '--help' || first === '-h' || first === 'help') {
    line.stdout(
      json ? asJson({ commands: line.commands.map((command) => describe(command, line)) }) : overallHelp(line),
    );
    return 0;
  }
  const error = new UsageError(
    first === undefined ? 'Say what to do.' : `There is no command “${rest.slice(0, 2).join(' ')}”.`,
  );
  return refuse(error, line, json, null);
}

/** The command whose words the line starts with; the one with most words where several fit. */
function findCommand(words: readonly string[], commands: readonly Command[]): Command | null {
  const fits = commands.filter(({ path }) => path.every((word, index) => words[index] === word));
  return fits.toSorted((a, b) => b.path.length - a.path.length)[0] ?? null;
}

function readArguments(words: readonly string[], command: Command): CommandArguments {
  const options = Object.fromEntries(
    Object.entries({ ...everywhere, ...command.options }).map(([name, { type, short }]) => [
      name,
      short === undefined ? { type } : { type, short },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
    return { positionals, values };
  } catch (error) {
    throw new UsageError(error instanceof Error ? firstSentence(error.message) : String(error));
  }
}

function firstSentence(message: string): string {
  return /^[^.]*(?:\.(?!\s)[^.]*)*\.?/.exec(message)?.[0] ?? message;
}

function checkPositionals({ positionals }: CommandArguments, { positionals: { least, most } }: Command): void {
  if (positionals.length < least) throw new UsageError('Something is missing from the line.');
  if (positionals.length > most) throw new UsageError(`“${positionals[most]}” is more than the command takes.`);
}

function refuse(error: unknown, line: CommandLine, json: boolean, command: Command | null): ExitCode {
  const message = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  const misunderstood = error instanceof UsageError;
  if (json) line.stdout(asJson({ error: { code, message } }));
  line.stderr(withNewline(`${line.name}: ${message}`));
  if (misunderstood && !json) {
    line.stderr(command ? `Usage: ${usageOf(command, line)}\n` : `Run ${line.name} --help for the list of commands.\n`);
  }
  return misunderstood ? 2 : 1;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unexpected';
}

function usageOf(command: Command, line: CommandLine): string {
  return [line.name, ...command.path, command.usage].filter(Boolean).join(' ');
}

function describe(command: Command, line: CommandLine): object {
  const options = Object.entries({ ...command.options, ...everywhere }).map(([name, { type, summary }]) => ({
    name,
    type,
    summary,
  }));
  return { command: command.path.join(' '), summary: command.summary, usage: usageOf(command, line), options };
}

function overallHelp(line: CommandLine): string {
  const rows = line.commands.map((command): [string, string] => [command.path.join(' '), command.summary]);
  return [
    `${line.name} ${line.version}: ${line.purpose}`,
    '',
    `Usage: ${line.name} COMMAND …`,
    '',
    'Commands:',
    ...columns(rows),
    '',
    'Every command takes --help and --json. It ends with 0 when all is well, 1 when a problem was found, 2 when the',
    'line was not understood.',
    '',
  ].join('\n');
}

function commandHelp(command: Command, line: CommandLine): string {
  const rows = Object.entries({ ...command.options, ...everywhere }).map(([name, option]): [string, string] => [
    `${option.short ? `-${option.short}, ` : ''}--${name}${option.type === 'string' ? ` ${option.value ?? 'VALUE'}` : ''}`,
    option.summary,
  ]);
  return [command.summary, '', `Usage: ${usageOf(command, line)}`, '', 'Options:', ...columns(rows), ''].join('\n');
}

function columns(rows: readonly [string, string][]): string[] {
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function asJson(data: unknown): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}

function withNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
