/** A school that has answered everything well but a few questions: small enough to be planned to the proof in a moment. */
import type { SchoolRecord } from '../src/domain/record.ts';
import type { Library } from '../src/library/library.ts';
import { sampleRecord } from './people.ts';

/** Three to four needs: a second line, its yearly review, a yearly look at the risks. */
export const FEW_QUESTIONS = ['broadband-contract', 'broadband-backup', 'cyber-assessment'];

/** What an answer holds of how it is known, where nothing more was said. */
export const AS_SAID = { basis: 'asserted', by: null, holdsUntil: null } as const;

export function smallSchool(
  library: Library,
  notAnswered: readonly string[] = FEW_QUESTIONS,
  parts: Partial<SchoolRecord> = {},
): SchoolRecord {
  const edition = library.editions.at(-1);
  const record = sampleRecord();
  const answers = (edition?.questions ?? []).flatMap(({ id, choices }) => {
    if (notAnswered.includes(id)) return [];
    const asking = (edition?.requirements ?? []).filter(({ question }) => question?.id === id);
    const meets = (choice: string) => asking.filter(({ question }) => question?.met.includes(choice)).length;
    const best = choices.map((choice) => choice.id).reduce((a, b) => (meets(b) > meets(a) ? b : a));
    return [{ questionId: id, choice: best, answeredOn: '2026-11-20', note: null, ...AS_SAID }];
  });
  const budgets = [{ year: '2026-27', capitalPence: 2_000_000, revenuePence: 2_000_000 }];
  return { ...record, answers, limits: { ...record.limits, budgets }, ...parts };
}
