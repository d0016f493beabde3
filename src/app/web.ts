/** The web door: the server with every feature's routes. */
import type { FastifyInstance } from 'fastify';
import { actualHistory, actualsRoutes, agreementHistory } from '../features/actuals/index.ts';
import { answerTogetherRoutes, askingHistory } from '../features/answer-together/index.ts';
import { budgetsRoutes } from '../features/budgets/index.ts';
import { calendarFeedRoutes } from '../features/calendar-feed/index.ts';
import { catalogueRoutes } from '../features/catalogue/index.ts';
import { checksRoutes } from '../features/checks/index.ts';
import { connectionRegister, connectionsRoutes } from '../features/connections/index.ts';
import { contractRegister, contractsRoutes, noticeLetterRoutes } from '../features/contracts/index.ts';
import { decisionsRoutes, type FindPlan } from '../features/decisions/index.ts';
import { documentsRoutes } from '../features/documents/index.ts';
import { editionRoutes } from '../features/edition/index.ts';
import { equipmentRegister, equipmentRoutes } from '../features/equipment/index.ts';
import { evidenceHistory, evidenceRoutes } from '../features/evidence/index.ts';
import { examplesRoutes } from '../features/examples/index.ts';
import { exceptionHistory, exceptionsRoutes } from '../features/exceptions/index.ts';
import { findOutHistory, findOutRoutes } from '../features/find-out/index.ts';
import { frameworksRoutes } from '../features/frameworks/index.ts';
import { glossaryRoutes } from '../features/glossary/index.ts';
import { historyRoutes } from '../features/history/index.ts';
import { importsRoutes } from '../features/imports/index.ts';
import { localRulesRoutes } from '../features/local-rules/index.ts';
import { overviewRoutes } from '../features/overview/index.ts';
import { packRoutes } from '../features/pack/index.ts';
import { paymentsRoutes } from '../features/payments/index.ts';
import { membersRoutes, peopleRoutes } from '../features/people/index.ts';
import { listPlans, planRoutes } from '../features/plan/index.ts';
import { presetsRoutes } from '../features/presets/index.ts';
import { remindersRoutes } from '../features/reminders/index.ts';
import { reportsRoutes } from '../features/reports/index.ts';
import { scenariosRoutes } from '../features/scenarios/index.ts';
import { schoolsRoutes } from '../features/schools/index.ts';
import { answerHistory, standardsRoutes } from '../features/standards/index.ts';
import { systemRegister, systemsRoutes } from '../features/systems/index.ts';
import { trustRoutes } from '../features/trust/index.ts';
import { createServer } from '../platform/web/index.ts';
import type { ServerParts } from '../platform/web/index.ts';
import { assetFolder } from '../ui/assets.ts';
import { renderErrorPage } from './error-page.view.ts';
import type { Services } from './services.ts';
import { readOwnTechnologyWords } from './technology-words.ts';

/** Makes the whole application, ready to listen or to be asked by tests. */
export async function createWeb(services: Services, parts: Pick<ServerParts, 'logTo'> = {}): Promise<FastifyInstance> {
  const app = await createServer(services, { assetFolder, renderErrorPage, ...parts });
  peopleRoutes(app, services);
  membersRoutes(app, services);
  examplesRoutes(app, services);
  schoolsRoutes(app, services);
  overviewRoutes(app, services);
  checksRoutes(app, services);
  planRoutes(app, services);
  budgetsRoutes(app, services);
  scenariosRoutes(app, services);
  packRoutes(app, services);
  contractsRoutes(app, services);
  noticeLetterRoutes(app, services);
  importsRoutes(app, services);
  paymentsRoutes(app, { ...services, technologyWords: readOwnTechnologyWords() });
  catalogueRoutes(app, services);
  systemsRoutes(app, services);
  equipmentRoutes(app, services);
  connectionsRoutes(app, services);
  documentsRoutes(
    app,
    services,
    [contractRegister, systemRegister, equipmentRegister, connectionRegister].map(({ table, path, words }) => ({
      table,
      path,
      title: words.title,
    })),
  );
  presetsRoutes(app, services, [contractRegister, systemRegister, equipmentRegister, connectionRegister]);
  decisionsRoutes(app, services, findPlan);
  calendarFeedRoutes(app, services);
  remindersRoutes(app, services);
  standardsRoutes(app, services, moreHistory);
  evidenceRoutes(app, services);
  exceptionsRoutes(app, services);
  actualsRoutes(app, services);
  findOutRoutes(app, services);
  answerTogetherRoutes(app, services);
  editionRoutes(app, services);
  frameworksRoutes(app, services);
  reportsRoutes(app, services);
  localRulesRoutes(app, services);
  trustRoutes(app, services);
  glossaryRoutes(app, services);
  historyRoutes(app, services, moreHistory);
  return app;
}

/** How the history speaks of what features of their own keep. */
const moreHistory = {
  answer: answerHistory,
  evidence: evidenceHistory,
  accepted_gap: exceptionHistory,
  plan_actual: actualHistory,
  plan_agreement: agreementHistory,
  find_out_task: findOutHistory,
  ...askingHistory,
};

/** The latest plan that holds something: one still being worked on may already do. */
const findPlan: FindPlan = async (tx, scope) => {
  for (const { problem, plan } of await listPlans(tx, scope, 4)) if (plan !== null) return { problem, plan };
  return null;
};
