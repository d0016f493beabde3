/** Whom a requirement concerns, and who leads on it, in words. Pure. */
import type { Category, Requirement } from '../../library/index.ts';
import type { RequirementStatus, StatusInterval } from '../../status/index.ts';

/** Whom it is asked of and what would mean that it does not concern this school; null where everyone is asked. */
export function concernWords(
  { appliesTo }: Pick<Requirement, 'appliesTo'>,
  { mayNotApply }: Pick<RequirementStatus, 'mayNotApply'>,
  { result }: Pick<StatusInterval, 'result'>,
): string | null {
  if (appliesTo === undefined) return null;
  const isOpen = appliesTo.equipment !== undefined && (result === 'not-known' || result === 'not-met');
  return [
    appliesTo.because,
    mayNotApply,
    isOpen ? 'If you have none, say so in a question about them: then it does not apply.' : null,
  ]
    .filter((part) => part !== null)
    .join(' ');
}

/** Who leads on a requirement and whom they ask, where that is not as in the whole category; null where it is. */
export function ownLeadWords(
  { lead, consult }: Pick<Requirement, 'lead' | 'consult'>,
  category: Pick<Category, 'lead' | 'consult'>,
): string | null {
  if (lead === undefined && consult === undefined) return null;
  return rolesWords({ lead: lead ?? category.lead, consult: consult ?? category.consult });
}

/** "IT support. Together with: governors, the safeguarding lead." */
export function rolesWords({ lead, consult }: Pick<Category, 'lead' | 'consult'>): string {
  const first = /[.!?]$/.test(lead) ? lead : `${lead}.`;
  return consult.length === 0 ? first : `${first} Together with: ${consult.join(', ')}.`;
}
