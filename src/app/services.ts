/** The composition root: everything that the doors (web, command line) need, made once and handed on. */
import { systemClock } from '../platform/clock.ts';
import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Database } from '../platform/database/index.ts';
import { readExamples } from './example-files.ts';

/** What tests replace. */
export interface ServiceParts {
  config: Config;
  db: Database;
  clock?: Clock;
}

export type Services = ReturnType<typeof createServices>;

export function createServices({ config, db, clock = systemClock }: ServiceParts) {
  return { config, db, clock, examples: readExamples() };
}
