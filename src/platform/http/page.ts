import type { Request, Response } from 'express'
import type { FieldError } from './forms.js'
import { csrfToken } from './csrf.js'
import { sessionOf } from './current-session.js'
import { renderPage, type Model } from './views.js'

/** A banner on the next page, after something was done. */
export interface Notice {
  readonly heading: string
  readonly text: string
  readonly links?: readonly { readonly text: string; readonly href: string }[]
}

/** What the layout says of the site. */
export interface Site {
  readonly name: string
  readonly operatorName: string
  readonly operatorEmail: string
  readonly licence: string
  readonly licenceUrl: string
  readonly sourceUrl: string | undefined
  readonly css: string
  readonly icon: string
  readonly script: string
  readonly publicUrl: string
}

/** What a page gives the layout, beside its own model. */
export interface PageModel extends Model {
  readonly pageTitle: string
  readonly section?: string | undefined
  readonly breadcrumbs?: readonly { readonly text: string; readonly href?: string | undefined }[] | undefined
  readonly errors?: readonly FieldError[] | undefined
  readonly noindex?: boolean
  /** What search engines show of it; where it says nothing, what the site is. */
  readonly description?: string | undefined
}

/** Answers with `views/<view>.ejs` in the layout. */
export function show(req: Request, res: Response, view: string, model: PageModel, status = 200): void {
  const html = renderPage(
    view,
    {
      site: req.app.locals['site'] as Site,
      actor: res.locals['actor'] as unknown,
      csrf: needsToken(req, res) ? csrfToken(req) : undefined,
      notice: takeNotice(req),
      saved: takeSaved(req),
      now: req.app.locals['now'] as unknown,
    },
    model,
  )
  const body = Buffer.from(html)
  res.statusCode = status
  res.setHeader('Content-Type', 'text/html; charset=utf-8')
  res.setHeader('Content-Length', body.length)
  // `no-store` would make the Back button forget what was typed.
  if (!res.hasHeader('Cache-Control')) res.setHeader('Cache-Control', 'private, no-cache')
  res.end(req.method === 'HEAD' ? undefined : body)
}

/** Writing a token into a session stores it: not for somebody who only reads, whatever cookie they bring. */
const needsToken = (req: Request, res: Response): boolean =>
  res.locals['actor'] !== undefined || res.locals['guard'] === 'visitor' || !/^(GET|HEAD)$/.test(req.method)

/** Leaves a banner for the page that the person is sent to. */
export function notify(req: Request, notice: Notice): void {
  const session = sessionOf(req)
  if (session) session.notice = notice
}

// Both are for the page that the person is sent to: an answer to what another window posts leaves them there.

function takeNotice(req: Request): Notice | undefined {
  const session = req.method === 'GET' ? sessionOf(req) : undefined
  const notice = session?.notice
  if (session && notice) delete session.notice
  return notice
}

/**
 * Has the next page name the form that was just saved, by the key it was sent with: the drafts of it that the browser
 * keeps can go then, and not before.
 */
export function tellSaved(req: Request, key: string): void {
  const session = sessionOf(req)
  if (session) session.saved = key
}

function takeSaved(req: Request): string | undefined {
  const session = req.method === 'GET' ? sessionOf(req) : undefined
  const saved = session?.saved
  if (session && saved !== undefined) delete session.saved
  return saved
}

/** 303: what was posted is done, here is where it can be seen. */
export const seeOther = (res: Response, address: string): void => res.redirect(303, address)
