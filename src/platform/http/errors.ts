import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { Conflict, Forbidden, NotFound, Refused, Unavailable } from '../errors.js'
import type { Log } from '../log.js'
import { TokenMismatch } from './csrf.js'
import { sessionOf } from './current-session.js'
import { unsavedForm, type UnsavedForm } from './unsaved-form.js'
import { show } from './page.js'
import type { PageModel } from './page-model.js'
import { view } from './views.js'

interface ErrorModel extends PageModel {
  readonly heading: string
  readonly text: string
  readonly status: number
  /** What the log calls this request. */
  readonly requestId?: string | undefined
  /** What was posted, to be given back. */
  readonly kept: UnsavedForm | undefined
  /** Offers to send the same form again. */
  readonly again: boolean
  /** Offers to sign in first. */
  readonly signIn: boolean
}

export const errorView = view<ErrorModel>('error')

interface Answer {
  readonly status: number
  readonly heading: string
  readonly text: string
  /** Offer to send the same form again. */
  readonly again?: boolean
  readonly retryAfterSeconds?: number | undefined
}

const refusals: Readonly<Record<number, string>> = {
  400: 'This address is not right',
  405: 'This cannot be done here',
  410: 'This link no longer works',
  429: 'Wait a little',
}

function answerTo(error: unknown): Answer | undefined {
  if (error instanceof NotFound)
    return {
      status: 404,
      heading: 'Page not found',
      text: 'If you typed the address, check it is correct. If you followed a link, the page may have been removed.',
    }
  if (error instanceof Forbidden) return { status: 403, heading: 'You cannot do this', text: `${error.message}.` }
  if (error instanceof Conflict)
    return { status: 409, heading: 'Something changed in the meantime', text: error.message }
  if (error instanceof Refused)
    return {
      status: error.status,
      heading: refusals[error.status] ?? 'This cannot be done',
      text: error.message,
      again: error.status === 429,
      retryAfterSeconds: error.retryAfterSeconds,
    }
  if (error instanceof Unavailable)
    return {
      status: 503,
      heading: 'Sorry, the service is busy or cannot save just now',
      text: 'Nothing was saved. Try again in a minute.',
      again: true,
      retryAfterSeconds: 30,
    }
  const { status, type } = error as { status?: unknown; type?: unknown }
  if (status === 413)
    return {
      status: 413,
      heading: 'This is too much text',
      text:
        type === 'parameters.too.many'
          ? 'The form has too many fields.'
          : 'What you sent is larger than this service accepts. Go back, where your browser still has your text, and shorten it.',
    }
  if (status === 415)
    return {
      status: 415,
      heading: 'This cannot be read',
      text: 'The form was sent in an encoding that this service does not accept. Send it as UTF-8.',
    }
  if (status === 400)
    return {
      status: error instanceof URIError ? 404 : 400,
      heading: error instanceof URIError ? 'Page not found' : 'This cannot be read',
      text:
        error instanceof URIError
          ? 'If you typed the address, check it is correct.'
          : 'What your browser sent could not be understood. Load the page again and send it from there.',
    }
  return undefined
}

/** The last handler but one: no route has this address. */
export const notFound: RequestHandler = () => {
  throw new NotFound()
}

/** Every error becomes a page that says what happened, what to do, and gives back what was typed. Bugs are logged, with their stack there alone. */
export const errorPages =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error)
    res.setHeader('Cache-Control', 'no-store')
    if (error instanceof TokenMismatch) return showMismatch(req, res)
    const answer = answerTo(error)
    if (!answer || error instanceof Unavailable)
      log.error({ request: req.id, err: error }, answer ? 'unavailable' : 'bug')
    // What is left of too large a body is not worth waiting for.
    if (answer?.status === 413) res.setHeader('Connection', 'close')
    if (answer?.retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(answer.retryAfterSeconds))
    const { status, heading, text, again } = answer ?? {
      status: 500,
      heading: 'Sorry, something went wrong',
      text: 'This is our fault. It has been logged. Try again later.',
      again: true,
    }
    show(
      req,
      res,
      errorView,
      {
        pageTitle: heading,
        heading,
        text,
        noindex: true,
        status,
        requestId: status >= 500 ? req.id : undefined,
        kept: status === 413 ? undefined : unsavedForm(req),
        again: again === true && sessionOf(req) !== undefined,
        signIn: false,
      },
      status,
    )
  }

function showMismatch(req: Request, res: Response): void {
  const signedIn = res.locals['actor'] !== undefined
  // Signing in, registering and the like need no member: there, sending the form again is enough.
  const needsMember = (res.locals['guard'] as string | undefined) !== 'visitor'
  const signIn = needsMember && !signedIn
  show(
    req,
    res,
    errorView,
    {
      pageTitle: signIn ? 'You have been signed out' : 'Send this again',
      heading: signIn ? 'You have been signed out' : 'Check this and send it again',
      text: signIn
        ? 'Your session ended while you were writing. Nothing you typed is lost.'
        : 'We could not be sure that you sent this yourself, because the page was opened in an earlier session. If you did, send it again.',
      noindex: true,
      status: 403,
      kept: unsavedForm(req),
      again: !signIn,
      signIn,
    },
    403,
  )
}
