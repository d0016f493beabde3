/** Sharing out a fund: the door of {@link ./allocate.ts}. Pure but for `worker.ts`, its edge. */
export {
  allocate,
  NoAllocationError,
  startsOf,
  type AllocateOptions,
  type AllocationResult,
  type Round,
} from './allocate.ts';
export { makeAnswerer, roomForAnswers, type Answers, type AnswerSum } from './answer.ts';
export { askHere, groupsOf, KEPT_ANSWERS, type Asker } from './asker.ts';
export { boundByBranching } from './branch-allocation.ts';
export { checkAllocation, type AllocationCheck } from './check-allocation.ts';
export { boundOf } from './find-prices.ts';
export { loadSolver } from '../highs.ts';
export { madeAllocation } from './made-allocation.ts';
export { AllocationInputError, packSchools, type PackedSchools } from './packed-schools.ts';
export { makeRecipe } from './recipe.ts';
export { choicesOf, takeChoices, ToldAnswerError } from './told-answers.ts';
export { askInThreads, AskerStoppedError, type ThreadAsker } from './worker.ts';
