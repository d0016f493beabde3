/** Starting from a typical school: what is put in as guesses, their confirmation, and how unsure they make the plan's cost. */
export { costRangePart } from './cost-range.view.ts';
export { planCostRange, type CostRange } from './cost-range.ts';
export { confirmGuesses } from './presets.commands.ts';
export { confirmPart } from './confirm.view.ts';
export { presetsRoutes, type PresetsServices } from './presets.web.ts';
