/** The frame of the command line; the commands themselves are the features'. */
export { CommandError, UsageError, isSet, textOption } from './command.ts';
export type { Command, CommandArguments, CommandIo, CommandOption, ExitCode } from './command.ts';
export { runCommandLine } from './run.ts';
export type { CommandLine } from './run.ts';
