/** Routes of what one scenario supposes: look, add a change, change one, leave one out; and the form that all of them show. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import { baseOf, inSchool, type InSchool, NotFoundError, scopeOf, showSchoolPage } from '../../platform/web/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';
import { currentPlanMade, type PlanServices } from '../plan/index.ts';
import { readRecord } from '../schools/index.ts';
import { MOST_CHANGES } from './scenario-changes.rules.ts';
import { changesBody } from './scenario-changes.view.ts';
import { scenarioFormBody } from './scenario-form.view.ts';
import { type Acting, leaveOutChange, putChange } from './scenarios.commands.ts';
import type { ScenarioRunner } from './scenarios.jobs.ts';
import { selectScenario, type StoredScenario } from './scenarios.queries.ts';
import {
  isReadyMade,
  readyMade,
  type ReadyMadeKind,
  readScenarioForm,
  type ScenarioBasis,
} from './scenarios.schema.ts';
import { scenarioAddress } from './scenarios.view.ts';

export function scenarioChangesRoutes(
  app: FastifyInstance,
  services: PlanServices & { scenarioRunner: ScenarioRunner },
  firstPlanMs: number,
): void {
  const { clock, scenarioRunner } = services;
  const one = '/schools/:key/scenarios/:id/changes';

  app.get(one, (request, reply) =>
    inSchool(services, request, 'edit', async (context) =>
      showChanges(reply, context, await scenarioOf(request, context), null),
    ),
  );

  app.get(`${one}/new`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) =>
      showWithin(request, reply, context, await scenarioOf(request, context), {}, []),
    ),
  );

  app.post(`${one}/new`, (request, reply) => put(request, reply));

  app.get(`${one}/:change`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const scenario = await scenarioOf(request, context);
      return showWithin(request, reply, context, scenario, changeOf(request, scenario)?.typed ?? {}, []);
    }),
  );

  app.post(`${one}/:change`, (request, reply) => put(request, reply));

  app.post(`${one}/:change/remove`, async (request, reply) => {
    const done = await inSchool(services, request, 'edit', async (context) => {
      const scenario = await scenarioOf(request, context);
      const { change = '' } = request.params as { change?: string };
      const outcome = await leaveOutChange(context.tx, actingOf(context, clock), scenario.id, change);
      if (outcome === 'gone') throw new NotFoundError();
      if (outcome === 'done') return workOf(context, scenario);
      const refusal = 'This is all that it supposes. Remove the scenario on the comparison instead.';
      return { page: showChanges(reply, context, scenario, refusal) };
    });
    return 'page' in done ? done.page : workAgain(reply, done);
  });

  /** Adds the change that the form asks for, or puts it in the place of the one that the address names. */
  async function put(request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const done = await inSchool(services, request, 'edit', async (context) => {
      const scenario = await scenarioOf(request, context);
      const old = changeOf(request, scenario);
      const kind = old?.kind ?? kindOf(request);
      const read = readScenarioForm(kind, request.body, await basisOf(context, clock));
      const again = (errors: FieldError[]) => showWithin(request, reply, context, scenario, read.typed, errors);
      if (!read.scenario) return { page: await again(read.errors) };
      const change = { ...read.scenario, kind, typed: read.typed };
      const outcome = await putChange(context.tx, actingOf(context, clock), scenario.id, change, old?.id ?? null);
      if (outcome === 'done') return workOf(context, scenario);
      if (outcome === 'gone') throw new NotFoundError();
      if (outcome !== 'full' && outcome.field !== null) {
        return { page: await again([{ field: outcome.field, message: outcome.message }]) };
      }
      const full = `A scenario holds ${MOST_CHANGES} changes at most: leave one out first.`;
      const refusal = outcome === 'full' ? full : `${outcome.message}.`;
      return { page: showChanges(reply, context, scenario, refusal) };
    });
    return 'page' in done ? done.page : workAgain(reply, done);
  }

  function workOf(context: InSchool, { id }: StoredScenario) {
    return {
      base: baseOf(context),
      job: { ...scopeOf(context), personId: context.person.id, kind: 'scenario', id },
    } as const;
  }

  async function workAgain(reply: FastifyReply, { base, job }: ReturnType<typeof workOf>): Promise<string> {
    scenarioRunner.forget(job.id);
    scenarioRunner.enqueue(job);
    await scenarioRunner.untilFirst(job.id, firstPlanMs);
    return reply.seeOther(`${base}/scenarios#compared`);
  }

  async function showWithin(
    request: FastifyRequest,
    reply: FastifyReply,
    context: InSchool,
    scenario: StoredScenario,
    typed: Record<string, string>,
    errors: FieldError[],
  ): Promise<string> {
    const old = changeOf(request, scenario);
    const back = `${scenarioAddress(baseOf(context), scenario.id)}/changes`;
    const kind = old?.kind ?? kindOf(request);
    const others = scenario.changes.filter(({ id }) => id !== old?.id).map(({ name }) => name);
    const action = old ? `${back}/${old.id}` : `${back}/new?kind=${kind}`;
    const within = others.length > 0 ? others.join(' + ') : null;
    return showScenarioForm(clock, reply, context, { kind, action, back, within, typed, errors });
  }
}

function showChanges(
  reply: FastifyReply,
  context: InSchool,
  { id, name, changes }: StoredScenario,
  refusal: string | null,
): string {
  const base = baseOf(context);
  const body = changesBody({ base, csrf: context.csrf, address: scenarioAddress(base, id), name, changes, refusal });
  const title = `What “${name}” supposes`;
  const status = refusal === null ? 200 : 409;
  return showSchoolPage(reply, context, { section: 'plan', title, body, breadcrumbs: crumbs(base), status });
}

export interface ShownForm {
  kind: ReadyMadeKind;
  action: string;
  back: string;
  within: string | null;
  typed: Record<string, string>;
  errors: FieldError[];
}

/** The form of one ready-made change, empty, filled in or with what is to be mended. */
export async function showScenarioForm(
  clock: Clock,
  reply: FastifyReply,
  context: InSchool,
  shown: ShownForm,
): Promise<string> {
  const basis = await basisOf(context, clock);
  const body = scenarioFormBody({ ...shown, csrf: context.csrf, basis });
  const title = readyMade.find(({ kind }) => kind === shown.kind)?.name ?? 'What if';
  const { errors } = shown;
  return showSchoolPage(reply, context, { section: 'plan', title, body, errors, breadcrumbs: crumbs(baseOf(context)) });
}

function crumbs(base: string): { text: string; href: string }[] {
  return [
    { text: 'Plan', href: `${base}/plan` },
    { text: 'What if', href: `${base}/scenarios` },
  ];
}

/** @throws {NotFoundError} where there is no plan to suppose anything of. */
export async function basisOf(context: InSchool, clock: Clock): Promise<ScenarioBasis> {
  const made = await currentPlanMade(context.tx, scopeOf(context));
  if (!made) throw new NotFoundError();
  const { limits, quotes } = await readRecord(context.tx, context.school.id, clock.today());
  return { problem: made.problem, plan: made.plan, budgets: limits.budgets, quotes };
}

export function actingOf(context: InSchool, clock: Clock): Acting {
  return { school: scopeOf(context), personId: context.person.id, at: clock.now() };
}

/** @throws {NotFoundError} where the address names none that is ready-made. */
export function kindOf(request: FastifyRequest): ReadyMadeKind {
  const { kind } = request.query as { kind?: unknown };
  if (!isReadyMade(kind)) throw new NotFoundError();
  return kind;
}

/** @throws {NotFoundError} where it is not there (any more). */
async function scenarioOf(request: FastifyRequest, context: InSchool): Promise<StoredScenario> {
  const id = (request.params as { id: string }).id.replaceAll('\0', '');
  const scenario = await selectScenario(context.tx, scopeOf(context), id);
  if (!scenario) throw new NotFoundError();
  return scenario;
}

/**
 * The change that the address names, as one that can be made otherwise; null where it names none.
 * @throws {NotFoundError} where it is not there (any more), or was stored without what was typed.
 */
function changeOf(request: FastifyRequest, { changes }: StoredScenario) {
  const { change } = request.params as { change?: string };
  if (change === undefined) return null;
  const found = changes.find(({ id }) => id === change);
  if (!found?.kind) throw new NotFoundError();
  return { ...found, kind: found.kind };
}
