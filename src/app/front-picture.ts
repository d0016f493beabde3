/**
 * The front page's picture: a plan of the first example school as it comes with Cairn, never of anybody's copy of it. Made
 * in the background when the front page is first asked for, then kept.
 */
import type { SchoolRecord } from '../domain/record.ts';
import { problemOf, timelinePicture } from '../features/plan/index.ts';
import type { Library } from '../library/index.ts';
import { planInWorker } from '../planner/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Html } from '../ui/html.ts';

/** A good plan is enough for a picture. */
const PLANNING_MS = 8_000;

export interface FrontPicture {
  /** Null until it is there. */
  (): Html | null;
  /** Ends the work where it is under way. */
  close(): void;
}

export function createFrontPicture(parts: {
  examples: readonly SchoolRecord[];
  library: Library;
  clock: Clock;
}): FrontPicture {
  const stop = new AbortController();
  let picture: Html | null = null;
  let isAsked = false;
  const make = async (example: SchoolRecord): Promise<void> => {
    const today = parts.clock.today();
    const record = { ...example, asAt: today };
    const problem = problemOf(parts.library, record);
    const plan = await planInWorker(problem, { effort: 'quick', hardLimitMs: PLANNING_MS, signal: stop.signal });
    picture = timelinePicture({ problem, plan, record, today, hrefOf: null });
  };
  const read = (): Html | null => {
    const example = parts.examples[0];
    if (!isAsked && example) {
      isAsked = true;
      // Without a picture the page is still whole, so that a failure here is nobody's loss.
      make(example).catch(() => undefined);
    }
    return picture;
  };
  return Object.assign(read, { close: () => stop.abort() });
}
