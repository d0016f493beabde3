/** Routes of "what if": compare, add, remove, take; and what prices and more money would change. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { whatIfFacts } from '../../needs/index.ts';
import { drawCosts } from '../../planner/index.ts';
import {
  baseOf,
  flashOf,
  inSchool,
  type InSchool,
  mayDo,
  NotFoundError,
  scopeOf,
  showSchoolPage,
} from '../../platform/web/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';
import { currentPlanMade, planAgain, type PlanServices } from '../plan/index.ts';
import { readRecord } from '../schools/index.ts';
import { addScenario, askAgain, askStudies, removeScenario, takeScenario } from './scenarios.commands.ts';
import { actingOf, basisOf, kindOf, scenarioChangesRoutes, showScenarioForm } from './scenario-changes-routes.ts';
import { takeBody } from './scenario-form.view.ts';
import type { ScenarioRunner } from './scenarios.jobs.ts';
import {
  listScenarios,
  listScenarioStates,
  type PlanStudies,
  selectScenario,
  selectStudies,
} from './scenarios.queries.ts';
import { besideOf, comparePlans, takingOf } from './scenarios.rules.ts';
import { budgetRows, readScenarioForm } from './scenarios.schema.ts';
import { scenarioAddress, scenariosBody } from './scenarios.view.ts';
import { studiesBody } from './studies.view.ts';

export interface ScenarioServices extends PlanServices {
  scenarioRunner: ScenarioRunner;
}

/** How long a request that adds a scenario waits for a first plan before it shows the page without. */
const FIRST_PLAN_MS = 2_000;

export function scenariosRoutes(app: FastifyInstance, services: ScenarioServices): void {
  const { clock, library, scenarioRunner } = services;
  const list = '/schools/:key/scenarios';

  app.get(list, async (request, reply) => {
    const { page, unfinished } = await inSchool(services, request, 'read', async (context) => {
      const scope = scopeOf(context);
      const made = await currentPlanMade(context.tx, scope);
      const scenarios = await listScenarios(context.tx, scope);
      const mayEdit = mayDo(context.role, 'edit');
      const body = scenariosBody({
        base: baseOf(context),
        csrf: context.csrf,
        mayEdit,
        scenarios,
        planId: made && besideOf(made),
        compared: made && comparePlans(made, scenarios, whatIfFacts(made.problem, library)),
        state: await stateOf(context),
      });
      const flash = flashOf(request, { removed: 'Removed', full: 'Four stand beside the plan already' });
      const breadcrumbs = pageWords.breadcrumbs(context);
      const shown = { section: 'plan', title: 'What if', body, flash, breadcrumbs, wide: true } as const;
      const job = { ...scopeOf(context), personId: context.person.id, kind: 'scenario' } as const;
      const open = mayEdit ? scenarios.filter(({ state }) => state === 'planning') : [];
      return { page: showSchoolPage(reply, context, shown), unfinished: open.map(({ id }) => ({ ...job, id })) };
    });
    // One found unfinished is taken up again, once the page's transaction has ended: the work opens its own.
    for (const job of unfinished) scenarioRunner.enqueue(job);
    return page;
  });

  app.get(`${list}/state.json`, (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      reply.type('application/json; charset=utf-8');
      return JSON.stringify({ state: await stateOf(context) });
    }),
  );

  app.get(`${list}/new`, (request, reply) =>
    inSchool(services, request, 'edit', (context) => showNew(request, reply, context, {}, [])),
  );

  app.post(`${list}/new`, async (request, reply) => {
    const added = await inSchool(services, request, 'edit', async (context) => {
      const kind = kindOf(request);
      const { scenario, typed, errors } = readScenarioForm(kind, request.body, await basisOf(context, clock));
      if (!scenario) return { page: await showNew(request, reply, context, typed, errors) };
      const id = await addScenario(context.tx, actingOf(context, clock), { ...scenario, kind, typed });
      return { id, base: baseOf(context), job: { ...scopeOf(context), personId: context.person.id } };
    });
    if ('page' in added) return added.page;
    const { id, base, job } = added;
    if (id === null) return reply.seeOther(`${base}/scenarios?done=full`);
    scenarioRunner.enqueue({ ...job, kind: 'scenario', id });
    await scenarioRunner.untilFirst(id, FIRST_PLAN_MS);
    return reply.seeOther(`${base}/scenarios#compared`);
  });

  app.post(`${list}/again`, async (request, reply) => {
    const { ids, base, job } = await inSchool(services, request, 'edit', async (context) => {
      const made = await currentPlanMade(context.tx, scopeOf(context));
      const ids = made ? await askAgain(context.tx, actingOf(context, clock), besideOf(made)) : [];
      return { ids, base: baseOf(context), job: { ...scopeOf(context), personId: context.person.id } };
    });
    for (const id of ids) scenarioRunner.enqueue({ ...job, kind: 'scenario', id });
    const [first] = ids;
    if (first !== undefined) await scenarioRunner.untilFirst(first, FIRST_PLAN_MS);
    return reply.seeOther(`${base}/scenarios`);
  });

  app.post(`${list}/:id/remove`, async (request, reply) => {
    const { id, base } = await inSchool(services, request, 'edit', async (context) => {
      const id = idOf(request);
      await removeScenario(context.tx, actingOf(context, clock), id);
      return { id, base: baseOf(context) };
    });
    scenarioRunner.forget(id);
    return reply.seeOther(`${base}/scenarios?done=removed`);
  });

  app.get(`${list}/:id/take`, (request, reply) =>
    inSchool(services, request, 'edit', (context) => showTake(request, reply, context, false)),
  );

  app.post(`${list}/:id/take`, (request, reply) =>
    planAgain(services, request, reply, async (context) => {
      const { compared, taking, record } = await takingFor(request, context);
      const { scenario } = compared;
      const { version } = request.body as { version?: unknown };
      const given = { limits: record.limits, taking, today: clock.today(), scenario };
      const isTaken = await takeScenario(context.tx, actingOf(context, clock), { ...given, version: Number(version) });
      return isTaken ? null : showTake(request, reply, context, true);
    }),
  );

  app.get(`${list}/prices`, async (request, reply) => {
    const { page, unfinished } = await inSchool(services, request, 'read', async (context) => {
      const made = await currentPlanMade(context.tx, scopeOf(context));
      const studies = made ? await selectStudies(context.tx, scopeOf(context), made.id) : { prices: null, money: null };
      const mayEdit = mayDo(context.role, 'edit');
      const job =
        made && ({ ...scopeOf(context), personId: context.person.id, kind: 'study', planId: made.id } as const);
      const open = (['prices', 'money'] as const).filter((study) => mayEdit && studies[study]?.state === 'working');
      const body = studiesBody({
        base: baseOf(context),
        csrf: context.csrf,
        mayEdit,
        made,
        draws: made && drawCosts(made.problem, made.plan.placements),
        studies,
        isFinal: made?.state !== 'planning',
        state: studyState(studies),
      });
      const breadcrumbs = [
        ...pageWords.breadcrumbs(context),
        { text: 'What if', href: `${baseOf(context)}/scenarios` },
      ];
      const title = 'What prices and more money would change';
      const page = showSchoolPage(reply, context, { section: 'plan', title, body, breadcrumbs, wide: true });
      return { page, unfinished: job ? open.map((study) => ({ ...job, study })) : [] };
    });
    for (const job of unfinished) scenarioRunner.enqueue(job);
    return page;
  });

  app.get(`${list}/prices/state.json`, (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      const made = await currentPlanMade(context.tx, scopeOf(context));
      const studies = made ? await selectStudies(context.tx, scopeOf(context), made.id) : { prices: null, money: null };
      reply.type('application/json; charset=utf-8');
      return JSON.stringify({ state: studyState(studies) });
    }),
  );

  app.post(`${list}/prices`, async (request, reply) => {
    const { asked, planId, base, job } = await inSchool(services, request, 'edit', async (context) => {
      const made = await currentPlanMade(context.tx, scopeOf(context));
      if (!made) throw new NotFoundError();
      const studies = await selectStudies(context.tx, scopeOf(context), made.id);
      if (made.state === 'planning') return { asked: [], planId: made.id, base: baseOf(context), job: null };
      const asked = await askStudies(context.tx, actingOf(context, clock), made.id, studies);
      const job = { ...scopeOf(context), personId: context.person.id };
      return { asked, planId: made.id, base: baseOf(context), job };
    });
    for (const study of asked) if (job) scenarioRunner.enqueue({ ...job, kind: 'study', planId, study });
    return reply.seeOther(`${base}/scenarios/prices`);
  });

  function showNew(
    request: FastifyRequest,
    reply: FastifyReply,
    context: InSchool,
    typed: Record<string, string>,
    errors: FieldError[],
  ): Promise<string> {
    const back = `${baseOf(context)}/scenarios`;
    const kind = kindOf(request);
    const given = { kind, action: `${back}/new?kind=${kind}`, back, within: null, typed, errors };
    return showScenarioForm(clock, reply, context, given);
  }

  async function showTake(
    request: FastifyRequest,
    reply: FastifyReply,
    context: InSchool,
    isStale: boolean,
  ): Promise<string> {
    const { compared, taking } = await takingFor(request, context);
    const base = baseOf(context);
    const body = takeBody({
      base,
      csrf: context.csrf,
      address: scenarioAddress(base, compared.scenario.id),
      compared,
      taking,
      version: context.school.version,
      isStale,
    });
    const breadcrumbs = [...pageWords.breadcrumbs(context), { text: 'What if', href: `${base}/scenarios` }];
    const title = `Take “${compared.name}”`;
    return showSchoolPage(reply, context, { section: 'plan', title, body, breadcrumbs, status: isStale ? 409 : 200 });
  }

  /** @throws {NotFoundError} where the scenario has not been worked out beside the plan there is. */
  async function takingFor(request: FastifyRequest, context: InSchool) {
    const made = await currentPlanMade(context.tx, scopeOf(context));
    const scenario = await selectScenario(context.tx, scopeOf(context), idOf(request));
    if (!made || scenario?.state !== 'ready') throw new NotFoundError();
    const compared = comparePlans(made, [scenario], whatIfFacts(made.problem, library))[1];
    if (!compared) throw new NotFoundError();
    const record = await readRecord(context.tx, context.school.id, clock.today());
    const budgets = budgetRows({ problem: made.problem, budgets: record.limits.budgets });
    return { compared: { ...compared, scenario }, taking: takingOf(compared, budgets), record };
  }

  scenarioChangesRoutes(app, services, FIRST_PLAN_MS);
}

const pageWords = {
  breadcrumbs: (context: InSchool) => [{ text: 'Plan', href: `${baseOf(context)}/plan` }],
};

function idOf(request: FastifyRequest): string {
  return (request.params as { id: string }).id.replaceAll('\0', '');
}

async function stateOf(context: InSchool): Promise<string> {
  const states = await listScenarioStates(context.tx, scopeOf(context));
  return (
    states.map(({ id, state, hash, hasCauses }) => [id, state, hash ?? '', hasCauses].join(':')).join(' ') || 'none'
  );
}

function studyState({ prices, money }: PlanStudies): string {
  return `${prices?.state ?? 'none'} ${money?.state ?? 'none'}`;
}
