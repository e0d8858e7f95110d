import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { NotFound, Unavailable } from '../errors.js'
import type { Log } from '../log.js'
import { TokenMismatch } from './csrf.js'
import { sessionOf } from './current-session.js'
import { answerToError, unexpected } from './error-answers.js'
import { unsavedForm, type UnsavedForm } from './unsaved-form.js'
import { show } from './page.js'
import type { PageModel } from './page-model.js'
import { view } from './views.js'

interface ErrorModel extends PageModel {
  readonly heading: string
  readonly text: string
  readonly status: number
  /** The id of this request in the log, for the person to quote. */
  readonly requestId?: string | undefined
  /** What the person posted. The page gives it back. */
  readonly kept: UnsavedForm | undefined
  /** Offers to send the same form again. */
  readonly again: boolean
  /** Offers to sign in first. */
  readonly signIn: boolean
}

export const errorView = view<ErrorModel>('error')

/** Handles a request that no route has handled. */
export const notFound: RequestHandler = () => {
  throw new NotFound()
}

/**
 * Answers every error with a page that says what happened and what to do, and gives back what the person typed. Logs
 * bugs, whose stack no page ever shows.
 */
export const errorPages =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error)
    res.setHeader('Cache-Control', 'no-store')
    if (error instanceof TokenMismatch) return showTokenMismatch(req, res)
    const expected = answerToError(error)
    if (!expected) log.error({ request: req.id, err: error }, 'bug')
    else if (error instanceof Unavailable) log.error({ request: req.id, err: error }, 'unavailable')
    const { status, heading, text, canResend, retryAfterSeconds } = expected ?? unexpected
    // Closes the connection instead of reading the rest of a body that is too large.
    if (status === 413) res.setHeader('Connection', 'close')
    if (retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(retryAfterSeconds))
    const model: ErrorModel = {
      pageTitle: heading,
      noindex: true,
      heading,
      text,
      status,
      requestId: status >= 500 ? req.id : undefined,
      kept: status === 413 ? undefined : unsavedForm(req),
      again: canResend === true && sessionOf(req) !== undefined,
      signIn: false,
    }
    show(req, res, errorView, model, status)
  }

/** Answers a post without the session's token: the session has ended, or the page was opened in an earlier one. */
function showTokenMismatch(req: Request, res: Response): void {
  const isSignedIn = res.locals['actor'] !== undefined
  // The forms for visitors, such as signing in, need no member: it is enough to send them again.
  const needsMember = (res.locals['guard'] as string | undefined) !== 'visitor'
  const mustSignIn = needsMember && !isSignedIn
  const model: ErrorModel = {
    ...(mustSignIn ? signedOutTexts : sendAgainTexts),
    noindex: true,
    status: 403,
    kept: unsavedForm(req),
    again: !mustSignIn,
    signIn: mustSignIn,
  }
  show(req, res, errorView, model, 403)
}

const signedOutTexts = {
  pageTitle: 'You have been signed out',
  heading: 'You have been signed out',
  text: 'Your session ended while you were writing. We have kept what you typed.',
}

const sendAgainTexts = {
  pageTitle: 'Send this again',
  heading: 'Check this and send it again',
  text: 'We are not sure that you sent this, because you opened the page in an earlier session. If you did, send it again.',
}
