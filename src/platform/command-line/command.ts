/** What a command of `cairn` is. Features make them in their `*.cli.ts`; src/app/cli.ts lists them. */

/** 0: done. 1: done, and a problem was found, or it could not be done. 2: the command was not understood. */
export type ExitCode = 0 | 1 | 2;

export interface CommandOption {
  /** `boolean` is a switch, `string` takes a value. */
  type: 'boolean' | 'string';
  /** What it does, as one line of the help. */
  summary: string;
  /** What the help calls the value: `FILE`, `DATE`. */
  value?: string;
  short?: string;
}

export interface CommandArguments {
  /** What stands on the line besides options, in order. */
  positionals: string[];
  /** Options by name; those not given are absent. */
  values: Record<string, string | boolean | undefined>;
}

export interface CommandIo {
  /** True with `--json`. */
  json: boolean;
  /** The folder that paths on the line start from. */
  folder: string;
  /** Prints the result, once: `data` as JSON with `--json`, else `text`. */
  result(data: unknown, text: string): void;
  /** A line about progress or a doubt: never mixed into the result. */
  note(line: string): void;
}

export interface Command {
  /** The words that call it: `['plan', 'check']`. */
  path: readonly string[];
  /** One line for the list of commands. */
  summary: string;
  /** What follows the words: `SCHOOL.json --out PLAN.json`. */
  usage: string;
  options: Record<string, CommandOption>;
  /** How many arguments it takes besides options. */
  positionals: { least: number; most: number };
  run(args: CommandArguments, io: CommandIo): Promise<ExitCode>;
}

/** The line was not understood: ends with 2 and shows how the command is called. */
export class UsageError extends Error {
  readonly code = 'usage';
}

/** The command was understood and cannot be done: ends with 1 and this message, which says how to mend it. */
export class CommandError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A string option's value, or null where it was not given. */
export function textOption(args: CommandArguments, name: string): string | null {
  const value = args.values[name];
  return typeof value === 'string' ? value : null;
}

/** Whether a switch was given. */
export function isSet(args: CommandArguments, name: string): boolean {
  return args.values[name] === true;
}
