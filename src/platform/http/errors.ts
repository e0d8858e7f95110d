import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { Conflict, NotFound, Unavailable } from '../errors.js'
import type { Log } from '../log.js'
import { TokenMismatch } from './csrf.js'
import { sessionOf } from './current-session.js'
import { answerTo, bugAnswer } from './error-answer.js'
import { unsavedForm, type UnsavedForm } from './unsaved-form.js'
import { show } from './page.js'
import { localPath } from './local-path.js'
import { nearestPage, pageAbove } from './nearest-page.js'
import type { HiddenField, Link, PageModel } from './page-model.js'
import { NoSuchListPage, startOfList } from './paging.js'
import { pageSetup } from './page-setup.js'
import { guardOf } from './routes.js'
import { view } from './views.js'

interface ErrorModel extends PageModel {
  readonly heading: string
  readonly text: string
  readonly status: number
  /** The request's id in the log. */
  readonly requestId?: string | undefined
  /** The posted form, so that nothing is lost. */
  readonly unsaved: UnsavedForm | undefined
  readonly offersRetry: boolean
  readonly offersSignIn: boolean
  /** The hidden fields of the form to sign in: the page to return to, and the fields to send again, if there are any. */
  readonly signInFields: readonly HiddenField[]
  /** Leads to the page that the form or the address belongs to. */
  readonly link: Link | undefined
}

export const errorView = view<ErrorModel>('error')

/** Answers 404. Runs after all routes, when none had the address. */
export const notFound: RequestHandler = () => {
  throw new NotFound()
}

/**
 * Turns every error into a page that says what happened and what to do, and returns what the person entered. Logs bugs.
 * Shows no stack trace.
 */
export const errorPages =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error)
    res.setHeader('Cache-Control', 'no-store')
    if (error instanceof TokenMismatch) showMismatch(req, res)
    else showError(log, error, req, res)
  }

function showError(log: Log, error: unknown, req: Request, res: Response): void {
  const expected = answerTo(error)
  if (!expected) log.error({ request: req.id, err: error }, 'bug')
  else if (error instanceof Unavailable) log.error({ request: req.id, err: error }, 'unavailable')
  const { status, heading, text, canRetry, retryAfterSeconds } = expected ?? bugAnswer
  // Do not wait for the rest of a body that is too large.
  if (status === 413) res.setHeader('Connection', 'close')
  if (retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(retryAfterSeconds))
  const model: ErrorModel = {
    pageTitle: heading,
    noindex: true,
    heading,
    text,
    status,
    requestId: status >= 500 ? req.id : undefined,
    unsaved: status === 413 ? undefined : unsavedForm(req),
    offersRetry: canRetry === true && sessionOf(req) !== undefined,
    offersSignIn: false,
    signInFields: [],
    link: linkFrom(req, status, error),
  }
  show(req, res, errorView, model, status)
}

/** Statuses after which the form itself would be refused too. */
const finalStatuses: ReadonlySet<number> = new Set([403, 409, 410])

/**
 * Returns a link to where the error says, or to the page nearest to the refused request. None for 404, whose page has other
 * links, none for 413, since only the browser's Back button brings back a text that is too long, and none for a page that
 * failed itself.
 */
function linkFrom(req: Request, status: number, error: unknown): Link | undefined {
  if (error instanceof Conflict && error.link) return error.link
  const isRead = req.method === 'GET'
  if (status === 404 || status === 413 || (isRead && status >= 500)) return undefined
  const address = localPath(req.originalUrl)
  if (error instanceof NoSuchListPage && address !== undefined)
    return { href: startOfList(address), text: 'Go to the start of the list' }
  const { routes } = pageSetup(req)
  const href = finalStatuses.has(status) ? pageAbove(routes, req.path) : nearestPage(routes, req.path)
  if (href === '/') return { href, text: 'Go to the home page' }
  // The status 400 for an address is about its query string. A form that cannot be read has it too.
  return { href, text: isRead && status === 400 ? 'Open the page without the part after “?”' : 'Back to the page' }
}

/** Answers a form with the wrong token. Most often, the session has ended. */
function showMismatch(req: Request, res: Response): void {
  const isSignedIn = res.locals['actor'] !== undefined
  // Visitors, who sign in or register, only have to send the form again.
  const needsMember = guardOf(res)?.opensSession !== true
  const status = 403
  const returnTo = nearestPage(pageSetup(req).routes, req.path)
  const link = { href: returnTo, text: 'Back to the page' }
  const unsaved = unsavedForm(req)
  const common = { noindex: true, status, unsaved, signInFields: signInFields(unsaved, returnTo), link }
  const model: ErrorModel =
    needsMember && !isSignedIn
      ? {
          ...common,
          pageTitle: 'You have been signed out',
          heading: 'You have been signed out',
          text: 'Your session ended, or you signed out in another window. We have kept what you typed.',
          offersRetry: false,
          offersSignIn: true,
        }
      : {
          ...common,
          pageTitle: 'Send this again',
          heading: 'Send this again',
          text: 'We could not check that you sent this. If you did, send it again. If you did not, leave this page.',
          offersRetry: true,
          offersSignIn: false,
        }
  show(req, res, errorView, model, status)
}

const signInFields = (unsaved: UnsavedForm | undefined, returnTo: string): readonly HiddenField[] =>
  unsaved?.fields.length
    ? [
        { name: 'return', value: unsaved.action },
        { name: 'unsavedForm', value: unsaved.json },
      ]
    : [{ name: 'return', value: returnTo }]
