/** The accepted gaps of a school, ready to be shown beside what they are about. */
import type { PlainDate } from '../../domain/dates.ts';
import { baseOf, mayDo, scopeOf, type InSchool } from '../../platform/web/index.ts';
import type { Html } from '../../ui/html.ts';
import { listExceptions } from './exceptions.queries.ts';
import type { ExceptionSubject } from './exceptions.rules.ts';
import { exceptionPart } from './exceptions.view.ts';

/**
 * Shows what is accepted of one requirement or need, or the way to accept it. `isOpen`: it is not met, so that there is
 * something to accept. `from` is the page to come back to, below the school's address. Null where there is nothing to show.
 */
export type ShowException = (
  subject: Partial<ExceptionSubject>,
  about: { name: string; isOpen: boolean; from: string },
) => Html | null;

/** Reads all accepted gaps of the school once, and gives back how to show any of them. */
export async function readExceptions(context: InSchool, today: PlainDate): Promise<ShowException> {
  const all = await listExceptions(context.tx, scopeOf(context));
  return (given, about) => {
    const subject = { requirementId: given.requirementId ?? null, needId: given.needId ?? null };
    const found = all.find(
      ({ requirementId, needId }) => requirementId === subject.requirementId && needId === subject.needId,
    );
    return exceptionPart({
      base: baseOf(context),
      mayEdit: mayDo(context.role, 'edit'),
      today,
      exception: found ?? null,
      subject,
      ...about,
    });
  };
}
