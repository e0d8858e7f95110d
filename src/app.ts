import express, { type Express } from 'express'
import {
  accountRoutes,
  authentication,
  createSignInLimits,
  whyRegistrationIsClosed,
  type Member,
} from './accounts/index.js'
import { adminRoutes } from './admin/index.js'
import { listStatementsToConfirm, evidenceRoutes, createEvidenceCaches } from './evidence/index.js'
import type { Config, Deps } from './platform/deps.js'
import { createLoadMeter } from './platform/load-meter.js'
import {
  createFormTokens,
  createRouter,
  createViews,
  errorPages,
  limitHeaders,
  loadAssets,
  notFound,
  refuseForeignForms,
  requestLog,
  sessions,
  securityHeaders,
  setUpPages,
  tidyAddresses,
  violationReports,
  type Assets,
  type Route,
  type Site,
} from './platform/http/index.js'
import { redirectImportedLinks } from './imports/index.js'
import { readingRoutes } from './reading/index.js'
import { findCombiners, reviewRoutes } from './review/index.js'
import { revisionRoutes } from './revisions/index.js'
import { createSearcher, searchRoutes, synonymRoutes } from './search/index.js'
import { fieldLabels, footerLinks, createNavigation, siteRoutes } from './site/index.js'

/** Every route of the site, in the order in which they are tried. */
export function allRoutes(deps: Deps): readonly Route[] {
  const accountDeps = {
    ...deps,
    limits: createSignInLimits(deps),
    listStatementsToConfirm: (member: Member) => listStatementsToConfirm(deps, member),
  }
  const evidenceDeps = { ...deps, evidenceCaches: createEvidenceCaches() }
  const searchDeps = { ...deps, searcher: createSearcher(deps.db) }
  return [
    ...siteRoutes(deps),
    ...accountRoutes(accountDeps),
    ...evidenceRoutes(evidenceDeps),
    ...reviewRoutes(searchDeps),
    ...adminRoutes(deps),
    ...searchRoutes(searchDeps),
    ...synonymRoutes(deps),
    ...revisionRoutes({ ...deps, findCombiners }),
    ...readingRoutes({ ...searchDeps, ...evidenceDeps }),
  ]
}

/** Builds the whole site as one request handler. */
export function createApp(deps: Deps): Express {
  const { config, db, clock, log, signer } = deps
  const assets = loadAssets()
  const session = sessions({ db, clock, publicUrl: config.publicUrl, hours: config.sessionHours })

  const app = express()
  app.disable('x-powered-by').disable('etag').set('trust proxy', config.trustProxy).set('query parser', 'simple')
  const routes = allRoutes(deps)
  setUpPages(app, {
    views: createViews(),
    site: siteOf(config, assets),
    navigationFor: createNavigation(offersRegistration(config)),
    fieldLabels: fieldLabels(config),
    signer,
    routes,
  })
  app.locals['formTokens'] = createFormTokens(signer, config.publicUrl)
  app.locals['readAccess'] = config.readAccess
  app.locals['openSession'] = session.open

  app.use(requestLog(log))
  app.use(securityHeaders(config.publicUrl))
  app.use(assets.serve)
  // After the assets: the page that refuses long headers needs its styles.
  app.use(limitHeaders)
  // Before the check of where a form comes from: browsers may send reports without saying.
  app.use(violationReports(log))
  app.use(refuseForeignForms(config.publicUrl))
  app.use(session.resume)
  app.use(authentication(deps))
  app.use(tidyAddresses(routes))
  app.use(createRouter(routes, createLoadMeter(), deps.rateLimiters))
  app.use(notFound)
  app.use(redirectImportedLinks(deps))
  app.use(errorPages(log))
  return app
}

const offersRegistration = (config: Config): boolean => whyRegistrationIsClosed(config) === undefined

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
  offersRegistration: offersRegistration(config),
  description:
    'A wiki by staff of public bodies: what gets in the way of digital working, what got round it, and where.',
  footerLinks: footerLinks(config.sourceUrl),
})
