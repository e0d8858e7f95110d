/** The thing does not exist, or this person may not know that it does. Shown as 404. */
export class NotFound extends Error {
  override readonly name = 'NotFound'
  constructor(what = 'page') {
    super(`There is no such ${what}`)
  }
}

/** This person may not do this. Shown as 403. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden'
  constructor(action: string) {
    super(`You cannot ${action}`)
  }
}

/**
 * The thing changed after the person loaded it. Shown as 409, with what happened, what they entered, and `link`, by default
 * one to the page above.
 */
export class Conflict extends Error {
  override readonly name = 'Conflict'
  constructor(
    message: string,
    readonly link?: { readonly text: string; readonly href: string },
  ) {
    super(message)
  }
}

/** A rule forbids this. The message tells the person why. Shown with `status`, by default 422. */
export class Refused extends Error {
  override readonly name = 'Refused'
  constructor(
    message: string,
    readonly status = 422,
    readonly retryAfterSeconds?: number,
  ) {
    super(message)
  }
}

/** The database is locked, full, read-only, damaged or unreachable. Shown as 503. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}

/** The process cannot start. The message is one line that says why and what to do. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart'
}
