/** Routes of reminders: a person's own choice for a school, and the links in mails, which work without signing in. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addDays, plainDateIn } from '../../domain/dates.ts';
import { originForLinks } from '../../platform/config.ts';
import { type Jobs, nextDailyRun } from '../../platform/jobs/index.ts';
import { hashOfToken } from '../../platform/sessions/index.ts';
import {
  baseOf,
  flashOf,
  inSchool,
  type InSchool,
  NotAllowedError,
  scopeOf,
  showSchoolPage,
  type WebServices,
} from '../../platform/web/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';
import type { Html } from '../../ui/html.ts';
import { page } from '../../ui/layout.ts';
import { askToConfirm, chooseReminders, datesOf, readFor, type RemindersServices } from './reminders.commands.ts';
import { REMINDERS_HOUR } from './reminders.hour.ts';
import {
  confirmLinkStands,
  selectChoice,
  selectStopLink,
  stopByToken,
  stopChoice,
  useConfirmLink,
  type Receiver,
  type StoredChoice,
} from './reminders.queries.ts';
import { deadlinesOf, plannedMails, USUAL_LEADS_IN_DAYS } from './reminders.rules.ts';
import { readReminderForm } from './reminders.schema.ts';
import {
  confirmBody,
  confirmedBody,
  deadLinkBody,
  remindersBody,
  stopBody,
  stoppedBody,
  type ReminderForm,
  type RemindersContent,
} from './reminders.view.ts';

export interface RemindersWebServices extends WebServices, RemindersServices {
  jobs: Jobs;
}

/** Each change of address sends a mail to it. */
const CHOICES = { rateLimit: { max: 20, timeWindow: '1 hour' } };
/** A mail provider may stop many people's mails from one address of the internet. */
const LINKS = { rateLimit: { max: 300, timeWindow: '10 minutes' }, plain: true, secretInAddress: true };
const DAYS_AHEAD = 366;

const doneWords = {
  on: 'Reminders are on',
  confirm: 'Saved. Confirm your address by the link that is on its way',
  again: 'Another link is on its way. It takes the place of the one before',
  stopped: 'Reminders are stopped',
};

export function remindersRoutes(app: FastifyInstance, services: RemindersWebServices): void {
  const { db, clock, jobs } = services;

  app.get('/schools/:key/reminders', (request, reply) =>
    inSchool(services, request, 'read', (context) => show(request, reply, context)),
  );

  app.post('/schools/:key/reminders', { config: CHOICES }, async (request, reply) => {
    const answer = await inSchool(services, request, 'read', async (context) => {
      requireMail(context);
      const { values, errors } = readReminderForm((request.body ?? {}) as Record<string, unknown>);
      if (errors.length > 0) return show(request, reply, context, { values, errors });
      const { toConfirm } = await chooseReminders(context.tx, jobs, receiverOf(context), values, clock.now());
      return reply.seeOther(`${baseOf(context)}/reminders?done=${toConfirm ? 'confirm' : 'on'}`);
    });
    jobs.wake();
    return answer;
  });

  app.post('/schools/:key/reminders/again', { config: CHOICES }, async (request, reply) => {
    const answer = await inSchool(services, request, 'read', async (context) => {
      requireMail(context);
      await askToConfirm(context.tx, jobs, receiverOf(context));
      return reply.seeOther(`${baseOf(context)}/reminders?done=again`);
    });
    jobs.wake();
    return answer;
  });

  app.post('/schools/:key/reminders/stop', (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      await stopChoice(context.tx, receiverOf(context), clock.now());
      return reply.seeOther(`${baseOf(context)}/reminders?done=stopped`);
    }),
  );

  app.get('/reminders/confirm/:token', { config: LINKS }, async (request, reply) => {
    const token = tokenIn(request);
    const stands = await db.asSystem((tx) => confirmLinkStands(tx, hashOfToken(token), clock.now()));
    return stands ? say(reply, 'Get reminders at this address?', confirmBody(token)) : sayDead(reply);
  });

  app.post('/reminders/confirm/:token', { config: LINKS }, async (request, reply) => {
    const hash = hashOfToken(tokenIn(request));
    const confirmed = await db.asSystem((tx) => useConfirmLink(tx, hash, clock.now()));
    return confirmed ? say(reply, 'Your reminders are on', confirmedBody()) : sayDead(reply);
  });

  app.get('/reminders/stop/:token', { config: LINKS }, async (request, reply) => {
    const token = tokenIn(request);
    const link = await db.asSystem((tx) => selectStopLink(tx, token));
    if (link === null) return sayDead(reply);
    return link.isStopped ? sayStopped(reply) : say(reply, 'Stop these mails?', stopBody(token));
  });

  // Mail programs send this themselves (RFC 8058): no cookie, no form of ours, no page in between.
  app.post('/reminders/stop/:token', { config: LINKS }, async (request, reply) => {
    const token = tokenIn(request);
    const stopped = await db.asSystem((tx) => stopByToken(tx, token, clock.now()));
    return stopped ? sayStopped(reply) : sayDead(reply);
  });

  function requireMail({ person }: InSchool): void {
    if (services.mailer === null || person.isGuest) throw new NotAllowedError();
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    context: InSchool,
    given: { values?: ReminderForm; errors?: FieldError[] } = {},
  ): Promise<string> {
    const receiver = receiverOf(context);
    const choice = await selectChoice(context.tx, receiver);
    const { errors = [] } = given;
    const values = given.values ?? choice ?? { email: '', leadsInDays: USUAL_LEADS_IN_DAYS, rhythm: 'daily' as const };
    const { publicUrl } = services.config;
    const body = remindersBody({
      base: baseOf(context),
      csrf: context.csrf,
      state: stateOf(services, context, choice),
      values,
      errors,
      planned: await plan(context, receiver, choice, values),
      localOrigin: publicUrl === null ? originForLinks(services.config) : null,
    });
    return showSchoolPage(reply, context, {
      title: 'Reminders',
      section: 'decisions',
      breadcrumbs: [{ text: 'Decisions', href: `${baseOf(context)}/decisions` }],
      body,
      errors,
      flash: flashOf(request, doneWords),
    });
  }

  async function plan({ tx }: InSchool, receiver: Receiver, choice: StoredChoice | null, values: ReminderForm) {
    const today = clock.today();
    const { record, sent } = await readFor(tx, receiver, clock);
    const shown = { confirmedAt: choice?.confirmedAt ?? null, leadsInDays: [...values.leadsInDays] };
    const { missed } = datesOf(record, shown, today);
    const deadlines = deadlinesOf(record, today, addDays(today, DAYS_AHEAD));
    const from = plainDateIn(nextDailyRun(clock.now(), REMINDERS_HOUR));
    return plannedMails({ deadlines, missed, choice: values, sent }, from, DAYS_AHEAD);
  }
}

function stateOf(
  { mailer }: RemindersServices,
  { person }: InSchool,
  choice: StoredChoice | null,
): RemindersContent['state'] {
  if (mailer === null) return 'mail-off';
  if (person.isGuest) return 'visitor';
  if (choice === null) return 'off';
  if (choice.stoppedAt !== null) return 'stopped';
  return choice.confirmedAt === null ? 'to-confirm' : 'on';
}

function receiverOf(context: InSchool): Receiver {
  return { ...scopeOf(context), personId: context.person.id };
}

/** What is no token of ours never reaches the database. */
function tokenIn(request: FastifyRequest): string {
  const { token } = request.params as { token: string };
  return /^[\w-]{43}$/.test(token) ? token : '';
}

function say(reply: FastifyReply, title: string, body: Html, status = 200): string {
  reply.header('x-robots-tag', 'noindex');
  return reply.html(page({ title, person: null, csrf: null, body }), status);
}

function sayStopped(reply: FastifyReply): string {
  return say(reply, 'These mails are stopped', stoppedBody());
}

function sayDead(reply: FastifyReply): string {
  return say(reply, 'This link no longer works', deadLinkBody(), 410);
}
