/** Routes of one standard and of one area: where each stands, how it goes on, and what it may cost. */
import type { FastifyInstance } from 'fastify';
import type { PlainDate } from '../../domain/dates.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import { needsUnder, termsIn } from '../../library/index.ts';
import { requirementCosts } from '../../needs/index.ts';
import { baseOf, inSchool, NotFoundError, scopeOf, type InSchool } from '../../platform/web/index.ts';
import { thresholdFor } from '../../status/index.ts';
import type { Html } from '../../ui/html.ts';
import { listPlans, planItems, termName } from '../plan/index.ts';
import { readEvidence } from '../evidence/index.ts';
import { readExceptions } from '../exceptions/index.ts';
import { textQuery } from '../registers/index.ts';
import { readRecord } from '../schools/index.ts';
import { courses, statusWithPlan } from './ahead.rules.ts';
import { aheadPart, planWords } from './ahead.view.ts';
import { listAnswers } from './answers.queries.ts';
import { areaBody } from './area.view.ts';
import { costPart, type PlannedCost } from './standard.cost.view.ts';
import { linesOf, standardBody, textsOf, type PlannedStep } from './standard.view.ts';
import { requirementAddress, standardAddress } from './standards.marks.view.ts';
import { showPage, type StandardsServices } from './standards.page.ts';
import { mayAnswer, toSee } from './standards.policy.ts';
import {
  categoryLines,
  dueTermIn,
  outlookOf,
  standardLines,
  type Outlook,
  type StandardLine,
} from './standards.rules.ts';

export function standardPages(app: FastifyInstance, services: StandardsServices): void {
  const { clock, library } = services;

  app.get('/schools/:key/standards/:standard', (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const { standard: standardId } = request.params as { standard: string };
      const base = baseOf(context);
      const { outlook, lines, found } = await lookOut(context);
      const line = lines.find(({ standard }) => standard.id === standardId);
      if (line === undefined) throw new NotFoundError();
      const { record, edition, today } = outlook;
      const answers = await listAnswers(context.tx, scopeOf(context));
      const results = new Map(
        lines.flatMap(({ requirements }) => requirements.map(({ requirement, now }) => [requirement.id, now.result])),
      );
      const body = standardBody({
        base,
        mayAnswer: mayAnswer(context.role),
        phase: record.school.phase,
        line,
        dependsOn: linesOf(lines, line.standard.dependsOn),
        neededBy: lines.filter(({ standard }) => standard.dependsOn.includes(standardId)),
        requirementNames: new Map(
          edition.requirements.map(({ id, text, standardId: of }) => [
            id,
            { text, standardId: of, result: results.get(id) ?? null },
          ]),
        ),
        thresholds: new Map(edition.requirements.map(({ id, threshold }) => [id, thresholdFor(record, threshold)])),
        answerers: new Map(edition.questions.map(({ id, asks }) => [id, asks])),
        answeredBy: new Map(answers.map(({ questionId, personName }) => [questionId, personName])),
        notes: new Map(answers.map(({ questionId, note }) => [questionId, note])),
        record,
        rules: edition.rules,
        showException: await readExceptions(context, today),
        showEvidence: await readEvidence(context, today),
        planned: found ? plannedSteps(found.problem, found.plan) : [],
        ahead: standardAhead(base, outlook, found, line),
        planWords: planWords(base, found?.madeOn ?? null),
        cost: costPart({
          base,
          pupils: record.school.pupils,
          isMet: line.now.result === 'met',
          costs:
            line.now.result === 'not-applicable'
              ? []
              : requirementCosts(record, needsUnder(library.needs, edition), idsOf(line)),
          planned: found ? plannedCosts(found.problem, found.plan, idsOf(line)) : [],
          requirements: line.requirements.length,
        }),
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

  app.get('/schools/:key/standards/area/:area', (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const { area } = request.params as { area: string };
      const base = baseOf(context);
      const { outlook, lines, found } = await lookOut(context);
      const line = categoryLines(outlook, lines).find(({ category }) => category.id === area);
      if (line === undefined) throw new NotFoundError();
      const of = courses(outlook.edition, outlook.status, found && statusWithPlan(outlook, found));
      const ahead = aheadPart({
        id: 'area-ahead',
        caption: `${line.category.name}, day by day${found === null ? '' : ', with the plan and without it'}`,
        terms: outlook.terms,
        dueTerm: line.category.core ? dueTermIn(outlook.edition, outlook.terms) : null,
        rows: [
          { name: 'The whole area', isWhole: true, course: of.ofCategory(area) },
          ...line.standards.map(({ standard }) => ({
            name: standard.name,
            href: standardAddress(base, standard.id),
            course: of.ofStandard(standard.id),
          })),
        ],
        namesParts: true,
      });
      const body = areaBody({
        base,
        mayAnswer: mayAnswer(context.role),
        line,
        ahead,
        planWords: planWords(base, found?.madeOn ?? null),
      });
      const breadcrumbs = [{ text: 'Standards', href: `${base}/standards` }];
      return showPage(reply, context, { title: line.category.name, body, breadcrumbs });
    }),
  );

  async function lookOut(context: InSchool): Promise<{ outlook: Outlook; lines: StandardLine[]; found: Found | null }> {
    const today = clock.today();
    const [current] = await listPlans(context.tx, scopeOf(context), 1);
    const outlook = outlookOf(await readRecord(context.tx, context.school.id, today), library, today);
    const found = current?.plan ? { problem: current.problem, plan: current.plan, madeOn: current.asAt } : null;
    return { outlook, lines: standardLines(outlook), found };
  }
}

interface Found {
  problem: PlanningProblem;
  plan: Plan;
  madeOn: PlainDate;
}

function idsOf({ requirements }: StandardLine): string[] {
  return requirements.map(({ requirement }) => requirement.id);
}

function standardAhead(base: string, outlook: Outlook, found: Found | null, line: StandardLine): Html {
  const of = courses(outlook.edition, outlook.status, found && statusWithPlan(outlook, found));
  return aheadPart({
    id: 'standard-ahead',
    caption: `The standard and what it asks, day by day${found === null ? '' : ', with the plan and without it'}`,
    terms: outlook.terms,
    dueTerm: line.category.core ? dueTermIn(outlook.edition, outlook.terms) : null,
    rows: [
      { name: 'The whole standard', isWhole: true, course: of.ofStandard(line.standard.id) },
      ...line.requirements.map(({ requirement }) => ({
        name: requirement.text,
        href: requirementAddress(base, requirement),
        course: of.ofRequirement(requirement.id),
      })),
    ],
    namesParts: false,
  });
}

/** What was saved before this page. */
function savedFlash(done: string | undefined): { text: string } | undefined {
  if (done === 'evidence') return { text: 'Evidence saved' };
  return done === 'answered' ? { text: 'Answer saved' } : undefined;
}

/** What the plan's items do, by requirement. */
function plannedSteps(problem: PlanningProblem, plan: Plan): PlannedStep[] {
  return planItems(problem, plan).flatMap(({ need, option, candidate, placement }) =>
    candidate.satisfies.map((requirementId) => ({
      requirementId,
      needId: need.id,
      name: `${need.name}: ${option.name}`,
      when: whenWords(problem, placement),
    })),
  );
}

/** What the plan's items that meet some of these requirements cost. */
function plannedCosts(problem: PlanningProblem, plan: Plan, requirementIds: readonly string[]): PlannedCost[] {
  return planItems(problem, plan)
    .filter(({ candidate }) => candidate.satisfies.some((id) => requirementIds.includes(id)))
    .map(({ need, option, candidate, placement }) => ({
      needId: need.id,
      name: `${need.name}: ${option.name}`,
      when: whenWords(problem, placement),
      range: candidate.wholeLifeRange,
      isQuoted: !option.placeholderPrice,
    }));
}

function whenWords(problem: PlanningProblem, { term, completeTerm }: { term: number; completeTerm: number }): string {
  return `starts in ${termName(problem, term)}, in place from ${termName(problem, completeTerm)}`;
}
