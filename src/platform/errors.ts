// The message of each of these errors is whole sentences with full stops, as GOV.UK would write them. The person who made
// the request reads it, unless the class says otherwise.

/**
 * The thing does not exist, or this person may not know that it does. Shown as 404. The page does not show the message,
 * because it says the same whatever is missing.
 */
export class NotFound extends Error {
  override readonly name = 'NotFound'
  constructor(message = 'There is no such page.') {
    super(message)
  }
}

/** This person may not do this. The message tells them so: `You cannot edit an archived page.` Shown as 403. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden'
}

/**
 * The thing changed after the person loaded it. Shown as 409, with the message, which says what happened, what they
 * entered, and `link`, by default one to the page above.
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

/**
 * A rule forbids this. The message tells the person why. Shown with `status`, by default 422, or as the error of a form
 * (`fieldErrorFrom`). A command line prints it.
 */
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

/**
 * The database is locked, full, read-only, damaged or unreachable. Shown as 503. The message is for the log and the
 * command line. The page does not show it.
 */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}

/** The process cannot start. The message is one line that says why and what to do. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart'
}
