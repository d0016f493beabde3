/** The calendar of decisions. */
import type { FastifyInstance } from 'fastify';
import type { Transaction, SchoolScope } from '../../platform/database/index.ts';
import { inSchool, type WebServices, scopeOf } from '../../platform/web/index.ts';
import { listContracts, listGovernorsMeetings, selectSchoolCalendar } from '../contracts/index.ts';
import { permissionToSee, show, textQuery } from '../registers/index.ts';
import { decisionsPicture } from './decisions.picture.ts';
import {
  decisionsOf,
  DEFAULT_MONTHS_AHEAD,
  overdueContracts,
  undatedContracts,
  type PlanInForce,
} from './decisions.rules.ts';
import { decisionsBody } from './decisions.view.ts';

/** Finds the plan that a school goes by; null where it has none. The plan's own feature gives this. */
export type FindPlan = (tx: Transaction, scope: SchoolScope) => Promise<PlanInForce | null>;

const section = {
  path: 'decisions',
  words: { singular: '', withArticle: '', plural: '', title: 'Decisions', why: '', empty: '' },
};
const MOST_MONTHS_AHEAD = 120;

export function decisionsRoutes(
  app: FastifyInstance,
  services: WebServices,
  findPlan: FindPlan = async () => null,
): void {
  app.get('/schools/:key/decisions', (request, reply) =>
    inSchool(services, request, permissionToSee, async (context) => {
      const query = textQuery(request);
      const scope = scopeOf(context);
      const today = services.clock.today();
      const monthsAhead = monthsIn(query['months']);
      const contracts = await listContracts(context.tx, scope);
      const meetings = await listGovernorsMeetings(context.tx, scope);
      const calendar = await selectSchoolCalendar(context.tx, scope);
      const inForce = await findPlan(context.tx, scope);
      const withLater = query['later'] === 'yes';
      const all = decisionsOf(contracts, meetings, inForce, today, monthsAhead, calendar).filter(
        ({ kind }) => !query['kind'] || kind === query['kind'],
      );
      // A contract that renews each month would fill the page with dates that its next chance does away with.
      const decisions = all.filter(({ isLater }) => withLater || !isLater);
      const base = `/schools/${encodeURIComponent(context.school.key)}`;
      const body = decisionsBody({
        base,
        today,
        decisions,
        undated: undatedContracts(contracts, today, calendar),
        overdue: overdueContracts(contracts, today, calendar),
        monthsAhead,
        kind: query['kind'] ?? '',
        withLater,
        leftOut: all.length - decisions.length,
        picture: decisionsPicture(base, decisions, meetings, today, monthsAhead),
        withoutPlan: inForce === null,
      });
      return show(reply, context, section, { title: 'Decisions', body, wide: true });
    }),
  );
}

function monthsIn(text: string | undefined): number {
  const asked = /^\d{1,4}$/.test(text ?? '') ? Number(text) : DEFAULT_MONTHS_AHEAD;
  return Math.min(Math.max(asked, 1), MOST_MONTHS_AHEAD);
}
