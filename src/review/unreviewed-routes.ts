import type { Request, Response } from 'express'
import type { SafeHtml } from '../platform/safe-html.js'
import { attributionHtml, moderator } from '../accounts/index.js'
import type { Instant } from '../platform/clock.js'
import type { Deps } from '../platform/deps.js'
import {
  pagingFrom,
  pagingLinks,
  routesOf,
  show,
  view,
  withQuery,
  type PageModel,
  type PagingLinks,
  type Route,
} from '../platform/http/index.js'
import { displayTime, kinds, loadPagesById, pageAddresses, type DisplayTime, type PageHead } from '../pages/index.js'
import { compareAddress, listUnreviewedRevisions, revisionAddress, type RevisionHead } from '../revisions/index.js'

const PAGE_SIZE = 20
const PATH = '/review/unreviewed'

/** What trusted members and moderators published without review. */
export const unreviewedRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    routes.get(PATH, moderator, (req, res) => showUnreviewed(deps, req, res))
  })

interface UnreviewedRow {
  readonly title: string
  readonly kind: string
  readonly number: number
  readonly note: string
  readonly by: SafeHtml
  readonly time: DisplayTime
  /** The change; for a new page, its first revision. */
  readonly href: string
  readonly historyHref: string
}

interface UnreviewedModel extends PageModel, PagingLinks {
  readonly rows: readonly UnreviewedRow[]
}

export const unreviewedView = view<UnreviewedModel>('review/unreviewed')

async function showUnreviewed({ db, clock }: Deps, req: Request, res: Response): Promise<void> {
  const paging = pagingFrom(req.query, PAGE_SIZE)
  const { rows: revisions, next } = await listUnreviewedRevisions(db, paging)
  const pageIds = revisions.map(revision => revision.pageId)
  const pages = await loadPagesById(db, pageIds)
  show(req, res, unreviewedView, {
    pageTitle: 'Published without review',
    section: 'review',
    noindex: true,
    rows: revisions.flatMap(revision => {
      const page = pages.get(revision.pageId)
      return page ? [unreviewedRow(page, revision, clock.now())] : []
    }),
    ...pagingLinks(paging, next, after => withQuery(PATH, { after })),
  })
}

function unreviewedRow(page: PageHead, revision: RevisionHead, now: Instant): UnreviewedRow {
  const { number } = revision
  return {
    title: revision.title,
    kind: kinds[page.kind].singular,
    number,
    note: revision.note,
    by: attributionHtml(revision.attribution),
    time: displayTime(revision.createdAt, now),
    href: number === 1 ? revisionAddress(page, 1) : compareAddress(page, number - 1, number),
    historyHref: pageAddresses(page).history,
  }
}
