/** The door of reports: where a school stood on a day under an edition, kept so that it can be made again to the letter. */
export { addReport } from './reports.commands.ts';
export { reportOf, type Report } from './report.rules.ts';
export { listReports, selectReport, type ReportRow } from './reports.queries.ts';
export { reportAddress } from './reports.view.ts';
export { reportsRoutes } from './reports.web.ts';
