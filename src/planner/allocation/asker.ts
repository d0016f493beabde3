/** Whoever has all schools answer: in this thread, in several, or on several machines. All give the same answers. */
import type { AnswerSum, Answers } from './answer.ts';
import { makeAnswerer, roomForAnswers } from './answer.ts';
import type { PackedSchools } from './packed-schools.ts';

export interface Asker {
  /** By group of schools ({@link groupsOf}): what they answer at these prices, added up. */
  ask(prices: readonly number[]): Promise<AnswerSum[]>;
  /** The schools' answers to each of these prices, one in each slot. Those asked last are still at hand. */
  answers(pricesOf: readonly (readonly number[])[]): Promise<Answers>;
}

/** Answers that are kept at hand. */
export const KEPT_ANSWERS = 16;

/** Largest number of groups: more make each round's small problem slower than they save in rounds. */
const MOST_GROUPS = 100;

/** First and last school (not included) of each group: the same for the same number of schools, whoever asks. */
export function groupsOf(schools: number): { first: number; last: number }[] {
  const count = Math.min(MOST_GROUPS, schools);
  return Array.from({ length: count }, (_, g) => ({
    first: Math.floor((g * schools) / count),
    last: Math.floor(((g + 1) * schools) / count),
  }));
}

/** Which slot the answers to these prices go into: the one that holds them, an empty one, or the one asked longest ago. */
export function makeSlots(count: number): { slotFor(key: string): { slot: number; isHeld: boolean } } {
  const held: string[] = [];
  const asked: number[] = [];
  let clock = 0;
  return {
    slotFor(key) {
      clock++;
      let slot = held.indexOf(key);
      const isHeld = slot >= 0;
      if (!isHeld) slot = held.length < count ? held.length : asked.indexOf(Math.min(...asked));
      held[slot] = key;
      asked[slot] = clock;
      return { slot, isHeld };
    },
  };
}

/** Asks in this thread. */
export function askHere(packed: PackedSchools): Asker {
  const answers = roomForAnswers(packed, KEPT_ANSWERS);
  const answerer = makeAnswerer(packed, answers);
  const slots = makeSlots(KEPT_ANSWERS);
  const groups = groupsOf(packed.schools);
  const askInto = (prices: readonly number[], slot: number) =>
    groups.map(({ first, last }) => answerer.answer(prices, slot, first, last));
  return {
    ask: (prices) => Promise.resolve(askInto(prices, slots.slotFor(prices.join(' ')).slot)),
    answers(pricesOf) {
      const wanted = pricesOf.slice(0, KEPT_ANSWERS);
      const inOrder = roomForAnswers(packed, wanted.length);
      for (const [k, prices] of wanted.entries()) {
        const { slot, isHeld } = slots.slotFor(prices.join(' '));
        if (!isHeld) askInto(prices, slot);
        copySlot(packed, answers, slot, inOrder, k);
      }
      return Promise.resolve(inOrder);
    },
  };
}

/** Copies the answers of one slot into a slot of another room. */
export function copySlot(packed: PackedSchools, from: Answers, slot: number, to: Answers, at: number): void {
  const { schools, limits } = packed;
  for (let s = 0; s < schools; s++) {
    const a = s * from.slots + slot;
    const b = s * to.slots + at;
    to.value[b] = from.value[a]!;
    for (let l = 0; l < limits; l++) to.uses[b * limits + l] = from.uses[a * limits + l]!;
  }
  const needs = packed.firstStart.length - 1;
  for (let n = 0; n < needs; n++) to.choice[n * to.slots + at] = from.choice[n * from.slots + slot]!;
}
