/** The door of the web platform. */
export {
  ConflictError,
  ForgedFormError,
  InputError,
  NotAllowedError,
  NotFoundError,
  NotSignedInError,
} from './errors.ts';
export { describeError } from './error-pages.ts';
export type { ErrorPage, RenderErrorPage } from './error-pages.ts';
export { isUploadedFile, LARGEST_UPLOAD_BYTES } from './form-body.ts';
export type { UploadedFile } from './form-body.ts';
export { inPerson, inSchool, mayDo } from './in-school.ts';
export type { InPerson, InSchool, Permission } from './in-school.ts';
export type { Role, SchoolRow } from './school.queries.ts';
export { baseOf, flashOf, schoolPage, scopeOf, showSchoolPage } from './school-page.ts';
export type { SchoolPage } from './school-page.ts';
export { createServer } from './server.ts';
export type { ServerParts } from './server.ts';
export type { SaveWatch } from './saves.ts';
export type { WebServices } from './services.ts';
export { clearSessionCookie, csrfToken, setSessionCookie } from './visitor.ts';
export type { Visitor } from './visitor.ts';
