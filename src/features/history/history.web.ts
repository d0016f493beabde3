/** The history of a school. */
import type { FastifyInstance } from 'fastify';
import { inSchool, type WebServices, scopeOf } from '../../platform/web/index.ts';
import { connectionRegister } from '../connections/index.ts';
import { contractRegister } from '../contracts/index.ts';
import { equipmentRegister } from '../equipment/index.ts';
import { permissionToSee, show, textQuery, type Register } from '../registers/index.ts';
import { systemRegister } from '../systems/index.ts';
import { countChanges, listChanges, selectItemNames } from './history.queries.ts';
import { HISTORY_PAGE_SIZE } from './history.rules.ts';
import { historyBody, type HistoryTable } from './history.view.ts';

const section = {
  path: 'history',
  words: { singular: '', withArticle: '', plural: '', title: 'History', why: '', empty: '' },
};

/** `more` says how to speak of tables that are not known here, or otherwise than here. */
export function historyRoutes(
  app: FastifyInstance,
  services: WebServices,
  more: Readonly<Record<string, HistoryTable>> = {},
): void {
  const tables = historyTables(more);
  app.get('/schools/:key/history', (request, reply) =>
    inSchool(services, request, permissionToSee, async (context) => {
      const query = textQuery(request);
      const filter = { table: query['table'] ?? '', item: query['item'] ?? '' };
      const scope = scopeOf(context);
      const total = await countChanges(context.tx, scope, filter);
      const asked = /^\d{1,6}$/.test(query['page'] ?? '') ? Number(query['page']) : 1;
      const pageNumber = Math.min(Math.max(asked, 1), Math.max(Math.ceil(total / HISTORY_PAGE_SIZE), 1));
      const body = historyBody({
        schoolBase: `/schools/${encodeURIComponent(context.school.key)}`,
        tables,
        names: await selectItemNames(context.tx, scope),
        changes: await listChanges(context.tx, scope, filter, pageNumber),
        total,
        pageNumber,
        filter,
      });
      return show(reply, context, section, { title: 'History', body, wide: true });
    }),
  );
}

/** How to speak of every table: the registers', those of other features in a few words, and what `more` says. */
export function historyTables(more: Readonly<Record<string, HistoryTable>> = {}): Record<string, HistoryTable> {
  return { ...registerTables(), ...otherTables, ...more };
}

/** Tables that other features own, in as few words as are needed. */
const otherTables: Record<string, HistoryTable> = {
  budget: { label: 'Budgets', fields: [], path: () => '/budgets' },
  calendar: { label: 'Calendar', fields: [], path: () => '/budgets#calendar' },
  check_set_aside: {
    label: 'Check set aside',
    fields: [
      { name: 'name', label: 'Check', kind: 'text' },
      { name: 'reason', label: 'Why', kind: 'longtext' },
      { name: 'until', label: 'Until', kind: 'date' },
    ],
    path: () => '/checks',
  },
  status_report: {
    label: 'Report',
    fields: [
      { name: 'edition', label: 'Edition', kind: 'text' },
      { name: 'asAt', label: 'As at', kind: 'date' },
    ],
    path: (reportId) => `/reports/${encodeURIComponent(reportId)}`,
  },
  quote: {
    label: 'Quote',
    fields: [
      { name: 'oneOffPence', label: 'Once', kind: 'pounds' },
      { name: 'yearlyPence', label: 'Each year', kind: 'pounds' },
      { name: 'supplier', label: 'Supplier', kind: 'text' },
      { name: 'quotedOn', label: 'Date of the quote', kind: 'date' },
    ],
    path: () => '/plan',
  },
  plan: { label: 'Plan', fields: [{ name: 'asAt', label: 'As at', kind: 'date' }], path: () => '/plan' },
  plan_lock: {
    label: 'Fixed start',
    fields: [],
    path: (needId) => `/plan/${encodeURIComponent(needId)}`,
  },
  scenario: {
    label: 'What if',
    fields: [
      { name: 'name', label: 'Name', kind: 'text' },
      { name: 'taken', label: 'Taken', kind: 'yes-no' },
    ],
    path: () => '/scenarios',
  },
  school: { label: 'School', fields: [], hidden: ['key', 'isExample'], path: () => '/details' },
};

function registerTables(): Record<string, HistoryTable> {
  const labels = { contract: 'Contract', system: 'System', equipment: 'Equipment', connection: 'Connection' };
  const registers: Register[] = [contractRegister, systemRegister, equipmentRegister, connectionRegister];
  return Object.fromEntries(
    registers.map(({ table, path, fields }) => [
      table,
      { label: labels[table], fields, path: (id: string) => `/${path}/${encodeURIComponent(id)}` },
    ]),
  );
}
