/** What the four registers share: list, forms, item's page, history, removal with undo, download. */
export type { LinkNames, Register, RegisterField, RegisterItem, RegisterTable, RegisterWords } from './register.ts';
export { formFields, isEmpty, nameOf, sameValue, sourceOf } from './register.ts';
export { count, distanceWords, NOT_KNOWN, sourceWords, valueWords } from './registers.words.ts';
export { describeChange, labelOf, type Change, type ChangedField, type DescribedChange } from './registers.changes.ts';
export { holdsOf, registerTable, tableCsv, toCsv, type ExportTable } from './registers.csv.ts';
export { tableWorkbook } from './workbook.ts';
export { sendTable } from './export-routes.ts';
export {
  heldPage,
  isNarrowed,
  listAddress,
  readListRequest,
  ROWS_ON_A_PAGE,
  type ListFilter,
  type ListRequest,
  type ListSort,
  type MoreOfList,
} from './list-filter.rules.ts';
export { countKnown, listItemsById, listParts } from './list.queries.ts';
export { listHanging, pointers } from './hanging.queries.ts';
export {
  insertItem,
  listItemChanges,
  listItems,
  personNameOf,
  selectItem,
  selectLinkNames,
  toChange,
  updateItem,
  type ChangeRow,
} from './registers.queries.ts';
export { addItem, changeItem, putBackItem, type Acting, type ChangeResult } from './registers.commands.ts';
export { removeItem, restoreItem } from './removal.commands.ts';
export { applyBulk, chooseItems, undoBulk } from './bulk.commands.ts';
export { mayChange, toChange as permissionToChange, toSee as permissionToSee } from './registers.policy.ts';
export { acting, idIn, itemOf, show, surroundings, textQuery, type ShownPage } from './register-pages.ts';
export { registerRoutes, versionIn, type RegisterPages, type ShownWithList } from './register-routes.ts';
export { changesTable, changeWords, timeWords } from './registers.changes.view.ts';
export { listBody, type ListColumn, type ListPage } from './registers.list.view.ts';
export { formBody, hangingPart, linkChoices, textsOf, valueCell, type Surroundings } from './registers.view.ts';
export type { RegisterReport, ReportColumn } from './report.rules.ts';
