/** Routes of the plan: see it, make it again, look into one item, fix or free a start, take it away as a file. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
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
import { readExceptions } from '../exceptions/index.ts';
import { costRangePart, planCostRange } from '../presets/index.ts';
import { planChanges } from './plan.changes.ts';
import { planAgain, type PlanServices } from './plan.again.ts';
import { changeLock, currentPlan } from './plan.commands.ts';
import { planFile } from './plan.file.ts';
import { itemBody } from './plan.item.view.ts';
import type { PlanJob } from './plan.jobs.ts';
import { leftOutOfPlan } from './plan.problem.ts';
import { selectLock, selectPlanBefore, selectPlanState } from './plan.queries.ts';
import { planItems } from './plan.rules.ts';
import { changeQuote } from './quotes.commands.ts';
import { readQuoteForm } from './quotes.schema.ts';
import { quotesPart } from './quotes.view.ts';
import { itemAddress, planBody, stateWords } from './plan.view.ts';

export function planRoutes(app: FastifyInstance, services: PlanServices): void {
  const { clock, library, planRunner } = services;

  app.get('/schools/:key/plan', async (request, reply) => {
    const { page, unfinished } = await inSchool(services, request, 'read', async (context) => {
      const plans = await currentPlan(context.tx, library, scopeOf(context), clock.today());
      const { current } = plans;
      const previous = current ? await selectPlanBefore(context.tx, current) : null;
      const changes =
        current?.plan && previous?.plan
          ? planChanges(
              { problem: previous.problem, plan: previous.plan },
              { problem: current.problem, plan: current.plan },
            )
          : null;
      const { record, isStale } = plans;
      const made = current?.plan && { problem: current.problem, placements: current.plan.placements, isStale };
      const cost = made ? planCostRange(library, record, made) : null;
      const body = planBody({
        ...plans,
        costRange: costRangePart(cost, baseOf(context)),
        previous,
        base: baseOf(context),
        csrf: context.csrf,
        mayEdit: mayDo(context.role, 'edit'),
        today: clock.today(),
        changes,
        leftForNow: current?.plan ? leftOutOfPlan(library, record, clock.today()) : [],
      });
      const flash = flashOf(request, {
        planned: 'Planned again',
        same: 'Nothing has changed since the last plan, so it is still the plan',
      });
      const page = showSchoolPage(reply, context, { title: 'Plan', section: 'plan', body, flash, wide: true });
      return { page, unfinished: unfinishedJob(context, current) };
    });
    // Only now: work that begins inside the page's transaction could open none of its own.
    if (unfinished) planRunner.enqueue(unfinished);
    return page;
  });

  app.post('/schools/:key/plan', (request, reply) => planAgain(services, request, reply, async () => null));

  app.get('/schools/:key/plan/state.json', (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      const current = await selectPlanState(context.tx, scopeOf(context));
      reply.type('application/json; charset=utf-8');
      return JSON.stringify({ state: current ? stateWords(current) : 'none' });
    }),
  );

  app.get('/schools/:key/plan.json', (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      const { current } = await currentPlan(context.tx, library, scopeOf(context), clock.today());
      if (!current?.plan) throw new NotFoundError();
      reply.type('application/json; charset=utf-8');
      reply.header('content-disposition', `attachment; filename="cairn-plan-${context.school.key}.json"`);
      return `${JSON.stringify(planFile(context.school, current.problem, current.plan), null, 1)}\n`;
    }),
  );

  app.get('/schools/:key/plan/:item', (request, reply) =>
    inSchool(services, request, 'read', (context) => showItem(request, reply, context, [], null)),
  );

  app.post('/schools/:key/plan/:item/fix', (request, reply) =>
    planAgain(services, request, reply, async (context) => {
      const { needId, need, problem } = await needOf(request, context);
      const asked = (request.body as Record<string, unknown>)['start'];
      const start = typeof asked === 'string' ? asked : '';
      const candidate = need.candidates.find((one) => `${problem.terms[one.term]?.id}|${one.optionId}` === start);
      if (!candidate && start !== 'nothing') {
        const errors = [{ field: 'start', message: 'Choose what must happen and when, or “Do nothing about it”' }];
        return showItem(request, reply, context, errors, { start });
      }
      const term = problem.terms[candidate?.term ?? 0]?.id ?? '';
      const lock = { needId, optionId: candidate?.optionId ?? null, term };
      await changeLock(context.tx, scopeOf(context), needId, lock, askerOf(context));
      return null;
    }),
  );

  app.post('/schools/:key/plan/:item/free', (request, reply) =>
    planAgain(services, request, reply, async (context) => {
      const { needId } = await needOf(request, context);
      await changeLock(context.tx, scopeOf(context), needId, null, askerOf(context));
      return null;
    }),
  );

  app.post('/schools/:key/plan/:item/quote', (request, reply) =>
    planAgain(services, request, reply, async (context) => {
      const { need } = await needOf(request, context);
      const { quote, typed, errors } = readQuoteForm(request.body, need.options);
      if (!quote) return showItem(request, reply, context, errors, null, typed);
      await changeQuote(context.tx, scopeOf(context), quote.optionId, quote, askerOf(context));
      return null;
    }),
  );

  app.post('/schools/:key/plan/:item/quote/remove', (request, reply) =>
    planAgain(services, request, reply, async (context) => {
      const { need } = await needOf(request, context);
      const asked = (request.body as Record<string, unknown>)['optionId'];
      const option = need.options.find(({ id }) => id === asked);
      if (!option) throw new NotFoundError();
      await changeQuote(context.tx, scopeOf(context), option.id, null, askerOf(context));
      return null;
    }),
  );

  const askerOf = ({ person }: InSchool) => ({ personId: person.id, at: clock.now(), today: clock.today() });

  async function needOf(request: FastifyRequest, context: InSchool) {
    const { item: needId } = request.params as { item: string };
    const { current, record } = await currentPlan(context.tx, library, scopeOf(context), clock.today());
    const need = current?.problem.needs.find(({ id }) => id === needId);
    if (!current || !need) throw new NotFoundError();
    return { needId, need, problem: current.problem, plan: current.plan, record };
  }

  async function showItem(
    request: FastifyRequest,
    reply: FastifyReply,
    context: InSchool,
    errors: FieldError[],
    typed: { start: string } | null,
    typedQuote: Record<string, string> = {},
  ): Promise<string> {
    const { needId, need, problem, plan: found, record } = await needOf(request, context);
    const item = found
      ? (planItems(problem, found).find(({ placement }) => placement.needId === needId) ?? null)
      : null;
    const isFixed = (await selectLock(context.tx, scopeOf(context), needId)) !== null;
    const base = baseOf(context);
    const mayEdit = mayDo(context.role, 'edit');
    const { csrf } = context;
    const address = itemAddress(base, needId);
    const quotes = quotesPart({ address, csrf, mayEdit, need, quotes: record.quotes, errors, typed: typedQuote });
    const showException = await readExceptions(context, clock.today());
    const accepted = showException({ needId }, { name: need.name, isOpen: true, from: `plan/${needId}` });
    const body = itemBody({
      base,
      csrf,
      mayEdit,
      problem,
      plan: found,
      need,
      item,
      isFixed,
      errors,
      typed,
      quotes,
      accepted,
    });
    const breadcrumbs = [{ text: 'Plan', href: `${base}/plan` }];
    return showSchoolPage(reply, context, { title: need.name, section: 'plan', body, errors, breadcrumbs });
  }
}

/** The work on a plan found unfinished (after a restart, say), as whoever looks at it and may edit; else null. */
function unfinishedJob(context: InSchool, current: { id: string; state: string } | null): PlanJob | null {
  if (current?.state !== 'planning' || !mayDo(context.role, 'edit')) return null;
  return { ...scopeOf(context), planId: current.id, personId: context.person.id };
}
