/** The names that the library's files may use for rules. */
import type { RuleNames } from '../library/load.ts';
import { factRuleNames } from './facts.ts';
import { triggerRuleNames } from './triggers.ts';

/** What `loadLibrary` checks rule names against. */
export const ruleNames: RuleNames = { facts: factRuleNames(), triggers: triggerRuleNames() };
