/** The composition root: everything that the doors (web, command line) need, made once and handed on. */
import { fileURLToPath } from 'node:url';
import type { SchoolRecord } from '../domain/record.ts';
import { createSaveWatch } from '../features/checks/index.ts';
import { createPlanRunner } from '../features/plan/index.ts';
import { reminderJobs } from '../features/reminders/index.ts';
import { createScenarioRunner } from '../features/scenarios/index.ts';
import { createTrustRunner } from '../features/trust/index.ts';
import { type Library, loadLibrary } from '../library/index.ts';
import { systemClock } from '../platform/clock.ts';
import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Database } from '../platform/database/index.ts';
import { createJobs } from '../platform/jobs/index.ts';
import { createMailer, type Mailer } from '../platform/mail/index.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { ruleNames } from '../status/index.ts';
import { createFrontPicture } from './front-picture.ts';
import { readExamples } from './example-files.ts';

/** What tests replace. */
export interface ServiceParts {
  config: Config;
  db: Database;
  clock?: Clock;
  library?: Library;
  examples?: readonly SchoolRecord[];
  mailer?: Mailer | null;
}

export type Services = ReturnType<typeof createServices>;

export function createServices({
  config,
  db,
  clock = systemClock,
  library = readLibrary(),
  examples = readExamples(),
  mailer = createMailer(config),
}: ServiceParts) {
  const planRunner = createPlanRunner({
    db,
    clock,
    onFailure: (planId, error) => {
      const reason = error instanceof Error ? error.message : String(error);
      process.stderr.write(`${JSON.stringify({ level: 'error', planId, reason })}\n`);
    },
  });
  const trustRunner = createTrustRunner({
    db,
    clock,
    onFailure: (sharingId, error) => {
      const reason = error instanceof Error ? error.message : String(error);
      process.stderr.write(`${JSON.stringify({ level: 'error', sharingId, reason })}\n`);
    },
  });
  const scenarioRunner = createScenarioRunner({
    db,
    clock,
    library,
    onFailure: (scenarioId, error) => {
      const reason = error instanceof Error ? error.message : String(error);
      process.stderr.write(`${JSON.stringify({ level: 'error', scenarioId, reason })}\n`);
    },
  });
  const jobs = createJobs({
    db,
    clock,
    kinds: reminderJobs({ db, clock, config, mailer }),
    onFailure: (job, reason) => {
      process.stderr.write(`${JSON.stringify({ level: 'error', job, reason })}\n`);
    },
  });
  const saves = createSaveWatch({
    library,
    clock,
    onFailure: (error) => {
      const reason = error instanceof Error ? error.message : String(error);
      process.stderr.write(`${JSON.stringify({ level: 'error', checks: 'after a save', reason })}\n`);
    },
  });
  const frontPicture = createFrontPicture({ examples, library, clock });
  return {
    config,
    db,
    clock,
    library,
    planRunner,
    scenarioRunner,
    trustRunner,
    examples,
    frontPicture,
    jobs,
    mailer,
    saves,
  };
}

/** The library that comes with Cairn. */
export function readLibrary(): Library {
  return loadLibrary(readLibraryFolder(fileURLToPath(new URL('../../library/', import.meta.url))), ruleNames);
}
