/** Answers that the registers speak against, put together: one answer is one thing to mend, however much hangs on it. Pure. */
import type { AnswerFinding, FactLink } from '../../status/index.ts';
import type { RequirementLine } from './standards.rules.ts';

export interface Contradiction {
  answer: AnswerFinding;
  /** What the registers say, each thing once. */
  reasons: string[];
  chain: FactLink[];
  /** Everything on which the two disagree. */
  lines: RequirementLine[];
}

/** By question and choice, in the order of the first requirement of each. */
export function groupContradictions(lines: readonly RequirementLine[]): Contradiction[] {
  const groups = new Map<string, Contradiction>();
  for (const line of lines) {
    const { answer, reason, chain } = line.now;
    if (answer === null) continue;
    const key = `${answer.questionId} ${answer.choice}`;
    const group: Contradiction = groups.get(key) ?? { answer, reasons: [], chain: [], lines: [] };
    groups.set(key, group);
    group.lines.push(line);
    if (!group.reasons.includes(reason)) group.reasons.push(reason);
    for (const link of chain) if (!group.chain.some((one) => sameEntry(one, link))) group.chain.push(link);
  }
  return [...groups.values()];
}

function sameEntry(a: FactLink, b: FactLink): boolean {
  return a.target.kind === b.target.kind && a.target.id === b.target.id;
}
