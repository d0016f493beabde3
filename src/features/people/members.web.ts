/** Routes of a school's people: only for its administrators, and not for visitors, whose copies are their own. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { inSchool, type InSchool, NotAllowedError, type WebServices } from '../../platform/web/index.ts';
import { type FieldError, parseFields } from '../../ui/forms/index.ts';
import { type Flash, page } from '../../ui/layout.ts';
import { addMember, type NewMember, type Reach, removeMember, renewLink } from './members.commands.ts';
import { listMembers, selectOwnReach } from './members.queries.ts';
import { fieldsOfMember, membersBody } from './members.view.ts';

const FEW = { rateLimit: { max: 60, timeWindow: '10 minutes' } };

/** `onlySchoolId`: whoever looks sees one school only, and lets people into that one only. */
type Shown = Pick<InSchool, 'school' | 'person' | 'csrf'> & { onlySchoolId: string | null; hasSeveral: boolean };

export function membersRoutes(app: FastifyInstance, services: WebServices): void {
  const { db, clock } = services;

  app.get('/schools/:key/people', async (request, reply) => show(request, reply, await administered(request), {}));

  app.post('/schools/:key/people', { config: FEW }, async (request, reply) => {
    const context = await administered(request);
    const { school, onlySchoolId, hasSeveral } = context;
    const { values, typed, errors } = parseFields(fieldsOfMember(hasSeveral), request.body as Record<string, unknown>);
    if (errors.length > 0) return show(request, reply, context, { values: typed, errors });
    const seesOne = onlySchoolId !== null || values['reach'] === 'school';
    const member = { ...(values as unknown as NewMember), schoolId: seesOne ? school.id : null };
    const { token } = await db.asSystem((tx) => addMember(tx, school.organisation_id, member, clock.now()));
    return show(request, reply, context, { link: { name: member.name, address: addressOf(request, token) } });
  });

  app.post('/schools/:key/people/:person/link', { config: FEW }, async (request, reply) => {
    const context = await administered(request);
    const personId = personIn(request);
    const token = await db.asSystem((tx) => renewLink(tx, reachOf(context), personId, clock.now()));
    if (token === null) throw new NotAllowedError();
    return show(request, reply, context, { link: { name: 'them', address: addressOf(request, token) } });
  });

  app.post('/schools/:key/people/:person/remove', { config: FEW }, async (request, reply) => {
    const context = await administered(request);
    const personId = personIn(request);
    const result = await db.asSystem((tx) => removeMember(tx, reachOf(context), personId));
    if (result === 'gone') throw new NotAllowedError();
    if (result === 'last-administrator') {
      const message = 'They are the only one who can let people in. Let another administrator in first';
      return show(request, reply, context, { errors: [{ field: 'name', message }] });
    }
    return reply.seeOther(`/schools/${encodeURIComponent(context.school.key)}/people?done=removed`);
  });

  /** The policy; what follows runs as the system, within this school's organisation alone. */
  async function administered(request: FastifyRequest): Promise<Shown> {
    const context = await inSchool(services, request, 'administer', async ({ tx, school, person, csrf }) => {
      const { schoolId: onlySchoolId, schools } = await selectOwnReach(tx, school.organisation_id, person.id);
      return { school, person, csrf, onlySchoolId, hasSeveral: schools > 1 };
    });
    if (context.person.isGuest) throw new NotAllowedError();
    return context;
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { school, person, csrf, onlySchoolId, hasSeveral }: Shown,
    given: { link?: { name: string; address: string }; values?: Record<string, string>; errors?: FieldError[] },
  ): Promise<string> {
    const errors = given.errors ?? [];
    const members = await db.asSystem((tx) => listMembers(tx, school.organisation_id, onlySchoolId));
    const body = membersBody({
      base: `/schools/${encodeURIComponent(school.key)}`,
      csrf,
      members,
      selfId: person.id,
      hasSeveral,
      link: given.link ?? null,
      values: given.values ?? {},
      errors,
    });
    const { done } = request.query as { done?: unknown };
    const flash: Flash | undefined = done === 'removed' ? { text: 'They can no longer see this school' } : undefined;
    const shown = { key: school.key, name: school.name, isExample: school.is_example };
    const markup = page({ title: 'People', person, csrf, school: shown, body, errors, flash });
    return reply.html(markup, errors.length > 0 ? 422 : 200);
  }

  function addressOf(request: FastifyRequest, token: string): string {
    const origin = services.config.publicUrl ?? `${request.protocol}://${request.host}`;
    return `${origin}/sign-in/${token}`;
  }
}

function reachOf({ school, onlySchoolId }: Shown): Reach {
  return { organisationId: school.organisation_id, onlySchoolId };
}

function personIn(request: FastifyRequest): string {
  return (request.params as { person: string }).person;
}
