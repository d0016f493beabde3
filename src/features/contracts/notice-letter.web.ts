/** Routes of the letter that gives notice, and of writing down that it was given. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { inSchool, NotFoundError, scopeOf, type InSchool, type WebServices } from '../../platform/web/index.ts';
import { parseFields, type FieldError } from '../../ui/forms/index.ts';
import {
  acting,
  itemOf,
  nameOf,
  permissionToChange,
  permissionToSee,
  show,
  surroundings,
  versionIn,
  type RegisterItem,
  type Surroundings,
} from '../registers/index.ts';
import { recordNotice } from './contracts.commands.ts';
import { listGovernorsMeetings, selectSchoolCalendar } from './contracts.queries.ts';
import { contractRegister, toContract } from './contracts.register.ts';
import { outlookOf } from './contracts.rules.ts';
import { mayGiveNotice, noticeLetter } from './notice-letter.rules.ts';
import { noticeGivenFields, noticeLetterBody } from './notice-letter.view.ts';

interface Given {
  version: number;
  texts: Record<string, string>;
  errors: FieldError[];
  status?: number;
}

export function noticeLetterRoutes(app: FastifyInstance, services: WebServices): void {
  const address = '/schools/:key/contracts/:id/notice-letter';

  app.get(address, (request, reply) =>
    inSchool(services, request, permissionToSee, async (context) => {
      const item = await itemOf(context, contractRegister, request);
      const around = await surroundings(services, context, contractRegister);
      const texts = { noticeGivenOn: formatDate(around.today) };
      return showLetter(reply, context, around, item, { version: item.version, texts, errors: [] });
    }),
  );

  app.post(address, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const item = await itemOf(context, contractRegister, request);
      const around = await surroundings(services, context, contractRegister);
      const { values, typed, errors } = parseFields(noticeGivenFields, (request.body ?? {}) as Record<string, unknown>);
      const version = versionIn(request.body);
      const givenOn = values['noticeGivenOn'] as PlainDate | null;
      if (errors.length === 0 && givenOn !== null && givenOn > around.today) {
        errors.push({ field: 'noticeGivenOn', message: 'Day on which you gave notice must be today or earlier' });
      }
      if (errors.length > 0 || givenOn === null) {
        return showLetter(reply, context, around, item, { version, texts: typed, errors, status: 422 });
      }
      const result = await recordNotice(acting(services, context), item.id, version, givenOn);
      if (result.outcome === 'gone') throw new NotFoundError();
      if (result.outcome === 'stale') {
        const message =
          'Someone changed this contract after you opened it. Look at it as it is now, then write the day down if it is still right';
        const stale = [{ field: 'noticeGivenOn', message }];
        const { latest } = result;
        return showLetter(reply, context, around, latest, {
          version: latest.version,
          texts: typed,
          errors: stale,
          status: 409,
        });
      }
      return leave(reply, around, item.id, 'notice-given');
    }),
  );

  app.post(`${address}/undo`, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const item = await itemOf(context, contractRegister, request);
      const around = await surroundings(services, context, contractRegister);
      // Taking it back overwrites nothing else, so that it need not be the version that was seen.
      const result = await recordNotice(acting(services, context), item.id, item.version, null);
      if (result.outcome === 'gone') throw new NotFoundError();
      return leave(reply, around, item.id, 'notice-not-given');
    }),
  );

  async function showLetter(
    reply: FastifyReply,
    context: InSchool,
    around: Surroundings,
    item: RegisterItem,
    { version, texts, errors, status = 200 }: Given,
  ): Promise<string> {
    const scope = scopeOf(context);
    const meetings = await listGovernorsMeetings(context.tx, scope);
    const calendar = await selectSchoolCalendar(context.tx, scope);
    const outlook = outlookOf(toContract(item), meetings, around.today, calendar);
    const { contract, notice } = outlook;
    const letter = mayGiveNotice(contract, notice)
      ? noticeLetter(contract, notice, context.school.name, around.today)
      : null;
    const body = noticeLetterBody(around, { item, outlook, letter, version, texts, errors });
    const name = nameOf(contractRegister, item);
    return show(reply, context, contractRegister, { title: `Notice on ${name}`, body, errors }, status);
  }
}

function leave(reply: FastifyReply, around: Surroundings, id: string, done: string): string {
  return reply.seeOther(`${around.schoolBase}/contracts/${encodeURIComponent(id)}?done=${done}`);
}
