/** Routes of payments: the page of contracts that may have been forgotten, and what people do with each. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  baseOf,
  inSchool,
  scopeOf,
  showSchoolPage,
  type InSchool,
  type WebServices,
} from '../../platform/web/index.ts';
import { parseFields, type FieldError } from '../../ui/forms/index.ts';
import { html } from '../../ui/html.ts';
import type { Flash } from '../../ui/layout.ts';
import { contractRegister } from '../contracts/index.ts';
import {
  acting,
  formBody,
  formFields,
  linkChoices,
  mayChange,
  permissionToChange,
  permissionToSee,
  surroundings,
  textQuery,
  textsOf,
} from '../registers/index.ts';
import type { Suggestion } from './forgotten.rules.ts';
import { addSuggested, contractOf, dismissSupplier, findInSchool, recallSupplier } from './payments.commands.ts';
import { countLeftOut } from './payments.queries.ts';
import { PAYMENTS_PATH } from './payments.schema.ts';
import { paymentsBody } from './payments.view.ts';
import type { TechnologyWords } from './technology-suppliers.rules.ts';

export interface PaymentsServices extends WebServices {
  technologyWords: TechnologyWords;
}

const LONGEST_KEY = 500;

export function paymentsRoutes(app: FastifyInstance, services: PaymentsServices): void {
  const base = `/schools/:key/${PAYMENTS_PATH}`;

  app.get(base, (request, reply) =>
    inSchool(services, request, permissionToSee, async (context) => {
      const found = await findInSchool(acting(services, context), services.technologyWords);
      const body = paymentsBody(
        {
          base: `${baseOf(context)}/${PAYMENTS_PATH}`,
          csrf: context.csrf,
          mayEdit: mayChange(context.role),
          leftOut: await countLeftOut(context.tx, scopeOf(context)),
        },
        found,
      );
      return showSchoolPage(reply, context, {
        title: 'Payments',
        body,
        section: 'contracts',
        breadcrumbs: [{ text: 'Contracts', href: `${baseOf(context)}/contracts` }],
        flash: flashFor(textQuery(request)),
      });
    }),
  );

  app.get(`${base}/contract`, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const suggestion = await suggestionOf(services, context, textQuery(request, LONGEST_KEY)['supplier']);
      if (suggestion === null) return reply.seeOther(`${baseOf(context)}/${PAYMENTS_PATH}`);
      return showForm(services, reply, context, suggestion, textsOf(contractRegister, contractOf(suggestion)), []);
    }),
  );

  app.post(`${base}/contract`, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const suggestion = await suggestionOf(services, context, textQuery(request, LONGEST_KEY)['supplier']);
      if (suggestion === null) return reply.seeOther(`${baseOf(context)}/${PAYMENTS_PATH}`);
      const fields = formFields(contractRegister);
      const around = await surroundings(services, context, contractRegister);
      const parsed = parseFields(fields, withoutNuls(request.body), linkChoices(fields, around.links));
      if (parsed.errors.length > 0) return showForm(services, reply, context, suggestion, parsed.typed, parsed.errors);
      const id = await addSuggested(acting(services, context), suggestion, parsed.values);
      return reply.seeOther(`${baseOf(context)}/contracts/${encodeURIComponent(id)}?done=added`);
    }),
  );

  app.post(`${base}/dismiss`, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const suggestion = await suggestionOf(services, context, supplierIn(request));
      if (suggestion !== null) await dismissSupplier(acting(services, context), suggestion);
      return reply.seeOther(`${baseOf(context)}/${PAYMENTS_PATH}?done=dismissed`);
    }),
  );

  app.post(`${base}/recall`, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      await recallSupplier(acting(services, context), supplierIn(request));
      return reply.seeOther(`${baseOf(context)}/${PAYMENTS_PATH}?done=recalled`);
    }),
  );
}

/** The suggestion of this key as the payments and the registers are now; null where there is none any more. */
async function suggestionOf(
  services: PaymentsServices,
  context: InSchool,
  key: string | undefined,
): Promise<Suggestion | null> {
  const { regular, once } = await findInSchool(acting(services, context), services.technologyWords);
  return [...regular, ...once].find((suggestion) => suggestion.key === key) ?? null;
}

async function showForm(
  services: PaymentsServices,
  reply: FastifyReply,
  context: InSchool,
  suggestion: Suggestion,
  texts: Record<string, string>,
  errors: readonly FieldError[],
): Promise<string> {
  const around = await surroundings(services, context, contractRegister);
  const list = `${baseOf(context)}/${PAYMENTS_PATH}`;
  const body = formBody(contractRegister, around, {
    heading: 'Add a contract',
    action: `${list}/contract?supplier=${encodeURIComponent(suggestion.key)}`,
    button: 'Add',
    cancelHref: list,
    texts,
    errors,
    before: html`<p class="govuk-body">The answers that are filled in come from payments to ${suggestion.supplier}. Check them against the contract, above all when it ends.</p>`,
  });
  return showSchoolPage(reply, context, {
    title: 'Add a contract',
    body,
    errors,
    section: 'contracts',
    breadcrumbs: [
      { text: 'Contracts', href: `${baseOf(context)}/contracts` },
      { text: 'Payments', href: list },
    ],
    status: errors.length > 0 ? 422 : 200,
  });
}

function flashFor(query: Record<string, string>): Flash | undefined {
  if (query['done'] === 'dismissed')
    return { text: 'Set aside. It stands at the end of this page, to be suggested again.' };
  return query['done'] === 'recalled' ? { text: 'It can be suggested again.' } : undefined;
}

function supplierIn(request: FastifyRequest): string {
  const { supplier } = withoutNuls(request.body);
  return typeof supplier === 'string' ? supplier.slice(0, LONGEST_KEY) : '';
}

/** The database's text holds every character but one. */
function withoutNuls(body: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll('\0', '') : value,
    ]),
  );
}
