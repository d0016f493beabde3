/** The door of the library's check. */
export { libraryCheckCommand } from './library-check.cli.ts';
