/** Routes of the front page, of starting a school, of its details, and of its file. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { recordSchema, type SchoolRecord } from '../../domain/record.ts';
import type { Library } from '../../library/library.ts';
import type { Transaction } from '../../platform/database/index.ts';
import {
  baseOf,
  inPerson,
  inSchool,
  type InSchool,
  isUploadedFile,
  NotAllowedError,
  NotSignedInError,
  scopeOf,
  showSchoolPage,
  type WebServices,
} from '../../platform/web/index.ts';
import { type FieldError, fieldTexts } from '../../ui/forms/index.ts';
import type { Html } from '../../ui/html.ts';
import { page } from '../../ui/layout.ts';
import { RecordReferenceError } from './record.commands.ts';
import { readRecord } from './record.queries.ts';
import { changeSchool, type Founder, startFromRecord, startSchool } from './schools.commands.ts';
import {
  hasEstablishments,
  listAdministered,
  listSchools,
  listSeenWhole,
  selectEstablishment,
} from './schools.queries.ts';
import { type NewSchool, readSchoolForm, schoolFields, valuesFromEstablishment } from './schools.schema.ts';
import { detailsBody, homeBody, startBody, type StartContent } from './schools.view.ts';

export interface SchoolsServices extends WebServices {
  library: Library;
  /** A plan of an example school for the front page, made once; null until there is one. */
  frontPicture: () => Html | null;
}

export function schoolsRoutes(app: FastifyInstance, services: SchoolsServices): void {
  const { db, clock, config } = services;

  app.get('/', async (request, reply) => {
    const { person, csrf } = request.visitor;
    const { schools, seenWhole } = person
      ? await db.as(person.id, async (tx) => ({
          schools: await listSchools(tx),
          seenWhole: await listSeenWhole(tx, person.id),
        }))
      : { schools: [], seenWhole: [] };
    const body = homeBody({
      signedIn: person !== null,
      csrf,
      schools,
      lookAround: config.lookAround,
      picture: services.frontPicture(),
      trusts: seenWhole.filter((one) => one.schools > 1),
    });
    return reply.html(page({ title: 'Plan your school’s technology', person, csrf: person && csrf, body }));
  });

  app.get('/start', async (request, reply) =>
    inPerson(services, request, async ({ tx, csrf, person }) => {
      const asked = (request.query as Record<string, unknown>)['look-up'];
      const urn = typeof asked === 'string' ? asked.trim() : '';
      const canLookUp = await hasEstablishments(tx);
      const found = canLookUp && /^\d{6}$/.test(urn) ? await selectEstablishment(tx, urn) : null;
      const lookUp =
        urn === ''
          ? null
          : {
              urn,
              found: found !== null,
              note: found?.status && found.status !== 'Open' ? `The register lists it as: ${found.status}.` : null,
            };
      const joins = (request.query as Record<string, unknown>)['organisation'];
      const values = {
        ...(found ? valuesFromEstablishment(found) : {}),
        ...(typeof joins === 'string' && { organisation: joins }),
      };
      const organisations = await joinable(tx, person.id);
      return showStart(request, reply, { csrf, values, errors: [], canLookUp, lookUp, organisations });
    }),
  );

  app.post('/start', async (request, reply) => {
    const founder = founderOf(request, services);
    const { school, typed, errors } = readSchoolForm(request.body);
    const joins = (request.body as Record<string, unknown> | undefined)?.['organisation'];
    const { canLookUp, organisations } = await db.as(founder.personId, async (tx) => ({
      canLookUp: await hasEstablishments(tx),
      organisations: await joinable(tx, founder.personId),
    }));
    const organisationId = typeof joins === 'string' && joins !== '' ? joins : null;
    if (organisationId !== null && !organisations.some(({ id }) => id === organisationId)) throw new NotAllowedError();
    if (!school) {
      const values = { ...typed, ...(organisationId !== null && { organisation: organisationId }) };
      const { csrf } = request.visitor;
      return showStart(request, reply, { csrf, values, errors, canLookUp, lookUp: null, organisations });
    }
    const key = await startSchool(db, { ...founder, organisationId }, school, newestEdition(services.library));
    return reply.seeOther(`/schools/${encodeURIComponent(key)}?done=started`);
  });

  app.post('/start/file', async (request, reply) => {
    const founder = founderOf(request, services);
    const refuse = async (message: string) => {
      const canLookUp = await db.as(founder.personId, hasEstablishments);
      const errors = [{ field: 'file', message }];
      return showStart(request, reply, { csrf: request.visitor.csrf, values: {}, errors, canLookUp, lookUp: null });
    };
    const read = readSchoolFile((request.body as Record<string, unknown> | undefined)?.['file'], services.library);
    if ('message' in read) return refuse(read.message);
    try {
      const key = await startFromRecord(db, founder, read.record);
      return reply.seeOther(`/schools/${encodeURIComponent(key)}?done=started`);
    } catch (error) {
      if (error instanceof RecordReferenceError) return refuse(error.message);
      throw error;
    }
  });

  app.get('/schools/:key/details', (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const values = fieldTexts(schoolFields, { ...detailsOf(context) });
      return showDetails(reply, context, values, context.school.version, []);
    }),
  );

  app.post('/schools/:key/details', (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const { tx, school, person } = context;
      const version = Number((request.body as Record<string, unknown>)['version']);
      const read = readSchoolForm(request.body);
      if (!read.school) return showDetails(reply, context, read.typed, version, read.errors);
      const ref = { ...scopeOf(context), version };
      const by = { personId: person.id, at: clock.now() };
      if (version === school.version && (await changeSchool(tx, ref, detailsOf(context), read.school, by))) {
        return reply.seeOther(`${baseOf(context)}?done=details`);
      }
      const message = `Someone else changed these details: they are now “${school.name}”, ${school.phase}, ${school.pupils} pupils. What you typed is still here; send it again to put it in their place`;
      return showDetails(reply, context, read.typed, school.version, [{ field: 'name', message }], 409);
    }),
  );

  app.get('/schools/:key/school.json', (request, reply) =>
    inSchool(services, request, 'read', async ({ tx, school }) => {
      const record = await readRecord(tx, school.id, clock.today());
      reply.type('application/json; charset=utf-8');
      reply.header('content-disposition', `attachment; filename="cairn-${school.key}.json"`);
      return `${JSON.stringify(record, null, 2)}\n`;
    }),
  );
}

/** Examples are no organisation that a school of one's own could join. */
async function joinable(tx: Transaction, personId: string) {
  return (await listAdministered(tx, personId)).filter(({ isExample }) => !isExample);
}

function showStart(request: FastifyRequest, reply: FastifyReply, content: StartContent): string {
  const { person, csrf } = request.visitor;
  const body = startBody({ ...content, isGuest: person?.isGuest ?? false });
  return reply.html(
    page({ title: 'Start with your school', person, csrf, body, errors: content.errors }),
    content.errors.length > 0 ? 422 : 200,
  );
}

function showDetails(
  reply: FastifyReply,
  context: InSchool,
  values: Record<string, string>,
  version: number,
  errors: FieldError[],
  status?: number,
): string {
  const { school, csrf } = context;
  const body = detailsBody({ csrf, key: school.key, values, version, errors });
  return showSchoolPage(reply, context, { title: 'School details', body, errors, status });
}

function detailsOf({ school }: InSchool): NewSchool {
  return {
    name: school.name,
    urn: school.urn,
    phase: school.phase,
    pupils: school.pupils,
    governance: school.governance,
    localAuthority: school.local_authority,
    hasSixthForm: school.has_sixth_form,
    sites: school.sites,
  };
}

function founderOf(request: FastifyRequest, { clock }: WebServices): Founder {
  const { person } = request.visitor;
  if (person === null) throw new NotSignedInError();
  return { personId: person.id, isGuest: person.isGuest, at: clock.now(), today: clock.today() };
}

function newestEdition(library: Library): string {
  const newest = [...library.editions].sort((a, b) => (a.asAt < b.asAt ? 1 : -1))[0];
  if (!newest) throw new Error('The library holds no edition of the standards.');
  return newest.id;
}

/** Reads a school file. The message says where it is at fault. */
function readSchoolFile(file: unknown, { editions }: Library): { record: SchoolRecord } | { message: string } {
  if (!isUploadedFile(file) || file.bytes.length === 0) return { message: 'Choose a school file that Cairn has saved' };
  let json: unknown;
  try {
    json = JSON.parse(file.bytes.toString('utf8'));
  } catch {
    return {
      message:
        'This is not a school file: choose the .json file that Cairn saved. For a spreadsheet, start the school first, then import it under Contracts',
    };
  }
  const read = recordSchema.safeParse(json);
  if (read.success) {
    const { edition } = read.data;
    if (editions.some(({ id }) => id === edition)) return { record: read.data };
    const known = editions.map(({ id }) => id).join(', ');
    return {
      message: `The school file is of the standards’ edition ${edition}, which this Cairn does not have. It has ${known}`,
    };
  }
  const issue = read.error.issues[0];
  return {
    message: `The school file cannot be used: ${issue?.path.join(' › ') || 'the file'}: ${issue?.message ?? 'not as expected'}`,
  };
}
