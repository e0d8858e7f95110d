import type { Express, Request } from 'express'
import type { Signer } from '../signing.js'
import type { FieldLabels, Navigation, SignedIn, Site } from './page-model.js'
import type { Route } from './routes.js'
import type { Views } from './views.js'

/** What every page needs. `createApp` builds it once. */
export interface PageSetup {
  readonly views: Views
  readonly site: Site
  readonly navigationFor: (actor: SignedIn | undefined, section: string | undefined) => Navigation
  /** The labels of all fields of all forms, for showing a form that was not saved. */
  readonly fieldLabels: FieldLabels
  readonly signer: Signer
  /** All routes of the site, for leading from an error to a page that exists. */
  readonly routes: readonly Route[]
}

/** Stores what every page of `app` needs. */
export function setUpPages(app: Express, setup: PageSetup): void {
  app.locals['pageSetup'] = setup
}

/** Returns what every page needs. */
export const pageSetup = (req: Request): PageSetup => req.app.locals['pageSetup'] as PageSetup
