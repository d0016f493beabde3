/** Routes of the list of standards: where the school stands in all of them. */
import type { FastifyInstance } from 'fastify';
import { baseOf, inSchool, scopeOf } from '../../platform/web/index.ts';
import { toAskInOrder } from '../../status/index.ts';
import { currentPlan } from '../plan/index.ts';
import { textQuery } from '../registers/index.ts';
import { statusWithPlan } from './ahead.rules.ts';
import { planWords } from './ahead.view.ts';
import { groupContradictions } from './contradictions.rules.ts';
import { showPage, type StandardsServices } from './standards.page.ts';
import { allPicture } from './standards.picture.view.ts';
import { mayAnswer, toSee } from './standards.policy.ts';
import {
  categoryLines,
  contradictions,
  dutiesNotMet,
  filterOf,
  filterStandards,
  outlookOf,
  standardLines,
} from './standards.rules.ts';
import { standardsBody } from './standards.view.ts';
import { standingOf } from './standing.rules.ts';

export function standardsPages(app: FastifyInstance, services: StandardsServices): void {
  const { clock, library } = services;

  app.get('/schools/:key/standards', (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const base = baseOf(context);
      const today = clock.today();
      const query = textQuery(request);
      const { current, isStale, record } = await currentPlan(context.tx, library, scopeOf(context), today);
      const outlook = outlookOf(record, library, today);
      const lines = standardLines(outlook);
      const filter = filterOf(query, outlook.edition);
      const found = current?.plan ? { problem: current.problem, plan: current.plan } : null;
      const isWithPlan = found !== null && query['plan'] === 'with';
      const body = standardsBody({
        base,
        csrf: context.csrf,
        mayAnswer: mayAnswer(context.role),
        standing: standingOf(outlook.record, library, today),
        categories: categoryLines(outlook, lines),
        lines,
        shown: filterStandards(lines, filter),
        filter,
        duties: dutiesNotMet(lines),
        contradictions: groupContradictions(contradictions(lines)),
        nextQuestionId: toAskInOrder(outlook.questions).find(({ isCore }) => isCore)?.question.id ?? null,
        picture: allPicture({
          base,
          outlook,
          lines,
          status: isWithPlan ? statusWithPlan(outlook, found) : outlook.status,
          hasPlan: found !== null,
          isWithPlan,
          planWords: planWords(base, current?.plan ? current.asAt : null, isStale),
        }),
        edition: outlook.edition,
      });
      return showPage(reply, context, { title: 'Standards', body, wide: true });
    }),
  );
}
