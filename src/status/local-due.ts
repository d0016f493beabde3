/** When a requirement is due where a trust or an authority has set a day of its own. */
import { formatDate } from '../domain/dates.ts';
import type { SchoolRecord } from '../domain/record.ts';
import type { Category, Requirement } from '../library/library.ts';
import { waits } from '../library/local-rules.ts';
import { dueOf as nationalDueOf, type Due } from './triggers.ts';

/**
 * As {@link nationalDueOf}, with the local day: what waits is due then at the latest, even where its equipment is supported
 * for longer; what does not wait, and has a day because a local rule asks for it by then, is not due before.
 */
export function dueOf(
  record: SchoolRecord,
  category: Category,
  requirement: Requirement,
  failing: readonly string[],
  after: Due | null = null,
): Due {
  const due = nationalDueOf(record, category, requirement, failing, after);
  const { localDue } = requirement;
  if (localDue === undefined) return due;
  const isAtOnce = due.from === null && !due.isOpen;
  const counts = waits(requirement) ? due.isOpen || (due.from !== null && localDue.on < due.from) : isAtOnce;
  if (!counts) return due;
  const { on, by } = localDue;
  const because = `${by.join(' and ')} ${by.length > 1 ? 'ask' : 'asks'} for it by ${formatDate(on)}.`;
  return { from: on, isOpen: false, because, chain: due.chain };
}
