/** Routes of changing many items: choose, say what, look at it, do it, undo it. Each step is an address of its own. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { baseOf, inSchool, NotFoundError, scopeOf, type InSchool, type WebServices } from '../../platform/web/index.ts';
import { parseFields, type ChoicesByField, type Field, type FieldError } from '../../ui/forms/index.ts';
import { applyBulk, chooseItems, chosenItems, MOST_AT_ONCE, undoBulk } from './bulk.commands.ts';
import { selectBulkChange, type BulkChange } from './bulk.queries.ts';
import { bulkFields, fateOf, type BulkAction } from './bulk.rules.ts';
import { actionWords, chooseBody, itemsWords, outcomeBody, previewBody, valueBody, type Asked } from './bulk.view.ts';
import { askedFields, readLinks } from './link-fields.rules.ts';
import { listAddress, queryOf, readListRequest, type ListRequest, type MoreOfList } from './list-filter.rules.ts';
import { listItemsById, listVersions } from './list.queries.ts';
import { acting, cleanBody, show, surroundings, textQuery } from './register-pages.ts';
import type { LinkNames, Register, RegisterField } from './register.ts';
import { toChange } from './registers.policy.ts';
import { selectLinkNames } from './registers.queries.ts';
import { linkChoices } from './registers.view.ts';

/** Items and versions of a list that works out by itself which items pass. */
export type ListVersions = (context: InSchool, request: ListRequest) => Promise<{ id: string; version: number }[]>;

export function bulkRoutes(
  app: FastifyInstance,
  services: WebServices,
  register: Register,
  more: MoreOfList = {},
  versionsOf: ListVersions = (context, { filter }) =>
    listVersions(context.tx, scopeOf(context), register, filter, MOST_AT_ONCE),
): void {
  const base = `/schools/:key/${register.path}/bulk`;
  const listOf = (context: InSchool) => `${baseOf(context)}/${register.path}`;

  app.post(base, (request, reply) =>
    inSchool(services, request, toChange, async (context) => {
      const body = cleanBody(request.body);
      const asked = readListRequest(register, queryOf(textOf(body['of'])), more);
      const query = listAddress('', asked.query).slice(1);
      const versions =
        body['all'] === 'yes'
          ? await versionsOf(context, asked)
          : await listItemsById(context.tx, scopeOf(context), register, picksOf(body['pick[]']));
      if (versions.length === 0) {
        return reply.seeOther(listAddress(listOf(context), asked.query, { done: 'none-ticked' }));
      }
      const id = await chooseItems(acting(services, context), register, versions.slice(0, MOST_AT_ONCE), query);
      return reply.seeOther(`${listOf(context)}/bulk/${id}`);
    }),
  );

  app.get(`${base}/:bulk`, (request, reply) =>
    inSchool(services, request, toChange, async (context) => {
      const bulk = await bulkOf(context, register, request);
      const list = listOf(context);
      const address = `${list}/bulk/${encodeURIComponent(bulk.id)}`;
      const back = bulk.query === '' ? list : `${list}?${bulk.query}`;
      const around = await surroundings(services, context, register, []);
      if (bulk.outcome !== null) {
        const body = outcomeBody(register, around, address, back, { ...bulk, outcome: bulk.outcome });
        return show(reply, context, register, { title: 'What was changed', body });
      }
      const query = textQuery(request, LONGEST_VALUE);
      const { items, leftAlone } = await chosenItems({ tx: context.tx, scope: scopeOf(context) }, register, bulk);
      const asked = askedIn(query);
      const title = `Change ${itemsWords(register, items.length)}`;
      const choose = (errors: readonly FieldError[]) => {
        const body = chooseBody(register, address, back, items, asked, errors);
        return show(reply, context, register, { title, body, errors });
      };
      if (asked.what === '') return choose([]);
      const field = fieldOf(register, asked);
      if (field === null) return choose([{ field: 'field', message: 'Choose which field to give a value' }]);
      const links = await selectLinkNames(context.tx, scopeOf(context), register);
      const typed = query['value'] ?? '';
      const read = readAction(asked, field, typed, links);
      if ('errors' in read || (field !== undefined && query['show'] !== 'yes')) {
        const errors = 'errors' in read && query['show'] === 'yes' ? read.errors : [];
        const given = { items: items.length, asked, ...inputOf(asked, field, links), typed, errors };
        return show(reply, context, register, { title, body: valueBody(register, address, back, given), errors });
      }
      const { action } = read;
      const source = { from: 'typed' as const, on: services.clock.today(), note: null };
      const fates = items.map((item) => ({ item, made: fateOf(register, item, action, source) }));
      const preview = { action, asked, typed, fates, leftAlone, links };
      const body = previewBody(register, around, address, back, preview);
      return show(reply, context, register, { title: `${title}: see what will change`, body, wide: true });
    }),
  );

  app.post(`${base}/:bulk/apply`, (request, reply) =>
    inSchool(services, request, toChange, async (context) => {
      const bulk = await bulkOf(context, register, request);
      const body = cleanBody(request.body);
      const asked = askedIn({ what: textOf(body['what']), field: textOf(body['field']) });
      const field = fieldOf(register, asked);
      const links = await selectLinkNames(context.tx, scopeOf(context), register);
      const read =
        asked.what === '' || field === null ? { errors: [] } : readAction(asked, field, textOf(body['value']), links);
      const address = `${listOf(context)}/bulk/${encodeURIComponent(bulk.id)}`;
      // What can't be read was not made by our page: the person chooses again.
      if ('errors' in read) return reply.seeOther(address);
      const words = actionWords(register, read.action, links);
      await applyBulk(acting(services, context), register, bulk.id, read.action, words);
      return reply.seeOther(address);
    }),
  );

  app.post(`${base}/:bulk/undo`, (request, reply) =>
    inSchool(services, request, toChange, async (context) => {
      const bulk = await bulkOf(context, register, request);
      await undoBulk(acting(services, context), register, bulk.id);
      return reply.seeOther(`${listOf(context)}/bulk/${encodeURIComponent(bulk.id)}`);
    }),
  );
}

/** The longest value that many items can be given, as an address carries it. */
const LONGEST_VALUE = 1000;
/** A page has fewer ticks. */
const MOST_PICKS = 500;

/** @throws {NotFoundError} where the register has no such change. */
async function bulkOf(context: InSchool, register: Register, request: FastifyRequest): Promise<BulkChange> {
  const id = (request.params as { bulk: string }).bulk.replaceAll('\0', '');
  const bulk = await selectBulkChange(context.tx, scopeOf(context), register.table, id);
  if (bulk === null) throw new NotFoundError();
  return bulk;
}

function askedIn(query: Readonly<Record<string, string>>): Asked {
  const what = (['set', 'over', 'confirm', 'remove'] as const).find((one) => one === query['what']) ?? '';
  return { what, field: query['field'] ?? '' };
}

/** The field that is given a value; undefined where none is needed, null where one is and it is none of the register's. */
function fieldOf(register: Register, { what, field }: Asked): RegisterField | undefined | null {
  if (what === 'over') return register.fields.find(({ name }) => name === register.overField?.name) ?? null;
  if (what !== 'set') return undefined;
  return bulkFields(register).find(({ name }) => name === field) ?? null;
}

/** The input under one name, asked whatever else the items say. */
function inputOf(
  { what }: Asked,
  field: RegisterField | undefined,
  links: LinkNames,
): { field: Field; choices: ChoicesByField } {
  if (field === undefined) return { field: { name: 'value', label: '', kind: 'text' }, choices: {} };
  const [asked = field] = askedFields([field], links);
  const choices = linkChoices([asked], links)[field.name];
  const { showWhen: _showWhen, group: _group, ...rest } = asked;
  return {
    field: { ...rest, name: 'value', required: what === 'over' || field.fallback !== undefined },
    choices: choices === undefined ? {} : { value: choices },
  };
}

function readAction(
  asked: Asked,
  field: RegisterField | undefined,
  typed: string,
  links: LinkNames,
): { action: BulkAction } | { errors: FieldError[] } {
  if (asked.what === 'confirm' || asked.what === 'remove') return { action: { kind: asked.what } };
  if (field === undefined) return { errors: [] };
  const input = inputOf(asked, field, links);
  const { values, errors } = parseFields([input.field], { value: typed }, input.choices);
  const linked = readLinks([{ ...field, name: 'value' }], links, values);
  if (errors.length + linked.errors.length > 0) return { errors: [...errors, ...linked.errors] };
  return { action: { kind: 'set', field: field.name, value: linked.values['value'] ?? null } };
}

function picksOf(value: unknown): string[] {
  return [value]
    .flat()
    .filter((pick) => typeof pick === 'string')
    .slice(0, MOST_PICKS);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim().slice(0, 4000) : '';
}
