import type { Request, Response } from 'express'
import { z } from 'zod'
import { memberOf, moderator } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import {
  notify,
  parseForm,
  requiredChoice,
  routesOf,
  seeOther,
  show,
  view,
  type FieldError,
  type Notice,
  type PageModel,
  type Route,
  type SelectItem,
} from '../platform/http/index.js'
import {
  actionsOnPage,
  addressOf,
  allKinds,
  findPageOrRedirect,
  kinds,
  type Kind,
  type PageHead,
} from '../pages/index.js'
import { archivePage, bringBackPage } from './archive-page.js'
import { reasonItems } from './decision-model.js'
import { reasons, type ReasonCode } from './rules.js'

const archiveForm = z.strictObject({
  reason: requiredChoice(Object.keys(reasons), 'Choose a reason').transform(code => code as ReasonCode),
})

/** Archiving a page that should not be in lists and search, and bringing it back. */
export const archiveRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    for (const { kind, path } of allKinds) {
      routes.get(`/${path}/:slug/archive`, moderator, (req, res) => showArchive(deps, req, res, kind))
      routes.post(`/${path}/:slug/archive`, moderator, (req, res) => submitArchive(deps, req, res, kind))
      routes.post(`/${path}/:slug/bring-back`, moderator, (req, res) => submitBringBack(deps, req, res, kind))
    }
  })

const archived: Notice = {
  heading: 'Page archived',
  text: 'The page no longer appears in lists or search results. You can still read it here, or bring it back.',
}
const alreadyArchived: Notice = {
  type: 'neutral',
  heading: 'This page is already archived',
  text: 'You can bring it back here.',
}
const broughtBack: Notice = {
  heading: 'Page no longer archived',
  text: 'The page appears in lists and search results again, and members can change it.',
}
const notArchived: Notice = {
  type: 'neutral',
  heading: 'This page is not archived',
  text: 'It appears in lists and search results, and members can change it.',
}

interface ArchiveModel extends PageModel {
  readonly title: string
  readonly action: string
  readonly pageHref: string
  readonly reasonItems: readonly SelectItem[]
}

export const archiveView = view<ArchiveModel>('review/archive')

async function showArchive(deps: Deps, req: Request, res: Response, kind: Kind): Promise<void> {
  const page = await findPageOrRedirect(deps, req, res, kind)
  if (!page) return
  if (!actionsOnPage(page, memberOf(req)).has('archive')) return redirectToPage(req, res, page, alreadyArchived)
  showArchiveForm(req, res, page)
}

function showArchiveForm(req: Request, res: Response, page: PageHead, errors?: readonly FieldError[]): void {
  const pageHref = addressOf(page)
  show(
    req,
    res,
    archiveView,
    {
      pageTitle: `Archive: ${page.title}`,
      section: kinds[page.kind].path,
      noindex: true,
      errors,
      title: page.title,
      action: `${pageHref}/archive`,
      pageHref,
      reasonItems,
    },
    errors ? 422 : 200,
  )
}

async function submitArchive(deps: Deps, req: Request, res: Response, kind: Kind): Promise<void> {
  const page = await findPageOrRedirect(deps, req, res, kind)
  if (!page) return
  if (!actionsOnPage(page, memberOf(req)).has('archive')) return redirectToPage(req, res, page, alreadyArchived)
  const form = parseForm(archiveForm, req.body)
  if (!form.ok) return showArchiveForm(req, res, page, form.errors)
  const isDone = await archivePage(deps, memberOf(req), { pageId: page.id, reason: form.value.reason })
  redirectToPage(req, res, page, isDone ? archived : alreadyArchived)
}

async function submitBringBack(deps: Deps, req: Request, res: Response, kind: Kind): Promise<void> {
  const page = await findPageOrRedirect(deps, req, res, kind)
  if (!page) return
  const isDone = await bringBackPage(deps, memberOf(req), page.id)
  redirectToPage(req, res, page, isDone ? broughtBack : notArchived)
}

function redirectToPage(req: Request, res: Response, page: PageHead, notice: Notice): void {
  notify(req, notice)
  seeOther(res, addressOf(page))
}
