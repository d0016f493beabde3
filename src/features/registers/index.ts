/** What the four registers share: list, forms, item's page, history, removal with undo, download. */
export type { LinkNames, Register, RegisterField, RegisterItem, RegisterTable, RegisterWords } from './register.ts';
export { formFields, isEmpty, nameOf, sameValue, sourceOf } from './register.ts';
export { count, distanceWords, NOT_KNOWN, sourceWords, valueWords } from './registers.words.ts';
export { describeChange, labelOf, type Change, type ChangedField, type DescribedChange } from './registers.changes.ts';
export { registerCsv, toCsv } from './registers.csv.ts';
export {
  insertItem,
  listHanging,
  listItemChanges,
  listItems,
  selectItem,
  selectLinkNames,
  toChange,
  updateItem,
  type ChangeRow,
  type ListFilter,
} from './registers.queries.ts';
export { addItem, changeItem, removeItem, restoreItem, type Acting, type ChangeResult } from './registers.commands.ts';
export { mayChange, toChange as permissionToChange, toSee as permissionToSee } from './registers.policy.ts';
export {
  acting,
  idIn,
  itemOf,
  pageOf,
  registerRoutes,
  show,
  surroundings,
  textQuery,
  type RegisterPages,
  type ShownPage,
} from './register-routes.ts';
export { changesTable, changeWords, timeWords } from './registers.changes.view.ts';
export { listBody, PAGE_SIZE, type ListPage } from './registers.list.view.ts';
export { hangingPart, valueCell, type Surroundings } from './registers.view.ts';
