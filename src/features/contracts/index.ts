/** Contracts: list by what needs a decision next, forms, pages, ending. */
export { contractFields } from './contracts.schema.ts';
export { contractRegister, toContract } from './contracts.register.ts';
export {
  byNextDecision,
  outlookOf,
  statusLabels,
  totalsOf,
  type ContractOutlook,
  type ContractStatus,
} from './contracts.rules.ts';
export { listContracts, listGovernorsMeetings, selectSchoolCalendar } from './contracts.queries.ts';
export { endContract, undoEndOfContract } from './contracts.commands.ts';
export { contractsRoutes } from './contracts.web.ts';
export { noticeLetterRoutes } from './notice-letter.web.ts';
export { contractsCsv, contractsTable } from './contracts-csv.rules.ts';
