import type { Request, Response } from 'express'
import { actorOf } from '../accounts/index.js'
import { show, view, withQuery, type Link } from '../platform/http/index.js'
import type { SafeHtml } from '../platform/safe-html.js'
import {
  actionsOnPage,
  addressOf,
  findPageOrRedirect,
  listPagesByIds,
  pageAddresses,
  themeName,
  type KindDefinition,
  type PageHead,
} from '../pages/index.js'
import { combinersOf, type RevisionDeps } from './revision-deps.js'
import {
  revisionAddress,
  revisionsModel,
  revisionSummary,
  type RevisionsModel,
  type RevisionSummary,
} from './revision-model.js'
import { revisionNumber } from './revision-number.js'
import { getRevision } from './store.js'

interface RevisionModel extends RevisionsModel {
  readonly revision: RevisionSummary
  /** Says which of the page's revisions this is. */
  readonly caption: string
  readonly title: string
  readonly summary: string
  readonly html: SafeHtml
  readonly theme: string
  readonly tags: string
  readonly linksHeading: string
  readonly links: readonly Link[]
  /** Undefined unless the person may restore it. */
  readonly restoreHref: string | undefined
  readonly olderHref: string | undefined
  readonly newerHref: string | undefined
}

export const revisionView = view<RevisionModel>('revisions/revision')

/** One revision of a page, with its text. */
export async function showRevision(
  deps: RevisionDeps,
  req: Request,
  res: Response,
  definition: KindDefinition,
): Promise<void> {
  const number = revisionNumber(req.params['number'])
  const page = await findPageOrRedirect(deps, req, res, definition.kind)
  if (!page) return
  const revision = await getRevision(deps.db, page.id, number)
  const { title, summary, body, theme, tags, links } = revision.content
  const { html } = await deps.renderer.renderByHash(revision.hash, async () => ({ title, body }))
  const linkedPages = await listPagesByIds(deps.db, links)
  const canRestore = number < page.number && actionsOnPage(page, actorOf(req)).has('restore')
  show(req, res, revisionView, {
    ...revisionsModel(definition, page, `Revision ${number}: ${title}`),
    revision: revisionSummary(page, revision, deps.clock.now(), await combinersOf(deps, [revision])),
    caption: revisionCaption(page, number),
    title,
    summary,
    html,
    theme: themeName(deps.config, theme),
    tags: tags.join(', '),
    linksHeading: definition.linksHeading,
    links: linkedPages.map(linked => ({ text: linked.title, href: addressOf(linked) })),
    restoreHref: canRestore ? withQuery(pageAddresses(page).edit, { restore: String(number) }) : undefined,
    olderHref: number > 1 ? revisionAddress(page, number - 1) : undefined,
    newerHref: number < page.number ? revisionAddress(page, number + 1) : undefined,
  })
}

/** Which of its page's revisions a revision is. */
const revisionCaption = (page: PageHead, number: number): string =>
  number === page.number ? `Revision ${number}, the current version` : `Revision ${number} of ${page.number}`
