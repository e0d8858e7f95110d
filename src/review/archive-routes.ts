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
  type PageModel,
  type Route,
  type SelectItem,
} from '../platform/http/index.js'
import { addressOf, allKinds, findPageOrRedirect, type Kind, type PageHead } from '../pages/index.js'
import { archivePage, bringBackPage } from './archive-page.js'
import { reasons, type ReasonCode } from './rules.js'
import { reasonItems } from './view-models.js'

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

interface ArchiveModel extends PageModel {
  readonly title: string
  readonly action: string
  readonly pageHref: string
  readonly reasonItems: readonly SelectItem[]
}

export const archiveView = view<ArchiveModel>('review/archive')

async function showArchive(deps: Deps, req: Request, res: Response, kind: Kind): Promise<void> {
  const page = await findPageOrRedirect(deps, req, res, kind)
  if (page) showArchiveForm(req, res, page)
}

function showArchiveForm(req: Request, res: Response, page: PageHead, errors?: readonly FieldError[]): void {
  const pageHref = addressOf(page)
  show(
    req,
    res,
    archiveView,
    {
      pageTitle: `Archive: ${page.title}`,
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
  const form = parseForm(archiveForm, req.body)
  if (!form.ok) return showArchiveForm(req, res, page, form.errors)
  await archivePage(deps, memberOf(req), { pageId: page.id, reason: form.value.reason })
  notify(req, {
    heading: 'Archived',
    text: 'The page is no longer in lists or search. Its address and history stay, and you can bring it back here.',
  })
  seeOther(res, addressOf(page))
}

async function submitBringBack(deps: Deps, req: Request, res: Response, kind: Kind): Promise<void> {
  const page = await findPageOrRedirect(deps, req, res, kind)
  if (!page) return
  await bringBackPage(deps, memberOf(req), page.id)
  notify(req, {
    heading: 'Brought back',
    text: 'The page is in lists and search again, and members can change it.',
  })
  seeOther(res, addressOf(page))
}
