/** Routes of a shared fund: see it, write it down, share it out, pools, opt-outs, one school's part. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { NotFoundError } from '../../platform/web/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';
import { sendTable } from '../registers/index.ts';
import { readRecord } from '../schools/index.ts';
import { renameOrganisation, saveFund, startSharing, type Setting } from './trust.commands.ts';
import { fundFormBody, nameFormBody, poolsPart } from './trust.forms.view.ts';
import { inTrust, inTrustToChange, showTrustPage, trustBase, type InTrust, type TrustServices } from './trust.page.ts';
import {
  listShares,
  listTrustSchools,
  listWholeShares,
  selectFund,
  selectSharing,
  type StoredFund,
} from './trust.queries.ts';
import { fairnessRows, stateOf } from './trust.rules.ts';
import { fundTyped, MOST_POOLS, readFundForm, readPoolForm, type TrustFund, type Typed } from './trust.schema.ts';
import { poolableOptions, yearsOf } from './trust.task.ts';
import { trustSchoolBody } from './trust-school.view.ts';
import { shareTable } from './shares.csv.ts';
import { trustBody } from './trust.view.ts';

const STALE =
  'Somebody else has changed the fund since you opened this page. What you typed is still here: send it again';
const FEW = { rateLimit: { max: 60, timeWindow: '10 minutes' } };

export function fundRoutes(app: FastifyInstance, services: TrustServices): void {
  const { clock, library, trustRunner } = services;
  const options = poolableOptions(library);

  app.get('/organisations/:organisation/fund', async (request, reply) => {
    const { shown, unfinished } = await inTrust(services, request, async (context) => {
      const sharing = await selectSharing(context.tx, context.organisation.id);
      const job = {
        // Whoever may only read cannot write down what comes of it: then it is done as whoever asked for it.
        personId: context.organisation.mayChange ? context.person.id : (sharing?.createdBy ?? ''),
        organisationId: context.organisation.id,
        sharingId: sharing?.id ?? '',
      };
      const isUnfinished = sharing?.state === 'working';
      return { shown: await showFund(request, reply, context, {}, []), unfinished: isUnfinished ? job : null };
    });
    // Only now, outside of the transaction: the work opens its own.
    if (unfinished) trustRunner.enqueue(unfinished);
    return shown;
  });

  app.get('/organisations/:organisation/fund/state.json', (request, reply) =>
    inTrust(services, request, async ({ tx, organisation }) => {
      const sharing = await selectSharing(tx, organisation.id);
      reply.type('application/json; charset=utf-8');
      return JSON.stringify({ state: stateOf(sharing) });
    }),
  );

  app.get('/organisations/:organisation/fund/change', (request, reply) =>
    inTrustToChange(services, request, async (context) => {
      const fund = await selectFund(context.tx, context.organisation.id);
      const years = await yearsNow(context);
      const typed = fundTyped({
        years: amountsOf(fund, years),
        capitalCarriesForward: fund?.capitalCarriesForward ?? true,
      });
      return showFundForm(request, reply, context, { years, typed, version: fund?.version ?? 0, errors: [] });
    }),
  );

  app.post('/organisations/:organisation/fund/change', (request, reply) =>
    inTrustToChange(services, request, async (context) => {
      const body = bodyOf(request);
      const before = await selectFund(context.tx, context.organisation.id, true);
      const years = await yearsNow(context);
      const { fund, typed, errors } = readFundForm(body, years);
      const version = before?.version ?? 0;
      const isStale = Number(body['version']) !== version;
      if (errors.length > 0 || isStale) {
        const all = isStale ? [{ field: `capital-${years[0]?.id}`, message: STALE }] : errors;
        return showFundForm(request, reply, context, { years, typed, version, errors: all }, isStale ? 409 : 422);
      }
      await saveFund(settingOf(context), { pools: [], optedOut: [], ...withoutVersion(before), ...fund });
      return reply.seeOther(`${trustBase(context)}/fund?done=saved`);
    }),
  );

  app.post('/organisations/:organisation/fund/share', { config: FEW }, (request, reply) =>
    shareAfter(request, reply, 'shared', async () => undefined),
  );

  app.get('/organisations/:organisation/fund/schools/:school', (request, reply) =>
    inTrust(services, request, async (context) => {
      const { school: id } = request.params as { school: string };
      const sharing = await selectSharing(context.tx, context.organisation.id);
      const { organisation, tx } = context;
      const shares = sharing === null ? [] : await listWholeShares(tx, organisation.id, sharing.id, id);
      const [row] = sharing === null ? [] : fairnessRows(sharing.question, shares);
      if (!sharing || !row) throw new NotFoundError();
      const body = trustSchoolBody({ sharing, row });
      return showTrustPage(request, reply, context, { title: `${row.school.name} and the shared fund`, body });
    }),
  );

  app.get('/organisations/:organisation/fund/shares.csv', (request, reply) =>
    inTrust(services, request, async ({ tx, organisation }) => {
      const sharing = await selectSharing(tx, organisation.id);
      if (!sharing?.result) throw new NotFoundError();
      const rows = fairnessRows(sharing.question, await listWholeShares(tx, organisation.id, sharing.id));
      return sendTable(reply, 'shared-fund', 'csv', 'Shared fund', shareTable(sharing.question.fund.years, rows));
    }),
  );

  for (const [step, isOut] of [
    ['out', true],
    ['in', false],
  ] as const) {
    app.post(`/organisations/:organisation/fund/schools/:school/${step}`, { config: FEW }, (request, reply) =>
      shareAfter(request, reply, step, async (context) => {
        const { school: id } = request.params as { school: string };
        const schools = await listTrustSchools(context.tx, context.organisation.id);
        const fund = await fundOf(context);
        if (!schools.some((school) => school.id === id)) throw new NotFoundError();
        const others = fund.optedOut.filter((one) => one !== id);
        await saveFund(settingOf(context), { ...fund, optedOut: isOut ? [...others, id].sort() : others });
      }),
    );
  }

  app.post('/organisations/:organisation/fund/pools', (request, reply) =>
    inTrustToChange(services, request, async (context) => {
      const fund = await fundOf(context);
      const schools = await listTrustSchools(context.tx, context.organisation.id);
      const known = {
        options: new Map(options.map(({ id, name }) => [id, name])),
        years: fund.years,
        schools: schools.length,
      };
      const { pool, typed, errors } = readPoolForm(bodyOf(request), known);
      if (pool === null) return showFund(request, reply, context, typed, errors);
      if (fund.pools.length >= MOST_POOLS) {
        const message = `There are ${MOST_POOLS} already. Take one out first`;
        return showFund(request, reply, context, typed, [{ field: 'option', message }]);
      }
      await saveFund(settingOf(context), { ...fund, pools: [...fund.pools, { id: randomUUID(), ...pool }] });
      return reply.seeOther(`${trustBase(context)}/fund?done=pooled#pools`);
    }),
  );

  app.post('/organisations/:organisation/fund/pools/:pool/remove', (request, reply) =>
    inTrustToChange(services, request, async (context) => {
      const { pool: id } = request.params as { pool: string };
      const fund = await fundOf(context);
      if (!fund.pools.some((pool) => pool.id === id)) throw new NotFoundError();
      await saveFund(settingOf(context), { ...fund, pools: fund.pools.filter((pool) => pool.id !== id) });
      return reply.seeOther(`${trustBase(context)}/fund?done=unpooled#pools`);
    }),
  );

  app.get('/organisations/:organisation/name', (request, reply) =>
    inTrustToChange(services, request, async (context) =>
      showName(request, reply, context, context.organisation.name, []),
    ),
  );

  app.post('/organisations/:organisation/name', (request, reply) =>
    inTrustToChange(services, request, async (context) => {
      const asked = bodyOf(request)['name'];
      const name = typeof asked === 'string' ? asked.trim() : '';
      if (name === '' || name.length > 200) {
        const message = name === '' ? 'Enter the name' : 'The name must have 200 characters or fewer';
        return showName(request, reply, context, name, [{ field: 'name', message }]);
      }
      await renameOrganisation(settingOf(context), context.organisation.name, name);
      return reply.seeOther(`${trustBase(context)}/fund?done=named`);
    }),
  );

  /** Does the change, and shares the fund out once it is stored. */
  async function shareAfter(
    request: FastifyRequest,
    reply: FastifyReply,
    done: string,
    change: (context: InTrust) => Promise<void>,
  ): Promise<string> {
    const started = await inTrustToChange(services, request, async (context) => {
      await change(context);
      const sharingId = await startSharing(settingOf(context), clock.today());
      const job = { personId: context.person.id, organisationId: context.organisation.id, sharingId: sharingId ?? '' };
      return { job, hasFund: sharingId !== null, base: trustBase(context) };
    });
    if (!started.hasFund) return reply.seeOther(`${started.base}/fund/change`);
    trustRunner.enqueue(started.job);
    return reply.seeOther(`${started.base}/fund?done=${done}`);
  }

  async function showFund(
    request: FastifyRequest,
    reply: FastifyReply,
    context: InTrust,
    typed: Typed,
    errors: FieldError[],
  ): Promise<string> {
    const { tx, organisation, csrf } = context;
    const schools = await listTrustSchools(tx, organisation.id);
    const fund = await selectFund(tx, organisation.id);
    const sharing = await selectSharing(tx, organisation.id);
    const shares = sharing?.result ? await listShares(tx, organisation.id, sharing.id) : [];
    const base = trustBase(context);
    const pools = poolsPart({
      base,
      csrf,
      pools: fund?.pools ?? [],
      options,
      years: fund?.years ?? [],
      schools,
      outcomes: sharing?.result?.pools ?? [],
      tried: sharing?.result?.poolsTried ?? 'all',
      typed,
      errors,
      mayChange: organisation.mayChange,
      mayAdd: organisation.mayChange && (fund?.pools.length ?? 0) < MOST_POOLS,
    });
    const body = trustBody({ base, csrf, organisation, schools, fund, sharing, shares, pools });
    return showTrustPage(request, reply, context, { title: 'Shared fund', body, errors, isMain: true });
  }

  async function showFundForm(
    request: FastifyRequest,
    reply: FastifyReply,
    context: InTrust,
    content: Pick<Parameters<typeof fundFormBody>[0], 'years' | 'typed' | 'version' | 'errors'>,
    status?: number,
  ): Promise<string> {
    const schools = await listTrustSchools(context.tx, context.organisation.id);
    const mixesYears = new Set(schools.map(({ governance }) => governance)).size > 1;
    const body = fundFormBody({ base: trustBase(context), csrf: context.csrf, mixesYears, ...content });
    const { errors } = content;
    return showTrustPage(request, reply, context, { title: 'The fund', body, errors, ...(status && { status }) });
  }

  function showName(
    request: FastifyRequest,
    reply: FastifyReply,
    context: InTrust,
    name: string,
    errors: FieldError[],
  ): string {
    const body = nameFormBody({ base: trustBase(context), csrf: context.csrf, name, errors });
    return showTrustPage(request, reply, context, { title: 'Name of these schools together', body, errors });
  }

  /** The years of the schools' plans as they stand today, with what their own budgets leave. */
  async function yearsNow({ tx, organisation }: InTrust) {
    const schools = await listTrustSchools(tx, organisation.id);
    const records = [];
    for (const { id } of schools) records.push(await readRecord(tx, id, clock.today()));
    return yearsOf(records);
  }

  function settingOf({ tx, organisation, person }: InTrust): Setting {
    return { tx, organisationId: organisation.id, personId: person.id, at: clock.now() };
  }
}

/** Where no fund is written down, the form begins with what the schools' own budgets leave. */
function amountsOf(fund: StoredFund | null, years: TrustFund['years']): TrustFund['years'] {
  if (fund === null) return years;
  return years.map(
    (year) => fund.years.find(({ id }) => id === year.id) ?? { ...year, capitalPence: 0, revenuePence: 0 },
  );
}

/** @throws {NotFoundError} where there is no fund yet. */
async function fundOf({ tx, organisation }: InTrust): Promise<TrustFund> {
  const fund = await selectFund(tx, organisation.id, true);
  if (fund === null) throw new NotFoundError();
  return { ...withoutVersion(fund)! };
}

function withoutVersion(fund: StoredFund | null): TrustFund | null {
  if (fund === null) return null;
  const { version: _version, ...rest } = fund;
  return rest;
}

function bodyOf(request: FastifyRequest): Record<string, unknown> {
  return (request.body ?? {}) as Record<string, unknown>;
}
