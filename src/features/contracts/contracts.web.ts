/** Routes of contracts: those of every register, with a list of its own, deadlines, and ending. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { PlainDate } from '../../domain/dates.ts';
import type { Contract } from '../../domain/record.ts';
import { inSchool, NotFoundError, type InSchool, type WebServices, scopeOf } from '../../platform/web/index.ts';
import { parseFields, type FieldError } from '../../ui/forms/index.ts';
import { html, type Html } from '../../ui/html.ts';
import {
  acting,
  hangingPart,
  heldPage,
  idIn,
  itemOf,
  listHanging,
  listItemsById,
  nameOf,
  permissionToChange,
  registerRoutes,
  ROWS_ON_A_PAGE,
  show,
  surroundings,
  versionIn,
  type ChangeResult,
  type ListRequest,
  type RegisterItem,
  type ShownWithList,
  type Surroundings,
} from '../registers/index.ts';
import { confirmPart } from '../presets/index.ts';
import { contractsTable } from './contracts-csv.rules.ts';
import { contractsInOrder, isWorkedOut, moreOfContracts } from './contracts-list.rules.ts';
import { contractsReport } from './contracts-report.rules.ts';
import { endContract, undoEndOfContract } from './contracts.commands.ts';
import { listContractDates, listGovernorsMeetings, selectSchoolCalendar } from './contracts.queries.ts';
import { contractRegister, toContract } from './contracts.register.ts';
import { outlookOf, totalsOf } from './contracts.rules.ts';
import { contractsBody, deadlinePart, endBody, endButton, endFields } from './contracts.view.ts';
import { noticeButton } from './notice-letter.view.ts';

export function contractsRoutes(app: FastifyInstance, services: WebServices): void {
  registerRoutes(app, services, contractRegister, {
    list: {
      more: moreOfContracts,
      body: (context, around, request, shown) => listPage(services, context, around, request, shown),
      versions: async (context, request) => (await rowsOf(services, context, request)).rows,
    },
    item: itemParts,
    report: async (context, items) => {
      const outlook = await outlooksIn(services, context);
      const made = new Map(items.map((item) => [item.id, outlook(toContract(item))]));
      const outlookOfItem = (item: RegisterItem) => made.get(item.id) ?? outlook(toContract(item));
      return {
        report: contractsReport(outlookOfItem),
        items: items.filter((item) => outlookOfItem(item).status !== 'ended'),
      };
    },
    table: (items) => contractsTable(items.map(toContract)),
  });

  const address = '/schools/:key/contracts/:id';

  app.get(`${address}/end`, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const item = await itemOf(context, contractRegister, request);
      const around = await surroundings(services, context, contractRegister);
      return showEnd(reply, context, around, item, item.version, {}, []);
    }),
  );

  app.post(`${address}/end`, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const item = await itemOf(context, contractRegister, request);
      const around = await surroundings(services, context, contractRegister);
      const { values, typed, errors } = parseFields(endFields, request.body as Record<string, unknown>);
      const version = versionIn(request.body);
      if (errors.length > 0) return showEnd(reply, context, around, item, version, typed, errors);
      const result = await endContract(acting(services, context), item.id, version, values['endedOn'] as PlainDate);
      if (result.outcome === 'stale') return showStale(reply, context, around, result.latest, typed);
      return leave(reply, around, item.id, result, 'ended');
    }),
  );

  app.post(`${address}/undo-end`, (request, reply) =>
    inSchool(services, request, permissionToChange, async (context) => {
      const around = await surroundings(services, context, contractRegister);
      const item = await itemOf(context, contractRegister, request);
      // Taking the mark back overwrites nothing else, so that it need not be the version that was seen.
      const result = await undoEndOfContract(acting(services, context), idIn(request), item.version);
      return leave(reply, around, item.id, result, 'not-ended');
    }),
  );
}

/** What is worked out for a contract of this school today. */
async function outlooksIn(
  services: WebServices,
  context: InSchool,
): Promise<(contract: Contract) => ReturnType<typeof outlookOf>> {
  const scope = scopeOf(context);
  const meetings = await listGovernorsMeetings(context.tx, scope);
  const calendar = await selectSchoolCalendar(context.tx, scope);
  const today = services.clock.today();
  return (contract) => outlookOf(contract, meetings, today, calendar);
}

/** All contracts that pass with what is worked out for each, in order: what the list's pages and totals are cut from. */
async function rowsOf(services: WebServices, context: InSchool, request: ListRequest) {
  const outlook = await outlooksIn(services, context);
  const { endsFrom: _from, endsBefore: _before, ...filter } = request.filter;
  const sort = isWorkedOut(request.sort) ? null : request.sort;
  const rows = await listContractDates(context.tx, scopeOf(context), { filter, sort });
  const dated = rows.map(({ contract, version }) => ({ id: contract.id, version, outlook: outlook(contract) }));
  return { rows: contractsInOrder(dated, request), outlook };
}

async function listPage(
  services: WebServices,
  context: InSchool,
  around: Surroundings,
  request: ListRequest,
  shown: ShownWithList,
): Promise<Html> {
  const { rows, outlook } = await rowsOf(services, context, request);
  const totals = totalsOf(rows.map((row) => row.outlook));
  const first = (heldPage(request.page, rows.length) - 1) * ROWS_ON_A_PAGE;
  const ids = rows.slice(first, first + ROWS_ON_A_PAGE).map(({ id }) => id);
  const items = await listItemsById(context.tx, scopeOf(context), contractRegister, ids);
  const byId = new Map(items.map((item) => [item.id, outlook(toContract(item))]));
  const outlooks = ids.flatMap((id) => byId.get(id) ?? []);
  return contractsBody(around, { outlooks, total: rows.length, totals, request, shown });
}

async function itemParts(context: InSchool, around: Surroundings, item: RegisterItem) {
  const scope = scopeOf(context);
  const meetings = await listGovernorsMeetings(context.tx, scope);
  const calendar = await selectSchoolCalendar(context.tx, scope);
  const outlook = outlookOf(toContract(item), meetings, around.today, calendar);
  const hanging = await listHanging(context.tx, scope, 'contract', item.id);
  return {
    top: deadlinePart(around, outlook),
    middle: hangingPart(around, hanging, 'What hangs on it'),
    buttons: html`${confirmPart(contractRegister, around, item)}${noticeButton(around, item, outlook)}${endButton(around, item)}`,
  };
}

function showEnd(
  reply: FastifyReply,
  context: InSchool,
  around: Surroundings,
  item: RegisterItem,
  version: number,
  texts: Record<string, string>,
  errors: readonly FieldError[],
): string {
  const body = endBody(around, item, version, texts, errors);
  const title = `End ${nameOf(contractRegister, item)}`;
  return show(reply, context, contractRegister, { title, body, errors }, errors.length > 0 ? 422 : 200);
}

/** Someone changed the contract meanwhile: the form again, with what was typed, for the contract as it is now. */
function showStale(
  reply: FastifyReply,
  context: InSchool,
  around: Surroundings,
  latest: RegisterItem,
  typed: Record<string, string>,
): string {
  const message =
    'Someone changed this contract after you opened it. Look at it as it is now, then end it if you still wish to';
  const errors = [{ field: 'endedOn', message }];
  const body = endBody(around, latest, latest.version, typed, errors);
  return show(
    reply,
    context,
    contractRegister,
    { title: `End ${nameOf(contractRegister, latest)}`, body, errors },
    409,
  );
}

function leave(reply: FastifyReply, around: Surroundings, id: string, result: ChangeResult, done: string): string {
  if (result.outcome === 'gone') throw new NotFoundError();
  return reply.seeOther(`${around.schoolBase}/contracts/${encodeURIComponent(id)}?done=${done}`);
}
