export { type PictureArguments, pictureWithTable, scrollRegion } from './picture.ts';
export { type PlanTimelineData, planTimeline } from './plan-timeline.ts';
export { type PlanWavesData, planWaves } from './plan-waves.ts';
export { type GroupStripData, groupStrip } from './group-strip.ts';
export type { TimelineContractEnd, TimelineItem } from './timeline-words.ts';
export { type CapitalYear, type MoneyBarsData, type RevenueYear, moneyBars } from './money-bars.ts';
export { type PlannedRealData, type PlannedRealYear, plannedReal } from './planned-real.ts';
export type { ChartHoliday, ChartTerm } from './term-axis.ts';
export {
  type StandardsStripData,
  type StripSpan,
  type StripState,
  type StripStates,
  standardsStrip,
} from './standards-strip.ts';
export { type BeforeAfterData, type PlacedSpan, beforeAfter, changeWords } from './before-after.ts';
export { type DecisionMarkKind, type DecisionsCalendarData, decisionsCalendar } from './decisions-calendar.ts';
export { type EndingPictureData, endingPicture } from './common-end.ts';
export { type CoreSixData, coreSix } from './core-six.ts';
export {
  type ComparedMoneyData,
  type ComparedStandardsData,
  comparedMoney,
  comparedStandards,
} from './compared-plans.ts';
export { type CostFanData, costFan } from './cost-fan.ts';
