/** What was asked for does not exist, or may not be known to exist by who asks. Shown as 404. */
export class NotFound extends Error {
  override readonly name = 'NotFound'
  constructor(what = 'page') {
    super(`There is no such ${what}`)
  }
}

/** Who asks may not do this. Shown as 403. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden'
  constructor(action: string) {
    super(`You cannot ${action}`)
  }
}

/** The thing changed since the person saw it. Shown as 409, with what happened and what they typed. */
export class Conflict extends Error {
  override readonly name = 'Conflict'
}

/** A rule refuses this, with a sentence for the person that says why. Shown with `status`, 422 unless told. */
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

/** The database cannot be used now: locked, full, read-only, damaged, unreachable. Shown as 503. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}

/** The process cannot start, and the one line that says why and what to do. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart'
}
