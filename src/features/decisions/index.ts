/** What must be decided or sent, by which day. */
export { decisionsOf, decisionTitle, type Decision, type DecisionKind, type PlanInForce } from './decisions.rules.ts';
export { decisionsRoutes, type FindPlan } from './decisions.web.ts';
