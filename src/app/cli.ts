/** `cairn`: the command line's door. Lists the features' commands and hands the line to the right one. */
import { readFileSync } from 'node:fs';
import { allocationCommands } from '../features/allocation/index.ts';
import { importCommands } from '../features/imports/index.ts';
import { libraryCheckCommand } from '../features/library-check/index.ts';
import { planCheckCommand, planCommand } from '../features/plan/index.ts';
import { remindersSendCommand } from '../features/reminders/index.ts';
import { schoolsImportCommand } from '../features/schools/index.ts';
import { systemClock } from '../platform/clock.ts';
import { runCommandLine } from '../platform/command-line/index.ts';
import type { Command } from '../platform/command-line/index.ts';
import { loadConfig } from '../platform/config.ts';
import { openDatabase } from '../platform/database/index.ts';
import { createMailer } from '../platform/mail/index.ts';
import { readLibrary } from './services.ts';

const services = { clock: systemClock, openDatabase: () => openDatabase(loadConfig()) };

const commands: Command[] = [
  planCommand({ readLibrary }),
  planCheckCommand(),
  ...allocationCommands(services),
  libraryCheckCommand({ readLibrary }),
  ...importCommands(services),
  schoolsImportCommand(services),
  remindersSendCommand({ ...services, loadConfig, createMailer }),
];

// A reader that has seen enough (`cairn … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

process.exitCode = await runCommandLine(process.argv.slice(2), {
  name: 'cairn',
  version,
  purpose: 'plans technology for schools',
  commands,
  folder: process.cwd(),
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
});
