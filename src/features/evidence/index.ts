/** The door of evidence: what shows that answers are so, as files or links, and until when it counts. */
export { evidenceHistory } from './evidence.fields.ts';
export { readEvidence, type ShowEvidence } from './evidence.page.ts';
export { listExpiringEvidence, type ExpiringEvidence } from './evidence.queries.ts';
export { lapsesUntil, type Lapse } from './evidence.rules.ts';
export { evidenceRoutes } from './evidence.web.ts';
