/** The names that the library's files may use for what is found in code. */
import type { TriggerNames } from '../library/load.ts';
import { triggerRuleNames } from './triggers.ts';

/** What `loadLibrary` checks names against. */
export const ruleNames: TriggerNames = { triggers: triggerRuleNames() };
