/** What a handler throws to end a request with a page of its own. Each has a stable `code`. */

export class NotFoundError extends Error {
  readonly code = 'not-found';
}

/** Not allowed, or not there: the page is the same, so that nobody learns what exists. */
export class NotAllowedError extends Error {
  readonly code = 'not-allowed';
}

/** Nobody is signed in: leads to the sign-in page, and back afterwards. */
export class NotSignedInError extends Error {
  readonly code = 'not-signed-in';
}

/** Somebody else changed it first. A feature that can show both versions does so itself, with status 409. */
export class ConflictError extends Error {
  readonly code = 'conflict';
}

/** The form was sent from a page that is too old, or not from one of our pages. */
export class ForgedFormError extends Error {
  readonly code = 'forged-form';
}

/** Input that no form of ours sends; features show what people can mend with their own page and status 422. */
export class InputError extends Error {
  readonly code = 'input';
}
