/** Answers worked out elsewhere: only what was chosen travels, and what that is worth and takes is added up again here. */
import type { Answers, AnswerSum } from './answer.ts';
import type { PackedSchools } from './packed-schools.ts';

/** What was told cannot be the answer of these schools. */
export class ToldAnswerError extends Error {
  readonly code = 'planner.told-answer';
  constructor(message: string) {
    super(message);
    this.name = 'ToldAnswerError';
  }
}

/** How many choices the schools from `first` to before `last` make: one for each of their needs. */
export function choiceCount(packed: PackedSchools, first: number, last: number): number {
  return packed.firstNeed[last]! - packed.firstNeed[first]!;
}

/** The choices in a slot of the schools from `first` to before `last`, need by need. */
export function choicesOf(
  packed: PackedSchools,
  answers: Answers,
  slot: number,
  first: number,
  last: number,
): Int16Array {
  const from = packed.firstNeed[first]!;
  return Int16Array.from(
    { length: choiceCount(packed, first, last) },
    (_, n) => answers.choice[(from + n) * answers.slots + slot]!,
  );
}

/**
 * Puts the choices of the schools from `first` to before `last` into a slot, as if they had been asked here, and gives their sum.
 * Throws {@link ToldAnswerError} where they are not one for each need, or name a start that is not there.
 */
export function takeChoices(
  packed: PackedSchools,
  answers: Answers,
  slot: number,
  { first, last, choices }: { first: number; last: number; choices: Int16Array },
): AnswerSum {
  const { limits, firstNeed, firstStart } = packed;
  if (choices.length !== choiceCount(packed, first, last))
    throw new ToldAnswerError(
      `${choices.length} choices were told where there are ${choiceCount(packed, first, last)} needs.`,
    );
  const sum: AnswerSum = { value: 0, uses: Array.from({ length: limits }, () => 0) };
  let told = 0;
  for (let school = first; school < last; school++) {
    const at = school * answers.slots + slot;
    let value = 0;
    for (let l = 0; l < limits; l++) answers.uses[at * limits + l] = 0;
    for (let need = firstNeed[school]!; need < firstNeed[school + 1]!; need++) {
      const chosen = choices[told++]!;
      const start = firstStart[need]! + chosen;
      if (chosen < -1 || start >= firstStart[need + 1]!)
        throw new ToldAnswerError(`A need has no start number ${chosen}, which was told.`);
      answers.choice[need * answers.slots + slot] = chosen;
      if (chosen < 0) continue;
      value += packed.value[start]!;
      for (let l = 0; l < limits; l++) answers.uses[at * limits + l]! += packed.uses[start * limits + l]!;
    }
    answers.value[at] = value;
    sum.value += value;
    for (let l = 0; l < limits; l++) sum.uses[l]! += answers.uses[at * limits + l]!;
  }
  return sum;
}
