/** What every page needs of the house. The composition root gives more; each feature asks for what it uses. */
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/index.ts';

export interface WebServices {
  db: Database;
  clock: Clock;
  config: Config;
}
