import express, { type Express, type RequestHandler, type Router } from 'express'
import { accountRoutes, authentication, createSignInLimiter, type Member } from './accounts/index.js'
import { adminRoutes } from './admin/index.js'
import {
  listStatementsToConfirm,
  blockedWhereRoutes,
  evidenceRoutes,
  organisationRoutes,
  createEvidenceCaches,
} from './evidence/index.js'
import type { Config, Deps } from './platform/deps.js'
import { NotFound, Refused } from './platform/errors.js'
import {
  createViews,
  errorPages,
  formParser,
  compose,
  loadAssets,
  notFound,
  requestLog,
  requireToken,
  securityHeaders,
  sessions,
  setUpPages,
  type Assets,
  type Route,
  type Site,
} from './platform/http/index.js'
import { storageProblem } from './platform/text.js'
import { readingRoutes } from './reading/index.js'
import { reviewRoutes } from './review/index.js'
import { revisionRoutes } from './revisions/index.js'
import { createSearcher, searchRoutes, synonymRoutes } from './search/index.js'
import { fieldLabels, footerLinks, navigationFor, siteRoutes } from './site/index.js'

/** The longest form: a body of 100,000 four-byte characters, percent-encoded, and some more. */
const FORM_LIMIT = '1500kb'

/** All headers of a request together, in characters. */
const LONGEST_HEADERS = 16_384

/** Every route of the site, in the order in which they are tried. */
export function allRoutes(deps: Deps): readonly Route[] {
  const accountDeps = {
    ...deps,
    limiter: createSignInLimiter(deps.db),
    listStatementsToConfirm: (member: Member) => listStatementsToConfirm(deps, member),
  }
  const evidenceDeps = { ...deps, evidenceCaches: createEvidenceCaches() }
  const searchDeps = { ...deps, searcher: createSearcher(deps.db) }
  return [
    ...siteRoutes(deps),
    ...accountRoutes(accountDeps),
    ...organisationRoutes(deps),
    ...blockedWhereRoutes(deps),
    ...evidenceRoutes(evidenceDeps),
    ...reviewRoutes(searchDeps),
    ...adminRoutes(deps),
    ...searchRoutes(searchDeps),
    ...synonymRoutes(deps),
    ...revisionRoutes(deps),
    ...readingRoutes({ ...searchDeps, ...evidenceDeps }),
  ]
}

/** The whole site as one request handler. */
export function createApp(deps: Deps): Express {
  const { config, db, clock, log } = deps
  const assets = loadAssets()
  const headers = securityHeaders(config.publicUrl)
  const session = sessions({ db, clock, publicUrl: config.publicUrl, hours: config.sessionHours })

  const app = express()
  app.disable('x-powered-by').disable('etag').set('trust proxy', config.trustProxy).set('query parser', 'simple')
  setUpPages(app, { views: createViews(), site: siteOf(config, assets), navigationFor, fieldLabels })
  app.locals['readAccess'] = config.readAccess
  app.locals['openSession'] = session.always

  const setHeaders: RequestHandler = (_req, res, next) => {
    for (const [name, value] of headers) res.setHeader(name, value)
    next()
  }
  // After the assets: the page that says so needs its styles.
  const boundHeaders: RequestHandler = (req, _res, next) => {
    let length = 0
    for (const part of req.rawHeaders) length += part.length
    // The server has room for a long address; headers need none.
    if (length > LONGEST_HEADERS)
      throw new Refused(
        'Your browser sent more with this request than we can read. Clear the cookies of this site, then try again.',
        431,
      )
    next()
  }
  app.use(
    compose(
      requestLog(log),
      setHeaders,
      assets.serve,
      boundHeaders,
      formParser(FORM_LIMIT),
      session.whenKnown,
      authentication(deps),
    ),
  )
  app.use(routing(allRoutes(deps)))
  app.use(notFound)
  app.use(errorPages(log))
  return app
}

const siteOf = (config: Config, assets: Assets): Site => ({
  name: config.siteName,
  operatorName: config.operatorName,
  operatorEmail: config.operatorEmail,
  licence: config.contentLicence,
  licenceUrl: config.contentLicenceUrl,
  sourceUrl: config.sourceUrl,
  css: assets.css,
  icon: assets.icon,
  script: assets.script,
  publicUrl: config.publicUrl,
  description:
    'A wiki by staff of public bodies: what gets in the way of digital working, what got round it, and where.',
  footerLinks: footerLinks(config.sourceUrl),
})

/**
 * A router for each first word of an address. Express tries routes one by one: in a single list, each view of a page
 * would first be held against the patterns of all other parts of the site.
 */
function routing(routes: readonly Route[]): RequestHandler & { readonly routers: readonly Router[] } {
  const firstWord = (path: string): string => path.split('/', 2)[1]?.toLowerCase() ?? ''
  const routers = new Map(routes.map(route => [firstWord(route.path), express.Router()]))
  const routerOf = (path: string): Router | undefined => routers.get(firstWord(path))
  for (const route of routes) mount(routerOf(route.path)!, route)
  for (const path of new Set(routes.map(route => route.path)))
    refuseOtherMethods(
      routerOf(path)!,
      path,
      routes.filter(route => route.path === path),
    )
  const byFirstWord: RequestHandler = (req, res, next) => {
    const router = routerOf(req.path)
    if (router) router(req, res, next)
    else next()
  }
  return Object.assign(byFirstWord, { routers: [...routers.values()] })
}

function refuseOtherMethods(router: Router, path: string, routes: readonly Route[]): void {
  router.all(path, (_req, res) => {
    res.setHeader('Allow', routes.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : ['POST'])).join(', '))
    throw new Refused('This address cannot be used in this way.', 405)
  })
}

/** What holds for every route: parameters that can be stored, the guard, and for a post the session's token. */
function mount(router: Router, { method, path, guard, handler }: Route): void {
  const open: RequestHandler = (req, res, next) => {
    if (Object.values(req.params).some(value => storageProblem(String(value)) !== undefined)) throw new NotFound()
    res.locals['guard'] = guard.name
    next()
  }
  router[method](path, compose(open, ...(method === 'post' ? [requireToken] : [])), guard.check, (req, res) =>
    handler(req, res),
  )
}
