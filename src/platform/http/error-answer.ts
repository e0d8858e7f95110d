import { Conflict, Forbidden, NotFound, Refused, Unavailable } from '../errors.js'

/** The text and status of an error page. */
export interface ErrorAnswer {
  readonly status: number
  readonly heading: string
  readonly text: string
  /** Whether it can help to send the same form again. */
  readonly canRetry?: boolean
  readonly retryAfterSeconds?: number | undefined
}

/** When a client should try again after the service was busy. */
const UNAVAILABLE_RETRY_SECONDS = 30

const notFoundText =
  'If you typed the address, check it is correct. If you followed a link, the page may have been removed.'

const refusedHeadings: Readonly<Record<number, string>> = {
  400: 'This address is not correct',
  405: 'You cannot open this address',
  410: 'This link no longer works',
  429: 'Wait before you try again',
  431: 'Your browser sent too much data',
  503: 'Sorry, the service is busy',
}

/** The answer to an unexpected error. */
export const bugAnswer: ErrorAnswer = {
  status: 500,
  heading: 'Sorry, something went wrong',
  text: 'We have recorded the problem. Try again later.',
  canRetry: true,
}

/** Returns the answer to an expected error, or undefined for a bug. */
export function answerTo(error: unknown): ErrorAnswer | undefined {
  if (error instanceof NotFound) return { status: 404, heading: 'Page not found', text: notFoundText }
  if (error instanceof Forbidden) return { status: 403, heading: 'You cannot do this', text: error.message }
  if (error instanceof Conflict)
    return { status: 409, heading: 'Something has changed in the meantime', text: error.message }
  if (error instanceof Refused) return refusedAnswer(error)
  if (error instanceof Unavailable)
    return {
      status: 503,
      heading: 'Sorry, the service is unavailable',
      text: 'Nothing was saved. Try again in a minute.',
      canRetry: true,
      retryAfterSeconds: UNAVAILABLE_RETRY_SECONDS,
    }
  const { status, type } = error as { status?: unknown; type?: unknown }
  // Only Express's own errors have a status. A URIError without one is a bug.
  if (error instanceof URIError && status === 400)
    return { status: 404, heading: 'Page not found', text: 'If you typed the address, check it is correct.' }
  return unreadableAnswer(status, type === 'parameters.too.many')
}

const refusedAnswer = ({ status, message, retryAfterSeconds }: Refused): ErrorAnswer => ({
  status,
  heading: refusedHeadings[status] ?? 'You cannot do this',
  text: message,
  canRetry: status === 429,
  retryAfterSeconds,
})

/** Returns the answer to a body that could not be read. Express and our form parser give such errors a status. */
function unreadableAnswer(status: unknown, hasTooManyFields: boolean): ErrorAnswer | undefined {
  switch (status) {
    case 400:
    case 415:
      return {
        status,
        heading: 'We cannot read this form',
        text: 'We could not understand what your browser sent. Load the page again and send the form from there.',
      }
    case 413:
      return {
        status,
        heading: 'There is too much text',
        text: hasTooManyFields
          ? 'The form has too many fields.'
          : 'You sent more than this service accepts. Go back: your browser still has your text. Then shorten it.',
      }
    default:
      return undefined
  }
}
