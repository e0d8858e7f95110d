import express, { type RequestHandler, type Router } from 'express'
import { NotFound, Refused, Unavailable } from '../errors.js'
import type { LoadMeter } from '../load-meter.js'
import type { RateLimiters } from '../rate-limits.js'
import { storageProblem } from '../text.js'
import { requireToken, TokenMismatch } from './csrf.js'
import { formReader, type FormSize } from './form-body.js'
import type { Route } from './routes.js'
import { limitWrites } from './write-limits.js'

/** A router as middleware. Exposes its Express routers for the test that checks the guards. */
export type SiteRouter = RequestHandler & { readonly routers: readonly Router[] }

/**
 * Creates a router with an Express router for each first segment of an address: `/barriers`, `/review` and so on.
 * Express tries routes one by one. With a single list, a page view would first match its address against the patterns of
 * every other part of the site, which takes 7 % of its time (docs/decisions/0018-shortcuts-around-express.md).
 */
export function createRouter(routes: readonly Route[], load: LoadMeter, rateLimiters: RateLimiters): SiteRouter {
  const routers = new Map<string, Router>()
  const shared = { load, rateLimiters, readForm: { small: formReader('small'), text: formReader('text') } }
  for (const route of routes) {
    const router = routers.get(firstSegment(route.path)) ?? express.Router()
    routers.set(firstSegment(route.path), router)
    mount(router, route, shared)
  }
  // Add these after all routes: they match any method, and Express stops at the first match.
  for (const path of new Set(routes.map(route => route.path))) {
    const routesOfPath = routes.filter(route => route.path === path)
    refuseOtherMethods(routers.get(firstSegment(path))!, path, routesOfPath)
  }
  const dispatch: RequestHandler = (req, res, next) => {
    const router = routers.get(firstSegment(req.path))
    if (router) router(req, res, next)
    else next()
  }
  return Object.assign(dispatch, { routers: [...routers.values()] })
}

/** Returns `barriers` for `/Barriers/some-page`. Ignores case, as Express does. */
const firstSegment = (path: string): string => path.split('/', 2)[1]?.toLowerCase() ?? ''

/** What the routes of a site share. Large forms take turns across all routes, because one reader reads them. */
interface Shared {
  readonly load: LoadMeter
  readonly rateLimiters: RateLimiters
  readonly readForm: Readonly<Record<FormSize, RequestHandler>>
}

/** Adds a route: the checks that apply to every route, then its guard, then its handler. */
function mount(router: Router, route: Route, { load, rateLimiters, readForm }: Shared): void {
  const { method, path, guard, handler, writesText, carriesText, withoutToken } = route
  const checkParams: RequestHandler = (req, res, next) => {
    const isStorable = Object.values(req.params).every(value => storageProblem(String(value)) === undefined)
    if (!isStorable) throw new NotFound()
    res.locals['route'] = route
    if (route.isPersonal) res.setHeader('Cache-Control', 'no-store')
    next()
  }
  const checkToken: RequestHandler = (req, res, next) =>
    requireToken(req, res, (error?: unknown) =>
      error instanceof TokenMismatch && withoutToken ? withoutToken(req, res) : next(error),
    )
  const size = writesText !== undefined || carriesText === true ? 'text' : 'small'
  // Last for a form, so that the answer can give its text back.
  const checkLoad: RequestHandler = (_req, _res, next) => {
    const isTurnedAway = route.answersAlways !== true && load.isOverloaded(method === 'post' ? 'write' : 'read')
    next(isTurnedAway ? new Unavailable('The service has too much to do.') : undefined)
  }
  const checks: readonly RequestHandler[] =
    method === 'post' ? [checkParams, readForm[size], checkToken, checkLoad] : [checkParams, checkLoad]
  const countWrite = route.limit === undefined ? undefined : limitWrites(route.limit, rateLimiters)
  router[method](path, ...checks, guard.check, async (req, res) => {
    await countWrite?.(req, res)
    await handler(req, res)
  })
}

/** Answers 405 to a method that no route of `path` has, and lists the allowed methods. */
function refuseOtherMethods(router: Router, path: string, routes: readonly Route[]): void {
  const allowed = routes.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : ['POST'])).join(', ')
  router.all(path, (_req, res) => {
    res.setHeader('Allow', allowed)
    throw new Refused('This address cannot be used in this way.', 405)
  })
}
