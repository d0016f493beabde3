/** What every page needs of the house. The composition root gives more; each feature asks for what it uses. */
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/index.ts';
import type { SaveWatch } from './saves.ts';

export interface WebServices {
  db: Database;
  clock: Clock;
  config: Config;
  /** Looks at what saves bring about; nothing does where it is left out. */
  saves?: SaveWatch;
}
