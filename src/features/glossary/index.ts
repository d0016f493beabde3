/** The door of the glossary: words of the trade with their plain meanings, all on a page and few beside a text. */
export { glossaryRoutes } from './glossary.web.ts';
export { termsPart } from './glossary.view.ts';
