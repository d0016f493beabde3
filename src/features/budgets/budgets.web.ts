/** Routes of budgets and the calendar. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Limits } from '../../domain/record.ts';
import { planningHorizon } from '../../domain/terms.ts';
import {
  baseOf,
  flashOf,
  inSchool,
  type InSchool,
  isUploadedFile,
  mayDo,
  scopeOf,
  showSchoolPage,
} from '../../platform/web/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';
import { ImportError } from '../../platform/tables/index.ts';
import { planAgain, type PlanServices } from '../plan/index.ts';
import { readRecord } from '../schools/index.ts';
import { changeCalendar, changeMoney, type LimitsChange } from './budgets.commands.ts';
import {
  calendarTyped,
  moneyTyped,
  readCalendarForm,
  readMoneyForm,
  savedDays,
  savedMoney,
  type Typed,
} from './budgets.schema.ts';
import { budgetsBody } from './budgets.view.ts';
import { readCalendar, withBankHolidays, withTermDates } from './calendars.rules.ts';

const STALE =
  'Someone else changed the school’s details, budgets or calendar while you were typing. What you typed is still here: look at it, and save again';

export function budgetsRoutes(app: FastifyInstance, services: PlanServices): void {
  const { clock } = services;

  app.get('/schools/:key/budgets', (request, reply) =>
    inSchool(services, request, 'read', (context) => show(request, reply, context, {})),
  );

  app.post('/schools/:key/budgets', (request, reply) => {
    const save = async (context: InSchool): Promise<string | null> => {
      const body = request.body as Record<string, unknown>;
      const { record, horizon } = await recordOf(context);
      const read = readMoneyForm(body, record.limits, horizon.years, horizon.terms);
      if (read.errors.length > 0) {
        return show(request, reply, context, { money: read.typed, errors: read.errors, version: versionOf(body) });
      }
      if (await changeMoney(context.tx, changeOf(context, body), record.limits, read.limits)) return null;
      const errors = [
        { field: `capital-${horizon.years[0]?.id}`, message: STALE },
        ...savedMoney(read.typed, record.limits, horizon.years, horizon.terms),
      ];
      return show(request, reply, context, { money: read.typed, errors, status: 409 });
    };
    if ((request.body as Record<string, unknown>)['next'] === 'plan') return planAgain(services, request, reply, save);
    return inSchool(services, request, 'edit', async (context) => {
      return (await save(context)) ?? reply.seeOther(`${baseOf(context)}/budgets?done=saved`);
    });
  });

  app.post('/schools/:key/budgets/calendar', (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const body = request.body as Record<string, unknown>;
      const { record } = await recordOf(context);
      const read = readCalendarForm(body);
      if (read.errors.length > 0) {
        return show(request, reply, context, { calendar: read.typed, errors: read.errors, version: versionOf(body) });
      }
      const after = { ...read.limits, terms: record.limits.terms };
      if (!(await changeCalendar(context.tx, changeOf(context, body), record.limits, after))) {
        const errors = [{ field: 'meetings', message: STALE }, ...savedDays(read.typed, record.limits)];
        return show(request, reply, context, { calendar: read.typed, errors, status: 409 });
      }
      return reply.seeOther(`${baseOf(context)}/budgets?done=saved#calendar`);
    }),
  );

  app.post('/schools/:key/budgets/calendar-file', (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const body = request.body as Record<string, unknown>;
      const { record } = await recordOf(context);
      const read = limitsFromFile(record.limits, body['file']);
      const refuse = (message: string, status = 422) =>
        show(request, reply, context, { errors: [{ field: 'file', message }], status });
      if ('message' in read) return refuse(read.message);
      if (!(await changeCalendar(context.tx, changeOf(context, body), record.limits, read.limits))) {
        return refuse(STALE, 409);
      }
      return reply.seeOther(`${baseOf(context)}/budgets?done=dates#calendar`);
    }),
  );

  async function recordOf({ tx, school }: InSchool) {
    const record = await readRecord(tx, school.id, clock.today());
    return { record, horizon: planningHorizon(record.limits, record.school.governance, record.asAt) };
  }

  function changeOf(context: InSchool, body: Record<string, unknown>): LimitsChange {
    const { person, school } = context;
    // Any other version is stale, whatever was sent: none is nought.
    const version = versionOf(body) === school.version ? school.version : 0;
    return { school: scopeOf(context), version, personId: person.id, at: clock.now() };
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    context: InSchool,
    /** `version` is that of the form that comes back, so that it stays as old as what its sender saw. */
    given: { money?: Typed; calendar?: Typed; errors?: FieldError[]; status?: number; version?: number },
  ): Promise<string> {
    const { record, horizon } = await recordOf(context);
    const { school, csrf } = context;
    const errors = given.errors ?? [];
    const body = budgetsBody({
      base: baseOf(context),
      csrf,
      mayEdit: mayDo(context.role, 'edit'),
      version: given.version ?? school.version,
      record,
      horizon,
      money: given.money ?? moneyTyped(record.limits, horizon.years, horizon.terms),
      calendar: given.calendar ?? calendarTyped(record.limits),
      errors,
    });
    const flash = flashOf(request, { saved: 'Saved', dates: 'The dates are in your calendar' });
    const { status } = given;
    return showSchoolPage(reply, context, { title: 'Budgets', section: 'budgets', body, errors, flash, status });
  }
}

/** The calendar with a file's dates put in, or what to do about the file. */
function limitsFromFile(limits: Limits, file: unknown): { limits: Limits } | { message: string } {
  if (!isUploadedFile(file) || file.bytes.length === 0) return { message: 'Choose a file of dates' };
  try {
    const read = readCalendar(file.bytes.toString('utf8'));
    return {
      limits: read.kind === 'bank-holidays' ? withBankHolidays(limits, read.found) : withTermDates(limits, read.found),
    };
  } catch (error) {
    if (error instanceof ImportError) return { message: `${error.message} ${error.howToMend}` };
    throw error;
  }
}

/** The version of the school's limits that a form was made from; nought where it does not say. */
function versionOf(body: Record<string, unknown>): number {
  const version = Number(body['version']);
  return Number.isSafeInteger(version) ? version : 0;
}
