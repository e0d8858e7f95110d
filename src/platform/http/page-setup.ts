import type { Express, Request } from 'express'
import type { FieldLabels, Navigation, SignedIn, Site } from './page-model.js'
import type { Views } from './views.js'

/** What every page is built with. `createApp` makes it once. */
export interface PageSetup {
  readonly views: Views
  readonly site: Site
  readonly navigationFor: (actor: SignedIn | undefined, section: string | undefined) => Navigation
  /** The labels of all fields of all forms, for giving back what was typed. */
  readonly fieldLabels: FieldLabels
}

export function setUpPages(app: Express, setup: PageSetup): void {
  app.locals['pageSetup'] = setup
}

export const pageSetup = (req: Request): PageSetup => req.app.locals['pageSetup'] as PageSetup
