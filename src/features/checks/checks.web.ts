/** Routes of checks: all of a school, and setting one aside. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Library } from '../../library/index.ts';
import {
  baseOf,
  flashOf,
  inSchool,
  scopeOf,
  showSchoolPage,
  type InSchool,
  type WebServices,
} from '../../platform/web/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';
import { mayChange, permissionToChange, permissionToSee } from '../registers/index.ts';
import type { Check } from './check.ts';
import { findChecks, setAside, takeUpAgain } from './checks.commands.ts';
import type { SetAside } from './checks.queries.ts';
import { checkBody, checksBody } from './checks.view.ts';
import { readSetAside } from './set-aside.rules.ts';

export interface ChecksServices extends WebServices {
  library: Library;
}

export function checksRoutes(app: FastifyInstance, services: ChecksServices): void {
  const { clock, library } = services;
  const address = '/schools/:key/checks/:check';

  app.get('/schools/:key/checks', (request, reply) =>
    inSchool(services, request, permissionToSee, async (context) => {
      const found = await findChecks(context.tx, library, scopeOf(context), clock.today());
      const { csrf, role } = context;
      return showSchoolPage(reply, context, {
        title: 'Checks',
        section: 'overview',
        body: checksBody({ ...found, base: baseOf(context), csrf, mayChange: mayChange(role) }),
        flash: flashOf(request, {
          aside: 'Set aside',
          back: 'It is open again',
          gone: 'That has been put right meanwhile: there is nothing left to set aside',
        }),
      });
    }),
  );

  app.get(address, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const found = await checkOf(request, context);
      if (found === null) return reply.seeOther(`${baseOf(context)}/checks?done=gone`);
      const { check, aside } = found;
      const typed = aside === null ? {} : { reason: aside.reason };
      return showSchoolPage(reply, context, formPage(context, check, aside, typed, []));
    }),
  );

  app.post(address, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const found = await checkOf(request, context);
      if (found === null) return reply.seeOther(`${baseOf(context)}/checks?done=gone`);
      const { check, aside } = found;
      const { given, typed, errors } = readSetAside(request.body, clock.today());
      if (given === null) return showSchoolPage(reply, context, formPage(context, check, aside, typed, errors));
      await setAside(actingIn(context), check, given);
      return reply.seeOther(`${baseOf(context)}/checks?done=aside`);
    }),
  );

  app.post(`${address}/back`, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const found = await checkOf(request, context);
      if (found === null) return reply.seeOther(`${baseOf(context)}/checks?done=gone`);
      await takeUpAgain(actingIn(context), found.check);
      return reply.seeOther(`${baseOf(context)}/checks?done=back`);
    }),
  );

  function actingIn(context: InSchool) {
    return { tx: context.tx, scope: scopeOf(context), personId: context.person.id, now: clock.now() };
  }

  /** The check that the address names; null where there is none: it has been put right meanwhile. */
  async function checkOf(
    request: FastifyRequest,
    context: InSchool,
  ): Promise<{ check: Check; aside: SetAside | null } | null> {
    const { check: id } = request.params as { check: string };
    const { open, aside } = await findChecks(context.tx, library, scopeOf(context), clock.today());
    const set = aside.find(({ check }) => check.id === id);
    const check = set?.check ?? open.find((one) => one.id === id);
    return check === undefined ? null : { check, aside: set?.by ?? null };
  }
}

function formPage(
  context: InSchool,
  check: Check,
  aside: SetAside | null,
  typed: Record<string, string>,
  errors: readonly FieldError[],
) {
  const base = baseOf(context);
  return {
    title: 'Set a check aside',
    section: 'overview' as const,
    breadcrumbs: [{ text: 'Checks', href: `${base}/checks` }],
    body: checkBody({ base, csrf: context.csrf, check, aside, typed, errors }),
    errors,
  };
}
