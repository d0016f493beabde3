/** Routes of plan and actual: the page, agreeing a plan, and the table as a file. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Library } from '../../library/index.ts';
import {
  baseOf,
  flashOf,
  inSchool,
  mayDo,
  NotFoundError,
  scopeOf,
  showSchoolPage,
  type InSchool,
  type WebServices,
} from '../../platform/web/index.ts';
import { fieldTexts, type FieldError } from '../../ui/forms/index.ts';
import { sendTable, textQuery } from '../registers/index.ts';
import { actualRoutes } from './actual-routes.ts';
import { agreePlan, takeBackAgreement } from './actuals.commands.ts';
import { agreementFields } from './actuals.fields.ts';
import { planToAgree, readActuals } from './actuals.page.ts';
import { parseAgreement } from './actuals.rules.ts';
import { actualsBody, removedDetail } from './actuals.view.ts';
import { varianceTable } from './variance.csv.ts';

export interface ActualsServices extends WebServices {
  library: Library;
}

export function actualsRoutes(app: FastifyInstance, services: ActualsServices): void {
  const { clock, library } = services;
  const page = '/schools/:key/actuals';

  app.get(page, (request, reply) =>
    inSchool(services, request, 'read', (context) => {
      const texts = fieldTexts(agreementFields, { agreedOn: clock.today() });
      return show(request, reply, context, { texts, errors: [] });
    }),
  );

  app.get(`${page}.csv`, (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      const { variance } = await stateOf(request, context);
      const table = varianceTable(variance ?? { years: [], items: [] });
      return sendTable(reply, `plan-and-actual-${context.school.key}`, 'csv', 'Plan and actual', table);
    }),
  );

  app.post(`${page}/agree`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const state = await stateOf(request, context);
      const { given, typed, errors } = parseAgreement(request.body, clock.today());
      const content = planToAgree(library, state);
      if (given === null) return show(request, reply, context, { texts: typed, errors });
      if (content !== null && state.current !== null && state.mayAgree === 'yes') {
        await agreePlan(acting(context), state.current.id, content, given);
      }
      return reply.seeOther(`${baseOf(context)}/actuals?done=agreed`);
    }),
  );

  app.post(`${page}/agreements/:id/remove`, (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const { id } = request.params as { id: string };
      if (!(await takeBackAgreement(acting(context), id.replaceAll('\0', '')))) throw new NotFoundError();
      return reply.seeOther(`${baseOf(context)}/actuals?done=not-agreed`);
    }),
  );

  actualRoutes(app, services);

  function stateOf(request: FastifyRequest, context: InSchool) {
    const { of } = textQuery(request);
    return readActuals(context.tx, library, scopeOf(context), { today: clock.today(), of });
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    context: InSchool,
    typed: { texts: Record<string, string>; errors: FieldError[] },
  ): Promise<string> {
    const state = await stateOf(request, context);
    const body = actualsBody({
      ...state,
      ...typed,
      base: baseOf(context),
      csrf: context.csrf,
      mayEdit: mayDo(context.role, 'edit'),
      today: clock.today(),
    });
    const { removed } = textQuery(request);
    const undo = {
      text: 'Taken out again',
      detail: removedDetail(baseOf(context), context.csrf, removed ?? ''),
    };
    const done = flashOf(request, {
      agreed: 'The plan is kept as agreed',
      'not-agreed': 'The plan no longer counts as agreed',
      saved: 'Saved',
    });
    const flash = removed === undefined ? done : undo;
    return showSchoolPage(reply, context, {
      section: 'plan',
      title: 'Plan and actual',
      body,
      flash,
      errors: typed.errors,
      breadcrumbs: [{ text: 'Plan', href: `${baseOf(context)}/plan` }],
      wide: true,
    });
  }

  function acting(context: InSchool) {
    return { tx: context.tx, scope: scopeOf(context), personId: context.person.id, now: clock.now() };
  }
}
