/** Words for the ways to bring contracts to one end. */
import type { EndingWay } from '../../needs/index.ts';

export const wayWords: Record<EndingWay, string> = {
  'ends-then': 'Ends then anyway',
  extend: 'Extend it at the same price',
  'short-term': 'Go on month by month',
  'leave-early': 'Leave it early, at its charge',
  'pay-both': 'Pay for both until it ends',
  unknown: 'Cannot be counted',
};
