/** The door of plan and actual: agreed plans, what became of them, and finished items that become facts. */
export { actualHistory, agreementHistory } from './actuals.fields.ts';
export { knownContracts } from './actuals.page.ts';
export { actualsRoutes } from './actuals.web.ts';
export { listActuals, listAgreements, type Agreement, type StoredActual } from './actuals.queries.ts';
export {
  causeName,
  datesWords as agreedDatesWords,
  itemStateName,
  priceWords as actualPriceWords,
  whenWords as actualWhenWords,
} from './actuals.words.ts';
export { varianceOf, type Variance } from './variance.rules.ts';
