export * from './components.ts';
export { govukErrorMessage, govukFieldset, govukHint, govukLabel } from './labelled.ts';
export { govukInput, govukRadios, govukSelect, govukTextarea } from './inputs.ts';
export { govukButton, govukSummaryList, govukTable, govukTag } from './lists.ts';
