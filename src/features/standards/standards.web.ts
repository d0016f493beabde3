/** Routes of the standards: where the school stands, one standard, and the check of the answers. */
import type { FastifyInstance } from 'fastify';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import { termsIn } from '../../library/index.ts';
import { baseOf, inSchool, NotFoundError, scopeOf } from '../../platform/web/index.ts';
import { thresholdFor, toAskInOrder } from '../../status/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { currentPlan, listPlans, planItems, standardRows, standardsPicture, termName } from '../plan/index.ts';
import { readEvidence } from '../evidence/index.ts';
import { textQuery } from '../registers/index.ts';
import { readRecord } from '../schools/index.ts';
import { listAnswers } from './answers.queries.ts';
import { linesOf, standardBody, textsOf, type PlannedStep } from './standard.view.ts';
import { showPage, type StandardsServices } from './standards.page.ts';
import { picturedWithoutPlan } from './standards.picture.view.ts';
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
      const { current, isStale, record } = await currentPlan(context.tx, library, scopeOf(context), today);
      const outlook = outlookOf(record, library, today);
      const lines = standardLines(outlook);
      const filter = filterOf(textQuery(request), outlook.edition);
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
        contradictions: contradictions(lines),
        nextQuestionId: toAskInOrder(outlook.questions).find(({ isCore }) => isCore)?.question.id ?? null,
        planPicture: current?.plan ? picturedWithPlan(base, current.problem, current.plan, isStale) : null,
        picture: picturedWithoutPlan(base, outlook, lines),
        edition: outlook.edition,
      });
      return showPage(reply, context, { title: 'Standards', body, wide: true });
    }),
  );

  app.get('/schools/:key/standards/:standard', (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const { standard: standardId } = request.params as { standard: string };
      const base = baseOf(context);
      const today = clock.today();
      const [current] = await listPlans(context.tx, scopeOf(context), 1);
      const record = await readRecord(context.tx, context.school.id, today);
      const outlook = outlookOf(record, library, today);
      const lines = standardLines(outlook);
      const line = lines.find(({ standard }) => standard.id === standardId);
      if (line === undefined) throw new NotFoundError();
      const answers = await listAnswers(context.tx, scopeOf(context));
      const found = current?.plan ? { problem: current.problem, plan: current.plan } : null;
      const { requirements } = outlook.edition;
      const body = standardBody({
        base,
        mayAnswer: mayAnswer(context.role),
        phase: outlook.record.school.phase,
        line,
        dependsOn: linesOf(lines, line.standard.dependsOn),
        neededBy: lines.filter(({ standard }) => standard.dependsOn.includes(standardId)),
        requirementNames: new Map(requirements.map(({ id, text, standardId: of }) => [id, { text, standardId: of }])),
        thresholds: new Map(requirements.map(({ id, threshold }) => [id, thresholdFor(outlook.record, threshold)])),
        answerers: new Map(outlook.edition.questions.map(({ id, asks }) => [id, asks])),
        answeredBy: new Map(answers.map(({ questionId, personName }) => [questionId, personName])),
        notes: new Map(answers.map(({ questionId, note }) => [questionId, note])),
        record: outlook.record,
        showEvidence: await readEvidence(context, today),
        planned: found ? plannedSteps(found.problem, found.plan) : [],
        withPlan: found && withPlanWords(found.problem, found.plan, standardId),
        terms: termsIn(textsOf(line), library.terms),
      });
      return showPage(reply, context, {
        title: line.standard.name,
        body,
        breadcrumbs: [{ text: 'Standards', href: `${base}/standards` }],
        flash: savedFlash(textQuery(request)['done']),
      });
    }),
  );
}

/** What was saved before this page. */
function savedFlash(done: string | undefined): { text: string } | undefined {
  if (done === 'evidence') return { text: 'Evidence saved' };
  return done === 'answered' ? { text: 'Answer saved' } : undefined;
}

function picturedWithPlan(base: string, problem: PlanningProblem, plan: Plan, isStale: boolean): Html {
  return html`${standardsPicture({ problem, plan })}<p class="govuk-body">${isStale && 'The record has changed since this plan was made. '}<a class="govuk-link" href="${base}/plan">See the plan</a></p>`;
}

/** What the plan's items do, by requirement. */
function plannedSteps(problem: PlanningProblem, plan: Plan): PlannedStep[] {
  return planItems(problem, plan).flatMap(({ need, option, candidate, placement }) =>
    candidate.satisfies.map((requirementId) => ({
      requirementId,
      needId: need.id,
      name: `${need.name}: ${option.name}`,
      when: `starts in ${termName(problem, placement.term)}, in place from ${termName(problem, placement.completeTerm)}`,
    })),
  );
}

function withPlanWords(problem: PlanningProblem, plan: Plan, standardId: string): string | null {
  const row = standardRows(problem, plan).find(({ standard }) => standard.id === standardId);
  if (row === undefined) return null;
  if (row.metFrom === null) return 'With the plan, it is still not met at the end.';
  if (row.metFrom === 0) return 'With the plan, it stays met.';
  return `With the plan, it is met from ${termName(problem, row.metFrom)} on.`;
}
