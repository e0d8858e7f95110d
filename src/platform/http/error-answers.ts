import { Conflict, Forbidden, NotFound, Refused, Unavailable } from '../errors.js'

/** How an error is answered: its status, and what the page says. */
export interface ErrorAnswer {
  readonly status: number
  readonly heading: string
  readonly text: string
  /** Offers to send the same form again. */
  readonly canResend?: boolean
  readonly retryAfterSeconds?: number | undefined
}

/** When a client should try again after the database could not be used. */
const UNAVAILABLE_RETRY_SECONDS = 30

const pageNotFound: ErrorAnswer = {
  status: 404,
  heading: 'Page not found',
  text: 'If you typed the address, check it is correct. If you followed a link, the page may have been removed.',
}

const unavailable: ErrorAnswer = {
  status: 503,
  heading: 'Sorry, the service is busy or cannot save',
  text: 'Nothing was saved. Try again in a minute.',
  canResend: true,
  retryAfterSeconds: UNAVAILABLE_RETRY_SECONDS,
}

/** For an error that nobody expected: a bug. */
export const unexpected: ErrorAnswer = {
  status: 500,
  heading: 'Sorry, something went wrong',
  text: 'This is our fault. It has been logged. Try again later.',
  canResend: true,
}

/** The headings for refusals with a status other than 422. */
const refusalHeadings: Readonly<Record<number, string>> = {
  400: 'This address is not correct',
  405: 'This address cannot be opened',
  410: 'This link no longer works',
  429: 'Wait before you try again',
  431: 'Your browser sent too much data',
}

/** Returns the answer to an expected error, or undefined for a bug. */
export function answerToError(error: unknown): ErrorAnswer | undefined {
  if (error instanceof NotFound) return pageNotFound
  if (error instanceof Forbidden) return { status: 403, heading: 'You cannot do this', text: `${error.message}.` }
  if (error instanceof Conflict)
    return { status: 409, heading: 'Something has changed in the meantime', text: error.message }
  if (error instanceof Refused) return answerToRefusal(error)
  if (error instanceof Unavailable) return unavailable
  return answerToBadRequest(error)
}

const answerToRefusal = ({ status, message, retryAfterSeconds }: Refused): ErrorAnswer => ({
  status,
  heading: refusalHeadings[status] ?? 'You cannot do this',
  text: message,
  canResend: status === 429,
  retryAfterSeconds,
})

/** Answers what Express and its body parser throw at a request that they cannot read: errors with a `status`. */
function answerToBadRequest(error: unknown): ErrorAnswer | undefined {
  // An address with a broken escape, such as /barriers/%E0.
  if (error instanceof URIError) return pageNotFound
  const { status, type } = error as { status?: unknown; type?: unknown }
  switch (status) {
    case 400:
      return {
        status,
        heading: 'We cannot read this form',
        text: 'Your browser sent something we do not understand. Load the page again and send the form from there.',
      }
    case 413:
      return {
        status,
        heading: 'There is too much text',
        text:
          type === 'parameters.too.many'
            ? 'The form has too many fields.'
            : 'The form is larger than we accept. Go back, where your browser still has your text, and shorten it.',
      }
    case 415:
      return {
        status,
        heading: 'We cannot read this form',
        text: 'It was sent in an encoding that we do not accept. Send it as UTF-8.',
      }
    default:
      return undefined
  }
}
