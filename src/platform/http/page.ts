import type { Request, Response } from 'express'
import type { SessionData } from 'express-session'
import { csrfToken } from './csrf.js'
import { sessionOf } from './current-session.js'
import type { CommonModel, Notice, PageModel, SignedIn } from './page-model.js'
import { pageSetup } from './page-setup.js'
import { routeOf } from './routes.js'
import { view, type View } from './views.js'

/** A page's model while its view has not been declared with `view<Model>()` yet. */
type UntypedModel = PageModel & Readonly<Record<string, unknown>>

/** Answers with the page `view` in the layout. `status` is 200 by default. */
export function show<Model extends PageModel>(
  req: Request,
  res: Response,
  view: View<Model>,
  model: NoInfer<Model>,
  status?: number,
): void
/** The same for a view that is not declared yet. */
export function show(req: Request, res: Response, view: string, model: UntypedModel, status?: number): void
export function show(
  req: Request,
  res: Response,
  declared: View<PageModel> | string,
  model: PageModel,
  status = 200,
): void {
  const { views, navigationFor } = pageSetup(req)
  const common = commonModel(req, res)
  const navigation = navigationFor(common.actor, model.section)
  const html = views.page(typeof declared === 'string' ? view(declared) : declared, model, common, navigation)
  const body = Buffer.from(html)
  res.statusCode = status
  res.setHeader('Content-Type', 'text/html; charset=utf-8')
  res.setHeader('Content-Length', body.length)
  res.end(req.method === 'HEAD' ? undefined : body)
}

const commonModel = (req: Request, res: Response): CommonModel => ({
  site: pageSetup(req).site,
  actor: res.locals['actor'] as SignedIn | undefined,
  csrf: needsToken(res) ? csrfToken(req, res) : undefined,
  notice: takeFromSession(req, 'notice'),
  saved: takeFromSession(req, 'saved'),
})

/** Tells whether a page needs a token: not for visitors who only read, nor for forms that we refused unread. */
function needsToken(res: Response): boolean {
  const route = routeOf(res)
  return res.locals['actor'] !== undefined || route?.guard.opensSession === true || route?.method === 'post'
}

/** Shows a banner on the next page, after a redirect. */
export function notify(req: Request, notice: Notice): void {
  const session = sessionOf(req)
  if (session) session.notice = notice
}

/**
 * Tells the next page which form was just saved, by its key, so that the browser can delete its drafts of that form. Call
 * it only after saving: until then the drafts are the only copy.
 */
export function markFormSaved(req: Request, key: string): void {
  const session = sessionOf(req)
  if (session) session.saved = key
}

/** Reads and removes a session value that is meant for the next page only. The answer to a post is not a page yet. */
function takeFromSession<Key extends 'notice' | 'saved'>(req: Request, key: Key): SessionData[Key] | undefined {
  const session = req.method === 'GET' ? sessionOf(req) : undefined
  const value = session?.[key]
  // Deleting marks the session as changed, which writes it to the database: do so only if there is a value.
  if (session && value !== undefined) Reflect.deleteProperty(session, key)
  return value
}

/** Redirects with 303 after a post, to the page that shows its result. */
export const seeOther = (res: Response, address: string): void => res.redirect(303, address)
