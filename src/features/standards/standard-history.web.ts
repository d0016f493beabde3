/** What has changed of one standard: its answers, what shows them, sign-offs, and the entries of the registers that it goes by. */
import type { FastifyInstance } from 'fastify';
import { editionFor, type Edition, type Requirement, type Standard } from '../../library/index.ts';
import { baseOf, inSchool, NotFoundError, scopeOf } from '../../platform/web/index.ts';
import { html } from '../../ui/html.ts';
import {
  changesPart,
  historyTables,
  listSubjectChanges,
  selectItemNames,
  type HistorySubject,
  type HistoryTable,
} from '../history/index.ts';
import { readRecord } from '../schools/index.ts';
import { standardAddress } from './standards.marks.view.ts';
import { showPage, type StandardsServices } from './standards.page.ts';
import { toSee } from './standards.policy.ts';

/** So many changes are shown; the school's own history has them all. */
const MOST_CHANGES = 200;

const tableOf = {
  equipment: 'equipment',
  systems: 'system',
  connections: 'connection',
  contracts: 'contract',
} as const;

export function standardHistoryPages(
  app: FastifyInstance,
  services: StandardsServices,
  more: Readonly<Record<string, HistoryTable>>,
): void {
  const { clock, library } = services;

  app.get('/schools/:key/standards/:standard/history', (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const { standard: standardId } = request.params as { standard: string };
      const base = baseOf(context);
      const scope = scopeOf(context);
      const edition = editionFor(library, await readRecord(context.tx, context.school.id, clock.today()));
      const standard = edition.standards.find(({ id }) => id === standardId);
      if (standard === undefined) throw new NotFoundError();
      const changes = await listSubjectChanges(context.tx, scope, subjectOf(edition, standard), MOST_CHANGES);
      const names = await selectItemNames(context.tx, scope);
      const table = changesPart({ schoolBase: base, tables: historyTables(more), names, changes });
      const body = html`<span class="govuk-caption-l">History</span>
<h1>${standard.name}</h1>
<p class="govuk-body-l">Who changed what of this standard, newest first: its answers, what shows them, sign-offs, and what your registers say of it.</p>
${changes.length === 0 ? html`<p class="govuk-body">Nothing of it has been changed yet.</p>` : table}
${changes.length === MOST_CHANGES && html`<p class="govuk-body">These are the latest ${MOST_CHANGES}.</p>`}
<p class="govuk-body"><a class="govuk-link" href="${base}/history">Everything that has changed</a></p>`;
      return showPage(reply, context, {
        title: `History of ${standard.name}`,
        body,
        wide: true,
        breadcrumbs: [
          { text: 'Standards', href: `${base}/standards` },
          { text: standard.name, href: standardAddress(base, standardId) },
        ],
      });
    }),
  );
}

/** Everything whose change may change the standard's result. Entries of a register count by kind, so that those gone count too. */
export function subjectOf(edition: Edition, standard: Standard): HistorySubject {
  const requirements = edition.requirements.filter(({ standardId }) => standardId === standard.id);
  const category = edition.categories.find(({ id }) => id === standard.categoryId);
  const questions = [...new Set(requirements.flatMap(({ question }) => question?.id ?? []))];
  const inTable = (in_table: string) => (row_id: string) => ({ in_table, row_id });
  const holding = (in_table: string, field: string) => (value: string) => ({ in_table, field, value });
  return {
    rows: [...questions.map(inTable('answer')), ...questions.map(inTable('find_out_task'))],
    held: [
      ...questions.map(holding('evidence', 'questionId')),
      ...requirements.map(({ id }) => id).map(holding('evidence', 'requirementId')),
      // As sign-offs write it (answer-together): the area by its name, or all of them.
      ...[category?.name ?? '', 'all areas'].map((name) => `Answers on ${name}`).map(holding('sign_off', 'name')),
      ...requirements.flatMap((requirement) => registersOf(edition, requirement)),
    ],
  };
}

function registersOf(edition: Edition, { fact }: Requirement): HistorySubject['held'] {
  const lists = (fact === null ? undefined : edition.rules.get(fact))?.lists ?? [];
  return lists.flatMap(({ register, kinds }): HistorySubject['held'] => {
    const in_table = tableOf[register];
    if (kinds === null) return [{ in_table, field: null, value: null }];
    return [...kinds.any].map((value) => ({ in_table, field: kinds.field, value }));
  });
}
