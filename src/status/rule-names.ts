/** The names that the library's files may use for rules. */
import type { RuleNames } from '../library/load.ts';
import { factRuleNames } from './facts.ts';
import { triggerRuleNames } from './triggers.ts';

/** The rules that compare what is recorded with a number of the requirement. */
const needThreshold = [
  'access-points-generation',
  'backup-copies',
  'backup-devices',
  'computers-support-years',
  'computers-warranty-years',
  'main-line-download',
  'main-line-upload',
  'servers-on-battery',
  'switches-port-speed',
  'tablets-support-years',
  'tablets-warranty-years',
];

/** What `loadLibrary` checks rule names against. */
export const ruleNames: RuleNames = {
  facts: factRuleNames(),
  triggers: triggerRuleNames(),
  needThreshold: new Set(needThreshold),
};
