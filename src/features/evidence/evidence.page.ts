/** The evidence of a school, ready to be shown beside its questions and requirements. */
import type { PlainDate } from '../../domain/dates.ts';
import { baseOf, mayDo, scopeOf, type InSchool } from '../../platform/web/index.ts';
import type { Html } from '../../ui/html.ts';
import { listEvidence } from './evidence.queries.ts';
import type { EvidenceSubject } from './evidence.rules.ts';
import { evidencePart } from './evidence.view.ts';

/** Shows the evidence of one subject. `from` is the page to come back to, below the school's address. */
export type ShowEvidence = (subject: EvidenceSubject, about: string, from: string) => Html;

/** Reads all evidence of the school once, and gives back how to show any part of it. */
export async function readEvidence(context: InSchool, today: PlainDate): Promise<ShowEvidence> {
  const all = await listEvidence(context.tx, scopeOf(context));
  return (subject, about, from) =>
    evidencePart({
      base: baseOf(context),
      mayEdit: mayDo(context.role, 'edit'),
      today,
      evidence: all.filter(
        ({ questionId, requirementId }) =>
          (questionId !== null && questionId === subject.questionId) ||
          (requirementId !== null && requirementId === subject.requirementId),
      ),
      subject,
      about,
      from,
    });
}
